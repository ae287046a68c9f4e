"""The fingerprints of a page's lines as bytes: about five for each line.

The form is the number of lines (2 bytes), their hashes (4 bytes each), and packed by zlib (RFC 1950) the steps from one
line number to the next (from 0; 4 bytes each) and the weights (2 bytes each). Of these, all lowest bytes come first,
since they alone differ much from line to line. Numbers are little-endian. The size in bytes is never a multiple of 14:
a zero is added if it were. Older versions took 14 for each line: 8 of a hash, of which the upper half is the present
one, then all numbers, then all weights.
"""

from __future__ import annotations

import struct
import zlib
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Fingerprints = tuple[Sequence[int], Sequence[int], Sequence[int]]
    """Hashes (32 bits), line numbers (32 bits) and weights (16 bits)."""

_OLD_LINE_BYTES = 14
_STEP_PLANES, _WEIGHT_PLANES = 4, 2


def pack_fingerprints(hashes: Sequence[int], numbers: Sequence[int], weights: Sequence[int]) -> bytes:
    """Return the fingerprints of up to 65,535 lines, in ascending order of their numbers, as bytes."""
    count = len(hashes)
    steps = struct.pack(f"<{count}I", *(number - last for last, number in zip((0, *numbers), numbers, strict=False)))
    words = struct.pack(f"<{count}H", *weights)
    planes = [steps[::4], words[::2], words[1::2], steps[1::4], steps[2::4], steps[3::4]]
    packed = struct.pack(f"<H{count}I", count, *hashes) + zlib.compress(b"".join(planes))
    return packed if len(packed) % _OLD_LINE_BYTES else packed + b"\0"


def unpack_fingerprints(packed: bytes) -> Fingerprints:
    """Return what was packed, by this version or an older one. Raise ValueError if the bytes are damaged."""
    if len(packed) % _OLD_LINE_BYTES == 0:
        return _unpack_old(packed)
    try:
        (count,) = struct.unpack_from("<H", packed)
        hashes = struct.unpack_from(f"<{count}I", packed, 2)
        size = count * (_STEP_PLANES + _WEIGHT_PLANES)
        unpacker = zlib.decompressobj()
        planes = unpacker.decompress(packed[2 + 4 * count :], size + 1)
    except (struct.error, zlib.error) as error:
        raise ValueError("damaged fingerprints") from error
    if not unpacker.eof or len(planes) != size:
        raise ValueError("damaged fingerprints")
    columns = [planes[count * place : count * (place + 1)] for place in range(_STEP_PLANES + _WEIGHT_PLANES)]
    steps, words = bytearray(4 * count), bytearray(2 * count)
    steps[::4], words[::2], words[1::2], steps[1::4], steps[2::4], steps[3::4] = columns
    numbers = tuple(accumulate(struct.unpack(f"<{count}I", steps)))
    if numbers and numbers[-1] > 0xFFFF_FFFF:
        raise ValueError("damaged fingerprints")
    return hashes, numbers, struct.unpack(f"<{count}H", words)


def _unpack_old(packed: bytes) -> Fingerprints:
    count = len(packed) // _OLD_LINE_BYTES
    values = struct.unpack(f"={count}q{count}I{count}H", packed)
    return [hash >> 32 & 0xFFFF_FFFF for hash in values[:count]], values[count : 2 * count], values[2 * count :]
