"""The article that is being read on a screen: its passages, reading position, address and source."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from peaceindex.model.safe_text import printable, web_address
from peacereader.tui.keys import key_of
from peacereader.tui.screens.copying import copy_citation
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.search_wording import position_words
from peacereader.tui.screens.toasts import show_toast
from peacereader.tui.widgets.pane_layout import MARGIN_FROM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.find_controller import FindController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.export_tasks import ExportScope
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.key_bar import KeyBar


NEIGHBOURS_DELAY = 0.05
"""The seconds from opening an article until it is sought where it leads."""
PREVIEW_NEIGHBOURS_DELAY = 0.4
"""The same for an article that only stands beside the list, so that holding j stays fast."""
_MEASURE = "measure"
"""The name under which the measure is remembered, after that of the config for which it was chosen."""


def remembered_measure(context: ReaderContext) -> int:
    """Return the measure that was chosen last in the reader; that of the config if this has changed since."""
    stated, _, chosen = context.recall(_MEASURE, "").partition(":")
    return int(chosen) if stated == str(context.measure) and chosen.isdecimal() else context.measure


class ArticleController:
    """Does what the user asks of the article in a pane, for the screen that holds the pane and the key bar."""

    def __init__(
        self, screen: GuardedScreen, context: ReaderContext, tasks: LibraryTasks, pane: ArticlePane, bar: KeyBar
    ) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._pane = pane
        self._bar = bar
        self._is_reading = False
        self._sought: Article | None = None
        """The article of which it was last sought where it leads."""
        self.passages = PassageController(screen, tasks)
        pane.measure = remembered_measure(context)

    @cached_property
    def find(self) -> FindController:
        """What finds something in the text."""
        from peacereader.tui.screens.find_controller import FindController

        return FindController(self._screen, self._pane, self._bar)

    # Reading

    @property
    def is_reading(self) -> bool:
        """Whether the user opened the article, rather than only moving the cursor to its row."""
        return self._is_reading

    def show(self, message: done.ArticleRead) -> None:
        """Show an article that was read. It is not yet being read by the user."""
        self._is_reading = False
        self._pane.folding.is_folded = message.are_notes_folded
        self._pane.show(
            message.article,
            message.matches,
            message.passages,
            message.position if message.is_passage else message.position or None,  # 0 is above the title, not below
            context=message.is_passage,
            tags=message.tags,
            marks=message.marks,
        )
        if self._screen.size.width >= MARGIN_FROM:  # there they are in view at once
            self._seek_neighbours(message.article, PREVIEW_NEIGHBOURS_DELAY)

    def begin(self) -> Article | None:
        """Mark the article as read, and remember its reading position from now on. Return the article."""
        article = self._pane.article
        if article is not None:
            self._is_reading = True
            self._context.trail.open(article.id)
            self._pane.begin_reading()
            self._seek_neighbours(article, NEIGHBOURS_DELAY)
            self._tasks.articles.mark_read(article.id)
        return article

    def leave(self) -> None:
        """Remember how far the article was read, because another will be shown."""
        self.note_place()
        if self._pane.article and self._is_reading:
            self._tasks.articles.remember_position(self._pane.article.id, self._pane.position_to_remember)
        self._is_reading = False

    def note_place(self) -> None:
        """Remember how far the article was read for the way back to it, because others may be read elsewhere."""
        if self._pane.article and self._is_reading:
            self._context.trail.leave(self._pane.article.id, self._pane.position_to_remember)

    def save_position(self) -> None:
        """Remember how far the article was read, at once, because the reader is closing."""
        library, article = self._tasks.library, self._pane.article
        if library and article and self._is_reading and not library.is_read_only:
            library.annotations.remember_position(article.id, self._pane.position_to_remember)

    def _seek_neighbours(self, article: Article, delay: float) -> None:
        """Find where an article leads, if it is still shown after so many seconds and that is not known yet."""

        def seek() -> None:
            shown = self._pane.article
            if shown is article and self._sought is not article:
                self._sought = article
                self._tasks.neighbours.read(article)

        self._screen.set_timer(delay, seek)

    def show_neighbours(self, message: later.NeighboursRead) -> None:
        """Show where the article leads."""
        if self._pane.article and self._pane.article.id == message.article_id:
            self._pane.set_neighbours(message.names, message.sections)

    def remember_folding(self, *, is_folded: bool) -> None:
        """Remember whether the notes of the article are folded."""
        if self._pane.article:
            self._tasks.articles.remember_folding(self._pane.article.id, is_folded=is_folded)

    def remember_measure(self, measure: int) -> None:
        """Remember the measure for all articles, until the config states another one."""
        self._context.remember(_MEASURE, f"{self._context.measure}:{measure}")

    def show_position(self) -> None:
        """Show the position in the article: the selection, the current hit, and how far down the view is."""
        self._bar.say(position_words(self._pane))

    # Where it comes from

    def open_address(self) -> None:
        """Open the article's address in the browser."""
        url = self._pane.article.url if self._pane.article else None
        if not url:
            show_toast(self._screen, "The address of this article is not known.")
        elif address := web_address(url):
            self._screen.app.open_url(address)
            show_toast(self._screen, f"Opening {address}")
        else:
            show_toast(self._screen, f"This is no web address: {printable(url)}")

    def open_audit(self, on_corrected: Callable[[Article], None]) -> None:
        """Show the page as it was scraped. Call `on_corrected` afterwards if the article on the screen is outdated."""
        from peacereader.tui.screens.audit import AuditScreen

        library, article = self._tasks.library, self._pane.article
        if library is None or article is None:
            return

        def come_back(changed: bool | None) -> None:
            if changed:
                on_corrected(article)

        self._screen.enter(AuditScreen(self._context, library, article.id), come_back)

    # Passages

    def bookmark(self, article: Article, span: Span) -> None:
        """Save a passage."""
        self._tasks.passages.bookmark(article, *span)

    def show_passages(self, message: done.PassagesChanged) -> None:
        """Draw the passages, and tell the user if one was bookmarked."""
        if self._pane.article and self._pane.article.id == message.article_id:
            self._pane.set_passages(message.passages)
        if message.newest:
            keymap = self._context.keymap
            note, label = key_of("note", keymap), key_of("label", keymap)
            active = self._screen.active_bindings.values()
            is_listed = any(each.binding.action == "passages" for each in active)
            more = f", {key_of('passages', keymap)} shows all passages." if is_listed else "."
            show_toast(self._screen, f"Bookmarked. {note} writes a note on it, {label} labels it{more}")

    def quote(self, message: ArticlePane.Quoted) -> None:
        """Copy a stretch of the article with its source; of a bookmarked passage, with its note and labels too."""
        from peacereader.exports.citation import citation_of_article

        citation = citation_of_article(message.article, message.span, message.passage)
        copy_citation(self._screen, self._context, citation, choose_style=message.choose_style)

    def export(self, others: Sequence[ExportScope] = (), *, is_first: bool = True) -> None:
        """Export the article, its passages, or what else the screen offers, which comes before if not `is_first`."""
        from peacereader.tui.screens import exporting

        article = self._pane.article
        scopes = exporting.article_scopes(article, self._pane.passages) if article else []
        scopes = [*scopes, *others] if is_first else [*others, *scopes]
        exporting.open_dialog(self._screen, self._context, self._tasks.library, scopes)

    def label(self, passage: Passage, digit: str) -> None:
        """Label a passage: with the label of a digit, or with some that the user chooses."""
        if digit:
            self.passages.label_by_digit([passage], digit)
        else:
            self.passages.choose_labels([passage])

    def step(self, *, is_redo: bool) -> None:
        """Undo or redo a change of passages."""
        if is_redo:
            self.passages.redo()
        else:
            self.passages.undo()
