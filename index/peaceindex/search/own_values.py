"""The values of the facets that the index does not hold: the labels of passages, and what is read or bookmarked."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.errors import QueryError
from peaceindex.model.query_language import COUNTED_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.search.article_states import ArticleStates
    from peaceindex.search.columns import Columns, Longs

_UNREAD = "unread"


class OwnValues:
    """Finds the documents that have each label and each state. Any method may be called from any thread.

    What was found is kept until the user's own work or the index changes.
    """

    def __init__(self, states: ArticleStates) -> None:
        self._states = states
        self._kept: dict[str, tuple[Columns, object, Mapping[str, Longs]]] = {}

    def documents(self, facet: str, columns: Columns) -> Mapping[str, Longs]:
        """Return the documents that have each value of the facet `labels` or `states`."""
        is_labels = facet == "labels"
        made_of: object = self._states.label_ids() if is_labels else self._states.marks()
        kept = self._kept.get(facet)
        # Marks are the same object until they change; to compare them would be to compare all ids.
        if kept is None or kept[0] is not columns or (kept[1] != made_of if is_labels else kept[1] is not made_of):
            found = self._labels(columns) if is_labels else self._marks(columns)
            kept = self._kept[facet] = columns, made_of, MappingProxyType(found)
        return kept[2]

    def _labels(self, columns: Columns) -> dict[str, Longs]:
        found = {}
        for name in self._states.label_ids():
            with suppress(QueryError):  # the label was removed a moment ago
                found[name] = columns.documents(self._states.rows(f"label:{name}"))
        found[""] = _others(columns, columns.documents(self._states.rows("label:")))
        return found

    def _marks(self, columns: Columns) -> dict[str, Longs]:
        marked = {state: columns.documents(self._states.rows(state)) for state in COUNTED_STATES if state != _UNREAD}
        return {
            state: marked[state] if state in marked else _others(columns, marked["read"]) for state in COUNTED_STATES
        }


def _others(columns: Columns, documents: Longs) -> Longs:
    """Return the living documents besides these."""
    others = columns.alive.copy()
    others[documents] = False
    return np.flatnonzero(others)
