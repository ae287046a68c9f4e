"""The corrections of a library: which of them apply to an article, and whether each one is in force."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from peaceindex.cleaning.corrections import line_hash, line_places, newest
from peaceindex.errors import SourceTextError

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.model.article import Article
    from peaceindex.model.correction import Correction, Standing
    from peaceindex.storage.annotations import Annotations
    from peaceindex.storage.articles import ArticleStore


class Corrections:
    """The corrections of a library, grouped by article, for use while the library is being written to."""

    def __init__(self, store: ArticleStore, annotations: Callable[[], Annotations | None]) -> None:
        """Set up without reading anything.

        `annotations` is called when corrections are first needed. It returns None if the user has no annotations.
        """
        self._store = store
        self._annotations = annotations

    @cached_property
    def _by_id(self) -> dict[str, list[Correction]]:
        annotations = self._annotations()
        found: dict[str, list[Correction]] = {}
        for correction in annotations.corrections.all() if annotations else ():
            found.setdefault(correction.article_id, []).append(correction)
        return found

    @cached_property
    def _by_source(self) -> dict[str, list[Correction]]:
        found: dict[str, list[Correction]] = {}
        for correction in chain.from_iterable(self._by_id.values()):
            found.setdefault(correction.source, []).append(correction)
        return found

    @property
    def are_none(self) -> bool:
        """Whether the user has corrected nothing."""
        return not self._by_id

    def of(self, id: str, source: str) -> tuple[Correction, ...]:
        """Return the corrections of the article that has, or will get, this id.

        Of several corrections to the same field or line only the newest is returned. They come in the order in which
        they were made. If the library was rebuilt from its sources, the same source may have become an article with
        another id. Then `source`, the absolute name of the source, identifies the article, unless the user removed the
        one that was corrected: what its source holds now is another.
        """
        if not self._by_id:
            return ()
        found = list(self._by_id.get(id, ()))
        for old in self._store.former_ids(id):
            if old != id:
                found += self._by_id.get(old, ())
        if source:
            found += (
                c
                for c in self._by_source.get(source, ())
                if c.article_id != id
                and self._store.find(c.article_id) is None
                and not self._store.bin.removal_of(c.article_id)
            )
        return newest(found)


def with_standing(store: ArticleStore, correction: Correction) -> Correction:
    """Return the correction with its article's present id, its line number in the source, and its standing."""
    row = store.find(correction.article_id)
    if row is None and (removal := store.bin.removal_of(correction.article_id)):
        id = store.id_of(store.rows_of([correction.article_id])[correction.article_id])
        return replace(correction, article_id=id, number=None, standing="lost", removal=removal)
    if row is None:
        row = store.sources.find_source(correction.source)
    if row is None:
        return replace(correction, number=None, standing="lost")
    article = store.article(row)
    number = None
    if correction.field == "line":
        with suppress(SourceTextError):  # then its line cannot be found
            number = line_places(store.raws.document(row).text).get((correction.line_hash, correction.occurrence))
    return replace(correction, article_id=article.id, number=number, standing=_standing(article, correction, number))


def _standing(article: Article, correction: Correction, number: int | None) -> Standing:
    value = correction.value
    if correction.field == "line":
        if number is None:
            return "lost"
        cut = [c for c in article.cuts if c.line == number]
        is_applied = not cut if value == "keep" else any(line_hash(c.text) == correction.line_hash for c in cut)
    elif correction.field == "title" and not value:
        is_applied = article.provenance.get("title") in ("derived", "none")
    else:
        is_applied = (getattr(article, correction.field) or None) == (value or None)
    return "in force" if is_applied else "waiting"
