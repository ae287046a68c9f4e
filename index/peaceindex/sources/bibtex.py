"""References in BibTeX and BibLaTeX: entries with their strings, and without the commands of TeX in their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.errors import COMMENTS, NoSourceError, SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.references import Reference, last_name_last, record_of
from peaceindex.sources.tex import plain
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.record_documents import Item
    from peaceindex.sources.source import Source

_START = late_pattern(
    rb"""(?:\xef\xbb\xbf)?(?:\s*%[^\n]*\n)*+\s*
         @(?: (?:string|comment|preamble)\s*[{(]
            | [a-z]{2,30}\s*[{(]\s*[^\s,={}()"]*\s*,\s*[a-z][\w-]*\s*=\s*["{\w])""",
    re.IGNORECASE | re.VERBOSE,
)
_ENTRY = late_pattern(r"^[ \t]*@([A-Za-z]{2,30})\s*([{(])", re.MULTILINE)
_ENTRY_IN_COMMENT = late_pattern(r"@[A-Za-z]{2,30}\s*[{(]\s*[^\s,={}()\"]*\s*,")
_KEY = late_pattern(r"\s*([^\s,={}()\"]*)\s*,")
_NAME = late_pattern(r"[\s,]*([A-Za-z][\w.:+-]*)\s*=\s*")
_WORD = late_pattern(r"[^\s,#{}()\"=]+")
_NEXT_VALUE = late_pattern(r"\s*#\s*")
_AND = late_pattern(r"\s+and\s+", re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}  # fmt: skip
_MAX_BROKEN_ENTRIES: Final = 30
"""The broken entries after which the rest is not read: each can take time proportional to its length."""
_MAX_VALUE_CHARACTERS: Final = 3_000_000


class _BrokenEntryError(ValueError):
    """An entry that has no end, or in which something else stands where a field should."""


def looks_like_bibtex(head: bytes) -> bool:
    """Return whether a file that begins with these bytes is BibTeX: it begins with an entry, after comments."""
    return _START.match(head) is not None


def items(source: Source) -> Iterator[Item]:
    """Yield the references of a source, with an error in the place of each that is broken.

    At the end, comments with entries in them are reported: a brace too few may have made a comment of what is none.
    """
    text = source.decode(source.read()).text
    strings: dict[str, str] = {}
    with_entries: list[tuple[int, int]] = []
    position = broken = 0
    while found := _ENTRY.search(text, position):
        kind = found[1].lower()
        position = found.end()
        if kind in ("comment", "preamble"):
            position = _after(text, position, found[2])
            if _ENTRY_IN_COMMENT.search(text, found.end(), position):
                with_entries.append((found.start(), position))
            continue
        try:
            if kind == "string":
                values, position = _fields(text, position, found[2], strings)
                strings |= {name.lower(): value for name, value in values.items()}
                continue
            key = _KEY.match(text, position)
            values, position = _fields(text, key.end() if key else position, found[2], strings)
        except _BrokenEntryError:
            line = text.count("\n", 0, found.start()) + 1
            shown = printable(text[found.start() : found.start() + 60].split("\n")[0])
            what = f"The entry in line {line:,} of {source.shown} is broken ({shown})."
            yield SourceError(what, "Mend its braces, or leave it out. The others are read.")
            broken += 1
            if broken == _MAX_BROKEN_ENTRIES:
                yield SourceError(f"{source.shown} has {broken} broken entries; the rest was not read.", "Mend them.")
                return
            continue
        yield record_of(_reference(key[1] if key else "", values))
    for start, end in with_entries:
        yield _comment_with_entries(source, text, start, end)


def _comment_with_entries(source: Source, text: str, start: int, end: int) -> NoSourceError:
    """Return what is reported of a comment that has entries in it."""
    first = text.count("\n", 0, start) + 1
    last = first + text.count("\n", start, end)
    count = sum(1 for _ in _ENTRY_IN_COMMENT.finditer(text, start, end))
    entries = "an entry" if count == 1 else f"{count:,} entries"
    lines = f"Lines {first:,} to {last:,}" if last > first else f"Line {first:,}"
    what = f"{lines} of {source.shown} {'are' if last > first else 'is'} a comment with {entries} in it."
    return NoSourceError(what, f"Not read; if they are no comment, close the brace of line {first:,}.", COMMENTS)


def _after(text: str, position: int, opening: str) -> int:
    """Return where a comment or preamble ends; the end of its line if it has no end of its own."""
    try:
        return _braced(text, position, opening)
    except _BrokenEntryError:
        end = text.find("\n", position)
        return len(text) if end < 0 else end


def _fields(text: str, position: int, opening: str, strings: dict[str, str]) -> tuple[dict[str, str], int]:
    """Return the fields of an entry, by their names in lower case, and where it ends."""
    closing = "}" if opening == "{" else ")"
    found: dict[str, str] = {}
    while name := _NAME.match(text, position):
        value, position = _value(text, name.end(), strings)
        found.setdefault(name[1].lower(), value)
    rest = re.compile(r"[\s,]*").match(text, position)
    position = rest.end() if rest else position
    if text[position : position + 1] != closing:
        raise _BrokenEntryError
    return found, position + 1


def _value(text: str, position: int, strings: dict[str, str]) -> tuple[str, int]:
    """Return a value, which may consist of several joined by `#`, and where it ends."""
    parts: list[str] = []
    while True:
        sign = text[position : position + 1]
        if sign in ("{", '"'):
            end = _braced(text, position + 1, sign)
            parts.append(text[position + 1 : end - 1])
        elif word := _WORD.match(text, position):
            end = word.end()
            parts.append(strings.get(word[0].lower(), word[0]))
        else:
            raise _BrokenEntryError
        more = _NEXT_VALUE.match(text, end)
        if more is None:
            return "".join(parts), end
        position = more.end()


def _braced(text: str, position: int, opening: str) -> int:
    """Return the place behind the end of what was opened by `{`, `(` or `"`. Raise _BrokenEntryError if it has none."""
    closing = {"{": "}", "(": ")"}.get(opening, opening)
    signs = re.compile(rf"\\.|[{{}}{re.escape(closing)}]", re.DOTALL)
    depth, limit = 0, position + _MAX_VALUE_CHARACTERS
    while (found := signs.search(text, position, limit)) is not None:
        position = found.end()
        if found[0] == closing and depth == 0:
            return position
        depth += (found[0] == "{") - (found[0] == "}")
        if depth < 0:
            break
    raise _BrokenEntryError


def _reference(key: str, values: dict[str, str]) -> Reference:
    def first(*names: str) -> str:
        return next((one for name in names if (one := " ".join(plain(values.get(name, "")).split()))), "")

    def text(*names: str) -> str:
        return next((one for name in names if (one := _paragraphs(values.get(name, "")))), "")

    title, subtitle = first("title"), first("subtitle")
    return Reference(
        key=key,
        title=f"{title}: {subtitle}" if subtitle else title,
        outlet=first("journaltitle", "journal", "newspaper", "booktitle", "howpublished", "organization", "publisher"),
        date=_date(first("date"), first("year"), first("month"), first("day")),
        authors=_names(values.get("author", "")),
        tags=re.split(r"[;,]", first("keywords", "keyword")),
        address=_address(values.get("url", "")) or _address(values.get("howpublished", "")),
        doi=first("doi"),
        language=first("langid", "language"),
        retrieved=first("urldate", "accessed"),
        abstract=text("abstract", "abstractnote"),
        notes=[text(name) for name in ("note", "annote", "annotation", "addendum", "fulltext", "text")],
        details={
            "section": first("section"), "page": first("pages").replace("–", "-"), "edition": first("edition"),
            "publisher": first("publisher"),
        },
    )  # fmt: skip


def _paragraphs(value: str) -> str:
    parts = re.split(r"\n[^\S\n]*\n|\\par\b|\\\\", value)
    return "\n\n".join(text for part in parts if (text := " ".join(plain(part).split())))


def _address(value: str) -> str:
    found = re.search(r"https?://[^\s{}]+", value.replace("\\", ""))
    return found[0] if found else ""


def _names(value: str) -> list[str]:
    """Return the names in a list: `Torlak, Ana and Ilan Morek and {The Amber Agency}`, each with the last name last."""
    found, start, depth = [], 0, 0
    for sign in re.finditer(r"\\.|[{}]|\s+and\s+", value, re.IGNORECASE):
        if sign[0] in "{}":
            depth += 1 if sign[0] == "{" else -1
        elif sign[0][0] != "\\" and depth <= 0:
            found.append(value[start : sign.start()])
            start = sign.end()
    names = []
    for name in (*found, value[start:]):
        is_whole = name.strip().startswith("{") and name.strip().endswith("}")
        words = " ".join(plain(name).split())
        if words and words.lower() != "others":
            names.append(words if is_whole else _with_particle(words))
    return names


def _with_particle(name: str) -> str:
    """Return a name with the first name in front: `Torlak, Ana`, and `Torlak, Jr., Ana`, where it comes last."""
    parts = [part.strip() for part in name.split(",")]
    return f"{parts[2]} {parts[0]} {parts[1]}" if len(parts) == 3 else last_name_last(name)


def _date(date: str, year: str, month: str, day: str) -> str:
    if date:
        return date.partition("/")[0]
    number = _MONTHS.get(month[:3].lower()) or (int(month) if month.isdigit() and 1 <= int(month) <= 12 else 0)
    found = re.search(r"\d{1,2}", day or ("" if month.isdigit() else month))
    if not (year.isdigit() and number):
        return " ".join(part for part in (day, month, year) if part)
    return f"{year}-{number:02}-{int(found[0]):02}" if found else f"{year}-{number:02}"
