"""Documents from markup of any origin: a file, a saved page, a web archive, a feed, an e-mail."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.model.safe_text import EMPTY, SafeText, neutralise_values, printable
from peaceindex.sources.bounds import check_markup
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CHARSET = late_pattern(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{2,40})", re.I
)
_DECLARATION_BYTES = 8192
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_BROWSER_ENCODINGS = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252",
                 "gb2312": "gb18030", "iso8859-9": "cp1254", "gbk": "gb18030"}  # fmt: skip
"""The names that pages use for encodings, and the encodings that browsers read them as."""


@dataclass(frozen=True, slots=True)
class DecodedMarkup:
    """Like `Decoded`, but not neutralised. What is read from it is, since a reference may be any character."""

    text: str
    encoding: str = "utf-8"
    confidence: float | None = None


def decode_markup(data: bytes, name: str, charset: str = "", encoding: str = "", hint: str = "") -> DecodedMarkup:
    """Return the text of a page.

    `charset` is what a header states; what the page itself states comes second. Neither is reliable, since servers
    state the same for all pages: text that is certainly in another encoding is decoded from that. `encoding` (Python's
    name) is the user's choice and is final. `hint` is an encoding that is likely where nothing states one.

    Valid UTF-8 is UTF-8, no matter what the page states. Raise SourceError if the data is not text.
    """
    if encoding or data.startswith(_BOMS):
        return _as_markup(decode(data, name, encoding))
    try:
        if b"\x1b$" not in data:  # otherwise it may be Japanese in seven bits
            return DecodedMarkup(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    own = _CHARSET.search(data[:_DECLARATION_BYTES])
    for declared in (charset, (own[1] or own[2]).decode("ascii", "replace") if own else ""):
        if codec := _declared_codec(declared):
            text = data.decode(codec, "replace")
            if text.count("�") * 50 < len(text) + 50 and not _is_misstated(data, codec):
                return DecodedMarkup(text, codec)
    return _as_markup(decode(data, name, hint=hint))


def _as_markup(decoded: Decoded) -> DecodedMarkup:
    return DecodedMarkup(decoded.text, decoded.encoding, decoded.confidence)


def _is_misstated(data: bytes, stated: str) -> bool:
    """Return whether a page is certainly in another encoding than it states."""
    from peaceindex.text.encodings import MIN_CONFIDENCE, as_text, confidence, readings

    ranked = readings(data, hint=stated)
    if not ranked or not ranked[0].makes_sense or confidence(ranked) < MIN_CONFIDENCE:
        return False
    return as_text(data, ranked[0].encoding) != as_text(data, stated)


def _declared_codec(declared: str) -> str:
    """Return the codec with this name if it is a text encoding other than UTF-8, or ""."""
    try:
        found = codecs.lookup(declared.strip().strip("\"'"))
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True) or found.name in ("utf-8", "idna", "punycode", "unicode_escape"):
        return ""
    return _BROWSER_ENCODINGS.get(found.name, found.name)


@dataclass(frozen=True, slots=True)
class Markup:
    """A document that is still markup. Reading it takes as long as cleaning it, so it can be done elsewhere.

    `data` is either the bytes of a page (`charset` is the encoding that a header states, `encoding` the one that the
    user states), or markup already decoded from `encoding` with this `confidence`. `fallback_values` are what its
    container states; they are used where the page states nothing. `overriding_values` take precedence over the page.
    If `is_body` is set, the data is a piece of markup, or plain text, that is known to be the body of an article: all
    its lines are kept, except those that its markup shows not to be part of the text. The other fields are as in a
    RawDocument.
    """

    source: str
    data: bytes | str
    path: Path | None = None
    member: SafeText = EMPTY
    mtime: float | None = None
    sha256: str = ""
    charset: str = ""
    encoding: str = ""
    confidence: float | None = None
    fallback_values: Mapping[str, Any] = field(default_factory=dict)
    overriding_values: Mapping[str, Any] = field(default_factory=dict)
    is_body: bool = False
    evidence: Evidence = NO_EVIDENCE
    kind: str = ""

    def read(self) -> RawDocument:
        """Return the document. Raise SourceError if there is no text in it."""
        from peaceindex.sources.html.reading import read_fragment, read_page

        data = self.data
        if isinstance(data, str):
            decoded = DecodedMarkup(data, self.encoding or "utf-8", self.confidence)
        else:
            decoded = decode_markup(data, self.source, self.charset, self.encoding)
        check_markup(decoded.text, self.source)
        fallback_names = self.fallback_values.keys() - self.overriding_values.keys()
        text, facts = read_fragment(decoded.text) if self.is_body else read_page(decoded.text, sorted(fallback_names))
        if not text:
            what = "has no text" if self.is_body else "is a page without text"
            raise SourceError(f"{printable(self.source)} {what}.", "Leave it out.")
        return RawDocument(
            source=self.source,
            text=text,
            path=self.path,
            member=self.member,
            mtime=self.mtime,
            stated=neutralise_values({**self.fallback_values, **self.overriding_values}),
            sha256=self.sha256,
            encoding=decoded.encoding,
            encoding_confidence=decoded.confidence,
            facts=facts,
            evidence=self.evidence,
            kind=self.kind,
        )
