"""The messages that background tasks post to screens: results, completed actions and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.field_message import FieldMessage

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import ArticleMarks
    from peaceindex.model.passage import Passage
    from peaceindex.model.revision import Revision
    from peaceindex.model.saved_search import SavedSearch
    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Completion, Hit, Matches, Results, SearchPage


class LibraryOpened(FieldMessage):
    """The library is open. `notices` are for the user: what was repaired or skipped."""

    notices: list[str]
    revision: Revision


class Preparing(FieldMessage):
    """Progress of the opening of the library, in words."""

    words: str


class Failed(FieldMessage, bubble=False):
    """An action failed; `words` is the message for the user. If it `is_fatal`, there is no library."""

    words: str
    is_fatal: bool = False


class SearchDone(FieldMessage):
    """A search is done; with the first page of hits.

    `asked` is the request as the user made it. `page.results.request` differs from it if no article contains the last
    word, and the word was therefore searched as a prefix.

    `keep_id` is the id of the article to keep in view, and `page.index` is its row, if it is among the hits.
    """

    asked: Request
    page: SearchPage
    keep_id: str | None = None


class LibraryChanged(FieldMessage):
    """Another program has written to the library, which is now at `revision`.

    `found` is the search made again, if articles were added or changed; `new_articles` is the number of articles added.
    `is_article_changed` says whether the article on the screen has changed. `pending` is the actual revision, if
    articles that are still being written were left for later.
    """

    revision: Revision
    found: SearchDone | None = None
    new_articles: int = 0
    is_article_changed: bool = False
    pending: Revision | None = None


class Completed(FieldMessage):
    """The possible completions of a query, for the position of the cursor when they were requested."""

    text: str
    cursor: int
    completions: tuple[Completion, ...]


class Advised(FieldMessage):
    """Suggestions of what to search instead of a request that found nothing."""

    asked: Request
    results: Results


class RowsRead(FieldMessage):
    """A page of hits was read; `hits` is None if it could not be read."""

    results: Results
    start: int
    hits: list[Hit] | None


class ArticleRead(FieldMessage):
    """An article was read, with its hits and passages.

    `index` is its row in the results, if it was opened from there. `position` is the place to show, and `is_passage`
    says whether that is the place of a passage or the place where the user stopped reading. `is_opened` says whether
    the user opened the article or only moved the cursor to it.
    """

    index: int | None
    article: Article
    matches: Matches
    passages: list[Passage]
    position: int | None
    is_opened: bool
    is_passage: bool = False
    tags: tuple[str, ...] = ()
    """The user's own tags."""
    marks: ArticleMarks | None = None
    """What it is marked as; None if that is not shown."""
    are_notes_folded: bool = False


class PassagesChanged(FieldMessage):
    """The passages of an article have changed; `newest` is the one just bookmarked, if any."""

    article_id: str
    passages: list[Passage]
    newest: Passage | None = None


class NewHits(FieldMessage):
    """The number of new hits in all saved searches together."""

    count: int


class MarkedSeen(FieldMessage):
    """The hits of a saved search were marked as seen; `before` is the search as it was, or None if this was undone."""

    before: SavedSearch | None


class ActionDone(FieldMessage):
    """An action was done; `words` is the message for the user."""

    words: str
