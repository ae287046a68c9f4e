"""JSON, as one document or one per line. Each record that holds a text becomes a document with what it states."""

from __future__ import annotations

from collections.abc import Iterator

from peaceindex.errors import SourceError
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.json_records import records_in
from peaceindex.sources.json_values import values_of
from peaceindex.sources.record_documents import document_of_mapping
from peaceindex.sources.registry import Format, Found
from peaceindex.sources.source import Source


def _documents(source: Source) -> Iterator[Found]:
    """Yield the documents of the records in a source, with an error in the place of each that cannot be read."""
    names = MemberNames(source.shown)
    number = odd = 0
    for record in values_of(source):
        number += 1
        if isinstance(record, SourceError):
            yield record
            continue
        one = None
        try:
            for one in records_in(record):
                try:
                    yield document_of_mapping(source, one, number, names)
                except SourceError as error:
                    yield error
                    if names.are_used_up:
                        return
        except RecursionError:
            yield SourceError(f"Record {number} of {source.shown} is nested too deeply.", "Leave it out.")
            continue
        odd += one is None
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
    name="JSON", suffixes=(".json", ".jsonl", ".ndjson", ".jl"), sniff=_sniff, documents=_documents, by_name=True
)
