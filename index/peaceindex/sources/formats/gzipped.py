"""A gzip file: whatever is packed in it, told by its own first bytes and by the name without `.gz`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peaceindex.sources.registry import Format, Found, documents_of
from peaceindex.sources.source import Source
from peaceindex.sources.unpacking import gunzip

_END = re.compile(r"\.t?gz$", re.IGNORECASE)


def _documents(source: Source) -> Iterator[Found]:
    name = source.called or source.name
    called = _END.sub(".tar" if name.lower().endswith(".tgz") else "", name)
    yield from documents_of(source.inner("", gunzip(source.whole, source.shown), called=called))


FORMAT = Format(
    name="gzip", suffixes=(".gz", ".tgz"), sniff=lambda head: head.startswith(b"\x1f\x8b"), documents=_documents
)
