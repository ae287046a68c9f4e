"""The screen of an article opened from a line of the concordance, at the hit of that line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from peaceindex.model.article import Article
from peaceindex.model.concordance import Concordance
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.screens.article_reading import ArticleReading
from peacereader.tui.screens.toasts import in_passing
from peacereader.tui.tasks import messages as done
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peaceindex import Library


class HitArticleScreen(ArticleReading[int]):
    """The screen of an article with a hit. Its result is the index of the line that was read last."""

    BINDINGS: ClassVar = bindings("hit")

    DEFAULT_CSS = """
    HitArticleScreen { background: $background; }
    HitArticleScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    HitArticleScreen ArticlePane { height: 1fr; }
    """

    def __init__(
        self,
        library: Library,
        lines: Concordance,
        number: int,
        copy: Callable[[str], None],
        keymap: Mapping[str, str],
        measure: int,
    ) -> None:
        pane = ArticlePane(measure, key_of("hit-audit", keymap), id="article")
        super().__init__(LibraryTasks(self, library), pane, copy, keymap)
        self._lines = lines
        self._number = number

    def compose(self) -> ComposeResult:
        """Yield the number of the line, the article and the key bar."""
        yield Static("", id="head", markup=False)
        yield self._pane
        yield self._bar

    def on_mount(self) -> None:
        """Read the article."""
        self._pane.focus()
        self._read()

    def _read(self) -> None:
        line = self._lines[self._number]
        self._say_head()
        self.tasks.articles.read(line.article_id, self._lines.results.request, None, line.position, to_read=True)

    def on_article_read(self, message: done.ArticleRead) -> None:
        """Show the article at the hit."""
        self._pane.show(message.article, message.matches, message.passages, message.position)
        self._pane.go_to_hit(message.position or 0)
        self._begin_reading()

    def on_unmount(self) -> None:
        """Remember the reading position if the program is closed from here."""
        self.keep_place()

    def article_corrected(self, article: Article) -> None:
        """Read the article again."""
        self._read()

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._say_head()

    def _say_head(self) -> None:
        words = f"concordance · line {self._number + 1:,} of {len(self._lines):,} · {self._lines.results.request.text}"
        self.query_one("#head", Static).update(shortened(words, max(10, self.size.width - 2)))

    def action_step(self, by: int) -> None:
        """Go to the next or previous line."""
        number = self._number + by
        if 0 <= number < len(self._lines):
            self._leave_article()
            self._number = number
            self._read()
        else:
            in_passing(self, "This is the last line." if by > 0 else "This is the first line.")

    def action_back(self) -> None:
        """Drop the selection, or go back to the concordance."""
        self._pane.action_leave()  # the pane posts its answer after all earlier requests

    def on_article_pane_left(self) -> None:
        """Go back to the concordance."""
        self._leave_article()
        self.leave(self._number)
