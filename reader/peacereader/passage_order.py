"""The order of passages in a list, and the groups in which they stand there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from peaceindex.model.passage import Passage

Order = Literal["bookmarked", "date", "place", "outlet"]
Grouping = Literal["none", "article", "label", "month"]
ORDERS: tuple[Order, ...] = get_args(Order)
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

ORDER_WORDS: Mapping[Order, str] = {
    "bookmarked": "last bookmarked first",
    "date": "newest article first",
    "place": "by title, then place in the article",
    "outlet": "by outlet",
}
GROUPING_WORDS: Mapping[Grouping, str] = {
    "none": "no groups",
    "article": "grouped by article",
    "label": "grouped by label",
    "month": "grouped by month",
}
NO_LABEL = "no label"


@dataclass(frozen=True, slots=True)
class Group:
    """Passages under a heading. `key` tells groups apart whose headings are equal."""

    key: str
    heading: str
    passages: Sequence[Passage]


def sorted_passages(passages: Sequence[Passage], order: Order) -> list[Passage]:
    """Return passages in an order; they are given with the one bookmarked last first.

    Passages whose date or outlet is not known come last. Those that an order does not tell apart stand by their place
    in the article.
    """
    if order == "bookmarked":
        return list(passages)
    found = sorted(passages, key=lambda passage: passage.start)
    if order == "place":
        return sorted(found, key=lambda p: (not p.title, _folded(p.title), p.article_id))
    found.sort(key=lambda p: p.article_id)
    found.sort(key=lambda p: p.date or "", reverse=True)
    if order == "outlet":
        found.sort(key=lambda p: (not p.outlet, _folded(p.outlet)))
    return found


def grouped(passages: Sequence[Passage], grouping: Grouping, labels: Iterable[str] = ()) -> list[Group]:
    """Return passages in groups, in their order within each.

    Articles come in the order of their first passage, months from the newest, labels as they are given and then by
    name; what has no label or month comes last. A passage with several labels is in the group of each.
    """
    if grouping == "none":
        return [Group("", "", passages)] if passages else []
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        for key in _keys(passage, grouping):
            found.setdefault(key, []).append(passage)
    keys = list(found)
    if grouping == "label":
        known = {label: number for number, label in enumerate(labels)}
        keys.sort(key=lambda label: (not label, known.get(label, len(known)), _folded(label)))
    elif grouping == "month":
        keys.sort(reverse=True)
    return [Group(key, _heading(found[key][0], key, grouping), found[key]) for key in keys]


def _keys(passage: Passage, grouping: Grouping) -> Sequence[str]:
    if grouping == "label":
        return passage.labels or ("",)
    return (passage.article_id,) if grouping == "article" else ((passage.date or "")[:7],)


def _heading(first: Passage, key: str, grouping: Grouping) -> str:
    """Return the heading of a group, of which `first` is a passage."""
    if grouping == "label":
        return key or NO_LABEL
    if grouping == "month":
        return wording.long_date(key)
    facts = (first.title or wording.TITLE_NOT_KNOWN, first.outlet or wording.OUTLET_NOT_KNOWN)
    return " · ".join((*facts, wording.long_date(first.date)))


@lru_cache(maxsize=8192)
def _folded(text: str | None) -> str:
    decomposed = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
