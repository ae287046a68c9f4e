"""The layout of an article as lines for a given width: a pure function, which can be tested without a screen."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

import msgspec
from rich.cells import cell_len

from peacereader import wording
from peacereader.tui.widgets.article_links import Link, Section, fact_links, tag_links
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article

LineKind = Literal["title", "meta", "mine", "note", "blank", "text", "passage-note", "heading", "neighbour"]

_YOUR_TAGS = "your tags:"
_NOTE_MARK = "› "
_NOTE_INDENT = 4
"""The cells before a note on a passage; `_NOTE_MARK` stands in the last of them, before its first line."""

_BULLETS = ("• ", "– ", "- ", "* ")


class Line(msgspec.Struct, frozen=True):
    """One line of the page.

    `start` and `end` are code points: in the title for a title line, in `Article.text` for a text line, and 0 for any
    other line, such as one of a note on a passage. `indent` is the number of cells before the line. `derived` says
    whether cleaning derived the text.
    """

    kind: LineKind
    text: str
    start: int = 0
    end: int = 0
    indent: int = 0
    derived: bool = False


class Page(msgspec.Struct, frozen=True):
    """All lines of an article, and the start of each text line in `Article.text`, so that a place is found quickly."""

    lines: tuple[Line, ...]
    first_text: int
    text_lines: tuple[int, ...]
    starts: tuple[int, ...]
    links: tuple[Link, ...] = ()
    """What can be gone to above and below the text, in order."""

    @property
    def text_end(self) -> int:
        """The number of lines up to the end of the text, without what stands below it."""
        return self.text_lines[-1] + 1 if self.text_lines else len(self.lines)

    def line_of(self, position: int) -> int:
        """Return the line that shows the code point `position` of `Article.text`, or 0 if there is no text."""
        if not self.starts:
            return 0
        return self.text_lines[max(0, bisect_right(self.starts, position) - 1)]

    def position_of(self, line: int) -> int:
        """Return the code point of `Article.text` at which the first text line at or after `line` begins."""
        index = bisect_right(self.text_lines, line - 1)
        return self.starts[index] if index < len(self.starts) else (self.starts[-1] if self.starts else 0)


def lay_out(
    article: Article,
    width: int,
    about_passages: str = "",
    audit_key: str = "c",
    mine: Sequence[str] = (),
    notes: Sequence[tuple[int, str]] = (),
    *,
    marks: Sequence[str] = (),
    below: Sequence[Section] = (),
) -> Page:
    """Return the lines of an article, none wider than `width` cells.

    Above the text stand `marks` in words and `mine`, the user's own tags, `about_passages` and a note on possible
    losses in cleaning, with `audit_key`, the key that shows them. `notes` are the notes on passages, each with the code
    point at which its passage ends, in order: each stands below the line in which its passage ends. They are no part
    of the text, whose positions stay as they are. Neither are the sections that stand `below` it.
    """
    lines: list[Line] = []
    links: list[Link] = []
    title = article.title or wording.TITLE_NOT_KNOWN
    title_derived = article.provenance.get("title") == "derived" or not article.title
    lines += [Line("title", title[s:e], s, e, derived=title_derived) for s, e in wrap(title, width)]
    for number, (parts, derived) in enumerate(_facts(article)):
        rows = _joined_to_width(parts, width)
        links += tag_links("tag", parts, rows, len(lines)) if number else fact_links(article, rows, len(lines))
        lines += [Line("meta", text, derived=derived) for text in rows]
    if marks or mine:
        tags = [f"{_YOUR_TAGS} {mine[0]}", *mine[1:]] if mine else []
        rows = _joined_to_width([*marks, *tags], width)
        links += tag_links("your tag", mine, rows, len(lines), _YOUR_TAGS) if mine else []
        lines += [Line("mine", text) for text in rows]
    if title_derived:
        note = "(no title in the source; these are the article's first words)"
        lines += [Line("note", note[s:e], derived=True) for s, e in wrap(note, width)]
    if about_losses := wording.loss_summary(article.losses):
        about_losses += f": {audit_key}"
        lines += [Line("note", about_losses[s:e]) for s, e in wrap(about_losses, width)]
    lines += [Line("note", about_passages[s:e]) for s, e in wrap(about_passages, width)]
    lines.append(Line("blank", ""))
    first_text = len(lines)
    offset = 0
    waiting = list(reversed(notes))
    for number, paragraph in enumerate(article.paragraphs):
        bullet = paragraph.startswith(_BULLETS)
        if number and not (bullet and article.paragraphs[number - 1].startswith(_BULLETS)):
            lines.append(Line("blank", ""))
        hanging = 2 if bullet else 0
        for index, (start, end) in enumerate(wrap(paragraph, width, hanging)):
            indent = hanging if index else 0
            lines.append(Line("text", paragraph[start:end], offset + start, offset + end, indent))
            while waiting and waiting[-1][0] <= offset + end:
                lines += note_lines(waiting.pop()[1], width - _NOTE_INDENT, _NOTE_INDENT)
        offset += len(paragraph) + 2
    for _, note in reversed(waiting):  # the passage ends in white space after the last word
        lines += note_lines(note, width - _NOTE_INDENT, _NOTE_INDENT)
    if not article.paragraphs:
        lines.append(Line("note", "(no article text was found in this source)"))
    text_lines = tuple(i for i, line in enumerate(lines) if line.kind == "text")
    if below:
        lines.append(Line("blank", ""))
        rows_below, links_below = section_lines(below, width)
        links += [msgspec.structs.replace(link, line=link.line + len(lines)) for link in links_below]
        lines += rows_below
    return Page(tuple(lines), first_text, text_lines, tuple(lines[i].start for i in text_lines), tuple(links))


def section_lines(sections: Sequence[Section], width: int) -> tuple[list[Line], list[Link]]:
    """Return the lines of other articles under their headings, and the links to them, by the number of their line."""
    lines: list[Line] = []
    links: list[Link] = []
    for section in sections:
        lines += [Line("blank", "")] if lines else []
        lines.append(Line("heading", shortened(section.heading, width)))
        for one in section.articles:
            title = one.title or wording.TITLE_NOT_KNOWN
            shown = shortened(title, width)
            links.append(Link(section.kind, one.id, title, len(lines), 0, len(shown)))
            lines.append(Line("neighbour", shown))
            facts = [shortened(fact, width - 2) for fact in one.facts]
            lines += [Line("meta", row, indent=2) for row in _joined_to_width(facts, width - 2)]
    return lines, links


def note_lines(note: str, width: int, indent: int = len(_NOTE_MARK)) -> list[Line]:
    """Return the lines of a note on a passage, with a mark before the first; an empty line stays one."""
    lines: list[Line] = []
    for paragraph in note.split("\n"):
        pieces = wrap(paragraph, max(4, width - indent)) or [(0, 0)]
        lines += [Line("passage-note", paragraph[s:e], indent=indent) for s, e in pieces]
    return [Line("passage-note", _NOTE_MARK + lines[0].text, indent=indent - len(_NOTE_MARK)), *lines[1:]]


def _joined_to_width(parts: list[str], width: int) -> list[str]:
    """Return the parts joined by middle dots on as few lines as possible; a part that fits on a line is not broken."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines[-1] else part
        if cell_len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(part)
    return [line[s:e] for line in lines for s, e in wrap(line, width)]


def _facts(article: Article) -> list[tuple[list[str], bool]]:
    """Return the groups of facts under the title, each with whether cleaning derived it."""
    provenance = article.provenance
    first = [article.outlet or wording.OUTLET_NOT_KNOWN, wording.long_date(article.date)]
    if article.authors:
        first.append(wording.join_words(article.authors))
    if article.text:
        first.append(wording.reading_time(article.text))
    derived = "derived" in (provenance.get("outlet"), provenance.get("date"), provenance.get("authors"))
    facts = [(first, derived)]
    labels = article.tags or article.topics[:6]
    if labels:
        facts.append((list(labels), not article.tags))
    return facts
