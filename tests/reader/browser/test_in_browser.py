"""The reader in a real browser: a search is typed, a hit read, a passage bookmarked, as in a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peacereader.cli.program import main

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")
from tests.reader.browser.chromium import PROGRAM, Page, chromium
from tests.reader.browser.serving import serving
from tests.reader.driving import content

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="needs Chromium: apt-get install chromium"),
]

BACKGROUND = "getComputedStyle(document.querySelector('.xterm-viewport')).backgroundColor"
PICTURES = os.environ.get("PEACEREADER_PICTURES")
"""A folder in which to keep pictures of the pages, to be looked at."""


async def take_picture(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of a page, and check that something is on it."""
    path = Path(PICTURES or folder) / f"browser-{name}.png"
    await page.picture(path)
    assert path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 5_000


async def read_first_hit(page: Page, address: str) -> None:
    """Open the reader, type a search, and read its first hit."""
    await page.open(address)
    await page.shows("Delegations meet in Istanbul", "Summit in Alaska")
    await page.press("/")
    await page.type("alaska")
    await page.shows("/ alaska", "1 of ", gone="Delegations meet in Istanbul")
    await page.press("enter")
    await page.press("enter")
    await page.shows("v select")


async def test_a_passage_is_bookmarked_in_a_browser(
    library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(library_folder) as served:
        async with chromium(tmp_path / "profile") as page:
            await read_first_hit(page, served.address)
            assert served.key not in await page.evaluate("location.href")
            await take_picture(page, tmp_path, "article")
            await page.press("v", "b")
            await page.shows("Bookmarked.")
            await page.press("y")
            await page.shows("Copied by the browser")
            await page.holds("navigator.clipboard.readText().then((text) => text.includes('The presidents of'))")
            await page.press("ctrl+c")  # by which one copies in a browser
            await page.press("B")
            await page.shows("1 passage", "The presidents of the United States and Russia met", "go there")
            await take_picture(page, tmp_path, "passages")
            await page.press("q")
            await page.shows("v select")
            await page.press(":")
            await page.type("theme paper")
            await page.press("enter")
            await page.holds(f"{BACKGROUND} === 'rgb(251, 249, 244)'")
            await page.press("q")
            await page.holds("document.body.innerText.includes('The reader is closed.')")
            await take_picture(page, tmp_path, "closed")
            assert await page.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
            await page.evaluate("document.getElementById('again').click()")
            await page.shows("Summit in Alaska")
            assert page.problems == []
            origins = {address.replace("ws:", "http:").split("/")[2] for address in page.requested if address[0] != "d"}
            assert origins == {served.origin.split("/")[2]}
        assert served.end()[0] == 0
    assert main(["--library", str(library_folder), "passages"]) == 0
    assert "The presidents of the United States and Russia met" in capsys.readouterr().out


async def test_nothing_is_written_by_a_browser_that_may_only_read(
    library_folder: Path, own_home: Path, tmp_path: Path
) -> None:
    assert main(["--library", str(library_folder), "search", "alaska"]) == 0  # what is kept of the index is kept now
    before = content(library_folder, own_home)
    with serving(library_folder, "--read-only") as served:
        async with chromium(tmp_path / "profile") as page:
            await read_first_hit(page, served.address)
            await page.shows("read only")
            await page.press("v", "b")
            await page.shows("This library is open for reading only.")
            await take_picture(page, tmp_path, "read-only")
            await page.press("e", "l", "1", "B")
            await page.shows("No passages yet", "0 passages")
        assert served.end()[0] == 0
    assert content(library_folder, own_home) == before
