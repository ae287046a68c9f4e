"""From records of articles to raw documents: a mapping of any maker, whose fields are recognised by their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from peaceindex.errors import SourceError
from peaceindex.model.article import BODY_STATED, RawDocument
from peaceindex.model.safe_text import neutralise, printable, stated
from peaceindex.sources import bodies, fields, own_records
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.markup import Markup
from peaceindex.sources.record_text import first_text, text_of_sections
from peaceindex.sources.source import Source, digest


def document_of_mapping(
    source: Source, record: Mapping[str, Any], number: int, names: MemberNames
) -> RawDocument | Markup:
    """Return the document of a record, or its markup if it holds markup. Raise SourceError if it holds no text."""
    known = fields.stated(record, source.fields)
    own = record.get("id") or record.get("uuid") or record.get("_id")
    key = names.of(str(known.get("url") or (own if isinstance(own, str | int) else "") or f"record {number}")[:400])
    name, member = source.within(key)
    place: dict[str, Any] = {
        "path": source.path, "member": member, "mtime": source.mtime,
        "sha256": digest(json.dumps(record, sort_keys=True, default=str).encode("utf-8", "surrogatepass")),
    }  # fmt: skip
    encoding, confidence = source.read_as
    read_as: dict[str, Any] = {"encoding": encoding, "encoding_confidence": confidence}
    page: dict[str, Any] = {**place, "encoding": encoding, "confidence": confidence}
    if own_records.is_ours(record):
        text, told = own_records.text_and_stated(record)
        return RawDocument(
            name, neutralise(text), stated=stated(told), evidence=own_records.evidence(record), **place, **read_as
        )
    text = first_text(record, tuple(source.fields.get("text", ())))
    if body := "" if text else first_text(record, fields.BODIES) or text_of_sections(record.get("body")):
        return Markup(name, bodies.plain_or_markup(body)[0], surely=known, whole=True, **page)
    whole_page = False
    if not text:
        held = next((field for field in fields.TEXTS if first_text(record, (field,))), "")
        text = first_text(record, (held,)) if held else first_text(record.get("fields"), (*fields.BODIES, "body"))
        whole_page = bool(held) and fields.is_page_text(record, held)
    markup = first_text(record, fields.MARKUPS)
    if text and text.lstrip()[:1] == "<" and not markup and (whole_page or _is_page(text)):
        text, markup = "", text
    marked_up = False
    if text and not whole_page:
        text, marked_up = bodies.plain_or_markup(text)
    if marked_up:
        return Markup(name, text, surely=known, whole=True, **page)
    if text:
        says = known if whole_page else {**known, BODY_STATED: True}
        return RawDocument(name, neutralise(text), stated=stated(says), **place, **read_as)
    if not markup:
        raise SourceError(f"{printable(name)} {_lack(record, source)}.", "Leave it out, or name its fields.")
    if _is_page(markup):
        return Markup(name, markup, known=known, **page)
    return Markup(name, bodies.plain_or_markup(markup)[0], surely=known, whole=True, **page)


def _is_page(markup: str) -> bool:
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
