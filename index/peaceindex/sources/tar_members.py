"""The files in a tar archive, one after the other, from a stream that is read once.

The standard library's reader keeps in memory whatever an archive asks for: names of any length, maps of sparse files, a
record of each member. Here each of those has a limit. Supported are the old format, ustar, and the extensions of GNU
(long names) and POSIX (pax: names, sizes and times), as described in `pax(1)` and `tar(5)`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, Final

from peaceindex.sources.decompression import LimitedStream

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK_BYTES: Final = 512
_MAX_EXTENSION_BYTES: Final = 1024 * 1024
"""Bytes of a long name or of pax fields."""
_MAX_EXTENSIONS: Final = 64
"""Extension records that may precede one member."""
_FILE_TYPES: Final = b"0\0" + b"7"
_LONG_NAME, _LONG_LINK, _SPARSE = b"L", b"K", b"S"
_PAX, _SUN_PAX, _GLOBAL_PAX = b"x", b"X", b"g"
_MAP_FLAG_OFFSET: Final = 482
"""The position of the flag for another map block, in the header of a GNU sparse file …"""
_NEXT_MAP_FLAG_OFFSET: Final = 504
"""… and in each further map block."""


class TarError(Exception):
    """An archive is broken, or needs more memory than it may."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `stream` must be read before the next member is asked for."""

    name: str
    mtime: float
    stream: BinaryIO
    is_sparse: bool = False
    """Whether only its non-zero bytes are stored, so that it cannot be read directly."""


def members(archive: BinaryIO) -> Iterator[Member]:
    """Yield the regular files in an archive, in order, but not links, folders or devices. Raise TarError."""
    extensions: dict[str, str] = {}
    defaults: dict[str, str] = {}
    extension_count = 0
    while (header := _read_header(archive)) is not None:
        kind = header[156:157]
        size = _number(header[124:136])
        if kind in (_LONG_NAME, _LONG_LINK, _PAX, _SUN_PAX, _GLOBAL_PAX):
            extension_count += 1
            if size > _MAX_EXTENSION_BYTES or extension_count > _MAX_EXTENSIONS:
                raise TarError("what it says about a member is too long")
            data = _read_exactly(archive, size)
            _read_exactly(archive, -size % _BLOCK_BYTES)
            if kind == _LONG_NAME:
                extensions["path"] = _text(data.rstrip(b"\0"))
            elif kind in (_PAX, _SUN_PAX):
                extensions |= _pax_fields(data)
            elif kind == _GLOBAL_PAX:
                defaults |= _pax_fields(data)
            continue
        fields = defaults | extensions
        extensions, extension_count = {}, 0
        is_sparse = kind == _SPARSE or any(name.startswith("GNU.sparse.") for name in fields)
        if kind == _SPARSE:
            has_more = header[_MAP_FLAG_OFFSET : _MAP_FLAG_OFFSET + 1] != b"\0"
            while has_more:
                has_more = (
                    _read_exactly(archive, _BLOCK_BYTES)[_NEXT_MAP_FLAG_OFFSET : _NEXT_MAP_FLAG_OFFSET + 1] != b"\0"
                )
        if (stated := fields.get("size", "")) and stated.isascii() and stated.isdigit() and len(stated) <= 18:
            size = int(stated)
        name = fields.get("GNU.sparse.name") or fields.get("path") or _name(header)
        is_file = kind in (_FILE_TYPES[:1], _FILE_TYPES[1:2], _FILE_TYPES[2:], _SPARSE) and not name.endswith("/")
        body = LimitedStream(archive, size if kind not in b"123456" or kind == b"" else 0)
        if is_file:
            yield Member(name, _mtime(fields.get("mtime", ""), header), BufferedReader(body), is_sparse)
        if body.skip_rest():
            raise TarError("it is cut off in the middle of a member")
        if len(archive.read(-size % _BLOCK_BYTES)) < -size % _BLOCK_BYTES and is_file:
            return  # some programs omit the end of the last block


def _read_header(archive: BinaryIO) -> bytes | None:
    """Return the next header, or None at the end of the archive, which is marked by two empty blocks or nothing."""
    block = archive.read(_BLOCK_BYTES)
    if not block or not block.strip(b"\0"):
        return None
    if len(block) < _BLOCK_BYTES:
        raise TarError("it is cut off in the middle of a header")
    # The sum counts its own field as spaces; some old programs summed signed bytes.
    others = block[:148] + b" " * 8 + block[156:]
    signed = sum(others) - 256 * sum(byte > 127 for byte in others)
    if _number(block[148:156]) not in (sum(others), signed):
        raise TarError("a header is damaged")
    return block


def _read_exactly(archive: BinaryIO, size: int) -> bytes:
    data = archive.read(size) if size else b""
    if len(data) < size:
        raise TarError("it is cut off in the middle of a header")
    return data


def _number(field: bytes) -> int:
    """Return a number in a header. It is octal, or binary if the first bit is set. Raise TarError if it is broken."""
    if field[0] & 0x80:
        number = int.from_bytes(field[1:], "big") if field[0] == 0x80 else -1
    else:
        digits = field.split(b"\0", 1)[0].strip()
        try:
            number = int(digits, 8) if digits else 0
        except ValueError:
            number = -1
    if not 0 <= number < 1 << 62:
        raise TarError("a header is damaged")
    return number


def _name(header: bytes) -> str:
    name = header[:100].split(b"\0", 1)[0]
    is_ustar = header[257:263] == b"ustar\0"
    prefix = header[345:500].split(b"\0", 1)[0] if is_ustar else b""
    return _text(prefix + b"/" + name if prefix else name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _pax_fields(data: bytes) -> dict[str, str]:
    """Return the fields of a pax record, each `LENGTH NAME=VALUE` and a line end. A broken field ends the reading."""
    found: dict[str, str] = {}
    position = 0
    while position < len(data):
        digits, space, _ = data[position : position + 20].partition(b" ")
        if not space or not digits.isdigit() or (end := position + int(digits)) > len(data) or end <= position:
            break
        name, _, value = data[position + len(digits) + 1 : end - 1].partition(b"=")
        found[_text(name)] = _text(value)
        position = end
    return found


def _mtime(stated: str, header: bytes) -> float:
    with suppress(ValueError):
        if len(stated) <= 40 and abs(timestamp := float(stated)) < 1e12:
            return timestamp
    try:
        return float(_number(header[136:148]))
    except TarError:
        return 0.0  # times before 1970 are stored as negative numbers
