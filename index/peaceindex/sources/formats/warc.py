"""Web archives (WARC and WET): each fetched page, and each text extracted from one, is a document.

The format is simple enough to be read without a library. Doing so allows limits
of our own on each record, and a compressed archive is one gzip stream of many parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.model.safe_text import neutralise, one_line, printable, stated, stated_address
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.decompression import Limited
from peaceindex.sources.http_bodies import unpack_body
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, Found
from peaceindex.sources.source import MAX_BYTES, Source, digest

_LINE = 65_536
_HEADERS = 200
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def _documents(source: Source) -> Iterator[Found]:
    stream = source.whole
    names = MemberNames(source.shown)
    while line := stream.readline(_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise SourceError(f"{source.shown} is broken: a record does not begin where it should.", "Fetch it again.")
        headers = _headers(stream)
        size = _number(headers.get("content-length", ""))
        if size is None:
            raise SourceError(f"{source.shown} is broken: a record does not tell its length.", "Fetch it again.")
        body = Limited(stream, size)
        kind = headers.get("warc-type", "").lower()
        if kind in ("response", "conversion", "resource"):
            yield from _record(source, headers, kind, body, size, names)
        if body.rest():
            raise SourceError(f"{source.shown} is cut off in the middle of a record.", "Fetch it again.")


def _record(
    source: Source, headers: Mapping[str, str], kind: str, body: Limited, size: int, names: MemberNames
) -> Iterator[Found]:
    address = headers.get("warc-target-uri", "").strip("<>") or headers.get("warc-record-id", "record")
    name, within = source.within(names.of(address))
    if size > MAX_BYTES:
        yield SourceError(f"{printable(name)} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out.")
        return
    data = body.read(size) or b""
    content, charset = headers.get("content-type", ""), ""
    if kind == "response":
        status, content, charset, data_or_error = _answer(data)
        if status != 200:
            return  # moved, gone or refused: no page was fetched
        if isinstance(data_or_error, ValueError):
            yield SourceError(f"{printable(name)} {data_or_error}.", "Leave it out.")
            return
        data = data_or_error
    content = content.lower().split(";")[0].strip()
    known = {"url": url} if (url := stated_address(address)) else {}
    retrieved = one_line(headers.get("warc-date", ""))[:40]
    place = {
        "path": source.path,
        "member": within,
        "mtime": source.mtime,
        "sha256": digest(data),
        "evidence": Evidence(neutralise(retrieved), "web archive") if retrieved else NO_EVIDENCE,
    }
    try:
        if content in _PAGES:
            chosen = source.encodings.of(within)
            yield Markup(name, data, charset=charset, encoding=chosen, known=known, **place)  # type: ignore[arg-type]
        elif content == "text/plain" and data.strip():
            decoded = source.decode(data, name, within)
            read_as = {"encoding": decoded.encoding, "encoding_confidence": decoded.confidence}
            yield RawDocument(name, decoded.text, stated=stated(known), **place, **read_as)  # type: ignore[arg-type]
    except SourceError as error:
        yield error


def _answer(data: bytes) -> tuple[int, str, str, bytes | ValueError]:
    """Return the status, content type, charset and body of an HTTP response, or the error in place of the body."""
    head, _, body = data.partition(b"\r\n\r\n")
    if not _:
        head, _, body = data.partition(b"\n\n")
    lines = head.decode("latin-1").splitlines()
    words = lines[0].split() if lines else []
    status = (_number(words[1]) if len(words) > 1 else None) or 0
    fields = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
    content = fields.get("content-type", "text/html")
    charset = match[1] if (match := _CHARSET.search(content)) else ""
    try:
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body = _joined(body)
        return status, content, charset, unpack_body(body, fields.get("content-encoding", ""), MAX_BYTES)
    except ValueError as error:
        return status, content, charset, error


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
