"""Passages that were made in the sample pages are offered when the user's first library is made and opened."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import default_library, samples_library
from peacereader.cli.program import main
from tests.reader.driving import reading
from tests.reader.pages import write_swap

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "You bookmarked 1 passage in the sample pages."


@pytest.fixture
def samples(made_library: Path) -> Path:
    """The sample library, with a passage."""
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    with Library.open(samples_library()) as library:
        (hit,) = library.search.hits(library.search.find(Request("alaska")), 0, 1)
        library.annotations.bookmark(library.article(hit.id), 0, 50, "From the samples", ["summit"])
    return samples_library()


def test_the_first_add_says_how_to_take_them_along(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = write_swap(tmp_path / "pages", 1)
    other = tmp_path / "another library"
    for options, folder in (([], default_library()), (["--library", str(other)], other)):
        assert main([*options, "add", str(page)]) == 0
        lines = capsys.readouterr().err.splitlines()
        if options:
            assert "sample pages" not in "".join(lines), "a second library is not the first"
            shutil.rmtree(folder)
            shutil.rmtree(default_library())
            assert main([*options, "add", str(page)]) == 0
            lines = capsys.readouterr().err.splitlines()
        assert "You have 1 passage in the sample pages." in lines[-2]
        program, *words = shlex.split(lines[-1])
        assert (program, main(words)) == ("peacereader", 0)
        assert capsys.readouterr().err.startswith("added 1 article, 1 passage,")
        with Library.open(folder) as library:
            (passage,) = library.annotations.passages()
            assert (passage.note, passage.anchoring, library.count()) == ("From the samples", "exact", 2)
        assert main([*options, "add", str(page)]) == 0
        assert "sample pages" not in capsys.readouterr().err


async def test_the_reader_asks_and_enter_alone_changes_nothing(samples: Path, tmp_path: Path) -> None:
    assert main(["add", str(write_swap(tmp_path / "pages", 1))]) == 0
    async with reading(default_library(), size=(80, 24)) as driver:
        assert QUESTION in driver.text()
        await driver.press("enter")
        assert QUESTION not in driver.text() and driver.results.total == 1
    async with reading(default_library(), size=(60, 20)) as driver:
        assert QUESTION in driver.text()
        await driver.press("down", "enter")
        assert "Taken along: 1 passage, with 1 article." in driver.text() and driver.results.total == 2
    async with reading(default_library()) as driver:
        assert QUESTION not in driver.text()


async def test_no_is_remembered_and_the_command_is_shown(samples: Path, tmp_path: Path) -> None:
    assert main(["add", str(write_swap(tmp_path / "pages", 1))]) == 0
    async with reading(default_library()) as driver:
        await driver.press("j", "j", "enter")
        assert "--passages-only" in driver.text()
    async with reading(default_library()) as driver:
        assert QUESTION not in driver.text() and driver.results.total == 1
