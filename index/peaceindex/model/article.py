"""The article: what cleaning makes of a source, and the language between the layers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

from peaceindex.model.safe_text import NOTHING, SafeText, Stated, joined, neutralise, stated

Provenance = Literal["stated", "found", "derived", "none"]
"""Where a value comes from: a field, or the user, says so; it stands in a byline, address or notice; we made it; or
nowhere. Whether it was the user tells the article's `Correction`s."""

FIELDS_WITH_PROVENANCE = ("title", "outlet", "date", "authors", "tags", "url", "language", "lead")

BODY_STATED: Final = "body_stated"
"""The key in `RawDocument.stated` that says: a field of the source calls this text the body of an article. Then a line
of it is cut on explicit evidence alone."""

ID_LENGTH = 12
"""Hex digits of an article id: 48 bits, so that a million articles collide with a chance of 0.2 %."""


SETTLED: Final = "settled"
"""In `RawDocument.stated`: that every line is the article's, and that what is not stated is known to be missing."""


class Facts(Protocol):
    """What a format knows of the lines of a document besides their text; cleaning judges by it."""

    def packed(self, text: str) -> bytes:
        """The facts in few bytes, for the library; they can be unpacked with the same text of the document alone."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as a source format hands it over, decoded and neutralised, not yet cleaned.

    `source` names it for people and scripts: the path as the user gave it, and
    `path!member` for a member of an archive. It is a name, not a text: what
    prints it makes it harmless. `text` has `\\n` line ends and no
    control characters. `stated` holds what the format itself states about the
    document (`title`, `outlet`, `date`, `published`, `modified`, `authors`,
    `tags`, `url`, `language`), and under `BODY_STATED` that the text is the
    article's body and no whole page; plain text states nothing. `mtime` is the
    source's modification time in seconds since the epoch, or None. `sha256`
    is that of the document's bytes, as hex, where a source format read it.
    `encoding` is Python's name of what its bytes were read as (`utf-8+NAME`
    where some lines were in another), `encoding_confidence`, from 0 to 1, how
    sure that is where the text alone told it, and None where bytes, format or
    user did.
    `facts` are those of a page of markup (`cleaning.html.facts`), packed where
    they come from a library; text has none.
    """

    source: str
    text: SafeText
    path: Path | None = None
    member: SafeText = NOTHING
    mtime: float | None = None
    stated: Stated = field(default_factory=lambda: Stated(MappingProxyType({})))
    sha256: str = ""
    encoding: str = "utf-8"
    encoding_confidence: float | None = None
    facts: Facts | bytes | None = None

    @classmethod
    def of(cls, source: str, text: str, says: Mapping[str, Any] = MappingProxyType({}), **more: Any) -> RawDocument:
        """A document of any text, and of what is stated about it: both pass the gate (see `harmless`)."""
        return cls(source, neutralise(text), stated=stated(says), **more)


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that cleaning removed: its number in the source (from 1), its text, and the reason in plain words."""

    line: int
    text: SafeText
    reason: str


@dataclass(frozen=True, slots=True)
class Losses:
    """What may have been cut from an article by mistake: running text that was cut without evidence.

    `opening` counts such lines before the article's text, where its beginning
    may be; `words` those of all such lines; `kept` the words of the lines that
    were kept, counted alike. All are 0 where there are no such lines.
    """

    opening: int = 0
    words: int = 0
    kept: int = 0

    @property
    def over_a_tenth(self) -> bool:
        """Whether the article may have lost more than a tenth of its words."""
        return 10 * self.words > self.words + self.kept

    @property
    def are_notable(self) -> bool:
        """Whether they are to be told: a beginning, or over a tenth of the words."""
        return self.opening > 0 or self.over_a_tenth


NO_LOSSES: Final = Losses()


@dataclass(frozen=True)
class Article:
    """A cleaned article. What is not known is None or empty, and `provenance` says where the rest comes from.

    `date` is `YYYY-MM-DD`; `published` and `modified` are ISO 8601 with the
    offset that the source states. `lead` is the first paragraph, or the summary
    that precedes the text; `paragraphs` holds it too. `tags` are the outlet's
    own; `topics` are ours, canonical names found by the names file. `language`
    is an ISO 639-1 code. `losses` are what cleaning may have cut by mistake.
    """

    source: str
    id: str
    title: SafeText | None
    outlet: SafeText | None
    date: SafeText | None
    published: SafeText | None
    modified: SafeText | None
    authors: tuple[SafeText, ...]
    tags: tuple[SafeText, ...]
    topics: tuple[SafeText, ...]
    url: SafeText | None
    language: SafeText | None
    lead: SafeText | None
    paragraphs: tuple[SafeText, ...]
    cuts: tuple[Cut, ...]
    provenance: Mapping[str, Provenance]
    losses: Losses = NO_LOSSES

    @cached_property
    def text(self) -> SafeText:
        """The paragraphs joined by an empty line; positions of passages and matches count in it, in code points."""
        return joined("\n\n", self.paragraphs)

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of `text` in UTF-8, as hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """The object that `clean --json` and `show --json` print, in the contract's order of keys."""
        return {
            "source": self.source,
            "id": self.id,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "published": self.published,
            "modified": self.modified,
            "authors": list(self.authors),
            "tags": list(self.tags),
            "topics": list(self.topics),
            "url": self.url,
            "language": self.language,
            "lead": self.lead,
            "paragraphs": list(self.paragraphs),
            "cuts": [{"line": c.line, "text": c.text, "reason": c.reason} for c in self.cuts],
            "provenance": dict(self.provenance),
        }


def article_id(text: str) -> str:
    """The id of an article first seen with this source text: the head of its SHA-256, `ID_LENGTH` hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
