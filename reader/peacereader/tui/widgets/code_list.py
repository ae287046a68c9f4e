"""The codebook as a tree: a line for each code with its color, key, number of passages and description."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings, key_at
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.code import Code

_COUNT_CELLS, _KEY_CELLS = 7, 4


class CodeList(LineView):
    """The codes, parents before children; it posts what the user wants to do with one as a message."""

    BINDINGS = bindings("codes")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "codes--name", "codes--about", "codes--cursor", "codes--bar", "codes--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    CodeList { background: $background; color: $foreground; padding: 1 0 0 0; height: 1fr; }
    CodeList > .codes--name { text-style: bold; }
    CodeList > .codes--about { color: $room-muted; }
    CodeList > .codes--cursor { background: $room-cursor; }
    CodeList > .codes--bar { color: $accent; }
    CodeList > .codes--words { color: $room-muted; }
    """

    class Requested(FieldMessage):
        """Posted with the user's request, as its key is called in `keys.py`; `digit` is the key that a code gets."""

        what: str
        code: Code | None
        digit: str = ""

    class Moved(Message):
        """Posted when the cursor is on another code."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: Sequence[Code] = ()
        self.cursor = 0
        self._uses: Mapping[str, int] = {}
        self._depths: dict[str, int] = {}
        self._last_key = ""
        self._is_read = False

    def show(self, codes: Sequence[Code], uses: Mapping[str, int], at: str = "") -> None:
        """Show these codes with their numbers of passages. The cursor goes to `at`, or stays on its code."""
        name = at or (self.current.name if self.current else "")
        self.codes, self._uses, self._is_read = in_order(codes), uses, True
        self._depths = {}
        for code in self.codes:
            self._depths[code.name] = 0 if code.parent is None else self._depths.get(code.parent, 0) + 1
        names = [code.name for code in self.codes]
        self.cursor = names.index(name) if name in names else min(self.cursor, max(0, len(names) - 1))
        self.set_line_count(len(self.codes) or 3)
        self._reveal()

    @property
    def current(self) -> Code | None:
        """The code under the cursor."""
        return self.codes[self.cursor] if self.codes else None

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.set_line_count(len(self.codes) or 3)
        self._reveal()

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the line of the cursor its own background."""
        is_current = bool(self.codes) and y == self.cursor
        return self.base_style + self.overlay_style("codes--cursor") if is_current else self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return a code: its color, name, number of passages, key and description."""
        if not self.codes:
            add, label = key_at(self, "code-add"), key_at(self, "label")
            words = f"No codes yet. {add} adds one; or label a passage by {label}, and its label is a code."
            lines = wrap(words, max(10, self.width - 4)) if self._is_read else []
            text = words[lines[y][0] : lines[y][1]] if y < len(lines) else ""
            return [Segment(f"  {text}", self.component_style("codes--words"))]
        code, ground = self.codes[y], self.line_style(y)
        muted = ground + self.overlay_style("codes--about")
        indent = "  " * min(self._depths[code.name], 8)
        room = max(10, min(44, self.width // 2))
        name = padded(shortened(code.name, room - len(indent) - 2), room - len(indent) - 2)
        about = " ".join(code.description.split()) or ("· " + " ".join(code.memo.split()) if code.memo else "")
        left = self.width - 2 - room - _COUNT_CELLS - _KEY_CELLS
        sign = Segment("■ ", ground + Style(color=code.color)) if code.color else Segment("□ ", muted)
        return [
            Segment("▌ " if y == self.cursor else "  ", ground + self.overlay_style("codes--bar")),
            Segment(indent, ground),
            sign,
            Segment(name, ground + self.overlay_style("codes--name")),
            Segment(f"{self._uses.get(code.name, 0):>{_COUNT_CELLS - 1},} ", muted),
            Segment(f" {code.key or ' '}  ", ground + self.overlay_style("codes--bar")),
            Segment(shortened(about, left) if left >= 8 else "", muted),
        ]

    # Moving and asking

    def _reveal(self) -> None:
        self.reveal(self.cursor, self.cursor)
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by codes."""
        self.cursor = min(max(0, self.cursor + by), max(0, len(self.codes) - 1))
        self._reveal()

    def action_first(self) -> None:
        """Go to the first code."""
        self.action_move(-len(self.codes))

    def action_last(self) -> None:
        """Go to the last code."""
        self.action_move(len(self.codes))

    def on_key(self, event: events.Key) -> None:
        """Remember which of the keys of an action was pressed."""
        self._last_key = event.key

    def action_key(self) -> None:
        """Give the code the digit that was pressed as its key; 0 takes it away."""
        self._ask("key", "" if self._last_key == "0" else self._last_key)

    def action_ask(self, what: str) -> None:
        """Post a request about the code under the cursor, or one that needs none."""
        self._ask(what)

    def _ask(self, what: str, digit: str = "") -> None:
        if self.current or what in ("add", "undo", "redo", "table", "back"):
            self.post_message(self.Requested(what, self.current, digit))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line that the user clicks; if it is already there, show the passages of the code."""
        line = event.y - self.gutter.top + self.top_line
        if self.codes and line == self.cursor:
            self.action_ask("passages")
        elif 0 <= line < len(self.codes):
            self.cursor = line
            self._reveal()


def in_order(codes: Sequence[Code]) -> list[Code]:
    """Return the codes with those below each right after it."""
    children: dict[str | None, list[Code]] = {}
    for code in codes:
        children.setdefault(code.parent, []).append(code)
    found: list[Code] = []
    pending = list(reversed(children.get(None, [])))
    while pending:
        code = pending.pop()
        found.append(code)
        pending += reversed(children.get(code.name, []))
    return found
