"""Tasks that search: hits, pages of rows, completions and advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.query_language import asks_for_own_names
from peacereader.tui.tasks.messages import Advised, Completed, Failed, LibraryChanged, RowsRead, SearchDone
from peacereader.tui.tasks.runner import Runner, result_or_failure
from peacereader.tui.widgets.result_list import PAGE_HITS

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.revision import Revision
    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Results


class SearchTasks:
    """Searches for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.folds_stories = True
        """Whether a search returns one row for each story. Otherwise it returns one for each article."""

    def find(self, request: Request, keep_id: str | None = None) -> None:
        """Search, and read the first page of hits. `keep_id` is the id of an article that is to stay in view."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            page = library.search.search_page(
                request, self.folds_stories, 0, PAGE_HITS, locate=keep_id, cancelled=lambda: worker.is_cancelled
            )
            return SearchDone(request, page, keep_id)

        self._runner.run("search", work, newest_only=True)

    def follow(
        self,
        seen: Revision,
        pending: Revision | None,
        request: Request,
        results: Results,
        keep_id: str | None,
        shown: Article | None,
        *,
        after_own_work: bool = False,
    ) -> None:
        """Check whether others have written to the library since its revision was `seen`.

        If the index has changed, repeat the search of these results, with `keep_id` as in `find`; in a saved search
        also if the user's own work has changed, since that tells what is new, and so where labels or tags are asked
        for, and `after_own_work` that the request asks for. If only the articles have changed, and not by
        `after_own_work`, the index will probably follow. Then wait until two checks in a row find the same revision;
        `pending` is the one that the last check found. `shown` is the article on the screen.
        """

        def work(library: Library) -> Message | None:
            worker: Worker[None] = get_current_worker()
            now = library.revision()
            if now == seen:
                return None
            follows_own_work = (
                after_own_work
                or request.view is not None
                or request.counts_own_work
                or asks_for_own_names(request.text)
            )
            if not follows_own_work and (now.articles, now.index) == (seen.articles, seen.index):
                return LibraryChanged(now)
            if (
                not after_own_work
                and now.index == seen.index
                and now != pending
                and library.search.index_state() != "in step"
            ):
                return LibraryChanged(replace(now, articles=seen.articles, index=seen.index), pending=now)
            again = replace(results.request, days_of=request.days_of, counted=request.counted)
            new = library.search.find(again, advise=False, half_typed=True, cancelled=lambda: worker.is_cancelled)
            is_article_changed = shown is not None and _has_changed(library, shown)
            if (results.refusal and new.refusal) or _are_same(new, results):
                return LibraryChanged(now, is_article_changed=is_article_changed)
            found = SearchDone(
                request, library.search.page(new, self.folds_stories, 0, PAGE_HITS, locate=keep_id), keep_id
            )
            return LibraryChanged(
                now, found, new_articles=new.articles - results.articles, is_article_changed=is_article_changed
            )

        self._runner.run("follow", work, newest_only=True)

    def advise(self, request: Request) -> None:
        """Find other queries to offer in place of a request that finds nothing."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            found = library.search.find(request, half_typed=True, cancelled=lambda: worker.is_cancelled)
            return Advised(request, found)

        self._runner.run("advice", work, newest_only=True)

    def complete(self, text: str, cursor: int) -> None:
        """Find completions of a query at the cursor."""
        self._runner.run(
            "complete", lambda library: Completed(text, cursor, library.search.complete(text, cursor)), newest_only=True
        )

    def spell(self, text: str) -> None:
        """Find the other spellings of the names in a text."""
        from peacereader.tui.tasks.later_messages import Spelled

        self._runner.run("spell", lambda library: Spelled(text, library.search.spellings(text)), newest_only=True)

    def read_rows(self, results: Results, start: int, end: int) -> None:
        """Read a page of hits."""
        app = self._runner.app

        def work(library: Library) -> Message:
            answer = result_or_failure(app, lambda: RowsRead(results, start, library.search.hits(results, start, end)))
            if isinstance(answer, Failed):
                self._runner.post(answer)
            return answer if isinstance(answer, RowsRead) else RowsRead(results, start, None)

        self._runner.run("rows", work)


def _has_changed(library: Library, shown: Article) -> bool:
    """Return whether an article has another text or other fields by now. One that was removed stays as it is shown."""
    try:
        return library.article(shown.id) != shown
    except ArticleNotFoundError:
        return False


def _are_same(one: Results, other: Results) -> bool:
    """Return whether two searches found the same, judged by their counts and their first page of rows."""
    return (one.articles, one.total, one.new, one.facets, *one.rows[:PAGE_HITS]) == (
        other.articles, other.total, other.new, other.facets, *other.rows[:PAGE_HITS],
    )  # fmt: skip
