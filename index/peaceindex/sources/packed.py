"""Formats that compress one file. Its content is recognised by its first bytes and its name without the extension."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.sources.decompression import Decompressor, decompressed
from peaceindex.sources.registry import Format, SourceItem, documents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.sources.source import Source


def packing(
    name: str,
    sniff: Callable[[bytes], bool],
    suffixes: tuple[str, ...],
    unpacker: Callable[[], Decompressor],
    error: type[Exception],
) -> Format:
    """Return the format of files compressed like this. All `suffixes` except the first are short for `.tar` plus it."""
    suffix = re.compile(rf"{re.escape(suffixes[0])}$", re.IGNORECASE)
    tar_suffix = re.compile(rf"(?:{'|'.join(map(re.escape, suffixes[1:]))})$", re.IGNORECASE)

    def documents(source: Source) -> Iterator[SourceItem]:
        inner_name = tar_suffix.sub(".tar", suffix.sub("", source.name_for_kind or source.name))
        stream = decompressed(source.full_stream, source.shown, unpacker, error)
        yield from documents_of(source.inner("", stream, name_for_kind=inner_name))

    return Format(name, suffixes, sniff, documents)
