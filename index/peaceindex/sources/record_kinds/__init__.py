"""Records of services and programs whose fields do not say by their names what they hold.

Each module here knows the records of one family. The functions take a mapping and return what it holds, or None if it
is of another family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from peaceindex.sources.record_documents import Record, Skipped


def known_record(record: Mapping[str, Any]) -> Record | Skipped | None:
    """Return what a record of a known service holds: an article, or something that is skipped."""
    from peaceindex.sources.record_kinds import news_services, posts, zotero

    for read in (posts.record, zotero.record, news_services.record):
        if found := read(record):
            return found
    return None


def known_collection(record: Mapping[str, Any]) -> Iterable[Record | Skipped | Mapping[str, Any]] | None:
    """Return the records of a mapping that is the export or the answer of a known service as a whole."""
    from peaceindex.sources.record_kinds import posts, telegram, zotero

    for read in (telegram.collection, posts.collection, zotero.collection):
        if (found := read(record)) is not None:
            return found
    return None
