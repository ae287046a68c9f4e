"""The part of the reading room that follows changes by others: a running `add`, or another reader."""

from __future__ import annotations

from peaceindex.model.revision import Revision
from peaceindex.model.search import Request, Results
from peacereader import wording
from peacereader.tui.screens.room_navigation import RoomWithDoors
from peacereader.tui.screens.room_wording import count_words, words_for_nothing
from peacereader.tui.tasks import messages as done
from peacereader.tui.widgets.facet_pane import FacetPane
from peacereader.tui.widgets.result_list import ResultList
from peacereader.tui.widgets.search_line import SearchLine

EVERY = 2.0
"""Seconds between checks of the library's files."""


class RoomThatFollows(RoomWithDoors):
    """A reading room that shows new content, without moving the user's reading position, and reports it."""

    _line: SearchLine
    _facets: FacetPane
    _list: ResultList
    _results: Results | None = None
    _rows: Results | None = None
    _article_index: int | None = None
    answered: Request | None = None
    _seen: Revision | None = None
    _waiting: Revision | None = None

    def on_library_opened(self, message: done.LibraryOpened) -> None:
        """Begin to check at regular intervals."""
        self._seen = message.revision
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Check whether others have written to the library, unless another request is pending."""
        results = self._results
        if not self.is_current or results is None or self._seen is None or self.answered != self._request:
            return
        hit = self._list.hit(self._list.cursor)
        stay, shown = hit.id if hit else None, self._pane.article
        self.tasks.search.follow(self._seen, self._waiting, self._request, results, stay, shown)

    def on_followed(self, message: done.Followed) -> None:
        """Show the new content."""
        found = message.found
        if found is not None and not (found.asked == self._request == self.answered):
            return  # another search is pending, and its answer will include everything
        before, self._seen, self._waiting = self._seen, message.revision, message.waiting
        if found is not None:
            self._take_in(found)
        elif before != message.revision:
            self._list.ask_again()
        shown = self._pane.article
        if shown and message.is_other and not self._pane.selection:
            place = self._pane.place_to_remember or None
            self.tasks.articles.read(shown.id, self._request, self._article_index, place, self._reading)
        elif shown:
            self.tasks.passages.read(shown.id)
        if message.new > 0:
            verb = "was" if message.new == 1 else "were"
            self.notify(f"{wording.counted(message.new, 'article')} {verb} added.", timeout=6, markup=False)

    def _take_in(self, found: done.SearchDone) -> None:
        """Replace the results on the screen by those of the repeated search."""
        shown = self._pane.article
        self._results, self._rows = found.results, found.rows
        index = min(self._list.cursor, max(0, found.rows.total - 1)) if found.index is None else found.index
        stays = shown is not None and shown.id == found.stay and self._article_index is not None
        self._article_index = found.index if stays else None
        self._asked_index = index
        if found.rows.total:
            self._list.renew(found.rows.total, found.hits, index)
        elif self._list.total:
            self._list.show(0, [], words=words_for_nothing(found.asked, found.results, self._facets.any_ticked))
        self._facets.show(found.results.facets, found.copies)
        self._line.say(count_words(found.results, found.copies.total))
        self._say_note()
        if shown is None and found.rows.total:
            self.show_row(index, to_read=False)

    def show_row(self, index: int, to_read: bool) -> None:
        """Show the article of a row."""
        raise NotImplementedError
