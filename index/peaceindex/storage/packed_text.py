"""Texts as library.db stores them: packed to a little over two fifths of their size, each on its own.

The form is zlib (RFC 1950) of UTF-8, with a preset dictionary of common phrases, which saves a seventh of short texts.
A stream names its dictionary by a checksum, so a text is read with the one that it was packed with; older libraries
have texts without one, and plain text in the place of packed text.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from peaceindex.storage.bad_text import as_text
from peaceindex.text.inflate import inflate

MAX_BYTES = 64 * 1024 * 1024
"""The size in bytes beyond which nothing is unpacked. In UTF-8 a text may be several times as long as its source."""

_LISTS = ("common_phrases_1.txt", "common_phrases_2.txt")
"""The dictionaries, the newest last. None may ever be changed or removed: texts were packed with them."""
_LEVEL = 6
_HAS_DICTIONARY = 0x20
_HEAD_BYTES = 6


def pack(text: str) -> bytes:
    """Return a text in the form in which it is stored."""
    packer = _packer().copy()
    packed: bytes = packer.compress(text.encode("utf-8")) + packer.flush()
    return packed


def unpack(packed: bytes) -> str:
    """Return the text of its stored form. Raise zlib.error or UnicodeDecodeError if it is damaged or too large."""
    dictionary = _dictionaries_by_head().get(packed[:_HEAD_BYTES])
    if dictionary is None:
        return inflate(packed, MAX_BYTES, _dictionary_of(packed)).decode("utf-8")
    # Given a whole stream, zlib computes the checksum of the dictionary each time: a third of what a text takes.
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary)
    data = unpacker.decompress(packed[_HEAD_BYTES:], MAX_BYTES + 1)
    if not unpacker.eof or len(data) > MAX_BYTES:
        raise zlib.error("it is cut off, or grows too large")
    if zlib.adler32(data).to_bytes(4, "big") != unpacker.unused_data[:4]:
        raise zlib.error("its checksum is another")
    return data.decode("utf-8")


def pack_if_shorter(text: str) -> str | bytes:
    """Return a text as it is stored where most are short: packed if that takes fewer bytes, else as it is."""
    packed = pack(text)
    return packed if len(packed) < len(text.encode("utf-8")) else text


def checksum_of(packed: bytes) -> int:
    """Return the Adler-32 of a packed text in UTF-8, as its last four bytes state it."""
    return int.from_bytes(packed[-4:], "big")


def stored_text(value: Any) -> str:
    """Return the text of a stored value, plain or packed: of a damaged one what can be read, with U+FFFD after it."""
    if not isinstance(value, bytes):
        return as_text(value)
    try:
        return unpack(value)
    except (zlib.error, UnicodeDecodeError):
        return _beginning(value) + "\ufffd"


def _beginning(packed: bytes) -> str:
    """Return what can be unpacked of a damaged text."""
    data = bytearray()
    try:
        dictionary = _dictionary_of(packed)
        unpacker = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
        for place in range(0, len(packed), 16):  # an error drops what the bytes of the same call have yielded
            data += unpacker.decompress(packed[place : place + 16], MAX_BYTES)
            if len(data) > MAX_BYTES:
                break
    except zlib.error:
        pass
    return data.decode("utf-8", "ignore")


def _dictionary_of(packed: bytes) -> bytes:
    """Return the dictionary that a stream states; nothing if it states none. Raise zlib.error if it is not known."""
    if len(packed) < 6 or not packed[1] & _HAS_DICTIONARY:
        return b""
    dictionary = _dictionaries().get(int.from_bytes(packed[2:6], "big"))
    if dictionary is None:
        raise zlib.error("it was packed with a list of phrases that is not known")
    return dictionary


@cache
def _dictionaries() -> dict[int, bytes]:
    """Return the dictionaries by the checksum that a stream states."""
    found = [Path(__file__).with_name(name).read_bytes() for name in _LISTS]
    return {zlib.adler32(dictionary): dictionary for dictionary in found}


@cache
def _dictionaries_by_head() -> dict[bytes, bytes]:
    """Return the dictionaries by the first bytes of a stream that uses them: 0x78, its flags and the checksum.

    The last five bits of the flags make a multiple of 31 of the first two bytes.
    """
    flags = [(level << 6) | _HAS_DICTIONARY for level in range(4)]
    starts = [bytes((0x78, flag + 31 - (0x7800 + flag) % 31)) for flag in flags]
    return {
        start + checksum.to_bytes(4, "big"): dictionary
        for checksum, dictionary in _dictionaries().items()
        for start in starts
    }


@cache
def _packer() -> Any:
    """Return a packer that has taken in the dictionary. A copy of it packs a text in half of the time."""
    newest = list(_dictionaries().values())[-1]
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, newest)
