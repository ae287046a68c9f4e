"""What the user sets right stays right: after a rebuild, in a changed source, in another process."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.index.library.pages import add, only_id, page, statuses, write_pages

from peaceindex import Library, adding
from peaceindex.article import RawDocument
from peaceindex.audit import AuditLine
from peaceindex.cleaning import Cleaner
from peaceindex.correction import Field
from peaceindex.errors import ArticleNotFoundError, LibraryLockedError, PeaceindexError
from peaceindex.results import Request
from peaceindex.store.locking import only_writer
from peaceindex.store.schema import ANNOTATIONS

TITLE, FIRST, SECOND, LAST = 1, 3, 5, 7
"""The lines of the page: its title is cut from the text, the others are kept."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (path,) = write_pages(tmp_path / "pages", 1, first=3)
    return path


@pytest.fixture
def id(library: Library, source: Path) -> str:
    return only_id(add(library, source))


def line(library: Library, id: str, number: int) -> AuditLine:
    return library.audit(id).lines[number - 1]


def in_paragraphs(library: Library, id: str, words: str) -> bool:
    return any(words in paragraph for paragraph in library.article(id).paragraphs)


def test_the_audit_shows_every_line_with_its_fate(library: Library, id: str) -> None:
    audit = library.audit(id)
    assert [one.text for one in audit.lines] == library.raw(id).split("\n")
    assert [one.state for one in audit.lines[:4]] == ["cut", "blank", "kept", "blank"]
    assert (audit.lines[0].reason, audit.cut_count) == ("title", 1)
    assert audit.lines[0].other_choice is True
    assert audit.lines[2].other_choice is False


def test_a_line_is_cut_and_comes_back(library: Library, id: str) -> None:
    before = library.article(id)
    cut = library.correct_line(id, SECOND, keep=False)
    assert cut == library.article(id)
    assert not in_paragraphs(library, id, "An adviser")
    assert (line(library, id, SECOND).state, line(library, id, SECOND).reason) == ("cut", "cut by you")
    assert line(library, id, SECOND).other_choice is None
    assert library.search(Request("adviser")).total == 0
    assert library.correct_line(id, SECOND, keep=None) == before
    assert library.search(Request("adviser")).total == 1
    assert library.corrections() == []


def test_a_cut_line_is_kept_where_it_stood(library: Library, id: str) -> None:
    library.correct_line(id, TITLE, keep=True)
    assert library.article(id).paragraphs[0] == "Delegations meet in Vienna for round 3 of the talks"
    assert library.article(id).title == "Delegations meet in Vienna for round 3 of the talks"
    assert line(library, id, TITLE).state == "kept"


def test_a_piece_of_a_line_can_be_kept_or_go_with_all_of_it(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "agency.txt"
    path.write_text(page(3).rstrip() + " (ILKHA)\n")
    id = only_id(add(library, path))
    part = line(library, id, LAST)
    assert (part.state, part.other_choice) == ("part", True)
    assert [part.text[a:b] for a, b in part.pieces] == ["(ILKHA)"]
    library.correct_line(id, LAST, keep=True)
    assert in_paragraphs(library, id, "(ILKHA)")
    assert line(library, id, LAST).other_choice is False
    library.correct_line(id, LAST, keep=False)
    assert not in_paragraphs(library, id, "The next meeting")
    assert line(library, id, LAST).other_choice is None
    library.correct_line(id, LAST, keep=None)
    assert line(library, id, LAST) == part


def test_fields_are_stated_and_found_at_once(library: Library, id: str) -> None:
    library.correct_field(id, "title", "  Talks\tin Vienna \x1b[31m")
    library.correct_field(id, "outlet", "Fjord Mail")
    library.correct_field(id, "date", "2025-05-12")
    article = library.correct_field(id, "authors", "Ada Stone, Bo Li,, Ada Stone")
    assert (article.title, article.outlet, article.date) == ("Talks in Vienna", "Fjord Mail", "2025-05-12")
    assert article.authors == ("Ada Stone", "Bo Li")
    stated = {name for name, provenance in article.provenance.items() if provenance == "stated"}
    assert stated == {"title", "outlet", "date", "authors"}
    results = library.search(Request("title:talks author:stone date:2025-05-12"))
    assert results.total == 1
    assert [(v.value, v.count) for v in results.facets.outlets] == [("Fjord Mail", 1)]
    assert [v.value for v in results.facets.dates] == ["2025-05"]
    (hit,) = library.hits(results, 0, 1)
    assert (hit.title, hit.outlet, hit.date) == ("Talks in Vienna", "Fjord Mail", "2025-05-12")


def test_only_what_the_user_stated_counts_as_stated(library: Library, id: str) -> None:
    before = library.article(id).provenance
    after = library.correct_field(id, "outlet", "Fjord Mail").provenance
    assert dict(after) == dict(before) | {"outlet": "stated"}


def test_an_emptied_field_is_not_known(library: Library, id: str) -> None:
    library.correct_field(id, "date", "2025-05-12")
    article = library.correct_field(id, "date", " ")
    assert (article.date, article.published, article.provenance["date"]) == (None, None, "none")
    assert library.search(Request("date:2025")).total == 0
    article = library.correct_field(id, "title", "")
    assert article.provenance["title"] == "derived"
    assert {c.standing for c in library.corrections()} == {"in force"}


@pytest.mark.parametrize("day", ["12 May 2025", "2025-02-30", "2025-5-1", "20250512", "２０２５-05-12", "2025-05"])
def test_a_date_that_is_none_is_refused(library: Library, id: str, day: str) -> None:
    before = library.article(id)
    with pytest.raises(PeaceindexError, match="is no date"):
        library.correct_field(id, "date", day)
    assert (library.article(id), library.corrections()) == (before, [])


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_only_lines_with_words_can_be_corrected(library: Library, id: str, number: int) -> None:
    with pytest.raises(PeaceindexError, match="no line"):
        library.correct_line(id, number, keep=False)


def test_the_last_line_cannot_be_cut(library: Library, id: str) -> None:
    library.correct_line(id, FIRST, keep=False)
    library.correct_line(id, SECOND, keep=False)
    before = library.article(id)
    with pytest.raises(PeaceindexError, match="Nothing would be left"):
        library.correct_line(id, LAST, keep=False)
    assert library.article(id) == before
    assert len(library.corrections()) == 2


def corrected(library: Library, id: str) -> None:
    library.correct_line(id, SECOND, keep=False)
    library.correct_line(id, TITLE, keep=True)
    library.correct_field(id, "outlet", "Fjord Mail")


def test_corrections_survive_a_rebuild(library: Library, id: str, source: Path) -> None:
    corrected(library, id)
    before = library.article(id)
    source.unlink()
    assert statuses(list(library.rebuild())) == ["changed"]
    assert library.article(id) == before
    assert next(iter(library.check())).kind == "no date"


def test_corrections_find_their_lines_in_a_changed_source(library: Library, id: str, source: Path) -> None:
    corrected(library, id)
    source.write_text("Home\n\nSubscribe now\n\n" + page(3, " Nobody else spoke."))
    assert statuses(add(library, source)) == ["changed"]
    audit = library.audit(id)
    assert [(one.number, one.state) for one in audit.lines if one.correction] == [(5, "kept"), (9, "cut")]
    assert audit.article.outlet == "Fjord Mail"
    assert in_paragraphs(library, id, "Nobody else spoke.")
    assert not in_paragraphs(library, id, "An adviser")


def test_a_line_that_stands_there_twice_is_told_apart(library: Library, tmp_path: Path) -> None:
    again = page(3).split("\n")[SECOND - 1]
    path = tmp_path / "twice.txt"
    path.write_text(page(3) + "\n" + again + "\n")
    id = only_id(add(library, path))
    library.correct_line(id, 9, keep=True)
    library.correct_line(id, SECOND, keep=False)
    path.write_text("A line before\n\n" + path.read_text())
    add(library, path)
    marks = [(one.number, one.state) for one in library.audit(id).lines if one.correction]
    assert marks == [(SECOND + 2, "cut"), (11, "kept")]
    path.write_text(page(3))
    add(library, path)
    first, second = sorted(library.corrections(id), key=lambda c: c.occurrence)
    assert (first.standing, first.number) == ("in force", SECOND)
    assert (second.standing, second.number) == ("lost", None)


def test_a_correction_without_its_line_is_kept_and_reported(library: Library, id: str, source: Path) -> None:
    library.correct_line(id, SECOND, keep=False)
    source.write_text(page(3).replace("An adviser", "A spokeswoman"))
    add(library, source)
    (problem,) = (p for p in library.check() if p.kind == "correction lost")
    assert "An adviser told" in problem.what
    (correction,) = library.corrections()
    assert correction.id in problem.what
    source.write_text(page(3))
    add(library, source)
    assert library.corrections()[0].standing == "in force"
    assert line(library, id, SECOND).state == "cut"


def test_taking_a_correction_back_leaves_the_others(library: Library, id: str) -> None:
    found = library.article(id)
    corrected(library, id)
    cut, kept, outlet = library.corrections()
    library.remove_correction(outlet.id[:8])
    assert library.article(id).outlet == found.outlet
    library.remove_correction(cut.id)
    library.remove_correction(kept.id)
    assert library.article(id) == found
    for wrong in (cut.id, "", "xyz"):
        with pytest.raises(PeaceindexError, match="no correction"):
            library.remove_correction(wrong)


def test_what_was_taken_back_is_still_in_the_file(library: Library, id: str) -> None:
    library.correct_field(id, "outlet", "Fjord Mail")
    library.correct_field(id, "outlet", "Fjord Post")
    library.remove_correction(library.corrections()[0].id)
    with closing(sqlite3.connect(library.folder / "annotations.db")) as file:
        rows = file.execute("SELECT value, was FROM corrections WHERE removed IS NOT NULL ORDER BY made").fetchall()
    assert [json.loads(value) for value, _ in rows] == ["Fjord Mail", "Fjord Post"]
    assert {json.loads(was) for _, was in rows} == {None}


def test_another_process_sees_them_and_cleans_by_them(library: Library, id: str) -> None:
    corrected(library, id)
    before = library.article(id)
    code = (
        "import json, sys; from pathlib import Path; from peaceindex import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    list(library.rebuild())\n"
        "    library.correct_field(sys.argv[2], 'date', '2025-05-12')\n"
        "    print(json.dumps(library.article(sys.argv[2]).as_record()))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(library.folder), id], capture_output=True, text=True, check=True
    )
    there = json.loads(ran.stdout)
    assert there["paragraphs"] == list(before.paragraphs)
    assert there == library.article(id).as_record()
    assert library.search(Request("date:2025-05-12")).total == 1
    assert len(library.corrections()) == 4


def test_while_another_process_writes_nothing_changes(library: Library, id: str) -> None:
    before = library.article(id)
    with only_writer(library.folder / "write.lock"), pytest.raises(LibraryLockedError):
        library.correct_line(id, SECOND, keep=False)
    assert (library.article(id), library.corrections()) == (before, [])


def test_a_library_made_anew_takes_them_from_the_same_source(library: Library, id: str, source: Path) -> None:
    source.write_text(page(3, " With more."))
    add(library, source)
    corrected(library, id)
    library.close()
    (library.folder / "library.db").unlink()
    with Library.open(library.folder, create=True) as anew:
        now = only_id(add(anew, source))
        assert now != id
        assert anew.article(now).outlet == "Fjord Mail"
        assert [(c.standing, c.article_id) for c in anew.corrections()] == [("in force", now)] * 3
        other = source.with_name("other.txt")
        other.write_text(page(4))
        assert anew.article(next(a.article_id for a in add(anew, other) if a.article_id)).outlet is None


def test_an_article_that_turns_out_to_be_another_brings_them_along(library: Library, id: str, source: Path) -> None:
    other = source.with_name("other.txt")
    other.write_text(page(4))
    into = next(a.article_id for a in add(library, other) if a.article_id)
    library.correct_field(id, "outlet", "Fjord Mail")
    source.write_text(page(4))
    assert statuses(add(library, source)) == ["same"]
    assert library.article(id).id == into
    assert library.article(into).outlet == "Fjord Mail"
    assert library.search(Request("outlet:fjord")).total == 1


def test_without_its_article_a_correction_is_kept(library: Library, id: str) -> None:
    library.correct_field(id, "outlet", "Fjord Mail")
    library.close()
    (library.folder / "library.db").unlink()
    with Library.open(library.folder, create=True) as anew:
        (correction,) = anew.corrections()
        assert correction.standing == "lost"
        assert "correction lost" in {p.kind for p in anew.check()}
        with pytest.raises(ArticleNotFoundError):
            anew.audit(id)
        anew.remove_correction(correction.id)
        assert anew.corrections() == []


def test_a_passage_is_found_again_after_a_correction(library: Library, id: str) -> None:
    article = library.article(id)
    start = article.text.index("nobody should expect")
    library.bookmark(article, start, start + 20)
    library.correct_line(id, FIRST, keep=False)
    (moved,) = library.passages()
    assert moved.anchoring == "moved"
    assert library.article(id).text[moved.start : moved.end] == moved.quote
    library.correct_line(id, SECOND, keep=False)
    assert library.passages()[0].anchoring == "lost"
    library.correct_line(id, FIRST, keep=None)
    library.correct_line(id, SECOND, keep=None)
    assert library.passages()[0].anchoring == "exact"


def test_adding_does_not_begin_a_file_for_work_that_there_is_not(library: Library, source: Path) -> None:
    add(library, source)
    list(library.rebuild())
    assert library.corrections() == []
    assert not (library.folder / "annotations.db").exists()


def test_an_older_file_gets_its_table(library: Library, id: str) -> None:
    library.mark_read(id)
    library.close()
    with closing(sqlite3.connect(library.folder / "annotations.db")) as file:
        file.execute("DROP TABLE corrections")
        file.execute(f"PRAGMA user_version = {len(ANNOTATIONS) - 1}")
    with Library.open(library.folder) as again:
        again.correct_field(id, "outlet", "Fjord Mail")
        assert again.article(id).outlet == "Fjord Mail"
        assert list((library.folder / "backups").glob("*.db"))


@pytest.mark.parametrize("field", ["title", "outlet", "date", "authors"])
def test_cleaning_itself_does_not_change(library: Library, id: str, field: Field) -> None:
    """Without corrections an article is as the cleaner makes it, whatever was corrected before."""
    library.correct_field(id, field, "2025-05-12")
    library.remove_correction(library.corrections()[0].id)
    article = library.article(id)
    again = Cleaner().clean(RawDocument(article.source, library.raw(id)))
    assert (again.title, again.paragraphs, again.cuts) == (article.title, article.paragraphs, article.cuts)


def test_a_lead_from_a_field_counts_as_kept_and_can_be_cut(library: Library, tmp_path: Path) -> None:
    lead = "The envoys met again in Vienna on Monday, and parted without a date for the next round of their talks."
    path = tmp_path / "fields.txt"
    fields = (
        " date 2025-08-15 https://fjordmail.example/20250815/04.html", "Envoys meet again", "Envoys meet again",
        "Fjord Mail", lead, "2025-08-15T09:25+0000", "2025-08-15T09:25+0000", "2025-08-15T10:02+0000", "talks",
    )  # fmt: skip
    path.write_text("\n\n".join([*fields, *page(3).split("\n\n")[1:]]))
    id = only_id(add(library, path))
    before = library.article(id)
    assert before.paragraphs[0] == lead
    assert (line(library, id, 9).state, line(library, id, 9).reason) == ("kept", "shown as the lead")
    assert lead not in library.correct_line(id, 9, keep=False).paragraphs
    assert (line(library, id, 9).state, line(library, id, 9).reason) == ("cut", "cut by you")
    assert library.correct_line(id, 9, keep=None) == before


def test_a_passage_cites_what_was_corrected_since(library: Library, id: str) -> None:
    article = library.article(id)
    kept = library.bookmark(article, 0, 20)
    library.correct_field(id, "date", "2025-05-12")
    library.correct_field(id, "outlet", "Fjord Mail")
    (passage,) = library.passages("fjord")
    assert (passage.date, passage.outlet, passage.title, passage.anchoring) == (
        "2025-05-12", "Fjord Mail", article.title, "exact",
    )  # fmt: skip
    assert library.annotate(passage.id, note="one").date == "2025-05-12"
    for correction in library.corrections():
        library.remove_correction(correction.id)
    assert (library.passages()[0].date, library.passages()[0].outlet) == (kept.date, kept.outlet)


def test_corrections_hold_when_workers_clean(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "ALONE", 2)
    paths = write_pages(tmp_path / "many", 12)
    ids = [added.article_id or "" for added in add(library, *paths)]
    for id in ids[-4:]:
        corrected(library, id)
    before = [library.article(id) for id in ids]
    assert set(statuses(list(library.rebuild(processes=2)))) == {"changed"}
    assert [library.article(id) for id in ids] == before
    for number, path in enumerate(paths):
        path.write_text("Before\n\n" + page(number, " With more."))
    assert set(statuses(list(library.add(paths, processes=2)))) == {"changed"}
    assert [library.article(id).outlet for id in ids] == [None] * 8 + ["Fjord Mail"] * 4
    assert {c.standing for c in library.corrections()} == {"in force"}


def test_damage_costs_no_correction(library: Library, id: str) -> None:
    library.correct_field(id, "outlet", "Fjord Mail")
    library.correct_field(id, "date", "2025-05-12")
    library.close()
    with Library.open(library.folder) as again:
        again.corrections()  # makes the backup
        again.remove_correction(again.corrections()[0].id)
        again.correct_field(id, "title", "Talks")
        again.close()
    file = library.folder / "annotations.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = {row[0]: row[1] for row in connection.execute("SELECT name, rootpage FROM sqlite_schema")}
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    data = bytearray(file.read_bytes())
    start = (pages["search_log"] - 1) * size
    data[start : start + size] = bytes(size)
    file.write_bytes(data)
    with Library.open(library.folder) as again:
        assert [c.value for c in again.corrections()] == ["2025-05-12", "Talks"]
        assert "was damaged" in again.notices[0] and "2 newer entries" in again.notices[0]


def test_stories_follow_a_correction(library: Library, source: Path) -> None:
    other = source.with_name("other.txt")
    other.write_text("Another title for the same copy of the agency\n\n" + page(3).split("\n\n", 1)[1])
    id, _ = (added.article_id or "" for added in add(library, source, other))
    assert library.story(id) is not None
    library.correct_line(id, FIRST, keep=False)
    library.correct_line(id, SECOND, keep=False)
    assert library.story(id) is None
    library.remove_correction(library.corrections()[0].id)
    library.remove_correction(library.corrections()[0].id)
    assert library.story(id) is not None
