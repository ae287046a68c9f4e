"""A file as the formats see it: opened carefully, with its first bytes read and its size limited."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import EMPTY, SafeText, joined, printable
from peaceindex.text.decoding import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from typing_extensions import Buffer

    from peaceindex.sources.fields import Fields
    from peaceindex.sources.tables.address_rows import TakeAddress

MAX_BYTES = 16 * 1024 * 1024
"""The size in bytes above which a document is reported and skipped."""

_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class EncodingChoices:
    """The encodings that the user chose for a file, by Python's names: for the whole file, or for archive members."""

    whole: str = ""
    members: Mapping[str, str] = field(default_factory=dict)

    def of(self, member: str) -> str:
        """Return the encoding of a member, or "" if it is to be detected."""
        return self.members.get(member, self.whole)


DETECT_ENCODINGS = EncodingChoices()


@dataclass(slots=True)
class Source:
    """An open file. `name` is the path as the user gave it; `path` is None for standard input."""

    name: str
    path: Path | None
    mtime: float | None
    head: bytes
    """The first bytes, for recognising its kind."""
    stream: BinaryIO
    """The rest: the stream is positioned after `head`."""
    member: SafeText = EMPTY
    """Its name inside the archive that it comes from; empty for a file."""
    name_for_kind: str = ""
    """The name that indicates its kind, if that is not `name`: `page.html` for `page.html.gz`."""
    depth: int = 0
    """The number of containers around it."""
    named: bool = False
    """Whether the user named it, and so wants a report if it is not a source."""
    fields: Fields = field(default_factory=dict)
    """The user's names for the fields of records."""
    encodings: EncodingChoices = DETECT_ENCODINGS
    """The user's choice for the file that this is, or is inside of."""
    seen: list[bytes] | None = None
    """Receives the bytes of each document when it is decoded, for callers who want to decode them differently."""
    encoding_hint: str = ""
    """The encoding that was detected for the previous document."""
    kind: str = ""
    """The name of its format, once that is known; for people."""
    take_address: TakeAddress | None = None
    """Receives the rows of tables that list articles by address, for callers who want to join them."""
    file_hash: str = ""
    """The SHA-256 of the file that this is, or is inside of, if `hash_of_file` was asked for it."""
    read_as: tuple[str, float | None] = ("utf-8", None)
    """The encoding of the latest decoded text, and the confidence in it (as in a RawDocument)."""

    @property
    def encoding(self) -> str:
        """The encoding that the user chose for it, or "" if it is to be detected."""
        return self.encodings.of(self.member)

    def decode(self, data: bytes, name: str = "", member: str = "") -> Decoded:
        """Return the text of a document in it, in the encoding that the user chose or that is detected.

        `name` is the name of the document if it is not the source itself, `member` its full name as a member.
        Raise SourceError if the data is not text.
        """
        if self.seen is not None:
            self.seen[:] = [data]
        found = decode(
            data, name or self.name, self.encodings.of(member) if member else self.encoding, self.encoding_hint
        )
        if found.confidence is not None and "+" not in found.encoding:
            self.encoding_hint = found.encoding
        self.read_as = found.encoding, found.confidence
        return found

    def hash_of_file(self) -> str:
        """Return the SHA-256 of the whole file, as hex, or "" for standard input. The file is read once more for it."""
        if not self.file_hash and self.path is not None:
            try:
                flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
                with os.fdopen(os.open(self.path, flags), "rb") as stream:
                    self.file_hash = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                raise as_source_error(self.path, self.name, error) from error
        return self.file_hash

    @property
    def shown(self) -> str:
        """The name in a form that a message may print."""
        return printable(self.name)

    @property
    def full_stream(self) -> BinaryIO:
        """A stream of all of it, from the first byte. `head` and `stream` must not be used afterwards."""
        return BufferedReader(RejoinedStream(self.head, self.stream), 65_536)

    def within(self, key: str) -> tuple[str, SafeText]:
        """Return the display name of a document in it, and its member name; those of the source if `key` is empty.

        This is the only place where names in archives, feeds, records and e-mails come in. Characters in them that
        could act in a terminal are escaped.
        """
        if not key:
            return self.name, self.member
        safe = printable(key)
        return f"{self.name}!{safe}", joined("!", (self.member, safe)) if self.member else safe

    def inner(self, member: str, stream: BinaryIO, *, mtime: float | None = None, name_for_kind: str = "") -> Source:
        """Return a member of this container as a source. `name_for_kind` stands in for a missing name."""
        name, within = self.within(member)
        return Source(
            name=name,
            path=self.path,
            mtime=self.mtime if mtime is None else mtime,
            head=stream.read(_HEAD_BYTES),
            stream=stream,
            member=within,
            name_for_kind=name_for_kind or member,
            depth=self.depth + 1,
            fields=self.fields,
            encodings=self.encodings,
            seen=self.seen,
            take_address=self.take_address,
        )

    def read(self) -> bytes:
        """Return all of it, if it is one document. Raise SourceError if it is larger than `MAX_BYTES`."""
        data = self.head + self.stream.read(MAX_BYTES + 1 - len(self.head))
        if len(data) > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024 // 1024} MB"
            raise SourceError(f"{self.shown} is larger than {limit}, too large for an article.", "Split it up.")
        return data


class RejoinedStream(RawIOBase):
    """The head of a source and the rest after it as one stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read bytes into `buffer`. Return how many; 0 at the end."""
        view = memoryview(buffer).cast("B")
        data = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


@contextmanager
def open_source(
    path: Path,
    name: str,
    fields: Fields = MappingProxyType({}),
    named: bool = True,
    encodings: EncodingChoices = DETECT_ENCODINGS,
    seen: list[bytes] | None = None,
    take_address: TakeAddress | None = None,
) -> Iterator[Source]:
    """Open a regular file. Raise SourceError for anything else, in words for users."""
    shown = printable(name)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise SourceError(f"{shown} is {_describe(mode)}, not a file.", "Leave it out.")
        # If it has become a pipe in the meantime, opening must not wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{shown} is {_describe(status.st_mode)}, not a file.", "Leave it out.")
            yield Source(
                name,
                path,
                status.st_mtime,
                stream.read(_HEAD_BYTES),
                stream,
                fields=fields,
                named=named,
                encodings=encodings,
                seen=seen,
                take_address=take_address,
            )
    except OSError as error:
        raise as_source_error(path, name, error) from error


def as_source_error(path: Path, name: str, error: OSError) -> SourceError:
    """Return what the system reports about `path`, in words for users."""
    shown = printable(name)
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return SourceError(f"{shown} is a link to something that is not there.", "Mend or remove the link.")
        return SourceError(f"There is no file or folder {shown}.", "Check the spelling.")
    if isinstance(error, PermissionError):
        return SourceError(f"You may not read {shown}.", "Ask its owner, or change its permissions.")
    if error.errno == 40 or "symbolic links" in str(error):
        return SourceError(f"{shown} is a link that leads back to itself.", "Remove the link.")
    reason = (error.strerror or type(error).__name__).lower()
    return SourceError(f"{shown} cannot be read: {reason}.", "Check the disk it is on.")


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of a document's bytes, as hex. It distinguishes a changed source from one merely touched."""
    return hashlib.sha256(data).hexdigest()


def _describe(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something odd"
