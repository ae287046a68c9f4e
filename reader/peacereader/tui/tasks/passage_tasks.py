"""Tasks that read and change passages and their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peaceindex.errors import ArticleNotFoundError, PeaceindexError
from peacereader import wording
from peacereader.passage_order import grouped, sorted_passages
from peacereader.tui.tasks.later_messages import (
    EventRead,
    EventsListed,
    EvidenceFound,
    LabelsRead,
    MarksChanged,
    PassagesListed,
    PlaceRead,
    TagsChanged,
)
from peacereader.tui.tasks.messages import ActionDone, Completed, Failed, PassagesChanged
from peacereader.tui.tasks.step_messages import NothingRedone, NothingUndone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.coded_passage import CodedPassage
    from peaceindex.model.concordance import ConcordanceLine
    from peaceindex.model.event import Event
    from peaceindex.model.passage import Passage
    from peaceindex.model.passage_change import PassageChange
    from peaceindex.model.search import Request
    from peacereader.passage_order import Grouping, Order
    from peacereader.tui.tasks.runner import Runner


class PassageTasks:
    """Reads and changes passages for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def bookmark(self, article: Article, start: int, end: int) -> None:
        """Save the passage from `start` to `end` of an article's text."""

        def work(library: Library) -> Message:
            passage = library.annotations.bookmark(article, start, end)
            return _passages_of(library, article.id, newest=passage)

        self._runner.run_in_order(work, is_awaited=True)

    def bookmark_hit(self, line: ConcordanceLine, request: Request) -> None:
        """Save the sentence that contains the hit of a line as a passage."""

        def work(library: Library) -> Message:
            article = library.article(line.article_id)
            span = library.search.sentence_of_hit(request, article, line.position)
            passage = library.annotations.bookmark(article, *span)
            return _passages_of(library, article.id, newest=passage)

        self._runner.run_in_order(work)

    def annotate(self, passage: Passage, note: str) -> None:
        """Save a note on a passage."""

        def work(library: Library) -> Message:
            try:
                saved = library.annotations.annotate(passage.id, note=note, instead_of=passage.note)
            except PeaceindexError as error:
                return Failed(f"{error} What you wrote: “{note}”")
            if saved.note != note:
                self._runner.post(ActionDone("This note was also changed elsewhere in the meantime: both are kept."))
            return _passages_of(library, passage.article_id)

        self._runner.run_in_order(work)

    def add_note(self, passages: Sequence[Passage], note: str) -> None:
        """Add a note after the notes that passages have, in one step."""

        def work(library: Library) -> Message:
            library.annotations.add_note([passage.id for passage in passages], note)
            return self._changed(library, [passage.article_id for passage in passages])

        self._runner.run_in_order(work)

    def read_labels(self, passages: Sequence[Passage]) -> None:
        """Read the labels that there are, to choose some for these passages."""

        def work(library: Library) -> Message:
            coding = library.annotations.coding
            book = coding.codebook()
            for problem in book.problems[:1]:
                self._runner.post(Failed(problem))
            return LabelsRead(passages, book.codes, coding.digits())

        self._runner.run_in_order(work, is_awaited=True)

    def label(self, passages: Sequence[Passage], add: Sequence[str], remove: Sequence[str]) -> None:
        """Add labels to passages and remove others, in one step."""

        def work(library: Library) -> Message:
            library.annotations.label([passage.id for passage in passages], add, remove)
            return self._changed(library, [passage.article_id for passage in passages])

        self._runner.run_in_order(work)

    def label_by_digit(self, passages: Sequence[Passage], digit: str) -> None:
        """Add the label that this digit stands for, or remove it from the passages if all of them have it."""

        def work(library: Library) -> Message:
            label = library.annotations.coding.digits().get(digit)
            if label is None:
                return ActionDone(f"No label has the key {digit} yet. l gives labels.")
            ids = [passage.id for passage in passages]
            is_set = all(label in library.annotations.find_passage(id).labels for id in ids)
            library.annotations.label(ids, [] if is_set else [label], [label] if is_set else [])
            self._runner.post(ActionDone(f"Label {'removed' if is_set else 'set'}: {label}"))
            return self._changed(library, [passage.article_id for passage in passages])

        self._runner.run_in_order(work)

    def read_event(self, passage: Passage) -> None:
        """Read what is needed to ask for the event of a passage."""

        def work(library: Library) -> Message:
            from peaceindex.model.event import Event

            events = library.annotations.events
            listed = events.book()
            for problem in listed.problems[:1]:
                self._runner.post(Failed(problem))
            date, precision = ("", "") if passage.event else events.suggested_date(passage)
            return EventRead(passage, events.known(), listed, Event(date, precision))  # type: ignore[arg-type]

        self._runner.run_in_order(work, is_awaited=True)

    def set_event(self, passage: Passage, event: Event) -> None:
        """Save the event of a passage. Parts that another program has changed since it was read stay."""

        def work(library: Library) -> Message:
            from peaceindex.model.event import Event

            events = library.annotations.events
            try:
                (saved,) = events.set([passage.id], lambda before, found: event, instead_of=passage.event or Event())
            except PeaceindexError as error:
                return Failed(f"{error} What you typed: {wording.event_words(event)}")
            missing = events.book().unlisted(saved.event) if saved.event else []
            words = "Event set" if saved.event else "Event taken away"
            more = f"; not in events.yaml: {', '.join(missing)}" if missing else ""
            self._runner.post(ActionDone(f"{words}{more}."))
            return _passages_of(library, passage.article_id)

        self._runner.run_in_order(work)

    def find_events(self, query: str) -> None:
        """Find the events that match a query."""

        def work(library: Library) -> Message:
            from peaceindex import coded_passages

            return EventsListed(query, coded_passages(library.annotations.find_passages(query).passages))

        self._runner.run_in_order(work, newest_of="events")

    def write_events(self, path: Path, coded: Sequence[CodedPassage]) -> None:
        """Write events with ACLED's columns to a file that does not exist yet, for spreadsheets if its name says so."""

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.acled import ACLED_FORMATS, acled_rows
            from peacereader.exports.tables import table_named
            from peacereader.exports.writing import write_new

            form = f"acled-{table_named(path)}"
            write_new(path, acled_rows(coded, library.annotations.events.book(), form), ACLED_FORMATS[form])
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)

    def undo(self, step: int | None = None) -> None:
        """Undo the last change of passages. With a `step`, also post `NothingUndone` if there is none."""

        def nothing() -> Message:
            if step is not None:
                self._runner.post(NothingUndone(step))
            return ActionDone("Nothing is left to undo.")

        self._step(lambda library: library.annotations.undo(), "Undone", nothing)

    def redo(self, *, goes_on: bool = False) -> None:
        """Redo what was undone last. If there is nothing, say so, or post `NothingRedone` if the screen `goes_on`."""

        def nothing() -> Message:
            return NothingRedone() if goes_on else ActionDone("Nothing is left to redo.")

        self._step(lambda library: library.annotations.redo(), "Redone", nothing)

    def _step(
        self, move: Callable[[Library], Sequence[PassageChange]], verb: str, nothing: Callable[[], Message]
    ) -> None:
        def work(library: Library) -> Message:
            changes = move(library)
            if not changes:
                return nothing()
            self._runner.post(ActionDone(f"{verb}: {wording.change_words(changes)}."))
            if tagged := [change.passage_id for change in changes if change.action == "tag"]:
                self._runner.post(TagsChanged(library.annotations.tagging.of(tagged)))
            if marked := [id for change in changes for id in change.marked]:
                self._runner.post(MarksChanged(library.annotations.marking.of(marked)))
            ids = [change.passage_id for change in changes if change.action not in ("tag", "mark", "code")]
            found = [_article_of(library, id) for id in ids]
            return self._changed(library, [id for id in found if id])

        self._runner.run_in_order(work)

    def _changed(self, library: Library, article_ids: Sequence[str]) -> Message:
        """Report the passages of each article that changed."""
        *others, last = list(dict.fromkeys(article_ids)) or [""]
        for article_id in others:
            self._runner.post(_passages_of(library, article_id))
        return _passages_of(library, last) if last else PassagesChanged("", [])

    def read(self, article_id: str) -> None:
        """Read the passages of an article again."""
        self._runner.run_in_order(lambda library: _passages_of(library, article_id))

    def find(self, query: str, order: Order, grouping: Grouping) -> None:
        """Find the passages that match a query, in an order and in groups."""

        def work(library: Library) -> Message:
            found = library.annotations.find_passages(query)
            labels = library.annotations.coding.names() if grouping == "label" else ()
            passages = sorted_passages(found.passages, order)
            return PassagesListed(query, passages, grouped(passages, grouping, labels), found.hint, found.refusal)

        self._runner.run_in_order(work, newest_of="passages")

    def complete(self, text: str, cursor: int) -> None:
        """Find completions of a query at the cursor."""
        self._runner.run(
            "complete",
            lambda library: Completed(text, cursor, library.annotations.complete_query(text, cursor)),
            newest_only=True,
        )

    def prepare_search(self) -> None:
        """Prepare for a search, while the user goes to the search line."""
        self._runner.run("prepare", lambda library: library.annotations.prepare_search(), newest_only=True)

    def read_place(self, passage: Passage) -> None:
        """Read the article of a passage, to be shown beside the list."""

        def work(library: Library) -> Message:
            try:
                article = library.article(passage.article_id)
                passages = library.annotations.passages(article_id=article.id)
            except ArticleNotFoundError:
                return PlaceRead(passage, None, (), "The article of this passage is not in this library.")
            except PeaceindexError as error:
                return PlaceRead(passage, None, (), str(error))
            return PlaceRead(passage, article, passages)

        self._runner.run("place", work, newest_only=True)

    def find_evidence(self, passage: Passage, *, choose_style: bool) -> None:
        """Read the evidence for a passage's article, so that it can be copied with it."""

        def work(library: Library) -> Message:
            try:
                evidence = library.evidence([passage.article_id]).get(passage.article_id)
            except PeaceindexError as error:  # the passage itself can be copied all the same
                self._runner.post(Failed(str(error)))
                evidence = None
            return EvidenceFound(passage, evidence, choose_style)

        self._runner.run("evidence", work, newest_only=True)

    def remove(self, passages: Sequence[Passage]) -> None:
        """Move passages to the bin, in one step."""

        def work(library: Library) -> Message:
            library.annotations.remove_passages([passage.id for passage in passages])
            return self._changed(library, [passage.article_id for passage in passages])

        self._runner.run_in_order(work)


def _article_of(library: Library, passage_id: str) -> str:
    """Return the id of a passage's article, or "" if the passage is gone."""
    try:
        return library.annotations.find_passage(passage_id).article_id
    except PeaceindexError:
        return ""


def _passages_of(library: Library, article_id: str, newest: Passage | None = None) -> PassagesChanged:
    return PassagesChanged(article_id, library.annotations.passages(article_id=article_id), newest)
