"""Whatever kills the program, the library remains usable: nothing is lost, nothing is in it twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import DiskFullError
from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex
from tests.index.pages import add, statuses, write_pages

if TYPE_CHECKING:
    from pathlib import Path

ADD = """
import os, signal, sys
from pathlib import Path
from peaceindex import Library
from peaceindex.search.index import SearchIndex

stop_at, folder, pages = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if stop_at == "before index":
    SearchIndex.write = die
elif stop_at == "after index":
    from peaceindex.storage.index_queue import IndexQueue
    IndexQueue.mark_indexed = die
with Library.open(folder, create=True) as library:
    for number, added in enumerate(library.ingest.add([pages]), 1):
        if str(number) == stop_at:
            die()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 as POSIX has it")
@pytest.mark.parametrize("stop_at", ["1", "10", "25", "before index", "after index"])
def test_killed_in_the_middle_of_adding(tmp_path: Path, stop_at: str) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "library"
    write_pages(pages, 30)
    done = subprocess.run([sys.executable, "-c", ADD, stop_at, str(folder), str(pages)])
    assert done.returncode == -signal.SIGKILL
    with Library.open(folder) as library:
        kept = library.count()
        assert kept == 30 if "index" in stop_at else kept >= int(stop_at)
        results = library.search.find(Request(""))  # pending articles are written to the index first
        assert results.total == kept
        assert library.maintenance.stats().sources == kept
        assert statuses(add(library, pages)) == ["unchanged"] * kept + ["added"] * (30 - kept)
        results = library.search.find(Request(""))
        assert results.total == library.count() == 30
        assert len({hit.id for hit in library.search.hits(results, 0, 30)}) == 30
        assert not [problem for problem in library.maintenance.check() if problem.severity == "error"]


def test_an_index_that_is_gone_or_broken_is_made_again(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 3)
    add(library, tmp_path / "pages")
    library.close()
    shutil.rmtree(library.folder / "search")
    with Library.open(library.folder) as library:
        assert library.search.index_state() == "missing"
        assert library.search.find(Request("talks")).total == 3
        assert library.search.index_state() == "in step"
    for file in (library.folder / "search").iterdir():
        if file.is_file():
            file.write_bytes(b"broken")
    with Library.open(library.folder) as library:
        assert library.search.find(Request("talks")).total == 3


def test_articles_that_are_moved_aside_are_not_found_any_more(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 4)
    add(library, *pages)
    library.close()
    (library.folder / "library.db").rename(tmp_path / "aside.db")
    with Library.open(library.folder, create=True) as anew:
        add(anew, pages[3])
        results = anew.search.find(Request(""))
        assert results.total == 1
        assert "round 3" in str(anew.search.hits(results, 0, 1)[0].title)
        assert not [problem for problem in anew.maintenance.check() if problem.severity == "error"]


def test_an_index_that_cannot_be_written_loses_no_article(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path / "pages", 3)
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        broken.setattr(SearchIndex, "write", fail)
        with pytest.raises(DiskFullError, match="is full"):
            add(library, tmp_path / "pages")
    assert library.count() == 3
    assert library.search.find(Request("")).total == 3
