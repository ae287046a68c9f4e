"""The marks that the user sets on articles."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Mark = Literal["read", "starred", "later"]
MARKS: Final[tuple[Mark, ...]] = ("read", "starred", "later")


class ArticleMarks(msgspec.Struct, frozen=True):
    """The marks of one article."""

    read: bool = False
    starred: bool = False
    later: bool = False
    """Whether it is to be read later."""

    def as_record(self) -> dict[str, bool]:
        """Return the object for JSON."""
        return {"read": self.read, "starred": self.starred, "later": self.later}
