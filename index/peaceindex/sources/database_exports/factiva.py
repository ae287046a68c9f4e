"""Exports of Factiva, with field codes and without, from plain text, RTF and pages of markup.

A file may end in the description of the search, which states hits of the search, not articles in the file. So Factiva
states no number of articles, and only the document number at the end of each shows that it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Export, ExportLine
from peaceindex.sources.database_exports.factiva_codes import read_codes
from peaceindex.sources.database_exports.factiva_display import read_display
from peaceindex.sources.database_exports.factiva_values import DATABASE_NAME, unread
from peaceindex.sources.database_exports.factiva_vocabulary import ANY_NUMBER, NAME, document_number

_CODE = re.compile(r"^[ \t]*(HD|PD|SN|WC|LP)(?=[\s|])", re.MULTILINE)
_MARKUP = re.compile(r"articleParagraph|printheadline|fcpNavContainer|>\s*(?:<[bp]>)*HD(?:</b>)?&nbsp;")
_CLASS = re.compile(r"\b[a-z]{2,4}(?:Headline|articleParagraph)\b")
_COUNT = re.compile(
    r"^[ \t]*\d[\d.,]{0,6}[ \u00a0]?[^\W\d_]{1,12}[ \t\r]*\n\s*(?:\d{1,2}\.? [^\n]{3,24}\d{4}|\d{4} ?年)", re.MULTILINE
)
"""A number of words, and a date on the line below it."""


def _is_likely(text: str) -> bool:
    """Return whether there is a document number, a class name of its pages, codes, or a line of words above a date."""
    return bool(
        ANY_NUMBER.search(text) or _MARKUP.search(text) or len(set(_CODE.findall(text))) >= 2 or _COUNT.search(text)
    )


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


DATABASE = Database(name=DATABASE_NAME, is_likely=_is_likely, read=_read)
