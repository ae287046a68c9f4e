"""Passages that come from a file of this or another program, and what became of each when it was imported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.code import Code
    from peaceindex.model.event import Event

Status = Literal["exact", "moved", "uncertain", "lost", "already there", "refused"]
"""The first four are the anchoring of a passage that was added. `already there`: nothing was added, since the library
has the passage. `refused`: what stood in the file is no passage, or not one that can be kept."""

Means = Literal["", "id", "address", "text", "source", "words"]
"""By what the article of a passage was found: its id, its web address, the SHA-256 of its text or of its source file,
or the words of the passage with those around them. "" if it was not found."""


@dataclass(frozen=True, slots=True)
class ImportedPassage:
    """A passage as a file tells it. What the file does not tell is empty. Importing makes its texts safe.

    `start` and `end` are code points of the text with the SHA-256 `text_hash`; None if the file counts in a text that
    nobody has, such as a page in a browser. `source_hash` is the SHA-256 of the article's source file. `origin` is a
    name that the file gives the passage, from which its id is derived if it has no `id` of this program. `user` is who
    made it, "" if the file does not say.
    """

    quote: str
    id: str = ""
    origin: str = ""
    article_id: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    text_hash: str = ""
    source_hash: str = ""
    note: str = ""
    labels: tuple[str, ...] = ()
    created: str = ""
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    source: str = ""
    user: str = ""
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class RefusedPassage:
    """An entry of a file that cannot be taken. `where` names it, `reason` says why, in words for people."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What a file holds: its passages, what in it cannot be taken, and its codebook (empty if it has none)."""

    passages: tuple[ImportedPassage, ...] = ()
    refused: tuple[RefusedPassage, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of an entry of the file. `reason` says more where that is needed."""

    status: Status
    quote: str
    passage_id: str = ""
    article_id: str = ""
    found_by: Means = ""
    reason: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `passages --import --json` prints for this entry."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, entry by entry in the order of the file; those that were refused come last."""

    outcomes: Sequence[ImportOutcome]

    def counts(self) -> Counter[Status]:
        """Return the number of entries by status."""
        return Counter(outcome.status for outcome in self.outcomes)

    def as_record(self) -> dict[str, Any]:
        """Return the object that `passages --import --json` prints."""
        counts = self.counts()
        names: tuple[Status, ...] = ("exact", "moved", "uncertain", "lost", "already there", "refused")
        return {
            **{name.replace(" ", "_"): counts[name] for name in names},
            "passages": [outcome.as_record() for outcome in self.outcomes],
        }
