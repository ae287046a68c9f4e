"""What the screens with an article pane have in common: finding in its text, its measure, and its folded notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from peacereader.tui.base_screens import ReaderScreen

if TYPE_CHECKING:
    from peacereader.tui.screens.article_controller import ArticleController
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
