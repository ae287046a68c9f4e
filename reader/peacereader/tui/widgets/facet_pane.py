"""The facet sidebar: values are ticked, excluded, unfolded and filtered, and a range of dates is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events

from peaceindex.model.search import Selection
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.facet_lines import HEADINGS, Facet, FacetLine
from peacereader.tui.widgets.facet_view import MARGIN, FacetView, is_same

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class FacetPane(FacetView):
    """The facets with their keys and the mouse. It posts what the user ticks as a message."""

    BINDINGS = bindings("facets")

    _is_dragging = False

    class Changed(FieldMessage):
        """Posted when other values are ticked."""

        selections: Mapping[str, Selection]

    class CountsWanted(FieldMessage):
        """Posted when other facets or months are unfolded, so that other values must be counted."""

        open: frozenset[Facet]
        """The facets whose values are shown."""

    class Hinted(FieldMessage):
        """A hint to the user why a key has changed nothing."""

        text: str

    class SpellingsWanted(FieldMessage):
        """Posted when the user types a filter, for the other spellings of names in it."""

        text: str

    # Ticking

    def action_tick(self) -> None:
        """Tick or untick the value; open or close what the line stands for; mark an end of a range on the histogram."""
        line = self._current()
        if line is None:
            return
        if line.kind == "heading":
            self._set_open(line.facet, not line.is_open)
        elif line.kind == "axis":
            self.action_mark()
        elif line.kind == "more" and not line.value:
            if self._filter is None:
                self.action_filter()
        elif line.kind == "more":
            self._fold(line.value, line.value not in self._unfolded)
        else:
            self._toggle(line, "in")

    def action_exclude(self) -> None:
        """Exclude the value, or stop excluding it."""
        line = self._current()
        if line and line.kind == "value":
            self._toggle(line, "out")
        else:
            self.post_message(self.Hinted("Only a value can be excluded: j goes to the next."))

    def _toggle(self, line: FacetLine, state: str) -> None:
        old = self.selections[line.facet]
        include, exclude = old.include - {line.value}, old.exclude - {line.value}
        if line.state != state:
            include = include | {line.value} if state == "in" else include
            exclude = exclude | {line.value} if state == "out" else exclude
        self._select(line.facet, replace(old, include=include, exclude=exclude))

    def _select(self, facet: Facet, selection: Selection) -> None:
        self.selections[facet] = selection
        self._rebuild()
        self.post_message(self.Changed(dict(self.selections)))

    def action_clear(self) -> None:
        """Untick everything."""
        if self.has_ticks:
            self.tick({})
            self.post_message(self.Changed(dict(self.selections)))
        else:
            self.post_message(self.Hinted("No value is ticked or excluded."))

    def tick(self, selections: Mapping[str, Selection]) -> None:
        """Tick these values of each facet, as in `Request.selections`, and no others, without posting a message."""
        self.selections = {facet: selections.get(facet, Selection()) for facet in HEADINGS}
        self._rebuild()

    # Ranges of dates

    def action_mark(self) -> None:
        """Mark one end of a range of dates on the histogram, then the other, and tick the range."""
        chart = self._sidebar.chart
        if chart is None:
            self.post_message(self.Hinted("There are no bars here, so there is no range of dates to mark."))
            return
        axis = next(i for i, line in enumerate(self._lines) if line.kind == "axis")
        if self.cursor != axis:
            self._move_to(axis)
        elif self._mark is None:
            self._mark = chart.bars[self._bar_number].first
            self._describe()
        else:
            span = chart.span(self._marked_bars[0], self._marked_bars[-1])
            self._mark = None
            self._select("dates", replace(self.selections["dates"], include=frozenset({span})))

    def _move_bar(self, by: int) -> None:
        """Go to another bar of the histogram."""
        assert self._sidebar.chart is not None
        self._bar = min(max(0, self._bar_number + by), len(self._sidebar.chart.bars) - 1)
        self._describe()

    # Folding

    def action_unfold(self) -> None:
        """Show all values of the facet, the months of the year, or the days of the month; on the bars, go right."""
        line = self._current()
        if line is None:
            return
        before, place = self._lines, self.cursor
        if line.kind == "axis":
            self._move_bar(1)
            return
        if line.kind == "heading":
            self._set_open(line.facet, True)
        else:
            is_date = line.facet == "dates" and line.value and ".." not in line.value
            self._fold(line.value if is_date else line.facet, True)
            if len(line.value) == 7 and is_date:
                self._ask_for_counts()
                return  # the days come when they are counted
        if self._lines == before and self.cursor == place:
            self.post_message(self.Hinted("There is nothing more to unfold here."))

    def action_fold(self) -> None:
        """Show fewer values, or fold the month or year; else go to the heading, and close it. On the bars, go left."""
        line = self._current()
        if line is None:
            return
        if line.kind == "axis":
            self._move_bar(-1)
            return
        month = line.value[:7]
        name = month if month in self.open_months else _fold_name(line)
        if line.kind == "heading" and not line.is_open:
            self.post_message(self.Hinted("This facet is closed already."))
        elif line.kind == "heading":
            self._set_open(line.facet, False)
        elif name in self._unfolded:
            self._fold(name, False)
        else:
            self._move_to(self._heading(line.facet))

    @property
    def open_months(self) -> frozenset[str]:
        """The months that are unfolded into days."""
        return frozenset(name for name in self._unfolded if len(name) == 7 and name[:4].isdigit())

    def _fold(self, name: str, unfolded: bool) -> None:
        (self._unfolded.add if unfolded else self._unfolded.discard)(name)
        self._rebuild()
        self._move_to(self.cursor)

    def _set_open(self, facet: Facet, is_open: bool) -> None:
        """Show the values of a facet, or only those that are ticked; the cursor goes to its heading."""
        if is_open == (facet in self.open):
            return
        (self.open.add if is_open else self.open.discard)(facet)
        self.cursor = self._heading(facet)
        self._rebuild()
        self._move_to(self.cursor)
        self._ask_for_counts()

    def _heading(self, facet: Facet) -> int:
        """Return the line of a facet's heading."""
        return next(i for i, line in enumerate(self._lines) if line.facet == facet and line.kind == "heading")

    def _ask_for_counts(self) -> None:
        self.post_message(self.CountsWanted(frozenset(self.open)))

    # Filtering values

    def action_filter(self) -> None:
        """Type to filter the values of the facet where the cursor is."""
        if line := self._current():
            self._filtered = line.facet
            self._set_open(line.facet, True)
            self._set_filter("")

    def _set_filter(self, text: str) -> None:
        from peaceindex import fold

        self._filter = text
        self._spellings = frozenset(filter(None, [fold(text).strip()]))
        if self._spellings:
            self.post_message(self.SpellingsWanted(text))
        self._rebuild()
        self._move_to(self._first_match())

    def add_spellings(self, text: str, spellings: Collection[str]) -> None:
        """Show values with other spellings of the filter `text` too, folded, unless another was typed meanwhile."""
        if text == self._filter:
            self._spellings |= frozenset(spellings)
            self._rebuild()
            if self._current_kind != "value":
                self._move_to(self._first_match())

    def _first_match(self) -> int:
        """Return the first value of the facet that is filtered, or its heading if there is none."""
        own = [i for i, line in enumerate(self._lines) if line.facet == self._filtered]
        found = [i for i in own if self._lines[i].kind == "value" and self._lines[i].state == "off"]
        return found[0] if found and self._filter else self._heading(self._filtered)

    def _end_filter(self) -> None:
        self._filter, self._spellings = None, frozenset()
        self._rebuild()

    def on_key(self, event: events.Key) -> None:
        """Take letters for the filter while the user types one; Escape ends that, and drops a mark on the histogram."""
        if self._filter is None:
            if event.key == "escape" and self._mark is not None:
                self._mark = None
                self._describe()
                event.stop()
            return
        if event.key in ("up", "down"):
            self.action_move(1 if event.key == "down" else -1)
        elif event.key == "enter":
            self._take_match()
        elif event.key == "escape" or (event.key == "backspace" and not self._filter):
            self._end_filter()
        elif event.key == "backspace":
            self._set_filter(self._filter[:-1])
        elif event.key == "ctrl+u":
            self._set_filter("")
        elif event.is_printable and event.character:
            self._set_filter(self._filter + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted for the filter while the user types one."""
        if self._filter is not None:
            self._set_filter(self._filter + " ".join(event.text.split()))
            event.stop()

    def _take_match(self) -> None:
        """Tick the value under the cursor, and show all values again."""
        line = self._current()
        self._end_filter()
        if line and line.kind == "value":
            self._toggle(line, "in")
            at = next((i for i, other in enumerate(self._lines) if is_same(other, line)), self.cursor)
            self._move_to(at)

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Mark one end of a range on the histogram, or the other."""
        self._is_dragging = self._mark_at(event) and self._mark is not None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Mark the other end of a range, if the mouse was drawn to another bar."""
        if self._is_dragging and self._mark is not None and self._bar_under(event) not in (None, self._bar_number):
            self._mark_at(event)
        self._is_dragging = False

    def _bar_under(self, event: events.MouseEvent) -> int | None:
        """Return the number of the bar under the mouse, or None."""
        offset = event.get_content_offset(self)
        if offset is None or self._sidebar.chart is None:
            return None
        number = self._line_number(offset.y + self.top_line)
        if number < len(self._lines) and self._lines[number].kind in ("chart", "axis"):
            return self._sidebar.chart.bar_at(offset.x - MARGIN)
        return None

    def _mark_at(self, event: events.MouseEvent) -> bool:
        """Mark an end of a range at the bar under the mouse. Return whether there is one."""
        bar = self._bar_under(event)
        if bar is None:
            return False
        self.focus()
        self.cursor = next(i for i, line in enumerate(self._lines) if line.kind == "axis")
        self._bar = bar
        self.action_mark()
        return True

    def on_click(self, event: events.Click) -> None:
        """Tick the value that the user clicks, or open and close a facet."""
        y = self._line_number(event.y + self.top_line)
        if self._is_selectable(y) and self._lines[y].kind != "axis":
            self._move_to(y)
            self.action_tick()


def _fold_name(line: FacetLine) -> str:
    """Return the name under which a line is folded: its year, or its facet."""
    return line.value[:4] if line.facet == "dates" and line.value[:4].isdigit() else line.facet
