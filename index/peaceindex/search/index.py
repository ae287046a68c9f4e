"""The search index of a library: written in one commit, searched from any thread, counted in whole columns."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from peaceindex.errors import Cancelled, LibraryDamagedError
from peaceindex.model.search_results import Completion, Results
from peaceindex.search.execution.ranking import Ranking
from peaceindex.search.files import FORMAT
from peaceindex.search.generation import Answer, Generation, unusable_index
from peaceindex.search.results import facets
from peaceindex.search.results.ticks import OwnValues, no_values
from peaceindex.search.seal import Seal

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.query import Query

    from peaceindex.model.article import Article
    from peaceindex.model.name_packs import PackState
    from peaceindex.model.search import Request
    from peaceindex.names import NamesForLibraries
    from peaceindex.search.assistance.completion import OwnNames
    from peaceindex.search.query.parser import ParsedQuery
    from peaceindex.search.results.highlight import Highlighter
    from peaceindex.search.results.term_counts import TextCounts

_MAX_CACHED_QUERIES = 16
"""The number of query texts that are cached as parsed."""

Answered = TypeVar("Answered")
States = Callable[[str], AbstractSet[int] | None]


class SearchIndex:
    """The index in one folder.

    Any method may be called from any thread. Searches wait for one another,
    but not for a writer: until it commits, they see the index as it was.
    """

    def __init__(self, folder: Path, names: NamesForLibraries) -> None:
        """`names` are chosen by the words of the index, each time that it is opened."""
        self._folder = folder
        self._names = names
        self._seal = Seal(folder)
        self._lock = threading.RLock()
        self._write_lock = threading.Lock()
        self._parsed_lock = threading.Lock()  # a lock of its own, so that highlighting a page never waits for a search
        self._opened: Generation | None = None
        self._parsed: OrderedDict[tuple[str, bool, object], ParsedQuery] = OrderedDict()

    def revision(self) -> object:
        """Return a value that changes whenever any program writes the index. It is only good for comparison."""
        return self._seal.state()

    def is_usable(self) -> bool:
        """Return whether there is an index of this format that this user built and that has not changed since."""
        with self._lock:
            return self._seal.state() is not None and self._generation() is not None

    def is_intact(self) -> bool:
        """Return the same as `is_usable`, but read every file to its end and trust no remembered hash."""
        with self._lock:
            return self._seal.generation(FORMAT, afresh=True) is not None and self._generation() is not None

    def is_of_older_version(self) -> bool:
        """Return whether there is an index that an older version of this program has written."""
        stated = self._seal.stated_format()
        return stated is not None and stated < FORMAT

    def close(self) -> None:
        """Close open files. The next search opens them again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def write(self, batch: Iterable[tuple[int, Article]], removed: Iterable[int] = (), *, fresh: bool = False) -> None:
        """Add articles to the index and remove others, in one commit.

        `batch` yields pairs of row and article; a row that is in the index
        already is replaced. `removed` yields rows. With `fresh`, or in a folder
        without an index, the index starts empty. Raises LibraryDamagedError if
        there is an index that is not usable, LibraryLockedError if another
        process is writing. An exception that `batch` raises passes through and
        leaves the index as it was.
        """
        from peaceindex.search import writer

        with self._write_lock:
            old = None
            if not fresh and self._seal.state() is not None:
                with self._lock:
                    old = self._current().columns
            writer.write(self._folder, old, batch, removed)

    def search(
        self,
        request: Request,
        *,
        states: States | None = None,
        own: OwnValues | None = None,
        new: Collection[int] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """Return all hits of a request, sorted, with facet counts over them.

        `states` returns the rows of the articles that are `read`, `bookmarked`,
        `cut` or `new`, and of those with `label:NAME` and `mine:NAME`; the query
        fields `is:`, `label:` and `mine:` need it. What it returns None for
        is left out of the query; where it raises QueryError, the query is refused.
        `own` finds the labels and states that the facets count; without it they have no values.
        The rows `new` come first. `cancelled` is called now and then. Once it
        returns True, Cancelled is raised. Raises
        LibraryDamagedError if the index is not usable. A text that asks for
        nothing finds every article, newest first.
        """
        began = time.perf_counter()

        def check() -> None:
            if cancelled():
                raise Cancelled

        with self._lock:
            check()
            generation = self._current()
            answer = self._answer(generation, request, states, check)
        columns = generation.columns
        documents, counts = facets.narrow(columns, answer.documents, request, own or no_values)
        check()
        scores = answer.scores
        if len(documents) < len(answer.documents):
            scores = scores[np.searchsorted(answer.documents, documents)]
        are_new = np.isin(documents, columns.documents(new)) if new else None
        ranking = Ranking(columns, documents, scores, request.sort, answer.documents, are_new)
        _ = ranking.first_page
        return Results(
            request=request,
            total=len(ranking),
            articles=columns.count,
            took_ms=(time.perf_counter() - began) * 1000,
            rows=ranking.rows,
            scores=ranking.scores,
            facets=counts,
            also_matching=answer.also_matching,
            hint=answer.hint,
            refusal=answer.refusal,
            new=ranking.first_count,
        )

    def advised(
        self,
        results: Results,
        *,
        states: States | None = None,
        own: OwnValues | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """Return results without hits, with suggestions and relaxations of the query. Arguments are as in `search`."""
        from peaceindex.search.assistance.advice import Adviser

        def count(request: Request) -> int:
            found = self.search(request, states=states, own=own, cancelled=cancelled)
            return 0 if found.refusal and not results.refusal else found.total

        with self._lock:
            generation = self._current()
            _ = generation.executor
        assert generation.vocabulary is not None and generation.names is not None
        adviser = Adviser(generation.vocabulary, generation.names, count)
        request = results.request
        return replace(results, suggestions=adviser.suggestions(request), relaxations=adviser.relaxations(request))

    def text_counts(self, results: Results) -> TextCounts:
        """Return how often the words of a search occur in each text, and how long each is. Raises as `search`."""
        from peaceindex.search.results.term_counts import text_counts

        tree = self._parsed_request(results.request).tree
        with self._lock:
            generation = self._current()
            return text_counts(generation.executor, tree, generation.columns)

    def complete(
        self, text: str, cursor: int, limit: int, own_names: OwnNames = lambda field: ()
    ) -> tuple[Completion, ...]:
        """Return completions of the word that ends at a position in a query. Raises LibraryDamagedError.

        `own_names` returns what can follow `label:` and `mine:`, each with its number of articles.
        """
        return self._searchable().completer.complete(text, cursor, limit, own_names)

    def spellings(self, text: str) -> tuple[str, ...]:
        """Return the other spellings of a text, as `Names.spellings`. Raises LibraryDamagedError."""
        names = self._searchable().names
        assert names is not None
        return names.spellings(text)

    def packs(self) -> tuple[PackState, ...]:
        """Return the packs of names, and which of them are on. Raises LibraryDamagedError."""
        with self._lock:
            generation = self._current()
            _ = generation.executor
            assert generation.words is not None
            return self._names.states(generation.columns.count, generation.words.articles_with)

    def using(self, work: Callable[[Generation], Answered]) -> Answered:
        """Return what `work` makes of the opened index. No search runs meanwhile. Raises LibraryDamagedError."""
        with self._lock:
            generation = self._current()
            _ = generation.executor
            return work(generation)

    def newest_day(self) -> str | None:
        """Return the date of the newest article, `YYYY-MM-DD`; None if no article has a date. Raises as `search`."""
        with self._lock:
            day = int(self._current().columns.day.max(initial=0))
        return datetime.date.fromordinal(day).isoformat() if day else None

    def highlighter(self, request: Request) -> Highlighter:
        """Return a highlighter for the words of a request."""
        from peaceindex.search.results.highlight import Highlighter

        return Highlighter(self._parsed_request(request).tree if request.text.strip() else None)

    def _generation(self) -> Generation | None:
        """Return the index as it is on disk now, opened; None if it is not usable."""
        state = self._seal.state()
        if self._opened is not None and state in (self._opened.state, None):  # None while the index is being rebuilt
            return self._opened
        self.close()
        number = self._seal.generation(FORMAT)
        if number is None:
            return None
        with contextlib.suppress(OSError, ValueError, KeyError):
            self._opened = Generation(self._folder, self._seal, self._names, number, state)
        return self._opened

    def _current(self) -> Generation:
        if generation := self._generation():
            return generation
        raise unusable_index(self._folder)

    def _parsed_request(self, request: Request) -> ParsedQuery:
        """Return the request's text, parsed with all spellings and word forms, for highlighting.

        `is:`, `label:` and `mine:` are left out, since they mark no words.
        """
        opened = self._opened_or_none()
        families = opened.families if opened else None
        key = (request.text, request.exact, families.token if families else None)
        with self._parsed_lock:
            if (cached := self._parsed.get(key)) is not None:
                return cached
            parsed = self._parse(request, opened)
            self._cache_parsed(key, parsed)
            return parsed

    def _parse(
        self, request: Request, opened: Generation | None, state: Callable[[str], Query | None] | None = None
    ) -> ParsedQuery:
        from peaceindex.search.query.syntax import parse_query

        options: dict[str, Any] = {"states": state} if state else {}
        if opened and opened.families:
            families = opened.families
            options |= {"family": families.of, "languages_of_form": families.languages_of_form}
            options |= {"has_term": families.has_term}
        names = opened.names if opened else self._names.choose(0, lambda phrase: 0)
        return parse_query(request.text, None if request.exact else names, **options)

    def _cache_parsed(self, key: tuple[str, bool, object], parsed: ParsedQuery) -> None:
        self._parsed[key] = parsed
        if len(self._parsed) > _MAX_CACHED_QUERIES:
            self._parsed.popitem(last=False)

    def _opened_or_none(self) -> Generation | None:
        """Return the index as it was last searched; None if it cannot be opened."""
        try:
            return self._searchable()
        except LibraryDamagedError:
            return None

    def _searchable(self) -> Generation:
        """Return the index as it was last searched, or open it now. Only opening waits for a running search."""
        opened = self._opened
        if opened is None or opened.families is None:
            with self._lock:
                opened = self._current()
                _ = opened.executor
        return opened

    def _answer(
        self, generation: Generation, request: Request, states: States | None, check: Callable[[], None]
    ) -> Answer:
        if not request.text.strip():
            return Answer.of_every_document(generation.columns)
        if (cached := generation.answers.get(request.text, request.exact)) is not None:
            return cached
        answer, is_reusable = self._evaluate(generation, request, states, check)
        if is_reusable:
            generation.answers.put(request.text, request.exact, answer)
        return answer

    def _evaluate(
        self, generation: Generation, request: Request, states: States | None, check: Callable[[], None]
    ) -> tuple[Answer, bool]:
        """Return the answer to a text, and whether it stays valid as long as the index: it has no `is:` or `today`."""
        from peaceindex.search.query.engine_queries import DocumentSet

        state_queries: dict[str, Query | None] = {}
        are_asked = False

        def state(name: str) -> Query | None:
            nonlocal are_asked
            are_asked = True
            if name not in state_queries:
                rows = states(name) if states else None
                state_queries[name] = None if rows is None else DocumentSet(generation.columns.documents(rows))
            return state_queries[name]

        executor = generation.executor
        families = generation.families
        if (parsed := generation.parsed.get(request.text, request.exact)) is None:
            parsed = self._parse(request, generation, state)
            if not (are_asked or parsed.is_relative):
                generation.parsed.put(request.text, request.exact, parsed)
        if not are_asked:  # then the hits are highlighted by this query too
            with self._parsed_lock:
                self._cache_parsed((request.text, request.exact, families.token if families else None), parsed)
        if parsed.tree is None:
            return Answer.of_every_document(generation.columns, parsed.hint, parsed.refusal), not are_asked
        found = executor.execute(parsed.tree, check)
        hint = " ".join(filter(None, (parsed.hint, executor.hint)))
        spellings = executor.occurring_spellings(parsed.added_spellings)
        return Answer(*found, spellings, hint, parsed.refusal), not (are_asked or parsed.is_relative)
