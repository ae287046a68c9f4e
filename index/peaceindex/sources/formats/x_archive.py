"""The posts in an archive that X (Twitter) gives its users: `tweets.js`, JSON with a piece of script in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import NoSourceError
from peaceindex.sources.record_documents import Skipped, documents_of
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_HEAD = late_pattern(rb"\s*(?:\xef\xbb\xbf)?\s*window\.YTD\.([a-z_]{1,60})\.part\d{1,6}\s*=\s*")
_POSTS = frozenset({b"tweet", b"tweets", b"note_tweet", b"community_tweet"})
_DELETED = frozenset({b"deleted_tweet", b"deleted_tweets", b"deleted_note_tweet"})


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources.formats import records

    head = _HEAD.match(source.head)
    kind = head[1] if head else b""
    if kind not in _POSTS | _DELETED:
        raise NoSourceError(f"{source.shown} holds no posts.", "Leave it out.", "files about an account")
    source.head = source.head[head.end() if head else 0 :]
    items = records.items(source)
    if kind in _DELETED:
        items = (Skipped("deleted posts") for _ in items)
    yield from documents_of(source, items)


FORMAT = Format(
    name="X archive", suffixes=(".js",), sniff=lambda head: _HEAD.match(head) is not None, documents=_documents
)
