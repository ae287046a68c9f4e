"""The correction: what the user changed in the result of cleaning, and whether the change is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from peaceindex.model.additions import Removal

Field = Literal["line", "title", "outlet", "date", "authors", "url", "tags", "language"]
"""What a correction applies to: a line of the source, or one of the fields."""
FIELDS: tuple[Field, ...] = ("title", "outlet", "date", "authors", "url", "tags", "language")

Value = str | tuple[str, ...] | None
"""For a line: `keep` or `cut`. For authors and tags: their names. For any other field: its text, or None for
"not known"; a date is YYYY-MM-DD, or YYYY-MM or YYYY if no more is known of it."""

Standing = Literal["in force", "waiting", "lost"]
"""in force: the article matches the correction; waiting: it will once the article is cleaned again; lost: the line, or
the article, no longer exists. The correction itself is always kept."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that the user kept or cut, or a field that the user stated. It overrides what cleaning finds.

    A line is identified by its text, not by its number, so that it is found
    again in a source that has changed. `line` is that text, `line_hash` the
    SHA-256 of it with single spaces, and `occurrence` says which of the lines
    with that text it is, from 1. `was` is the result of cleaning before the
    correction: `kept`, `cut` or `part` (a piece was cut) for a line, otherwise
    the value of the field. `made` is ISO 8601 in UTC. `source` is the name of
    the article's source at that time. `number` is the current line number, or
    None for a field or a lost line. `removal` says whether the user removed
    the article: then the correction is lost only as long as that is not restored.
    """

    id: str
    article_id: str
    field: Field
    value: Value
    was: Value
    line: str
    line_hash: str
    occurrence: int
    made: str
    source: str
    number: int | None = None
    standing: Standing = "in force"
    removal: Removal = ""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `corrections --json` prints for this correction."""
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in self.__slots__}
