"""The user's own tags on the articles of the reading room: the dialog that sets them, and where they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.safe_text import printable
from peacereader import wording
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.dialogs.label_picker import LabelChange
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.result_list import ResultList


class TagController:
    """Tags the article in focus, or all hits of the search."""

    def __init__(
        self,
        screen: GuardedScreen,
        tasks: LibraryTasks,
        search: SearchController,
        results: ResultList,
        pane: ArticlePane,
    ) -> None:
        self._screen = screen
        self._tasks = tasks
        self._search = search
        self._list = results
        self._pane = pane

    def choose(self, focused: Article | None) -> None:
        """Ask for the tags of the focused article, or else of the one under the cursor."""
        shown = focused or self._list.hit(self._list.cursor)
        if shown is None or not shown.id:  # an article that has gone since the search has no id
            show_toast(self._screen, "There is no article to tag.")
        else:
            self._tasks.tags.read(shown.id, printable(shown.title or wording.TITLE_NOT_KNOWN))

    def choose_for_hits(self) -> None:
        """Ask for the tags of all articles that the search finds, not only of those in view."""
        if (results := self._search.used_results()) is None:
            show_toast(self._screen, "There are no results to tag.")
        else:
            self._tasks.tags.read_for_hits(results)

    def ask(self, message: later.TagsRead) -> None:
        """Ask which tags the articles should have."""
        from peacereader.tui.dialogs.tag_picker import TagPicker

        def save(change: LabelChange | None) -> None:
            if change is not None:
                self._tasks.tags.change(message.article_ids, change.add, change.remove)

        self._screen.enter(TagPicker(message.about, message.tags, message.known), save)

    def show(self, message: later.TagsChanged) -> None:
        """Show the tags of the article in the pane, and those of the rows."""
        if self._pane.article and self._pane.article.id in message.tags:
            self._pane.set_tags(message.tags[self._pane.article.id])
        self._list.request_again()
