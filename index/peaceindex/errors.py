"""The errors that reach a person: each says what happened, to which file, and what to do now."""

from __future__ import annotations


class PeaceindexError(Exception):
    """The root of all errors that this package raises on purpose.

    `what` tells what happened and to which file; `advice` what to do now.
    `str()` gives both in one line.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        self.what = what
        self.advice = advice
        super().__init__(f"{what} {advice}".strip())


class LibraryError(PeaceindexError):
    """A library cannot be used, or not just now. The kinds below are told apart, since each asks for other steps."""


class LibraryNotFoundError(LibraryError):
    """There is no library in the folder that was named."""


class LibraryDamagedError(LibraryError):
    """What a database of the library holds cannot be read: the only kind that calls for recovery."""


class LibraryNewerError(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryClosedError(LibraryError):
    """The library was closed while something was still asked of it."""


class LibraryUnsafeError(LibraryError):
    """A link, a pipe, a folder or another user's file stands where the library keeps a file of its own."""


class LibraryLockedError(LibraryError):
    """Another process is writing to the library. `doing` says at what it is, where that is known: `index` or empty."""

    def __init__(self, what: str, advice: str = "", doing: str = "") -> None:
        super().__init__(what, advice)
        self.doing = doing


class StorageError(LibraryError):
    """The system or the disk refuses. The library is unharmed: never move, recover or replace a file for it."""


class DiskFullError(StorageError):
    """There is no space left on the disk, or in the user's share of it."""


class JournalError(StorageError):
    """The database could be opened, but the journal that belongs beside it cannot be written."""


class FileLimitError(StorageError):
    """A file would grow past the size that the system or the disk allows."""


class ReadOnlyError(StorageError):
    """The disk, the folder or the file may only be read."""


class SourceError(PeaceindexError):
    """A source cannot be made into an article; the rest goes on without it."""


class NoSourceError(SourceError):
    """A file of a kind that holds no articles, or is not read: no failure where nobody named it. `kind`: pictures …"""

    def __init__(self, what: str, advice: str, kind: str) -> None:
        super().__init__(what, advice)
        self.kind = kind


class ArticleNotFoundError(PeaceindexError):
    """No article, or more than one, has the id that was given."""


class SourceTextError(ArticleNotFoundError):
    """The source text that the library keeps of an article is missing or damaged."""


class DataFileError(PeaceindexError):
    """A YAML file (config, theme, outlets, names) cannot be used; the message names file and field."""


class Cancelled(Exception):  # noqa: N818 - no error: the caller asked for it
    """Work was given up because the caller's `cancelled` said so; nothing was changed."""
