"""Feeds (RSS and Atom): each entry is a document that states its title, date, author, web address and tags."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.article import DETAILS, EXTENT, ONLY_A_SUMMARY
from peaceindex.model.safe_text import one_line, printable, stated_address
from peaceindex.sources.bounds import MAX_TAGS, MemberNames
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import MAX_BYTES, Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element
    from typing_extensions import Buffer

_BEGINNING = late_pattern(rb"<(?:rss|feed|rdf:RDF)[\s>/]|xmlns=[\"']http://www\.w3\.org/2005/Atom", re.IGNORECASE)
WORDPRESS_EXPORT = b"://wordpress.org/export/"
"""What only the export of a WordPress site has at its beginning; otherwise it is like a feed."""
_TEXTS = ("encoded", "content", "fulltext", "full-text")
_SUMMARIES = ("description", "summary")
_MEDIA = "{http://search.yahoo.com/mrss"
"""The namespace of elements about pictures and films. Their descriptions are captions."""
_SHORT_CHARACTERS = 600
"""A description with fewer characters, in one paragraph, is a summary. Many sites have their whole texts there."""
_CUT_OFF = late_pattern(r"[\[(](?:…|\.\.\.)[\])].{0,300}$|(?:…|\.\.\.)\W{0,4}(?:\w+\W+){0,6}\w*$")
"""How an excerpt ends: with an ellipsis, often in brackets, and with words that lead to the rest."""
_END_BYTES = 400
_DATES = ("pubDate", "published", "issued", "date", "created")
_MODIFIED = ("updated", "modified", "lastBuildDate")


def _documents(source: Source) -> Iterator[SourceItem]:
    from lxml import etree

    site = ""
    names = MemberNames(source.shown)
    found = 0
    try:
        stream, encoding = stream_of(source)
    except SourceError as error:
        yield error
        return
    metered = MeteredStream(stream, source.shown)
    entries = etree.iterparse(
        metered, events=("end",), resolve_entities=False, no_network=True, recover=True, huge_tree=False,
        encoding=encoding, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in entries:
            name = _name(element)
            parent = element.getparent()
            if name == "title" and parent is not None and _name(parent) in ("channel", "feed"):
                with suppress(UnicodeDecodeError):
                    site = _text(element)
            elif name in ("item", "entry"):
                found += 1
                metered.begin()
                try:
                    yield from _entry(source, element, site, names)
                except UnicodeDecodeError:  # half of a surrogate pair, which the parser accepts
                    yield SourceError(f"Entry {found} of {source.shown} is not text.", "Leave it out.")
                element.clear()
                while element.getprevious() is not None and parent is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        yield SourceError(f"{source.shown} is broken ({printable(str(error))}).", "Fetch it again.")
        return
    if not found:
        yield SourceError(f"{source.shown} is a feed without entries.", "Leave it out.")


class MeteredStream(RawIOBase):
    """The bytes of a feed. Reading raises SourceError if one entry takes more than any real entry does.

    The parser keeps everything except the entries that have been read, at 100 bytes or more per tag and attribute.
    """

    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self._stream = stream
        self._shown = shown
        self.end = b""
        """The latest bytes that were read."""
        self.begin()

    def begin(self) -> None:
        """Start counting again, since an entry has been read."""
        self._bytes = self._signs = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read bytes into `buffer`. Return how many; 0 at the end."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read(min(len(view), 65_536))
        self._bytes += len(data)
        self.end = (self.end + data)[-_END_BYTES:]
        self._signs += data.count(b"<") + data.count(b"=")
        if self._bytes > MAX_BYTES or self._signs > 2 * MAX_TAGS:
            raise SourceError(
                f"{self._shown} has an entry that is too large; what follows was not read.", "Leave it out."
            )
        view[: len(data)] = data
        return len(data)


def stream_of(source: Source) -> tuple[BinaryIO, str | None]:
    """Return the feed, and its encoding if the parser cannot find it. It knows UTF-8 and what the XML declares."""
    stated = re.search(rb"<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{2,40})", source.head)
    is_utf8 = not codecs.getincrementaldecoder("utf-8")("replace").decode(source.head).count("\ufffd")
    if source.encoding or not (stated or is_utf8 or source.head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return BytesIO(source.decode(source.read()).text.encode("utf-8", "replace")), "utf-8"
    if stated and not is_utf8:
        with suppress(LookupError):
            source.read_as = codecs.lookup(stated[1].decode("ascii")).name, None
    return source.full_stream, None


def _entry(source: Source, entry: _Element, site: str, names: MemberNames) -> Iterator[SourceItem]:
    fields: dict[str, list[_Element]] = {}
    for part in entry:
        if isinstance(part.tag, str) and not part.tag.startswith(_MEDIA):
            fields.setdefault(_name(part), []).append(part)

    def first(*names: str) -> str:
        return next((t for n in names for part in fields.get(n, ()) if (t := _text(part))), "")

    address = next((t for part in fields.get("link", ()) if (t := _link(part))), "") or first("origLink")
    body = _longest(part for n in (*_TEXTS, *_SUMMARIES) for part in fields.get(n, ()))
    body = body or _longest(part for part in entry.iter(f"{_MEDIA}/}}description"))
    title = first("title")
    key = first("guid", "id") or address or title or "entry"
    member = names.of(key)
    authors = [t for n in ("creator", "author") for part in fields.get(n, ()) if (t := _person(part))]
    stated: dict[str, Any] = {
        "title": _plain(title), "outlet": _plain(site), "url": address or stated_address(key),
        "published": stamp(first(*_DATES)), "modified": stamp(first(*_MODIFIED)), "authors": authors,
        "tags": [t for part in fields.get("category", ()) if (t := _text(part) or (part.get("term") or "").strip())],
    }  # fmt: skip
    if body and not _longest(part for n in _TEXTS for part in fields.get(n, ())) and _is_summary(entry, body):
        stated[DETAILS] = {EXTENT: f"the feed holds {ONLY_A_SUMMARY}"}
    encoding, confidence = source.read_as
    name, within = source.within(member)
    yield Markup(
        name, body or title, encoding=encoding, confidence=confidence,
        path=source.path, mtime=source.mtime,
        member=within, is_body=True,
        overriding_values={k: v for k, v in stated.items() if v},
        sha256=sha256_hex(f"{title}\0{body}".encode("utf-8", "replace")),
    )  # fmt: skip


def _longest(parts: Iterable[_Element]) -> str:
    return max((_inside(part) for part in parts), key=len, default="")


def _is_summary(entry: _Element, body: str) -> bool:
    """Return whether the body of an entry, which comes from a description or summary, is not its whole text.

    An entry of Atom has its text in `content` (RFC 4287). One of RSS may have it in `description`.
    """
    if _name(entry) == "entry":
        return True
    plain = unescape(_plain(body))
    paragraphs = len(re.findall(r"</p>|<br\s*/?>\s*<br|\n\s*\n", body.strip(), re.IGNORECASE))
    return (len(plain) < _SHORT_CHARACTERS and paragraphs < 2) or bool(_CUT_OFF.search(plain))


def stamp(value: str) -> str:
    """Return a time from a feed or an e-mail in ISO 8601, or "" if it is not one."""
    value = value.strip()[:80]
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _name(element: _Element) -> str:
    try:
        return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    except UnicodeDecodeError:
        return ""


def _text(element: _Element) -> str:
    return one_line("".join(str(t) for t in element.itertext()))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", text).split())


def _inside(element: _Element) -> str:
    """Return the content of an element as markup. The markup may be escaped text in it, or its child elements."""
    from lxml import etree

    if len(element):
        return (element.text or "") + "".join(etree.tostring(part, encoding="unicode") for part in element)
    return element.text or ""


def _link(element: _Element) -> str:
    if element.get("rel", "alternate") != "alternate":
        return ""
    return stated_address(element.get("href") or "".join(str(t) for t in element.itertext()))


def _person(element: _Element) -> str:
    name = next((_text(part) for part in element if _name(part) == "name"), "") or (
        "" if len(element) else _text(element)
    )
    if match := re.search(r"\(([^()]+)\)", name):
        return match[1] if "@" in name else name
    return "" if "@" in name else name


FORMAT = Format(
    name="feed",
    suffixes=(".rss", ".atom", ".xml", ".rdf"),
    sniff=lambda head: (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        and bool(_BEGINNING.search(head[:2048]))
        and WORDPRESS_EXPORT not in head
    ),
    documents=_documents,
)
