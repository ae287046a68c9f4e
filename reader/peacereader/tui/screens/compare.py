"""The screen of two articles side by side: their sentences aligned, and what differs marked in both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_at
from peacereader.tui.screens.context import Place
from peacereader.tui.screens.copying import copy_citation
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.compare_head import CompareHead
from peacereader.tui.widgets.compare_view import CompareView
from peacereader.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

_HINTS = {
    "no more": "This is the last difference.",
    "none before": "This is the first difference.",
    "left already": "This is the left side.",
    "right already": "This is the right side.",
    "one side": "This sentence stands on one side only.",
    "not moved": "This sentence was not moved: ⇅ stands before those that were.",
}


class CompareScreen(ReaderScreen[Place | None]):
    """The screen of a comparison. Its result is the article that the user wants to read, and where; or None."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    DEFAULT_CSS = """
    CompareScreen { background: $background; }
    CompareScreen.-high CompareView { padding: 1 0 0 0; }
    """

    def __init__(self, context: ReaderContext, library: Library, left_id: str, right_id: str) -> None:
        super().__init__()
        self._reader_context = context
        self._tasks = tasks = LibraryTasks(self, library)
        self._ids = left_id, right_id
        self._place: Place | None = None
        """The sentence to put the cursor on when the sides are swapped."""
        self._passages: dict[str, list[Span]] = {}
        self._changes = PassageController(self, tasks)
        self._head = CompareHead()
        self._view = CompareView()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the articles and the key bar."""
        yield self._head
        yield self._view
        yield self._bar

    def on_mount(self) -> None:
        """Compare the articles."""
        self._view.focus()
        self._head.show(None, " Comparing …")
        self._tasks.comparisons.compare(*self._ids)

    def on_compared(self, message: later.Compared) -> None:
        """Show the articles; at first with the cursor on the first difference."""
        comparison = message.comparison
        self._passages = {id: _spans(found) for id, found in message.passages.items()}
        self._head.show(comparison)
        cursor = next((at for at, row in enumerate(comparison.rows) if row.kind != "equal"), 0)
        if self._place:
            id, position = self._place
            side = "left" if id == comparison.left.id else "right"
            sentences = ((at, getattr(row, side)) for at, row in enumerate(comparison.rows))
            cursor = next((at for at, sentence in sentences if sentence and sentence.start == position), cursor)
        self._view.show_passages(self._passages)
        self._view.show(comparison, cursor)
        if not comparison.rows:
            show_toast(self, "Both articles are without text.")

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_resize(self) -> None:
        """Make the heading anew for the size."""
        self._head.lay_out()

    def on_compare_view_moved(self) -> None:
        """Show where the cursor is."""
        comparison = self._view.comparison
        if comparison is None or not comparison.rows:
            self._bar.say("")
            return
        differing = [at for at, row in enumerate(comparison.rows) if row.kind != "equal"]
        at = self._view.cursor
        words = f"{differing.index(at) + 1} of {len(differing)}" if at in differing else f"{len(differing)} differ"
        self._bar.say(f"{self._view.shown_side} · {words}" if differing else "all equal")

    # What the user asks for

    def on_compare_view_requested(self, message: CompareView.Requested) -> None:
        """Do what the view asks for."""
        what = message.what
        if what in _HINTS:
            show_toast(self, _HINTS[what])
        elif what == "back":
            self.leave(None)
        elif what == "write":
            self._write()
        elif what == "undo":
            self._changes.undo()
        elif what == "redo":
            self._changes.redo()
        elif (chosen := self._chosen()) is not None:
            article, span = chosen
            self._do(what, article, span)

    def _do(self, what: str, article: Article, span: Span) -> None:
        match what:
            case "open":
                self.leave((article.id, span[0]))
            case "swap":
                self._place = article.id, span[0]
                self._ids = self._ids[1], self._ids[0]
                self._view.action_side()
                self._tasks.comparisons.compare(*self._ids)
            case "bookmark":
                self._tasks.passages.bookmark(article, *span)
            case "quote" | "quote in style":
                from peacereader.exports.citation import citation_of_article

                citation = citation_of_article(article, span)
                copy_citation(self, self._reader_context, citation, choose_style=what == "quote in style")

    def _write(self) -> None:
        from peacereader.tui.dialogs.file_name import FileNameScreen

        comparison = self._view.comparison
        if comparison is None:
            return

        def write(line: str | None) -> None:
            if line:
                self._tasks.comparisons.write(Path(line).expanduser(), comparison)

        name = f"compare-{comparison.left.id}-{comparison.right.id}.html"
        self.enter(FileNameScreen("Write both articles as an HTML page to", Path.cwd() / name), write)

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the side of the cursor, at the sentence there."""
        chosen = self._chosen()
        return (chosen[0].id, chosen[1][0]) if chosen else (self._ids[self._view.shown_side == "right"], None)

    def _chosen(self) -> tuple[Article, Span] | None:
        """Return the article of the side of the cursor and the span of the sentence there; None if there is none."""
        comparison, sentence = self._view.comparison, self._view.sentence
        if comparison is None or sentence is None:
            return None
        return (comparison.left if self._view.shown_side == "left" else comparison.right), sentence.span

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Mark the sentences that are bookmarked now."""
        if message.article_id in self._passages:
            self._passages[message.article_id] = _spans(message.passages)
            self._view.show_passages(self._passages)
        if message.newest:
            note, undo = key_at(self, "note"), key_at(self, "compare-undo")
            show_toast(self, f"Bookmarked. In the article {note} writes a note on it; {undo} takes it back.")


def _spans(passages: Sequence[Passage]) -> list[Span]:
    return [(passage.start, passage.end) for passage in passages if passage.anchoring != "lost"]
