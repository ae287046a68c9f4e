"""A file as the formats see it: opened with care, its beginning known, its size bounded."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import NOTHING, SafeText, joined, printable
from peaceindex.sources.fields import Fields
from peaceindex.text.decoding import Decoded, decode

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_BYTES = 16 * 1024 * 1024
"""A document larger than this is reported and skipped."""

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Encodings:
    """The encodings that the user chose for a file, by Python's names: for all of it, or for members of an archive."""

    whole: str = ""
    members: Mapping[str, str] = field(default_factory=dict)

    def of(self, member: str) -> str:
        """The encoding of a member; empty: it is to be told by its bytes."""
        return self.members.get(member, self.whole)


UNCHOSEN = Encodings()


@dataclass(slots=True)
class Source:
    """An open file. `name` is the path as the person gave it; `path` is None for standard input."""

    name: str
    path: Path | None
    mtime: float | None
    head: bytes
    """The first bytes, for telling its kind."""
    stream: BinaryIO
    """The rest: the stream stands behind `head`."""
    member: SafeText = NOTHING
    """What it is called inside the archive that it comes from; empty for a file."""
    called: str = ""
    """The name that tells its kind, where that is another than `name`: `page.html` for `page.html.gz`."""
    depth: int = 0
    """How many containers it lies in."""
    named: bool = False
    """Whether the person named it, and wants to hear if it is none."""
    fields: Fields = field(default_factory=dict)
    """What the user calls the fields of records."""
    encodings: Encodings = UNCHOSEN
    """What the user chose for the file that this is, or lies in."""
    seen: list[bytes] | None = None
    """Takes the bytes of each document as it is decoded, for who wants to read them otherwise."""
    hint: str = ""
    """What the document before was found to be written in."""
    read_as: tuple[str, float | None] = ("utf-8", None)
    """What was decoded last was read as this, and how sure that is (as in a RawDocument)."""

    @property
    def encoding(self) -> str:
        """The encoding that the user chose for it; empty: it is to be told by its bytes."""
        return self.encodings.of(self.member)

    def decode(self, data: bytes, name: str = "", member: str = "") -> Decoded:
        """The text of a document in it: as the user chose, or as the bytes tell. Raises SourceError for no text.

        `name` is what to call the document where it is not the source itself, `member` its full name as a member.
        """
        if self.seen is not None:
            self.seen[:] = [data]
        found = decode(data, name or self.name, self.encodings.of(member) if member else self.encoding, self.hint)
        if found.confidence is not None and "+" not in found.encoding:
            self.hint = found.encoding
        self.read_as = found.encoding, found.confidence
        return found

    @property
    def shown(self) -> str:
        """The name as a message may print it."""
        return printable(self.name)

    @property
    def whole(self) -> BinaryIO:
        """A stream of all of it, from the first byte. `head` and `stream` must not be used afterwards."""
        return BufferedReader(_Whole(self.head, self.stream), 65_536)

    def within(self, key: str) -> tuple[str, SafeText]:
        """The name of a document in it, for people, and as a member; the document itself where `key` is empty.

        The one place where names in archives, feeds, records and letters come in: what could act in them is escaped.
        """
        if not key:
            return self.name, self.member
        safe = printable(key)
        return f"{self.name}!{safe}", joined("!", (self.member, safe)) if self.member else safe

    def inner(self, member: str, stream: BinaryIO, *, mtime: float | None = None, called: str = "") -> Source:
        """A member of this container, as a source of its own. `called` tells the kind of an unnamed member."""
        name, within = self.within(member)
        return Source(
            name=name,
            path=self.path,
            mtime=self.mtime if mtime is None else mtime,
            head=stream.read(_HEAD),
            stream=stream,
            member=within,
            called=called or member,
            depth=self.depth + 1,
            fields=self.fields,
            encodings=self.encodings,
            seen=self.seen,
        )

    def read(self) -> bytes:
        """All of it, where it is one document. Raises SourceError over `MAX_BYTES`."""
        data = self.head + self.stream.read(MAX_BYTES + 1 - len(self.head))
        if len(data) > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024 // 1024} MB"
            raise SourceError(f"{self.shown} is larger than {limit}, too large for an article.", "Split it up.")
        return data


class _Whole(RawIOBase):
    """The head of a source and the rest behind it as one stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
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
    encodings: Encodings = UNCHOSEN,
    seen: list[bytes] | None = None,
) -> Iterator[Source]:
    """Open a regular file. Raises SourceError for anything else, in words for a person."""
    shown = printable(name)
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise SourceError(f"{shown} is {_kind(kind)}, not a file.", "Leave it out.")
        # Should it have become a pipe meanwhile, opening must not wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise SourceError(f"{shown} is {_kind(about.st_mode)}, not a file.", "Leave it out.")
            yield Source(
                name,
                path,
                about.st_mtime,
                stream.read(_HEAD),
                stream,
                fields=fields,
                named=named,
                encodings=encodings,
                seen=seen,
            )
    except OSError as error:
        raise trouble(path, name, error) from error


def trouble(path: Path, name: str, error: OSError) -> SourceError:
    """What the system says about `path`, in words for a person."""
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


def digest(data: bytes) -> str:
    """SHA-256 of a document's bytes, as hex: it tells a changed source from one that was only touched."""
    return hashlib.sha256(data).hexdigest()


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something odd"
