"""Who made passages: choosing them by `by:NAME`, and comparing names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from peaceindex.late_pattern import late_pattern
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.passage import Passage

ME = "me"
"""The name in queries for who works in the library now."""
_BY = late_pattern(r"(?i)(?<!\S)(-?)by:(?:\"([^\"]*)\"?|(\S*))")


class Chosen(NamedTuple):
    """Passages that were chosen by who made them, and the rest of the query."""

    passages: Iterable[Passage]
    query: str


def chosen_by_annotator(passages: Iterable[Passage], query: str, me: str) -> Chosen:
    """Return the passages that each `by:NAME` in a query asks for, and the query without these.

    NAME is in quotes if it has spaces; accents and case do not count. `by:me` asks for the passages of `me`, and for
    those of which it was not said who made them. `-by:NAME` leaves passages out. A name that is not typed yet asks for
    nothing.
    """
    wanted = [(sign == "-", quoted or plain) for sign, quoted, plain in _BY.findall(query) if quoted or plain]
    if not wanted:
        return Chosen(passages, _BY.sub(" ", query) if "by:" in query.lower() else query)
    names = [(is_excluded, _names(name, me)) for is_excluded, name in wanted]
    found = [one for one in passages if all((name_key(one.annotator) in keys) != excluded for excluded, keys in names)]
    return Chosen(found, _BY.sub(" ", query))


def name_key(name: str) -> str:
    """Return the form in which two spellings of a name are equal."""
    return " ".join(fold(name).split())


def is_by(passage: Passage, name: str, me: str) -> bool:
    """Return whether a passage was made by `name`, which may be `me` for who works in the library now."""
    return name_key(passage.annotator) in _names(name, me)


def _names(name: str, me: str) -> set[str]:
    key = name_key(name)
    return {"", name_key(me)} if key == ME else {key}
