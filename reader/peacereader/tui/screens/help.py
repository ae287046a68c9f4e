"""The help screen: every key as it is bound now, the query language, the settings and the commands, to be filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from peacereader.command_help import COMMANDS
from peacereader.config_help import config_fields
from peacereader.query_help import FORMS, PASSAGE_FORMS
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.key_purposes import by_purpose
from peacereader.tui.keys import GROUPS, bindings, shown_key
from peacereader.tui.palette_search import folded
from peacereader.tui.widgets.guarded import GuardedInput
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from peacereader.tui.screens.context import ReaderContext

_COMPLETION_HELP = (
    "While you type, the rest of a word may show dim behind the cursor: → or Tab takes it, Tab again takes the next "
    "one. After outlet:, tag:, date: and is: all values are listed, with their number of articles. Names are found in "
    "all spellings and words in all forms; what else was searched stands below the line."
)
_PLACEHOLDER = "type to find a key, a query, a setting or a command · q leaves"
_NOTHING = "Nothing in this help has these words. Backspace takes a letter back, Esc clears them."

Row = tuple[str, str, str]
"""The kind (heading, purpose, row, words or blank), the left column padded to its width, and the right column."""


class _Section(NamedTuple):
    """A heading, rows of two columns by what they are for ("" for nothing in particular), and words below them."""

    heading: str
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    words: str = ""
    is_of_keys: bool = False


def help_rows(
    keymap: Mapping[str, str], width: int, query_first: bool = False, here: Sequence[str] = (), typed: str = ""
) -> list[Row]:
    """Return the lines of the help that have all `typed` words, none wider than `width` cells.

    `keymap` holds the keys that the user changed. The keys of the groups in `here` come first. With `query_first`, the
    query language comes before the keys.
    """
    keys, query = list(_key_sections(keymap, here)), list(_query_sections())
    sections = [*query, *keys] if query_first else [*keys, *query]
    words = folded(typed).split()
    rows: list[Row] = []
    for section in [*sections, *_setting_sections(), _command_section()]:
        rows += _laid_out(_filtered(section, words) if words else section, width)
    return rows[1:] or _words(_NOTHING, width)


def _key_sections(keymap: Mapping[str, str], here: Sequence[str]) -> Iterator[_Section]:
    names = [*here, *(name for name in GROUPS if name not in here)]
    for name in names:
        heading, actions = GROUPS[name]
        if name == "pages":
            actions = (*actions, *GROUPS["help"][1])
        if heading:
            parts = [
                (purpose, [(_keys(keymap.get(one.name, one.keys)), one.about) for one in listed])
                for purpose, listed in by_purpose(actions)
            ]
            yield _Section(f"{heading} (here)" if name in here else heading, parts, is_of_keys=True)


def _keys(keys: str) -> str:
    return "  ".join(shown_key(key.strip()) for key in keys.split(","))


def _query_sections() -> Iterator[_Section]:
    yield _Section("What you can search for", [("", [(one.example, one.meaning) for one in FORMS])], _COMPLETION_HELP)
    yield _Section("What you can search passages for", [("", [(one.example, one.meaning) for one in PASSAGE_FORMS])])


def _setting_sections() -> Iterator[_Section]:
    yield _Section(
        "Settings in config.yaml",
        [("", [(field.name, field.words) for field in config_fields()])],
        "peacereader locate shows where this file belongs, and peacereader locate --write-config writes it. The "
        "command :settings changes it from here.",
    )
    yield _Section(
        "Names of actions, for keys in config.yaml",
        [("", [(action.name, action.about) for _, actions in GROUPS.values() for action in actions])],
        'Other keys are written as in keys: {next-hit: "n,ctrl+n"}.',
    )


def _command_section() -> _Section:
    commands = [command for listed in COMMANDS.values() for command in listed.items()]
    return _Section("In a shell: peacereader COMMAND", [("", commands)])


def _filtered(section: _Section, words: Sequence[str]) -> _Section:
    """Return what of a section has all the words, counting its headings; nothing of its words below."""
    parts = []
    for purpose, rows in section.parts:
        about = folded(f"{section.heading} {purpose} ")
        found = [row for row in rows if all(word in about + folded(f"{row[0]} {row[1]}") for word in words)]
        if found:
            parts.append((purpose, found))
    return section._replace(parts=parts, words="")


def _laid_out(section: _Section, width: int) -> list[Row]:
    """The lines of a section: its heading, then its rows under what they are for; none if it has no rows."""
    if not section.parts:
        return []
    pairs = [pair for _, listed in section.parts for pair in listed]
    left = min(22, max(12, width // 3))
    if not section.is_of_keys and width >= 70:
        left = 2 + max(len(first) for first, _ in pairs)
    rows: list[Row] = [("blank", "", ""), ("heading", section.heading, ""), ("blank", "", "")]
    for number, (purpose, listed) in enumerate(section.parts):
        if purpose:
            rows += [("blank", "", "")] if number else []
            rows.append(("purpose", purpose, ""))
        for first, second in listed:
            rows += _two_columns(first, second, left, width)
    return [*rows, ("blank", "", ""), *_words(section.words, width)] if section.words else rows


def _words(text: str, width: int) -> list[Row]:
    return [("words", text[start:end], "") for start, end in wrap(text, width - 2)]


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
    HelpView { background: $background; color: $foreground; padding: 0 2; height: 1fr; }
    HelpView > .help--heading { color: $accent; text-style: bold; }
    HelpView > .help--key { text-style: bold; }
    HelpView > .help--words { color: $room-muted; }
    """

    def __init__(self, keymap: Mapping[str, str], query_first: bool, here: Sequence[str]) -> None:
        super().__init__()
        self._keymap = keymap
        self._query_first = query_first
        self._here = here
        self._typed = ""
        self._rows: list[Row] = []

    def on_resize(self) -> None:
        """Lay out the columns again."""
        self._rows = help_rows(self._keymap, min(100, self.width - 1), self._query_first, self._here, self._typed)
        self.set_line_count(len(self._rows))

    def filter(self, typed: str) -> None:
        """Show what has all these words, from its beginning."""
        self._typed = typed
        self.on_resize()
        self.go_to(0)

    def draw_line(self, y: int) -> list[Segment]:
        """Return a heading, or a key with its meaning."""
        kind, first, second = self._rows[y]
        if kind == "heading":
            return [Segment(first, self.component_style("help--heading"))]
        if kind in ("words", "purpose"):
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
    """The help, on top of the screen that opened it. With `query_first`, the user was typing a query.

    `here` names the groups of keys of that screen, those of its focus first; `words` is what the help is filtered by.
    Letters filter it; keys that are not letters scroll, and the others do so after Tab.
    """

    BINDINGS: ClassVar = [*bindings("help"), *bindings("pages")]

    DEFAULT_CSS = """
    HelpScreen { background: $background; }
    HelpScreen Input { border: none; height: 1; padding: 0 2; background: $surface; }
    """

    def __init__(
        self, context: ReaderContext, query_first: bool = False, here: Sequence[str] = (), words: str = ""
    ) -> None:
        super().__init__()
        self._keymap = context.keymap
        self._words = words
        self._view = HelpView(self._keymap, query_first, here)

    def compose(self) -> ComposeResult:
        """Yield the filter, the lines and the key bar."""
        line = HelpFilter(self._words, placeholder=_PLACEHOLDER, compact=True, select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield self._view
        yield KeyBar(self._keymap)

    def on_mount(self) -> None:
        """Let the user type at once."""
        self.query_one(Input).focus()
        if self._words:
            self._view.filter(self._words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words that are typed."""
        self._view.filter(event.value)

    def on_help_filter_left(self) -> None:
        """Go back."""
        self.leave()

    def on_input_submitted(self) -> None:
        """Go to the lines that were found."""
        self._view.focus()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self._view.action_scroll(by)

    def action_page(self, by: int) -> None:
        """Scroll by pages."""
        self._view.action_page(by)

    def action_edge(self, last: int) -> None:
        """Go to the beginning or the end."""
        self._view.action_edge(last)

    def action_leave(self) -> None:
        """Clear the filter; without one, go back."""
        line = self.query_one(Input)
        if line.value and line.value != self._words:
            line.value = ""
        else:
            self.leave()


class HelpFilter(GuardedInput):
    """The line that filters the help. In an empty line `q` and `?` leave the help, as they do in every pager."""

    async def on_key(self, event: events.Key) -> None:
        """Leave the help, or handle Enter before keys that are waiting."""
        if event.key in ("question_mark", "q") and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        else:
            await super().on_key(event)

    class Left(Message):
        """Posted when the user leaves the help."""
