"""The user's own work on the articles of a library: passages, read marks, positions and corrections."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING

from peaceindex.errors import PassageQueryError
from peaceindex.model.passage import FoundPassages, Passage
from peaceindex.model.safe_text import neutralise, neutralise_optional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from peaceindex.annotations.agreement.service import CoderComparison
    from peaceindex.annotations.audit import Auditor
    from peaceindex.annotations.coding import Coding
    from peaceindex.annotations.events import Events
    from peaceindex.annotations.marking import Marking
    from peaceindex.annotations.passage_query import FoldedTexts
    from peaceindex.annotations.passages import AnchorCache
    from peaceindex.annotations.tagging import Tagging
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article
    from peaceindex.model.audit import Audit
    from peaceindex.model.correction import Correction, Field, Value
    from peaceindex.model.imported_passage import ImportedPassage, ImportReport
    from peaceindex.model.passage_change import PassageChange
    from peaceindex.model.search_results import Completion
    from peaceindex.storage.annotations import Annotations
    from peaceindex.storage.stores import Stores


class AnnotationService:
    """The user's own work in one library: `Library.annotations`. Any method may be called from any thread."""

    def __init__(
        self, stores: Stores, cleaner: Callable[[], Cleaner], correcting: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """`correcting` makes the caller the only writer of the library while a correction is applied."""
        self._stores = stores
        self._articles = stores.articles
        self._cleaner = cleaner
        self._correcting = correcting
        self._lock = threading.Lock()
        self._auditor_cache: Auditor | None = None
        self.annotator = ""
        """The name of who works in the library now, which the passages that are bookmarked keep; "" if not said."""

    @property
    def store(self) -> Annotations:
        """The database of the user's own work."""
        return self._stores.annotations

    def bookmark(self, article: Article, start: int, end: int, note: str = "", labels: Sequence[str] = ()) -> Passage:
        """Save the passage from `start` to `end` of `article.text`. Raises ValueError if that range is not in it."""
        from peaceindex.annotations.passages import new_passage

        passage = new_passage(article, start, end, neutralise(note), labels, self.annotator)
        self.store.passages.add(passage)
        return passage

    def passages(self, query: str = "", article_id: str | None = None) -> list[Passage]:
        """Return the passages, newest first, each with its current position.

        With `query`, return only those that it asks for, as `find_passages` does. With `article_id`, return only those
        of one article. Raises PassageQueryError if the query cannot be answered.
        """
        found = self.find_passages(query, article_id)
        if found.refusal:
            raise PassageQueryError(found.refusal)
        return found.passages

    def find_passages(self, query: str, article_id: str | None = None) -> FoundPassages:
        """Return the passages that a query asks for, and what is wrong with the query.

        They have all its words in quote, note, labels, title, outlet or date. `label:` asks for a label or one below it
        in the codebook; `outlet:`, `article:`, `note:`, `date:`, `after:` and `before:` ask in one field; `by:` for who
        made it (`by:me`: those of `annotator`, and those of whom it was not said); `-` excludes. With `article_id`,
        return only those of one article.
        """
        from peaceindex.annotations.passage_query import PassageQuery
        from peaceindex.annotations.passages import with_positions

        ids = None
        if article_id is not None:
            id = article_id
            if not self._articles.bin.removal_of(id):
                id = self._articles.id_of(self._articles.row_of(article_id))
            ids = [id, *(old for old, new in self._articles.aliases().items() if new == id)]
        asked = PassageQuery(query, self.coding.labels_below, self.coding.names, self._folded_texts, self.annotator)
        found = asked.matching(self._corrected(self.store.passages.all(ids)))
        placed = with_positions(self._articles, found, self._anchor_cache)
        return FoundPassages(placed, " ".join(asked.hints), " ".join(asked.refusals))

    def complete_query(self, text: str, cursor: int) -> tuple[Completion, ...]:
        """Return how a query of passages may go on at the cursor: fields, labels and outlets."""
        from peaceindex.annotations.passage_completion import completions

        return completions(text, cursor, lambda: self._corrected(self.store.passages.all()), self.coding.names)

    def prepare_search(self) -> None:
        """Fold the texts of all passages, which the first search for words would wait for."""
        for passage in self._corrected(self.store.passages.all()):
            self._folded_texts.of(passage)

    def annotate(
        self,
        passage_id: str,
        *,
        note: str | None = None,
        labels: Sequence[str] | None = None,
        instead_of: str | None = None,
    ) -> Passage:
        """Set a passage's note, its labels, or both. None leaves a value unchanged.

        `instead_of` is the note that the user edited. If another program has changed the note since, both notes are
        kept. Raises PeaceindexError if there is no such passage. The note of a passage that is in the bin is saved
        there.
        """
        safe = neutralise_optional(note)
        (passage,) = self._corrected([self.store.passages.annotate(passage_id, safe, labels, instead_of)])
        return self._with_position(passage)

    def add_note(self, passage_ids: Sequence[str], note: str) -> None:
        """Add a note after the notes that passages have, on lines of its own, in one step that can be undone.

        Raises PeaceindexError if there is no passage of one of the ids; nothing has changed then.
        """
        self.store.passages.add_note(passage_ids, neutralise(note))

    @functools.cached_property
    def coding(self) -> Coding:
        """The codes of the library, and how they are changed."""
        from peaceindex.annotations.coding import Coding

        return Coding(self._stores.folder, self.store)

    @functools.cached_property
    def events(self) -> Events:
        """The events that passages tell of, and how they are changed."""
        from peaceindex.annotations.events import Events

        return Events(self._stores.folder, self.store)

    @functools.cached_property
    def tagging(self) -> Tagging:
        """The user's own tags on articles, and how they are changed."""
        from peaceindex.annotations.tagging import Tagging

        return Tagging(self._stores)

    @functools.cached_property
    def marking(self) -> Marking:
        """The marks of articles, read, starred, to read later, and how they are changed."""
        from peaceindex.annotations.marking import Marking

        return Marking(self._stores)

    @functools.cached_property
    def comparison(self) -> CoderComparison:
        """How far two coders agree, and settling where they differ."""
        from peaceindex.annotations.agreement.service import CoderComparison

        def articles(ids: Iterable[str]) -> list[Article]:
            return [self._articles.article(row) for row in sorted(set(self._articles.rows_of(ids).values()))]

        all_ids = self._articles.ids
        return CoderComparison(
            self.store.passages, self.coding, self.passages, articles, lambda: all_ids().values(),
            lambda: self.annotator,
        )  # fmt: skip

    def label(self, passage_ids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> list[Passage]:
        """Add labels to passages and remove others from them, all in one step that can be undone. Return the passages.

        Raises PeaceindexError if a label is empty, or if there is no passage of one of the ids; nothing has changed
        then.
        """
        changed = self._corrected(self.coding.label(passage_ids, add, remove))
        return [self._with_position(passage) for passage in changed]

    def last_change(self) -> str:
        """Return when the change was made that `undo` would undo (ISO 8601 in UTC); "" if there is none."""
        return self.store.history.last_change()

    def undo(self) -> list[PassageChange]:
        """Undo the last step: what was bookmarked, edited, removed, restored, tagged, marked or renamed at once.

        It can be redone.

        Return its changes, or an empty list if there is nothing to undo. If codes.yaml cannot follow, a notice of the
        library says so.
        """
        return self._followed(self.store.history.undo(), is_undo=True)

    def redo(self) -> list[PassageChange]:
        """Redo the step that was undone last, unless another change was made since. Return as `undo`."""
        return self._followed(self.store.history.redo(), is_undo=False)

    def _followed(self, changes: list[PassageChange], *, is_undo: bool) -> list[PassageChange]:
        if any(change.action == "code" for change in changes) and (
            words := self.coding.follow(changes, is_undo=is_undo)
        ):
            self._stores.notices.append(words)
        return changes

    def find_passage(self, passage_id: str) -> Passage:
        """Return the passage whose id begins with `passage_id`, as it is stored, also if it is in the bin.

        Raises PeaceindexError if there is none, or several.
        """
        return self.store.passages.find(passage_id)

    def history(self, passage_id: str | None = None) -> list[PassageChange]:
        """Return all changes of passages, or those of the passage with this id, oldest first."""
        return self.store.history.all(passage_id)

    def import_passages(self, imported: Sequence[ImportedPassage]) -> ImportReport:
        """Add passages that a file tells, each where its words stand in an article of this library.

        A passage whose article or words are not here is added as lost, with all that is known of it. What the library
        has already is not added again, and nothing that it has is changed. Labels are spelled as the codebook spells
        them. All are added in one transaction, and are one step that can be undone. Raises LibraryError if they cannot
        be written.
        """
        from peaceindex.annotations.importing import import_passages

        return import_passages(self._articles, self.store.passages, imported, self.coding.codebook(), self.annotator)

    def remove_passage(self, passage_id: str) -> Passage:
        """Move a passage to the bin. `restore_passage` restores it."""
        return self.store.passages.remove(passage_id)

    def remove_passages(self, passage_ids: Sequence[str]) -> None:
        """Move passages to the bin, in one step. Those that are there already stay there."""
        self.store.passages.remove_all(passage_ids)

    def restore_passage(self, passage_id: str) -> Passage:
        """Restore a passage from the bin."""
        (passage,) = self._corrected([self.store.passages.restore(passage_id)])
        return self._with_position(passage)

    def mark_read(self, id: str, read: bool = True) -> None:
        """Mark an article as read, or as unread."""
        self.store.reading.mark_read(id, read)

    def position(self, id: str) -> int | None:
        """Return where the user stopped reading an article, in code points of its text; None if it was never read."""
        return self.store.reading.position(id)

    def remember_position(self, id: str, position: int) -> None:
        """Save where the user stopped reading an article, in code points of its text."""
        self.store.reading.remember_position(id, position)

    def notes_are_folded(self, id: str) -> bool:
        """Return whether the user folded the notes below the passages of an article."""
        return self.store.reading.is_folded(id)

    def remember_folding(self, id: str, is_folded: bool) -> None:
        """Save whether the notes below the passages of an article are folded."""
        self.store.reading.remember_folding(id, is_folded=is_folded)

    # --- corrections

    def audit(self, id: str) -> Audit:
        """Return an article beside its source: what was kept and cut, why, and what the user corrected."""
        return self._auditor().audit(self._articles.row_of(id))

    def correct_line(self, id: str, number: int, keep: bool | None) -> Article:
        """Keep or cut a line (from 1) of an article's source, whatever cleaning decides. None leaves it to cleaning.

        The article changes at once, and the next search uses the new text. The
        correction also applies whenever the article is cleaned again. Raises
        PeaceindexError if nothing would be left of the article,
        LibraryLockedError if another process is writing. In both cases nothing
        has changed.
        """
        with self._correcting():
            return self._auditor().correct_line(self._articles.row_of(id), number, keep)

    def correct_field(self, id: str, field: Field, value: Value) -> Article:
        """Set a field of an article, as `correct_line` does. Authors and tags are separated by commas.

        A date may be written in any way, and be a month or a year. An empty value states that it is unknown. Raises
        PeaceindexError if a value is not valid.
        """
        with self._correcting():
            return self._auditor().correct_field(self._articles.row_of(id), field, value)

    def correct_fields(self, ids: Iterable[str], field: Field, value: Value) -> int:
        """Set a field of many articles, in one step that is undone at once. Return how many had another value.

        Ids that are no longer in the library are left out. Raises PeaceindexError if the value is not valid; also if
        an article cannot be cleaned again: it names those, and the others are corrected. Raises LibraryError, also in
        the middle, if the library cannot be written, and says how many articles were corrected.
        """
        with self._correcting():
            return self._auditor().correct_fields([*self._articles.rows_of(ids).values()], field, value)

    def corrections(self, article_id: str | None = None) -> list[Correction]:
        """Return all corrections, or those of one article, oldest first. Each says whether it is in force."""
        from peaceindex.storage.corrections import with_standing

        if article_id is not None:
            return list(self.audit(article_id).corrections)
        stored = self.store.corrections.all() if self._stores.has_annotations() else []
        return [with_standing(self._articles, correction) for correction in stored]

    def remove_correction(self, correction_id: str) -> Correction:
        """Remove the correction whose id begins with `correction_id`, and undo it. Raises as `correct_line`."""
        with self._correcting():
            return self._auditor().withdraw(correction_id)

    def undo_correction(self, article_id: str | None = None) -> tuple[str, ...]:
        """Undo the last correction, of one article or of any. Return the ids of its articles; none if there is none.

        What it had replaced is in force again. It can be redone. Raises as `correct_fields`.
        """
        return self._move_correction(article_id, is_undo=True)

    def redo_correction(self, article_id: str | None = None) -> tuple[str, ...]:
        """Redo the correction undone last, unless its article was corrected again since. Return and raise as above."""
        return self._move_correction(article_id, is_undo=False)

    def _move_correction(self, article_id: str | None, *, is_undo: bool) -> tuple[str, ...]:
        with self._correcting():
            row = None if article_id is None else self._articles.row_of(article_id)
            return self._auditor().move_step(row, is_undo=is_undo)

    def _auditor(self) -> Auditor:
        from peaceindex.annotations.audit import Auditor

        with self._lock:
            if self._auditor_cache is None:
                self._auditor_cache = Auditor(self._articles, self.store, functools.cache(self._cleaner))
            return self._auditor_cache

    def _corrected(self, passages: Sequence[Passage]) -> list[Passage]:
        from peaceindex.annotations.passages import with_corrections

        corrections = self._stores.corrections()
        if corrections.are_none:
            return list(passages)
        aliases = self._articles.aliases()
        return [
            with_corrections(p, corrections.of(aliases.get(p.article_id, p.article_id), p.source)) for p in passages
        ]

    @functools.cached_property
    def _anchor_cache(self) -> AnchorCache:
        from peaceindex.annotations.passages import AnchorCache

        return AnchorCache()

    @functools.cached_property
    def _folded_texts(self) -> FoldedTexts:
        from peaceindex.annotations.passage_query import FoldedTexts

        return FoldedTexts()

    def _with_position(self, passage: Passage) -> Passage:
        from peaceindex.annotations.passages import with_position

        return with_position(self._articles, passage, self._anchor_cache)
