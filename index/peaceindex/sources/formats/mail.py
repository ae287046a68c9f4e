"""E-mails (a mailbox of newsletters, or a single saved one) and saved pages (MHTML): variants of MIME."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, cast

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.evidence import NO_EVIDENCE, Evidence, RetrievedBy
from peaceindex.model.safe_text import EMPTY, neutralise, neutralise_values, one_line, printable, stated_address
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.formats.feed import stamp
from peaceindex.sources.markup import Markup, decode_markup
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import MAX_BYTES, Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import Decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

_MBOX = late_pattern(rb"From \S.{0,200}\r?\n[A-Za-z-]{2,40}:")
_HEADER_LINE = late_pattern(rb"[!-9;-~]{1,80}:")
_HEADERS = late_pattern(rb"(?:[A-Za-z][A-Za-z-]{1,40}:.*\r?\n(?:[ \t].*\r?\n)*){3}")
_TELLING = late_pattern(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To|Snapshot-Content-Location):", re.I | re.M
)


def _documents(source: Source) -> Iterator[SourceItem]:
    if not _MBOX.match(source.head):
        yield _document(source, source.read(), "")
        return
    names = MemberNames(source.shown)
    for data in _letters(source):
        if isinstance(data, SourceError):
            yield data
            continue
        found = re.search(rb"^Message-ID:\s*<?([^<>\s]{1,200})", data[:_HEAD], re.I | re.M)
        key = found[1].decode("ascii", "replace") if found else "letter"
        try:
            yield _document(source, data, names.of(key))
        except SourceError as error:
            yield error
            if names.are_used_up:
                return


_HEAD = 65_536
_LONGEST_HEADER = 2000


def _letters(source: Source) -> Iterator[bytes | SourceError]:
    """Yield the e-mails of a mailbox.

    Each begins with a line `From …` that follows an empty line and precedes a header. A paragraph that begins with
    these words is text.
    """
    letter = bytearray()
    size, after_empty = 0, True
    stream = source.full_stream
    line = stream.readline(_HEAD)
    while line:
        following = stream.readline(_HEAD)
        if after_empty and line.startswith(b"From ") and _HEADER_LINE.match(following):
            if size:
                yield _whole(source, letter, size)
            letter, size, after_empty = bytearray(), 0, False
        else:
            after_empty = not line.strip()
            size += len(line)
            if size <= MAX_BYTES:
                letter += line[1:] if line.startswith(b">From ") else line
        line = following
    if size:
        yield _whole(source, letter, size)


def _whole(source: Source, letter: bytearray, size: int) -> bytes | SourceError:
    if size > MAX_BYTES:
        return SourceError(
            f"A letter in {source.shown} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out."
        )
    return bytes(letter)


class _Policy(EmailPolicy):
    """The usual policy, except that it truncates headers: parsing one takes time by the square of its length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and value of a header as it was written, the value truncated to `_LONGEST_HEADER`."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def _document(source: Source, data: bytes, key: str) -> RawDocument | Markup:
    name, member = source.within(key)
    place: dict[str, Any] = {"path": source.path, "member": member, "mtime": source.mtime, "sha256": sha256_hex(data)}
    _check(data, name)
    try:
        message = cast(EmailMessage, BytesParser(EmailMessage, policy=_Policy()).parsebytes(data))
        return _read(source, message, name, place)
    except _STUMBLES as error:
        # The standard library's parser fails on some odd headers.
        raise SourceError(
            f"{printable(name)} is a broken letter ({printable(str(error))}).", "Leave it out."
        ) from error


_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_MOST_HEADERS, _MOST_PARTS, _MOST_LINES = 2000, 2000, 400_000
"""Limits for an e-mail. The parser makes an object of each header and part, and takes 100 bytes for each line."""


def _check(data: bytes, name: str) -> None:
    """Raise SourceError if parsing an e-mail would take too much memory."""
    end = _END_OF_HEAD.search(data)
    head = data[: end.start()] if end else data
    for what, count, most in (
        ("lines", data.count(b"\n") + data.count(b"\r"), 2 * _MOST_LINES),
        ("headers", head.count(b"\n") + head.count(b"\r"), 2 * _MOST_HEADERS),
        ("parts", data.count(b"\n--") + data.count(b"\r--"), _MOST_PARTS),
    ):
        if count > most:
            raise SourceError(f"{printable(name)} has too many {what} for a letter.", "Leave it out.")


_END_OF_HEAD = late_pattern(rb"\r?\n\r?\n|\r\r")


def _read(source: Source, message: EmailMessage, name: str, place: dict[str, Any]) -> RawDocument | Markup:
    saved = _value(message, "Snapshot-Content-Location")[:_LONGEST_HEADER].strip()
    html, plain = _parts(message)
    if saved or (html and "related" in message.get_content_type() and not _value(message, "Subject")):
        if html is None:
            raise SourceError(f"{printable(name)} is a saved page without a page in it.", "Save it again.")
        place["evidence"] = _evidence(message, "saved page")
        url = stated_address(saved or _value(html, "Content-Location")[:_LONGEST_HEADER])
        page = {"url": url} if url else {}
        charset = html.get_content_charset() or ""
        chosen = source.encodings.of(place["member"])
        return Markup(name, _body(html), charset=charset, encoding=chosen, fallback_values=page, **place)
    place["evidence"] = _evidence(message, "mail")
    letter: dict[str, str] = {
        "title": _header(message, "Subject"), "outlet": parseaddr(_header(message, "From"))[0],
        "published": stamp(_header(message, "Date")),
    }  # fmt: skip
    known = {k: v for k, v in letter.items() if v}
    decoded = _text(source, plain, name, place["member"])
    if html is not None and len(decoded.text) < 400:
        # The headers of the e-mail are more reliable than what its markup was made from.
        charset = html.get_content_charset() or ""
        chosen = source.encodings.of(place["member"])
        return Markup(name, _body(html), charset=charset, encoding=chosen, overriding_values=known, **place)
    if not decoded.text.strip():
        raise SourceError(f"{printable(name)} is a letter without text.", "Leave it out.")
    read_as: dict[str, Any] = {"encoding": decoded.encoding, "encoding_confidence": decoded.confidence}
    return RawDocument(name, decoded.text, stated=neutralise_values(known), **place, **read_as)


def _evidence(message: EmailMessage, by: RetrievedBy) -> Evidence:
    """Return when a page was saved, or a mail was sent."""
    sent = stamp(_header(message, "Date"))
    return Evidence(neutralise(sent), by) if sent else NO_EVIDENCE


def _text(source: Source, part: EmailMessage | None, name: str, member: str) -> Decoded:
    """Return the text of a part, or an empty text if there is no part."""
    if part is None:
        return Decoded(EMPTY)
    data = _body(part)
    if source.seen is not None:
        source.seen[:] = [data]
    charset = part.get_content_charset() or ""
    decoded = decode_markup(data, name, charset, source.encodings.of(member))
    return Decoded(neutralise(decoded.text), decoded.encoding, decoded.confidence)


def _parts(message: EmailMessage) -> tuple[EmailMessage | None, EmailMessage | None]:
    """Return the first part that is a page and the first that is plain text, ignoring attachments."""
    html = plain = None
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind in ("text/html", "application/xhtml+xml") and html is None:
            html = part
        elif kind == "text/plain" and plain is None:
            plain = part
    return html, plain


def _body(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _header(message: EmailMessage, name: str) -> str:
    return one_line(_value(message, name))[:1000]


def _value(message: EmailMessage, name: str) -> str:
    """Return the value of a header, or its raw value if the standard library fails on it."""
    try:
        return str(message.get(name, ""))
    except _STUMBLES:
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _sniff(head: bytes) -> bool:
    if _MBOX.match(head):
        return True
    return bool(_HEADERS.match(head) and _TELLING.search(head))


FORMAT = Format(
    name="letters and saved pages",
    suffixes=(".mbox", ".mbx", ".eml", ".mhtml", ".mht"),
    sniff=_sniff,
    documents=_documents,
)
