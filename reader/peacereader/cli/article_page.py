"""An article as a page of plain text, for `show` and `clean`."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.cli.common import bold, link, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.story import Story

_MAX_COLUMNS = 80
_MAX_STORY_MEMBERS = 12


def page(article: Article, story: Story | None = None, mine: Sequence[str] = ()) -> str:
    """Return title, outlet, date and other metadata, then the text, with lines of at most 80 columns.

    `mine` are the user's own tags. Given a story, the page also names the other articles in it, and the likely origin
    of their common text. Values that this program derived, and that are nowhere in the source, are marked `(derived)`.
    """
    width = min(_MAX_COLUMNS, shutil.get_terminal_size((_MAX_COLUMNS, 24)).columns)
    lines = [bold(line) for line in textwrap.wrap(one_line(article.title or wording.TITLE_NOT_KNOWN), width)]
    if _derived_mark(article, "title"):
        lines[-1] += _derived_mark(article, "title")
    lines.append("")
    for label, name, value in (
        ("Outlet", "outlet", article.outlet or wording.OUTLET_NOT_KNOWN),
        ("Date", "date", article.published or article.date or wording.DATE_NOT_KNOWN),
        ("Modified", "modified", article.modified),
        ("By", "authors", ", ".join(article.authors)),
        ("Tags", "tags", ", ".join(article.tags)),
        ("Your tags", "mine", ", ".join(mine)),
        ("Topics", "topics", ", ".join(article.topics)),
        ("Language", "language", article.language),
        ("Address", "url", article.url),
        *((name.replace("_", " ").capitalize(), name, value) for name, value in article.details.items()),
        ("Source", "source", article.source),
        ("Place", "place", article.evidence.place),
        ("Retrieved", "retrieved", _retrieved(article)),
        ("Id", "id", article.id),
    ):
        if value:
            shown = link(one_line(value), article.url) if name == "url" else one_line(value)
            lines.append(f"{label + ':':<11}{shown}{_derived_mark(article, name)}")
    lines += _story_lines(article, story, width) if story else []
    for paragraph in article.paragraphs:
        lines += ["", textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)]
    return "\n".join(lines)


def _retrieved(article: Article) -> str:
    """Return when the source was retrieved, and what says so."""
    evidence = article.evidence
    return f"{evidence.retrieved} (date of the {evidence.retrieved_by})" if evidence.retrieved_by else ""


def _story_lines(article: Article, story: Story, width: int) -> list[str]:
    """Return the other articles of a story, a line each, and the likely origin of their common text."""
    lines = []
    if story.origin.agency:
        lines.append(f"{'Copy:':<11}likely by {one_line(story.origin.agency)}")
    elif story.origin.article_id == article.id:
        lines.append(f"{'Copy:':<11}likely its own, reused by others")
    for member in story.members[:_MAX_STORY_MEMBERS]:
        if member.article_id != article.id:
            about = (member.outlet or wording.OUTLET_NOT_KNOWN, wording.long_date(member.date), member.article_id)
            lines.append(f"{'Also in:':<11}{one_line(' · '.join(about))}")
    if len(story.members) > _MAX_STORY_MEMBERS:
        lines.append(f"{'':<11}and {wording.counted(len(story.members) - _MAX_STORY_MEMBERS, 'other')}")
    return lines


def cuts(article: Article) -> str:
    """Return what cleaning removed, a line each: line number, reason, text."""
    if not article.cuts:
        return "Nothing was cut."
    width = max(len(cut.reason) for cut in article.cuts)
    return "\n".join(
        f"{cut.line:>5}  {one_line(cut.reason):<{width}}  {one_line(cut.text)}".rstrip() for cut in article.cuts
    )


def _derived_mark(article: Article, name: str) -> str:
    return " (derived)" if article.provenance.get(name) == "derived" else ""
