"""The list of passages: the quote, source and note of each, in rows of differing height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.passage import Passage

MAX_QUOTE_LINES = 4
"""The number of lines of a quote that the list shows."""


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A line of the list: the index of its passage, its kind and its text."""

    passage: int
    kind: str
    text: str


class PassageList(LineView):
    """Rows of passages of differing height."""

    BINDINGS = bindings("passages")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passages--quote", "passages--source", "passages--note", "passages--warning", "passages--cursor",
        "passages--bar", "passages--words", "passages--labels",
    }  # fmt: skip

    DEFAULT_CSS = """
    PassageList { background: $background; color: $foreground; padding: 1 1 0 1; }
    PassageList > .passages--source { color: $room-muted; }
    PassageList > .passages--note { color: $accent; text-style: italic; }
    PassageList > .passages--labels { color: $room-passage; }
    PassageList > .passages--warning { color: $room-warning; text-style: italic; }
    PassageList > .passages--cursor { background: $room-cursor; }
    PassageList > .passages--bar { color: $room-passage; }
    PassageList > .passages--words { color: $room-muted; }
    """

    @dataclass(eq=False, repr=False)
    class Requested(Message):
        """Posted with the user's request: `open`, `note`, `quote`, `quote in style`, `label`, and others.

        `passage` is the one under the cursor; `passages` are the marked ones, or else that one. `digit` is the key of a
        label.
        """

        what: str
        passage: Passage | None
        passages: tuple[Passage, ...] = ()
        digit: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.cursor = 0
        self._lines: list[PassageLine] = []
        self._words = ""
        self._marked: set[str] = set()
        self._last_key = ""

    def show(self, passages: Sequence[Passage], words: str) -> None:
        """Show these passages, or `words` if there are none; the cursor stays where it was."""
        self.passages = list(passages)
        self._words = words
        self.cursor = min(self.cursor, max(0, len(self.passages) - 1))
        self.on_resize()

    @property
    def current(self) -> Passage | None:
        """The passage under the cursor."""
        return self.passages[self.cursor] if self.passages else None

    def on_resize(self) -> None:
        """Wrap again."""
        width = min(88, self.width - 4)
        lines: list[PassageLine] = []
        for number, passage in enumerate(self.passages):
            flat = " ".join(passage.quote.split())
            pieces = [flat[s:e] for s, e in wrap(flat, width)]
            if len(pieces) > MAX_QUOTE_LINES:
                pieces = [*pieces[: MAX_QUOTE_LINES - 1], shortened(pieces[MAX_QUOTE_LINES - 1] + " …", width)]
            lines += [PassageLine(number, "quote", piece) for piece in pieces]
            facts = [
                passage.outlet or wording.OUTLET_NOT_KNOWN,
                wording.long_date(passage.date),
                passage.title or wording.TITLE_NOT_KNOWN,
            ]
            lines.append(PassageLine(number, "source", shortened("— " + " · ".join(facts), width)))
            if passage.labels:
                labels = " · ".join(passage.labels)
                lines += [PassageLine(number, "labels", labels[s:e]) for s, e in wrap(labels, width)]
            if passage.event:
                lines.append(PassageLine(number, "labels", shortened(wording.event_words(passage.event), width)))
            for paragraph in passage.note.split("\n") if passage.note else ():
                lines += [PassageLine(number, "note", paragraph[s:e]) for s, e in wrap(paragraph, width) or [(0, 0)]]
            if warning := wording.ANCHORING_WORDS[passage.anchoring]:
                lines.append(PassageLine(number, "warning", shortened(warning, width)))
            lines.append(PassageLine(number, "blank", ""))
        if not lines:
            lines = [PassageLine(-1, "words", self._words[s:e]) for s, e in wrap(self._words, width)]
        self._lines = lines
        self.set_line_count(len(lines))
        self._reveal()

    def draw_line(self, y: int) -> list[Segment]:
        """Return a line of a quote, its source, its note, or a warning."""
        line = self._lines[y]
        ground = self.line_style(y)
        if line.kind == "blank":
            return []
        if line.kind == "words":
            return [Segment("  " + line.text, self.component_style("passages--words"))]
        is_marked = self.passages[line.passage].id in self._marked
        bar = ("■ " if is_marked else "┃ ") if line.kind == "quote" else "  "
        return [
            Segment(bar, ground + self.overlay_style("passages--bar")),
            Segment(line.text, ground + self.overlay_style(f"passages--{line.kind}")),
        ]

    def line_style(self, y: int) -> Style:
        """Give the passage under the cursor its own background."""
        line = self._lines[y] if y < len(self._lines) else None
        if line and line.passage == self.cursor and line.kind != "blank":
            return self.base_style + self.overlay_style("passages--cursor")
        return self.base_style

    def _reveal(self) -> None:
        lines = [i for i, line in enumerate(self._lines) if line.passage == self.cursor]
        if lines:
            self.reveal(lines[0], lines[-1])
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by passages."""
        self.cursor = min(max(0, self.cursor + by), max(0, len(self.passages) - 1))
        self._reveal()

    def action_first(self) -> None:
        """Go to the first passage."""
        self.action_move(-len(self.passages))

    def action_last(self) -> None:
        """Go to the last passage."""
        self.action_move(len(self.passages))

    def action_open(self) -> None:
        """Open the article at the passage."""
        self._request("open")

    def action_note(self) -> None:
        """Write a note."""
        self._request("note")

    def action_quote(self, choose_style: bool = False) -> None:
        """Copy the passage."""
        self._request("quote in style" if choose_style else "quote")

    def on_key(self, event: events.Key) -> None:
        """Remember which of the keys of an action was pressed."""
        self._last_key = event.key

    def action_mark(self) -> None:
        """Mark the passage or take its mark away, and go to the next."""
        if self.current:
            self._marked ^= {self.current.id}
            self.action_move(1)

    def action_label(self) -> None:
        """Label the passages."""
        self._request("label")

    def action_label_key(self) -> None:
        """Set or remove the label of a digit."""
        self._request("label", self._last_key)

    def action_remove(self) -> None:
        """Remove the passages."""
        self._request("remove")
        self._marked.clear()

    def action_event(self) -> None:
        """Say which event the passage tells of."""
        self._request("event")

    def action_events(self) -> None:
        """Show the table of all events."""
        self.post_message(self.Requested("events", None))

    def action_undo(self) -> None:
        """Undo the last change."""
        self.post_message(self.Requested("undo", None))

    def action_redo(self) -> None:
        """Redo what was undone last."""
        self.post_message(self.Requested("redo", None))

    def action_search(self) -> None:
        """Search the passages."""
        self.post_message(self.Requested("search", None))

    def action_back(self) -> None:
        """Leave the list."""
        self.post_message(self.Requested("back", None))

    def _request(self, what: str, digit: str = "") -> None:
        if self.current:
            marked = tuple(passage for passage in self.passages if passage.id in self._marked)
            self.post_message(self.Requested(what, self.current, marked or (self.current,), digit))
