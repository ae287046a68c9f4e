"""The screen of settings: each with its meaning and its value, changed here and written to `config.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from peaceindex import printable
from peaceindex.errors import PeaceindexError
from peacereader.config import config_path, load_config
from peacereader.config_help import ConfigField, config_fields
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.setting_value import SettingValue
from peacereader.tui.keys import GROUPS, bindings, shown_key
from peacereader.tui.palette_search import Entry, folded
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.setting_values import change, choices_of, shown_value, value_of
from peacereader.tui.widgets.guarded import GuardedInput, GuardedOptionList
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.wrapping import padded, shortened, wrap
from peacereader.tui.writing_actions import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peacereader.config import Config
    from peacereader.tui.screens.context import ReaderContext

_WIDTH = 100
_NAME_CELLS = 22


class SettingList(GuardedOptionList):
    """The settings, with the keys to change them; the screen does it."""

    BINDINGS: ClassVar = bindings("settings")

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._go(by)

    def action_page(self, by: int) -> None:
        """Move the cursor by some settings."""
        self._go(5 * by)

    def _go(self, by: int) -> None:
        if self.option_count:
            self.highlighted = min(self.option_count - 1, max(0, (self.highlighted or 0) + by))

    def action_change(self) -> None:
        """Change the setting."""
        self.action_select()

    async def action_default(self) -> None:
        """Put the default back."""
        await self.run_action("screen.default")

    async def action_search(self) -> None:
        """Go to the line that finds settings."""
        await self.run_action("screen.search")

    async def action_leave(self) -> None:
        """Leave the settings."""
        await self.run_action("screen.leave")


class SettingsScreen(ReaderScreen[None]):
    """The settings. `apply` lets one that was changed count at once, and says whether it does.

    `themes` are the names of the themes that there are; the cursor is on the setting `name`.
    """

    BINDINGS: ClassVar = [("escape", "leave")]

    DEFAULT_CSS = """
    SettingsScreen { background: $background; }
    SettingsScreen #head {
        height: 1; background: $surface; color: $room-muted; padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis;
    }
    SettingsScreen Input { border: none; height: 1; padding: 0 2; background: $surface; }
    SettingsScreen OptionList {
        background: $background; border: none; padding: 0 2; height: 1fr; scrollbar-size-vertical: 1; max-width: 106;
    }
    SettingsScreen OptionList:focus { background-tint: $foreground 0%; }
    SettingsScreen > .settings--words { color: $room-muted; }
    SettingsScreen OptionList > .option-list--option-highlighted { background: $room-cursor; color: $foreground; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"settings--words"}

    def __init__(
        self, context: ReaderContext, themes: Sequence[str], apply: Callable[[str, Config], bool], name: str = ""
    ) -> None:
        super().__init__()
        self._keymap = context.keymap
        self._is_read_only = context.is_read_only
        self._themes = themes
        self._apply = apply
        self._at = name
        self._config, self._problems = load_config()
        self._shown: list[ConfigField] = []

    def compose(self) -> ComposeResult:
        """Yield the file, the line that finds settings, the settings and the key bar."""
        yield Static("", id="head", markup=False)
        line = GuardedInput(placeholder="/ finds a setting", compact=True, select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield SettingList(compact=True)
        yield KeyBar(self._keymap)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(OptionList).focus()
        for problem in self._problems[:3]:
            self.notify(problem, severity="warning", timeout=12, markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the words out anew."""
        self._show_heading()
        self._fill()

    def _show_heading(self) -> None:
        """Show where the file is, of a long path the end."""
        path = config_path()
        state = "" if path.exists() else " (not there yet)"
        words: str = printable(str(path))
        room = max(12, self.size.width - 4 - cell_len(f"Settings · {state}"))
        while cell_len(words) > room:
            words = "…" + words.lstrip("…")[1:]
        self.query_one("#head", Static).update(f"Settings · {words}{state}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the settings with the words that are typed."""
        self._at = ""
        self._fill()

    def on_input_submitted(self) -> None:
        """Go to the settings that were found."""
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        words = folded(self.query_one(Input).value).split()
        fields = [one for one in config_fields() if one.kind != "a group"]
        self._shown = [one for one in fields if all(word in folded(f"{one.name} {one.meaning}") for word in words)]
        width = max(20, min(_WIDTH, self.size.width - 6))
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(Option(self._row(one, width)) for one in self._shown)
        names = [one.name for one in self._shown]
        if names:
            rows.highlighted = names.index(self._at) if self._at in names else 0

    def _row(self, field: ConfigField, width: int) -> Text:
        value = value_of(self._config, field.name)
        if field.name == "keys":
            words = ", ".join(f"{name}: {keys}" for name, keys in self._config.keys.items()) or "none of your own"
        else:
            words = shown_value(value) or "not set"
        is_default = words in (field.default, "not set", "none of your own")
        dim = self.get_component_rich_style("settings--words", partial=True)
        row = Text(no_wrap=True)
        row.append(padded(f"  {field.name}", _NAME_CELLS), "bold")
        row.append(shortened(printable(words), width - _NAME_CELLS - 10))
        row.append("  default" if is_default and field.default else "", dim)
        for start, end in wrap(field.meaning, width - 6):
            row.append(f"\n      {field.meaning[start:end]}", dim)
        return row

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Remember where the cursor is."""
        self._at = self._shown[event.option_index].name

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the value, or turn it over if there are two."""
        field = self._shown[event.option_index]
        value = value_of(self._config, field.name)
        if self._is_read_only:  # a click comes by no key
            show_toast(self, REFUSAL)
        elif isinstance(value, bool):
            self._set(field.name, shown_value(not value))
        elif field.name == "keys":
            self._choose_action()
        else:
            self._ask(field.name, field.meaning, shown_value(value))

    def _ask(self, name: str, about: str, value: str) -> None:
        def come_back(text: str | None) -> None:
            if text is not None and text != value:
                self.call_next(self._set, name, text)

        self.enter(SettingValue(name, about, value, choices_of(name, self._themes), self._themes), come_back)

    def _choose_action(self) -> None:
        """Let the user choose an action, then its keys."""
        from peacereader.tui.dialogs.palette import Palette

        def entry(name: str, about: str, keys: str, heading: str) -> Entry:
            value = self._config.keys.get(name, keys)
            words = f"Keys for “{about}”, separated by commas, such as x, ctrl+x, f5 or pagedown. Empty: its own."
            shown = " ".join(shown_key(key.strip()) for key in value.split(",")[:2])
            return Entry(about, shown, heading, lambda: self._ask(f"keys.{name}", words, value), name)

        entries = [entry(one.name, one.about, one.keys, title) for title, listed in GROUPS.values() for one in listed]

        def come_back(chosen: Entry | None) -> None:
            if chosen is not None:
                self.call_next(chosen.run)

        self.enter(Palette(entries, None, lambda _: ()), come_back)

    def _set(self, name: str, text: str) -> None:
        try:
            words = change(name, text, self._themes, self._apply)
        except PeaceindexError as error:
            show_error(self, str(error))
            return
        self._config, problems = load_config()
        self._show_heading()
        show_toast(self, " ".join([words, *problems[:1]]))
        self._fill()

    def action_default(self) -> None:
        """Put the default of the setting back."""
        name = self._at
        if name == "keys":
            show_toast(self, "Enter chooses an action: an empty line gives it its own keys back.")
        elif name:
            self._set(name, "")

    def action_search(self) -> None:
        """Go to the line that finds settings."""
        self.query_one(Input).focus()

    def action_leave(self) -> None:
        """Leave the line that finds settings, or the settings."""
        line = self.query_one(Input)
        if line.has_focus:
            line.value = ""
            self.query_one(OptionList).focus()
        else:
            self.leave()
