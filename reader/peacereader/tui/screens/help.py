"""The help screen: every key as it is bound now, the query language, the settings and the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult

from peacereader.command_help import COMMANDS
from peacereader.config_help import config_fields
from peacereader.query_help import FORMS, PASSAGE_FORMS
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import GROUPS, bindings, shown_key
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peacereader.tui.screens.context import ReaderContext

_COMPLETION_HELP = (
    "While you type, the rest of a word may show dim behind the cursor: → or Tab takes it, Tab again takes the next "
    "one. After outlet:, tag:, date: and is: all values are listed, with their number of articles. Names are found in "
    "all spellings and words in all forms; what else was searched stands below the line."
)

Row = tuple[str, str, str]
"""The kind (heading, row, words or blank), the left column padded to its width, and the right column."""


def help_rows(keymap: Mapping[str, str], width: int, query_first: bool = False) -> list[Row]:
    """Return all lines of the help, none wider than `width` cells; `keymap` holds the keys that the user changed.

    With `query_first`, the query language comes before the keys.
    """
    keys, query = _key_rows(keymap, width), _query_rows(width)
    rows = [*query, *keys] if query_first else [*keys, *query]
    return [*rows, *_setting_rows(width), *_command_rows(width)][1:]


def _setting_rows(width: int) -> list[Row]:
    rows = _table("Settings in config.yaml", [(field.name, field.words) for field in config_fields()], width)
    names = ", ".join(action.name for _, actions in GROUPS.values() for action in actions)
    words = (
        "peacereader locate shows where this file belongs. Other keys are written as in "
        f'keys: {{next-hit: "ctrl+n"}}. The actions: {names}'
    )
    return [*rows, ("blank", "", ""), *_words(words, width)]


def _command_rows(width: int) -> list[Row]:
    commands = [command for listed in COMMANDS.values() for command in listed.items()]
    return _table("In a shell: peacereader COMMAND", commands, width)


def _table(heading: str, pairs: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """A heading with two columns below it, the left one as wide as it needs where there is room."""
    left = 2 + max(len(first) for first, _ in pairs) if width >= 70 else _left(width)
    rows = _heading(heading)
    for first, second in pairs:
        rows += _two_columns(first, second, left, width)
    return rows


def _heading(text: str) -> list[Row]:
    return [("blank", "", ""), ("heading", text, ""), ("blank", "", "")]


def _words(text: str, width: int) -> list[Row]:
    return [("words", text[start:end], "") for start, end in wrap(text, width - 2)]


def _query_rows(width: int) -> list[Row]:
    rows = _table("What you can search for", [(form.example, form.meaning) for form in FORMS], width)
    passages = _table("What you can search passages for", [(f.example, f.meaning) for f in PASSAGE_FORMS], width)
    return [*rows, ("blank", "", ""), *_words(_COMPLETION_HELP, width), *passages]


def _key_rows(keymap: Mapping[str, str], width: int) -> list[Row]:
    rows: list[Row] = []
    left = _left(width)
    for heading, actions in GROUPS.values():
        if heading:
            rows += _heading(heading)
        for action in actions:
            keys = keymap.get(action.name, action.keys).split(",")
            rows += _two_columns("  ".join(shown_key(k.strip()) for k in keys), action.about, left, width)
    return rows


def _left(width: int) -> int:
    """Return the width in cells of the left column, which holds the keys."""
    return min(22, max(12, width // 3))


def _two_columns(first: str, second: str, left: int, width: int) -> list[Row]:
    lines = [second[s:e] for s, e in wrap(second, max(10, width - left - 3))]
    if len(first) > left - 1:
        return [("row", first, ""), *(("row", " " * left, line) for line in lines)]
    return [("row", (first if i == 0 else "").ljust(left), line) for i, line in enumerate(lines)]


class HelpView(LineView):
    """The lines of the help."""

    BINDINGS: ClassVar = bindings("pages")

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--heading", "help--key", "help--words"}

    DEFAULT_CSS = """
    HelpView { background: $background; color: $foreground; padding: 1 2; }
    HelpView > .help--heading { color: $accent; text-style: bold; }
    HelpView > .help--key { text-style: bold; }
    HelpView > .help--words { color: $room-muted; }
    """

    def __init__(self, keymap: Mapping[str, str], query_first: bool) -> None:
        super().__init__()
        self._keymap = keymap
        self._query_first = query_first
        self._rows: list[Row] = []

    def on_resize(self) -> None:
        """Lay out the columns again."""
        self._rows = help_rows(self._keymap, min(100, self.width - 1), self._query_first)
        self.set_line_count(len(self._rows))

    def draw_line(self, y: int) -> list[Segment]:
        """Return a heading, or a key with its meaning."""
        kind, first, second = self._rows[y]
        if kind == "heading":
            return [Segment(first, self.component_style("help--heading"))]
        if kind == "words":
            return [Segment("  " + first, self.component_style("help--words"))]
        return [Segment("  " + first, self.component_style("help--key")), Segment(second, self.base_style)]

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.go_to(self.top_line + by)

    def action_page(self, by: int) -> None:
        """Scroll by pages."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def action_edge(self, last: int) -> None:
        """Go to the beginning or the end."""
        self.go_to(self.virtual_size.height if last else 0)


class HelpScreen(ReaderScreen[None]):
    """The help, on top of the screen that opened it. With `query_first`, the user was typing a query."""

    BINDINGS: ClassVar = bindings("help")

    def __init__(self, context: ReaderContext, query_first: bool = False) -> None:
        super().__init__()
        self._keymap = context.keymap
        self._query_first = query_first

    def compose(self) -> ComposeResult:
        """Yield the lines and the key bar."""
        yield HelpView(self._keymap, self._query_first)
        yield KeyBar(self._keymap)

    def action_leave(self) -> None:
        """Go back."""
        self.leave()
