"""The screen of an article opened from a line of the concordance, at the hit of that line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from peacereader import wording
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.screens.article_controller import ArticleController
from peacereader.tui.screens.article_screen import ArticleScreen
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex import Library
    from peaceindex.model.concordance import Concordance
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.widgets.article_links import Link


class HitArticleScreen(ArticleScreen[int]):
    """The screen of an article with a hit. Its result is the index of the line that was read last."""

    BINDINGS: ClassVar = bindings("hit")

    DEFAULT_CSS = """
    HitArticleScreen { background: $background; }
    HitArticleScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    HitArticleScreen ArticlePane { height: 1fr; }
    """

    def __init__(
        self,
        context: ReaderContext,
        library: Library,
        lines: Concordance,
        index: int,
        follow: Callable[[Link], None],
    ) -> None:
        """`follow` is called, when this screen is left, with a link that the user follows."""
        super().__init__()
        self._follow = follow
        self._tasks = LibraryTasks(self, library)
        self._lines = lines
        self._index = index
        audit_key = key_of("hit-audit", context.keymap)
        self._pane = ArticlePane(context.measure, audit_key, id="article", annotator=context.annotator)
        self._bar = KeyBar(context.keymap)
        self._article = ArticleController(self, context, self._tasks, self._pane, self._bar)

    def compose(self) -> ComposeResult:
        """Yield the number of the line, the article and the key bar."""
        yield Static("", id="head", markup=False)
        yield self._pane
        yield self._bar

    @property
    def subject(self) -> str:
        """The title of the article."""
        shown = self._pane.article
        return shown.title or wording.TITLE_NOT_KNOWN if shown else ""

    def on_mount(self) -> None:
        """Read the article."""
        self._pane.focus()
        self._read_article()

    def _read_article(self) -> None:
        line = self._lines[self._index]
        self._show_heading()
        self._tasks.articles.read(line.article_id, self._lines.results.request, None, line.position, is_opened=True)

    def on_article_read(self, message: done.ArticleRead) -> None:
        """Show the article at the hit."""
        self._article.show(message)
        self._pane.go_to_hit(message.position or 0)
        self._article.begin()

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_unmount(self) -> None:
        """Remember the reading position if the program is closed from here."""
        self._article.save_position()

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _show_heading(self) -> None:
        words = f"concordance · line {self._index + 1:,} of {len(self._lines):,} · {self._lines.results.request.text}"
        self.query_one("#head", Static).update(shortened(words, max(10, self.size.width - 2)))

    # The article

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article, where it is read."""
        article = self._pane.article
        return (article.id, self._pane.position_to_remember) if article else None

    def on_tags_changed(self, message: later.TagsChanged) -> None:
        """Show the user's tags after an undo."""
        if self._pane.article and self._pane.article.id in message.tags:
            self._pane.set_tags(message.tags[self._pane.article.id])

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Draw the passages."""
        self._article.show_passages(message)

    def action_open_address(self) -> None:
        """Open the article's address in the browser."""
        self._article.open_address()

    def action_audit(self) -> None:
        """Show the page as it was scraped. If it is corrected, read the article again."""
        self._article.open_audit(lambda article: self._read_article())

    def action_export(self) -> None:
        """Export the article."""
        self._article.export()

    # Moving between lines

    def action_step(self, by: int) -> None:
        """Go to the next or previous line."""
        index = self._index + by
        if 0 <= index < len(self._lines):
            self._article.leave()
            self._index = index
            self._read_article()
        else:
            show_toast(self, "This is the last line." if by > 0 else "This is the first line.")

    def action_back(self) -> None:
        """Drop the selection, or go back to the concordance."""
        self._pane.action_leave()  # the pane posts its answer after all earlier requests

    def on_article_pane_followed(self, message: ArticlePane.Followed) -> None:
        """Leave for where a link leads."""
        self._article.leave()
        self.leave(self._index)
        self._follow(message.link)

    def on_article_pane_left(self) -> None:
        """Go back to the concordance."""
        self._article.leave()
        self.leave(self._index)
