"""The article pane: title, facts and text at a comfortable measure, with hits, passages and the selection marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.article import Article
from peaceindex.passage import Passage
from peaceindex.results import Matches, Span
from peaceindex.sentences import sentence_spans
from peacereader import wording
from peacereader.keys import bindings
from peacereader.widgets.article_layout import Line, Page, lay_out
from peacereader.widgets.line_view import LineView
from peacereader.widgets.painting import Overlay, paint, within
from peacereader.widgets.passage_selection import SentenceSelection

MARGIN = 3
"""Cells left of the text: one for the bar of a passage, two of air."""

CONTEXT_LINES = 3
"""Lines that stay visible above a place that was jumped to."""


class ArticlePane(LineView):
    """Shows one article. Selecting is by sentence; what is selected leaves as a message."""

    BINDINGS = bindings("article")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--title", "article--meta", "article--note", "article--derived", "article--hit",
        "article--current-hit", "article--selection", "article--passage", "article--welcome",
    }  # fmt: skip

    DEFAULT_CSS = """
    ArticlePane {
        background: $background;
        color: $foreground;
        padding: 0 0 0 1;
        & > .article--title { text-style: bold; }
        & > .article--meta { color: $room-muted; }
        & > .article--note { color: $room-muted; text-style: italic; }
        & > .article--derived { text-style: italic; }
        & > .article--hit { color: $room-hit; background: $room-hit-background; text-style: bold; }
        & > .article--current-hit {
            color: $room-current-hit; background: $room-current-hit-background; text-style: bold underline;
        }
        & > .article--selection { background: $room-selection; }
        & > .article--passage { color: $room-passage; }
        & > .article--welcome { color: $room-muted; }
    }
    """

    @dataclass
    class Bookmarked(Message):
        """The user wants this stretch of the article as a passage."""

        article: Article
        span: Span

    @dataclass
    class Quoted(Message):
        """The user wants this stretch copied, with its source."""

        article: Article
        span: Span

    @dataclass
    class NoteWanted(Message):
        """The user wants to write a note on this passage."""

        passage: Passage

    @dataclass
    class Left(Message):
        """The user goes back to the results."""

    @dataclass
    class Hinted(Message):
        """A word to the user about what a key would do now."""

        text: str

    class Moved(Message):
        """The view, the hit or the selection moved."""

    def __init__(self, measure: int = 72, id: str | None = None) -> None:
        super().__init__(id=id)
        self.measure = measure
        self.article: Article | None = None
        self.selection: SentenceSelection | None = None
        self.hit_number = 0
        """The current hit, from 1; 0 before the first jump."""
        self._page = Page((), 0, (), ())
        self._matches = Matches()
        self._passages: list[Passage] = []
        self._caret: int | None = None
        self._welcome: list[str] = []

    # What is shown

    def show(
        self, article: Article, matches: Matches, passages: Sequence[Passage], position: int | None = None
    ) -> None:
        """Show an article from its beginning, or with the code point `position` in view."""
        self.article = article
        self.selection = None
        self._caret = position
        self.hit_number = 0
        self._matches = matches
        self._passages = list(passages)
        self._lay_out()
        self.go_to(0 if position is None else self._page.line_of(position) - CONTEXT_LINES)
        self.post_message(self.Moved())

    def show_words(self, lines: Sequence[str]) -> None:
        """Show words of our own in place of an article."""
        self.article = None
        self.selection = None
        self._welcome = list(lines)
        self._page = Page((), 0, (), ())
        self.set_line_count(len(self._welcome))
        self.go_to(0)

    def set_matches(self, matches: Matches) -> None:
        """Mark other hits in the article that is shown."""
        self._matches = matches
        self.hit_number = 0
        self.refresh()
        self.post_message(self.Moved())

    def set_passages(self, passages: Sequence[Passage]) -> None:
        """Draw the bars of these passages, and say which do not stand where they did."""
        self._passages = list(passages)
        self.on_resize()
        self.refresh()

    @property
    def hit_count(self) -> int:
        """Hits in the text."""
        return len(self._matches.text)

    @property
    def percent(self) -> int:
        """How much of the article has been seen, at the last line in view."""
        lines = len(self._page.lines)
        return 100 if lines <= self.height else min(100, round(100 * (self.top_line + self.height) / lines))

    @property
    def reading_position(self) -> int:
        """The code point of the article's text with which the first line in view begins."""
        return self._page.position_of(self.top_line) if self._page.starts else 0

    @property
    def place_to_remember(self) -> int:
        """Where to come back to: the first text in view; 0 where that is the beginning."""
        return self.reading_position if self.top_line > self._page.first_text else 0

    def _lay_out(self) -> None:
        if self.article is None:
            self.set_line_count(len(self._welcome))
            return
        about_passages = wording.anchorings(self._passages)
        self._page = lay_out(self.article, min(self.measure, self.width - MARGIN - 2), about_passages)
        self.set_line_count(len(self._page.lines) + 1)

    def on_resize(self) -> None:
        """Wrap anew for the new width, with the same words in view."""
        position = self.reading_position if self.top_line >= self._page.first_text else None
        self._lay_out()
        if position is not None:
            self.go_to(self._page.line_of(position))
        self.post_message(self.Moved())

    # Drawing

    @property
    def _left(self) -> int:
        spare = self.width - MARGIN - min(self.measure, self.width - MARGIN - 2)
        return MARGIN + min(4, max(0, spare - 1) // 4)

    def draw_line(self, y: int) -> list[Segment]:
        """One line of the page with its marks."""
        if self.article is None:
            return [Segment(" " * self._left + self._welcome[y], self.part("article--welcome"))]
        if y >= len(self._page.lines):
            return []
        line = self._page.lines[y]
        base = self._base(line)
        bar, bar_style = self._bar(line)
        return [
            Segment(bar, self.ground + bar_style),
            Segment(" " * (self._left - 1 + line.indent), self.ground),
            *paint(line.text, base, self._overlays(line)),
        ]

    def _base(self, line: Line) -> Style:
        style = {
            "title": self.part("article--title"),
            "meta": self.part("article--meta"),
            "note": self.part("article--note"),
        }.get(line.kind, self.ground)
        return style + self.over("article--derived") if line.derived else style

    def _bar(self, line: Line) -> tuple[str, Style]:
        """The sign in the margin: a bar beside a passage, broken where its place is not sure; a bolder one beside
        the selection."""
        if line.kind != "text":
            return " ", Style()
        if self.selection and _touch(self.selection.span, line):
            return "▐", self.over("article--passage")
        here = [p for p in self._passages if p.anchoring != "lost" and _touch((p.start, p.end), line)]
        if not here:
            return " ", Style()
        return "┇" if all(p.anchoring == "uncertain" for p in here) else "┃", self.over("article--passage")

    def _overlays(self, line: Line) -> list[Overlay]:
        hit = self.over("article--hit")
        if line.kind == "title":
            return within(self._matches.title, line.start, line.end, hit)
        if line.kind != "text":
            return []
        overlays: list[Overlay] = []
        if self.selection:
            overlays += within([self.selection.span], line.start, line.end, self.over("article--selection"))
        overlays += within(self._matches.text, line.start, line.end, hit)
        if self.hit_number:
            current = self._matches.text[self.hit_number - 1]
            overlays += within([current], line.start, line.end, self.over("article--current-hit"))
        return overlays

    # Moving

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that the view moved."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def action_line(self, by: int) -> None:
        """Scroll by lines; while selecting, take in or give back sentences."""
        if self.selection:
            self._select(self.selection.moved(by))
        else:
            self.go_to(self.top_line + by)

    def action_half_page(self, by: int) -> None:
        """Scroll by half a page; while selecting, by three sentences."""
        if self.selection:
            self._select(self.selection.moved(3 * by))
        else:
            self.go_to(self.top_line + by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Scroll by a page, with two lines kept in view."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def action_top(self) -> None:
        """Go to the beginning; while selecting, select up to it."""
        if self.selection:
            self._select(self.selection.to_edge(last=False))
        else:
            self.go_to(0)

    def action_bottom(self) -> None:
        """Go to the end; while selecting, select up to it."""
        if self.selection:
            self._select(self.selection.to_edge(last=True))
        else:
            self.go_to(self.virtual_size.height - self.height)

    def action_hit(self, by: int) -> None:
        """Go to the next or previous hit, round the end; the first jump starts from what is in view."""
        hits = self._matches.text
        if not hits:
            self.post_message(self.Hinted("No hits in the text of this article."))
            return
        if self.hit_number:
            self.hit_number = (self.hit_number - 1 + by) % len(hits) + 1
        else:
            here = self.reading_position if self.top_line else 0
            after = next((i for i, (start, _) in enumerate(hits) if start >= here), len(hits))
            self.hit_number = (after if by > 0 else after - 1) % len(hits) + 1
        start, _ = hits[self.hit_number - 1]
        self._caret = start
        line = self._page.line_of(start)
        if not self.top_line <= line < self.top_line + self.height:
            self.go_to(line - max(CONTEXT_LINES, self.height // 3))
        if self.selection:
            self._select(self.selection.begun_anew(start))
        self.refresh()
        self.post_message(self.Moved())

    def action_leave(self) -> None:
        """Give up the selection, or go back to the results."""
        if not self.drop_selection():
            self.post_message(self.Left())

    # Selecting

    def drop_selection(self) -> bool:
        """Take the selection away; False if there was none."""
        if self.selection is None:
            return False
        self.selection = None
        self.refresh()
        self.post_message(self.Moved())
        return True

    def action_select(self) -> None:
        """Select the sentence at the current hit or the first one in view; while selecting, start anew."""
        if self.selection:
            self._select(self.selection.begun_anew())
            return
        sentences = sentence_spans(self.article.text, self.article.language) if self.article else ()
        if not sentences:
            self.post_message(self.Hinted("There is no text to select."))
            return
        self._select(SentenceSelection.at(sentences, self._place(sentences)))

    def _place(self, sentences: Sequence[Span]) -> int:
        """Where a selection begins: at the caret if it is in view, else at the first sentence that begins in view."""
        if self._caret is not None and (self.top_line <= self._page.line_of(self._caret) < self.top_line + self.height):
            return self._caret
        top = self._page.position_of(self.top_line)
        return next((start for start, _ in sentences if start >= top), sentences[-1][0])

    def _select(self, selection: SentenceSelection) -> None:
        self.selection = selection
        start, end = selection.head_span
        self.reveal(self._page.line_of(start), self._page.line_of(max(start, end - 1)))
        self.refresh()
        self.post_message(self.Moved())

    def action_other_end(self) -> None:
        """Let the other end of the selection move."""
        if self.selection:
            self._select(self.selection.swapped())
        else:
            self.post_message(self.Hinted("Nothing is selected: v selects a sentence."))

    def action_bookmark(self) -> None:
        """Make the selection a passage; with nothing selected, begin to select."""
        if self.article and self.selection:
            self.post_message(self.Bookmarked(self.article, self.selection.span))
            self._caret = self.selection.span[0]
            self.drop_selection()
        elif self.article:
            self.action_select()
            self.post_message(self.Hinted("Selected this sentence: j takes in more, b bookmarks."))

    def action_quote(self) -> None:
        """Copy the selection, or the passage in view; with neither, begin to select."""
        if not self.article:
            return
        passage = None if self.selection else self._passage_in_view()
        if self.selection:
            self.post_message(self.Quoted(self.article, self.selection.span))
            self.drop_selection()
        elif passage:
            self.post_message(self.Quoted(self.article, (passage.start, passage.end)))
        else:
            self.action_select()
            self.post_message(self.Hinted("Selected this sentence: j takes in more, y copies."))

    def action_note(self) -> None:
        """Ask for a note on the passage in view."""
        if passage := self._passage_in_view():
            self.post_message(self.NoteWanted(passage))
        else:
            self.post_message(self.Hinted("No passage in view: v selects, b bookmarks, then e writes a note."))

    def _passage_in_view(self) -> Passage | None:
        """The passage at the caret, else the newest one of which a line is seen."""
        alive = [p for p in self._passages if p.anchoring != "lost"]
        if self._caret is not None:
            for passage in alive:
                if passage.start <= self._caret < passage.end:
                    return passage
        for passage in alive:
            first, last = self._page.line_of(passage.start), self._page.line_of(passage.end - 1)
            if first < self.top_line + self.height and last >= self.top_line:
                return passage
        return None

    # The mouse

    def _position_at(self, event: events.MouseEvent) -> int | None:
        line = event.y + self.top_line
        if self.article is None or not self._page.first_text <= line < len(self._page.lines):
            return None
        if self._page.lines[line].kind != "text":
            return None
        here = self._page.lines[line]
        return min(here.end - 1, here.start + max(0, event.x - self._left - here.indent - 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the user points."""
        if (position := self._position_at(event)) is not None:
            self._caret = position

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select the sentences over which the pointer is drawn."""
        position = self._position_at(event)
        if event.button != 1 or position is None or self._caret is None or self.article is None:
            return
        sentences = sentence_spans(self.article.text, self.article.language)
        if sentences:
            head = SentenceSelection.at(sentences, position).head
            self._select(SentenceSelection(sentences, SentenceSelection.at(sentences, self._caret).anchor, head))


def _touch(span: Span, line: Line) -> bool:
    return span[0] < line.end and span[1] > line.start
