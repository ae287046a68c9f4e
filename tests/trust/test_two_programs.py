"""Two programs using one library: each sees what the other does, waits where it must, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import LibraryLockedError, PeaceindexError
from peaceindex.model.search import Request
from tests.conftest import REPOSITORY
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ADD = """
import sys
from pathlib import Path
from peaceindex import Library
from peaceindex.search import updater
updater._MIN_INTERVAL_SECONDS = updater._INTERVAL_FACTOR = 0
with Library.open(Path(sys.argv[1])) as library:
    for added in library.ingest.add([Path(sys.argv[2])], processes=1):
        print(added.article_id, flush=True)
        sys.stdin.readline()
"""
MARK = """
import sys
from pathlib import Path
from peaceindex import Library
with Library.open(Path(sys.argv[1])) as library:
    article = library.article(sys.argv[2])
    for number in range(int(sys.argv[3])):
        start = number % (len(article.text) - 30)
        passage = library.annotations.bookmark(article, start, start + 20, note=f"{sys.argv[4]} {number}")
        library.annotations.annotate(passage.id, labels=[sys.argv[4]])
        library.search.save_search(f"{sys.argv[4]} {number}", library.search.saved_searches()[0].request)
        print(passage.id, flush=True)
"""


@contextmanager
def program(text: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", text, *map(str, words)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def step(running: subprocess.Popen[str]) -> str:
    """Return the program's next line of output; the program goes on until its next output."""
    assert running.stdin and running.stdout
    running.stdin.write("\n")
    running.stdin.flush()
    return running.stdout.readline().strip()


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_a_reader_finds_what_another_program_adds_while_it_adds(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    write_pages(tmp_path / "first", 3)
    write_pages(tmp_path / "more", 8, 10)
    with Library.open(folder, create=True) as reader:
        add(reader, tmp_path / "first")
        assert (reader.search.find(Request("")).total, reader.annotations.passages()) == (3, [])
        before = reader.revision()
        assert reader.revision() == before
        with program(ADD, folder, tmp_path / "more") as adder:
            assert adder.stdout
            adder.stdout.readline()
            assert eventually(lambda: reader.revision().articles != before.articles)
            ids = [step(adder) for _ in range(3)]
            assert eventually(lambda: reader.revision().index != before.index)
            assert eventually(lambda: reader.search.find(Request("")).total >= 5)  # though adding is not finished
            assert adder.poll() is None
            found = {hit.id for hit in reader.search.hits(reader.search.find(Request("")), 0, 20)}
            assert ids[0] in found
            with pytest.raises(LibraryLockedError, match=f"process {adder.pid}"):
                add(reader, tmp_path / "more")
            assert reader.revision().annotations == before.annotations
            while step(adder):
                pass
            assert adder.wait() == 0
        assert reader.search.find(Request("")).total == 11
        now = reader.revision()
        reader.annotations.mark_read(ids[0])
        assert reader.revision().annotations != now.annotations
        assert reader.revision().index == now.index


def test_many_readers_mark_passages_at_once(tmp_path: Path, trials: Callable[[int, int], int]) -> None:
    count = trials(20, 500)
    write_pages(tmp_path / "pages", 1)
    with Library.open(tmp_path / "library", create=True) as mine:
        (added,) = add(mine, tmp_path / "pages")
        mine.search.save_search("all", Request(""))
        article = mine.article(str(added.article_id))
        before = mine.revision()
        with (
            program(MARK, mine.folder, article.id, count, "one") as one,
            program(MARK, mine.folder, article.id, count, "two") as two,
        ):
            starts = len(article.text) - 30
            made = {
                mine.annotations.bookmark(article, n % starts, n % starts + 30, note=f"mine {n}").id
                for n in range(count)
            }
            assert one.stdout and two.stdout
            made |= {line.strip() for line in (*one.stdout, *two.stdout)}
            assert (one.wait(), two.wait()) == (0, 0)
        assert mine.revision().annotations != before.annotations
        passages = {passage.id: passage for passage in mine.annotations.passages()}
        assert set(passages) == made and len(made) == 3 * count
        assert {passage.note for passage in passages.values()} == {
            f"{who} {number}" for who in ("mine", "one", "two") for number in range(count)
        }
        assert {passage.labels for passage in passages.values()} == {(), ("one",), ("two",)}
        assert len(mine.search.saved_searches()) == 2 * count + 1
        assert mine.annotations.store.reading.marks().passages == {article.id: 3 * count}


def test_two_who_change_one_note_lose_no_word(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 1)
    with Library.open(tmp_path / "library", create=True) as one, Library.open(tmp_path / "library") as two:
        (added,) = add(one, tmp_path / "pages")
        passage = one.annotations.bookmark(one.article(str(added.article_id)), 0, 30, note="as it was")
        one.annotations.annotate(passage.id, note="the first", instead_of="as it was")
        kept = two.annotations.annotate(passage.id, note="the second", instead_of="as it was")
        assert kept.note == "the second / the first"
        assert one.annotations.annotate(passage.id, note="in peace", instead_of=kept.note).note == "in peace"
        assert two.annotations.annotate(passage.id, note="in peace", instead_of="as it was").note == "in peace"
        one.annotations.remove_passage(passage.id)
        with pytest.raises(PeaceindexError, match="your note is saved with it"):
            two.annotations.annotate(passage.id, note="too late", instead_of="in peace")
        assert one.annotations.restore_passage(passage.id).note == "too late"
