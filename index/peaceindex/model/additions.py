"""What the user added to a library, and removed from it: folders, notes about their sources, articles in the bin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Removal = Literal["", "in the bin", "emptied"]
"""What became of an article that the user removed: it is in the bin, or the bin was emptied since. "": not removed."""


@dataclass(frozen=True, slots=True)
class BinnedArticle:
    """An article in the bin. `removed` is when it was moved there (ISO 8601 in UTC); "" if that is not known."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    words: int
    removed: str

    def as_record(self) -> dict[str, Any]:
        """Return the object that `bin --json` prints for this article."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source that failed, or gave an article that looks doubtful, when it was last read.

    `reason` says why it failed; "" if it did not. `doubts` are as in `AddReport`. `article_id` is "" if there is none.
    """

    source: str
    article_id: str
    reason: str
    doubts: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return the object that `folders --notes --json` prints for this source."""
        return {
            "source": self.source,
            "article": self.article_id or None,
            "reason": self.reason,
            "doubts": list(self.doubts),
        }


@dataclass(frozen=True, slots=True)
class AddedFolder:
    """A file or folder that the user added.

    `first` and `last` are when it was added first and last (ISO 8601 in UTC). `is_finished` is False if the last
    addition was stopped before its end. `articles` counts the articles of its sources, `removed` those of them that
    the user removed, `failed` and `doubtful` the sources of which there is a note. `exists` is whether it is there.
    """

    path: str
    first: str
    last: str
    is_finished: bool
    encoding: str
    articles: int
    removed: int
    failed: int
    doubtful: int
    exists: bool

    def as_record(self) -> dict[str, Any]:
        """Return the object that `folders --json` prints for this folder."""
        return {name.removeprefix("is_"): getattr(self, name) for name in self.__slots__}


def covers(folder: str, path: str) -> bool:
    """Return whether a path is the folder itself, or lies below it; a file has its members below it."""
    return path == folder or path.startswith((f"{folder.rstrip('/')}/", f"{folder}!"))
