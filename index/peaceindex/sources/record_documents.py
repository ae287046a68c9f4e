"""From records of articles to raw documents: a mapping of any maker, or a record whose kind is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import BODY_LINES, BODY_STATED, DETAILS, EXTENT, ONLY_A_SUMMARY, RawDocument
from peaceindex.model.evidence import Evidence, RetrievedBy
from peaceindex.model.safe_text import neutralise, neutralise_values, one_line, printable
from peaceindex.sources import bodies, fields, own_records
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.markup import Markup
from peaceindex.sources.record_text import first_text, text_of_sections
from peaceindex.sources.source import Source, sha256_hex

if TYPE_CHECKING:
    from peaceindex.sources.registry import SourceItem

SUMMARY_DETAILS: Final = {EXTENT: ONLY_A_SUMMARY}
"""The details of an article of which there is only a summary."""

_LOSSLESS: Final = ("utf-8", "surrogatepass")
_MAX_VALUE_CHARACTERS: Final = 2000
_MAX_KEY_CHARACTERS: Final = 400
_MAX_TERMS: Final = 60
_MAX_REPORTS: Final = 20
"""Records that are reported one by one; of more, only the number."""


@dataclass(frozen=True, slots=True)
class Record:
    """An article in a record whose kind is known. It has a `text`, or else `markup`.

    `key` names it within its file. `stated` is what a RawDocument states. `title_lines` is the number of lines at the
    beginning of the text that are its title. If `is_post` is set, the whole text is that of a message or a reference,
    and what is not stated is known to be missing; otherwise cleaning looks for it in the text. `retrieved` is the time
    of retrieval as written, and `retrieved_by` what states it.
    """

    key: str
    text: str = ""
    markup: str = ""
    stated: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    title_lines: int = 0
    is_post: bool = False
    retrieved: str = ""
    retrieved_by: RetrievedBy = "record"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that says itself that it is no article. `kind` names its kind in the plural: `drafts`."""

    kind: str


Item = Record | Skipped | Mapping[str, Any] | SourceError | None
"""What a reader of records finds: a record of a known kind, or of any maker, one that is skipped, or an error. None
stands for a value that is no record; it counts as one in the numbers of those that follow."""


def documents_of(source: Source, items: Iterable[Item]) -> Iterator[SourceItem]:
    """Yield the documents of records, and an error for each that cannot be read or is skipped.

    The number of a record counts all records of the source. A skipped one is a NoSourceError, so that skipped records
    are counted by kind, and are no failures. After `_MAX_REPORTS` errors, only their number is reported.
    """
    names = MemberNames(source.shown)
    errors = 0
    for number, item in enumerate(items, 1):
        try:
            if isinstance(item, SourceError):
                yield item
            elif isinstance(item, Skipped):
                yield skipped(source, item, number)
            elif isinstance(item, Record):
                yield document_of_record(source, item, number, names)
            elif item is not None:
                yield document_of_mapping(source, item, number, names)
        except (RecursionError, SourceError) as raised:
            errors += 1
            if isinstance(raised, SourceError):
                error = raised
            else:
                error = SourceError(f"Record {number} of {source.shown} is nested too deeply.", "Leave it out.")
            if errors <= _MAX_REPORTS:
                yield error
            if names.are_used_up:
                return
    if errors > _MAX_REPORTS:
        what = f"{errors - _MAX_REPORTS:,} more records of {source.shown} were not read, for the same reasons."
        yield SourceError(what, "Leave them out.")


def skipped(source: Source, record: Skipped, number: int) -> NoSourceError:
    """Return what is reported for a record that is skipped."""
    what = f"Record {number} of {source.shown} is one of the {record.kind}."
    return NoSourceError(what, "It is skipped.", record.kind)


def document_of_record(source: Source, record: Record, number: int, names: MemberNames) -> RawDocument | Markup:
    """Return the document of a record whose kind is known. Raise SourceError if it holds no text."""
    key = names.of(one_line(record.key)[:_MAX_KEY_CHARACTERS] or f"record {number}")
    name, member = source.within(key)
    encoding, confidence = source.read_as
    says: dict[str, Any] = {key: _limited(value) for key, value in record.stated.items()}
    if details := {key: one_line(value)[:_MAX_VALUE_CHARACTERS] for key, value in record.details.items() if value}:
        says[DETAILS] = details
    retrieved = neutralise(one_line(record.retrieved)[:100])
    place: dict[str, Any] = {
        "path": source.path, "member": member, "mtime": source.mtime,
        "evidence": Evidence(retrieved, record.retrieved_by if retrieved else "", record=number),
        "sha256": sha256_hex(f"{record.text}\0{record.markup}\0{sorted(says.items())}".encode(*_LOSSLESS)),
    }  # fmt: skip
    says = {key: value for key, value in says.items() if value}
    text = neutralise(record.text).strip("\n")
    if text.strip():
        if record.is_post:
            says[BODY_LINES] = [[record.title_lines + 1, text.count("\n") + 1]]
        else:
            says[BODY_STATED] = True
        read_as: dict[str, Any] = {"encoding": encoding, "encoding_confidence": confidence}
        return RawDocument(name, neutralise(text), stated=neutralise_values(says), **place, **read_as)
    if not record.markup.strip():
        raise SourceError(f"{printable(name)} has no text.", "Leave it out.")
    markup = bodies.plain_or_markup(record.markup)[0]
    return Markup(name, markup, encoding=encoding, confidence=confidence, overriding_values=says, is_body=True, **place)


def _limited(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [text for part in value[:_MAX_TERMS] if (text := one_line(str(part))[:_MAX_VALUE_CHARACTERS])]
    return one_line(str(value))[:_MAX_VALUE_CHARACTERS] if isinstance(value, str) else value


def document_of_mapping(
    source: Source, record: Mapping[str, Any], number: int, names: MemberNames
) -> RawDocument | Markup:
    """Return the document of a record of any maker, or its markup if it holds markup.

    Its fields are recognised by their names. Raise SourceError if it holds no text.
    """
    known = fields.stated_values(record, source.fields)
    own = record.get("id") or record.get("uuid") or record.get("_id")
    key = known.get("url") or (own if isinstance(own, str | int) else "") or f"record {number}"
    name, member = source.within(names.of(str(key)[:_MAX_KEY_CHARACTERS]))
    retrieved = neutralise(one_line(fields.retrieved(record))[:100])
    place: dict[str, Any] = {
        "path": source.path, "member": member, "mtime": source.mtime,
        "sha256": sha256_hex(json.dumps(record, sort_keys=True, default=str).encode(*_LOSSLESS)),
    }  # fmt: skip
    encoding, confidence = source.read_as
    read_as: dict[str, Any] = {"encoding": encoding, "encoding_confidence": confidence}
    if own_records.is_own_record(record):
        text, told = own_records.text_and_stated(record)
        return RawDocument(
            name,
            neutralise(text),
            stated=neutralise_values(told),
            evidence=own_records.evidence(record),
            **place,
            **read_as,
        )
    place["evidence"] = Evidence(retrieved, "record" if retrieved else "", record=number)
    page: dict[str, Any] = {**place, "encoding": encoding, "confidence": confidence}
    text = first_text(record, tuple(source.fields.get("text", ())))
    if body := "" if text else first_text(record, fields.BODIES) or text_of_sections(record.get("body")):
        return Markup(name, bodies.plain_or_markup(body)[0], overriding_values=known, is_body=True, **page)
    whole_page = False
    if not text:
        held = next((field for field in fields.TEXTS if first_text(record, (field,))), "")
        text = first_text(record, (held,)) if held else first_text(record.get("fields"), (*fields.BODIES, "body"))
        whole_page = bool(held) and fields.is_page_text(record, held)
    markup = first_text(record, fields.MARKUPS)
    if not text and not markup and known.keys() & {"title", "url"} and (text := first_text(record, fields.SUMMARIES)):
        known[DETAILS] = SUMMARY_DETAILS
    if text and text.lstrip()[:1] == "<" and not markup and (whole_page or is_page(text)):
        text, markup = "", text
    marked_up = False
    if text and not whole_page:
        text, marked_up = bodies.plain_or_markup(text)
    if marked_up:
        return Markup(name, text, overriding_values=known, is_body=True, **page)
    if text:
        says = known if whole_page else {**known, BODY_STATED: True}
        return RawDocument(name, neutralise(text), stated=neutralise_values(says), **place, **read_as)
    if not markup:
        raise SourceError(f"{printable(name)} {_lack(record, source)}.", "Leave it out, or name its fields.")
    if is_page(markup):
        return Markup(name, markup, fallback_values=known, **page)
    return Markup(name, bodies.plain_or_markup(markup)[0], overriding_values=known, is_body=True, **page)


def is_page(markup: str) -> bool:
    """Return whether markup is that of a whole page."""
    return "<body" in markup[:20_000].lower() or "<html" in markup[:2000].lower()


def _lack(record: Mapping[str, Any], source: Source) -> str:
    """Return why there is no text in a record, as the end of a sentence."""
    held = next((name for name in (*source.fields.get("text", ()), *fields.WITH_TEXT) if name in record), "")
    if not held:
        return "has no field with a text"
    value = record[held]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"has no text: its field {printable(held)} holds {'a number' if is_number else 'none'}"
