"""The bodies of HTTP responses in web archives, decompressed as their headers state, or as their bytes show."""

from __future__ import annotations

import zlib
from typing import Any, Final

from peaceindex.model.safe_text import printable
from peaceindex.startup.late_pattern import late_pattern

_SAMPLE_BYTES: Final = 4096
_CONTROLS = late_pattern(rb"[\x00-\x08\x0e-\x1f]")
_MAX_ENCODINGS: Final = 4
"""The encodings of one body that are undone; more than two are never seen."""


def unpack_body(data: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return the decompressed body of a response whose header `Content-Encoding` is `encoding`.

    Many archives store bodies that were decompressed when they were fetched, below a header that was left as it was.
    So a body that reads as text is taken as it is, whatever the header states. Raise ValueError, with the end of a
    sentence for users, if the body is broken, in an encoding that is not read, or larger than `max_bytes`.
    """
    for kind in reversed([part.strip() for part in encoding.lower().split(",")][:_MAX_ENCODINGS]):
        if kind in ("", "identity") or _reads_as_text(data):
            continue
        if kind in ("gzip", "x-gzip", "deflate"):
            data = _inflated(data, kind, max_bytes)
        elif kind == "br":
            data = _from_brotli(data, max_bytes)
        else:
            raise ValueError(f"is packed in a way that is not read ({printable(kind)[:40]})")
    return data


def _reads_as_text(data: bytes) -> bool:
    """Return whether a body cannot be compressed: hardly any of its first bytes are control characters.

    In compressed data a tenth of all bytes are.
    """
    sample = data[:_SAMPLE_BYTES]
    if not sample.strip() or sample[:2] in (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff"):
        return False
    return len(_CONTROLS.findall(sample)) * 100 <= len(sample)


def _inflated(data: bytes, kind: str, max_bytes: int) -> bytes:
    for wbits in (47, -15):  # with the head of gzip or zlib, and without any
        try:
            out = zlib.decompressobj(wbits=wbits).decompress(data, max_bytes + 1)
        except zlib.error:
            continue
        return _bounded(bytes(out), max_bytes)
    raise ValueError(f"is packed wrongly ({kind})")


def _from_brotli(data: bytes, max_bytes: int) -> bytes:
    try:
        import brotli
    except ImportError:
        brotli = None
    if not hasattr(getattr(brotli, "Decompressor", None), "can_accept_more_data"):
        # Before version 1.2 nothing limits what one step may give.
        raise ValueError("is packed with Brotli; \"pip install 'brotli>=1.2'\" lets it be read")
    unpacker: Any = brotli.Decompressor()
    out = bytearray()
    try:
        out += unpacker.process(data, output_buffer_limit=max_bytes + 1)
        while not unpacker.is_finished() and not unpacker.can_accept_more_data() and len(out) <= max_bytes:
            out += unpacker.process(b"", output_buffer_limit=max_bytes + 1 - len(out))
    except brotli.error:
        raise ValueError("is packed wrongly (br)") from None
    _bounded(bytes(out), max_bytes)
    if not unpacker.is_finished():
        raise ValueError("is cut off (br)")
    return bytes(out)


def _bounded(out: bytes, max_bytes: int) -> bytes:
    if len(out) > max_bytes:
        raise ValueError("grows too large when it is unpacked")
    return out
