"""Killed at any moment, whatever it is doing, the program loses nothing that it has reported as done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from tests.conftest import REPOSITORY
from tests.index.older import set_back
from tests.index.pages import write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 as POSIX has it")

_ORDER = ("adding", "marking", "editing", "indexing", "rebuilding", "opening", "backing_up")
_LIFE = 35
"""Kills that one library goes through before the next one is begun."""


def test_killed_again_and_again(tmp_path: Path, trials: Callable[[int, int], int]) -> None:
    draw = random.Random("kills")
    with killer() as kill:
        for number in range(trials(len(_ORDER), 500)):
            here = tmp_path / f"{number // _LIFE}"
            folder, sources, report = here / "library", here / "sources", here / "report"
            if not here.exists():
                write_pages(sources, 12)
                with Library.open(folder, create=True) as library:
                    list(library.ingest.add([sources]))
                report.touch()
            activity = _ORDER[number % len(_ORDER)]
            if activity == "opening":
                set_back(folder, draw.randrange(3, 6))
            kill(activity, folder, sources, report, f"{number}", draw.choice((0.05, 0.2, 0.5)) * draw.random())
            assert not (failed := report.with_suffix(".failed")).exists(), failed.read_text()
            all_is_there(folder, [json.loads(line) for line in report.read_text().splitlines()], f"{number} {activity}")


def test_adding_that_is_killed_again_and_again_gets_on(tmp_path: Path, trials: Callable[[int, int], int]) -> None:
    folder, sources, report = tmp_path / "library", tmp_path / "sources", tmp_path / "report"
    write_pages(sources, 200)
    report.touch()
    with killer() as kill:
        for number in range(trials(3, 20)):
            kill("adding", folder, sources, report, f"{number}", 5)  # as soon as it has reported five
            with Library.open(folder) as library:
                assert library.count() >= 5 * (number + 1)
    all_is_there(folder, [json.loads(line) for line in report.read_text().splitlines()], "adding")


@contextmanager
def killer() -> Iterator[Callable[..., None]]:
    """Yield a function that starts an activity of `killed` and kills it after the given time."""
    words = [sys.executable, "-m", "tests.trust.killed"]
    with subprocess.Popen(words, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin and program.stdout
        assert program.stdout.readline() == "ready\n"

        def kill(*what: Any) -> None:
            assert program.stdin and program.stdout
            program.stdin.write(json.dumps(what, default=str) + "\n")
            program.stdin.flush()
            assert program.stdout.readline() == "killed\n"

        yield kill
        program.stdin.close()


def all_is_there(folder: Path, told: list[list[Any]], about: str) -> None:
    """Check that the library opens, is sound or can be repaired, and holds everything that was reported."""
    with Library.open(folder) as library:
        found = errors(library)
        if found:
            list(library.maintenance.repair())
            assert not errors(library), (about, found)
        assert not [notice for notice in library.notices if "damaged" in notice], about
        articles = set(library.articles.ids().values()) | set(library.articles.aliases())
        passages = {passage.id: passage for passage in library.annotations.passages()}
        searches = {search.name for search in library.search.saved_searches()}
        log = {logged.request.text for logged in library.search.search_log()}
        read = library.annotations.store.reading.marks().read
        last: dict[tuple[str, str], int] = {}
        for what, *rest in told:
            match what, rest:
                case "article", [id]:
                    assert id in articles, about
                case "passage", [id, quote]:
                    if id not in passages:  # killed between bin and restore
                        passages[id] = library.annotations.restore_passage(id)
                    assert passages[id].quote == quote, about
                case "read", [id]:
                    assert id in read, about
                case "search", [name]:
                    assert name in searches, about
                case "log", [text]:
                    assert text in log, about
                case (("note" | "outlet"), [id, number]):
                    last[what, id] = number
        for (what, id), number in last.items():
            value = passages[id].note if what == "note" else library.article(id).outlet or ""
            assert int(value.split()[-1]) >= number, (about, what)
        assert library.search.find(Request("")).total == library.count(), about


def errors(library: Library) -> list[str]:
    return [problem.what for problem in library.maintenance.check() if problem.severity == "error"]
