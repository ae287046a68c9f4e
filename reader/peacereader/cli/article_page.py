"""An article as a page of plain text, for `show` and `clean`."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.cli.common import bold, flat

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.story import Story

_MEASURE = 80
_MOST_MEMBERS = 12


def page(article: Article, story: Story | None = None) -> str:
    """Title, outlet, date and the rest of the head, then the text, at a comfortable measure.

    Of a story the other members are named, and where its copy likely comes from.

    Values that stand nowhere in the source, but were made by us, are marked `(derived)`.
    """
    width = min(_MEASURE, shutil.get_terminal_size((_MEASURE, 24)).columns)
    lines = [bold(line) for line in textwrap.wrap(flat(article.title or wording.TITLE_NOT_KNOWN), width)]
    if _mark(article, "title"):
        lines[-1] += _mark(article, "title")
    lines.append("")
    for label, name, value in (
        ("Outlet", "outlet", article.outlet or wording.OUTLET_NOT_KNOWN),
        ("Date", "date", article.published or article.date or wording.DATE_NOT_KNOWN),
        ("Modified", "modified", article.modified),
        ("By", "authors", ", ".join(article.authors)),
        ("Tags", "tags", ", ".join(article.tags)),
        ("Topics", "topics", ", ".join(article.topics)),
        ("Language", "language", article.language),
        ("Address", "url", article.url),
        ("Source", "source", article.source),
        ("Id", "id", article.id),
    ):
        if value:
            lines.append(f"{label + ':':<10}{flat(value)}{_mark(article, name)}")
    lines += _story(article, story, width) if story else []
    for paragraph in article.paragraphs:
        lines += ["", textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)]
    return "\n".join(lines)


def _story(article: Article, story: Story, width: int) -> list[str]:
    """The other articles that tell the same copy, a line each."""
    lines = []
    if story.origin.agency:
        lines.append(f"{'Copy:':<10}likely of {flat(story.origin.agency)}")
    elif story.origin.article_id == article.id:
        lines.append(f"{'Copy:':<10}likely its own, taken over by others")
    for member in story.members[:_MOST_MEMBERS]:
        if member.article_id != article.id:
            about = (member.outlet or wording.OUTLET_NOT_KNOWN, wording.spoken_date(member.date), member.article_id)
            lines.append(f"{'Also in:':<10}{flat(' · '.join(about))}")
    if len(story.members) > _MOST_MEMBERS:
        lines.append(f"{'':<10}and {wording.counted(len(story.members) - _MOST_MEMBERS, 'other')}")
    return lines


def cuts(article: Article) -> str:
    """What cleaning removed, a line each: number, reason, text."""
    if not article.cuts:
        return "Nothing was cut."
    wide = max(len(cut.reason) for cut in article.cuts)
    return "\n".join(f"{cut.line:>5}  {flat(cut.reason):<{wide}}  {flat(cut.text)}".rstrip() for cut in article.cuts)


def _mark(article: Article, name: str) -> str:
    return " (derived)" if article.provenance.get(name) == "derived" else ""
