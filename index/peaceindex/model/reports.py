"""What work on a library tells: what became of each source, figures, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["added", "changed", "unchanged", "same", "failed", "skipped"]
"""same: the same document is there already, from another source; skipped: it is no source of articles."""
Severity = Literal["error", "warning", "note"]
"""error: something is broken; warning: worth a look; note: good to know."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source. `source` is its name as it was given; `reason` says why it failed or was skipped.

    `kind` says what those are that were skipped, in the plural: "pictures".

    `doubts` says what is odd about an article that was added or changed: "no date", "future date", "tiny body",
    "signs that could not be read"; or that its beginning may have been cut by mistake ("beginning cut"), or over a
    tenth of its words ("words cut").
    `outdated` is set where a page should have been read again, but its file is gone or has changed.
    """

    source: str
    status: Status
    article_id: str | None = None
    reason: str = ""
    doubts: tuple[str, ...] = ()
    kind: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that `check` found: its kind in a word, what it is, and what to do about it."""

    kind: str
    what: str
    advice: str
    severity: Severity

    def as_record(self) -> dict[str, Any]:
        """The object that `check --json` prints for it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that `check --repair` did. With `aside`, a row was taken out of its table and kept in a file."""

    what: str
    aside: bool = False

    def as_record(self) -> dict[str, Any]:
        """The object that `check --repair --json` prints for it."""
        return {"kind": "set aside" if self.aside else "mended", "what": self.what}


@dataclass(frozen=True, slots=True)
class Stats:
    """A library in figures. Sizes are bytes on disk; `languages` counts articles by ISO 639-1 code, "" unknown."""

    folder: str
    articles: int
    sources: int
    outlets: int
    first_date: str | None
    last_date: str | None
    without_date: int
    without_title: int
    derived_titles: int
    without_outlet: int
    words: int
    languages: Mapping[str, int]
    passages: int
    read: int
    library_size: int
    index_size: int
    annotations_size: int
    index: Literal["in step", "behind", "missing"]
    """Whether the search index holds all articles; it catches up by itself at the next search."""
    stories: int = 0
    """Pieces of copy that two articles or more tell."""
    in_stories: int = 0
    """Articles that tell one of those."""

    def as_record(self) -> dict[str, Any]:
        """The object that `stats --json` prints."""
        return {name: getattr(self, name) for name in self.__slots__} | {"languages": dict(self.languages)}
