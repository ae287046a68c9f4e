"""The user's corrections take effect at once: in article, audit and search, in passages and stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.errors import LibraryLockedError, PeaceindexError
from peaceindex.model.article import RawDocument
from peaceindex.model.correction import Field
from peaceindex.model.search import Request
from peaceindex.storage.write_lock import hold_lock
from tests.index.correcting import FIRST, LAST, SECOND, TITLE, corrected, in_paragraphs, line
from tests.index.pages import add, only_id, page, write_pages

if TYPE_CHECKING:
    from pathlib import Path


def test_the_audit_shows_every_line_with_its_fate(library: Library, id: str) -> None:
    audit = library.annotations.audit(id)
    assert [one.text for one in audit.lines] == library.raw(id).split("\n")
    assert [one.state for one in audit.lines[:4]] == ["cut", "blank", "kept", "blank"]
    assert (audit.lines[0].reason, audit.cut_count) == ("title", 1)
    assert audit.lines[0].toggled_choice is True
    assert audit.lines[2].toggled_choice is False


def test_a_line_is_cut_and_comes_back(library: Library, id: str) -> None:
    before = library.article(id)
    cut = library.annotations.correct_line(id, SECOND, keep=False)
    assert cut == library.article(id)
    assert not in_paragraphs(library, id, "An adviser")
    assert (line(library, id, SECOND).state, line(library, id, SECOND).reason) == ("cut", "cut by you")
    assert line(library, id, SECOND).toggled_choice is None
    assert library.search.find(Request("adviser")).total == 0
    assert library.annotations.correct_line(id, SECOND, keep=None) == before
    assert library.search.find(Request("adviser")).total == 1
    assert library.annotations.corrections() == []


def test_a_cut_line_is_kept_where_it_stood(library: Library, id: str) -> None:
    library.annotations.correct_line(id, TITLE, keep=True)
    assert library.article(id).paragraphs[0] == "Delegations meet in Vienna for round 3 of the talks"
    assert library.article(id).title == "Delegations meet in Vienna for round 3 of the talks"
    assert line(library, id, TITLE).state == "kept"


def test_the_name_of_an_agency_stays_in_its_line_unless_the_user_cuts_it(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "agency.txt"
    path.write_text(page(3).rstrip() + " (ILKHA)\n")
    id = only_id(add(library, path))
    before = line(library, id, LAST)
    assert (before.state, before.toggled_choice) == ("kept", False)
    assert in_paragraphs(library, id, "(ILKHA)")
    library.annotations.correct_line(id, LAST, keep=False)
    assert not in_paragraphs(library, id, "The next meeting")
    assert line(library, id, LAST).toggled_choice is None
    library.annotations.correct_line(id, LAST, keep=None)
    assert line(library, id, LAST) == before


def test_fields_are_stated_and_found_at_once(library: Library, id: str) -> None:
    library.annotations.correct_field(id, "title", "  Talks\tin Vienna \x1b[31m")
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    library.annotations.correct_field(id, "date", "2025-05-12")
    article = library.annotations.correct_field(id, "authors", "Ada Stone, Bo Li,, Ada Stone")
    assert (article.title, article.outlet, article.date) == ("Talks in Vienna", "Fjord Mail", "2025-05-12")
    assert article.authors == ("Ada Stone", "Bo Li")
    stated = {name for name, provenance in article.provenance.items() if provenance == "stated"}
    assert stated == {"title", "outlet", "date", "authors"}
    results = library.search.find(Request("title:talks author:stone date:2025-05-12"))
    assert results.total == 1
    assert [(v.value, v.count) for v in results.facets.outlets] == [("Fjord Mail", 1)]
    assert [v.value for v in results.facets.dates] == ["2025-05"]
    (hit,) = library.search.hits(results, 0, 1)
    assert (hit.title, hit.outlet, hit.date) == ("Talks in Vienna", "Fjord Mail", "2025-05-12")


def test_only_what_the_user_stated_counts_as_stated(library: Library, id: str) -> None:
    before = library.article(id).provenance
    after = library.annotations.correct_field(id, "outlet", "Fjord Mail").provenance
    assert dict(after) == dict(before) | {"outlet": "stated"}


def test_an_emptied_field_is_not_known(library: Library, id: str) -> None:
    library.annotations.correct_field(id, "date", "2025-05-12")
    article = library.annotations.correct_field(id, "date", " ")
    assert (article.date, article.published, article.provenance["date"]) == (None, None, "none")
    assert library.search.find(Request("date:2025")).total == 0
    article = library.annotations.correct_field(id, "title", "")
    assert article.provenance["title"] == "derived"
    assert {c.standing for c in library.annotations.corrections()} == {"in force"}


@pytest.mark.parametrize(
    "day", ["2025-02-30", "20250512", "2025-13", "soon", "12-14 May 2025", "before 12 May 2025", "03/04/2025", "0000"]
)
def test_a_date_that_is_none_is_refused(library: Library, id: str, day: str) -> None:
    before = library.article(id)
    with pytest.raises(PeaceindexError, match=r"is not a date|no day|two days"):
        library.annotations.correct_field(id, "date", day)
    assert (library.article(id), library.annotations.corrections()) == (before, [])


@pytest.mark.parametrize(
    ("typed", "stored", "found", "not_found"),
    [
        ("12 May 2025", "2025-05-12", "date:2025-05-12", "date:2025-05-11"),
        ("12 травня 2025 р.", "2025-05-12", "date:2025-05", "date:2025-06"),
        ("Montag, 12. Mai 2025", "2025-05-12", "after:2025-05-12", "before:2025-05-12"),
        ("2025年5月12日", "2025-05-12", "date:2025-05-12", "date:none"),
        ("2025-5-1", "2025-05-01", "date:2025-05-01", "date:2025-05-02"),
        ("May 2025", "2025-05", "date:2025-05", "date:2025-04"),
        ("май 2025 г.", "2025-05", "date:2025-05", "date:2025-04"),
        ("2025-05", "2025-05", "date:2025", "date:2025-06"),
        ("2025", "2025", "date:2025", "date:none"),
    ],
)
def test_a_date_may_be_written_in_many_ways(
    library: Library, id: str, typed: str, stored: str, found: str, not_found: str
) -> None:
    assert library.annotations.correct_field(id, "date", typed).date == stored
    assert library.article(id).date == stored
    assert library.search.find(Request(found)).total == 1
    assert library.search.find(Request(not_found)).total == 0


def test_address_tags_and_language_are_corrected_too(library: Library, id: str) -> None:
    notes = library.annotations
    notes.correct_field(id, "url", "https://harbor.example/a?b=1")
    notes.correct_field(id, "tags", "Peace talks, , Swap, Swap")
    article = notes.correct_field(id, "language", "Ukrainian")
    assert (article.url, article.tags, article.language) == (
        "https://harbor.example/a?b=1",
        ("Peace talks", "Swap"),
        "uk",
    )
    assert {article.provenance[name] for name in ("url", "tags", "language")} == {"stated"}
    assert library.search.find(Request("tag:swap lang:uk url:harbor")).total == 1
    for field, value in (("url", "javascript:alert(1)"), ("url", "harbor.example"), ("language", "Klingon")):
        with pytest.raises(PeaceindexError, match="is not a"):
            notes.correct_field(id, field, value)  # type: ignore[arg-type]
    assert notes.correct_field(id, "tags", "").tags == ()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ukr", "uk"),
        ("UKR", "uk"),
        ("uk", "uk"),
        ("ger", "de"),
        ("deu-AT", "de-at"),
        ("pt-BR", "pt-br"),
        ("ckb", "ku"),
    ],
)
def test_a_language_has_its_code_of_two_letters_if_it_has_one(
    library: Library, id: str, typed: str, stored: str
) -> None:
    assert library.annotations.correct_field(id, "language", typed).language == stored
    assert library.search.find(Request(f"lang:{stored}")).total == 1


def test_a_field_of_many_articles_is_corrected_and_undone_in_one_step(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 3))
    ids = library.search.article_ids(library.search.find(Request("")))
    before = [library.article(id).outlet for id in ids]
    library.annotations.correct_field(ids[0], "outlet", "Fjord Mail")
    assert library.annotations.correct_fields([*ids, "unknown"], "outlet", "Fjord Mail") == len(ids) - 1
    assert {library.article(id).outlet for id in ids} == {"Fjord Mail"}
    assert sorted(library.annotations.undo_correction()) == sorted(ids[1:])
    assert [library.article(id).outlet for id in ids] == ["Fjord Mail", *before[1:]]
    assert sorted(library.annotations.redo_correction()) == sorted(ids[1:])
    assert library.annotations.undo_correction(ids[1]) == (ids[1],), "one article alone"
    assert len(library.annotations.undo_correction()) == len(ids) - 2
    assert library.annotations.undo_correction() == (ids[0],)
    assert [library.article(id).outlet for id in ids] == before


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_only_lines_with_words_can_be_corrected(library: Library, id: str, number: int) -> None:
    with pytest.raises(PeaceindexError, match="no line"):
        library.annotations.correct_line(id, number, keep=False)


def test_the_last_line_cannot_be_cut(library: Library, id: str) -> None:
    library.annotations.correct_line(id, FIRST, keep=False)
    library.annotations.correct_line(id, SECOND, keep=False)
    before = library.article(id)
    with pytest.raises(PeaceindexError, match="Nothing would be left"):
        library.annotations.correct_line(id, LAST, keep=False)
    assert library.article(id) == before
    assert len(library.annotations.corrections()) == 2


def test_taking_a_correction_back_leaves_the_others(library: Library, id: str) -> None:
    found = library.article(id)
    corrected(library, id)
    cut, kept, outlet = library.annotations.corrections()
    library.annotations.remove_correction(outlet.id[:8])
    assert library.article(id).outlet == found.outlet
    library.annotations.remove_correction(cut.id)
    library.annotations.remove_correction(kept.id)
    assert library.article(id) == found
    for wrong in (cut.id, "", "xyz"):
        with pytest.raises(PeaceindexError, match="no correction"):
            library.annotations.remove_correction(wrong)


def test_corrections_are_undone_and_redone_in_the_order_of_their_article(library: Library, id: str) -> None:
    notes = library.annotations

    def state() -> tuple[str | None, str | None, str]:
        article = library.article(id)
        return article.outlet, article.title, article.text

    states = [state()]
    notes.correct_field(id, "outlet", "Amber Courier")
    states.append(state())
    notes.correct_field(id, "outlet", "Fjord Mail")  # replaces the one before, which comes back when it is undone
    states.append(state())
    notes.correct_line(id, SECOND, False)
    states.append(state())
    notes.remove_correction(next(c.id for c in notes.corrections(id) if c.field == "outlet"))
    states.append(state())
    for expected in reversed(states[:-1]):
        assert notes.undo_correction(id) == (id,)
        assert state() == expected
    assert notes.undo_correction(id) == ()
    assert notes.undo() == [], "passages have an order of their own"
    for expected in states[1:]:
        assert notes.redo_correction() == (id,)
        assert state() == expected
    assert notes.redo_correction(id) == ()
    notes.undo_correction()
    notes.correct_field(id, "title", "Another")
    assert notes.redo_correction(id) == (), "another correction was made since"
    assert library.search.find(Request('outlet:"Fjord Mail"')).total == 1


def test_while_another_process_writes_nothing_changes(library: Library, id: str) -> None:
    before = library.article(id)
    with hold_lock(library.folder / "write.lock"), pytest.raises(LibraryLockedError):
        library.annotations.correct_line(id, SECOND, keep=False)
    assert (library.article(id), library.annotations.corrections()) == (before, [])


def test_a_passage_is_found_again_after_a_correction(library: Library, id: str) -> None:
    article = library.article(id)
    start = article.text.index("nobody should expect")
    library.annotations.bookmark(article, start, start + 20)
    library.annotations.correct_line(id, FIRST, keep=False)
    (moved,) = library.annotations.passages()
    assert moved.anchoring == "moved"
    assert library.article(id).text[moved.start : moved.end] == moved.quote
    library.annotations.correct_line(id, SECOND, keep=False)
    assert library.annotations.passages()[0].anchoring == "lost"
    library.annotations.correct_line(id, FIRST, keep=None)
    library.annotations.correct_line(id, SECOND, keep=None)
    assert library.annotations.passages()[0].anchoring == "exact"


@pytest.mark.parametrize("field", ["title", "outlet", "date", "authors"])
def test_cleaning_itself_does_not_change(library: Library, id: str, field: Field) -> None:
    """Without corrections an article is as the cleaner makes it, whatever was corrected before."""
    library.annotations.correct_field(id, field, "2025-05-12")
    library.annotations.remove_correction(library.annotations.corrections()[0].id)
    article = library.article(id)
    again = Cleaner().clean(RawDocument.of(article.source, library.raw(id)))
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
    assert lead not in library.annotations.correct_line(id, 9, keep=False).paragraphs
    assert (line(library, id, 9).state, line(library, id, 9).reason) == ("cut", "cut by you")
    assert library.annotations.correct_line(id, 9, keep=None) == before


def test_a_passage_cites_what_was_corrected_since(library: Library, id: str) -> None:
    article = library.article(id)
    kept = library.annotations.bookmark(article, 0, 20)
    library.annotations.correct_field(id, "date", "2025-05-12")
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    (passage,) = library.annotations.passages("fjord")
    assert (passage.date, passage.outlet, passage.title, passage.anchoring) == (
        "2025-05-12", "Fjord Mail", article.title, "exact",
    )  # fmt: skip
    assert library.annotations.annotate(passage.id, note="one").date == "2025-05-12"
    for correction in library.annotations.corrections():
        library.annotations.remove_correction(correction.id)
    assert (library.annotations.passages()[0].date, library.annotations.passages()[0].outlet) == (
        kept.date,
        kept.outlet,
    )


def test_stories_follow_a_correction(library: Library, source: Path) -> None:
    other = source.with_name("other.txt")
    other.write_text("Another title for the same copy of the agency\n\n" + page(3).split("\n\n", 1)[1])
    id, _ = (added.article_id or "" for added in add(library, source, other))
    assert library.stories.of(id) is not None
    library.annotations.correct_line(id, FIRST, keep=False)
    library.annotations.correct_line(id, SECOND, keep=False)
    assert library.stories.of(id) is None
    library.annotations.remove_correction(library.annotations.corrections()[0].id)
    library.annotations.remove_correction(library.annotations.corrections()[0].id)
    assert library.stories.of(id) is not None
