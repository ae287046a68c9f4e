"""The lines of the pages of ProQuest, saved or mailed."""

from __future__ import annotations

import re
from typing import Final

from peaceindex.sources.database_exports.export import ExportLine
from peaceindex.sources.database_exports.lines import lines_of_markup
from peaceindex.startup.late_pattern import late_pattern

RULE: Final = "_" * 60
"""The line between documents, as in the text that ProQuest saves."""
_MARK_OF_PAGE = late_pattern(
    r"""<a\s[^<>]{0,100}?(?:name|id)\s*=\s*["']?DocID_MSTAR_(\d{1,20})[^<>]{0,100}>""", re.IGNORECASE
)
_END_OF_PAGE = late_pattern(r"""<div\s[^<>]{0,100}?class\s*=\s*["']?copyright\b""", re.IGNORECASE)
_WORDS = late_pattern(r"""<text\s[^<>]{0,100}?wordcount\s*=\s*["']?(\d{1,7})""", re.IGNORECASE)
_CUT_TAG = late_pattern(r">html&gt;<head", re.IGNORECASE)
_SPANS: Final = (
    (late_pattern(r"""<span\s[^<>]{0,100}?class\s*=\s*["']?scholUnivAuthors[^<>]{0,100}>""", re.I), "Author"),
    (late_pattern(r"""<span\s[^<>]{0,100}?class\s*=\s*["']?newspaperArticle[^<>]{0,100}>""", re.I), "Publication info"),
)  # fmt: skip


def lines_of_page(markup: str) -> list[ExportLine] | None:
    """Return the lines of a page of ProQuest, with a rule before each document; None if it is no page of ProQuest.

    The `names` of the rule are the id of the document and its number of words. Each document is parsed by
    itself, so that none with broken markup holds the next.
    """
    marks = list(_MARK_OF_PAGE.finditer(markup))
    if not marks:
        return None
    lines = lines_of_markup(markup[: marks[0].start()])
    for position, mark in enumerate(marks):
        part = markup[mark.end() : marks[position + 1].start() if position + 1 < len(marks) else len(markup)]
        foot = ""
        if end := _END_OF_PAGE.search(part):
            part, foot = part[: end.start()], part[end.start() :]
        part = _CUT_TAG.sub("><html><head", part)
        for pattern, label in _SPANS:
            part = pattern.sub(f"<br>{label}: ", part, count=1)
        words = found[1] if (found := _WORDS.search(part)) else ""
        lines += [ExportLine(RULE, names=f"{mark[1]} {words}"), ExportLine(""), *lines_of_markup(part)]
        if foot:
            lines += [ExportLine(RULE), *lines_of_markup(foot)]
    if "</html" in markup[-1000:].casefold():
        lines.append(ExportLine(RULE))
    return lines
