"""Corrections of many articles: each is done or named, and steps are undone and redone across articles."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.errors import DiskFullError, PeaceindexError, SourceTextError
from peaceindex.model.search import Request
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.correction_store import CorrectionStore
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from peaceindex.model.correction import Correction


def test_what_was_undone_last_is_redone_first_whichever_article_it_is_of(library: Library, tmp_path: Path) -> None:
    notes = library.annotations
    add(library, *write_pages(tmp_path / "pages", 4))
    ids = library.search.article_ids(library.search.find(Request("")))

    def outlets() -> list[str | None]:
        return [library.article(id).outlet for id in ids]

    before = outlets()
    for id in ids[:2]:
        notes.correct_field(id, "outlet", "Fjord Mail")
    notes.correct_fields(ids, "outlet", "Amber Courier")
    notes.correct_field(ids[1], "outlet", "Fjord Mail")
    states = [outlets()]
    # Articles alone, and among them steps of all; each of the four has to be undone twice at the most.
    undone = [notes.undo_correction(id) for id in (ids[2], ids[0], ids[0], None, None, None)]
    assert [len(moved) for moved in undone] == [1, 1, 1, 1, 2, 1]
    assert {ids[1]} == {*undone[3]} == {*undone[5]} and {*undone[4]} == {ids[1], ids[3]}
    assert outlets() == before
    for moved in reversed(undone):
        assert sorted(notes.redo_correction()) == sorted(moved)
    assert outlets() == states[0] and notes.redo_correction() == ()


def test_articles_that_are_undone_alone_are_redone_backwards(library: Library, tmp_path: Path) -> None:
    notes = library.annotations
    add(library, *write_pages(tmp_path / "pages", 3))
    ids = library.search.article_ids(library.search.find(Request("")))
    for id in ids:
        notes.correct_field(id, "outlet", "Fjord Mail")
    for order in itertools.permutations(ids):
        for id in order:
            assert notes.undo_correction(id) == (id,)
        for id in reversed(order):
            assert notes.redo_correction() == (id,)
    assert [library.article(id).outlet for id in ids] == ["Fjord Mail"] * 3


def test_articles_that_cannot_be_cleaned_again_are_named_and_the_others_corrected(
    library: Library, tmp_path: Path
) -> None:
    notes = library.annotations
    add(library, *write_pages(tmp_path / "pages", 9))
    ids = library.search.article_ids(library.search.find(Request("", sort="oldest")))
    before = [library.article(id) for id in ids]
    rows = library.articles.rows_of(ids)
    sources = damage_sources(library, [rows[ids[n]] for n in (0, 3, 4, 5)])
    with pytest.raises(PeaceindexError) as failed:
        notes.correct_fields(ids, "outlet", "Fjord Mail")
    assert failed.value.what.startswith(
        f"Corrected in 5 articles, but not in 4. “{before[0].title}” ({ids[0]}): The source text of article {ids[0]}"
    )
    assert ids[4] in failed.value.what and failed.value.what.endswith(" And 1 more.") and failed.value.advice
    done = [n for n in range(9) if n not in (0, 3, 4, 5)]
    assert [n for n in range(9) if library.article(ids[n]).outlet == "Fjord Mail"] == done
    with pytest.raises(PeaceindexError, match=r"Corrected in 0 articles, but not in 4\."):
        notes.correct_fields(ids, "outlet", "Fjord Mail")
    with pytest.raises(SourceTextError, match=f"^The source text of article {ids[0]}"):
        notes.correct_fields(ids[:1], "outlet", "Fjord Mail")
    restore_sources(library, sources)
    sources = damage_sources(library, [rows[ids[2]]])
    with pytest.raises(PeaceindexError, match=rf"Undone in 4 articles, but not in 1\. “.*” \({ids[2]}\): "):
        notes.undo_correction()
    assert [n for n in range(9) if library.article(ids[n]).outlet == "Fjord Mail"] == [2]
    restore_sources(library, sources)
    assert notes.undo_correction() == (ids[2],)
    assert [library.article(id) for id in ids] == before and notes.corrections() == []


def test_a_full_disk_in_the_middle_says_how_many_were_corrected(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, *write_pages(tmp_path / "pages", 4))
    ids = library.search.article_ids(library.search.find(Request("")))
    update, rows = ArticleStore.update, []

    def full(store: ArticleStore, row: int, *args: Any) -> None:
        rows.append(row)
        if len(rows) > 2:
            raise DiskFullError("The disk is full.", "Make room.")
        update(store, row, *args)

    with monkeypatch.context() as patch:
        patch.setattr(ArticleStore, "update", full)
        with pytest.raises(DiskFullError) as failed:
            library.annotations.correct_fields(ids, "outlet", "Fjord Mail")
    assert str(failed.value) == "The disk is full. Corrected in 2 articles before that, and in no more. Make room."
    assert len(library.annotations.undo_correction()) == 2 and library.annotations.corrections() == []


def test_corrections_are_read_once_for_many_articles(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = library.annotations
    add(library, *write_pages(tmp_path / "pages", 5))
    ids = library.search.article_ids(library.search.find(Request("")))
    before = [library.article(id).title for id in ids]
    for id in ids[:3]:
        notes.correct_field(id, "title", "One of three")
    every, read = CorrectionStore.all, []

    def all_of(store: CorrectionStore) -> list[Correction]:
        read.append(store)
        return every(store)

    monkeypatch.setattr(CorrectionStore, "all", all_of)
    assert notes.correct_fields(ids, "outlet", "Fjord Mail") == notes.correct_fields(ids, "title", "All") == 5
    assert len(notes.undo_correction()) == 5
    assert len(read) == 3
    assert [library.article(id).title for id in ids] == ["One of three"] * 3 + before[3:]
    assert {library.article(id).outlet for id in ids} == {"Fjord Mail"}


def damage_sources(library: Library, rows: Sequence[int]) -> dict[int, bytes]:
    with library.articles.writing() as database:
        kept = {row: database.execute("SELECT packed FROM raws WHERE article_row = ?", (row,)) for row in rows}
        sources = {row: found.fetchone()[0] for row, found in kept.items()}
    restore_sources(library, dict.fromkeys(rows, b"\0"))
    return sources


def restore_sources(library: Library, sources: Mapping[int, bytes]) -> None:
    with library.articles.writing() as database:
        for row, packed in sources.items():
            database.execute("UPDATE raws SET packed = ? WHERE article_row = ?", (packed, row))
