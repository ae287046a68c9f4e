"""The theme editor: the colours of a theme at the right edge, and the screen itself as they make it look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from msgspec.structs import replace
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.message import Message
from textual.widgets import Static

from peaceindex.model.safe_text import one_line
from peaceindex.paths import config_dir
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.theme_colours import ROLES, TEXT_RATIO, Depth, faint_pairs
from peacereader.tui.theme_editing import save_theme, short_name, turned, value_of, weakest, with_value
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.color import Color as RichColor

    from peacereader.tui.themes import ReaderTheme, ThemedApp

DRAFT = "draft--"
"""The name of the theme while it is edited: no theme file can have it."""

_DEPTHS: Mapping[Depth, str] = {"24bit": "24 bits", "256": "256 colours", "16": "16 colours"}
_KEYS = (
    "h l hue  - + light  < > strong",
    "Enter types it  u undoes  d depth",
    "s saves as new  Esc leaves",
)
_SAMPLE_CELLS = 2
_ROLE_CELLS = max(map(len, ROLES)) + 1
_VALUE_CELLS = len("#1b1f24 ")
_NAME_CELLS = len("bright magenta ")


class RoleList(LineView):
    """The roles with their colours, each with its weakest contrast. It is painted in the colours that it began with.

    So it can be read whatever becomes of the theme.
    """

    BINDINGS: ClassVar = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("h,left", "turn('hue', -6)", show=False),
        Binding("l,right", "turn('hue', 6)", show=False),
        Binding("minus", "turn('light', -2)", show=False),
        Binding("plus,equals_sign", "turn('light', 2)", show=False),
        Binding("less_than_sign", "turn('strong', -5)", show=False),
        Binding("greater_than_sign", "turn('strong', 5)", show=False),
        Binding("enter", "ask('type')", show=False),
        Binding("u", "ask('undo')", show=False),
        Binding("d", "ask('depth')", show=False),
        Binding("s", "ask('save')", show=False),
    ]

    class Turned(Message):
        """Posted when the user turns the colour under the cursor."""

        def __init__(self, role: str, what: str, by: int) -> None:
            super().__init__()
            self.role, self.what, self.by = role, what, by

    class Asked(Message):
        """Posted when the user asks for something else."""

        def __init__(self, role: str, what: str) -> None:
            super().__init__()
            self.role, self.what = role, what

    def __init__(self, theme: ReaderTheme, depth: Depth) -> None:
        super().__init__()
        self.cursor = 0
        colours = theme.colours_in(depth)
        text, ground, faint, bar = (_rich(c) for c in (colours.text, colours.panel, colours.muted, colours.accent))
        self._plain = Style(color=text, bgcolor=ground)
        self._faint = Style(color=faint, bgcolor=ground)
        self._bar = Style(color=bar, bgcolor=ground)
        self._theme, self._depth = theme, depth

    def on_mount(self) -> None:
        """Count the lines."""
        self.set_line_count(len(ROLES) + 4 + len(_KEYS))

    def show(self, theme: ReaderTheme, depth: Depth) -> None:
        """Show these colours."""
        self._theme, self._depth = theme, depth
        self.refresh()

    def line_style(self, y: int) -> Style:
        """Keep the ground that the list began with."""
        return self._plain

    def draw_line(self, y: int) -> list[Segment]:
        """Return the line of a role, or one of those around the roles."""
        if y == 0:
            depth = _DEPTHS.get(self._depth, "no colours")
            title = shortened(self._theme.title, self.width - len(depth) - 3)
            gap = " " * (self.width - cell_len(title) - len(depth) - 2)
            return [Segment(f" {title}", self._plain + Style(bold=True)), Segment(gap + depth, self._faint)]
        if y <= len(ROLES):
            return self._draw_role(ROLES[y - 1], is_current=y - 1 == self.cursor)
        if y == len(ROLES) + 2:
            return [Segment(" " + shortened(self._summary(), self.width - 2), self._plain)]
        keys = y - len(ROLES) - 4
        return [Segment(f" {_KEYS[keys]}", self._faint)] if 0 <= keys < len(_KEYS) else []

    def _draw_role(self, role: str, *, is_current: bool) -> list[Segment]:
        style = self._plain + Style(bold=is_current)
        colour = _rich(getattr(self._theme.colours_in(self._depth), role))
        found = weakest(self._theme, role, self._depth)
        words = ""
        if found:
            ratio, text, ground = found
            words = f"{ratio:.1f}" + ("" if ratio >= TEXT_RATIO else f" ✗ {ground if text == role else text}")
        name = role.replace("_", " ").ljust(_ROLE_CELLS)
        value = value_of(self._theme, role, self._depth).ljust(
            _NAME_CELLS if self._theme.is_of_terminal(self._depth) else _VALUE_CELLS
        )
        used = 2 + len(name) + _SAMPLE_CELLS + 1 + len(value)
        return [
            Segment("▌ " if is_current else "  ", self._bar),
            Segment(name, style),
            Segment(" " * _SAMPLE_CELLS, Style(bgcolor=colour)),
            Segment(f" {value}", style),
            Segment(shortened(words, self.width - used - 1), self._plain if "✗" in words else self._faint),
        ]

    def _summary(self) -> str:
        """Return in which depths all text stands out."""
        depths: tuple[Depth, ...] = ("16",) if self._theme.terminal_colours else ("24bit", "256", "16")
        counts = {depth: len(faint_pairs(self._theme.colours_in(depth), dark=self._theme.dark)) for depth in depths}
        if not any(counts.values()):
            return "All text stands out (WCAG AA)."
        return "Faint pairs: " + ", ".join(f"{count} in {_DEPTHS[depth]}" for depth, count in counts.items() if count)

    def action_move(self, by: int) -> None:
        """Move the cursor by roles."""
        self.cursor = min(len(ROLES) - 1, max(0, self.cursor + by))
        self.reveal(self.cursor if self.cursor else 0, self.cursor + 1)
        self.refresh()

    def action_turn(self, what: str, by: int) -> None:
        """Turn the colour under the cursor."""
        self.post_message(self.Turned(ROLES[self.cursor], what, by))

    def action_ask(self, what: str) -> None:
        """Ask for something else."""
        self.post_message(self.Asked(ROLES[self.cursor], what))


class ThemeEditor(ReaderDialog["ReaderTheme | None"]):
    """A dialog whose result is the theme that was saved, or None. The screen below it shows the theme as it is."""

    BINDINGS: ClassVar = [Binding("escape,q", "leave", "leave it")]

    KEEPING_KEY = "s"

    DEFAULT_CSS = """
    ThemeEditor { align: right top; background: $background 0%; }
    ThemeEditor > RoleList { width: 54; max-width: 100%; height: 23; max-height: 100%; padding: 0; }
    """

    def __init__(self, theme: ReaderTheme, taken: Mapping[str, str]) -> None:
        """`taken` holds the names of all themes, which are kept, with their titles."""
        super().__init__()
        self._first = self._theme = theme
        self._taken = taken
        self._before: list[ReaderTheme] = []
        self._warned = False

    def compose(self) -> ComposeResult:
        """Yield the list of colours."""
        yield RoleList(self._theme, self._depth)

    def on_mount(self) -> None:
        """Show the theme as it is."""
        self._shown_depth = self._reader.depth
        self._show()

    @property
    def _reader(self) -> ThemedApp:
        return cast("ThemedApp", self.app)

    @property
    def _depth(self) -> Depth:
        depth = self._reader.depth
        return "24bit" if depth == "none" else depth

    @property
    def is_changed(self) -> bool:
        """Whether a colour was changed and the theme not saved."""
        return self._theme != self._first

    def _change(self, theme: ReaderTheme) -> None:
        if theme != self._theme:
            self._before.append(self._theme)
            self._theme = theme
            self._warned = False
            self._show()

    def _show(self) -> None:
        self._reader.show_theme(replace(self._theme, name=DRAFT))
        self.query_one(RoleList).show(self._theme, self._depth)

    def on_role_list_turned(self, message: RoleList.Turned) -> None:
        """Turn the colour, and show it."""
        self._change(turned(self._theme, message.role, self._depth, **{message.what: message.by}))

    def on_role_list_asked(self, message: RoleList.Asked) -> None:
        """Do what is asked for."""
        match message.what:
            case "undo" if self._before:
                self._theme = self._before.pop()
                self._show()
            case "undo":
                self.app.clear_notifications()
                self.notify("No colour was changed yet.", markup=False)
            case "depth":
                self._next_depth()
            case "type":
                self._type(message.role)
            case "save":
                self._ask_for_title()

    def _next_depth(self) -> None:
        depths = list(_DEPTHS)
        self._reader.use_depth(depths[(depths.index(self._depth) + 1) % len(depths)])
        self._show()

    def _type(self, role: str) -> None:
        def take(value: str | None) -> None:
            if value:
                self._change(with_value(self._theme, role, value, self._depth))

        self.enter(ColourValue(self._theme, role, self._depth), take)

    def _ask_for_title(self) -> None:
        def save(title: str | None) -> None:
            if title:
                self._save(one_line(title))

        self.enter(ThemeTitle(f"My {self._first.title.casefold()}", self._taken), save)

    def _save(self, title: str) -> None:
        theme = replace(self._theme, name=short_name(title), title=title, about=f"Made from {self._first.title}.")
        try:
            path = save_theme(theme, config_dir() / "themes")
        except OSError as error:
            self.notify(f"The theme was not saved: {error.strerror}.", severity="error", markup=False)
            return
        self._first = self._theme
        self.notify(f"Saved as {path}", markup=False)
        self._go(theme)

    def on_reader_dialog_leaving(self, message: ReaderDialog.Leaving | None = None) -> None:
        """Leave the theme as it was; what is not saved is lost only when the user leaves again."""
        if message:
            message.prevent_default()
        if self.is_changed and not self._warned:
            self._warned = True
            self.notify("Your colours are not saved: s saves them. Esc again leaves them.", severity="warning")
        else:
            self._go(None)

    def _go(self, theme: ReaderTheme | None) -> None:
        if self._reader.depth != self._shown_depth:
            self._reader.use_depth(self._shown_depth)
        self.leave(theme)


class ColourValue(LineDialog):
    """A dialog that asks for a colour by its name or digits."""

    def __init__(self, theme: ReaderTheme, role: str, depth: Depth) -> None:
        super().__init__(value_of(theme, role, depth), "a name, or #rrggbb")
        self._theme, self._role, self._depth = theme, role, depth

    def about(self) -> Static:
        """Return which colour is asked for."""
        return Static(f"{self._role.replace('_', ' ').capitalize()}, as navy or #1b1f24", markup=False)

    def objection(self, line: str) -> str:
        """Return why `line` is no colour, or "" if it is one."""
        try:
            with_value(self._theme, self._role, line, self._depth)
        except ValueError as error:
            return str(error)
        return ""


class ThemeTitle(LineDialog):
    """A dialog that asks for the title of a new theme. It refuses those whose name another theme has."""

    HELP = "Enter saves a new theme file · Esc goes on editing"

    def __init__(self, title: str, taken: Mapping[str, str]) -> None:
        super().__init__(title, "a title")
        self._taken = taken

    def about(self) -> Static:
        """Return what is asked for."""
        return Static("Title of the new theme", markup=False)

    def objection(self, line: str) -> str:
        """Return why the theme cannot have this title, or "" if it can."""
        name = short_name(line)
        if not name:
            return "The title needs a letter from a to z or a digit."
        if name in self._taken:
            return f"There is a theme {name!r} already, which stays as it is: choose another title."
        if (config_dir() / "themes" / f"{name}.yaml").exists():
            return f"There is a file {name}.yaml in your themes folder, which stays as it is: choose another title."
        return ""


def _rich(colour: str) -> RichColor:
    return Color.parse(colour).rich_color
