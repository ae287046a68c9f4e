"""The correction: what the user set right in what cleaning made of a page, and whether it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Field = Literal["line", "title", "outlet", "date", "authors"]
"""What a correction is of: a line of the source, or one of the fields."""
FIELDS: tuple[Field, ...] = ("title", "outlet", "date", "authors")

Value = str | tuple[str, ...] | None
"""Of a line: `keep` or `cut`; of the authors: their names; of another field: its text, or None for not known."""

Standing = Literal["in force", "waiting", "lost"]
"""in force: the article is as the correction says; waiting: it will be when the article is cleaned again;
lost: the line, or the article, is not there any more. The correction itself is always kept."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that the user kept or cut, or a field that the user stated; it wins over what cleaning finds.

    A line is known by its text, not by its number, so that it is found again
    in a source that has changed: `line` is that text, `line_hash` the SHA-256
    of it with single spaces, and `occurrence` tells which of the lines with
    that text it is, from 1. `was` is what cleaning had made of it: `kept`,
    `cut` or `part` (a piece was cut) for a line, else the field's value.
    `made` is ISO 8601 in UTC, `source` the name of the article's source then.
    `number` is where the line stands now, None for a field or a lost line.
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

    def as_record(self) -> dict[str, Any]:
        """The object that `corrections --json` prints for it."""
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in self.__slots__}
