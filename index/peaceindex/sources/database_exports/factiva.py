"""Exports of Factiva, with field codes and without, from plain text, RTF and pages of markup.

A file may end in the description of the search, which states hits of the search, not articles in the file. So Factiva
states no number of articles, and only the document number at the end of each shows that it is whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Export, ExportLine
from peaceindex.sources.database_exports.factiva_codes import read_codes
from peaceindex.sources.database_exports.factiva_display import read_display
from peaceindex.sources.database_exports.factiva_values import DATABASE_NAME, unread
from peaceindex.sources.database_exports.factiva_vocabulary import ANY_NUMBER, NAME, document_number
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_CODE = late_pattern(r"\n[ \t]*+(HD|PD|SN|WC|LP)(?=[\s|])")
_MARKUP: Final = ("articleParagraph", "printheadline", "fcpNavContainer")
_CODE_IN_CELL = late_pattern(r">\s*(?:<[bp]>)*$")
_CLASS = late_pattern(r"\b[a-z]{2,4}(?:Headline|articleParagraph)\b")
_COUNT = late_pattern(
    r"\n[ \t]*+\d[\d.,]{0,6}[ \u00a0]?[^\W\d_]{1,12}[ \t\r]*(?=\n\s*(?:\d{1,2}\.? [^\n]{3,24}\d{4}|\d{4} ?年))"
)
"""A number of words, and a date on the line below it."""


def _is_likely(searchable: Searchable) -> bool:
    """Return whether there is a document number, a class name of its pages, codes, or a line of words above a date."""
    text = searchable.text
    return (
        any(name in text for name in _MARKUP)
        or len(set(_CODE.findall(text))) >= 2
        or _COUNT.search(text) is not None
        or _has_code_in_cell(text)
        or _has_number(text)
    )


def _has_code_in_cell(text: str) -> bool:
    """Return whether the code HD stands at the start of a cell of a table."""
    if "HD&nbsp;" not in text and "HD</b>&nbsp;" not in text:
        return False
    found = re.finditer(r"HD(?:</b>)?&nbsp;", text)
    return any(_CODE_IN_CELL.search(text[max(0, one.start() - 200) : one.start()]) for one in found)


def _has_number(text: str) -> bool:
    """Return whether there is a document number. The century of the day in it is looked for first."""
    for century in ("19", "20"):
        at = text.find(century)
        while at >= 0:
            # The code of the outlet before the day has four to eight characters.
            starts = range(max(0, at - 8), at - 3) if text[at + 2 : at + 8].isdecimal() else ()
            if any(ANY_NUMBER.match(text, start) for start in starts):
                return True
            at = text.find(century, at + 1)
    return False


def _read(lines: Sequence[ExportLine]) -> Export | None:
    found = [export for export in (read_codes(lines), read_display(lines)) if export]
    # The first of equals: codes are surer than the form of the lines.
    return max(found, key=lambda export: len(export.entries), default=None) or _without_articles(lines)


def _without_articles(lines: Sequence[ExportLine]) -> Export | None:
    """Return an export that only reports its lines, if they are from Factiva for sure but hold no header."""
    is_named = any(NAME.fullmatch(line.text) for line in lines[:60])
    has_marks = any(_CLASS.search(line.names) for line in lines)
    ends = sum(bool(document_number(line.text)) for line in lines)
    if not (has_marks and is_named) and ends + is_named < 2:
        return None
    is_list = any("printheadline" in line.names for line in lines)
    reason = "it is a list of headlines, without their texts" if is_list else "no whole heading of an article is in it"
    return Export(DATABASE_NAME, [], unread(lines, 0, len(lines), reason))


DATABASE = Database(name=DATABASE_NAME, is_likely=_is_likely, page_marks=_MARKUP, read=_read)
