"""The article pane: moving through an article, selecting sentences, bookmarking and quoting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from peaceindex import sentence_spans
from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.search import Span
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.article_view import CONTEXT_LINES, ArticleView
from peacereader.tui.widgets.passage_selection import SentenceSelection


class ArticlePane(ArticleView):
    """An article with the keys of reading. Selecting is by sentence; what is selected leaves as a message."""

    BINDINGS = bindings("article")

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

    # Moving

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
        self._show_hit()

    def go_to_hit(self, position: int) -> None:
        """Go to the hit at this place of the text, or to the nearest."""
        hits = self._matches.text
        if hits:
            self.hit_number = 1 + min(range(len(hits)), key=lambda number: abs(hits[number][0] - position))
            self._show_hit()

    def _show_hit(self) -> None:
        start, _ = self._matches.text[self.hit_number - 1]
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
