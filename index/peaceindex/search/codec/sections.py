"""A file of named arrays that are memory-mapped and never decoded.

The arrays follow one another, little-endian, each at a multiple of 64 bytes.
A table at the end of the file (JSON; its length is in the last eight bytes)
gives the offset of each array, its number of values and their type.
"""

from __future__ import annotations

import json
import mmap
import struct
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = np.ndarray[Any, np.dtype[Any]]

MAGIC = b"flatseg1"
_ALIGNMENT = 64
_TABLE_LENGTH = struct.Struct("<Q")


class Sink(Protocol):
    """An object to which arrays are written."""

    def write(self, data: bytes, /) -> Any:
        """Append bytes."""


def write_sections(sink: Sink, arrays: Mapping[str, Array]) -> None:
    """Write arrays to a file that is positioned at its beginning."""
    sink.write(MAGIC)
    offset = len(MAGIC)
    table: dict[str, tuple[int, int, str]] = {}
    for name, array in arrays.items():
        flat = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        padding = -offset % _ALIGNMENT
        sink.write(bytes(padding))
        offset += padding
        table[name] = (offset, len(flat), flat.dtype.str)
        if flat.nbytes:
            sink.write(flat.data.cast("B"))  # type: ignore[arg-type]
        offset += flat.nbytes
    table_bytes = json.dumps(table).encode()
    sink.write(table_bytes + _TABLE_LENGTH.pack(len(table_bytes)))


class Sections:
    """The arrays of a file. They stay valid after the file is removed, for as long as they are referenced."""

    def __init__(self, data: Any) -> None:
        self._view = memoryview(data)
        size = len(self._view)
        try:
            (length,) = _TABLE_LENGTH.unpack(self._view[size - _TABLE_LENGTH.size :])
            table = json.loads(bytes(self._view[size - _TABLE_LENGTH.size - length : size - _TABLE_LENGTH.size]))
        except (struct.error, ValueError) as error:
            raise ValueError("This is no file of arrays, or not all of it.") from error
        if bytes(self._view[: len(MAGIC)]) != MAGIC:
            raise ValueError("This file of arrays is of another version.")
        self._table: dict[str, tuple[int, int, str]] = table

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def names(self) -> list[str]:
        """Return the names of the arrays, in the order in which they were written."""
        return list(self._table)

    def array(self, name: str) -> Array:
        """Return an array, read-only. Raises KeyError if no array has that name."""
        start, length, dtype = self._table[name]
        return np.frombuffer(self._view, np.dtype(dtype), length, start)

    def view(self, name: str) -> memoryview:
        """Return the bytes of an array. Raises KeyError if no array has that name."""
        start, length, dtype = self._table[name]
        return self._view[start : start + length * np.dtype(dtype).itemsize]


def map_file(storage: Any, name: str) -> Sections:
    """Return the arrays of a file in a Whoosh storage: memory-mapped if the file is on disk, otherwise read."""
    folder = getattr(storage, "folder", None)
    if folder is None:
        with storage.open_file(name) as file:
            return Sections(file.read())
    with open(storage._fpath(name), "rb") as file:  # noqa: PTH123
        return Sections(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
