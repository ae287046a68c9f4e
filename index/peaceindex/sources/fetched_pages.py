"""The pages of a web archive that were read so far, for records that only say that a page was the same as before."""

from __future__ import annotations

import tempfile
import zlib
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Final

from peaceindex.sources.bounds import MAX_DOCUMENTS
from peaceindex.sources.source import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_KEPT_BYTES: Final = 1024 * 1024 * 1024
"""The size of the temporary file. What does not fit is not kept; records that mean it are reported."""
_MAX_NAMES: Final = 400_000
"""The names of kept responses; each takes about 150 bytes of memory, and a response has up to four."""
_PACKED_BODY: Final = b"\r\n\r\n\x1f\x8b"
"""What stands in a response whose body is packed already."""


class FetchedPages:
    """Responses by what later records may call them, on disk, and the addresses that were read.

    A revisit record (WARC 1.1, section 6.7) has no payload. It names the record that has, its payload by digest, or its
    address and time.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._places: dict[bytes, tuple[int, int]] = {}
        self._size = 0
        self._addresses: set[bytes] = set()

    def add_address(self, address: str) -> None:
        """Remember that the page at this address was read."""
        if len(self._addresses) < MAX_DOCUMENTS:
            self._addresses.add(_key("", address))

    def has_address(self, address: str) -> bool:
        """Return whether the page at this address was read."""
        return _key("", address) in self._addresses

    def keep(self, headers: Mapping[str, str], response: bytes) -> None:
        """Keep a response as it is in the archive. `headers` are those of its record, with names in lower case."""
        if len(self._places) > _MAX_NAMES:
            return
        packed = zlib.compress(response, 0 if _PACKED_BODY in response[:4096] else 1)
        if self._size + len(packed) > _MAX_KEPT_BYTES:
            return
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is let go
            self._file.seek(self._size)
            self._file.write(packed)
        except OSError:  # no space: what cannot be found again is reported
            return
        for key in _names_of_record(headers):
            self._places.setdefault(key, (self._size, len(packed)))
        self._size += len(packed)

    def find(self, headers: Mapping[str, str]) -> bytes | None:
        """Return the response that a revisit record with these headers means, or None if it was not kept."""
        place = next((self._places[key] for key in _names_in_revisit(headers) if key in self._places), None)
        if place is None or self._file is None:
            return None
        try:
            self._file.seek(place[0])
            return zlib.decompressobj().decompress(self._file.read(place[1]), MAX_BYTES)
        except (OSError, zlib.error):
            return None


def _names_of_record(headers: Mapping[str, str]) -> Iterator[bytes]:
    address, date = headers.get("warc-target-uri", "").strip("<>"), headers.get("warc-date", "")
    for kind, name in (
        ("record", headers.get("warc-record-id", "")),
        ("payload", headers.get("warc-payload-digest", "")),
        ("fetched", f"{address} {date}" if date else ""),
        ("address", address),
    ):
        if name:
            yield _key(kind, name)


def _names_in_revisit(headers: Mapping[str, str]) -> Iterator[bytes]:
    address, date = headers.get("warc-refers-to-target-uri", "").strip("<>"), headers.get("warc-refers-to-date", "")
    digest = headers.get("warc-payload-digest", "")
    not_modified = "not-modified" in headers.get("warc-profile", "")
    for kind, name in (
        ("record", headers.get("warc-refers-to", "")),
        ("payload", digest),
        ("fetched", f"{address} {date}" if address and date else ""),
        # Without a digest, only the server's word says that nothing changed, and only of this address.
        ("address", (address or headers.get("warc-target-uri", "").strip("<>")) if not_modified and not digest else ""),
    ):
        if name:
            yield _key(kind, name)


def _key(kind: str, name: str) -> bytes:
    return blake2b(f"{kind}\0{name}".encode("utf-8", "surrogatepass"), digest_size=10).digest()
