"""A tar archive, read once from start to end. Each file in it is a source of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.kinds import is_in_litter
from peaceindex.sources.registry import Format, SourceItem, documents_of
from peaceindex.sources.tar_members import TarError, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[SourceItem]:
    try:
        for member in members(source.full_stream):
            if is_in_litter(member.name):
                continue
            if member.is_sparse:
                shown = f"{source.shown}!{printable(member.name)}"
                yield SourceError(f"{shown} is stored as a sparse file, which is not read.", "Unpack it first.")
                continue
            yield from documents_of(source.inner(member.name, member.stream, mtime=member.mtime))
    except TarError as error:
        raise SourceError(f"{source.shown} is a broken tar archive ({error}).", "Fetch it again.") from error


FORMAT = Format(name="tar", suffixes=(".tar",), sniff=lambda head: head[257:262] == b"ustar", documents=_documents)
