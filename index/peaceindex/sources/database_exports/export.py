"""What the readers of exports share: the lines that they read, and the records that they return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A line of an export, whatever file it comes from: plain text, RTF, a page of markup, a word processor."""

    text: str
    """Without spaces at its end. The cells of a table row are separated by tabs."""
    is_block: bool = False
    """Whether it is a whole paragraph, so that the next line never continues it. Lines of plain text may be wrapped."""
    is_strong: bool = False
    """Whether all of it is bold or a heading."""
    names: str = ""
    """The class names of the elements around it, innermost last, separated by spaces; "" for plain text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in an export.

    `first` and `end` are indices into the lines of the export: its first line, and the one after its last. The line
    with its number in the export ("3 of 50 DOCUMENTS") is not part of it, so that the same article in another export
    gives the same entry. `head` and `tail` are the lines before and after the body, as they are. `body` is the body,
    one paragraph each, without the breaks of wrapped lines.

    `stated` has the names of `RawDocument.stated` (title, outlet, published, modified, authors, tags, url, language)
    and values as written, such as "May 12, 2025 Monday". `details` are what else the export states about the article:
    `edition`, `section`, `page`, `words`, `publisher`, `document_id`. A value that the entry does not state is left
    out, and stays unknown: it is never taken from elsewhere in the file.
    """

    first: int
    end: int
    head: Sequence[str]
    body: Sequence[str]
    tail: Sequence[str] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    """Its number in the export, from 1; 0 if the export does not number its documents."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Lines (indices, `end` excluded) that look like articles but cannot be told apart, and why, as a clause."""

    first: int
    end: int
    reason: str
    count: int = 1
    """How many articles they look like."""


@dataclass(frozen=True, slots=True)
class Export:
    """The contents of an export of a news database."""

    database: str
    """The name of the database, for messages: Nexis, Factiva, ProQuest. "" if it is none that we know."""
    entries: Sequence[Entry]
    unclear: Sequence[Unclear] = ()
    announced: int = 0
    """The number of documents that the export states; 0 if it states none."""
    retrieved: str = ""
    """The date of the export, as written in it, or ""."""
    nothing: str = ""
    """Why it holds no articles, as a clause, if it is only a companion of other files, such as a list of documents."""
