"""Files of many articles whose headers are fields with labels: `Title: …`, `Source: …`, `Date: …`, in any language.

No database is known that writes just this, but scripts, note programs and older archives do: as plain fields, as front
matter between lines of hyphens, or as a list below a heading of Markdown. The headers are recognised by their shape:
the same labels in the same order, again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.sources.field_labels import LABELS
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_FIELD = late_pattern(
    r"\s*(?:[•*+-]\s+)?(?:\*\*|__)?([^\W\d_][^:：\n]{1,30}?)(?:\*\*|__)?\s*"
    r"(?:：|:(?=\s|\*\*|__|$))(?:\*\*|__)?\s*(.*)"
)
_MAX_LABEL_CHARACTERS: Final = 31
_ITEM = late_pattern(r"\s*-\s+(.+)")
_HEADING = late_pattern(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*")
_MAIL: Final = frozenset(("from", "to", "cc", "sent", "von", "an", "gesendet", "de", "à", "para", "enviado", "от"))
"""Labels of quoted mails, which are part of the text that quotes them."""
_RULE = late_pattern(r"[\W_]{3,}")
_COUNTER = late_pattern(
    r"\W*(?:(?:article|document|record|item|artikel|dokument|artículo|documento|documentation|статья|документ|стаття)\W{0,3}"
    r")?\d{1,6}(?:\s*(?:/|of|von|de|di|sur|van|из|з)\s*\d{1,6})?\W*",
    re.IGNORECASE,
)
_MORE_LABELS: Final = {
    label: kind
    for kind, labels in {
        "title": "标题|標題|题目|タイトル|제목|عنوان|عنوان الخبر|عنوان خبر",
        "outlet": (
            "来源|來源|媒体|媒體|出处|報紙|报纸|新聞社|출처|"
            "منبع|الصحيفة|газета|сми|gazete|paper|journal|publication title"
        ),
        "date": "日期|时间|時間|发布时间|發布時間|发表时间|日付|날짜|تاريخ|تاريخ النشر|تاریخ|تاریخ انتشار",
        "authors": "作者|记者|記者|著者|기자|المؤلف|بقلم|نویسنده",
        "url": "链接|連結|网址|網址|رابط|الرابط|پیوند|لینک",
        "tags": "标签|標籤|关键词|關鍵詞|关键字|الكلمات المفتاحية|وسوم|کلیدواژه|کلیدواژه ها",
        "body": "正文|内容|內容|全文|本文|본문|النص|نص|متن|متن خبر|haber metni|текст статьи",
        "section": "栏目|欄目|القسم|edition|page|record number|readability|openurl link|layout|slug|author/byline",
    }.items()
    for label in labels.split("|")
}
"""Labels of such files that pages do not have."""
_NAMED: Final = frozenset(("title", "outlet", "date", "authors", "url"))
_LISTS: Final = frozenset(("tags", "authors"))
_MIN_BODY_WORDS: Final = 8
_MAX_HEADING_CHARACTERS: Final = 300


@dataclass(frozen=True, slots=True)
class _Header:
    """A run of fields: the index of its first line, and of the line after it, and its fields in order."""

    first: int
    end: int
    fields: tuple[tuple[str, str, str], ...]
    """Label in lower case, kind, value."""
    title: str = ""
    """The heading above the fields, if none of them is the title. `first` is its line then."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for _, kind, _ in self.fields)


def _read(lines: Sequence[ExportLine]) -> Export | None:
    starts = _starts(lines, _headers(lines))
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


def _starts(lines: Sequence[ExportLine], headers: Sequence[_Header]) -> list[_Header]:
    """Return the headers that begin an article.

    They have the first label that is most common, or most of the usual labels: one may lack a field. Without titles
    they could be the sources of pictures, so that only those below a heading, a rule or a number count.
    """
    first_label = _common_first_label(headers)
    usual = Counter(label for header in headers for label, _, _ in header.fields)
    common = {label for label, count in usual.items() if 2 * count >= len(headers)}
    alike = [
        header
        for header in headers
        if header.fields[0][0] == first_label
        or 5 * len(common.intersection(label for label, _, _ in header.fields)) >= 3 * len(common)
    ]
    titled = sum("title" in header.kinds or "url" in header.kinds for header in alike)
    if 2 * titled >= len(alike):
        return alike
    found = [
        (header, _heading_above(lines, header, before)) for header, before in zip(alike, [None, *alike], strict=False)
    ]
    if all(heading >= 0 for _, heading in found):
        return [replace(header, first=line, title=_heading_in(lines[line].text)) for header, line in found]
    return alike if all(_is_set_off(lines, header.first) for header in alike[1:]) else []


def _heading_above(lines: Sequence[ExportLine], header: _Header, before: _Header | None) -> int:
    """Return the line of the heading above a header, or -1: one that is marked, or set off from the text before it."""
    floor = before.end if before else 0
    line = header.first - 1
    while line >= floor and (not lines[line].text.strip() or lines[line].text.strip() == "---"):
        line -= 1
    if line < floor or header.first - line > 3 or len(lines[line].text) > _MAX_HEADING_CHARACTERS:
        return -1
    text = lines[line].text
    if _is_separator(text):
        return -1
    return line if _HEADING.fullmatch(text) or lines[line].is_strong or _is_set_off(lines, line) else -1


def _is_set_off(lines: Sequence[ExportLine], line: int) -> bool:
    """Return whether a line is the first one, or a rule, a number or two empty lines stand before it."""
    above = [other.text.strip() for other in lines[max(0, line - 4) : line]]
    if not any(above):
        return line <= 4 or len(above) >= 2
    while above and not above[-1]:
        above.pop()
        if len(above) + 2 <= min(4, line):
            return True
    return _is_separator(above[-1])


def _heading_in(text: str) -> str:
    found = _HEADING.fullmatch(text)
    return (found[1] if found else text).strip(" *_")


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
            elif fields and fields[-1][1] in _LISTS and (item := _ITEM.fullmatch(lines[i].text)):
                label, kind, value = fields[-1]
                fields[-1] = label, kind, f"{value}; {item[1]}" if value else item[1]
                i += 1
                end = i
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
    label = match[1].strip(" *_").casefold()
    kind = _kind(label)
    return (label, kind, _unquoted((match[2] or "").strip(" *"))) if kind else None


def _kind(label: str) -> str | None:
    plain = label.casefold().replace("-", " ").replace("_", " ")
    return LABELS.get(plain) or _MORE_LABELS.get(plain)


def _unquoted(value: str) -> str:
    """Return a value of front matter without its quotes or brackets."""
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if len(value) >= 2 and value[0] == "[" and value[-1] == "]" and value.count("[") == 1:
        return "; ".join(_unquoted(part.strip()) for part in value[1:-1].split(","))
    return value


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
    while body_start < end and (not lines[body_start].text.strip() or _is_separator(lines[body_start].text)):
        body_start += 1
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
    stated: dict[str, Any] = {"title": header.title} if header.title else {}
    for _, kind, value in header.fields:
        name = {"date": "published"}.get(kind, kind)
        if not value or name in stated:
            continue
        if name == "authors":
            stated[name] = [part.strip() for part in re.split(r"\s*[;|、]\s*|\s+and\s+", value) if part.strip()]
        elif name == "tags":
            stated[name] = [part.strip() for part in re.split(r"[;,|،、，]", value) if part.strip()]
        elif name in ("title", "outlet", "published", "modified", "url", "language"):
            stated[name] = value
    return stated


def _words(text: str) -> int:
    return len(text.split())


def _is_likely(searchable: Searchable) -> bool:
    """Return whether a label that names a value of an article stands at the start of two lines or more."""
    counts = Counter(label for label in searchable.labels if len(label) <= _MAX_LABEL_CHARACTERS)
    return any(count > 1 and _kind(label) in _NAMED for label, count in counts.items())


DATABASE = Database(name="labelled fields", is_likely=_is_likely, read=_read)
