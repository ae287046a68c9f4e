"""The counts beside the results of a search: frozen values for use in any layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of hits that have it. The value "" means "not known"."""

    value: str
    count: int


class LongFacet(Sequence[FacetValue]):
    """The values of a facet, of which there may be very many: only the most frequent and the ticked are its items."""

    rare = 0
    """How many values there are besides."""

    def matching(self, is_match: Callable[[str], bool], always: Collection[str]) -> Sequence[FacetValue]:
        """Return those of all values whose folded form matches, or which are `always` wanted, in the same order."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits, not only those on the first page.

    Values are sorted by count, most frequent first, then by name; of very many, only
    the most frequent are listed (`LongFacet` finds the rest). States are in
    the order of `query_language.COUNTED_STATES`. Dates are months `YYYY-MM` in
    chronological order, with "" last. The facets after `days` are counted only
    if the request asks for it. Each facet
    is counted over the hits that match the query and the selections of the
    *other* facets, so that more values of the same facet can be ticked.
    """

    outlets: Sequence[FacetValue] = ()
    dates: Sequence[FacetValue] = ()
    tags: Sequence[FacetValue] = ()
    days: Sequence[FacetValue] = ()
    """Days `YYYY-MM-DD` in chronological order. If all hits span at most two months, they cover all hits; otherwise
    only the months that the request names in `days_of`, and those of days that it selects."""
    ranges: Sequence[FacetValue] = ()
    """The ranges of dates that the request selects, in chronological order."""
    languages: Sequence[FacetValue] = ()
    authors: Sequence[FacetValue] = ()
    labels: Sequence[FacetValue] = ()
    states: Sequence[FacetValue] = ()


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """The number of hits whose text is a near-duplicate of another hit. Hits minus copies gives the number of stories.

    `total` covers all hits. The others are by facet value, over the hits that the facet counts. Dates are months
    `YYYY-MM`, years, the days that `Facets` counts, and selected ranges. A value without copies is left out.
    """

    total: int = 0
    outlets: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
