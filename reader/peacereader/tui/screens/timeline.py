"""The screen of searches over time: bars by period, for one search or several, or by outlet or tag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from peaceindex.model.search import Request, Selection
from peaceindex.model.timeline import MAX_SEARCHES, MEASURES, UNITS, Measure, Period, Split, Unit
from peacereader import wording
from peacereader.exports.timeline import DAY_UNCERTAIN, MEASURE_WORDS, hour, series_name
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.file_name import FileNameScreen
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.keys import key_at
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.tasks.timeline_request import TimelineRequest
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.timeline_list import TimelineList, head_segments
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from peaceindex import Library
    from peaceindex.model.timeline import FirstArticle, Timeline
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done


class TimelineHeads(GuardedWidget, Widget):
    """The names of the searches, above their bars."""

    COMPONENT_CLASSES = {"heads--name", "heads--chosen"}

    DEFAULT_CSS = """
    TimelineHeads { height: 1; background: $background; }
    TimelineHeads > .heads--name { color: $room-muted; }
    TimelineHeads > .heads--chosen { color: $accent; text-style: bold underline; }
    """

    def __init__(self, rows: TimelineList) -> None:
        super().__init__()
        self._rows = rows

    def render_line(self, y: int) -> Strip:
        """Return the names."""
        plain, chosen = self.get_component_rich_style("heads--name"), self.get_component_rich_style("heads--chosen")
        heads = self._rows.heads() if self._rows.row_count else []
        return Strip(head_segments(heads, plain, chosen)).adjust_cell_length(self.size.width, plain)


class AddSearchScreen(LineDialog):
    """A dialog that asks for another search to compare."""

    HELP = "Enter adds the search · Esc cancels"

    def __init__(self) -> None:
        super().__init__("", 'words, "a phrase", outlet:name')

    def about(self) -> Static:
        """Return what stands above the line."""
        return Static("Compare with another search", markup=False)

    def objection(self, line: str) -> str:
        """Return why nothing can be compared, or "" if it can."""
        return "" if line.strip() else "Write what to search for."


class TimelineScreen(ReaderScreen[Request | None]):
    """The screen of searches over time. Its result is the request for the period that the user chose, or None."""

    DEFAULT_CSS = """
    TimelineScreen { background: $background; }
    TimelineScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    TimelineScreen #first { height: auto; max-height: 3; background: $background; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library, request: Request) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._asked = TimelineRequest((replace(request.bare(), sort="relevance"),))
        self._answered: TimelineRequest | None = None
        """What the timeline in view counts; None if nothing was counted yet."""
        self._measure: Measure = "articles"
        self._timeline: Timeline | None = None
        self._firsts: tuple[FirstArticle, ...] = ()
        self._firsts_of: tuple[Request, ...] | None = None
        """The requests whose first articles these are."""
        self._list = TimelineList()
        self._heads = TimelineHeads(self._list)
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the names of the searches, the periods, who was first, and the key bar."""
        yield Static("", id="head", markup=False)
        yield self._heads
        yield self._list
        yield Static("", id="first", markup=False)
        yield self._bar

    def on_mount(self) -> None:
        """Count."""
        self._list.focus()
        self._list.show(None, self._measure, "Counting …")
        self._count()

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _count(self, asked: TimelineRequest | None = None) -> None:
        """Count again, or count something else."""
        self._asked = asked or self._asked
        self._show_heading()
        finds_firsts = self._firsts_of != self._asked.requests
        self._tasks.timeline.count(self._asked, finds_firsts=finds_firsts)

    def on_timeline_made(self, message: later.TimelineMade) -> None:
        """Show the counts. What cannot be counted is not asked again: what was counted before stays."""
        if message.asked != self._asked:
            return
        if message.timeline is None:
            show_error(self, message.words)
            if self._answered is None:
                self._list.show(None, self._measure, message.words)
            else:
                self._asked = self._answered
                self._show_heading()
            return
        self._timeline, self._answered = message.timeline, self._asked
        if message.firsts is not None:
            self._firsts, self._firsts_of = message.firsts, self._asked.requests
        self._show()

    def _show(self) -> None:
        self._list.show(self._timeline, self._measure, "Nothing was found, so there is nothing to count.")
        self._heads.refresh()
        self._show_heading()
        self.query_one("#first", Static).update(self._first_words())

    def _show_heading(self) -> None:
        about = f"{MEASURE_WORDS[self._measure]} by {self._asked.unit}"
        if self._asked.split:
            about += f" and {self._asked.split}"
        if self._timeline and self._timeline.left_out:
            about += f", the {len(self._timeline.series)} with most ({self._timeline.left_out:,} more)"
        if len(self._asked.requests) == 1 and self._asked.requests[0] != Request():
            about += f" · {wording.request_line(self._asked.requests[0])}"
        self.query_one("#head", Static).update(shortened(about, max(10, self.size.width - 2)))

    def _first_words(self) -> str:
        """Return which outlets were first, as many as fit."""
        if self._asked.split or not self._firsts:
            return ""
        parts = []
        for first in self._firsts[:4]:
            clock = hour(first.published)
            when = wording.short_date(first.date) + (f", {clock}" if clock else "")
            when += f", {DAY_UNCERTAIN}" if first.is_day_uncertain else ""
            parts.append(f"{first.outlet or wording.OUTLET_NOT_KNOWN} ({when})")
        more = f", and {len(self._firsts) - 4:,} more" if len(self._firsts) > 4 else ""
        return shortened(f"First: {', then '.join(parts)}{more}", 3 * max(10, self.size.width - 2))

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_timeline_list_requested(self, message: TimelineList.Requested) -> None:
        """Do what the user asks for."""
        match message.what:
            case "back":
                self.leave(None)
            case "open":
                self._open()
            case "column":
                self._heads.refresh()
            case "no column":
                show_toast(self, "There is no other search on this side: a adds one.")
            case "measure":
                self._measure = MEASURES[(MEASURES.index(self._measure) + 1) % len(MEASURES)]
                self._show()
            case "add":
                self._add()
            case "remove":
                self._remove()
            case "write":
                self._write()
            case "outlet" | "tag" as split:
                self._divide(split)
            case unit if unit == self._asked.unit:
                show_toast(self, f"It is counted by {unit} already.")
            case unit if unit in UNITS:
                self._count(replace(self._asked, unit=unit))

    def _divide(self, split: Split) -> None:
        if len(self._asked.requests) > 1:
            show_toast(self, f"Only one search can be divided: {key_at(self, 'period-remove')} takes the others away.")
            return
        self._count(replace(self._asked, split=None if self._asked.split == split else split))

    def _add(self) -> None:
        requests = self._asked.requests
        if len(requests) >= MAX_SEARCHES:
            show_toast(self, f"At most {MAX_SEARCHES} searches stand side by side.")
            return

        def add(line: str | None) -> None:
            if line:
                before = requests if self._answered else ()  # a first search that was refused makes room
                self._count(replace(self._asked, requests=(*before, replace(requests[0], text=line)), split=None))

        self.enter(AddSearchScreen(), add)

    def _remove(self) -> None:
        requests = self._asked.requests
        if self._asked.split or len(requests) == 1:
            show_toast(self, f"This is the only search: {key_at(self, 'period-add')} adds another to compare.")
        elif self._answered != self._asked:
            show_toast(self, "The searches are still being counted.")
        else:
            column = self._list.column
            self._count(replace(self._asked, requests=(*requests[:column], *requests[column + 1 :])))

    def _open(self) -> None:
        series, period, asked = self._list.series, self._list.period, self._answered
        if series is None or asked is None or not self._list.row_count:
            show_toast(self, "There is no article to show.")
            return
        request = asked.requests[0] if asked.split else asked.requests[self._list.column]
        ticked = Selection(frozenset({series.name}))
        if asked.split == "outlet":
            request = replace(request, outlets=ticked)
        elif asked.split == "tag":
            request = replace(request, tags=ticked)
        self.leave(replace(request, sort="oldest", dates=Selection(_date_values(period, asked.unit))))

    def _write(self) -> None:
        timeline = self._timeline
        if timeline is None or not self._list.row_count:
            show_toast(self, "There is nothing to write yet.")
            return

        def write(line: str | None) -> None:
            if line:
                self._tasks.timeline.write(Path(line).expanduser(), timeline, self._measure)

        about = f"Write {_names(timeline)} by {timeline.unit} to a file: .csv and .json have all measures, .svg draws"
        path = Path.cwd() / f"by-{timeline.unit}.csv"
        self.enter(FileNameScreen(shortened(about, 200), path, is_table=True), write)


def _names(timeline: Timeline) -> str:
    return ", ".join(series_name(series, timeline) for series in timeline.series)


def _date_values(period: Period | None, unit: Unit) -> frozenset[str]:
    """Return the values of the date facet that make up a period; "" for the articles without a date."""
    if period is None:
        return frozenset({""})
    return frozenset({period.name if unit != "week" else f"{period.first}..{period.last}"})
