"""The article pane: moving through an article, selecting sentences, bookmarking and quoting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings, key_at
from peacereader.tui.widgets.article_asking import AskedArticle
from peacereader.tui.widgets.article_view import CONTEXT_LINES
from peacereader.tui.widgets.passage_selection import PassageSelection, Unit, units_of
from peacereader.tui.widgets.wrapping import index_at, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span

_HINTED_CELLS = 40
"""The cells of a passage's words in a hint about it."""


class ArticlePane(AskedArticle):
    """An article with the keys for reading. Selection is by sentence; the pane posts what to do with it."""

    BINDINGS = bindings("article")

    _last_key = ""
    _chosen_id = ""
    """The id of the passage that the user went to; several may stand at one place."""

    class Bookmarked(FieldMessage):
        """Posted when the user bookmarks this span of the article as a passage."""

        article: Article
        span: Span

    class Quoted(FieldMessage):
        """Posted when the user copies this span with its source; `passage` is the bookmarked one that it is, if any."""

        article: Article
        span: Span
        passage: Passage | None
        choose_style: bool

    class NoteWanted(FieldMessage):
        """Posted when the user wants to write a note on this passage, in an editor of their own if `in_editor`."""

        passage: Passage
        in_editor: bool = False

    class LabelWanted(FieldMessage):
        """Posted when the user wants to label this passage: with the label of a digit, or with some to choose."""

        passage: Passage
        digit: str = ""

    class EventWanted(FieldMessage):
        """Posted when the user wants to say which event this passage tells of."""

        passage: Passage

    class StepWanted(FieldMessage):
        """Posted when the user undoes the last change of passages, or redoes it."""

        is_redo: bool

    class Folded(FieldMessage):
        """Posted when the user folds the notes of this article, or shows them again."""

        is_folded: bool

    class Left(FieldMessage):
        """Posted when the user goes back to the results."""

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

    def _go_to_span(self, span: Span) -> None:
        self._chosen_id = ""
        super()._go_to_span(span)
        if self.selection:
            self._select(self.selection.restarted(span[0]))

    def action_leave(self) -> None:
        """Drop the selection, or what is marked, or go back to the results."""
        if not self.step_out():
            self.post_message(self.Left())

    def step_out(self) -> bool:
        """Drop the selection; else, in focus, the link or the find that is marked. Return False if there was none."""
        return self.drop_selection() or (self.has_focus and self.drop_asked())

    # Selecting

    @property
    def key_mode(self) -> str:
        """The mode whose keys the key bar shows: `selecting`, or "" for the usual one."""
        return "selecting" if self.selection else ""

    def drop_selection(self) -> bool:
        """Drop the selection; return False if there was none."""
        if self.selection is None:
            return False
        self.selection = None
        self.refresh()
        self.refresh_bindings()
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
            if self.selection.unit == unit:
                self.post_message(self.Hinted(f"You are selecting by {unit}s already."))
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
        """Leave the keys that change the unit or the end to the screen while nothing is selected."""
        if action in ("unit", "other_end"):
            return self.selection is not None
        return super().check_action(action, parameters)

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
            end = "beginning" if self.selection.head < self.selection.anchor else "end"
            self.post_message(self.Hinted(f"Now the {end} of the selection moves."))

    def action_bookmark(self) -> None:
        """Bookmark the selection as a passage; with nothing selected, begin to select."""
        if self.article and self.selection:
            self.post_message(self.Bookmarked(self.article, self.selection.span))
            self._caret, self._chosen_id = self.selection.span[0], ""
            self.drop_selection()
        elif self.article:
            self.action_select()
            self.post_message(
                self.Hinted(self._words("Sentence selected: {} adds the next, {} bookmarks.", "line-down", "bookmark"))
            )

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
            self.post_message(
                self.Hinted(self._words("Sentence selected: {} adds the next, {} copies.", "line-down", "quote"))
            )

    def _words(self, words: str, *actions: str) -> str:
        """Return words with the keys of these actions in their places."""
        return words.format(*(key_at(self, action) for action in actions))

    def _say_how(self, what: str, then: str = "", *actions: str) -> None:
        """Say that there is no passage, how one is made, and what can be done then."""
        words = self._words(f"{what}: {{}} selects, {{}} bookmarks{then}.", "select", "bookmark", *actions)
        self.post_message(self.Hinted(words))

    def action_note(self, in_editor: bool = False) -> None:
        """Ask for a note on the passage in view."""
        if passage := self._passage_to_change():
            self.post_message(self.NoteWanted(passage, in_editor))
        else:
            self._say_how("No passage in view", ", then {} writes a note", "note")

    def action_fold_notes(self) -> None:
        """Fold the notes below passages away, or show them again."""
        self.fold_notes()
        words = "Notes are folded" if self.folding.is_folded else "Notes are shown"
        self.post_message(self.Hinted(f"{words}, in this article."))
        self.post_message(self.Folded(self.folding.is_folded))

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
        if passage := self._passage_to_change():
            self.post_message(self.LabelWanted(passage, digit))
        else:
            self._say_how("No passage in view", ", then {} labels it", "label")

    def action_event(self) -> None:
        """Ask which event the passage in view tells of."""
        if passage := self._passage_in_view():
            self.post_message(self.EventWanted(passage))
        else:
            self._say_how("No passage in view", ", then {} codes its event", "event")

    def action_undo(self) -> None:
        """Undo the last change of passages."""
        self.post_message(self.StepWanted(is_redo=False))

    def action_redo(self) -> None:
        """Redo what was undone last."""
        self.post_message(self.StepWanted(is_redo=True))

    def choose_passage(self, passage: Passage) -> None:
        """Let keys go to this passage, which the article is opened at, rather than to another at its place."""
        self._chosen_id = passage.id

    def action_passage(self, by: int) -> None:
        """Go to the next or previous passage, wrapping around, and tell who made it."""
        placed = (p for p in self._passages if p.anchoring != "lost")
        found = sorted(placed, key=lambda p: (p.start, p.end, p.created, p.id))
        if not found:
            self._say_how("No passage in this article")
            return
        at = next((i for i, p in enumerate(found) if p.id == self._chosen_id and p.start == self._caret), None)
        if at is None:
            position = self.reading_position if self._caret is None else self._caret
            after = next((i for i, p in enumerate(found) if p.start >= position), len(found))
            at = after - (by > 0)
        passage = found[(at + by) % len(found)]
        self.drop_selection()
        self._chosen_id, self._caret = passage.id, passage.start
        first, last = self._page.line_of(passage.start), self._page.line_of(passage.end - 1)
        if not self.top_line <= first <= last < self.top_line + self.height:
            self.go_to(first - CONTEXT_LINES)
        self.refresh()
        facts = [f"by {passage.annotator}" if passage.annotator else "", ", ".join(passage.labels)]
        words = " · ".join(filter(None, [f"Passage {found.index(passage) + 1} of {len(found)}", *facts]))
        quote = " ".join(passage.quote.split())
        self.post_message(self.Hinted(f"{words}: “{shortened(quote, _HINTED_CELLS)}”"))

    def _passage_to_change(self) -> Passage | None:
        """Return the passage in view. If another made it, tell so."""
        passage = self._passage_in_view()
        if passage and not self.is_own(passage):
            self.post_message(self.Hinted(f"This passage was made by {passage.annotator}."))
        return passage

    def _passage_in_view(self) -> Passage | None:
        """Return the passage that the user went to, the one at the caret, or else the newest one with a line in view.

        The user's own come before those of others.
        """
        found = sorted((p for p in self._passages if p.anchoring != "lost"), key=lambda p: not self.is_own(p))
        at_caret = [p for p in found if self._caret is not None and p.start <= self._caret < p.end]
        chosen = next((p for p in at_caret if p.id == self._chosen_id), None)
        if chosen or at_caret:
            return chosen or at_caret[0]
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
        text = self.article.text[row.start : row.end]
        return min(row.end - 1, row.start + index_at(text, event.x - self._left_margin - row.indent - 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the user clicks."""
        if (position := self._position_at(event)) is not None:
            self._caret, self._chosen_id = position, ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the pointer is dragged over, by sentences or by the unit that a click has chosen."""
        position = self._position_at(event)
        if event.button != 1 or position is None or self._caret is None or self.article is None:
            return
        unit = self.selection.unit if self.selection else "sentence"
        if units := units_of(self.article, unit):
            self._select(PassageSelection.at(units, self._caret, unit).moved_to(position))

    def on_click(self, event: events.Click) -> None:
        """Follow a link, select the word that is clicked twice, or the paragraph that is clicked three times."""
        if event.chain == 1 and (link := self.link_at(event.x, event.y)):
            self.post_message(self.Followed(link))
            return
        unit: Unit | None = "word" if event.chain == 2 else "paragraph" if event.chain == 3 else None
        position = self._position_at(event)
        if unit and position is not None and self.article and (units := units_of(self.article, unit)):
            self._select(PassageSelection.at(units, position, unit))
