"""Which format reads a source: told by its first bytes and its name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.safe_text import printable
from peaceindex.sources.kinds import EMPTY, kind_by_bytes, kind_by_name
from peaceindex.sources.markup import Markup
from peaceindex.sources.source import Source

Found = RawDocument | Markup | SourceError
"""What a source holds in a place: a document, one that is still markup, or why there is none."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. `documents` yields what it holds one by one, with errors as values or raised."""

    name: str
    suffixes: tuple[str, ...]
    """Ends of file names, lower case, with the dot."""
    sniff: Callable[[bytes], bool]
    """Whether a source that begins with these bytes may be of this kind."""
    documents: Callable[[Source], Iterator[Found]]
    by_name: bool = False
    """Its name alone is enough, where the first bytes tell of no other kind."""
    last: bool = False
    """Asked after all others, since it takes anything."""


@cache
def formats() -> tuple[Format, ...]:
    """All formats, those that take anything last."""
    from peaceindex.sources import formats as home

    found: list[Format] = [
        importlib.import_module(f"{home.__name__}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(home.__path__)
    ]
    return tuple(sorted(found, key=lambda format: (format.last, format.name)))


def format_of(source: Source) -> Format:
    """The format that reads `source`. Raises SourceError for kinds that none does."""
    name = (source.called or source.name).lower()
    fitting = [format for format in formats() if format.sniff(source.head)]
    sure = [format for format in fitting if not format.last]
    for format in sure:
        if name.endswith(format.suffixes):
            return format
    if not source.named and (kind := kind_by_name(source.called or source.name)):
        raise kind.error(source.name)
    if sure:
        return sure[0]
    if kind := kind_by_bytes(source.head):
        raise kind.error(source.name)
    for format in formats():
        if format.by_name and name.endswith(format.suffixes):
            return format
    if fitting:
        return fitting[0]
    raise SourceError(f"{source.shown} is of a kind that is not read.", "Turn it into text first.")


def documents_of(source: Source) -> Iterator[Found]:
    """What a source holds: its own kind's documents, an error in the place of those that cannot be read."""
    if source.depth > MAX_DEPTH:
        yield SourceError(f"{source.shown} lies in too many archives.", "Unpack the outer ones.")
        return
    try:
        if not source.head:
            source.head = source.stream.read(4096)
        if not source.head:
            raise EMPTY.error(source.name)
        yield from format_of(source).documents(source)
    except NoSourceError as error:
        # What is named like a source, or by the person, should be one.
        yield SourceError(error.what, error.advice) if source.named or _is_named_so(source) else error
    except SourceError as error:
        yield error
    except Exception as error:
        yield unforeseen(source.name, error)


def unforeseen(name: str, error: Exception) -> SourceError:
    """What to say of an error that nobody foresaw: one source among thousands must not stop the rest by it."""
    if isinstance(error, MemoryError):
        return too_large(name)
    reason = f"{type(error).__name__}: {printable(str(error))}"
    return SourceError(f"{printable(name)} could not be read ({reason}).", "Please report it.")


def too_large(name: str) -> SourceError:
    """What to say of a source for which the memory that a process may take did not do."""
    return SourceError(f"{printable(name)} takes too much memory to be read.", "Split it up, or leave it out.")


def _is_named_so(source: Source) -> bool:
    name = (source.called or source.name).lower()
    if name.endswith(".xml") or kind_by_name(name):
        return False
    return any(name.endswith(format.suffixes) for format in formats())


MAX_DEPTH = 4
"""Containers inside containers beyond this are reported and skipped."""
