"""The article: what cleaning extracts from a source, and the vocabulary that all layers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from peaceindex.model.evidence import NO_DETAILS, NO_EVIDENCE, Evidence
from peaceindex.model.safe_text import EMPTY, SafeText, Stated, joined, neutralise, neutralise_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Provenance = Literal["stated", "found", "derived", "none"]
"""Where a value comes from. "stated": a field or the user states it. "found": it appears in a byline, a web address or
a notice. "derived": we worked it out. "none": it is not known. Whether it was the user is recorded by the article's
`Correction`s."""

FIELDS_WITH_PROVENANCE = ("title", "outlet", "date", "authors", "tags", "url", "language", "lead")

BODY_STATED: Final = "body_stated"
"""A key in `RawDocument.stated`. It means that a field of the source declares this text to be the body of an article.
Cleaning then cuts a line only on explicit evidence."""

ID_LENGTH = 12
"""Hex digits of an article id: 48 bits, so that the chance of a collision among a million articles is 0.2 %."""


ALREADY_CLEAN: Final = "settled"
"""A key in `RawDocument.stated`. It means that every line belongs to the article, and that any value that is not stated
is known to be missing."""

BODY_LINES: Final = "body_lines"
"""A key in `RawDocument.stated`: pairs of the first and last line of each part of the body, counted from 1. It comes
from a format that gives each article a header of fields. All other lines are such fields, and any value that is not
stated is known to be missing."""

RUNNING_LINES: Final = "running_lines"
"""A key in `RawDocument.stated`: the numbers of the lines, from 1, that are running heads, feet or page numbers of a
print, as their place on its pages shows."""

DETAILS: Final = "details"
"""A key in `RawDocument.stated`: what else the source states about its article, by name (see `Article.details`)."""
EXTENT: Final = "extent"
"""The detail that says how much of the article's text its source holds, where that is not all of it."""
ONLY_A_SUMMARY: Final = "only a summary"
"""What `EXTENT` says, or ends with, where a source holds a summary in place of the text."""


class Facts(Protocol):
    """What a format knows about the lines of a document in addition to their text. Cleaning uses it to judge them."""

    def packed(self, text: str) -> bytes:
        """Return the facts in compact form, for the library. Unpacking them needs the same document text."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as a source format produces it: decoded and neutralised, but not yet cleaned.

    `source` names the document for people and scripts: the path as the user gave it, or
    `path!member` for a member of an archive. It is a name and is not neutralised; whatever
    prints it must escape it. `text` has `\\n` line ends and no control characters.
    `stated` holds what the format itself states about the document (`title`, `outlet`,
    `date`, `published`, `modified`, `authors`, `tags`, `url`, `language`). The key
    `BODY_STATED` in it means that the text is the body of the article, not a whole page.
    Plain text states nothing. `mtime` is the modification time of the source in seconds
    since the epoch, or None. `sha256` is the hash of the document's bytes as hex, if the
    source format read them. `encoding` is Python's name of the encoding that the bytes
    were decoded from (`utf-8+NAME` if some lines were in another one).
    `encoding_confidence`, from 0 to 1, is set if the encoding was detected from the text
    alone; it is None if the bytes, the format or the user determined it.
    `facts` are those of a page of markup (`sources.html.facts`). They are packed if they
    come from a library. Plain text has none.
    `evidence` is what the format knows about when and where the document was retrieved.
    `kind` names the format of its file for people: `HTML`, `web archive`, `Nexis export`.
    """

    source: str
    text: SafeText
    path: Path | None = None
    member: SafeText = EMPTY
    mtime: float | None = None
    stated: Stated = field(default_factory=lambda: Stated(MappingProxyType({})))
    sha256: str = ""
    encoding: str = "utf-8"
    encoding_confidence: float | None = None
    facts: Facts | bytes | None = None
    evidence: Evidence = NO_EVIDENCE
    kind: str = ""

    @classmethod
    def of(cls, source: str, text: str, says: Mapping[str, Any] = MappingProxyType({}), **more: Any) -> RawDocument:
        """Return a document made from any text and statements. Both are neutralised first."""
        return cls(source, neutralise(text), stated=neutralise_values(says), **more)


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that cleaning removed: its number in the source (from 1), its text, and the reason in plain words."""

    line: int
    text: SafeText
    reason: str


@dataclass(frozen=True, slots=True)
class Losses:
    """What may have been cut from an article by mistake: running text that was cut without evidence.

    `opening` is the number of such lines before the text of the article; its
    beginning may be among them. `words` is the number of words in all such
    lines, and `kept` the number of words in the lines that were kept, counted
    the same way. All three are 0 if there are no such lines.
    """

    opening: int = 0
    words: int = 0
    kept: int = 0

    @property
    def exceed_a_tenth(self) -> bool:
        """Whether the article may have lost more than a tenth of its words."""
        return 10 * self.words > self.words + self.kept

    @property
    def are_notable(self) -> bool:
        """Whether the losses are worth reporting: at the beginning, or more than a tenth of the words."""
        return self.opening > 0 or self.exceed_a_tenth


NO_LOSSES: Final = Losses()


@dataclass(frozen=True)
class Article:
    """A cleaned article. Values that are not known are None or empty; `provenance` says where the others come from.

    `date` is `YYYY-MM-DD`. `published` and `modified` are ISO 8601 with the
    offset that the source states. `lead` is the first paragraph, or the summary
    that precedes the text; it is also part of `paragraphs`. `tags` come from the
    outlet. `topics` are canonical names that we find with the names file.
    `language` is an ISO 639-1 code. `losses` are what cleaning may have cut by
    mistake.
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
    details: Mapping[str, SafeText] = field(default_factory=lambda: NO_DETAILS)
    """What else the source states, if it does: `edition`, `section`, `page`, `words` (the count that the source gives),
    `publisher`, `document_id`, `origin` (of a forwarded message)."""
    evidence: Evidence = NO_EVIDENCE
    added: str = field(default="", compare=False)
    """When it was added to its library, in ISO 8601, UTC; "" if it is in none. Cleaning it again leaves this."""

    @cached_property
    def text(self) -> SafeText:
        """The paragraphs joined by empty lines. Positions of passages and matches are code points in this text."""
        return joined("\n\n", self.paragraphs)

    @cached_property
    def text_hash(self) -> str:
        """The SHA-256 of `text` in UTF-8, as hex."""
        import hashlib

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """Return the object that `clean --json` and `show --json` print, with the keys in their documented order."""
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
            "details": dict(self.details),
            "evidence": self.evidence.as_record(self.url),
            **({"added": self.added} if self.added else {}),
        }


def article_id(text: str) -> str:
    """Return the id of an article first seen with this source text: the first `ID_LENGTH` hex digits of its SHA-256."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
