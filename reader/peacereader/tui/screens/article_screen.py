"""What the screens with an article pane have in common: finding in its text, its measure, its notes and passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peacereader.tui.screens.article_controller import ArticleController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.find_line import FindInput

Outcome = TypeVar("Outcome")


class ArticleScreen(ReaderScreen[Outcome], Generic[Outcome]):
    """A screen that passes what its article pane asks for on to `_article`."""

    _article: ArticleController

    def on_article_pane_find_wanted(self) -> None:
        """Ask what to find in the text."""
        self._article.find.open()

    def on_find_input_typed(self, message: FindInput.Typed) -> None:
        """Find what is typed."""
        self._article.find.find(message)

    def on_find_input_stepped(self, message: FindInput.Stepped) -> None:
        """Go to the next or previous place."""
        self._article.find.step(message)

    def on_find_input_left(self, message: FindInput.Left) -> None:
        """Close the line."""
        self._article.find.close(message)

    def on_article_pane_measure_changed(self, message: ArticlePane.MeasureChanged) -> None:
        """Remember the measure."""
        self._article.remember_measure(message.measure)

    def on_article_pane_folded(self, message: ArticlePane.Folded) -> None:
        """Remember that the notes of this article are folded, or that they are not."""
        self._article.remember_folding(is_folded=message.is_folded)

    def on_neighbours_read(self, message: later.NeighboursRead) -> None:
        """Show where the article leads."""
        self._article.show_neighbours(message)

    # Passages

    def on_article_pane_bookmarked(self, message: ArticlePane.Bookmarked) -> None:
        """Save the passage."""
        self._article.bookmark(message.article, message.span)

    def on_article_pane_quoted(self, message: ArticlePane.Quoted) -> None:
        """Copy the passage with its source."""
        self._article.quote(message)

    def on_article_pane_note_wanted(self, message: ArticlePane.NoteWanted) -> None:
        """Ask for the note."""
        self._article.passages.write_note([message.passage], in_editor=message.in_editor)

    def on_article_pane_label_wanted(self, message: ArticlePane.LabelWanted) -> None:
        """Label the passage."""
        self._article.label(message.passage, message.digit)

    def on_labels_read(self, message: later.LabelsRead) -> None:
        """Ask which labels the passage should have."""
        self._article.passages.ask_for_labels(message)

    def on_article_pane_event_wanted(self, message: ArticlePane.EventWanted) -> None:
        """Say which event the passage tells of."""
        self._article.passages.write_event(message.passage)

    def on_event_read(self, message: later.EventRead) -> None:
        """Ask which event the passage tells of."""
        self._article.passages.ask_for_event(message)

    def on_article_pane_step_wanted(self, message: ArticlePane.StepWanted) -> None:
        """Undo or redo a change of passages."""
        self.step_work(is_redo=message.is_redo)

    def step_work(self, *, is_redo: bool) -> None:
        """Undo or redo a change of the user's own work."""
        self._article.step(is_redo=is_redo)

    def on_article_pane_hinted(self, message: ArticlePane.Hinted) -> None:
        """Show a hint to the user."""
        show_toast(self, message.text)

    def on_article_view_moved(self) -> None:
        """Show the position in the article."""
        self._article.show_position()

    def on_panes_exchanged(self) -> None:
        """Show the position only while the article is on the screen."""
        self._article.show_position()
