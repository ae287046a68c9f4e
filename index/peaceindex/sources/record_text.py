"""The text in the fields of a record."""

from __future__ import annotations

from collections.abc import Mapping

from peaceindex.model.safe_text import neutralise
from peaceindex.sources import bodies, fields


def first_text(record: object, names: tuple[str, ...]) -> str:
    """Return the text of the first of these fields that has one; empty if none has, or if this is not a record."""
    if not isinstance(record, Mapping):
        return ""
    for name in names:
        text = bodies.text_of(fields.field_value(record, name))
        if neutralise(text).strip():
            return text
    return ""


def text_of_sections(body: object) -> str:
    """Return the text of a body in sections, each with a headline and paragraphs, with empty lines between them."""
    if not isinstance(body, Mapping):
        return ""
    parts: list[object] = [*_strings(body.get("summary"))]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            parts += [*_strings(section.get("headline")), *_strings(section.get("paragraphs"))]
    return "\n\n".join(str(part) for part in parts)


def _strings(value: object) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v.strip()]
