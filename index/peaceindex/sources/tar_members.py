"""The files in a tar archive, one after the other, from a stream that is read once.

The standard library's reader keeps whatever an archive asks it to keep: names of any length, maps of sparse files, a
record of each member. Here each of those has a bound. Read are the old format, ustar, and the extensions of GNU (long
names) and POSIX (pax: names, sizes and times); as in `pax(1)` and `tar(5)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, Final

from peaceindex.sources.decompression import Limited

_BLOCK: Final = 512
_MOST_ABOUT: Final = 1024 * 1024
"""Bytes of a name or of pax fields."""
_MOST_BEFORE: Final = 64
"""Records about one member that may stand before it."""
_FILES: Final = b"0\0" + b"7"
_LONG_NAME, _LONG_LINK, _SPARSE = b"L", b"K", b"S"
_PAX, _PAX_OF_SUN, _PAX_FOR_ALL = b"x", b"X", b"g"
_MAP: Final = 482
"""Where in the header of a sparse file of GNU, and …"""
_MAP_OF_BLOCK: Final = 504
"""… in each block that goes on with it, stands whether another block of it follows."""


class TarError(Exception):
    """An archive is broken, or asks for more than it should."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `stream` must be read before the next member is asked for."""

    name: str
    mtime: float
    stream: BinaryIO
    is_sparse: bool = False
    """Whether its bytes are only those that are not zero, so that nobody can read it as it is."""


def members(archive: BinaryIO) -> Iterator[Member]:
    """The regular files in an archive, in order. Links, folders and devices are passed over. Raises TarError."""
    about: dict[str, str] = {}
    for_all: dict[str, str] = {}
    before = 0
    while (header := _header(archive)) is not None:
        kind = header[156:157]
        size = _number(header[124:136])
        if kind in (_LONG_NAME, _LONG_LINK, _PAX, _PAX_OF_SUN, _PAX_FOR_ALL):
            before += 1
            if size > _MOST_ABOUT or before > _MOST_BEFORE:
                raise TarError("what it says about a member is too long")
            data = _exactly(archive, size)
            _exactly(archive, -size % _BLOCK)
            if kind == _LONG_NAME:
                about["path"] = _text(data.rstrip(b"\0"))
            elif kind in (_PAX, _PAX_OF_SUN):
                about |= _fields(data)
            elif kind == _PAX_FOR_ALL:
                for_all |= _fields(data)
            continue
        told = for_all | about
        about, before = {}, 0
        is_sparse = kind == _SPARSE or any(name.startswith("GNU.sparse.") for name in told)
        if kind == _SPARSE:
            more = header[_MAP : _MAP + 1] != b"\0"
            while more:
                more = _exactly(archive, _BLOCK)[_MAP_OF_BLOCK : _MAP_OF_BLOCK + 1] != b"\0"
        if (stated := told.get("size", "")) and stated.isascii() and stated.isdigit() and len(stated) <= 18:
            size = int(stated)
        name = told.get("GNU.sparse.name") or told.get("path") or _name(header)
        is_file = kind in (_FILES[:1], _FILES[1:2], _FILES[2:], _SPARSE) and not name.endswith("/")
        body = Limited(archive, size if kind not in b"123456" or kind == b"" else 0)
        if is_file:
            yield Member(name, _time(told.get("mtime", ""), header), BufferedReader(body), is_sparse)
        if body.rest():
            raise TarError("it is cut off in the middle of a member")
        if len(archive.read(-size % _BLOCK)) < -size % _BLOCK and is_file:
            return  # some programs leave out the end of the last block


def _header(archive: BinaryIO) -> bytes | None:
    """The next header; None at the end, which two empty blocks mark, or nothing."""
    block = archive.read(_BLOCK)
    if not block or not block.strip(b"\0"):
        return None
    if len(block) < _BLOCK:
        raise TarError("it is cut off in the middle of a header")
    # The sum counts its own field as spaces; some old programs summed signed bytes.
    others = block[:148] + b" " * 8 + block[156:]
    signed = sum(others) - 256 * sum(byte > 127 for byte in others)
    if _number(block[148:156]) not in (sum(others), signed):
        raise TarError("a header is damaged")
    return block


def _exactly(archive: BinaryIO, size: int) -> bytes:
    data = archive.read(size) if size else b""
    if len(data) < size:
        raise TarError("it is cut off in the middle of a header")
    return data


def _number(field: bytes) -> int:
    """A number in a header: octal, or in the bytes themselves where the first bit is set."""
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


def _fields(data: bytes) -> dict[str, str]:
    """The fields of a pax record, each `LENGTH NAME=VALUE` and a line end; what follows a broken one is left out."""
    found: dict[str, str] = {}
    place = 0
    while place < len(data):
        digits, space, _ = data[place : place + 20].partition(b" ")
        if not space or not digits.isdigit() or (end := place + int(digits)) > len(data) or end <= place:
            break
        name, _, value = data[place + len(digits) + 1 : end - 1].partition(b"=")
        found[_text(name)] = _text(value)
        place = end
    return found


def _time(stated: str, header: bytes) -> float:
    with suppress(ValueError):
        if len(stated) <= 40 and abs(moment := float(stated)) < 1e12:
            return moment
    try:
        return float(_number(header[136:148]))
    except TarError:
        return 0.0  # times before 1970 are written as negative numbers
