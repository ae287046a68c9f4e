"""The search index of a library: written in one commit, searched from any thread, counted in whole columns."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.errors import Cancelled, LibraryDamagedError
from peaceindex.model.article import Article
from peaceindex.model.search import Completion, Request, Results
from peaceindex.names import Names
from peaceindex.search.columns import Columns, Floats, Longs
from peaceindex.search.execution.ranking import Ranking
from peaceindex.search.files import FORMAT, columns_name
from peaceindex.search.results import facets
from peaceindex.search.seal import Seal

if TYPE_CHECKING:
    from whoosh.query import Query

    from peaceindex.search.assistance.completion import Completer
    from peaceindex.search.assistance.vocabulary import Vocabulary
    from peaceindex.search.assistance.word_families import Families
    from peaceindex.search.execution.execute import Executor
    from peaceindex.search.query.syntax import Parsed
    from peaceindex.search.results.highlight import Highlighter

_KEPT_ANSWERS = 16

States = Callable[[str], set[int]]


@dataclass(frozen=True)
class _Answer:
    """What a query text found, before ticks and order."""

    documents: Longs
    scores: Floats
    also_matching: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hint: str = ""


class _Generation:
    """One state of the index, opened. The engine is opened when a text is first searched for."""

    def __init__(self, folder: Path, seal: Seal, names: Names, number: int, state: object) -> None:
        self.state = state
        self._names = names
        self._seal = seal
        self._number = number
        self.columns = Columns.load(folder / columns_name(number))
        self.answers: OrderedDict[tuple[str, bool], _Answer] = OrderedDict()
        self._folder = folder
        self._executor: Executor | None = None
        self.vocabulary: Vocabulary | None = None
        self.families: Families | None = None
        self.completer: Completer | None = None
        """All three are known once the engine is open."""

    @property
    def executor(self) -> Executor:
        if self._executor is None:
            from whoosh.index import IndexError as EngineError
            from whoosh.index import open_dir

            from peaceindex.search.assistance.completion import Completer
            from peaceindex.search.assistance.vocabulary import Vocabulary
            from peaceindex.search.assistance.word_families import Families
            from peaceindex.search.execution.execute import Executor
            from peaceindex.search.schema import schema

            if self._seal.generation(FORMAT) != self._number:
                raise _unusable(self._folder)  # changed since its columns were read
            try:
                reader = open_dir(str(self._folder), readonly=True, schema=schema()).reader()
            except (OSError, EngineError) as error:
                raise _unusable(self._folder) from error
            self._executor = Executor(reader, self.columns)
            self.vocabulary = Vocabulary(self._executor.leaves)
            self.completer = Completer(self.columns, self.vocabulary, self._names)
            self.families = Families(self.vocabulary, self._names)
        return self._executor

    def close(self) -> None:
        if self._executor is not None:
            self._executor.close()


class SearchIndex:
    """The index in one folder.

    Its methods may be called from any thread. Searches wait for one another,
    but not for a writer: until it is done, they see the index as it was.
    """

    def __init__(self, folder: Path, names: Names) -> None:
        self._folder = folder
        self._names = names
        self._seal = Seal(folder)
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self._parsing = threading.Lock()  # of its own, so that marking a page never waits for a search
        self._opened: _Generation | None = None
        self._parsed: OrderedDict[tuple[str, bool, object], Parsed] = OrderedDict()

    def revision(self) -> object:
        """What changes whenever the index is written anew, by any program; for comparing only."""
        return self._seal.state()

    def is_usable(self) -> bool:
        """Whether there is an index of this format that this user built and nobody changed since."""
        with self._lock:
            return self._seal.state() is not None and self._generation() is not None

    def is_whole(self) -> bool:
        """As `is_usable`, with every file read to its end, whatever is remembered of it."""
        with self._lock:
            return self._seal.generation(FORMAT, afresh=True) is not None and self._generation() is not None

    def close(self) -> None:
        """Let go of open files; the next search opens them again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def write(self, batch: Iterable[tuple[int, Article]], removed: Iterable[int] = (), *, fresh: bool = False) -> None:
        """Put articles into the index and take others out, in one commit.

        `batch` holds (row, article); a row that is there already is replaced.
        `removed` holds rows. `fresh` begins the index anew; so does a folder
        without an index. Raises LibraryDamagedError if there is an index that
        is not usable, LibraryLockedError if another process writes; whatever
        the batch raises passes through and leaves the index as it was.
        """
        from peaceindex.search import writer

        with self._writing:
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
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """All hits of a request in order, with counts over them.

        `states` gives the rows of articles that are `read`, `bookmarked` or `cut`,
        for `is:`. `cancelled` is asked now and then; once it says True,
        Cancelled is raised. Raises LibraryDamagedError if the index is not
        usable. A text that asks for nothing finds every article, newest first.
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
        documents, counts = facets.narrow(columns, answer.documents, request)
        check()
        scores = answer.scores
        if len(documents) < len(answer.documents):
            scores = scores[np.searchsorted(answer.documents, documents)]
        ranking = Ranking(columns, documents, scores, request.sort, answer.documents)
        _ = ranking.first
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
        )

    def advised(
        self, results: Results, *, states: States | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> Results:
        """Results of nothing, with what may have been meant and what to leave out. Arguments are those of `search`."""
        from peaceindex.search.assistance.advice import Adviser

        def count(request: Request) -> int:
            return self.search(request, states=states, cancelled=cancelled).total

        with self._lock:
            generation = self._current()
            _ = generation.executor
        assert generation.vocabulary is not None
        adviser = Adviser(generation.vocabulary, self._names, count)
        request = results.request
        return replace(results, suggestions=adviser.suggestions(request), relaxations=adviser.relaxations(request))

    def occurrences(self, results: Results) -> int | None:
        """How often the words of a search stand in the text of its hits; None where only reading them would tell.

        Words that two parts of the query look for count twice. Raises as `search`.
        """
        from peaceindex.search.results.term_counts import occurrences

        tree = self._understood(results.request).tree
        with self._lock:
            generation = self._current()
            matched = np.zeros(len(generation.columns), bool)
            matched[generation.columns.documents(np.asarray(results.rows).tolist())] = True
            return 0 if tree is None else occurrences(generation.executor, tree, matched)

    def complete(self, text: str, cursor: int, limit: int) -> tuple[Completion, ...]:
        """How the word that ends at a place in a query may go on. Raises LibraryDamagedError."""
        completer = self._searchable().completer
        assert completer is not None
        return completer.complete(text, cursor, limit)

    def newest_day(self) -> str | None:
        """The date of the newest article, `YYYY-MM-DD`; None if no article has a date. Raises as `search`."""
        with self._lock:
            day = int(self._current().columns.day.max(initial=0))
        return datetime.date.fromordinal(day).isoformat() if day else None

    def highlighter(self, request: Request) -> Highlighter:
        """What marks the words of a request in texts."""
        from peaceindex.search.results.highlight import Highlighter

        return Highlighter(self._understood(request).tree if request.text.strip() else None)

    def _generation(self) -> _Generation | None:
        """The index as it is on disk now, opened, if it is usable."""
        state = self._seal.state()
        if self._opened is not None and state in (self._opened.state, None):  # None: it is just being rebuilt
            return self._opened
        self.close()
        number = self._seal.generation(FORMAT)
        if number is None:
            return None
        with contextlib.suppress(OSError, ValueError, KeyError):
            self._opened = _Generation(self._folder, self._seal, self._names, number, state)
        return self._opened

    def _current(self) -> _Generation:
        if generation := self._generation():
            return generation
        raise _unusable(self._folder)

    def _understood(self, request: Request) -> Parsed:
        """The request's text with all spellings and forms, for marking; without `is:`, which marks nothing."""
        from peaceindex.search.query.syntax import understand

        families = self._families()
        key = (request.text, request.exact, families.token if families else None)
        with self._parsing:
            if (kept := self._parsed.get(key)) is not None:
                return kept
            names = None if request.exact else self._names
            parsed = understand(request.text, names, family=families.of if families else _alone)
            self._remember(key, parsed)
            return parsed

    def _remember(self, key: tuple[str, bool, object], parsed: Parsed) -> None:
        self._parsed[key] = parsed
        if len(self._parsed) > _KEPT_ANSWERS:
            self._parsed.popitem(last=False)

    def _families(self) -> Families | None:
        """The word families of the index as it was searched last; None if it cannot be opened."""
        try:
            return self._searchable().families
        except LibraryDamagedError:
            return None

    def _searchable(self) -> _Generation:
        """The index as it was searched last, or else opened now, which alone waits for a search that is running."""
        opened = self._opened
        if opened is None or opened.families is None:
            with self._lock:
                opened = self._current()
                _ = opened.executor
        return opened

    def _answer(
        self, generation: _Generation, request: Request, states: States | None, check: Callable[[], None]
    ) -> _Answer:
        key = (request.text, request.exact)
        if not request.text.strip():
            return _everything(generation.columns)
        if (kept := generation.answers.get(key)) is not None:
            generation.answers.move_to_end(key)
            return kept
        answer, lasting = self._asked(generation, request, states, check)
        if lasting:
            generation.answers[key] = answer
            if len(generation.answers) > _KEPT_ANSWERS:
                generation.answers.popitem(last=False)
        return answer

    def _asked(
        self, generation: _Generation, request: Request, states: States | None, check: Callable[[], None]
    ) -> tuple[_Answer, bool]:
        """The answer to a text, and whether it holds as long as the index does (no `is:` in it)."""
        from peaceindex.search.query.engine_queries import DocumentSet
        from peaceindex.search.query.syntax import understand

        asked: dict[str, Query | None] = {}

        def state(name: str) -> Query | None:
            if name not in asked:
                asked[name] = DocumentSet(generation.columns.documents(states(name))) if states else None
            return asked[name]

        executor = generation.executor
        families = generation.families
        names = None if request.exact else self._names
        parsed = understand(request.text, names, state, families.of if families else _alone)
        if not asked:  # then it is what the hits are marked by
            with self._parsing:
                self._remember((request.text, request.exact, families.token if families else None), parsed)
        if parsed.tree is None:
            return _everything(generation.columns, parsed.hint), True
        found = executor.execute(parsed.tree, check)
        hint = " ".join(filter(None, (parsed.hint, executor.hint)))
        return _Answer(*found, executor.occurring(parsed.widened), hint), not asked


def _alone(word: str) -> tuple[str, ...]:
    """The family of a word where none are known."""
    return ()


def _unusable(folder: Path) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"The search index in {str(folder)!r} cannot be used: it is missing, of another version, "
        "changed or not made by you.",
        "Run “peacereader rebuild” to make it anew from the library.",
    )


def _everything(columns: Columns, hint: str = "") -> _Answer:
    documents = np.flatnonzero(columns.alive)
    return _Answer(documents, np.zeros(len(documents)), {}, hint)
