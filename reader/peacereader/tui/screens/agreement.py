"""The screen of two coders: how far they agree, the places where they differ, and settling these."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from peaceindex.model.passage import Passage
from peaceindex.model.search import Request
from peacereader import wording
from peacereader.exports.agreement import coded_by, number
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_view import ArticleView
from peacereader.tui.widgets.difference_list import DifferenceList, DifferenceRow
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.passage_selection import PassageSelection
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.agreement import AgreementReport, Difference
    from peacereader.tui.dialogs.label_picker import LabelChange
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.agreement_tasks import Pair

SETTLED = "This place is settled. by:consensus finds it among the passages, to change or remove it."


class AgreementScreen(ReaderScreen[Passage | None]):
    """The screen of two coders. Its result is the passage that the user wants to see at its place, or None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]

    DEFAULT_CSS = """
    AgreementScreen {
        background: $background;
        #head { height: auto; background: $surface; color: $room-muted; padding: 0 1; }
        #coders { height: 1fr; }
        DifferenceList { height: 1fr; }
        ArticleView { height: 1fr; }
        &.-wide #coders { layout: horizontal; }
        &.-wide DifferenceList { width: 50%; border-right: vkey $room-rule; }
        &.-narrow ArticleView { border-top: hkey $room-rule; }
        &.-narrow.-low ArticleView { display: none; }
    }
    """

    def __init__(self, context: ReaderContext, library: Library) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._passages = PassageController(self, self._tasks)
        self._pair: Pair | None = None
        self._people: list[str] = []
        self._report: AgreementReport | None = None
        self._labelled: Difference | None = None
        """The place for which labels are being chosen."""
        self._shown: done.ArticleRead | None = None
        self._goes_on = True
        """Whether the cursor goes to the next place that is not settled, once the coders are compared."""
        self._list = DifferenceList()
        self._view = ArticleView(context.measure, annotator=context.annotator)
        self._view.can_focus = False
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the places, the article of one of them beside or below, and the key bar."""
        yield Static("", id="head", markup=False)
        with Container(id="coders"):
            yield self._list
            yield self._view
        yield self._bar

    def on_mount(self) -> None:
        """Compare the user with who else has most passages."""
        self._list.focus()
        self._tasks.agreement.compare(None)

    # What was compared

    def on_coders_compared(self, message: later.CodersCompared) -> None:
        """Show the places. The cursor stays, or goes on to the next one that is not settled."""
        self._people = list(message.people)
        self._report = report = message.report
        if report and self._pair is None:
            self._pair = (self._people[0], self._people[1])
        rows = [DifferenceRow(one, list(coded_by(report, one))) for one in report.differences] if report else []
        names = wording.join_words([report.first, report.second]) if report else ""
        self._list.show(rows, message.words or f"{names} agree everywhere.", self._list.cursor)
        if self._goes_on:
            self._list.move_to(self._list.next_unsettled(self._list.cursor))
        self._goes_on = False
        self._show_heading()
        if not rows:
            self._view.show_words([])

    def _show_heading(self) -> None:
        room = max(10, self.size.width - 2)
        self.query_one("#head", Static).update("\n".join(shortened(line, room) for line in self._heading()))

    def _heading(self) -> list[str]:
        report = self._report
        if report is None:
            return ["two coders"]
        settled = sum(bool(one.settled) for one in report.differences)
        total = report.rows[-1]
        facts = (
            wording.counted(len(report.articles), "article"),
            wording.counted(total.units, report.unit),
            "" if total.percent is None else f"{total.percent:.1f} % agree",
            f"kappa {number(total.kappa.value)}",
            f"alpha {number(total.alpha.value)}",
            f"u-alpha {number(total.unitizing_alpha.value)}",
        )
        places = wording.counted(len(report.differences), "place")
        coders = f"a: {report.first} · b: {report.second} · they differ at {places}, {settled:,} settled"
        return [coders, " · ".join(filter(None, facts)), *report.notes[:1]]

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def on_difference_list_moved(self) -> None:
        """Show the article of the place under the cursor."""
        total = len(self._list.rows)
        self._bar.say(f"{self._list.cursor + 1:,} of {total:,}" if total else "")
        place = self._list.current
        if place is None:
            return
        if self._shown and self._shown.article.id == place.article_id:
            self._show_place(self._shown, place)
        else:
            self._tasks.articles.read(place.article_id, Request(""), None, place.start, False)

    def on_article_read(self, message: done.ArticleRead) -> None:
        """Show the article, unless the cursor is at a place of another by now."""
        place = self._list.current
        if place and place.article_id == message.article.id:
            self._shown = message
            self._show_place(message, place)

    def _show_place(self, message: done.ArticleRead, place: Difference) -> None:
        self._view.show(message.article, message.matches, message.passages, place.start)
        self._view.selection = PassageSelection(((place.start, place.end),), 0, 0)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        self._goes_on = False
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Compare again after something was undone or redone."""
        self._shown = None
        self._tasks.agreement.compare(self._pair)

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the place under the cursor, at the place."""
        place = self._list.current
        return (place.article_id, place.start) if place else None

    # What the user asks for

    def on_difference_list_requested(self, message: DifferenceList.Requested) -> None:
        """Do what the list requests."""
        place = self._list.current
        match message.what:
            case "back":
                self.leave(None)
            case "undo":
                self._passages.undo()
            case "redo":
                self._passages.redo()
            case "pair":
                self._compare_others()
            case "open" if place:
                self.leave((*place.first, *place.second)[0])
            case "first" | "second" | "labels" | "note" if place and place.settled:
                show_toast(self, SETTLED)
            case ("first" | "second") as side if place:
                self._take(place, "first" if side == "first" else "second")
            case "note" if place:
                self._write_note(place)
            case "labels" if place:
                self._labelled = place
                self._tasks.passages.read_labels([*place.first, *place.second])

    def _compare_others(self) -> None:
        pairs = list(combinations(self._people, 2))
        if len(pairs) < 2:
            show_toast(self, "There is nobody else to compare: passages --import brings in another's codings.")
            return
        at = pairs.index(self._pair) if self._pair in pairs else -1
        self._pair = pairs[(at + 1) % len(pairs)]
        self._list.cursor = 0
        self._tasks.agreement.compare(self._pair)

    def _take(self, place: Difference, side: Literal["first", "second"]) -> None:
        if self._pair and self._report:
            self._goes_on, self._shown = True, None
            name = self._report.first if side == "first" else self._report.second
            self._tasks.agreement.settle(self._pair, place, side, name)

    def _write_note(self, place: Difference) -> None:
        from peacereader.tui.dialogs.note import NoteScreen

        def save(note: str | None) -> None:
            if note and self._pair:
                self._goes_on, self._shown = True, None
                self._tasks.agreement.settle_otherwise(self._pair, place, note)

        self.enter(NoteScreen(place.quote, ""), save)

    def on_labels_read(self, message: later.LabelsRead) -> None:
        """Ask for the labels of a place. None is chosen at first: what both have need not be right."""
        from peacereader.tui.dialogs.label_picker import LabelPicker, about_passages

        place = self._labelled
        if place is None:
            return

        def save(change: LabelChange | None) -> None:
            if self._pair and change and change.add:
                self._goes_on, self._shown = True, None
                self._tasks.agreement.settle_otherwise(self._pair, place, "", change.add)

        self.enter(LabelPicker(message.codes, message.digits, [()], about_passages([place.quote])), save)
