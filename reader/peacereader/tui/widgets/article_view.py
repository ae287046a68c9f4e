"""The view of an article: title, facts and text at a comfortable measure, with hits, passages and the selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from peacereader import wording
from peacereader.tui.widgets.article_layout import Line, Page, lay_out
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import Overlay, paint, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Matches
    from peacereader.tui.widgets.article_links import Section
    from peacereader.tui.widgets.passage_selection import PassageSelection

MARGIN = 3
"""Cells to the left of the text: one for the bar of a passage, two of space."""

CONTEXT_LINES = 3
"""Lines that stay visible above a place that the view jumps to."""


@dataclass
class NoteFolding:
    """Whether the notes below passages are folded away: in all articles, for as long as the reader runs."""

    is_folded: bool = False


class ArticleView(LineView):
    """A view of one article with its marks. It handles no keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--title", "article--meta", "article--mine", "article--note", "article--derived", "article--hit",
        "article--current-hit", "article--selection", "article--passage", "article--quoted",
        "article--welcome", "article--passage-note", "article--find", "article--current-find", "article--link",
    }  # fmt: skip

    DEFAULT_CSS = """
    ArticleView {
        background: $background;
        color: $foreground;
        padding: 0 0 0 1;
        & > .article--title { text-style: bold; }
        & > .article--meta { color: $room-muted; }
        & > .article--mine { color: $room-passage; }
        & > .article--note { color: $room-muted; text-style: italic; }
        & > .article--derived { text-style: italic; }
        & > .article--hit { color: $room-hit; background: $room-hit-background; text-style: bold; }
        & > .article--current-hit {
            color: $room-current-hit; background: $room-current-hit-background; text-style: bold underline;
        }
        & > .article--selection { background: $room-selection; }
        & > .article--passage { color: $room-passage; }
        & > .article--quoted { background: $surface; }
        & > .article--passage-note { color: $accent; text-style: italic; }
        & > .article--welcome { color: $room-muted; }
        & > .article--find { background: $room-selection; text-style: bold; }
        & > .article--current-find { color: $background; background: $foreground; text-style: bold; }
        & > .article--link { background: $room-selection; text-style: underline; }
    }
    """

    class Moved(Message):
        """Posted when the view, the current hit or the selection has changed."""

    def __init__(
        self,
        measure: int = 72,
        audit_key: str = "c",
        folding: NoteFolding | None = None,
        id: str | None = None,
        annotator: str = "",
    ) -> None:
        """`annotator` is the user's name: passages of others are marked in another way."""
        super().__init__(id=id)
        self._annotator = annotator
        self.measure = measure
        self.folding = folding or NoteFolding()
        self._audit_key = audit_key
        """The key that shows what was cut."""
        self.article: Article | None = None
        self.selection: PassageSelection | None = None
        self.hit_number = 0
        """The number of the current hit, from 1; 0 before the first jump."""
        self._page = Page((), 0, (), ())
        self._matches: Matches | None = None
        self._passages: list[Passage] = []
        self._tags: Sequence[str] = ()
        self._highlighted: Passage | None = None
        """The passage that is painted as the selection is, without being one."""
        self._caret: int | None = None
        self._placeholder: list[str] = []

    # Content

    def show(
        self,
        article: Article,
        matches: Matches,
        passages: Sequence[Passage],
        position: int | None = None,
        *,
        context: bool = True,
        tags: Sequence[str] = (),
    ) -> None:
        """Show an article from its beginning, or with the code point `position` in view. `tags` are the user's own.

        With `context`, some lines above the position are shown too. Without it, the view is the same as when
        `position_to_remember` returned this position.
        """
        self.article = article
        self.selection = None
        self._caret = position
        self.hit_number = 0
        self._matches = matches
        self._passages = list(passages)
        self._tags = tags
        self._lay_out()
        self.go_to(0 if position is None else self._page.line_of(position) - (CONTEXT_LINES if context else 0))
        self.post_message(self.Moved())

    def show_words(self, lines: Sequence[str]) -> None:
        """Show some words of the reader itself in place of an article."""
        self.article = None
        self.selection = None
        self._placeholder = list(lines)
        self._page = Page((), 0, (), ())
        self.set_line_count(len(self._placeholder))
        self.go_to(0)

    @property
    def passages(self) -> list[Passage]:
        """The passages of the article."""
        return self._passages

    def set_passages(self, passages: Sequence[Passage]) -> None:
        """Draw the bars of these passages, and report the ones that are not where they were."""
        self._passages = list(passages)
        self.on_resize()
        self.refresh()

    def set_tags(self, tags: Sequence[str]) -> None:
        """Show these tags of the user's."""
        self._tags = tags
        self.on_resize()
        self.refresh()

    @property
    def hits(self) -> Sequence[Span]:
        """The hits in the text."""
        return self._matches.text if self._matches else ()

    @property
    def hit_count(self) -> int:
        """The number of hits in the text."""
        return len(self.hits)

    @property
    def percent(self) -> int:
        """The percentage of the article up to the last line in view."""
        lines = self._page.text_end
        return 100 if lines <= self.height else min(100, round(100 * (self.top_line + self.height) / lines))

    @property
    def reading_position(self) -> int:
        """The code point of the article's text at which the first line in view begins."""
        return self._page.position_of(self.top_line) if self._page.starts else 0

    @property
    def text_below(self) -> int:
        """The code point of the article's text at which the first line in view begins; its length past its end."""
        if self.article and self.top_line >= self._page.text_end:
            return len(self.article.text)
        return self.reading_position

    @property
    def position_to_remember(self) -> int:
        """The reading position to remember: the first text in view, or 0 at the beginning."""
        return self.reading_position if self.top_line > self._page.first_text else 0

    def _lay_out(self) -> None:
        if self.article is None:
            self.set_line_count(len(self._placeholder))
            return
        width = min(self.measure, self.width - MARGIN - 2)
        self._page = lay_out(
            self.article, width, self._about_passages(), self._audit_key, self._tags, self._notes(),
            marks=self._mark_words(), below=self._sections_below(),
        )  # fmt: skip
        self.set_line_count(len(self._page.lines) + 1)

    def _mark_words(self) -> Sequence[str]:
        """Return what is said of the article's marks above the text."""
        return ()

    def _sections_below(self) -> Sequence[Section]:
        """Return the other articles to list below the text."""
        return ()

    def _about_passages(self) -> str:
        """Return what is said of the passages above the text."""
        return wording.anchoring_summary(self._passages)

    def _notes(self) -> list[tuple[int, str]]:
        """Return the notes to show, each with the end of its passage, in order."""
        if self.folding.is_folded:
            return []
        text = self.article.text if self.article else ""
        placed = [p for p in self._passages if p.note and p.anchoring != "lost"]
        placed.sort(key=lambda p: (p.end, p.start, p.created))
        return [(p.start + len(text[p.start : p.end].rstrip()), p.note) for p in placed]

    @property
    def has_notes(self) -> bool:
        """Whether a passage in the text has a note."""
        return any(p.note and p.anchoring != "lost" for p in self._passages)

    def fold_notes(self) -> None:
        """Fold the notes away, or show them again. The same text stays in view."""
        self.folding.is_folded = not self.folding.is_folded
        self.on_resize()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap again for the new width, with the same text in view."""
        position = self.reading_position if self.top_line >= self._page.first_text else None
        self._lay_out()
        if position is not None:
            self.go_to(self._page.line_of(position))
        self.post_message(self.Moved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Report that the view moved."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    # Drawing

    @property
    def _left_margin(self) -> int:
        unused = self.width - MARGIN - min(self.measure, self.width - MARGIN - 2)
        return MARGIN + min(4, max(0, unused - 1) // 4)

    def draw_line(self, y: int) -> list[Segment]:
        """Return one line of the page with its marks."""
        if self.article is None:
            return [Segment(" " * self._left_margin + self._placeholder[y], self.component_style("article--welcome"))]
        if y >= len(self._page.lines):
            return []
        line = self._page.lines[y]
        base = self._base(line)
        bar, bar_style = self._bar(line)
        return [
            Segment(bar, self.base_style + bar_style),
            Segment(" " * (self._left_margin - 1 + line.indent), self.base_style),
            *paint(line.text, base, [*self._overlays(line), *self._link_overlays(y)]),
        ]

    def _base(self, line: Line) -> Style:
        style = {
            "title": self.component_style("article--title"),
            "meta": self.component_style("article--meta"),
            "mine": self.component_style("article--mine"),
            "note": self.component_style("article--note"),
            "passage-note": self.component_style("article--passage-note"),
            "heading": self.component_style("article--meta"),
        }.get(line.kind, self.base_style)
        return style + self.overlay_style("article--derived") if line.derived else style

    def _bar(self, line: Line) -> tuple[str, Style]:
        """Return the character in the margin and its style.

        A bar marks a passage, a thin broken bar one that only others made, a broken bar a passage whose place is
        uncertain, and a bolder one the selection.
        """
        if line.kind != "text":
            return " ", Style()
        if self.selection and _overlaps(self.selection.span, line):
            return "▐", self.overlay_style("article--passage")
        passages = [p for p in self._passages if p.anchoring != "lost" and _overlaps((p.start, p.end), line)]
        if not passages:
            return " ", Style()
        bar = "┃" if any(map(self.is_own, passages)) else "╎"
        is_uncertain = all(p.anchoring == "uncertain" for p in passages)
        return "┇" if is_uncertain else bar, self.overlay_style("article--passage")

    def is_own(self, passage: Passage) -> bool:
        """Return whether the user made a passage, or may have: it was not said who did."""
        return passage.annotator in ("", self._annotator)

    def _overlays(self, line: Line) -> list[Overlay]:
        hit = self.overlay_style("article--hit")
        if line.kind == "title":
            titles = self._matches.title if self._matches else ()
            return within(titles, line.start, line.end, hit)
        if line.kind != "text":
            return []
        quoted = [
            (p.start, p.end) for p in self._passages if p.anchoring != "lost" and _overlaps((p.start, p.end), line)
        ]
        ground = self.overlay_style("article--quoted")
        overlays = [overlay for span in quoted for overlay in within([span], line.start, line.end, ground)]
        if self._highlighted:
            span = self._highlighted.start, self._highlighted.end
            overlays += within([span], line.start, line.end, self.overlay_style("article--selection"))
        if self.selection:
            overlays += within([self.selection.span], line.start, line.end, self.overlay_style("article--selection"))
        overlays += within(self.hits, line.start, line.end, hit)
        overlays += self._asked_overlays(line)
        if self.hit_number:
            current = self.hits[self.hit_number - 1]
            overlays += within([current], line.start, line.end, self.overlay_style("article--current-hit"))
        return overlays

    def _asked_overlays(self, line: Line) -> list[Overlay]:
        """Return what is painted on a line of the text besides: what was found, or can be gone to."""
        return []

    def _link_overlays(self, y: int) -> list[Overlay]:
        """Return what is painted on a line that is not of the text."""
        return []


def _overlaps(span: Span, line: Line) -> bool:
    return span[0] < line.end and span[1] > line.start
