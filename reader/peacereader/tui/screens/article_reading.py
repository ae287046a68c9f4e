"""The base of the screens that show an article: its passages, reading position, address and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.screen import ScreenResultType

from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import printable, web_address
from peacereader.exports.quotation import article_quotation
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.screens.room_wording import place_words
from peacereader.tui.screens.toasts import in_passing
from peacereader.tui.tasks import messages as done
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.key_bar import KeyBar


class ArticleReading(ReaderScreen[ScreenResultType]):
    """A screen with an article pane and a key bar. It answers the pane's messages; the rest is left to subclasses.

    Textual runs the handlers of a subclass as well as those of the same name here.
    """

    def __init__(
        self,
        tasks: LibraryTasks,
        pane: ArticlePane,
        copy: Callable[[str], None],
        keymap: Mapping[str, str],
        classes: str | None = None,
    ) -> None:
        super().__init__(classes=classes)
        self.tasks = tasks
        self._pane = pane
        self._bar = KeyBar(keymap)
        self._copy = copy
        self._keymap = keymap
        self._reading = False
        """Whether the user opened the article, rather than only moving the cursor to its row."""

    # Hooks for subclasses

    def article_opened(self, article: Article) -> None:
        """Called when the user begins to read an article."""

    def article_corrected(self, article: Article) -> None:
        """Called when the article was corrected, so that the text on the screen is out of date."""

    def passages_known(self, article_id: str, passages: Sequence[Passage]) -> None:
        """Called when the current passages of an article are known."""

    # Reading

    def _begin_reading(self) -> None:
        """Mark the article as read, and remember its reading position from now on."""
        if self._pane.article is None:
            return
        self._reading = True
        self.article_opened(self._pane.article)
        self.tasks.articles.mark_read(self._pane.article.id)

    def _leave_article(self) -> None:
        """Remember how far the article was read."""
        if self._pane.article and self._reading:
            self.tasks.articles.remember_position(self._pane.article.id, self._pane.place_to_remember)
        self._reading = False

    def keep_place(self) -> None:
        """Remember how far the article was read, at once, because the reader is closing."""
        library, article = self.tasks.library, self._pane.article
        if library and article and self._reading and not library.is_read_only:
            library.annotations.remember_position(article.id, self._pane.place_to_remember)

    def action_open_address(self) -> None:
        """Open the article's address in the browser."""
        url = self._pane.article.url if self._pane.article else None
        if not url:
            in_passing(self, "The address of this article is not known.")
        elif address := web_address(url):
            self.app.open_url(address)
            in_passing(self, f"Opening {address}")
        else:
            in_passing(self, f"This is no web address: {printable(url)}")

    def action_audit(self) -> None:
        """Show the page as it was scraped."""
        from peacereader.tui.screens.audit import AuditScreen

        library, article = self.tasks.library, self._pane.article
        if library is None or article is None:
            return

        def come_back(changed: bool | None) -> None:
            if changed:
                self.article_corrected(article)

        self.enter(AuditScreen(library, article.id, self._keymap), come_back)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        self.notify(message.words, severity="error", timeout=12, markup=False)

    # Passages

    def on_article_pane_bookmarked(self, message: ArticlePane.Bookmarked) -> None:
        """Save the passage."""
        self.tasks.passages.bookmark(message.article, *message.span)

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Draw the passages, and tell the user if one was bookmarked."""
        if self._pane.article and self._pane.article.id == message.article_id:
            self._pane.set_passages(message.passages)
        self.passages_known(message.article_id, message.passages)
        if message.newest:
            listed = any(active.binding.action == "passages" for active in self.active_bindings.values())
            in_passing(self, "Bookmarked. e writes a note on it" + (", B shows all passages." if listed else "."))

    def on_article_pane_quoted(self, message: ArticlePane.Quoted) -> None:
        """Copy the passage with its source."""
        self._copy(article_quotation(message.article, message.span))

    def on_article_pane_note_wanted(self, message: ArticlePane.NoteWanted) -> None:
        """Ask for the note."""
        from peacereader.tui.dialogs.note import NoteScreen

        passage = message.passage

        def keep(note: str | None) -> None:
            if note is not None:
                self.tasks.passages.annotate(passage, note)

        self.enter(NoteScreen(passage.quote, passage.note), keep)

    # The key bar

    def on_article_pane_hinted(self, message: ArticlePane.Hinted) -> None:
        """Show a hint to the user."""
        in_passing(self, message.text)

    def on_article_view_moved(self) -> None:
        """Show the position in the article: the selection, the current hit, and how far down the view is."""
        self._bar.say(place_words(self._pane))
