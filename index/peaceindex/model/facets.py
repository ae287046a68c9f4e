"""The counts beside the results of a search: frozen values for use in any layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of hits that have it. The value "" means "not known"."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits, not only those on the first page.

    Outlets and tags are sorted by count, most frequent first, then by name.
    Dates are months `YYYY-MM` in chronological order, with "" last. Each facet
    is counted over the hits that match the query and the selections of the
    *other* facets, so that more values of the same facet can be ticked.
    """

    outlets: Sequence[FacetValue] = ()
    dates: Sequence[FacetValue] = ()
    tags: Sequence[FacetValue] = ()
    days: Sequence[FacetValue] = ()
    """Days `YYYY-MM-DD` in chronological order. If all hits span at most two months, they cover all hits; otherwise
    only the months that the request names in `days_of`."""


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """The number of hits whose text is a near-duplicate of another hit. Hits minus copies gives the number of stories.

    `total` covers all hits. The others are by facet value, over the hits that the facet counts (dates are months
    `YYYY-MM`). A value without copies is left out.
    """

    total: int = 0
    outlets: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
