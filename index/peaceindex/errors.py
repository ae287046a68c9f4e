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


class LibraryNotFoundError(PeaceindexError):
    """There is no library in the folder that was named."""


class LibraryDamagedError(PeaceindexError):
    """A database of the library cannot be read."""


class LibraryLockedError(PeaceindexError):
    """Another process is writing to the library."""


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
