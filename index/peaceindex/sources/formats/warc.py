"""Web archives (WARC and WET): each fetched page, and each text extracted from one, is a document.

The format is simple enough to be read without a library. Doing so allows limits
of our own on each record, and a compressed archive is one gzip stream of many parts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise, neutralise_values, one_line, printable, stated_address
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.decompression import LimitedStream
from peaceindex.sources.fetched_pages import FetchedPages
from peaceindex.sources.http_bodies import unpack_body
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import MAX_BYTES, Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LINE = 65_536
_HEADERS = 200
_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
_READ_CONTENT = (*_PAGES, _TEXT)
_MAX_REVISITS = 50_000
"""The records that may wait for their page; each takes about a kilobyte of memory."""
_REVISIT_HEADERS = frozenset((
    "warc-target-uri", "warc-record-id", "warc-date", "warc-profile", "warc-payload-digest", "warc-refers-to",
    "warc-refers-to-target-uri", "warc-refers-to-date",
))  # fmt: skip
_READ_TYPES = ("response", "conversion", "resource")
_EXTRACTED = late_pattern(r"urn:text\w*:(?=https?://)", re.IGNORECASE)
"""The beginning of the address of a text that a crawler took from the page at the address after it."""
_MIN_WORDS = 25
_TAG = late_pattern(rb"<(?P<end>/?)(?P<name>[a-z]*)[^<>]*>", re.IGNORECASE)
_HIDDEN = (b"head", b"script", b"style", b"noscript", b"template")
"""The elements whose content is not shown."""
_CHARSET = late_pattern(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def _documents(source: Source) -> Iterator[SourceItem]:
    pages, revisits = FetchedPages(), Revisits()
    try:
        yield from documents(source, pages, revisits)
    except SourceError as error:
        yield error
    yield from documents_of_revisits(revisits, pages)


@dataclass(frozen=True, slots=True)
class _Revisit:
    source: Source
    names: MemberNames
    headers: Mapping[str, str]
    number: int


@dataclass(slots=True)
class Revisits:
    """Records which say that a page was the same as before, and which come before the record of that page."""

    waiting: list[_Revisit] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    """The number of records without a page, by the display name of their archive."""

    def add(self, source: Source, names: MemberNames, headers: Mapping[str, str], number: int) -> None:
        """Let a record wait, or count it if too many are waiting."""
        if len(self.waiting) < _MAX_REVISITS:
            needed = {name: value for name, value in headers.items() if name in _REVISIT_HEADERS}
            self.waiting.append(_Revisit(source, names, needed, number))
        else:
            self.missing[source.shown] += 1


def documents(source: Source, pages: FetchedPages, revisits: Revisits) -> Iterator[SourceItem]:
    """Yield the documents of a web archive. `pages` are those of the archives that belong to it and were read before.

    Revisit records whose page has not been read yet are put into `revisits`. Raise SourceError if the archive is broken
    or cut off.
    """
    stream = source.full_stream
    names = MemberNames(source.shown)
    number = 0
    while line := stream.readline(_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise SourceError(f"{source.shown} is broken: a record does not begin where it should.", "Fetch it again.")
        number += 1
        headers = _headers(stream)
        size = _number(headers.get("content-length", ""))
        if size is None:
            raise SourceError(f"{source.shown} is broken: a record does not tell its length.", "Fetch it again.")
        body = LimitedStream(stream, size)
        kind = headers.get("warc-type", "").lower()
        if kind == "revisit":
            response = pages.find(headers)
            if response is not None:
                yield from _record(source, headers, "response", response, names, number, pages)
            elif _may_be_page(body.read(min(size, _LINE)) or b""):
                revisits.add(source, names, headers, number)
        elif kind in _READ_TYPES:
            if size > MAX_BYTES:
                shown = printable(source.within(names.of(_address(headers)))[0])
                yield SourceError(f"{shown} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out.")
            else:
                yield from _record(source, headers, kind, body.read(size) or b"", names, number, pages)
        if body.skip_rest():
            raise SourceError(f"{source.shown} is cut off in the middle of a record.", "Fetch it again.")


def documents_of_revisits(revisits: Revisits, pages: FetchedPages) -> Iterator[SourceItem]:
    """Yield the documents of revisit records when all pages have been read, and one error for those without a page."""
    for revisit in revisits.waiting:
        response = pages.find(revisit.headers)
        if response is None:
            revisits.missing[revisit.source.shown] += 1
        else:
            yield from _record(
                revisit.source, revisit.headers, "response", response, revisit.names, revisit.number, pages
            )
    for shown, count in revisits.missing.items():
        records = "1 record says" if count == 1 else f"{count:,} records say"
        yield SourceError(
            f"{records} in {shown} that a page was the same as when it was fetched before, and that page is not in it.",
            "Add the web archive of that time as well.",
        )


def _record(
    source: Source,
    headers: Mapping[str, str],
    kind: str,
    data: bytes,
    names: MemberNames,
    number: int,
    pages: FetchedPages,
) -> Iterator[SourceItem]:
    """Yield the document of a record, if it has one. `data` is its block; that of a response begins with its head."""
    address = _address(headers)
    if extracted := _EXTRACTED.match(address):
        address = address[extracted.end() :]
        if pages.has_address(address):
            return  # the page itself was read
    response = _Response.of(data) if kind == "response" else None
    if response and response.status != 200:
        return  # moved, gone or refused: no page was fetched
    content_type = response.content_type if response else headers.get("content-type", "")
    content = content_type.lower().split(";")[0].strip()
    if content not in _READ_CONTENT:
        return
    name, within = source.within(names.of(address))
    charset = ""
    if response:
        pages.keep(headers, data)
        charset = match[1] if (match := _CHARSET.search(content_type)) else ""
        try:
            data = response.payload()
        except ValueError as error:
            yield SourceError(f"{printable(name)} {error}.", "Leave it out.")
            return
    known = {"url": url} if (url := stated_address(address)) else {}
    retrieved = neutralise(one_line(headers.get("warc-date", ""))[:40])
    place = {
        "path": source.path,
        "member": within,
        "mtime": source.mtime,
        "sha256": sha256_hex(data),
        "evidence": Evidence(retrieved, "web archive" if retrieved else "", record=number),
    }
    try:
        if content in _PAGES:
            if _has_text(data):
                pages.add_address(address)
            chosen = source.encodings.of(within)
            yield Markup(name, data, charset=charset, encoding=chosen, fallback_values=known, **place)  # type: ignore[arg-type]
        elif data.strip():
            pages.add_address(address)
            decoded = source.decode(data, name, within)
            read_as = {"encoding": decoded.encoding, "encoding_confidence": decoded.confidence}
            yield RawDocument(name, decoded.text, stated=neutralise_values(known), **place, **read_as)  # type: ignore[arg-type]
    except SourceError as failure:
        yield failure


def _has_text(page: bytes) -> bool:
    """Return whether a page has words in its markup. If scripts alone fill it, the text that a crawler took counts."""
    words, start, hidden = 0, 0, b""
    for tag in _TAG.finditer(page):
        if not hidden:
            words += len(page[start : tag.start()].split())
            if words >= _MIN_WORDS:
                return True
        name = tag["name"].lower()
        if name in _HIDDEN and (not hidden or name == hidden):
            hidden = b"" if tag["end"] else name
        start = tag.end()
    return False


def _address(headers: Mapping[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<>") or headers.get("warc-record-id", "record")


def _may_be_page(response: bytes) -> bool:
    """Return whether a revisit record is about a page or a text; its block is the head of the response, or empty."""
    head = _Response.of(response)
    return head.status in (0, 200, 304) and head.content_type.lower().split(";")[0].strip() in _READ_CONTENT


@dataclass(frozen=True, slots=True)
class _Response:
    """An HTTP response: its status (0 if it states none), its headers with names in lower case, and the rest."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, data: bytes) -> _Response:
        head, end, body = data.partition(b"\r\n\r\n")
        if not end:
            head, _, body = data.partition(b"\n\n")
        lines = head.decode("latin-1").splitlines()
        words = lines[0].split() if lines else []
        status = (_number(words[1]) if len(words) > 1 else None) or 0
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        return cls(status, headers, body)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "text/html")

    def payload(self) -> bytes:
        """Return the unpacked body. Raise ValueError, with the end of a sentence, if it cannot be unpacked."""
        is_chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        body = _joined(self.body) if is_chunked else self.body
        return unpack_body(body, self.headers.get("content-encoding", ""), MAX_BYTES)


def _joined(body: bytes) -> bytes:
    """Return the body of a chunked response. A body that only claims to be chunked is returned unchanged."""
    out: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\r\n", place, place + 64)
        try:
            size = int(body[place:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(out) if out else body
        if size == 0:
            return b"".join(out)
        out.append(body[end + 2 : end + 2 + size])
        place = end + 2 + size + 2


def _number(text: str) -> int | None:
    """Return a number of up to 18 ASCII digits, or None if the text is anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _headers(stream: BinaryIO) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_HEADERS):
        line = stream.readline(_LINE)
        if not line.strip():
            break
        key, _, value = line.decode("utf-8", "replace").partition(":")
        found[key.strip().lower()] = value.strip()
    return found


FORMAT = Format(
    name="web archive",
    suffixes=(".warc", ".wet", ".wat"),
    sniff=lambda head: head.startswith(b"WARC/"),
    documents=_documents,
)
