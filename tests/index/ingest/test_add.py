"""Adding reads only what is new or changed, and nothing is ever in the library twice."""

from __future__ import annotations

import os
import stat
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.errors import ArticleNotFoundError, LibraryLockedError, LibraryNotFoundError
from peaceindex.ingest import folder_watch
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.search import Request
from tests.index.pages import add, only_id, page, statuses, write_pages

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_of_pages_can_be_read_and_searched(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 5)
    assert statuses(add(library, tmp_path / "pages")) == ["added"] * 5
    assert library.count() == 5
    results = library.search.find(Request("Ankara"))
    assert results.total == 1
    (hit,) = library.search.hits(results, 0, 10)
    article = library.article(hit.id[:6])
    assert article.id == hit.id
    assert "Ankara" in article.text
    assert article.source == str(tmp_path / "pages" / "page-00001.txt")
    assert library.raw(hit.id) == page(1)
    assert library.search.index_of(results, hit.id) == 0
    assert "Ankara" in hit.snippet.text
    marked = {hit.snippet.text[a:b] for a, b in hit.snippet.marks}
    assert marked == {"Ankara"}
    found = library.search.matches(Request("Ankara"), article)
    assert {article.text[a:b] for a, b in found.text} == {"Ankara"}


def test_what_has_not_changed_is_not_even_opened(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path, 1)
    os.utime(path, ns=(10**18, 10**18))
    first = add(library, path)
    path.write_text("-" * path.stat().st_size)
    os.utime(path, ns=(10**18, 10**18))  # the same size and time: nobody looks inside
    assert statuses(add(library, path)) == ["unchanged"]
    assert only_id(add(library, path)) == only_id(first)
    path.touch()
    assert statuses(add(library, path)) == ["failed"]


def test_a_source_that_was_only_touched_is_unchanged(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path, 1)
    first = add(library, path)
    os.utime(path, ns=(10**18, 10**18))
    assert statuses(add(library, path)) == ["unchanged"]
    path.write_text(page(0), encoding="utf-16")  # other bytes, the same text
    again = add(library, path)
    assert (statuses(again), only_id(again)) == (["unchanged"], only_id(first))


def test_a_source_written_twice_in_one_instant_is_read_again(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path, 1)
    add(library, path)
    about = path.stat()
    path.write_text(page(0).replace("Monday", "Friday"))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert statuses(add(library, path)) == ["changed"]


def test_a_changed_source_keeps_its_id(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path, 1)
    id = only_id(add(library, path))
    path.write_text(page(0, " Observers from Lisbon will be present."))
    again = add(library, path)
    assert (statuses(again), only_id(again)) == (["changed"], id)
    assert library.count() == 1
    assert "Lisbon" in library.article(id).text
    assert library.search.find(Request("Lisbon")).total == 1
    assert library.search.find(Request("")).total == 1


def test_the_same_document_twice_is_one_article(library: Library, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(page(1))
    two.write_text(page(1), encoding="utf-16")
    first, second = add(library, one), add(library, two)
    assert (statuses(first), statuses(second)) == (["added"], ["same"])
    assert only_id(first) == only_id(second)
    assert library.count() == 1
    assert statuses(add(library, one, two)) == ["unchanged", "unchanged"]


def test_of_two_sources_the_unchanged_one_keeps_the_article(library: Library, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    for path in (one, two):
        path.write_text(page(1))
    id = only_id(add(library, one))
    add(library, two)
    one.write_text(page(1, " More."))
    changed = add(library, one)
    assert statuses(changed) == ["changed"]
    assert only_id(changed) != id
    assert library.count() == 2
    assert library.article(id).source == str(two)


def test_a_source_that_becomes_another_is_found_by_its_old_id(library: Library, tmp_path: Path) -> None:
    one, two = write_pages(tmp_path, 2)
    old, new = only_id(add(library, one)), only_id(add(library, two))
    library.annotations.mark_read(old)
    one.write_text(page(1))
    assert statuses(add(library, one)) == ["same"]
    assert library.count() == 1
    assert library.article(old).id == new
    assert library.article(old[:8]).id == new
    results = library.search.find(Request(""))
    assert [hit.id for hit in library.search.hits(results, 0, 5)] == [new]
    assert library.search.hits(results, 0, 1)[0].read
    # And back again: the text has its own article, under its own id, once more.
    one.write_text(page(0))
    assert only_id(add(library, one)) == old
    assert library.article(old).id == old
    assert library.search.find(Request("")).total == 2


def test_text_that_an_article_once_had_is_an_article_of_its_own(library: Library, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(page(1))
    id = only_id(add(library, one))
    one.write_text(page(2))
    add(library, one)
    two.write_text(page(1))
    other = only_id(add(library, two))
    assert other != id
    assert other.startswith(id)
    assert library.article(id).source == str(one)
    assert library.article(other).source == str(two)


def test_what_fails_is_named_and_the_rest_done(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 2)
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.txt").write_text("   \n\n  \n")
    (tmp_path / "c.txt").write_bytes(b"")
    added = add(library, tmp_path, tmp_path / "nowhere")
    assert sorted(statuses(added)) == ["added", "added", "failed", "failed", "failed", "failed"]
    reasons = " ".join(one.reason for one in added)
    for words in ("a PDF file", "No article text", "is empty", "There is no file or folder"):
        assert words in reasons
    assert library.count() == 2


def test_a_mistake_of_ours_stops_one_source_only(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path / "pages", 3)
    clean = Cleaner.clean

    def stumble(self: Cleaner, document: RawDocument, *more: object) -> Article:
        if "Ankara" in document.text:
            raise RecursionError("too deep")
        return clean(self, document)

    monkeypatch.setattr(Cleaner, "clean", stumble)
    added = add(library, tmp_path / "pages")
    assert statuses(added) == ["added", "failed", "added"]
    assert "could not be cleaned (RecursionError: too deep)" in added[1].reason


def test_an_article_that_became_empty_is_kept(library: Library, tmp_path: Path) -> None:
    (path,) = write_pages(tmp_path, 1)
    id = only_id(add(library, path))
    path.write_text("\n")
    (failed,) = add(library, path)
    assert failed.status == "failed"
    assert "is kept" in failed.reason
    assert library.article(id).paragraphs


@pytest.mark.parametrize("name", ["a\nb.txt", "‮gnp.txt", "[bold]x.txt", "-rf.txt", "ü" * 80, "%s{0}.txt", "';--.txt"])
def test_odd_names(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(page(1))
    id = only_id(add(library, tmp_path / "in"))
    assert library.article(id).source == str(tmp_path / "in" / name)
    assert statuses(add(library, tmp_path / "in")) == ["unchanged"]


def test_a_name_that_is_no_utf_8(library: Library, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "w") as file:
        file.write(page(1))
    id = only_id(add(library, tmp_path / os.fsdecode(b"caf\xe9.txt")))
    source = library.article(id).source
    assert os.fsencode(source) == name
    passage = library.annotations.bookmark(library.article(id), 0, 5)
    assert library.annotations.passages()[0] == passage
    assert statuses(add(library, tmp_path / os.fsdecode(b"caf\xe9.txt"))) == ["unchanged"]


def test_adding_may_be_left_off_at_any_article(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 7)
    told = []
    work = library.ingest.add([tmp_path])
    for added in work:
        told.append(added)
        if len(told) == 3:
            break
    work.close()  # type: ignore[attr-defined]
    kept = library.count()
    assert kept >= 3  # those that were reported, and perhaps others that were done as well
    assert library.search.find(Request("")).total == kept
    assert statuses(add(library, tmp_path)) == ["unchanged"] * kept + ["added"] * (7 - kept)


def test_nothing_is_reported_before_it_is_kept(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 60)
    with Library.open(library.folder) as other:
        for told, added in enumerate(library.ingest.add([tmp_path]), 1):
            assert other.count() >= told
            assert other.article(str(added.article_id)).paragraphs


def test_cancelled(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 3)
    answers = chain([False] * 4, repeat(True))
    added = list(library.ingest.add([tmp_path], cancelled=lambda: next(answers)))
    assert statuses(added) == ["added", "added"]
    assert library.count() == 2
    assert library.search.find(Request("")).total == 2


def test_one_writer_at_a_time(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 2)
    work = library.ingest.add([tmp_path])
    next(work)
    with Library.open(library.folder) as other:
        with pytest.raises(LibraryLockedError, match="being written to"):
            add(other, tmp_path)
        assert other.annotations.passages() == []
    list(work)
    assert library.count() == 2


def test_what_another_program_adds_is_found(library: Library, tmp_path: Path) -> None:
    first, second = write_pages(tmp_path / "pages", 2)
    add(library, first)
    with Library.open(library.folder) as other:
        assert other.search.find(Request("talks")).total == 1
        add(library, second)
        results = other.search.find(Request("talks"))
        assert len(other.search.hits(results, 0, 5)) == results.total == other.count() == 2


def test_indexing_is_told(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 3)
    told: list[tuple[int, int]] = []
    assert (
        len(list(library.ingest.add([tmp_path / "pages"], indexing=lambda done, total: told.append((done, total)))))
        == 3
    )
    assert told == [(0, 3), (3, 3)]


def test_libraries_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFoundError, match="There is no library in"):
        Library.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryNotFoundError, match="cannot be opened"):
        Library.open(tmp_path / "file", create=True)


def test_ids(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, 40)
    ids = [added.article_id for added in add(library, tmp_path)]
    assert len(set(ids)) == 40
    with pytest.raises(ArticleNotFoundError, match="no article id"):
        library.article("xyz")
    with pytest.raises(ArticleNotFoundError, match="no article id"):
        library.article("")
    with pytest.raises(ArticleNotFoundError, match="There is no article"):
        library.article("0" * 12)
    with pytest.raises(ArticleNotFoundError, match="Give more digits"):
        for digit in "0123456789abcdef":
            library.article(digit)


def test_files_are_private(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 1)
    add(library, tmp_path / "pages")
    library.annotations.mark_read("0")
    assert stat.S_IMODE(library.folder.stat().st_mode) == 0o700
    for file in library.folder.iterdir():
        if file.is_file():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_watching_takes_in_what_comes(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "_REST_FACTOR", 0)  # the rest after a scan, as a multiple of its duration
    pages = tmp_path / "pages"
    write_pages(pages, 2)
    (pages / "odd.txt").write_bytes(b"%PDF-1.4")
    (pages / "odd.png").write_bytes(b"\x89PNG")
    for odd in pages.glob("odd.*"):
        os.utime(odd, (10**9, 10**9))
    ended = False
    looks = library.ingest.watch([pages], pause=0.05, cancelled=lambda: ended)
    first = list(next(looks))
    assert sorted(statuses(first)) == ["added", "added", "failed", "skipped"]
    assert statuses(list(next(looks))) == ["unchanged"] * 2  # what failed or was skipped is not reported again
    write_pages(pages, 1, 2)
    (pages / "page-00000.txt").write_text(page(0, " More."))
    (pages / "odd.txt").write_bytes(b"%PDF-1.5, longer")
    assert sorted(statuses(list(next(looks)))) == ["added", "changed", "failed", "unchanged"]
    assert library.search.find(Request("")).total == 3
    with Library.open(library.folder) as other:  # between two scans other programs may write
        other.ingest.catch_up()
    ended = True
    assert list(looks) == []


def test_progress_counts_files(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 5)
    told: list[tuple[int, int]] = []
    list(library.ingest.add([tmp_path / "pages"], reading=lambda done, total: told.append((done, total))))
    assert [done for done, _ in told] == [1, 2, 3, 4, 5]
    assert {total for _, total in told} <= {0, 5}


def test_doubtful_articles_are_told_of(library: Library, tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text(
        "Talks in Geneva have begun\n\nThe talks of the two delegations have begun in Geneva on Monday, an official "
        "of the host country told reporters there.\n"
    )
    (tmp_path / "undated.txt").write_text(page(1))
    doubts = [one.doubts for one in add(library, tmp_path / "short.txt", tmp_path / "undated.txt")]
    assert doubts == [("no date", "tiny body"), ("no date",)]


def test_articles_of_which_there_is_only_a_summary_are_told_of(library: Library, tmp_path: Path) -> None:
    entry = "<item><title>Talks</title><link>https://a.example/1</link><description>Talks go on.</description></item>"
    (tmp_path / "feed.xml").write_text(f"<rss version='2.0'><channel><title>A</title>{entry}</channel></rss>")
    (one,) = add(library, tmp_path / "feed.xml")
    assert "only a summary" in one.doubts
    problems = [problem.what for problem in library.maintenance.check() if problem.kind == "summary"]
    assert problems == ["1 article is only a summary."]
    assert one.article_id
    assert library.article(one.article_id).details == {"extent": "the feed holds only a summary"}
