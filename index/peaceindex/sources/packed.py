"""Formats that pack one file: whatever is in it, told by its own first bytes and by the name without the ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from peaceindex.sources.decompression import Unpacker, unpacked
from peaceindex.sources.registry import Format, Found, documents_of
from peaceindex.sources.source import Source


def packing(
    name: str,
    sniff: Callable[[bytes], bool],
    suffixes: tuple[str, ...],
    unpacker: Callable[[], Unpacker],
    error: type[Exception],
) -> Format:
    """The format of files so packed. Of its `suffixes`, those but the first stand for `.tar` and the first."""
    end = re.compile(rf"{re.escape(suffixes[0])}$", re.IGNORECASE)
    tar = re.compile(rf"(?:{'|'.join(map(re.escape, suffixes[1:]))})$", re.IGNORECASE)

    def documents(source: Source) -> Iterator[Found]:
        called = tar.sub(".tar", end.sub("", source.called or source.name))
        stream = unpacked(source.whole, source.shown, unpacker, error)
        yield from documents_of(source.inner("", stream, called=called))

    return Format(name, suffixes, sniff, documents)
