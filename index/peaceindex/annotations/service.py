"""The user's own work on the articles of a library: passages, read marks, positions and corrections."""

from __future__ import annotations

import functools
import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from peaceindex.model.article import Article
from peaceindex.model.correction import Correction, Field, Value
from peaceindex.model.passage import Passage
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.stores import Stores

if TYPE_CHECKING:
    from peaceindex.annotations.audit import Auditor
    from peaceindex.cleaning import Cleaner
    from peaceindex.model.audit import Audit


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
        self._guard = threading.Lock()
        self._kept_auditor: Auditor | None = None

    @property
    def store(self) -> Annotations:
        """The database of the user's own work."""
        return self._stores.annotations

    def bookmark(self, article: Article, start: int, end: int, note: str = "", labels: Sequence[str] = ()) -> Passage:
        """Keep the passage from `start` to `end` of `article.text`. Raises ValueError if that is no stretch of it."""
        from peaceindex.annotations.anchoring import context

        text = article.text
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no stretch of a text of {len(text)} code points: {start} to {end}")
        prefix, suffix = context(text, start, end)
        passage = Passage(
            id=secrets.token_hex(6),
            article_id=article.id,
            quote=text[start:end],
            prefix=prefix,
            suffix=suffix,
            start=start,
            end=end,
            text_hash=article.text_hash,
            note=note,
            labels=tuple(labels),
            created=timestamp(),
            title=article.title,
            outlet=article.outlet,
            date=article.date,
            authors=article.authors,
            url=article.url,
            source=article.source,
        )
        self.store.passages.add(passage)
        return passage

    def passages(self, query: str = "", article_id: str | None = None) -> list[Passage]:
        """The passages, newest first, each with the place where it stands now.

        `query` keeps those that have all its words in quote, note, labels,
        title, outlet or date; `article_id` those of one article.
        """
        from peaceindex.annotations.passages import matching

        ids = None
        if article_id is not None:
            id = self._articles.id_of(self._articles.row_of(article_id))
            ids = [id, *(old for old, new in self._articles.aliases().items() if new == id)]
        corrected = self._corrected(self.store.passages.all(ids))
        return [self._standing(passage) for passage in matching(corrected, query)]

    def annotate(
        self,
        passage_id: str,
        *,
        note: str | None = None,
        labels: Sequence[str] | None = None,
        instead_of: str | None = None,
    ) -> Passage:
        """Set a passage's note, its labels, or both; None leaves as it is.

        `instead_of` is the note that the new one was made of: where another program has written another one meanwhile,
        both are kept. Raises PeaceindexError if there is no such passage; where it was put into the bin since, the
        note is kept there.
        """
        (passage,) = self._corrected([self.store.passages.annotate(passage_id, note, labels, instead_of)])
        return self._standing(passage)

    def remove_passage(self, passage_id: str) -> Passage:
        """Put a passage into the bin, from which `restore_passage` takes it back."""
        return self.store.passages.remove(passage_id)

    def restore_passage(self, passage_id: str) -> Passage:
        """Take a passage out of the bin."""
        (passage,) = self._corrected([self.store.passages.restore(passage_id)])
        return self._standing(passage)

    def mark_read(self, id: str, read: bool = True) -> None:
        """Mark the article of this id as read, or as unread."""
        self.store.reading.mark_read(id, read)

    def position(self, id: str) -> int | None:
        """Where reading of this article stopped, as a code point of its text; None if it never began."""
        return self.store.reading.position(id)

    def remember_position(self, id: str, position: int) -> None:
        """Keep where reading of this article stopped."""
        self.store.reading.remember_position(id, position)

    # --- corrections

    def audit(self, id: str) -> Audit:
        """The article beside its source: what was kept and cut, why, and what the user set right."""
        return self._auditor().audit(self._articles.row_of(id))

    def correct_line(self, id: str, number: int, keep: bool | None) -> Article:
        """Keep or cut a line (from 1) of an article's source, whatever cleaning thinks; None leaves it to cleaning.

        The article is as it says at once, and the next search finds it so; it
        stays so when the article is cleaned again. Raises PeaceindexError where
        nothing would be left of the article, LibraryLockedError if another
        process is writing; then nothing has changed.
        """
        with self._correcting():
            return self._auditor().correct_line(self._articles.row_of(id), number, keep)

    def correct_field(self, id: str, field: Field, value: Value) -> Article:
        """State an article's title, outlet, date (YYYY-MM-DD) or authors (parted by commas); as `correct_line`.

        Empty: that it is not known. Raises PeaceindexError where a date is none.
        """
        with self._correcting():
            return self._auditor().correct_field(self._articles.row_of(id), field, value)

    def corrections(self, article_id: str | None = None) -> list[Correction]:
        """All corrections, or those of an article, in the order they were made; each says whether it is in force."""
        from peaceindex.storage.corrections import standing

        if article_id is not None:
            return list(self.audit(article_id).corrections)
        made = self.store.corrections.all() if self._stores.has_annotations() else []
        return [standing(self._articles, correction) for correction in made]

    def remove_correction(self, correction_id: str) -> Correction:
        """Take back the correction whose id begins so: the article is again as cleaning has it. Raises as others do."""
        with self._correcting():
            return self._auditor().take_back(correction_id)

    def _auditor(self) -> Auditor:
        from peaceindex.annotations.audit import Auditor

        with self._guard:
            if self._kept_auditor is None:
                self._kept_auditor = Auditor(self._articles, self.store, functools.cache(self._cleaner))
            return self._kept_auditor

    def _corrected(self, passages: Sequence[Passage]) -> list[Passage]:
        from peaceindex.annotations.passages import as_corrected

        corrections, aliases = self._stores.corrections(), self._articles.aliases()
        return [as_corrected(p, corrections.of(aliases.get(p.article_id, p.article_id), p.source)) for p in passages]

    def _standing(self, passage: Passage) -> Passage:
        from peaceindex.annotations.passages import standing

        return standing(self._articles, passage)
