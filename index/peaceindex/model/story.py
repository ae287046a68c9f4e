"""The story: articles that tell the same wire copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peaceindex.model.search import Span


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story, with as much of it as a list needs."""

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the copy of a story likely comes from.

    `agency` is the agency that a member names as its source, as it is written there; None if none does. `article_id`
    is the member to compare the others with: the agency's own if it is there, else the earliest. It is a guess, and
    `reason` says what it rests on: "agency" (a member names one) or "earliest".
    """

    article_id: str
    agency: str | None
    reason: Literal["agency", "earliest"]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell the same copy, the earliest first, undated ones last.

    `id` is that of its first member; it may change when articles come or go.
    """

    id: str
    members: tuple[Member, ...]
    origin: Origin

    @property
    def outlets(self) -> int:
        """In how many outlets it stands; an article of an unknown outlet counts as one of its own."""
        known = {member.outlet for member in self.members if member.outlet}
        return len(known) + sum(1 for member in self.members if not member.outlet)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one or more sentences in which two members of a story differ.

    `before` is empty for what was added, `after` for what was removed. The marks are the words, in code points of
    `before` and `after`, that the other one does not have; the words without marks are the same in both.
    """

    kind: Literal["changed", "added", "removed"]
    before: str
    after: str
    before_marks: tuple[Span, ...] = ()
    after_marks: tuple[Span, ...] = ()
