"""The header of an article in Factiva's layout without codes: its values follow one another, each on its line.

The lines from the number of words to the copyright stand in a fixed order, and any of them may be missing:
words, date, time, outlet, code of the outlet, edition, page, volume, language, copyright.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from peaceindex.sources.database_exports.factiva_values import (
    Values,
    is_byline,
    is_page,
    is_volume,
    looks_like_names,
)
from peaceindex.sources.database_exports.factiva_vocabulary import (
    SOURCE_CODE,
    document_number,
    is_boilerplate,
    is_copyright,
    is_date,
    is_time,
    word_count,
)
from peaceindex.sources.database_exports.language_names import code_of_name
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.export import ExportLine

_LONGEST_LINE = 200
_MOST_LINES = 8
"""Lines between the date and the language of a header, and above its number of words."""
_CREDIT = late_pattern(r"(?:special to|exclusive to|from our|compiled by|reuters|associated press|afp|dpa|ap)\b", re.I)
_CLASS_OF_TITLE = late_pattern(r"(?:^|\s)\w{2,4}Headline(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The part of a header from the number of words on: indices of its first line and of the line after it."""

    first: int
    end: int
    values: Values
    is_compact: bool
    """Whether no empty line stands within it."""


def anchors_of(lines: Sequence[ExportLine]) -> list[Anchor]:
    """Return the headers in these lines, in order, without what stands above the number of words.

    If an export writes its headers without empty lines, lines that look like a header but are parted by them are text.
    """
    shown = [i for i, line in enumerate(lines) if line.text.strip() and len(line.text) <= _LONGEST_LINE * 2]
    found: list[Anchor] = []
    at = 0
    while at < len(shown):
        anchor, used = _anchor(lines, shown, at)
        if anchor:
            found.append(anchor)
        at += max(1, used)
    compact = [anchor for anchor in found if anchor.is_compact]
    return compact or found


def _anchor(lines: Sequence[ExportLine], shown: Sequence[int], at: int) -> tuple[Anchor | None, int]:
    """Return the header that begins at the shown line `at`, and how many shown lines it takes."""
    first = lines[shown[at]].text.strip()
    words, date = (first, "") if word_count(first) else ("", first if is_date(first) else "")
    if not words and not date:
        return None, 0
    texts = [lines[i].text.strip() for i in shown[at : at + 2 * _MOST_LINES]]
    k = 1
    if words and k < len(texts) and is_date(texts[k]):
        date = texts[k]
        k += 1
    time = ""
    if date and k < len(texts) and is_time(texts[k]):
        time = texts[k]
        k += 1
    language = next((j for j in range(k, min(k + _MOST_LINES, len(texts))) if code_of_name(texts[j])), -1)
    end = language if language >= 0 else _end_without_language(lines, shown, at, k)
    between = texts[k:end]
    has_code = any(SOURCE_CODE.fullmatch(text) for text in between[1:])
    if any("articleParagraph" in lines[i].names for i in shown[at : at + end]):
        return None, 0
    if not between or not _is_header(words=words, date=date, has_code=has_code, has_language=language >= 0):
        return None, 0
    values = _between(Values(words=words, date=date, time=time), between)
    last = end
    if language >= 0:
        values = replace(values, language=texts[language])
        last = language + 1
    is_compact = shown[at + last - 1] - shown[at] == last - 1
    last, rights = _rights(lines, shown, at, last)
    return Anchor(shown[at], shown[at + last - 1] + 1, replace(values, rights=rights), is_compact), last


def _is_header(*, words: str, date: str, has_code: bool, has_language: bool) -> bool:
    """Return whether enough of the lines are there: a text may hold a line with a date, or a number of words."""
    return bool(date and words and (has_code or has_language)) or (has_code and has_language)


def _end_without_language(lines: Sequence[ExportLine], shown: Sequence[int], at: int, k: int) -> int:
    """Return where the lines between date and text end if no language is named: at the copyright or an empty line."""
    for j in range(k, k + _MOST_LINES):
        if at + j >= len(shown):
            return j
        line = lines[shown[at + j]]
        if is_copyright(line.text) or document_number(line.text) or "articleParagraph" in line.names:
            return j
        if not line.is_block and shown[at + j] != shown[at + j - 1] + 1:
            return j
    return k + 2


def _rights(lines: Sequence[ExportLine], shown: Sequence[int], at: int, last: int) -> tuple[int, str]:
    """Return how many shown lines the header takes with its copyright, and that line."""
    if at + last >= len(shown):
        return last, ""
    line = lines[shown[at + last]]
    is_next = shown[at + last] == shown[at + last - 1] + 1
    is_body = "articleParagraph" in line.names or bool(document_number(line.text))
    if is_body or len(line.text) > _LONGEST_LINE + 100:
        return last, ""
    if is_copyright(line.text) and not line.text.rstrip().endswith(("?", "!")):
        return last + 1, line.text.strip()
    following = lines[shown[at + last] + 1].text if shown[at + last] + 1 < len(lines) else ""
    if at + last + 1 < len(shown) and document_number(lines[shown[at + last + 1]].text):
        return last, ""  # it is all that there is of the text
    if is_next and not line.is_block and not following.strip() and len(line.text.split()) <= 12:
        return (last, "") if line.text.rstrip().endswith((".", "?", "!", "”", '"')) else (last + 1, line.text.strip())
    return last, ""


def _between(values: Values, texts: Sequence[str]) -> Values:
    """Return the values with those of the lines between date and language: outlet, code, edition, page, volume."""
    code = next((j for j in range(1, len(texts)) if SOURCE_CODE.fullmatch(texts[j]) and not is_page(texts[j])), -1)
    if code < 0:
        code = next((j for j in range(1, len(texts)) if SOURCE_CODE.fullmatch(texts[j])), -1)
    values = replace(values, outlet=texts[0], source_code=texts[code] if code > 0 else "")
    rest = list(texts[code + 1 :] if code > 0 else texts[1:])
    times = [j for j, text in enumerate(rest) if is_time(text)]
    if times:
        values = replace(values, time=values.time or rest[times[0]])
        groups = rest[: times[0]]
        rest = [text for text in groups if not SOURCE_CODE.fullmatch(text)] + rest[times[0] + 1 :]
    for text in rest:
        if is_page(text):
            values = values if values.page else replace(values, page=text)
        elif not is_volume(text) and not values.edition and not values.page:
            values = replace(values, edition=text)
    return values


def with_number(values: Values, number: str) -> Values:
    """Return the values with the document number, which shows whether a line in capitals is an outlet or a code."""
    values = replace(values, number=number)
    if values.outlet and not values.source_code and number:
        is_code = SOURCE_CODE.fullmatch(values.outlet) and len(values.outlet) >= 4
        if is_code and number[:8].upper() == values.outlet.ljust(8, "0"):
            return replace(values, outlet="", source_code=values.outlet)
    return values


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the number of words: the index of its first line, and its values."""

    first: int
    title: str = ""
    byline: str = ""
    section: str = ""


def top_above(lines: Sequence[ExportLine], floor: int, anchor: int, *, has_end_before: bool) -> Top | None:
    """Return what stands above the number of words of a header, which is at `anchor`, and not before `floor`.

    `has_end_before` says that the line before `floor` ends an article. Else the text before may run into the header,
    and None means that it cannot be told where it begins.
    """
    above = [i for i in range(floor, anchor) if lines[i].text.strip()]
    titles = [i for i in above if _CLASS_OF_TITLE.search(lines[i].names) and "printheadline" not in lines[i].names]
    if titles:
        return _marked_top(lines, above, titles)
    near = _near(lines, floor, anchor, is_bounded=has_end_before)
    if not has_end_before and floor and (len(near) == len(above) or not lines[anchor - 1].text.strip()):
        return None  # no empty line stands between the text before and this header, or one around each line
    if not near:
        return Top(anchor)
    title, byline, section = _sorted_lines([lines[i] for i in near])
    return Top(near[0], title, byline, section)


def _marked_top(lines: Sequence[ExportLine], above: Sequence[int], titles: Sequence[int]) -> Top:
    """Return the values of lines whose markup shows the headline; only the last run of such lines counts."""
    place = {line: k for k, line in enumerate(above)}
    last = len(titles) - 1
    while last and place[titles[last]] == place[titles[last - 1]] + 1:
        last -= 1
    own = titles[last:]
    sections: list[int] = []
    for i in reversed([i for i in above if i < own[0]]):
        line = lines[i]
        if line.names or is_boilerplate(line.text) or len(line.text) > _LONGEST_LINE or len(sections) == 2:
            break
        sections.insert(0, i)
    below = [lines[i].text.strip() for i in above if i > own[-1]]
    marked = [lines[i].text.strip() for i in above if i > own[-1] and "author" in lines[i].names.split()]
    byline = marked[0] if marked else next((text for text in below if is_byline(text) or looks_like_names(text)), "")
    return Top(
        (sections or own)[0],
        " ".join(lines[i].text.strip() for i in own),
        byline,
        "; ".join(lines[i].text.strip() for i in sections),
    )


def _near(lines: Sequence[ExportLine], floor: int, anchor: int, *, is_bounded: bool) -> list[int]:
    """Return the lines directly above that may be of the header.

    If nothing bounds them, they end at an empty line, or at the fourth where empty lines stand between all lines. They
    end later if there is no headline among them yet.
    """
    found: list[int] = []
    most_gaps = 0 if anchor and lines[anchor - 1].text.strip() else 4
    gaps = 0
    for i in range(anchor - 1, floor - 1, -1):
        if not lines[i].text.strip():
            gaps += 1
            continue
        is_beyond = gaps > most_gaps and not is_bounded and any(not is_byline(lines[j].text.strip()) for j in found)
        if is_beyond or len(found) == _MOST_LINES or _is_no_header_line(lines[i]):
            break
        found.insert(0, i)
    return found


def _is_no_header_line(line: ExportLine) -> bool:
    if is_boilerplate(line.text) or document_number(line.text) or len(line.text) > _LONGEST_LINE + 100:
        return True
    return any(name in line.names for name in ("leadFields", "snippet", "printheadline"))


def _sorted_lines(lines: Sequence[ExportLine]) -> tuple[str, str, str]:
    """Return headline, byline and section of the lines above the number of words."""
    texts = [line.text.strip() for line in lines]
    if len(texts) == 1 and is_byline(texts[0]):
        return "", texts[0], ""
    strong = [j for j, line in enumerate(lines) if line.is_strong]
    byline = next((j for j in range(len(texts) - 1, 0, -1) if is_byline(texts[j])), -1)
    if strong and len(strong) < len(texts):
        title = strong[0]
        last = title
        while last + 1 in strong:
            last += 1
        if byline <= last:
            byline = next((j for j in range(last + 1, len(texts)) if looks_like_names(texts[j])), -1)
        return " ".join(texts[title : last + 1]), texts[byline] if byline > 0 else "", "; ".join(texts[:title])
    end = byline if byline > 0 else len(texts)
    while byline < 0 and end > 1 and (_CREDIT.match(texts[end - 1]) or _is_unmarked_byline(texts[:end])):
        end -= 1
        if not _CREDIT.match(texts[end]):
            byline = end
    title = max(range(end), key=lambda j: _likeness_to_title(texts[j], j, end))
    name = texts[byline] if byline > 0 else ""
    return texts[title], name, "; ".join(texts[:title])


def _is_unmarked_byline(texts: Sequence[str]) -> bool:
    """Return whether the last of these lines is names without "By" under a headline."""
    above, last = texts[-2], texts[-1]
    return looks_like_names(last) and (len(above) > len(last) or any(w[:1].islower() for w in above.split()))


def _likeness_to_title(text: str, position: int, count: int) -> tuple[bool, int, int]:
    """Return how much a line is like a headline: sentence case, long, and near the byline."""
    words = text.split()
    return (any(word[:1].islower() for word in words[1:]), min(len(words), 6), position - count)
