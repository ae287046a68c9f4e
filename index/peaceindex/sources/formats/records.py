"""JSON, as one document or one per line. Each record that holds a text becomes a document with what it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.sources.json_records import records_in
from peaceindex.sources.json_values import values_of
from peaceindex.sources.record_documents import Item, documents_of
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[SourceItem]:
    """Yield the documents of the records in a source, with an error in the place of each that cannot be read."""
    yield from documents_of(source, items(source))


def items(source: Source) -> Iterator[Item]:
    """Yield the records in a source of JSON, with an error in the place of each that cannot be read."""
    number = odd = 0
    for value in values_of(source):
        number += 1
        if isinstance(value, SourceError):
            yield value
            continue
        one: Item | None = None
        try:
            for one in records_in(value, tuple(source.fields.get("text", ()))):
                yield one
        except RecursionError:
            yield SourceError(f"Record {number} of {source.shown} is nested too deeply.", "Leave it out.")
            continue
        if one is None:
            odd += 1
            yield None
    if odd:
        what = "1 value that is no record" if odd == 1 else f"{odd:,} values that are no records"
        yield SourceError(f"{source.shown} holds {what} of an article (a number, a word, nothing).", "Leave it out.")
    elif not number:
        yield SourceError(f"{source.shown} holds no records.", "Leave it out.")


def _sniff(head: bytes) -> bool:
    """Return whether these first bytes can be of JSON that holds records."""
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if plain[:1] == b"{":
        return plain[1:].lstrip()[:1] in (b'"', b"}") and b'":' in plain.replace(b'" :', b'":')
    return plain[:1] == b"[" and plain[1:].lstrip()[:1] in (b"{", b"[")


FORMAT = Format(
    name="JSON",
    suffixes=(".json", ".jsonl", ".ndjson", ".jl"),
    sniff=_sniff,
    documents=_documents,
    is_known_by_name=True,
)
