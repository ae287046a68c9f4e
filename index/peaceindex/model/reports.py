"""Reports about work on a library: what happened to each source, statistics, and problems found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["added", "changed", "unchanged", "same", "failed", "skipped", "joined", "removed"]
"""joined: a table of addresses, which filled in what was unknown about articles (`reason` says what);
same: the same document already exists, from another source; skipped: it is not a source of articles;
removed: left out, since the user removed its article (`reason` says whether that is in the bin)."""
Severity = Literal["error", "warning", "note"]
"""error: something is broken; warning: worth a look; note: good to know."""


@dataclass(frozen=True, slots=True)
class AddReport:
    """What happened to one source. `source` is its name as it was given; `reason` says why it failed or was skipped.

    `kind` is the plural name of the kind of files that were skipped, such as "pictures".

    `doubts` lists what is odd about an article that was added or changed: "no date", "future date", "tiny body", "only
    a summary" or "characters that could not be read". It also lists possible mistakes of cleaning: "beginning cut" if
    the beginning may have been cut, and "words cut" if more than a tenth of the words may have been.
    `outdated` is set if a page should have been read again, but its file is gone or has changed.
    """

    source: str
    status: Status
    article_id: str | None = None
    reason: str = ""
    doubts: tuple[str, ...] = ()
    kind: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What adding a file would find (`add --dry-run`, `clean --summary`).

    `path` is as the user gave it, "" for something that is no file. `kind` names its format. Of its `articles`, `known`
    are already in the library, or stand in the file twice. `outlets` and `doubts` are names with counts, the most
    frequent first; the outlet "" is not known. Besides the doubts of `AddReport`, there are "no title" and "no outlet".
    `failures` are messages about what could not be read. `skipped` is the plural name of the kind of a file that is no
    source of articles. `removed` articles would be left out, since the user removed them.
    """

    path: str
    kind: str
    articles: int = 0
    known: int = 0
    outlets: tuple[tuple[str, int], ...] = ()
    first_date: str | None = None
    last_date: str | None = None
    doubts: tuple[tuple[str, int], ...] = ()
    failures: tuple[str, ...] = ()
    skipped: str = ""
    removed: int = 0

    def as_record(self) -> dict[str, Any]:
        """Return the object that `add --dry-run --json` prints for this file."""
        return {
            "path": self.path,
            "kind": self.kind,
            "articles": self.articles,
            "known": self.known,
            "outlets": [{"value": name or None, "count": count} for name, count in self.outlets],
            "first_date": self.first_date,
            "last_date": self.last_date,
            "doubts": dict(self.doubts),
            "failures": list(self.failures),
            "skipped": self.skipped,
            "removed": self.removed,
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that `check` found: its kind in one word, what it is, and what to do about it."""

    kind: str
    what: str
    advice: str
    severity: Severity

    def as_record(self) -> dict[str, Any]:
        """Return the object that `check --json` prints for this problem."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that `check --repair` did. If `aside` is set, a row was taken out of its table and saved to a file."""

    what: str
    aside: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the object that `check --repair --json` prints for this repair."""
        return {"kind": "set aside" if self.aside else "repaired", "what": self.what}


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics of a library. Sizes are bytes on disk. `languages` maps ISO 639-1 codes ("": unknown) to counts."""

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
    tagged: int
    """The number of articles with a tag of the user's."""
    read: int
    library_size: int
    index_size: int
    annotations_size: int
    index: Literal["in step", "behind", "missing"]
    """Whether the search index covers all articles. If not, it catches up by itself at the next search."""
    stories: int = 0
    """The number of stories: texts that two or more articles share."""
    in_stories: int = 0
    """The number of articles that belong to a story."""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `stats --json` prints."""
        return {name: getattr(self, name) for name in self.__slots__} | {"languages": dict(self.languages)}
