"""With many processes `add` does what it does with one, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.ingest import prefetch, worker_pool
from peaceindex.model.reports import AddReport
from peaceindex.model.search import Request
from peaceindex.sources import Markup
from tests.index.pages import add, page, statuses, write_pages
from tests.index.sources.made import answer, record, zipped
from tests.index.sources.made import page as html_page
from tests.trials import examples

CRASHING = """
import json, os, sys
sys.path[:] = json.loads(sys.argv[1])
from peaceindex.cleaning.cleaner import Cleaner
clean = Cleaner.clean
Cleaner.clean = lambda self, document, *_: os._exit(7) if "CRASH" in document.text else clean(self, document)
from peaceindex.ingest.worker import main
main(sys.argv[2])
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers at the third document, and wait for them."""
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 2)
    monkeypatch.setattr(worker_pool.WorkerPool, "is_ready", True)


def add_with(library: Library, processes: int, *paths: Path) -> list[AddReport]:
    return list(library.ingest.add(paths, processes=processes))


def workers_of(folder: Path) -> list[int]:
    """Return the process ids of the running workers of the library in this folder."""
    found = []
    for about in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = about.read_bytes()
        except OSError:
            continue
        if b"peaceindex.ingest.worker" in words and str(folder).encode() in words:
            found.append(int(about.parent.name))
    return found


def eventually_none(folder: Path) -> bool:
    for _ in range(300):
        if not workers_of(folder):
            return True
        time.sleep(0.1)
    return False


def mixed_pages(folder: Path) -> Path:
    """Make new, copied, changed, broken and odd pages, and one in another encoding."""
    write_pages(folder, 24)
    (folder / "page-00004.txt").write_text(page(3))
    (folder / "page-00009.txt").write_bytes(b"%PDF-1.4")
    (folder / "page-00010.txt").write_text("\n\n")
    (folder / "page-00011.txt").write_text(page(5), encoding="utf-16")
    (folder / "sub").mkdir()
    (folder / "sub" / "page.txt").write_text(page(50))
    return folder


def test_many_processes_do_what_one_does(tmp_path: Path) -> None:
    pages = mixed_pages(tmp_path / "pages")
    outcomes = []
    for processes in (1, 2):
        with Library.open(tmp_path / f"library{processes}", create=True) as library:
            first = add_with(library, processes, pages, tmp_path / "nowhere", pages / "page-00002.txt")
            for number in (2, 7, 20):
                (pages / f"page-{number:05}.txt").write_text(page(number, " And more."))
            second = add_with(library, processes, pages)
            for number in (2, 7, 20):
                (pages / f"page-{number:05}.txt").write_text(page(number))
            # The evidence holds the times of the files, which this test writes again.
            articles = [library.article(one.article_id) for one in second if one.article_id]
            records = [{**article.as_record(), "evidence": {}, "added": ""} for article in articles]
            found = [hit.id for hit in library.search.hits(library.search.find(Request("")), 0, 100)]
            outcomes.append((first, second, records, found))
    assert outcomes[0] == outcomes[1]
    assert {"added", "failed", "same", "unchanged"} == set(statuses(outcomes[0][0]))


@settings(max_examples=examples(5))
@given(st.lists(st.integers(0, 6), min_size=4, max_size=16))
def test_copies_are_told_alike_however_they_lie(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "pages").mkdir()
    for place, number in enumerate(numbers):
        (folder / "pages" / f"{place:02}.txt").write_text(page(number))
    with Library.open(folder / "library", create=True) as library:
        added = add_with(library, 2, folder / "pages")
        assert [Path(one.source).stem for one in added] == [f"{place:02}" for place in range(len(numbers))]
        assert library.count() == len(set(numbers)) == statuses(added).count("added")
        assert len({one.article_id for one in added}) == len(set(numbers))


def test_few_pages_start_no_process(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 100)
    monkeypatch.setattr(worker_pool, "WorkerPool", None)
    write_pages(tmp_path / "pages", 10)
    assert statuses(add_with(library, 8, tmp_path / "pages")) == ["added"] * 10


def test_a_worker_that_breaks_off_takes_one_source_with_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "PROGRAM", CRASHING)
    write_pages(tmp_path / "pages", 30)
    for number in (8, 9, 21):
        (tmp_path / "pages" / f"page-{number:05}.txt").write_text(page(number, " CRASH"))
    added = add_with(library, 2, tmp_path / "pages")
    assert [place for place, one in enumerate(added) if one.status == "failed"] == [8, 9, 21]
    assert "broke off with code 7" in added[8].reason
    assert added[8].source.endswith("page-00008.txt")
    assert library.count() == 27


def test_until_workers_have_started_one_process_goes_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool.WorkerPool, "is_ready", False)
    monkeypatch.setattr(worker_pool.WorkerPool, "ask", None)
    write_pages(tmp_path / "pages", 12)
    assert statuses(add_with(library, 2, tmp_path / "pages")) == ["added"] * 12
    assert eventually_none(library.folder)


def test_where_no_worker_can_be_had_one_process_does_it_all(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "PROGRAM", "raise SystemExit(3)")
    write_pages(tmp_path / "pages", 12)
    assert statuses(add_with(library, 2, tmp_path / "pages")) == ["added"] * 12


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")
def test_left_off_it_ends_its_workers_and_goes_on_later(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 40)
    adding_now = library.ingest.add([tmp_path / "pages"], processes=2)
    with closing(adding_now):  # type: ignore[type-var]
        told = [next(adding_now) for _ in range(20)]
        assert workers_of(library.folder)
    assert eventually_none(library.folder)
    kept = library.count()
    assert kept >= 20  # those that were reported, and perhaps others that were done as well
    assert statuses(told) == ["added"] * 20
    assert statuses(add(library, tmp_path / "pages")) == ["unchanged"] * kept + ["added"] * (40 - kept)
    assert library.search.find(Request("")).total == 40


def test_the_documents_of_a_large_file_are_shared_out(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "_MAX_PAGE_BYTES", 10)  # so that every page is read here and cleaned elsewhere
    pages = mixed_pages(tmp_path / "pages")
    added = add_with(library, 2, pages)
    with Library.open(tmp_path / "other", create=True) as other:
        assert add_with(other, 1, pages) == added
    assert statuses(add_with(library, 2, pages)).count("unchanged") == len(added) - 2


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("name", ["news.jsonl", "news.zip"])
def test_a_file_of_many_that_was_left_off_in_the_middle_is_gone_on_with(
    library: Library, tmp_path: Path, name: str, processes: int
) -> None:
    if name == "news.zip":
        data = zipped({f"{n:02}.txt": page(n).encode() for n in range(20)})
    else:
        data = b"\n".join(json.dumps({"id": n, "text": page(n)}).encode() for n in range(20))
    (tmp_path / name).write_bytes(data)
    os.utime(tmp_path / name, (10**9, 10**9))
    adding_now = library.ingest.add([tmp_path / name], processes=processes)
    with closing(adding_now):  # type: ignore[type-var]
        assert [next(adding_now).status for _ in range(7)] == ["added"] * 7
    kept = library.count()
    assert kept >= 7
    assert statuses(add_with(library, 3 - processes, tmp_path / name)) == ["unchanged"] * kept + ["added"] * (20 - kept)
    (tmp_path / name).write_bytes(b" " * len(data))
    os.utime(tmp_path / name, (10**9, 10**9))
    assert statuses(add(library, tmp_path / name)) == ["unchanged"] * 20  # not opened any more


def test_pages_in_a_large_file_are_read_by_the_workers(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process only takes the pages out of a web archive; their markup is read where they are cleaned."""
    empty = record("response", answer(b"<html><body></body></html>"), "https://courier.example/empty")
    pages = [
        record("response", answer(html_page(f"Round {n}", page(n)).encode()), f"https://courier.example/{n}")
        for n in range(12)
    ]
    (tmp_path / "x.warc").write_bytes(b"".join([*pages[:6], empty, *pages[6:], pages[3]]))
    with monkeypatch.context() as broken:
        broken.setattr(prefetch, "SOLO_DOCUMENTS", 0)
        broken.setattr(Markup, "read", None)
        added = add_with(library, 2, tmp_path / "x.warc")
    with Library.open(tmp_path / "other", create=True) as other:
        assert add_with(other, 1, tmp_path / "x.warc") == added
    assert statuses(added) == ["added"] * 6 + ["failed"] + ["added"] * 6 + ["same"]
    assert "x.warc!https://courier.example/empty is a page without text" in added[6].reason


def test_workers_read_records_by_the_names_that_the_user_gave(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(8):
        (tmp_path / "in" / f"{n}.json").write_text(json.dumps({"Titel": f"Round {n}", "Inhalt": page(n)}))
    fields = {"text": ("Inhalt",), "title": ("Titel",)}
    added = list(library.ingest.add([tmp_path / "in"], processes=2, fields=fields))
    assert statuses(added) == ["added"] * 8
    assert [library.article(str(one.article_id)).title for one in added] == [f"Round {n}" for n in range(8)]


def test_rebuilding_with_many_processes_keeps_everything(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 15)
    ids = [one.article_id for one in add(library, tmp_path / "pages")]
    before = [library.article(str(id)).as_record() for id in ids]
    again = list(library.ingest.rebuild(processes=2))
    assert [one.article_id for one in again] == ids
    assert statuses(again) == ["changed"] * 15
    assert [library.article(str(id)).as_record() for id in ids] == before


ADD = """
import os, signal, sys
from pathlib import Path
from peaceindex import Library
from peaceindex.ingest import prefetch, worker_pool
prefetch.SOLO_DOCUMENTS, worker_pool.WorkerPool.is_ready = 2, True
with Library.open(Path(sys.argv[1]), create=True) as library:
    for number, added in enumerate(library.ingest.add([Path(sys.argv[2])], processes=2), 1):
        if number == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="kill -9 as POSIX has it, and /proc")
@pytest.mark.parametrize("stop_at", [4, 25])
def test_killed_with_all_its_workers_at_work(tmp_path: Path, stop_at: int) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "library"
    write_pages(pages, 30)
    done = subprocess.run([sys.executable, "-c", ADD, str(folder), str(pages), str(stop_at)])
    assert done.returncode == -signal.SIGKILL
    assert eventually_none(folder)
    with Library.open(folder) as library:
        kept = library.count()
        assert kept >= stop_at
        assert library.search.find(Request("")).total == kept == library.maintenance.stats().sources
        assert statuses(add(library, pages)) == ["unchanged"] * kept + ["added"] * (30 - kept)
        assert library.search.find(Request("")).total == library.count() == 30
        assert not [problem for problem in library.maintenance.check() if problem.severity == "error"]
