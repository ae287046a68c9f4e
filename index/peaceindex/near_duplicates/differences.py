"""How one outlet changed another's copy, sentence by sentence and word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.story import Change
from peaceindex.near_duplicates.comparison import align
from peaceindex.near_duplicates.sentences import differing_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.model.article import Article


def changes(before: Article, after: Article) -> tuple[Change, ...]:
    """Return how `after` differs from `before`, in text order. Quotation marks, dashes and case are ignored.

    A sentence that stands elsewhere in `after` is one removed and one added.
    """
    return tuple(_changes(before, after))


def _changes(before: Article, after: Article) -> Iterator[Change]:
    old, new, rows = align(before, after)
    for kind, i, j, _ in rows:
        if i is not None and j is not None:
            if kind != "equal":
                yield Change("changed", old[i].text, new[j].text, *differing_words(old[i], new[j]))
        elif i is not None:
            yield Change("removed", old[i].text, "", ((0, len(old[i].text)),))
        elif j is not None:
            yield Change("added", "", new[j].text, (), ((0, len(new[j].text)),))
