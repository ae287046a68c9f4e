"""Counts of a query's words in the text of the articles that it finds, without reading the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from whoosh import query

from peaceindex.search.query.engine_queries import Group
from peaceindex.search.query.expansion import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.search.columns import Columns, Longs
    from peaceindex.search.execution.execute import Executor


def word_counts(executor: Executor, words: Iterable[str], field: str = "body") -> tuple[dict[str, int], int]:
    """Return how often each folded word occurs in a field of all documents, and how many words there are in all."""
    counts = {word: int(executor.postings_of(field, (word,))[1].sum(dtype=np.int64)) for word in words}
    return counts, int(sum(leaf.reader.field_length(field) for leaf in executor.leaves))


class TextCounts(NamedTuple):
    """The length of each document's text in `words`, and how often what a query searches for occurs in it, as `hits`.

    `hits` is None if only reading the texts would tell. Words that two parts of the query search for count for both.
    Documents that the query does not match may have hits too. `columns` are those of the index that was counted.
    """

    columns: Columns
    hits: Longs | None
    words: Longs

    def hits_in(self, rows: Iterable[int]) -> int | None:
        """Return how often what the query searches for occurs in the articles of these rows; None if unknown."""
        return None if self.hits is None else int(self.hits[self.columns.documents(rows)].sum())


def text_counts(executor: Executor, tree: Any, columns: Columns, field: str = "body") -> TextCounts:
    """Return the counts of a query tree, None for one that finds everything, in a field of all documents."""
    hits = np.zeros(len(columns), np.int64)
    is_known = tree is None or _count(executor, tree, hits, field)
    words = np.zeros(len(columns), np.int64)
    for leaf in executor.leaves:
        if field in leaf.fields and (lengths := leaf.fields[field].lengths) is not None:
            words[leaf.base : leaf.base + leaf.size] = lengths
    return TextCounts(columns, hits if is_known else None, words)


def _count(executor: Executor, tree: Any, counts: Longs, field: str) -> bool:
    """Add the occurrences of what a query searches for to `counts`. Return False if they are not known."""
    if isinstance(tree, query.Not):
        return True
    if isinstance(tree, query.ConstantScoreQuery):
        return _count(executor, tree.child, counts, field)
    if type(tree) is query.Sequence or (isinstance(tree, query.Phrase) and tree.slop > 1):
        return False
    if isinstance(tree, query.And | query.Or):
        return all(_count(executor, sub, counts, field) for sub in tree.subqueries)
    if getattr(tree, "fieldname", None) != field:
        return True
    if isinstance(tree, PATTERNS):
        postings = executor.postings_of_pattern(tree)
    elif isinstance(tree, Group):
        postings = iter(executor.postings_of_group(tree))
    else:
        keys = [tuple(tree.words)] if isinstance(tree, query.Phrase) else []
        if isinstance(tree, query.Term):
            keys = [(tree.text,)]
        postings = (executor.postings_of(field, key) for key in keys)
    for documents, weights in postings:  # a document is in each posting list once
        counts[documents] += np.asarray(weights).astype(np.int64)
    return True
