"""A tar archive, read once from its beginning to its end: each file in it a source of its own."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from peaceindex.errors import SourceError
from peaceindex.sources.decoding import printable
from peaceindex.sources.kinds import lies_in_litter
from peaceindex.sources.registry import Format, Found, documents_of
from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[Found]:
    try:
        with tarfile.open(fileobj=source.whole, mode="r|") as archive:
            for member in archive:
                # Links, devices and the like hold no text; a link is never followed.
                if member.isfile() and not lies_in_litter(member.name):
                    stream = archive.extractfile(member)
                    if stream is not None:
                        yield from documents_of(
                            source.inner(member.name, cast(BinaryIO, stream), mtime=float(member.mtime))
                        )
    except (tarfile.TarError, EOFError) as error:
        raise SourceError(
            f"{source.shown} is a broken tar archive ({printable(str(error))}).", "Fetch it again."
        ) from error


FORMAT = Format(name="tar", suffixes=(".tar",), sniff=lambda head: head[257:262] == b"ustar", documents=_documents)
