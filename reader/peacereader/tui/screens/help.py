"""The help screen: every key, written from the bindings in force, and the query syntax."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult

from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import GROUPS, bindings, shown_key
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import wrap

SYNTAX = (
    ("ceasefire istanbul", "both words, anywhere in title or text"),
    ("riyadh OR jeddah", "one of them, or both"),
    ("talks -minsk", "without a word; NOT does the same"),
    ("(riyadh OR jeddah) talks", "parentheses group"),
    ('"prisoner swap"', "the words in this order, as they are written"),
    ('"swap prisoners"~3', "near each other: up to three places apart"),
    ("negotiat*", "words that begin so"),
    ("ne?otiate", "one letter open"),
    ("zelenski~", "words spelled much like it; ~1 and ~2 say by how many letters"),
    ("=Kiev", "this spelling alone, without Kyiv and Київ; =talks without talk and talked"),
    ("title:ceasefire", "in the title"),
    ('outlet:"Amed Post"', "by outlet; so do tag: author: url: lang:"),
    ("tag:(ceasefire OR gas)", "a field before parentheses holds for all in them"),
    ("date:2025-05", "in a month, in a year (2025) or on a day (2025-05-12)"),
    ("date:2025-05..2025-06", "from the one to the other; either end may be left open"),
    ("after:2025-05-12", "on that day or later"),
    ("before:2025", "earlier than that"),
    ("date:none", "articles whose date is not known"),
    ("is:unread", "not opened yet; is:read those that were"),
    ("is:bookmarked", "articles with passages"),
    ("is:cut", "whose beginning, or a tenth of the words, may have been cut by mistake"),
)
"""Examples of all that a query may hold, and what they find."""

COMPLETING = (
    "What could come next stands dim behind the text: → or Tab takes it, Tab again takes the next one. After outlet:, "
    "tag:, date: and is: all values are listed, with the number of articles. Names are found in all their spellings "
    "and words in all their forms; what else was searched is told below the line."
)

Row = tuple[str, str, str]
"""Kind (heading, row, words or blank), left column as wide as it is, right column."""


def help_rows(keymap: Mapping[str, str], width: int, query_first: bool = False) -> list[Row]:
    """All lines of the help, none wider than `width` cells; `keymap` holds the keys that the user changed.

    `query_first`: with the query language before the keys.
    """
    keys, query = _key_rows(keymap, width), _query_rows(width)
    rows = [*query, *keys] if query_first else [*keys, *query]
    rows += [("blank", "", ""), ("heading", "Your own keys", ""), ("blank", "", "")]
    words = (
        "In config.yaml (peacereader locate tells where), an action's name with other keys, as in "
        'keys: {next-hit: "ctrl+n"}. The names: ' + ", ".join(a.name for _, actions in GROUPS.values() for a in actions)
    )  # fmt: skip
    rows += [("words", words[s:e], "") for s, e in wrap(words, width - 2)]
    return rows[1:]


def _query_rows(width: int) -> list[Row]:
    rows: list[Row] = [("blank", "", ""), ("heading", "What you can search for", ""), ("blank", "", "")]
    left = 28 if width >= 70 else _left(width)
    for example, meaning in SYNTAX:
        rows += _two_columns(example, meaning, left, width)
    rows.append(("blank", "", ""))
    return rows + [("words", COMPLETING[s:e], "") for s, e in wrap(COMPLETING, width - 2)]


def _key_rows(keymap: Mapping[str, str], width: int) -> list[Row]:
    rows: list[Row] = []
    left = _left(width)
    for heading, actions in GROUPS.values():
        if heading:
            rows += [("blank", "", ""), ("heading", heading, ""), ("blank", "", "")]
        for action in actions:
            keys = keymap.get(action.name, action.keys).split(",")
            rows += _two_columns("  ".join(shown_key(k.strip()) for k in keys), action.about, left, width)
    return rows


def _left(width: int) -> int:
    """Cells of the left column, where the keys stand."""
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
        """Lay the columns out anew."""
        self._rows = help_rows(self._keymap, min(100, self.width - 1), self._query_first)
        self.set_line_count(len(self._rows))

    def draw_line(self, y: int) -> list[Segment]:
        """A heading, or a key with its meaning."""
        kind, first, second = self._rows[y]
        if kind == "heading":
            return [Segment(first, self.part("help--heading"))]
        if kind == "words":
            return [Segment("  " + first, self.part("help--words"))]
        return [Segment("  " + first, self.part("help--key")), Segment(second, self.ground)]

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
    """The help, over the screen from which it was called; `query_first`: by somebody who was typing a query."""

    BINDINGS: ClassVar = bindings("help")

    def __init__(self, keymap: Mapping[str, str], query_first: bool = False) -> None:
        super().__init__()
        self._keymap = keymap
        self._query_first = query_first

    def compose(self) -> ComposeResult:
        """The lines and the key bar."""
        yield HelpView(self._keymap, self._query_first)
        yield KeyBar(self._keymap)

    def action_leave(self) -> None:
        """Go back."""
        self.leave()
