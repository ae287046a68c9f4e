"""An article whose beginning was cut says so, in the reader and on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex.model.article import Losses
from peaceindex.paths import config_dir
from peacereader.cli.program import main
from peacereader.tui.screens.audit import AuditScreen
from peacereader.tui.widgets.article_layout import lay_out
from tests import careless
from tests.reader.articles import article
from tests.reader.driving import reading

if TYPE_CHECKING:
    from pathlib import Path

SAID = "2 lines before the article were cut: c"
SECOND_PAGE = careless.page(careless.FIRST, number=1)


def notes(losses: Losses, width: int = 60, key: str = "c") -> list[str]:
    return [line.text for line in lay_out(article(losses=losses), width, audit_key=key).lines if line.kind == "note"]


def test_the_header_says_what_was_cut() -> None:
    assert notes(Losses()) == []
    assert notes(Losses(0, 3, 90)) == []
    assert notes(Losses(1, 30, 90)) == ["1 line before the article was cut: c"]
    assert notes(Losses(2, 60, 90), key="^x") == ["2 lines before the article were cut: ^x"]
    assert notes(Losses(0, 60, 90)) == ["over a tenth of the words may have been cut by mistake: c"]
    assert " ".join(notes(Losses(2, 60, 90), width=20)) == SAID


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_it_is_seen_at_every_size(cut_library: Path, size: tuple[int, int]) -> None:
    async with reading(cut_library, "is:cut", size=size) as driver:
        await driver.press("enter")
        assert driver.titles == [careless.FIRST_TITLE]
        assert SAID in driver.text()
        await driver.press("c")
        assert isinstance(driver.app.screen, AuditScreen)


async def test_the_key_is_the_users_own(cut_library: Path) -> None:
    config_dir().mkdir(parents=True)
    (config_dir() / "config.yaml").write_text("keys: {audit: ctrl+x}\n")
    async with reading(cut_library, "is:cut") as driver:
        await driver.press("enter")
        assert "2 lines before the article were cut: ^x" in driver.text()


async def test_the_concordance_shows_it_too(cut_library: Path) -> None:
    async with reading(cut_library, "is:cut prisoners") as driver:
        await driver.press("C", "enter")
        assert SAID in driver.text()


async def test_what_is_completes_to(cut_library: Path) -> None:
    async with reading(cut_library) as driver:
        await driver.press("slash")
        await driver.type("is:c")
        await driver.press("tab")
        assert driver.titles == [careless.FIRST_TITLE]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ([careless.page()], ""),
        ([careless.page(careless.FIRST)], "1 article may have lost its beginning, 1 over a tenth of its words"),
        (
            [careless.page(within=(careless.FIRST, careless.SECOND))],
            "1 article may have lost over a tenth of its words",
        ),
        (
            [careless.page(careless.FIRST), SECOND_PAGE],
            "2 articles may have lost their beginning, 2 over a tenth of their words",
        ),
        (
            [careless.page(careless.FIRST), careless.page(within=(careless.FIRST, careless.SECOND), number=1)],
            "1 article may have lost its beginning, 2 over a tenth of their words",
        ),
    ],
)
def test_add_ends_with_how_many(
    pages: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    careless.make_careless(monkeypatch)
    for number, page in enumerate(pages):
        (tmp_path / f"{number}.txt").write_text(page)
    code, _, err = run(capsys, "--library", tmp_path / "library", "add", *sorted(tmp_path.glob("*.txt")))
    assert code == 0
    said = [line for line in err.splitlines() if "may have lost" in line]
    assert said == ([f"{told}; 'peacereader check' lists them, and the search is:cut finds them"] if told else [])
    assert "cut" not in "".join(line for line in err.splitlines() if line.startswith("suspicious"))


def test_check_search_and_show(cut_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--library", cut_library, "check", "--json")
    problems = [problem for problem in json.loads(out) if problem["kind"] == "beginning cut"]
    assert code == 0
    assert [problem["severity"] for problem in problems] == ["warning"]
    (hit,) = json.loads(run(capsys, "--library", cut_library, "search", "--json", "is:cut")[1])["hits"]
    assert hit["id"] in problems[0]["what"] and f"show {hit['id']} --cuts" in problems[0]["advice"]
    code, out, err = run(capsys, "--library", cut_library, "show", hit["id"])
    assert careless.FIRST not in out
    assert err == f"2 lines before the article were cut; 'peacereader show {hit['id']} --cuts' lists what was cut\n"
    code, out, err = run(capsys, "--library", cut_library, "show", hit["id"], "--cuts")
    assert careless.FIRST in out and careless.SECOND in out and not err
