"""The article pane: moving through an article, selecting sentences, bookmarking and quoting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from peacereader.tui.keys import bindings
from peacereader.tui.widgets.article_view import CONTEXT_LINES, ArticleView
from peacereader.tui.widgets.passage_selection import PassageSelection, Unit, units_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span


class ArticlePane(ArticleView):
    """An article with the keys for reading. Selection is by sentence; the pane posts what to do with it."""

    BINDINGS = bindings("article")

    _last_key = ""

    @dataclass(eq=False, repr=False)
    class Bookmarked(Message):
        """Posted when the user bookmarks this span of the article as a passage."""

        article: Article
        span: Span

    @dataclass(eq=False, repr=False)
    class Quoted(Message):
        """Posted when the user copies this span with its source; `passage` is the bookmarked one that it is, if any."""

        article: Article
        span: Span
        passage: Passage | None
        choose_style: bool

    @dataclass(eq=False, repr=False)
    class NoteWanted(Message):
        """Posted when the user wants to write a note on this passage."""

        passage: Passage

    @dataclass(eq=False, repr=False)
    class LabelWanted(Message):
        """Posted when the user wants to label this passage: with the label of a digit, or with some to choose."""

        passage: Passage
        digit: str = ""

    @dataclass(eq=False, repr=False)
    class EventWanted(Message):
        """Posted when the user wants to say which event this passage tells of."""

        passage: Passage

    @dataclass(eq=False, repr=False)
    class StepWanted(Message):
        """Posted when the user undoes the last change of passages, or redoes it."""

        is_redo: bool

    @dataclass(eq=False, repr=False)
    class Left(Message):
        """Posted when the user goes back to the results."""

    @dataclass(eq=False, repr=False)
    class Hinted(Message):
        """A hint to the user about what a key does now."""

        text: str

    # Moving

    def action_line(self, by: int) -> None:
        """Scroll by lines; while selecting, extend or shrink the selection by sentences."""
        if self.selection:
            self._select(self.selection.moved(by))
        else:
            self.go_to(self.top_line + by)

    def action_half_page(self, by: int) -> None:
        """Scroll by half a page; while selecting, move the end by three sentences."""
        if self.selection:
            self._select(self.selection.moved(3 * by))
        else:
            self.go_to(self.top_line + by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Scroll by a page, keeping two lines in view."""
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
        """Go to the next or previous hit, wrapping around; the first jump starts from the current view."""
        hits = self.hits
        if not hits:
            self.post_message(self.Hinted("No hits in the text of this article."))
            return
        if self.hit_number:
            self.hit_number = (self.hit_number - 1 + by) % len(hits) + 1
        else:
            position = self.reading_position if self.top_line else 0
            after = next((i for i, (start, _) in enumerate(hits) if start >= position), len(hits))
            self.hit_number = (after if by > 0 else after - 1) % len(hits) + 1
        self._show_hit()

    def go_to_hit(self, position: int) -> None:
        """Go to the hit at this code point of the text, or to the nearest one."""
        hits = self.hits
        if hits:
            self.hit_number = 1 + min(range(len(hits)), key=lambda number: abs(hits[number][0] - position))
            self._show_hit()

    def _show_hit(self) -> None:
        start, _ = self.hits[self.hit_number - 1]
        self._caret = start
        line = self._page.line_of(start)
        if not self.top_line <= line < self.top_line + self.height:
            self.go_to(line - max(CONTEXT_LINES, self.height // 3))
        if self.selection:
            self._select(self.selection.restarted(start))
        self.refresh()
        self.post_message(self.Moved())

    def action_leave(self) -> None:
        """Drop the selection, or go back to the results."""
        if not self.drop_selection():
            self.post_message(self.Left())

    # Selecting

    def drop_selection(self) -> bool:
        """Drop the selection; return False if there was none."""
        if self.selection is None:
            return False
        self.selection = None
        self.refresh()
        self.post_message(self.Moved())
        return True

    def action_select(self) -> None:
        """Select the sentence at the caret, or else the first one in view; while selecting, start again."""
        if self.selection:
            self._select(self.selection.restarted())
        else:
            self._begin("sentence")

    def _begin(self, unit: Unit) -> None:
        units = units_of(self.article, unit) if self.article else ()
        if units:
            self._select(PassageSelection.at(units, self._selection_start(units), unit))
        else:
            self.post_message(self.Hinted("There is no text to select."))

    def _selection_start(self, units: Sequence[Span]) -> int:
        """Return where to begin a selection: at the caret if it is in view, else at the first unit in view."""
        if self._caret is not None and (self.top_line <= self._page.line_of(self._caret) < self.top_line + self.height):
            return self._caret
        top = self._page.position_of(self.top_line)
        return next((start for start, _ in units if start >= top), units[-1][0])

    def action_unit(self, unit: Unit) -> None:
        """Select by words, sentences or paragraphs from now on: all those that the selection touches."""
        if self.article and self.selection:
            self._select(self.selection.by(units_of(self.article, unit), unit))

    def action_extend(self, unit: Unit, by: int) -> None:
        """Move the end of the selection by words or sentences; without a selection, begin one."""
        if self.selection is None:
            self._begin(unit)
            return
        if self.selection.unit != unit:
            self.action_unit(unit)
        self._select(self.selection.moved(by))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys that change the unit to the screen while nothing is selected."""
        return self.selection is not None if action == "unit" else super().check_action(action, parameters)

    def _select(self, selection: PassageSelection) -> None:
        self.selection = selection
        start, end = selection.head_span
        self.reveal(self._page.line_of(start), self._page.line_of(max(start, end - 1)))
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Moved())

    def action_other_end(self) -> None:
        """Move the other end of the selection from now on."""
        if self.selection:
            self._select(self.selection.swapped())
        else:
            self.post_message(self.Hinted("Nothing is selected: v selects a sentence."))

    def action_bookmark(self) -> None:
        """Bookmark the selection as a passage; with nothing selected, begin to select."""
        if self.article and self.selection:
            self.post_message(self.Bookmarked(self.article, self.selection.span))
            self._caret = self.selection.span[0]
            self.drop_selection()
        elif self.article:
            self.action_select()
            self.post_message(self.Hinted("Sentence selected: j adds the next, b bookmarks."))

    def action_quote(self, choose_style: bool = False) -> None:
        """Copy the selection, or the passage in view; with neither, begin to select."""
        if not self.article:
            return
        passage = None if self.selection else self._passage_in_view()
        if self.selection:
            self.post_message(self.Quoted(self.article, self.selection.span, None, choose_style))
            self.drop_selection()
        elif passage:
            self.post_message(self.Quoted(self.article, (passage.start, passage.end), passage, choose_style))
        else:
            self.action_select()
            self.post_message(self.Hinted("Sentence selected: j adds the next, y copies."))

    def action_note(self) -> None:
        """Ask for a note on the passage in view."""
        if passage := self._passage_in_view():
            self.post_message(self.NoteWanted(passage))
        else:
            self.post_message(self.Hinted("No passage in view: v selects, b bookmarks, then e writes a note."))

    def on_key(self, event: events.Key) -> None:
        """Remember which of the keys of an action was pressed."""
        self._last_key = event.key

    def action_label(self) -> None:
        """Ask for labels for the passage in view."""
        self._label("")

    def action_label_key(self) -> None:
        """Set or remove the label of a digit on the passage in view."""
        self._label(self._last_key)

    def _label(self, digit: str) -> None:
        if passage := self._passage_in_view():
            self.post_message(self.LabelWanted(passage, digit))
        else:
            self.post_message(self.Hinted("No passage in view: v selects, b bookmarks, then l labels it."))

    def action_event(self) -> None:
        """Ask which event the passage in view tells of."""
        if passage := self._passage_in_view():
            self.post_message(self.EventWanted(passage))
        else:
            self.post_message(self.Hinted("No passage in view: v selects, b bookmarks, then E codes its event."))

    def action_undo(self) -> None:
        """Undo the last change of passages."""
        self.post_message(self.StepWanted(is_redo=False))

    def action_redo(self) -> None:
        """Redo what was undone last."""
        self.post_message(self.StepWanted(is_redo=True))

    def _passage_in_view(self) -> Passage | None:
        """Return the passage at the caret, or else the newest one with a line in view."""
        found = [p for p in self._passages if p.anchoring != "lost"]
        if self._caret is not None:
            for passage in found:
                if passage.start <= self._caret < passage.end:
                    return passage
        for passage in found:
            first, last = self._page.line_of(passage.start), self._page.line_of(passage.end - 1)
            if first < self.top_line + self.height and last >= self.top_line:
                return passage
        return None

    # The mouse

    def _position_at(self, event: events.MouseEvent) -> int | None:
        line = event.y + self.top_line
        if self.article is None or not self._page.first_text <= line < len(self._page.lines):
            return None
        row = self._page.lines[line]
        if row.kind != "text":
            return None
        return min(row.end - 1, row.start + max(0, event.x - self._left_margin - row.indent - 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the user clicks."""
        if (position := self._position_at(event)) is not None:
            self._caret = position

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the pointer is dragged over, by sentences or by the unit that a click has chosen."""
        position = self._position_at(event)
        if event.button != 1 or position is None or self._caret is None or self.article is None:
            return
        unit = self.selection.unit if self.selection else "sentence"
        if units := units_of(self.article, unit):
            self._select(PassageSelection.at(units, self._caret, unit).moved_to(position))

    def on_click(self, event: events.Click) -> None:
        """Select the word that is clicked twice, or the paragraph that is clicked three times."""
        unit: Unit | None = "word" if event.chain == 2 else "paragraph" if event.chain == 3 else None
        position = self._position_at(event)
        if unit and position is not None and self.article and (units := units_of(self.article, unit)):
            self._select(PassageSelection.at(units, position, unit))
