"""Counts of a query's words in the text of the articles that it finds, without reading the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query

from peaceindex.search.query.engine_queries import Group
from peaceindex.search.query.expansion import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.search.columns import Bools
    from peaceindex.search.execution.execute import Executor


def word_counts(executor: Executor, words: Iterable[str], field: str = "body") -> tuple[dict[str, int], int]:
    """Return how often each folded word occurs in a field of all documents, and how many words there are in all."""
    counts = {word: int(executor.postings_of(field, (word,))[1].sum(dtype=np.int64)) for word in words}
    return counts, int(sum(leaf.reader.field_length(field) for leaf in executor.leaves))


def occurrences(executor: Executor, tree: Any, matched: Bools, field: str = "body") -> int | None:
    """Return how often what a query searches for occurs in a field of the matched documents; None if that is not known.

    Words that two parts of the query search for count for both.
    """
    if isinstance(tree, query.Not):
        return 0
    if isinstance(tree, query.ConstantScoreQuery):
        return occurrences(executor, tree.child, matched, field)
    if type(tree) is query.Sequence or (isinstance(tree, query.Phrase) and tree.slop > 1):
        return None
    if isinstance(tree, query.And | query.Or):
        counts = [occurrences(executor, sub, matched, field) for sub in tree.subqueries]
        return sum(count for count in counts if count is not None) if None not in counts else None
    if getattr(tree, "fieldname", None) != field:
        return 0
    if isinstance(tree, PATTERNS):
        return int(sum(weights[matched[documents]].sum() for documents, weights in executor.postings_of_pattern(tree)))
    keys = [tuple(tree.words)] if isinstance(tree, query.Phrase) else []
    if isinstance(tree, query.Term):
        keys = [(tree.text,)]
    postings = (
        executor.postings_of_group(tree)
        if isinstance(tree, Group)
        else [executor.postings_of(field, key) for key in keys]
    )
    return int(sum(np.asarray(weights)[matched[documents]].sum() for documents, weights in postings))
