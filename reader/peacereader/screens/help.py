"""The help screen: every key, written from the bindings in force, and the query syntax."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.screen import Screen

from peacereader.keys import GROUPS, bindings, shown_key
from peacereader.widgets.key_bar import KeyBar
from peacereader.widgets.line_view import LineView
from peacereader.widgets.wrapping import wrap

SYNTAX = (
    ("ceasefire istanbul", "both words, anywhere in title or text"),
    ("ceasefire OR truce", "one of them, or both"),
    ("ceasefire -minsk", "without a word; NOT does the same"),
    ('"prisoner swap"', "the words in this order"),
    ('"swap prisoners"~3', "the words near each other, up to three places apart"),
    ("negotiat*", "words that begin so; ne?otiate has one letter open"),
    ("zelenski~", "words spelled much like it"),
    ("=Kiev", "exactly this spelling, without Kyiv and Київ"),
    ("outlet:sputnik", "fields: title: outlet: tag: author: url: lang:"),
    ("date:2025-05", "a day, month or year; date:2025-05..2025-06; after: before:"),
    ("is:bookmarked", "articles with passages; is:unread those not opened yet"),
    ("(riyadh OR jeddah) talks", "parentheses group"),
)

Row = tuple[str, str, str]
"""Kind (heading, row, words or blank), left column, right column."""


def help_rows(keymap: Mapping[str, str], width: int) -> list[Row]:
    """All lines of the help, none wider than `width` cells; `keymap` holds the keys that the user changed."""
    rows: list[Row] = []
    left = min(22, max(12, width // 3))
    for heading, actions in GROUPS.values():
        if heading:
            rows += [("blank", "", ""), ("heading", heading, ""), ("blank", "", "")]
        for action in actions:
            keys = keymap.get(action.name, action.keys).split(",")
            rows += _two_columns("  ".join(shown_key(k.strip()) for k in keys), action.about, left, width)
    rows += [("blank", "", ""), ("heading", "What you can search for", ""), ("blank", "", "")]
    for example, meaning in SYNTAX:
        rows += _two_columns(example, meaning, max(left, 28) if width >= 70 else left, width)
    rows += [("blank", "", ""), ("heading", "Your own keys", ""), ("blank", "", "")]
    words = (
        "In config.yaml (peacereader locate tells where), an action's name with other keys, as in "
        'keys: {next-hit: "ctrl+n"}. The names: ' + ", ".join(a.name for _, actions in GROUPS.values() for a in actions)
    )  # fmt: skip
    rows += [("words", words[s:e], "") for s, e in wrap(words, width - 2)]
    return rows[1:]


def _two_columns(first: str, second: str, left: int, width: int) -> list[Row]:
    lines = [second[s:e] for s, e in wrap(second, max(10, width - left - 3))]
    if len(first) > left - 1:
        return [("row", first, ""), *(("row", "", line) for line in lines)]
    return [("row", first if i == 0 else "", line) for i, line in enumerate(lines)]


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

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap
        self._rows: list[Row] = []

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._rows = help_rows(self._keymap, min(100, self.width - 1))
        self.set_line_count(len(self._rows))

    def draw_line(self, y: int) -> list[Segment]:
        """A heading, or a key with its meaning."""
        kind, first, second = self._rows[y]
        if kind == "heading":
            return [Segment(first, self.part("help--heading"))]
        if kind == "words":
            return [Segment("  " + first, self.part("help--words"))]
        wide = 28 if self.width >= 71 and self._is_example(y) else min(22, max(12, min(100, self.width - 1) // 3))
        return [
            Segment("  " + first.ljust(wide), self.part("help--key")),
            Segment(second, self.ground),
        ]

    def _is_example(self, y: int) -> bool:
        return y > next(i for i, row in enumerate(self._rows) if row[1] == "What you can search for")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.go_to(self.top_line + by)

    def action_page(self, by: int) -> None:
        """Scroll by pages."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def action_edge(self, last: int) -> None:
        """Go to the beginning or the end."""
        self.go_to(self.virtual_size.height if last else 0)


class HelpScreen(Screen[None]):
    """The help, over the screen from which it was called."""

    BINDINGS: ClassVar = bindings("help")

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The lines and the key bar."""
        yield HelpView(self._keymap)
        yield KeyBar(self._keymap)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
