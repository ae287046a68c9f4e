"""Choosing the format that reads a source, by its first bytes and its name."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.safe_text import printable
from peaceindex.sources.kinds import EMPTY, kind_by_bytes, kind_by_name
from peaceindex.sources.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.sources.source import Source

SourceItem = RawDocument | Markup | SourceError
"""One item found in a source: a document, a document that is still markup, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. `documents` yields its content one by one; it yields errors as values or raises them."""

    name: str
    suffixes: tuple[str, ...]
    """Extensions of file names, in lower case, with the dot."""
    sniff: Callable[[bytes], bool]
    """The check whether a source that begins with these bytes may be of this kind."""
    documents: Callable[[Source], Iterator[SourceItem]]
    is_known_by_name: bool = False
    """Whether the name alone is enough if the first bytes indicate no other kind."""
    is_fallback: bool = False
    """Whether it comes after all others, since it accepts anything."""


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, with those that accept anything last."""
    from peaceindex.sources import formats as home

    found: list[Format] = [
        importlib.import_module(f"{home.__name__}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(home.__path__)
    ]
    return tuple(sorted(found, key=lambda format: (format.is_fallback, format.name)))


def format_of(source: Source) -> Format:
    """Return the format that reads `source`. Raise SourceError if no format does."""
    name = (source.name_for_kind or source.name).lower()
    fitting = [format for format in formats() if format.sniff(source.head)]
    specific = [format for format in fitting if not format.is_fallback]
    for format in specific:
        if name.endswith(format.suffixes):
            return format
    if not source.named and (kind := kind_by_name(source.name_for_kind or source.name)):
        raise kind.error(source.name)
    if specific:
        return specific[0]
    if kind := kind_by_bytes(source.head):
        raise kind.error(source.name)
    for format in formats():
        if format.is_known_by_name and name.endswith(format.suffixes):
            return format
    if fitting:
        return fitting[0]
    raise SourceError(f"{source.shown} is of a kind that is not read.", "Turn it into text first.")


def documents_of(source: Source) -> Iterator[SourceItem]:
    """Yield the documents of a source, with an error in place of each one that cannot be read."""
    if source.depth > MAX_DEPTH:
        yield SourceError(f"{source.shown} lies in too many archives.", "Unpack the outer ones.")
        return
    try:
        if not source.head:
            source.head = source.stream.read(4096)
        if not source.head:
            raise EMPTY.error(source.name)
        format = format_of(source)
        source.kind = format.name
        yield from format.documents(source)
    except NoSourceError as error:
        # A file that the user named, or that is named like a source, should be one.
        yield SourceError(error.what, error.advice) if source.named or _is_named_like_source(source) else error
    except SourceError as error:
        yield error
    except Exception as error:
        yield unexpected_error(source.name, error)


def unexpected_error(name: str, error: Exception) -> SourceError:
    """Return the error to report for an unexpected exception: one source among thousands must not stop the others."""
    if isinstance(error, MemoryError):
        return memory_error(name)
    reason = f"{type(error).__name__}: {printable(str(error))}"
    return SourceError(f"{printable(name)} could not be read ({reason}).", "Please report it.")


def memory_error(name: str) -> SourceError:
    """Return the error to report for a source that needs more memory than the process may use."""
    return SourceError(f"{printable(name)} takes too much memory to be read.", "Split it up, or leave it out.")


_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xlsm", ".parquet")
"""Tables often hold no articles: in a folder that is no failure."""


def _is_named_like_source(source: Source) -> bool:
    name = (source.name_for_kind or source.name).lower()
    if name.endswith((".xml", *_TABLE_SUFFIXES)) or kind_by_name(name):
        return False
    return any(name.endswith(format.suffixes) for format in formats())


MAX_DEPTH = 4
"""Containers nested deeper than this are reported and skipped."""
