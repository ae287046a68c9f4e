"""The story: a group of articles that share the same wire copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from peaceindex.model.search import Span


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story, with as much of it as a list shows."""

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely origin of the copy of a story.

    `agency` is the agency that a member names as its source, as it is written there, or None if no member names one.
    `article_id` is the member to compare the others with: the agency's own article if there is one, otherwise the
    earliest. The origin is a guess, and `reason` says what it is based on: "agency" (a member names one) or "earliest".
    """

    article_id: str
    agency: str | None
    reason: Literal["agency", "earliest"]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that share the same copy, earliest first and undated ones last.

    `id` is the id of the first member. It may change when articles are added or removed.
    """

    id: str
    members: tuple[Member, ...]
    origin: Origin

    @property
    def outlets(self) -> int:
        """The number of outlets that published it. An article of an unknown outlet counts as one more outlet."""
        known = {member.outlet for member in self.members if member.outlet}
        return len(known) + sum(1 for member in self.members if not member.outlet)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one or more sentences in which two members of a story differ.

    `before` is empty for an addition, `after` for a removal. The marks are the words that the other side does not
    have, in code points of `before` and `after`. Words without marks are the same on both sides.
    """

    kind: Literal["changed", "added", "removed"]
    before: str
    after: str
    before_marks: tuple[Span, ...] = ()
    after_marks: tuple[Span, ...] = ()
