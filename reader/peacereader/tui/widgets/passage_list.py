"""The list of passages: quote, source and note of each, in rows of differing height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from peaceindex.model.passage import Passage
from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened, wrap

QUOTE_LINES = 4
"""Lines of a quote that the list shows."""


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A line of the list: which passage it belongs to, what it is, and its text."""

    passage: int
    kind: str
    text: str


class PassageList(LineView):
    """Rows of passages of differing height."""

    BINDINGS = bindings("passages")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passages--quote", "passages--source", "passages--note", "passages--warning", "passages--cursor",
        "passages--bar", "passages--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    PassageList { background: $background; color: $foreground; padding: 1 1 0 1; }
    PassageList > .passages--source { color: $room-muted; }
    PassageList > .passages--note { color: $accent; text-style: italic; }
    PassageList > .passages--warning { color: $room-warning; text-style: italic; }
    PassageList > .passages--cursor { background: $room-cursor; }
    PassageList > .passages--bar { color: $room-passage; }
    PassageList > .passages--words { color: $room-muted; }
    """

    @dataclass
    class Asked(Message):
        """The user wants something done: `open`, `note`, `quote`, `remove`, `restore`, `search` or `back`."""

        what: str
        passage: Passage | None

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.cursor = 0
        self._lines: list[PassageLine] = []
        self._words = ""

    def show(self, passages: Sequence[Passage], words: str) -> None:
        """Show these passages, or `words` where there are none, with the cursor where it was."""
        self.passages = list(passages)
        self._words = words
        self.cursor = min(self.cursor, max(0, len(self.passages) - 1))
        self.on_resize()

    @property
    def current(self) -> Passage | None:
        """The passage under the cursor."""
        return self.passages[self.cursor] if self.passages else None

    def on_resize(self) -> None:
        """Wrap anew."""
        measure = min(88, self.width - 4)
        lines: list[PassageLine] = []
        for number, passage in enumerate(self.passages):
            flat = " ".join(passage.quote.split())
            pieces = [flat[s:e] for s, e in wrap(flat, measure)]
            if len(pieces) > QUOTE_LINES:
                pieces = [*pieces[: QUOTE_LINES - 1], shortened(pieces[QUOTE_LINES - 1] + " …", measure)]
            lines += [PassageLine(number, "quote", piece) for piece in pieces]
            facts = [
                passage.outlet or wording.OUTLET_NOT_KNOWN,
                wording.spoken_date(passage.date),
                passage.title or wording.TITLE_NOT_KNOWN,
            ]
            lines.append(PassageLine(number, "source", shortened("— " + " · ".join(facts), measure)))
            if passage.note:
                lines += [PassageLine(number, "note", passage.note[s:e]) for s, e in wrap(passage.note, measure)]
            if warning := wording.ANCHORING_WORDS[passage.anchoring]:
                lines.append(PassageLine(number, "warning", shortened(warning, measure)))
            lines.append(PassageLine(number, "blank", ""))
        if not lines:
            lines = [PassageLine(-1, "words", self._words[s:e]) for s, e in wrap(self._words, measure)]
        self._lines = lines
        self.set_line_count(len(lines))
        self._reveal()

    def draw_line(self, y: int) -> list[Segment]:
        """A line of a quote, its source, its note, or a warning."""
        line = self._lines[y]
        ground = self.line_style(y)
        if line.kind == "blank":
            return []
        if line.kind == "words":
            return [Segment("  " + line.text, self.part("passages--words"))]
        bar = "┃ " if line.kind == "quote" else "  "
        return [
            Segment(bar, ground + self.over("passages--bar")),
            Segment(line.text, ground + self.over(f"passages--{line.kind}")),
        ]

    def line_style(self, y: int) -> Style:
        """The passage under the cursor has a ground of its own."""
        line = self._lines[y] if y < len(self._lines) else None
        if line and line.passage == self.cursor and line.kind != "blank":
            return self.ground + self.over("passages--cursor")
        return self.ground

    def _reveal(self) -> None:
        mine = [i for i, line in enumerate(self._lines) if line.passage == self.cursor]
        if mine:
            self.reveal(mine[0], mine[-1])
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
        """Go to the place."""
        self._ask("open")

    def action_note(self) -> None:
        """Write a note."""
        self._ask("note")

    def action_quote(self) -> None:
        """Copy it."""
        self._ask("quote")

    def action_remove(self) -> None:
        """Remove it."""
        self._ask("remove")

    def action_restore(self) -> None:
        """Bring one back."""
        self.post_message(self.Asked("restore", None))

    def action_search(self) -> None:
        """Search the passages."""
        self.post_message(self.Asked("search", None))

    def action_back(self) -> None:
        """Leave."""
        self.post_message(self.Asked("back", None))

    def _ask(self, what: str) -> None:
        if self.current:
            self.post_message(self.Asked(what, self.current))
