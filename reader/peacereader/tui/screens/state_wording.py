"""The words of the state line: what narrows a search, each as a chip that can be removed, and how it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.search import Request, Selection
from peacereader import wording
from peacereader.tui.screens.search_logging import without_order
from peacereader.tui.widgets.state_layout import Chip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from peaceindex.model.search import Sort

SORT_WORDS: Final[Mapping[Sort, str]] = {
    "relevance": "best match first",
    "newest": "newest first",
    "oldest": "oldest first",
    "added": "last added first",
}

_FACETS: Final = (
    ("outlets", "outlet ", (wording.OUTLET_NOT_KNOWN, "no outlet"), ("outlet known", "")),
    ("dates", "", (wording.DATE_NOT_KNOWN, "no date"), ("date known", "")),
    ("tags", "tag ", ("no tags", ""), ("with tags", "")),
    ("languages", "language ", (wording.LANGUAGE_NOT_KNOWN, "no language"), ("language known", "")),
    ("authors", "by ", (wording.AUTHOR_NOT_KNOWN, "no author"), ("author known", "")),
    ("labels", "label ", ("no label", ""), ("labelled", "")),
    ("states", "", ("", ""), ("", "")),
)
"""Each facet's field in a request, what stands before a value, and the words and brief words for "" in and out."""


def chips(request: Request) -> list[Chip]:
    """Return what narrows a request besides its words: the saved search, ticks and exclusions, exact spellings."""
    found = [Chip(f"saved “{request.view.name}”", "view", brief=f"“{request.view.name}”")] if request.view else []
    for field, prefix, unknown, known in _FACETS:
        ticked: Selection = getattr(request, field)
        found += _facet_chips(field, ticked.include, prefix, unknown)
        found += _facet_chips(field, ticked.exclude, "not ", known)
    return [*found, *([Chip("exact spellings", "exact", brief="exact")] if request.exact else [])]


def _facet_chips(field: str, values: frozenset[str], prefix: str, missing: tuple[str, str]) -> Iterator[Chip]:
    """Yield the chips of values that are ticked, or excluded. `missing` are the words for the value ""."""
    is_date, named = field == "dates", values - {""}
    word_of = wording.language_name if field == "languages" else str
    groups = date_ranges(named) if is_date else [(word_of(value), frozenset((value,))) for value in sorted(named)]
    for words, members in groups:
        brief = words if prefix and prefix != "not " else ""
        yield Chip(prefix + words, field, members, brief, is_date)
    if "" in values:
        yield Chip(missing[0], field, frozenset(("",)), missing[1])


def without(request: Request, chip: Chip) -> Request:
    """Return a request without what a chip stands for. If nothing else is left, it is no saved search any more."""
    if chip.field == "view":
        return replace(request, view=None)
    if chip.field == "exact":
        return replace(request, exact=False, view=None)
    ticked: Selection = getattr(request, chip.field)
    rest = Selection(ticked.include - chip.values, ticked.exclude - chip.values)
    changed: dict[str, Any] = {chip.field: rest}
    left = replace(request, **changed)
    return Request(sort=left.sort) if without_order(left) == Request() else left


def date_ranges(values: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """Return years, months and days in order, the adjacent ones joined: the words for each range, and its values.

    A value may itself be a range, as `2025-05..2025-06`.
    """
    ranges: list[tuple[str, str, list[str]]] = []
    for value in sorted(values, key=lambda value: (len(value.partition("..")[0]), value)):
        first, _, last = value.partition("..")
        if ranges and _next(ranges[-1][1]) == first:
            ranges[-1] = ranges[-1][0], last or first, [*ranges[-1][2], value]
        else:
            ranges.append((first, last or first, [value]))
    return [(wording.date_span(f"{first}..{last}"), frozenset(members)) for first, last, members in ranges]


def _next(value: str) -> str:
    """Return the year, month or day after this one; "" if it is none."""
    try:
        if len(value) == 4:
            return f"{int(value) + 1:04}"
        if len(value) == 7:
            year, month = divmod(int(value[:4]) * 12 + int(value[5:]), 12)
            return f"{year:04}-{month + 1:02}"
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def order_words(request: Request) -> str:
    """Return the order of the results. Without words none matches better than another, and the newest come first."""
    return SORT_WORDS["newest" if request.sort == "relevance" and not request.text.strip() else request.sort]
