"""Work that takes time, done in threads: each calls the library and posts what came of it as a message.

No thread touches a widget. A question that was overtaken by a newer one is
cancelled, and its answer, should it still come, is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from peaceindex import sentence_spans
from peaceindex.errors import LibraryLockedError, PeaceindexError
from peaceindex.model.article import Article
from peaceindex.model.concordance import Concordance, ConcordanceLine, Order
from peaceindex.model.correction import Correction, Field
from peaceindex.model.passage import Passage
from peaceindex.model.revision import Revision
from peaceindex.model.saved_search import SavedSearch
from peaceindex.model.search import Matches, Request, Results
from peacereader.config import load_config
from peacereader.output import write_file
from peacereader.tui.tasks.messages import (
    Advised,
    ArticleRead,
    AuditRead,
    ChangesRead,
    Completed,
    ConcordanceMade,
    EncodingsRead,
    Failed,
    Followed,
    LibraryOpened,
    NamesRead,
    NewHits,
    NewsCounted,
    PassagesChanged,
    PassagesListed,
    Preparing,
    RowsRead,
    Said,
    SearchDone,
    SearchesRead,
    SentenceFound,
    StoryRead,
)
from peacereader.tui.tasks.runner import Runner, outcome
from peacereader.tui.widgets.result_list import PAGE

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library

HALF_TYPED = re.compile(r"(?:^|[\s(])[^\W\d_]\w+$")
"""A query that ends in a plain word, which may still be going on."""

Opener = Callable[[Callable[[str], None]], "Library"]
"""Opens the library; is given a function that it can tell how far it is."""


_NAMED = 3
"""Damaged values that are named when the library is opened; more would hide the screen."""


def _some(bad: Sequence[str]) -> list[str]:
    more = f" There are {len(bad) - _NAMED:,} more." if len(bad) > _NAMED else ""
    advice = [f"'peacereader check --repair' mends what is damaged or sets it aside.{more}"] if bad else []
    return [*bad[:_NAMED], *advice]


class Errands(Runner):
    """The errands of one screen. Until the library is open none is run."""

    def __init__(self, screen: Screen[Any], library: Library | None = None) -> None:
        super().__init__(screen, library)
        self.folds = True
        """Whether a search gives one row for each story, or one for each article."""

    def open(self, opener: Opener) -> None:
        """Open the library."""
        app = self.app

        def work() -> Message:
            library = self.library = opener(self._tell)
            if library.index_state() != "in step":
                with suppress(LibraryLockedError):  # what another program writes, a search finds in its time
                    library.catch_up(lambda done, total: self._tell(f"Indexing … {done:,} of {total:,} articles"))
            library.passages()  # opens the user's own work, and mends it where it is damaged
            return LibraryOpened([*library.untold(), *_some(library.bad_values())], library.revision())

        def errand() -> None:
            message = outcome(app, work)
            if message is not None:
                self.post(replace(message, fatal=True) if isinstance(message, Failed) else message)

        self._screen.run_worker(errand, group="open", thread=True)

    def _tell(self, words: str) -> None:
        self.post(Preparing(words))

    def search(self, request: Request, stay: str | None = None) -> None:
        """Search, and read the first page of hits; `stay` is the id of an article that is to stay in view."""

        def work(library: Library) -> Message | None:
            worker: Worker[None] = get_current_worker()
            results = library.search(request, advise=False, cancelled=lambda: worker.is_cancelled)
            if not results.total and (begun := _begun(request)):
                more = library.search(begun, advise=False, cancelled=lambda: worker.is_cancelled)
                results = more if more.total else results
            if worker.is_cancelled:
                return None
            rows = library.fold(results) if self.folds else results
            index = library.index_of(rows, stay) if stay else None
            hits = library.hits(rows, 0, PAGE)
            return SearchDone(request, results, library.copies(results), rows, hits, stay, index)

        self.run("search", work, newest_only=True)

    def follow(
        self,
        seen: Revision,
        waiting: Revision | None,
        request: Request,
        results: Results,
        stay: str | None,
        shown: Article | None,
    ) -> None:
        """Look whether others have written to the library since it was `seen` so.

        If the index has changed, make the search of these results again, with `stay` as in `search`. Where only
        articles have, the index likely follows; it is waited for until nothing has changed from one look, which left
        it at `waiting`, to the next. `shown` is the article on the screen.
        """

        def work(library: Library) -> Message | None:
            worker: Worker[None] = get_current_worker()
            now = library.revision()
            if now == seen:
                return None
            if (now.articles, now.index) == (seen.articles, seen.index):
                return Followed(now)
            if now.index == seen.index and now != waiting and library.index_state() != "in step":
                return Followed(replace(now, articles=seen.articles, index=seen.index), waiting=now)
            again = replace(results.request, days_of=request.days_of)
            new = library.search(again, advise=False, cancelled=lambda: worker.is_cancelled)
            is_other = shown is not None and library.article(shown.id) != shown
            if _are_alike(new, results):
                return Followed(now, is_other=is_other)
            rows = library.fold(new) if self.folds else new
            index = library.index_of(rows, stay) if stay else None
            hits = library.hits(rows, 0, PAGE)
            found = SearchDone(request, new, library.copies(new), rows, hits, stay, index)
            return Followed(now, found, new=new.articles - results.articles, is_other=is_other)

        self.run("follow", work, newest_only=True)

    def advise(self, request: Request) -> None:
        """Find what may be asked instead of a request that finds nothing."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            return Advised(request, library.search(request, cancelled=lambda: worker.is_cancelled))

        self.run("advice", work, newest_only=True)

    def complete(self, text: str, cursor: int) -> None:
        """Find how a query may go on."""
        self.run("complete", lambda library: Completed(text, cursor, library.complete(text, cursor)), newest_only=True)

    def rows(self, results: Results, start: int, end: int) -> None:
        """Read a page of hits."""
        app = self.app

        def work(library: Library) -> Message:
            answer = outcome(app, lambda: RowsRead(results, start, library.hits(results, start, end)))
            if isinstance(answer, Failed):
                self.post(answer)
            return answer if isinstance(answer, RowsRead) else RowsRead(results, start, None)

        self.run("rows", work)

    def row(self, results: Results, index: int, to_read: bool) -> None:
        """Read the article of a row."""

        def work(library: Library) -> Message | None:
            hits = library.hits(results, index, index + 1)
            return _read(library, hits[0].id, results.request, index, None, to_read) if hits else None

        self.run("article", work, newest_only=True)

    def article(self, id: str, request: Request, index: int | None, position: int | None, to_read: bool) -> None:
        """Read an article by its id, to be shown with `position` in view."""
        self.run("article", lambda library: _read(library, id, request, index, position, to_read), newest_only=True)

    def passage(self, passage: Passage, request: Request) -> None:
        """Read the article of a passage, to be shown at its place."""

        def work(library: Library) -> Message:
            return replace(_read(library, passage.article_id, request, None, passage.start, True), passage=True)

        self.run("article", work, newest_only=True)

    def story(self, article_id: str) -> None:
        """Read the story of an article, then what each of its members changed, one after the other."""

        def work(library: Library) -> Message | None:
            worker: Worker[None] = get_current_worker()
            story = library.story(article_id)
            self.post(StoryRead(story))
            for member in story.members if story else ():
                if worker.is_cancelled:
                    break
                is_origin = story is not None and member.article_id == story.origin.article_id
                changes = None if is_origin else library.story_changes(member.article_id)
                self.post(ChangesRead(member.article_id, changes))
            return None

        self.run("story", work, newest_only=True)

    def bookmark(self, article: Article, start: int, end: int) -> None:
        """Keep a passage."""

        def work(library: Library) -> Message:
            passage = library.bookmark(article, start, end)
            return _passages_of(library, article.id, newest=passage)

        self.run_in_order(work)

    def annotate(self, passage: Passage, note: str) -> None:
        """Keep a note on a passage."""

        def work(library: Library) -> Message:
            try:
                kept = library.annotate(passage.id, note=note, instead_of=passage.note)
            except PeaceindexError as error:
                return Failed(f"{error} What you wrote: “{note}”")
            if kept.note != note:
                self.post(Said("This note was changed elsewhere meanwhile: both are kept."))
            return _passages_of(library, passage.article_id)

        self.run_in_order(work)

    def passages(self, article_id: str) -> None:
        """Read the passages of an article anew."""
        self.run_in_order(lambda library: _passages_of(library, article_id))

    def all_passages(self, query: str) -> None:
        """Read the passages that answer a query."""
        self.run_in_order(lambda library: PassagesListed(query, library.passages(query)), newest_of="passages")

    def remove(self, passage: Passage) -> None:
        """Put a passage into the bin."""

        def work(library: Library) -> Message:
            library.remove_passage(passage.id)
            return _passages_of(library, passage.article_id)

        self.run_in_order(work)

    def restore(self, passage: Passage) -> None:
        """Take a passage out of the bin."""

        def work(library: Library) -> Message:
            library.restore_passage(passage.id)
            return _passages_of(library, passage.article_id)

        self.run_in_order(work)

    def audit(self, article_id: str) -> None:
        """Read an article beside its source."""
        self.run("audit", lambda library: AuditRead(library.audit(article_id)))

    def correct_line(self, article_id: str, number: int, keep: bool | None) -> None:
        """Keep or cut a line of an article's source, or leave it to cleaning again."""
        self._correct(article_id, lambda library: library.correct_line(article_id, number, keep))

    def correct_field(self, article_id: str, field: Field, value: str) -> None:
        """State a field of an article."""
        self._correct(article_id, lambda library: library.correct_field(article_id, field, value))

    def take_back(self, correction: Correction) -> None:
        """Take a correction back."""
        self._correct(correction.article_id, lambda library: library.remove_correction(correction.id))

    def encodings(self, article_id: str) -> None:
        """Find the encodings that the source of an article may be in."""
        self.run("audit", lambda library: EncodingsRead(library.encodings(article_id, _record_fields())))

    def read_again(self, article_id: str, encoding: str) -> None:
        """Read the source of an article in another encoding; "": in the one that its text tells."""
        self._correct(article_id, lambda library: library.read_again(article_id, encoding, _record_fields()))

    def _correct(self, article_id: str, change: Callable[[Library], object]) -> None:
        def work(library: Library) -> Message:
            before = {p.id: p.anchoring for p in library.passages(article_id=article_id)}
            change(library)
            after = library.passages(article_id=article_id)
            shaken = [p for p in after if p.anchoring != before.get(p.id)]
            return AuditRead(library.audit(article_id), changed=True, shaken=shaken)

        self.run_in_order(work)

    def concordance(self, request: Request, order: Order) -> None:
        """Find every hit of a request in its line of context."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            lines = library.concordance(request, sort=order, cancelled=lambda: worker.is_cancelled)
            if not lines.results.total and (begun := _begun(request)):
                more = library.concordance(begun, sort=order, cancelled=lambda: worker.is_cancelled)
                lines = more if more.results.total else lines
            return ConcordanceMade(request, lines)

        self.run("concordance", work, newest_only=True)

    def sort_concordance(self, asked: Request, lines: Concordance, order: Order) -> None:
        """Sort the lines of a concordance otherwise."""
        self.run("concordance", lambda _: ConcordanceMade(asked, lines.sorted_by(order)), newest_only=True)

    def sentence(self, line: ConcordanceLine, request: Request) -> None:
        """Find the sentence in which the hit of a line stands."""

        def work(library: Library) -> Message:
            article = library.article(line.article_id)
            hits = library.matches(request, article).text
            start, end = min(hits, key=lambda hit: abs(hit[0] - line.position), default=(line.position, line.position))
            sentences = sentence_spans(article.text, article.language)
            held = [sentence for sentence in sentences if sentence[0] < end and start < sentence[1]]
            return SentenceFound(article, (held[0][0], held[-1][1]) if held else (start, end))

        self.run("sentence", work, newest_only=True)

    def kept_searches(self) -> None:
        """Read the saved searches and the log."""
        self.run_in_order(_kept)

    def count_news(self, searches: Sequence[SavedSearch]) -> None:
        """Count the hits of saved searches, and tell of each as it comes."""

        def work(library: Library) -> None:
            worker: Worker[None] = get_current_worker()
            for search in searches:
                if worker.is_cancelled:
                    return
                self.post(NewsCounted(search, library.news(search)))

        self.run("news", work, newest_only=True)

    def new_hits(self) -> None:
        """Count what is new in all saved searches together."""
        self.run("news", lambda library: NewHits(sum(library.news(s).new for s in library.saved_searches())))

    def names(self, request: Request) -> None:
        """Read the names that saved searches have, for one more."""
        self.run_in_order(lambda library: NamesRead(request, library.saved_searches()))

    def save_search(self, name: str, request: Request) -> None:
        """Save a search under a name."""

        def work(library: Library) -> Message:
            return Said(f"Saved as “{library.save_search(name, request).name}”. W shows all searches.")

        self.run_in_order(work)

    def keep(self, change: Callable[[Library], object]) -> None:
        """Change something in the saved searches or the log, and read them anew."""

        def work(library: Library) -> Message:
            change(library)
            return _kept(library)

        self.run_in_order(work)

    def see_search(self, name: str) -> None:
        """Note that the hits of a saved search are looked at."""
        self.run_in_order(lambda library: library.see_search(name))

    def write(self, path: Path, text: str) -> None:
        """Write a text to a file that is not there yet."""

        def work(library: Library) -> Message:
            from peaceindex import printable

            shown = printable(str(path))
            try:
                write_file(path, text)
            except OSError as error:
                return Failed(f"{shown} was not written: {(error.strerror or 'unknown reason').lower()}.")
            return Said(f"Written to {shown}.")

        self.run_in_order(work)

    def log_search(self, results: Results) -> None:
        """Write a search into the log."""
        self._note(lambda library: library.log_search(results))

    def mark_read(self, article_id: str) -> None:
        """Mark an article as read."""
        self._note(lambda library: library.mark_read(article_id))

    def remember_position(self, article_id: str, position: int) -> None:
        """Remember how far an article was read."""
        self._note(lambda library: library.remember_position(article_id, position))

    def _note(self, work: Callable[[Library], None]) -> None:
        """Keep what nobody asked to be kept; a library that is open for reading alone has said that it does not."""
        if self.library is not None and not self.library.is_read_only:
            self.run_in_order(work)


def _are_alike(one: Results, other: Results) -> bool:
    """Whether two searches found the same, as far as can be told without looking at every row."""
    return (one.articles, one.total, one.facets, *one.rows[:PAGE]) == (
        other.articles, other.total, other.facets, *other.rows[:PAGE],
    )  # fmt: skip


def _record_fields() -> Mapping[str, tuple[str, ...]]:
    return load_config()[0].fields.as_mapping()


def _kept(library: Library) -> SearchesRead:
    return SearchesRead(library.saved_searches(), library.search_log())


def _begun(request: Request) -> Request | None:
    """The request with its last word as the beginning of one; None where that is no plain word."""
    return replace(request, text=request.text + "*") if HALF_TYPED.search(request.text) else None


def _read(
    library: Library, article_id: str, request: Request, index: int | None, position: int | None, to_read: bool
) -> ArticleRead:
    article = library.article(article_id)
    matches = library.matches(request, article) if request.text else Matches()
    if position is None and not request.text:
        position = library.position(article.id) or None
    return ArticleRead(index, article, matches, library.passages(article_id=article.id), position, to_read)


def _passages_of(library: Library, article_id: str, newest: Passage | None = None) -> PassagesChanged:
    return PassagesChanged(article_id, library.passages(article_id=article_id), newest)
