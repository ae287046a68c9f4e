"""The list of themes. The whole screen shows the theme under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peacereader.tui.themes import ReaderTheme, ThemedApp


_LINES_AROUND = 13
"""The lines of the dialog beside the list: its border, what is said of a theme, the keys."""


class ThemePicker(ReaderDialog[str | None]):
    """A dialog whose result is the name of the chosen theme, or None to keep the old one."""

    BINDINGS: ClassVar = [
        Binding("escape,q,t", "leave", "keep the old one"),
        Binding("e", "edit", "change its colours", id="theme-edit"),
    ]

    DEFAULT_CSS = """
    ThemePicker { align: right top; background: $background 0%; }
    ThemePicker > Vertical {
        width: 44; max-width: 96%; height: auto; max-height: 96%; margin: 1 2; background: $surface; padding: 1 2;
        border: round $accent;
    }
    ThemePicker OptionList { background: $surface; border: none; padding: 0; height: auto; max-height: 16; }
    ThemePicker OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    ThemePicker Static { color: $room-muted; margin: 1 0 0 0; height: auto; }
    """

    def __init__(self, themes: Mapping[str, ReaderTheme], current: str) -> None:
        super().__init__()
        self._themes = themes
        self._current = current

    def compose(self) -> ComposeResult:
        """Yield the list of themes, by title, and the description of one of them."""
        with Vertical():
            yield GuardedOptionList(
                *(Option(Text(theme.title), id=name) for name, theme in self._themes.items()), compact=True
            )
            yield Static("", id="about", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the words below the list in a low terminal: the list scrolls."""
        self.query_one(OptionList).styles.max_height = max(2, min(len(self._themes), event.size.height - _LINES_AROUND))

    def on_mount(self) -> None:
        """Place the cursor on the theme in use."""
        options = self.query_one(OptionList)
        names = list(self._themes)
        options.highlighted = names.index(self._current) if self._current in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the theme."""
        name = event.option.id or self._current
        self.app.theme = name
        self.query_one("#about", Static).update(
            f"{self._themes[name].about}\n\nEnter chooses it · e changes its colours · Esc keeps the old one"
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Keep the chosen theme."""
        self.leave(event.option.id)

    def action_edit(self) -> None:
        """Change the colours of the theme under the cursor, in a new theme."""
        from peacereader.tui.dialogs.theme_editor import ThemeEditor

        option = self.query_one(OptionList).highlighted_option
        name = (option.id if option else None) or self._current
        box = self.query_one(Vertical)

        def come_back(theme: ReaderTheme | None) -> None:
            box.visible = True
            if theme is None:
                self.app.theme = name
            else:
                cast("ThemedApp", self.app).add_theme(theme)
                self.leave(theme.name)

        if name in self._themes:
            titles = {one: theme.title for one, theme in self._themes.items()}
            if self.enter(ThemeEditor(self._themes[name], titles), come_back):
                box.visible = False

    def on_reader_dialog_leaving(self) -> None:
        """Go back to the old theme."""
        self.app.theme = self._current
