"""The articles of the results: the one that is shown beside the list, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from peacereader.tui.screens import placeholders
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.reading_trail import ReadArticle
    from peacereader.tui.screens.article_controller import ArticleController
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.result_list import ResultList

PREVIEW_DELAY = 0.06
"""The seconds that the cursor rests on a row before its article is read, so that holding j stays fast."""


class ResultBrowser:
    """Shows articles in the pane beside the results, and keeps the row of the one that is shown up to date."""

    def __init__(
        self,
        screen: GuardedScreen,
        tasks: LibraryTasks,
        search: SearchController,
        article: ArticleController,
        results: ResultList,
        pane: ArticlePane,
    ) -> None:
        self._screen = screen
        self._tasks = tasks
        self._search = search
        self._article = article
        self._list = results
        self._pane = pane
        self._shown_index: int | None = None
        """The row of the article that is shown; None if it was not opened from the results."""
        self._requested_index: int | None = None
        """The row whose article was requested last, so that a resting cursor does not request it again."""
        self._sought_id = ""
        """The id of the article that was gone back or forward to and is not shown yet."""

    # Choosing an article

    def preview(self, index: int) -> None:
        """Show the article of a row when the cursor rests there."""
        self._screen.set_timer(PREVIEW_DELAY, lambda: self._show_if_resting(index))

    def _show_if_resting(self, index: int) -> None:
        if self._list.cursor == index and self._requested_index != index:
            self.show_row(index, is_opened=False)

    def show_row(self, index: int, *, is_opened: bool) -> None:
        """Show the article of a row. `is_opened` says that the user opened it."""
        rows = self._search.page.rows if self._search.page else None
        if rows is None or not 0 <= index < rows.total:
            return
        if index == self._shown_index and self._pane.article:
            if is_opened and not self._article.is_reading:
                self._begin_reading()
            return
        self._article.leave()
        self._requested_index = index
        self._tasks.articles.read_row(rows, index, is_opened)

    def step(self, by: int) -> None:
        """Read the next or previous article of the results."""
        index = self._list.cursor + by
        if 0 <= index < self._list.total:
            self._list.move_to(index)
            self.show_row(index, is_opened=True)
        else:
            words = "This is the last article of the results." if by > 0 else "This is the first article."
            show_toast(self._screen, words)

    def read_article(self, article_id: str, position: int | None = None) -> None:
        """Read an article that need not be among the results, from a position on or from where reading ended."""
        self._leave_results()
        self._tasks.articles.read(article_id, self._search.request, None, position, is_opened=True)

    def go_to(self, read: ReadArticle) -> None:
        """Read an article again where it was left; if it is among the results, its row gets the cursor."""
        self._leave_results()
        self._sought_id = read.id
        page = self._search.page
        self._tasks.articles.read_back(read.id, self._search.request, page.rows if page else None, read.position)

    def read_passage(self, passage: Passage) -> None:
        """Read the article of a passage, at its place."""
        self._leave_results()
        self._tasks.articles.read_at(passage, self._search.request)

    def _leave_results(self) -> None:
        self._article.leave()
        self._requested_index = None

    # Showing it

    def show_article(self, message: done.ArticleRead) -> None:
        """Show an article that was read, unless it was found by a search that finds nothing any more."""
        if message.index is not None and self._search.page and not self._search.page.rows.total:
            return
        self._shown_index = message.index
        if message.article.id == self._sought_id and message.index is not None:
            self._requested_index = message.index
            self._list.move_to(message.index)
        self._sought_id = ""
        self._article.show(message)
        if message.is_opened:
            self._begin_reading()

    def show_first(self, message: done.SearchDone) -> None:
        """Show the first article of new results, or the one that is to stay in view, where it was."""
        page = message.page
        if not message.keep_id:
            self._pane.drop_find()
        stays = self._pane.article is not None and self._pane.article.id == message.keep_id
        position = self._pane.position_to_remember or None if stays else None
        was_reading = stays and self._article.is_reading
        self._article.leave()
        self._shown_index = self._requested_index = None
        if message.keep_id and (stays or page.index is not None):
            self._requested_index = page.index
            self._tasks.articles.read(message.keep_id, page.results.request, page.index, position, was_reading)
        elif page.results.total:
            self.show_row(0, is_opened=False)
        else:
            self._show_none()

    def _show_none(self) -> None:
        """Show that there is no article to read, in place of one that was found by something else."""
        is_empty = self._search.page is not None and not self._search.page.results.articles
        self._pane.show_words([] if is_empty else [placeholders.NO_ARTICLE])
        self._article.show_position()

    def keep_article(self, message: done.SearchDone, index: int) -> None:
        """Leave the article as it is after the results were renewed. `index` is the row of the cursor."""
        shown = self._pane.article
        stays = shown is not None and shown.id == message.keep_id and self._shown_index is not None
        self._shown_index = message.page.index if stays else None
        self._requested_index = index
        if shown is None and message.page.rows.total:
            self.show_row(index, is_opened=False)
        elif shown and not message.page.rows.total and not self._pane.has_focus:
            self._leave_results()
            self._show_none()

    def read_again(self) -> None:
        """Read the article again at the same place, because it has changed."""
        if article := self._pane.article:
            place = self._pane.position_to_remember or None
            is_reading = self._article.is_reading
            self._tasks.articles.read(article.id, self._search.request, self._shown_index, place, is_reading)

    # Keeping its row up to date

    def _begin_reading(self) -> None:
        article = self._article.begin()
        for index, hit in self._list.rows_of(article.id) if article else ():  # it need not be opened from its row
            if hit.new or not hit.read:
                self._list.replace(index, replace(hit, read=True, new=False))

    def show_passage_count(self, message: done.PassagesChanged) -> None:
        """Show the number of passages in the article's row."""
        index = self._list.cursor if self._shown_index is None else self._shown_index
        hit = self._list.hit(index)
        if hit and hit.id == message.article_id:
            self._list.replace(index, replace(hit, passages=len(message.passages)))

    def chosen_article(self, focused: Article | None) -> tuple[str, str] | None:
        """Return the id and the title of the focused article, or of the one under the cursor; None if there is none."""
        if focused:
            return focused.id, focused.title or ""
        hit = self._list.hit(self._list.cursor)
        return (hit.id, hit.title or "") if hit else None

    def article_with_story(self, focused: Article | None) -> str:
        """Return the id of the focused article, or of the one under the cursor, whose story is to be shown.

        Return "" if there is none, and tell the user if it is known to have no story.
        """
        hit = self._list.hit(self._list.cursor)
        article_id = focused.id if focused else hit.id if hit else ""
        if hit and hit.id == article_id and hit.story_size < 2:
            show_toast(self._screen, "No other article of the library tells the same copy.")
            return ""
        return article_id
