"""What is read and cleaned before its turn: in order, not too much of it, and nothing that need not be."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.errors import SourceError
from peaceindex.ingest import prefetch, worker_pool
from peaceindex.ingest.prefetch import Prefetcher, PreparedDocuments
from peaceindex.ingest.prepare import Prepared
from peaceindex.ingest.scan import File, scan
from peaceindex.ingest.worker import DocumentQuestion, FileQuestion, Question
from peaceindex.sources import walk
from tests.index.pages import add, page, write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator


class Pool:
    """Stands in for the workers: notes what it is asked, and answers when the answer is taken."""

    made: list[Pool] = []

    def __init__(self, count: int, database: Path, fields: object) -> None:
        self.count = count
        self.asked: list[tuple[type, str]] = []
        self.waiting = 0
        self.most_waiting = 0
        self.is_ready = True
        self.is_closed = False
        self.room = 3
        Pool.made.append(self)

    @property
    def is_full(self) -> bool:
        return self.waiting >= self.room

    def ask(self, name: str, size: int, question: Question) -> str:
        self.asked.append((type(question), name))
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        return name

    def take(self, answer: str, otherwise: Callable[[], PreparedDocuments]) -> Generator[Prepared, None, None]:
        self.waiting -= 1
        yield from otherwise()

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Pool]]:
    """Yield the pools that are made; each is ready at once, and from the first document on."""
    monkeypatch.setattr(worker_pool, "WorkerPool", Pool)
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 0)
    Pool.made.clear()
    yield Pool.made


def files(library: Library, *paths: Path) -> Iterator[File | SourceError]:
    return scan(walk(paths), library.articles, None)


def prepared(prefetcher: Prefetcher, library: Library, *paths: Path) -> list[Prepared]:
    """Return what becomes of these paths, in order."""
    return [one for _, found in prefetcher.in_order(files(library, *paths), prefetcher.begin_file) for one in found]


def names(all_of_them: list[Prepared]) -> list[str]:
    return [Path(one.source).name for one in all_of_them]


def test_a_process_alone_begins_nothing_before_its_turn(library: Library, tmp_path: Path) -> None:
    paths = write_pages(tmp_path / "pages", 4)
    prefetcher = Prefetcher(library.articles, Cleaner, 1, {})
    begun: list[str] = []

    def begin(file: File | SourceError) -> PreparedDocuments:
        assert isinstance(file, File)
        begun.append(Path(file.name).name)
        return prefetcher.begin_file(file)

    for number, (_, found) in enumerate(prefetcher.in_order(files(library, *paths), begin), 1):
        assert len(begun) == number
        assert [Path(one.source).name for one in found] == begun[-1:]


def test_workers_begin_the_next_until_they_is_full_and_the_order_is_kept(
    library: Library, tmp_path: Path, pool: list[Pool]
) -> None:
    paths = write_pages(tmp_path / "pages", 9)
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    assert names(prepared(prefetcher, library, *paths)) == [path.name for path in paths]
    (workers,) = pool
    assert workers.count == 2
    assert workers.asked == [(FileQuestion, str(path)) for path in paths]
    assert workers.most_waiting == workers.room
    prefetcher.close()
    assert workers.is_closed


def test_not_more_is_begun_than_memory_may_hold(
    library: Library, tmp_path: Path, pool: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "_MAX_PREFETCHED", 2)
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    paths = write_pages(tmp_path / "pages", 6)
    assert len(prepared(prefetcher, library, *paths)) == 6
    assert pool[0].most_waiting == 2


@pytest.mark.parametrize(("processes", "alone"), [(1, 0), (2, 100)])
def test_little_work_starts_no_workers(
    library: Library,
    tmp_path: Path,
    pool: list[Pool],
    monkeypatch: pytest.MonkeyPatch,
    processes: int,
    alone: int,
) -> None:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", alone)
    prefetcher = Prefetcher(library.articles, Cleaner, processes, {})
    assert len(prepared(prefetcher, library, *write_pages(tmp_path / "pages", 5))) == 5
    prefetcher.close()
    assert pool == []


def test_until_the_workers_is_ready_this_process_goes_on(
    library: Library, tmp_path: Path, pool: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    paths = write_pages(tmp_path / "pages", 6)
    done: list[Prepared] = []
    for _, found in prefetcher.in_order(files(library, *paths), prefetcher.begin_file):
        pool[0].is_ready = len(done) >= 3
        done += list(found)
        if not pool[0].asked:
            assert len(done) <= 5
    assert names(done) == [path.name for path in paths]
    assert 0 < len(pool[0].asked) < 6


def test_what_has_not_changed_or_is_there_already_is_asked_of_nobody(
    library: Library, tmp_path: Path, pool: list[Pool]
) -> None:
    old, new = write_pages(tmp_path / "pages", 2)
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps({"id": n, "text": page(n)}) for n in (7, 8)))
    os.utime(old, (10**9, 10**9))
    add(library, old, records)
    pool.clear()
    records.write_text("\n".join(json.dumps({"id": n, "text": page(n)}) for n in (7, 8, 9)))
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    found = prepared(prefetcher, library, old, new, records)
    assert [bool(one.article) for one in found] == [True, False, False, True]
    assert [kind for kind, _ in pool[0].asked].count(FileQuestion) == 1
    assert (FileQuestion, str(old)) not in pool[0].asked


def test_the_documents_of_a_file_of_many_are_asked_for_one_by_one(
    library: Library, tmp_path: Path, pool: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps({"id": n, "text": page(n)}) for n in range(5)))
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    assert len(prepared(prefetcher, library, records)) == 5
    assert [kind for kind, _ in pool[0].asked] == [DocumentQuestion] * 5
    monkeypatch.setattr(prefetch, "_MAX_PAGE_BYTES", 10)
    (large,) = write_pages(tmp_path / "pages", 1, first=9)
    assert len(prepared(prefetcher, library, large)) == 1
    assert pool[0].asked[-1][0] is DocumentQuestion


def test_what_fails_takes_nothing_else_with_it(library: Library, tmp_path: Path, pool: list[Pool]) -> None:
    first, odd, last = write_pages(tmp_path / "pages", 3)
    odd.write_bytes(b"%PDF-1.4")
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(['{"text": ', json.dumps({"text": page(5)})]))
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    found = prepared(prefetcher, library, first, odd, tmp_path / "nowhere.txt", records, last)
    assert [bool(one.article) for one in found] == [True, False, False, True, True]
    assert "PDF" in found[1].failure and "records.jsonl" in found[2].failure
    failure = SourceError("x.txt is odd.", "Leave it out.")
    assert [one.failure for one in prefetcher.begin_failure("x.txt", failure)] == [str(failure)]


def test_cancelled_it_begins_nothing_more(library: Library, tmp_path: Path, pool: list[Pool]) -> None:
    prefetcher = Prefetcher(library.articles, Cleaner, 2, {})
    paths = write_pages(tmp_path / "pages", 8)
    done: list[Prepared] = []

    def enough() -> bool:
        return len(done) >= 2

    for _, found in prefetcher.in_order(files(library, *paths), prefetcher.begin_file, enough):
        done.extend(found)
    assert names(done) == [path.name for path in paths[:2]]
    assert len(pool[0].asked) < 8


def test_what_went_away_is_cleaned_again_whatever_the_library_has(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path / "pages", 1)
    os.utime(path, (10**9, 10**9))
    add(library, path)
    (file,) = files(library, path)
    assert isinstance(file, File) and file.is_unchanged
    prefetcher = Prefetcher(library.articles, Cleaner, 1, {})
    assert list(prefetcher.begin_file(file)) == []
    assert [bool(one.article) for one in prefetcher.prepare_anyway(file)] == [True]
