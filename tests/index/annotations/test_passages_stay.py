"""The user's own work is never lost: not by a change, not by a rebuild, not by a damaged file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library, saved_passages
from peaceindex.annotations import anchoring, passages
from peaceindex.errors import LibraryDamagedError, LibraryNewerError, PeaceindexError
from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.search import Request
from tests.index.pages import add, only_id, page, statuses, write_pages

if TYPE_CHECKING:
    from pathlib import Path

QUOTE = "nobody should expect a quick result"


def bookmark(
    library: Library, article: Article, quote: str = QUOTE, note: str = "", labels: tuple[str, ...] = ()
) -> Passage:
    start = article.text.index(quote)
    return library.annotations.bookmark(article, start, start + len(quote), note, labels)


@pytest.fixture
def source(library: Library, tmp_path: Path) -> Path:
    (path,) = write_pages(tmp_path / "pages", 1, first=3)
    add(library, path)
    return path


@pytest.fixture
def article(library: Library, source: Path) -> Article:
    return library.article(library.search.hits(library.search.find(Request("")), 0, 1)[0].id)


def test_a_passage_holds_all_that_a_quotation_needs(library: Library, article: Article) -> None:
    kept = bookmark(library, article, note="Look into this.", labels=("prisoners", "Doha"))
    with Library.open(library.folder) as again:
        (passage,) = again.annotations.passages()
    assert passage == kept
    assert passage.quote == article.text[passage.start : passage.end] == QUOTE
    assert article.text[: passage.start].endswith(passage.prefix)
    assert article.text[passage.end :].startswith(passage.suffix)
    assert (passage.title, passage.outlet, passage.date) == (article.title, article.outlet, article.date)
    assert (passage.note, passage.labels) == ("Look into this.", ("prisoners", "Doha"))
    assert passage.anchoring == "exact"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 10**6)])
def test_no_passage_outside_of_the_text(library: Library, article: Article, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no stretch"):
        library.annotations.bookmark(article, start, end)
    assert library.annotations.passages() == []


def test_passages_are_found_by_what_is_in_them(library: Library, article: Article) -> None:
    first = bookmark(library, article, note="Über Zürich", labels=("swap",))
    second = bookmark(library, article, "exchange of prisoners")
    assert library.annotations.passages() == [second, first]
    assert library.annotations.passages("zurich QUICK") == [first]
    assert library.annotations.passages("swap") == [first]
    assert library.annotations.passages("prisoners") == [second]
    assert library.annotations.passages("prisoners lisbon") == []
    assert library.annotations.passages(article_id=article.id) == [second, first]


def test_notes_labels_and_the_bin(library: Library, article: Article) -> None:
    kept = bookmark(library, article, note="one")
    assert library.annotations.annotate(kept.id, labels=["a", "b"]).note == "one"
    changed = library.annotations.annotate(kept.id[:6], note="two")
    assert (changed.note, changed.labels) == ("two", ("a", "b"))
    assert library.annotations.remove_passage(kept.id) == changed
    assert library.annotations.passages() == []
    assert library.annotations.restore_passage(kept.id) == changed
    assert library.annotations.passages() == [changed]
    with pytest.raises(PeaceindexError, match="There is no passage"):
        library.annotations.remove_passage("ffff")
    with pytest.raises(PeaceindexError, match="There is no passage"):
        library.annotations.annotate("", note="x")


def test_a_changed_source_moves_the_passage(library: Library, source: Path, article: Article) -> None:
    kept = bookmark(library, article)
    source.write_text(page(3).replace("The two", "Before sunrise, and in heavy rain, the two"))
    assert statuses(add(library, source)) == ["changed"]
    (moved,) = library.annotations.passages()
    now = library.article(article.id)
    assert moved.anchoring == "moved"
    assert now.text[moved.start : moved.end] == QUOTE
    assert moved.text_hash == now.text_hash
    source.write_text(page(3).replace("should expect a quick", "might hope for a quick"))
    add(library, source)
    assert library.annotations.passages()[0].anchoring == "uncertain"
    source.write_text(page(8).replace("He added", "She said").replace(QUOTE, "all was well"))
    add(library, source)
    (lost,) = library.annotations.passages()
    assert (lost.anchoring, lost.quote) == ("lost", QUOTE)
    source.write_text(page(3))
    add(library, source)
    assert library.annotations.passages() == [kept]


def test_a_passage_is_looked_for_once_in_each_text(
    library: Library, source: Path, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookmark(library, article)
    texts = []

    def counted(text: str, *rest: Any) -> anchoring.Anchor:
        texts.append(text)
        return anchoring.anchor(text, *rest)

    monkeypatch.setattr(passages, "anchor", counted)
    for number, first in enumerate(("One line more.", "Another line."), 1):
        source.write_text(page(3).replace("The two delegations", f"{first} The two delegations", 1))
        assert statuses(add(library, source)) == ["changed"]
        for _ in range(3):
            (passage,) = library.annotations.passages()
            assert passage.anchoring == "moved"
            assert library.article(article.id).text[passage.start : passage.end] == QUOTE
        assert len(texts) == number


def test_a_rebuild_keeps_ids_passages_and_marks(library: Library, source: Path, article: Article) -> None:
    kept = bookmark(library, article)
    library.annotations.mark_read(article.id)
    library.annotations.remember_position(article.id, 77)
    source.unlink()
    shutil.rmtree(library.folder / "search")
    seen: list[tuple[int, int]] = []
    assert statuses(list(library.ingest.rebuild(lambda done, total: seen.append((done, total))))) == ["changed"]
    assert seen[-1] == (2, 2)
    assert library.article(article.id) == article
    assert library.annotations.passages() == [kept]
    assert library.annotations.position(article.id) == 77
    (hit,) = library.search.hits(library.search.find(Request("vienna")), 0, 5)
    assert (hit.read, hit.passages) == (True, 1)


def test_a_library_made_anew_finds_the_passages_by_their_source(
    library: Library, source: Path, article: Article
) -> None:
    source.write_text(page(3, " With more."))
    add(library, source)
    kept = bookmark(library, library.article(article.id))
    library.close()
    (library.folder / "library.db").unlink()
    with Library.open(library.folder, create=True) as anew:
        assert only_id(add(anew, source)) != article.id
        (passage,) = anew.annotations.passages()
        assert passage.anchoring == "exact"
        assert passage.quote == kept.quote
        assert anew.article(passage.article_id).text[passage.start : passage.end] == QUOTE


def test_read_marks_and_states(library: Library, tmp_path: Path, article: Article) -> None:
    write_pages(tmp_path / "pages", 3, first=10)
    add(library, tmp_path / "pages")
    library.annotations.mark_read(article.id)
    bookmark(library, article)
    assert library.search.find(Request("is:unread")).total == 3
    assert library.search.find(Request("is:bookmarked")).total == 1
    library.annotations.mark_read(article.id, read=False)
    assert library.search.find(Request("is:unread")).total == 4


def test_passages_survive_a_damaged_or_missing_article_database(library: Library, article: Article) -> None:
    kept = bookmark(library, article, note="Mine.")
    library.close()
    (library.folder / "library.db").write_bytes(b"This is no database. " * 500)
    with pytest.raises(LibraryDamagedError, match=r"library\.db is damaged"):
        Library.open(library.folder)
    (passage,) = saved_passages(library.folder)
    assert (passage.quote, passage.note, passage.anchoring) == (QUOTE, "Mine.", "lost")
    (library.folder / "library.db").unlink()
    assert saved_passages(library.folder, "mine")[0].id == kept.id


def backups(library: Library) -> list[Path]:
    return sorted((library.folder / "backups").glob("*.db"))


def test_a_backup_a_day(library: Library, article: Article) -> None:
    kept = bookmark(library, article)
    for day in range(9):
        library.close()
        for number, copy in enumerate(backups(library)):  # let a day go by
            then = time.time() - (len(backups(library)) - number) * 24 * 3600 - 60
            copy = copy.rename(copy.with_name(f"annotations-{time.strftime('%Y%m%d-%H%M%S', time.localtime(then))}.db"))
            os.utime(copy, (then, then))
        library = Library.open(library.folder)
        library.annotations.mark_read(f"{day}")
        library.annotations.passages()
    assert len(backups(library)) >= 7
    with closing(sqlite3.connect(backups(library)[-1])) as newest_copy:
        assert newest_copy.execute("SELECT id FROM passages").fetchall() == [(kept.id,)]
    newest = backups(library)
    library.close()
    with Library.open(library.folder) as library:
        library.annotations.passages()
    assert backups(library) == newest


@pytest.mark.parametrize("how", ["overwritten", "cut off", "pages"])
def test_damaged_annotations_come_back_from_the_backup(library: Library, article: Article, how: str) -> None:
    kept = [bookmark(library, article, note=f"Note {n} " + "x" * 500) for n in range(40)]
    library.close()
    with Library.open(library.folder) as library:
        library.annotations.passages()  # makes the backup
    file = library.folder / "annotations.db"
    data = file.read_bytes()
    if how == "overwritten":
        file.write_bytes(b"Nonsense " * 1000)
    elif how == "cut off":
        file.write_bytes(data[: len(data) // 3])
    else:
        file.write_bytes(data[:8192] + bytes(4096 * 3) + data[8192 + 4096 * 3 :])
    with Library.open(library.folder) as library:
        assert {p.id for p in library.annotations.passages()} == {p.id for p in kept}
        (notice,) = library.notices
        assert "was damaged" in notice
        assert "restored from its backup" in notice
        bookmark(library, article)
        assert library.annotations.store.file.problems() == []
    assert len(list(library.folder.glob("annotations.db.damaged-*"))) == 1


def test_damaged_annotations_without_a_backup_are_kept_for_rescue(library: Library, article: Article) -> None:
    library.close()
    (library.folder / "annotations.db").write_bytes(b"Nonsense " * 1000)
    with Library.open(library.folder) as library:
        assert library.annotations.passages() == []
        assert "There was no backup" in library.notices[0]
        assert "The file as it was is kept" in library.notices[0]
    (aside,) = library.folder.glob("annotations.db.damaged-*")
    assert aside.read_bytes().startswith(b"Nonsense")


def test_a_damaged_file_never_replaces_a_good_backup(library: Library, article: Article) -> None:
    bookmark(library, article)
    library.close()
    with Library.open(library.folder) as library:
        library.annotations.passages()
    (good,) = backups(library)
    (library.folder / "annotations.db").write_bytes(b"Nonsense " * 1000)
    with Library.open(library.folder) as library:
        library.annotations.passages()
    assert good in backups(library)


def test_a_newer_file_is_left_alone(library: Library) -> None:
    library.annotations.mark_read("x")
    library.close()
    with closing(sqlite3.connect(library.folder / "annotations.db")) as file:
        file.execute("PRAGMA user_version = 999")
    with (
        Library.open(library.folder) as library,
        pytest.raises(LibraryNewerError, match=r"newer peacereader\. Update"),
    ):
        library.annotations.passages()
    assert not list(library.folder.glob("*.damaged-*"))


def test_many_threads_lose_nothing(library: Library, article: Article) -> None:
    def work(number: int) -> None:
        for n in range(10):
            bookmark(library, article, note=f"{number}-{n}")
            library.annotations.mark_read(f"{number}{n}")
            library.annotations.remember_position(article.id, n)
            library.annotations.passages()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {p.note for p in library.annotations.passages()} == {f"{a}-{b}" for a in range(6) for b in range(10)}
    assert library.maintenance.stats().read == 60


def test_two_programs_see_each_others_work(library: Library, article: Article) -> None:
    with Library.open(library.folder) as other:
        assert other.search.hits(other.search.find(Request("")), 0, 1)[0].passages == 0
        bookmark(library, article)
        library.annotations.mark_read(article.id)
        (hit,) = other.search.hits(other.search.find(Request("")), 0, 1)
        assert (hit.passages, hit.read) == (1, True)
