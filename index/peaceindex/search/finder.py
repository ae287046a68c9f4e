"""The finder: it searches a library and turns the row numbers that the index returns into hits."""

from __future__ import annotations

import functools
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from peaceindex.errors import Cancelled, LibraryDamagedError, LibraryLockedError, QueryError, StorageError
from peaceindex.model.saved_search import HitCounts, LoggedSearch, SavedSearch
from peaceindex.model.search_results import Completion, Hit, Matches, Results, SearchPage, Snippet
from peaceindex.search.article_states import ArticleStates
from peaceindex.search.catch_up import never
from peaceindex.search.news import News
from peaceindex.search.query.half_typed import as_prefix
from peaceindex.storage.serialization import packed_ids, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from whoosh.query import Query

    from peaceindex.model.article import Article, Provenance
    from peaceindex.model.concordance import Concordance, Order
    from peaceindex.model.facets import CopyCounts
    from peaceindex.model.related import NameMention
    from peaceindex.model.search import Request, Span
    from peaceindex.search.columns import Columns, Longs
    from peaceindex.search.own_values import OwnValues
    from peaceindex.search.results.highlight import Highlighter
    from peaceindex.search.results.stories import Stories
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.articles import ArticleBrief, ArticleStore
    from peaceindex.storage.reading_progress import ReadingMarks
    from peaceindex.storage.stores import Stores

_GONE = "(no longer in the library)"


class Finder:
    """Searches the articles of one library. Any method may be called from any thread."""

    def __init__(self, stores: Stores, updater: IndexUpdater) -> None:
        self._stores = stores
        self._updater = updater
        self._articles: ArticleStore = stores.articles
        self._highlighter: tuple[tuple[str, bool, int], Highlighter] | None = None
        self._stories: Stories | None = None
        self._own: OwnValues | None = None
        self._states = ArticleStates(stores, updater.index_revision)
        self._news = News(stores, self._states.rows, self.own_values)

    def search(
        self, request: Request, cancelled: Callable[[], bool], advise: bool = False, *, half_typed: bool = True
    ) -> Results:
        """Return all hits of a request. If there are none and `advise` is set, the results hold suggestions instead.

        Raise QueryError if the query cannot be answered, unless it may be `half_typed`.
        """
        index = self._updater.current_index(cancelled=cancelled)
        self._know_losses(request, cancelled)
        new_rows = functools.cache(lambda: self._news.in_view(index, request.view, cancelled))

        def states(name: str) -> AbstractSet[int]:
            return new_rows() if name == "new" else self._states.rows(name)

        results = index.search(
            request, states=states, own=self.own_values, new=new_rows() if request.view else (), cancelled=cancelled
        )
        if not half_typed:
            raise_refusal(results.refusal)
        if not results.total and (hint := self._news.hint(request)):
            return replace(results, hint=results.hint or hint)
        if results.total or not advise:
            return results
        return index.advised(results, states=states, own=self.own_values, cancelled=cancelled)

    def search_page(
        self, request: Request, fold: bool, start: int, stop: int, locate: str | None, cancelled: Callable[[], bool]
    ) -> SearchPage:
        """Search for a request that may be half typed, and return a page of its rows."""
        results = self.search(request, cancelled)
        if not results.total and (prefix := as_prefix(request)):
            by_prefix = self.search(prefix, cancelled)
            results = by_prefix if by_prefix.total else results
        if cancelled():
            raise Cancelled
        return self.page(results, fold, start, stop, locate)

    def page(self, results: Results, fold: bool, start: int, stop: int, locate: str | None) -> SearchPage:
        """Return a page of rows of a search, with what a screen shows beside them."""
        stories = self.stories(results)
        rows = stories.folded(results) if fold else results
        index = self.index_of(rows, locate) if locate else None
        return SearchPage(results, rows, self.copies(results), start, self.hits(rows, start, stop), index)

    def hits(self, results: Results, start: int, stop: int) -> list[Hit]:
        """Return the hits `start` to `stop` (excluded) of a search, with snippets: one for each row."""
        rows = [int(row) for row in results.rows[start:stop]]
        briefs = self._articles.briefs(rows)
        highlighter = self._highlighter_of(results.request)
        marks = self._states.marks()
        scores = results.scores[start:stop]
        sizes = self._articles.stories.sizes(rows)
        new = set(rows[: max(0, results.new - start)])
        if new and (view := results.request.view):  # those opened since are in their old place, but not new
            opened = self._stores.annotations.reading.opened(view.since)
            new -= set(self._articles.rows_of(opened).values())
        return [
            _hit(briefs.get(row), float(score), highlighter, marks, sizes.get(row), row in new)
            for row, score in zip(rows, scores, strict=True)
        ]

    def stories(self, results: Results) -> Stories:
        """Return the stories of the index that produced these results."""
        from peaceindex.search.results.stories import Stories, ranking_of

        columns = ranking_of(results).columns
        kept = self._stories
        if kept is None or kept.columns is not columns:
            kept = self._stories = Stories(columns, self._articles.stories.memberships())
        return kept

    def copies(self, results: Results) -> CopyCounts:
        """Count the hits that repeat the story of another hit, in total and for each facet value."""
        return self.stories(results).copies(results, self.own_values)

    def own_values(self, facet: str, columns: Columns) -> Mapping[str, Longs]:
        """Return the documents of each value of `labels` or `states`. A search that does not ask has no use for it."""
        if self._own is None:
            from peaceindex.search.own_values import OwnValues

            self._own = OwnValues(self._states)
        return self._own.documents(facet, columns)

    def complete(self, text: str, cursor: int, limit: int) -> tuple[Completion, ...]:
        """Return completions of the word that ends at a position in a query; none if there is no index yet."""
        try:
            return self._updater.opened().complete(text, cursor, limit, lambda field: self._states.names.names(field))
        except LibraryDamagedError:
            return ()

    def spellings(self, text: str) -> tuple[str, ...]:
        """Return the other spellings of a text, folded: each of its names as it is also written, one at a time."""
        return self._updater.opened().spellings(text)

    def concordance(
        self,
        request: Request,
        order: Order,
        width: int,
        limit: int | None,
        cancelled: Callable[[], bool],
        half_typed: bool = False,
    ) -> Concordance:
        """Return every hit of a request's words in its line of context."""
        from peaceindex.model.concordance import LIMIT
        from peaceindex.search.concordance import concordance

        results = self.search(request, cancelled, half_typed=half_typed)
        if half_typed and not results.total and (prefix := as_prefix(request)):
            by_prefix = self.search(prefix, cancelled)
            results = by_prefix if by_prefix.total else results
        return concordance(
            results,
            self._articles,
            self._highlighter_of(results.request),
            lambda: self._updater.opened().text_counts(results).hits_in(map(int, results.rows)),
            order=order,
            width=width,
            limit=LIMIT if limit is None else limit,
            cancelled=cancelled,
        )

    def news(self, search: SavedSearch) -> HitCounts:
        """Count the hits of a saved search, and those that are new."""
        results = self._hits_of(search)
        return HitCounts(0, 0, results.refusal) if results.refusal else HitCounts(results.total, results.new)

    def _hits_of(self, search: SavedSearch) -> Results:
        index = self._updater.current_index()
        self._know_losses(search.request, never)
        new = self._news.in_search(index, search)

        def states(name: str) -> AbstractSet[int]:
            return new if name == "new" else self._states.rows(name)

        return index.search(search.request, states=states, own=self.own_values, new=new)

    def known_after(self, search: SavedSearch, shown: Results | None) -> frozenset[str]:
        """Return the ids of the hits of a saved search that are not new once the user has seen the hits `shown`.

        None stands for all hits that it has now.
        """
        if shown is None:
            shown = self._hits_of(search)
            raise_refusal(shown.refusal)
        return self._news.known_after(self._updater.current_index(), search, shown)

    def known_at_first(self, request: Request) -> bytes | None:
        """Return the packed ids of a request's hits when it is saved; None if nothing can be searched now."""
        try:
            return packed_ids(self._news.known_at_first(self._updater.current_index(), request))
        except (LibraryLockedError, StorageError):
            return None

    def logged(self, results: Results) -> LoggedSearch:
        """Return the log entry for a search, with the state of the library. Raise QueryError if it has no answer."""
        from peaceindex.search.files import FORMAT

        raise_refusal(results.refusal)

        return LoggedSearch(
            number=0,
            made=timestamp(),
            request=results.request.bare(),
            total=results.total,
            also_matching=results.also_matching,
            articles=results.articles,
            newest=self._updater.opened().newest_day(),
            added=self._articles.last_added(),
            index_format=FORMAT,
        )

    def check(self, request: Request) -> None:
        """Raise QueryError if the query of a request cannot be answered."""
        from whoosh.query import Every

        from peaceindex.search.query.syntax import parse_query

        def state(name: str) -> Query:
            self._states.check(name)
            return Every()

        raise_refusal(parse_query(request.text, None, state).refusal)

    def index_of(self, results: Results, id: str) -> int | None:
        """Return the position of an article among the hits of a search; None if it is not one of them."""
        row = self._articles.find(id)
        try:
            return results.rows.index(row)
        except ValueError:
            return None

    def article_id(self, results: Results, index: int) -> str:
        """Return the id of the article in a row of the results; "" if it has been removed."""
        return self._articles.id_of(int(results.rows[index]))

    def sentence_of_hit(self, request: Request, article: Article, position: int) -> Span:
        """Return the span of the sentences that hold the hit nearest to a position in an article's text."""
        from peaceindex.text.sentences import sentence_spans

        hits = self.matches(request, article).text
        start, end = min(hits, key=lambda hit: abs(hit[0] - position), default=(position, position))
        sentences = sentence_spans(article.text, article.language)
        around = [sentence for sentence in sentences if sentence[0] < end and start < sentence[1]]
        return (around[0][0], around[-1][1]) if around else (start, end)

    def matches(self, request: Request, article: Article) -> Matches:
        """Return where the words of a request occur in an article."""
        highlighter = self._highlighter_of(request)
        return Matches(title=highlighter.spans(article.title or "", title=True), text=highlighter.spans(article.text))

    def names_in(self, text: str) -> list[NameMention]:
        """Return where names of the packs that are on stand in a text."""
        names = self._updater.current_index().using(lambda generation: generation.names)
        return names.mentions(text) if names is not None else []

    def _highlighter_of(self, request: Request) -> Highlighter:
        """Return the cached highlighter. A new one is made only when the request's words or the index change."""
        kept = self._highlighter
        key = request.text, request.exact, self._updater.written
        if kept is None or kept[0] != key:
            kept = self._highlighter = key, self._updater.opened().highlighter(request)
        return kept[1]

    def _know_losses(self, request: Request, cancelled: Callable[[], bool]) -> None:
        """Compute the losses that `is:cut` looks up, if they are not known yet and nobody else is writing."""
        if "is:cut" in request.text.casefold() and self._articles.losses.is_behind():
            from peaceindex.storage.loss_backfill import compute_missing_losses

            with suppress(LibraryLockedError, StorageError), self._updater.writing():
                compute_missing_losses(self._articles, cancelled)


def raise_refusal(refusal: str) -> None:
    """Raise QueryError with the reason why a query cannot be answered; do nothing if there is none."""
    if refusal:
        raise QueryError(refusal)


def _hit(
    brief: ArticleBrief | None,
    score: float,
    highlighter: Highlighter,
    marks: ReadingMarks,
    story: tuple[int, int, str] | None,
    is_new: bool,
) -> Hit:
    if brief is None:  # merged into another article since the search
        return Hit("", _GONE, None, None, (), (), score, Snippet(""))
    return Hit(
        id=brief.id,
        title=brief.title,
        outlet=brief.outlet,
        date=brief.date,
        tags=brief.tags,
        topics=brief.topics,
        score=score,
        snippet=highlighter.snippet(brief.text),
        title_marks=highlighter.spans(brief.title or "", title=True),
        title_provenance=cast("Provenance", brief.title_provenance),
        read=brief.id in marks.read,
        passages=marks.passages.get(brief.id, 0),
        story_size=story[0] if story else 1,
        story_outlets=story[1] if story else 1,
        story=story[2] if story else brief.id,
        url=brief.url,
        authors=brief.authors,
        published=brief.published,
        added=brief.added,
        new=is_new,
        mine=marks.tags.get(brief.id, ()),
        starred=brief.id in marks.starred,
        later=brief.id in marks.later,
    )
