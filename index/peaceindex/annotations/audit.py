"""Correcting the result of cleaning: a correction is stored with the user's annotations and applied at once."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from peaceindex.annotations.many_articles import change_each
from peaceindex.cleaning.corrections import LISTS, checked_value, line_places
from peaceindex.cleaning.extract import extract
from peaceindex.errors import PeaceindexError, SourceError
from peaceindex.model.audit import Audit, audit
from peaceindex.model.correction import Correction, Field, Value
from peaceindex.storage.corrections import Corrections, with_standing
from peaceindex.storage.serialization import PackedArticle, source_hash, timestamp
from peaceindex.text.decoding import printable
from peaceindex.text.encodings import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article
    from peaceindex.storage.annotations import Annotations
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.correction_store import CorrectionStep


class Auditor:
    """Shows and changes what cleaning did with the lines and fields of articles.

    For anything that makes a change, the caller must hold the library's write lock.
    """

    def __init__(self, store: ArticleStore, annotations: Annotations, cleaner: Callable[[], Cleaner]) -> None:
        self._store = store
        self._annotations = annotations
        self._cleaner = cleaner

    def _corrections(self) -> Corrections:
        return Corrections(self._store, lambda: self._annotations)

    def audit(self, row: int) -> Audit:
        """Return the article of a row together with its source."""
        corrections = self._applying_to(row)
        document = self._store.raws.document(row)
        page = audit(self._store.article(row), document.text, [with_standing(self._store, one) for one in corrections])
        return replace(
            page,
            encoding="" if document.encoding == "utf-8" else shown(document.encoding),
            encoding_confidence=document.encoding_confidence,
            is_encoding_chosen=any(chosen for _, _, chosen in self._store.sources.places_of(row)),
            unreadable_count=document.text.count("\ufffd"),
        )

    def correct_line(self, row: int, number: int, keep: bool | None) -> Article:
        """Keep or cut a line of the source, or withdraw the user's correction if `keep` is None.

        Raise PeaceindexError if the source has no such line, or if the line is blank.
        """
        page = self.audit(row)
        if not 1 <= number <= len(page.lines) or page.lines[number - 1].state == "blank":
            raise PeaceindexError(f"There is no line {number} with words in the source of that article.")
        line = page.lines[number - 1]
        if keep is None:
            self._apply(row, None, [line.correction] if line.correction else [])
            return self._store.article(row)
        places = line_places(self._store.raws.document(row).text)
        hash, occurrence = next(key for key, place in places.items() if place == number)
        was = line.correction.was if line.correction else line.state
        value = "keep" if keep else "cut"
        correction = self._new_correction(page.article, "line", value, was, line.text, hash, occurrence)
        self._apply(row, correction, [line.correction] if line.correction else [])
        return self._store.article(row)

    def correct_field(self, row: int, field: Field, value: Value) -> Article:
        """State a field of the article. An empty value means "not known". Raise PeaceindexError for an invalid one."""
        self._state(row, field, checked_value(field, value))
        return self._store.article(row)

    def correct_fields(self, rows: Sequence[int], field: Field, value: Value) -> int:
        """State a field of those articles that have another value, in one step, and return how many these were.

        Raise PeaceindexError that names the articles in which this failed; it is done in the others.
        """
        checked = checked_value(field, value)
        stored = checked or (() if field in LISTS else None)
        corrections = self._corrections()
        step = 0

        def state(row: int) -> bool:
            nonlocal step
            if getattr(self._store.article(row), field) == stored:
                return False
            step = self._state(row, field, checked, corrections, step)
            return True

        return change_each(rows, state, self._name, "Corrected")

    def _state(
        self, row: int, field: Field, value: Value, corrections: Corrections | None = None, step: int = 0
    ) -> int:
        article = self._store.article(row)
        before = [c for c in self._applying_to(row, corrections) if c.field == field]
        was = before[-1].was if before else getattr(article, field)
        return self._apply(row, self._new_correction(article, field, value, was), before, corrections, step)

    def withdraw(self, correction_id: str) -> Correction:
        """Withdraw the correction whose id begins like this, and clean its article again if it exists.

        Raise PeaceindexError if there is no such correction, or if there are several.
        """
        wanted = correction_id.strip().lower()
        stored = self._annotations.corrections.all()
        found = [with_standing(self._store, c) for c in stored if wanted and c.id.startswith(wanted)]
        if len(found) != 1:
            what = "Several corrections begin with" if found else "There is no correction"
            raise PeaceindexError(f"{what} '{printable(correction_id)}'.", "'peacereader corrections' lists them.")
        row = self._store.find(found[0].article_id)
        if row is None:
            self._annotations.corrections.replace(found[0].article_id, None, [found[0].id])
        else:
            self._apply(row, None, found)
        return found[0]

    def move_step(self, row: int | None, *, is_undo: bool) -> tuple[str, ...]:
        """Undo the last step of corrections, of the article in `row` or of any, or redo the one undone last.

        A correction that was made before steps were kept is undone as the last of its article. Return the ids of the
        articles; none if there is nothing to do. Raise PeaceindexError that names the articles in which it failed, as
        when nothing would be left of one; in the others it is done.
        """
        ids = None if row is None else self._ids_of(row)
        steps = self._annotations.corrections.next_steps(ids, is_undo=is_undo)
        if not steps:
            last = self.audit(row).corrections[-1:] if is_undo and row is not None else ()
            return (self.withdraw(last[0].id).article_id,) if last else ()
        move = partial(self._move, moment=timestamp(), corrections=self._corrections(), is_undo=is_undo)
        change_each(steps, move, self._name_of, "Undone" if is_undo else "Redone")
        return tuple(step.article_id for step in steps)

    def _move(self, step: CorrectionStep, moment: str, corrections: Corrections, *, is_undo: bool) -> bool:
        def save() -> None:
            self._annotations.corrections.move(step, moment, is_undo=is_undo)

        found = self._store.find(step.article_id)
        if found is None:
            save()
            return True
        wanted = [c for c in self._applying_to(found, corrections) if c.id not in step.withdrawn]
        self._clean(found, [*wanted, *step.restored], save)
        return True

    def _name(self, row: int) -> str:
        brief = self._store.briefs([row]).get(row)
        id = self._store.id_of(row)
        return printable(f"“{brief.title}” ({id})" if brief and brief.title else id)

    def _name_of(self, step: CorrectionStep) -> str:
        row = self._store.find(step.article_id)
        return printable(step.article_id) if row is None else self._name(row)

    def _ids_of(self, row: int) -> list[str]:
        id = self._store.id_of(row)
        return [id, *self._store.former_ids(id)]

    def _new_correction(
        self, article: Article, field: Field, value: Value, was: Value, line: str = "", hash: str = "", nth: int = 0
    ) -> Correction:
        return Correction(
            secrets.token_hex(6), article.id, field, value, was, line, hash, nth, timestamp(), article.source
        )

    def _apply(
        self,
        row: int,
        correction: Correction | None,
        instead_of: Sequence[Correction],
        corrections: Corrections | None = None,
        step: int = 0,
    ) -> int:
        """Clean the article again with the changed corrections, and save both, or neither. Return the step's number.

        Raise PeaceindexError if nothing would be left of the article.
        """
        withdrawn = {c.id for c in instead_of}
        applying = self._applying_to(row, corrections)
        wanted = [c for c in applying if c.id not in withdrawn] + ([correction] if correction else [])
        id = self._store.id_of(row)
        made = 0

        def save() -> None:
            nonlocal made
            made = self._annotations.corrections.replace(id, correction, withdrawn, step)

        self._clean(row, wanted, save)
        return made

    def _applying_to(self, row: int, corrections: Corrections | None = None) -> Sequence[Correction]:
        """Return the corrections of an article, of those that were read for many articles, or are read now."""
        found = corrections or self._corrections()
        return found.of(self._store.id_of(row), self._store.sources.source_name(row))

    def _clean(self, row: int, corrections: Sequence[Correction], save_corrections: Callable[[], None]) -> None:
        document = self._store.raws.document(row)
        article = extract(self._cleaner(), document, corrections, self._store.siblings.cuts_of(row))
        if isinstance(article, SourceError):
            raise PeaceindexError("Nothing would be left of the article.", "Keep one of its lines, or more.")
        with self._store.writing():
            self._store.update(row, PackedArticle.of(article, document), source_hash(document))
            save_corrections()
