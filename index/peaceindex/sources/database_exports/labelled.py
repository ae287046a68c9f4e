"""Files of many articles whose headers are fields with labels: `Title: …`, `Source: …`, `Date: …`, in any language.

No database is known that writes just this, but scripts, note programs and older archives do. The headers are
recognised by their shape: the same labels in the same order, again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.sources.field_labels import LABELS

_FIELD = re.compile(r"\s*(?:\*\*|[•*-]\s)?([^\W\d_][^:：\n]{1,30}?)\s*[:：](?:\*\*)?(?:\s+(.*)|$)")
_LABEL_AT_START = re.compile(r"^\W{0,4}([^\W\d_][^:：\n]{1,30}?)[ \t]*[:：]", re.MULTILINE)
_MAIL: Final = frozenset(("from", "to", "cc", "sent", "von", "an", "gesendet", "de", "à", "para", "enviado", "от"))
"""Labels of quoted mails, which are part of the text that quotes them."""
_RULE = re.compile(r"[\W_]{3,}")
_COUNTER = re.compile(
    r"\W*(?:(?:article|document|record|item|artikel|dokument|artículo|documento|documentation|статья|документ|стаття)\W{0,3}"
    r")?\d{1,6}(?:\s*(?:/|of|von|de|di|sur|van|из|з)\s*\d{1,6})?\W*",
    re.IGNORECASE,
)
_NAMED: Final = frozenset(("title", "outlet", "date", "authors", "url"))
_MIN_BODY_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class _Header:
    """A run of fields: the index of its first line, and of the line after it, and its fields in order."""

    first: int
    end: int
    fields: tuple[tuple[str, str, str], ...]
    """Label in lower case, kind, value."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for _, kind, _ in self.fields)


def _read(lines: Sequence[ExportLine]) -> Export | None:
    headers = _headers(lines)
    first_label = _common_first_label(headers)
    starts = [header for header in headers if header.fields[0][0] == first_label]
    if len(starts) < 2:
        return None
    width = width_of(lines)
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    for header, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.first if following else len(lines)
        entry = _entry(lines, header, end, width)
        if entry is None:
            unclear.append(Unclear(header.first, end, "it has a heading without a text"))
        else:
            entries.append(entry)
    if len(entries) < 2:
        return None
    before = [i for i in range(starts[0].first) if _words(lines[i].text)]
    if sum(_words(lines[i].text) for i in before) >= 4 * _MIN_BODY_WORDS:
        unclear.insert(0, Unclear(before[0], starts[0].first, "no heading stands above it"))
    return Export("", entries, unclear)


def _headers(lines: Sequence[ExportLine]) -> list[_Header]:
    found: list[_Header] = []
    i = 0
    while i < len(lines):
        fields: list[tuple[str, str, str]] = []
        first = end = i
        while i < len(lines):
            if field := _field(lines[i].text):
                if fields and field[0] in (label for label, _, _ in fields):
                    break
                fields.append(field)
                i += 1
                end = i
                if field[1] == "body":
                    break
            elif fields and not lines[i].text.strip() and i + 1 < len(lines) and _field(lines[i + 1].text):
                i += 1
            else:
                break
        header = _Header(first, end, tuple(fields))
        is_mail = any(label in _MAIL for label, _, _ in fields)
        if len(fields) >= 2 and len(header.kinds & _NAMED) >= 2 and not is_mail:
            found.append(header)
        i = max(i, first + 1)
    return found


def _field(text: str) -> tuple[str, str, str] | None:
    match = _FIELD.match(text[:4000])
    if not match:
        return None
    label = match[1].strip(" *").casefold()
    kind = LABELS.get(label.replace("-", " ").replace("_", " "))
    return (label, kind, (match[2] or "").strip(" *")) if kind else None


def _common_first_label(headers: Sequence[_Header]) -> str:
    counts = Counter(header.fields[0][0] for header in headers)
    return counts.most_common(1)[0][0] if counts else ""


def _entry(lines: Sequence[ExportLine], header: _Header, end: int, width: int) -> Entry | None:
    body_start = header.end
    _, kind, value = header.fields[-1]
    head = [line.text for line in lines[header.first : header.end]]
    first_paragraph: list[ExportLine] = []
    if kind == "body" and value:
        head.pop()
        first_paragraph = [ExportLine(value, lines[header.end - 1].is_block)]
    while end > body_start and (not lines[end - 1].text.strip() or _is_separator(lines[end - 1].text)):
        end -= 1
    body = paragraphs_of([*first_paragraph, *lines[body_start:end]], width)
    if sum(map(_words, body)) < _MIN_BODY_WORDS and sum(map(len, body)) < 40:
        return None
    return Entry(header.first, end, head, body, stated=_stated(header))


def _is_separator(text: str) -> bool:
    """Return whether a line only parts two articles: a rule, or the number of the next one."""
    return bool(_RULE.fullmatch(text.strip()) or (len(text) < 40 and _COUNTER.fullmatch(text)))


def _stated(header: _Header) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for _, kind, value in header.fields:
        name = {"date": "published"}.get(kind, kind)
        if not value or name in stated:
            continue
        if name == "authors":
            stated[name] = [part.strip() for part in re.split(r"\s*[;|]\s*|\s+and\s+", value) if part.strip()]
        elif name == "tags":
            stated[name] = [part.strip() for part in re.split(r"[;,|]", value) if part.strip()]
        elif name in ("title", "outlet", "published", "modified", "url", "language"):
            stated[name] = value
    return stated


def _words(text: str) -> int:
    return len(text.split())


def _is_likely(text: str) -> bool:
    """Return whether a label that names a value of an article stands at the start of two lines or more."""
    counts = Counter(found.casefold() for found in _LABEL_AT_START.findall(text))
    return any(count > 1 and LABELS.get(label.replace("-", " ")) in _NAMED for label, count in counts.items())


DATABASE = Database(name="labelled fields", is_likely=_is_likely, read=_read)
