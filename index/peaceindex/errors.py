"""The errors shown to the user: each says what happened, to which file, and what to do now."""

from __future__ import annotations


class PeaceindexError(Exception):
    """The base class of all errors that this package raises on purpose.

    `what` says what happened and to which file; `advice` says what to do now. `str()` gives both in one line.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        self.what = what
        self.advice = advice
        super().__init__(f"{what} {advice}".strip())


class LibraryError(PeaceindexError):
    """A library that cannot be used, or not right now. Each subclass calls for different steps."""


class LibraryNotFoundError(LibraryError):
    """No library exists in the given folder."""


class LibraryDamagedError(LibraryError):
    """A database of the library cannot be read. This is the only kind of error that calls for a restore."""


class LibraryNewerError(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryClosedError(LibraryError):
    """The library was closed while it was still in use."""


class LibraryUnsafeError(LibraryError):
    """A link, a pipe, a folder or another user's file is where the library keeps a file of its own."""


class LibraryLockedError(LibraryError):
    """Another process is writing to the library. `doing` names its work if known (`index`), and is empty otherwise."""

    def __init__(self, what: str, advice: str = "", doing: str = "") -> None:
        super().__init__(what, advice)
        self.doing = doing


class StorageError(LibraryError):
    """The system or the disk refuses. The library is unharmed: do not move, restore or replace any file."""


class DiskFullError(StorageError):
    """The disk is full, or the user's quota is used up."""


class JournalError(StorageError):
    """The database opens, but the journal file next to it cannot be written."""


class FileLimitError(StorageError):
    """A file would grow beyond the size that the system or the disk allows."""


class ReadOnlyError(StorageError):
    """The disk, the folder or the file is read-only."""


class SourceError(PeaceindexError):
    """A source cannot be made into an article; the other sources are processed without it."""


COMMENTS = "comments with entries in them"
"""The `kind` of a NoSourceError that tells what a comment hides."""


class NoSourceError(SourceError):
    """A file of a kind that holds no articles, or is not read. Not a failure unless the user named the file.

    `kind` names the kind of file, such as pictures.
    """

    def __init__(self, what: str, advice: str, kind: str) -> None:
        super().__init__(what, advice)
        self.kind = kind


class ArticleNotFoundError(PeaceindexError):
    """No article has the given id, or more than one does."""


class SourceTextError(ArticleNotFoundError):
    """The source text that the library stores for an article is missing or damaged."""


class QueryError(PeaceindexError):
    """A query that cannot mean anything: an impossible date, an unknown field, a phrase that is still open."""


class PassageQueryError(QueryError):
    """A query of passages that cannot be answered."""


class PassageFileError(PeaceindexError):
    """A file of passages of another program cannot be read, or cannot be written; nothing was imported or exported."""


class ArchiveError(PeaceindexError):
    """An archive of a library cannot be read, or cannot be written; nothing was changed."""


class DataFileError(PeaceindexError):
    """A YAML file (config, theme, outlets, names) cannot be used; the message names the file and the field."""


class Cancelled(Exception):  # noqa: N818 - not an error: the caller asked for it
    """Work was abandoned because the caller's `cancelled` returned True; nothing was changed."""
