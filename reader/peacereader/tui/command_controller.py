"""The palette and the command line: what they offer on the screen in view, and how it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, get_args

from peaceindex.errors import DataFileError, PeaceindexError
from peaceindex.model.safe_text import printable
from peaceindex.model.search import Request, Selection, Sort
from peacereader import wording
from peacereader.tui.actions_here import entries_here
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.commands import ACTION_COMMANDS, ARTICLE_ACTIONS, Command, one_of
from peacereader.tui.dialogs.command_line import Chosen, CommandLine
from peacereader.tui.dialogs.export_draft import AskedExport
from peacereader.tui.dialogs.palette import Palette
from peacereader.tui.keys import GROUPS, action_of
from peacereader.tui.palette_search import Entry
from peacereader.tui.writing_actions import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from peacereader.config import Config
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.reading_room import ReadingRoom
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.themes import ReaderTheme
    from peacereader.tui.widgets.search_list import Search

_MOST_RECENT = 50
_MOST_REMEMBERED = 100
_HISTORY = "commands"
"""The name under which the lines of the command line are remembered."""

_BEHIND_PASSAGES = ("passage-codes", "passage-events", "passage-agreement")
"""The actions of the list of passages that open other screens."""


class CommandApp(Protocol):
    """The part of the app that commands need."""

    context: ReaderContext

    @property
    def room(self) -> ReadingRoom:
        """The reading room."""

    @property
    def themes(self) -> Mapping[str, ReaderTheme]:
        """The themes by name."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen in view."""

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """The screens, the one in view last."""

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on."""

    def call_next(self, callback: Callable[[], object]) -> None:
        """Call something when what is under way is done."""

    def enter(self, screen: Screen[Any]) -> None:
        """Open a screen over the one in view, unless that one is of the same kind."""

    def apply_setting(self, name: str, config: Config) -> bool:
        """Let a setting that was changed count at once. Return False if it counts from the next start only."""

    def notify(self, message: str, *, severity: SeverityLevel = "information", markup: bool = True) -> None:
        """Show a message."""

    async def run_action(self, action: str) -> bool:
        """Run an action of the app."""


class CommandController:
    """Opens the palette and the command line over a screen, and does what was chosen there."""

    def __init__(self, app: CommandApp) -> None:
        self._app = app

    # The palette

    def open_palette(self) -> None:
        """Offer what can be done here, and searches, labels, themes and settings."""
        screen = self._app.screen
        if not isinstance(screen, ReaderScreen):
            return
        here = entries_here(screen, self._app.context.keymap)
        entries = [*here, *self._further(screen, {entry.name for entry in here}), *self._themes(), *self._settings()]

        def run(entry: Entry | None) -> None:
            if entry is not None:
                self._app.call_next(entry.run)

        screen.enter(Palette(entries, self._app.room.tasks.library, self._read), run)

    def _further(self, screen: Screen[Any], here: Collection[str]) -> Iterator[Entry]:
        """Yield what can be reached by way of other screens: the reading room, and those behind the passages.

        `here` are the actions that the screen itself offers.
        """
        if screen is not self._app.room:
            for action in GROUPS["room"][1]:
                if action.name not in here and not action.action.startswith("app.") and action.name != "back":
                    run = self._in_room(action.name)
                    yield Entry(action.about, "", "In the reading room", run, action.bar, 30, action.name)
        for name in _BEHIND_PASSAGES:
            if (action_ := action_of(name)) and name not in here:
                run = self._by_passages(name)
                yield Entry(action_.about, "", "In the list of passages", run, action_.bar, 20, name)

    def _themes(self) -> Iterator[Entry]:
        for name, theme in self._app.themes.items():

            def run(name: str = name) -> None:
                self._app.choose_theme(name)

            yield Entry(f"Theme: {theme.title}", "", "Theme", run, f"colour {name}", 60)

    def _settings(self) -> Iterator[Entry]:
        from peacereader.config_help import config_fields

        yield Entry("Settings: all of them, with what they mean", "", "Setting", self._open_settings, "config", 19)
        for field in config_fields():
            if "." not in field.name:

                def run(name: str = field.name) -> None:
                    self._open_settings(name)

                title = f"Setting: {field.name.replace('_', ' ')} · {field.meaning}"
                yield Entry(title, "", "Setting", run, f"config {field.name}", 70)

    def _read(self, message: later.PaletteRead) -> Sequence[Entry]:
        """Return entries for searches and labels."""
        entries = [
            Entry(
                f"Saved search: {search.name}", "", wording.request_line(search.request), self._search(search), "", 50
            )
            for search in message.saved
        ]
        seen = set[str]()
        for logged in reversed(message.log):
            line = wording.request_line(logged.request)
            if line not in seen and len(seen) < _MOST_RECENT:
                seen.add(line)
                entries.append(Entry(f"Search: {line}", "", "Recent search", self._search(logged), "", 51))
        for label in message.labels:
            run = self._search_for(Request(labels=Selection(frozenset({label}))))
            entries.append(Entry(f"Label: {label}", "", "Articles with this label", run, "code", 52))
        return entries

    # The command line

    def open_line(self) -> None:
        """Ask for a command."""
        screen = self._app.screen
        if not isinstance(screen, ReaderScreen):
            return
        history = self._app.context.recall(_HISTORY, "").splitlines()

        def run(chosen: Chosen | None) -> None:
            if chosen is not None:
                kept = [*(line for line in history if line != chosen.line), chosen.line][-_MOST_REMEMBERED:]
                self._app.context.remember(_HISTORY, "\n".join(kept))
                self._app.call_next(chosen.run)

        screen.enter(CommandLine(list(self._commands(screen)), history), run)

    def _commands(self, screen: Screen[Any]) -> Iterator[Command]:
        """Yield the commands, in the order of the alphabet."""
        entries = entries_here(screen, {})
        commands = [*self._named_commands(entries), *self._action_commands(entries)]
        names = set[str]()
        for command in sorted(commands, key=lambda one: one.name):
            if command.name not in names:
                names.add(command.name)
                yield command

    def _named_commands(self, entries: Sequence[Entry]) -> Iterator[Command]:
        """Yield the commands that are more than an action; `entries` are those of the screen in view."""
        from peacereader.config_help import config_fields
        from peacereader.exports.formats import FORMATS
        from peacereader.tui.setting_values import typed_value
        from peacereader.tui.typed_paths import completions

        sorts = get_args(Sort)
        settings = [field.name for field in config_fields() if field.kind != "a group" and field.name != "keys"]

        def sort(value: str) -> Callable[[], None] | str:
            name, objection = one_of(value, sorts, "order")
            return objection or (lambda: self._room_first(lambda: self._app.room.sort_by(name)))  # type: ignore[arg-type]

        def theme(value: str) -> Callable[[], None] | str:
            name, objection = one_of(value, list(self._app.themes), "theme")
            return objection or (lambda: self._app.choose_theme(name))

        def export(value: str) -> Callable[[], None] | str:
            form, _, path = value.partition(" ")
            name, objection = one_of(form, list(FORMATS), "format")
            return objection or (lambda: self._export(entries, name, path.strip()))

        def setting(value: str) -> Callable[[], None] | str:
            name, _, new = value.partition(" ")
            name, objection = one_of(name, settings, "setting")
            if objection or not new.strip():
                return objection or f"Which value should {name} have? Write it behind the name."
            try:
                typed_value(name, new, list(self._app.themes))
            except DataFileError as error:
                return str(error)
            return lambda: self._set_setting(name, new)

        yield Command(
            "search", "QUERY", "Search the articles", lambda value: self._search_for(Request(value)), aliases=("s",)
        )
        yield Command("sort", "|".join(sorts), "Order the results", sort, lambda _: sorts)
        yield Command("theme", "NAME", "Use a colour theme", theme, lambda _: list(self._app.themes), ("colorscheme",))
        yield Command("open", "ID", "Read the article with this id, or its beginning", self._open, aliases=("e",))
        yield Command(
            "export", "FORMAT [PATH]", "Write what is shown to a file", export, lambda _: list(FORMATS), ("w",)
        )
        yield Command("set", "SETTING VALUE", "Change a setting in config.yaml", setting, lambda _: settings)
        yield Command("settings", "", "All settings, with what they mean", lambda _: self._open_settings)
        yield Command("help", "[WORDS]", "The help, with what has these words",
                      lambda value: lambda: self._open_help(value), aliases=("h",))  # fmt: skip
        yield Command("palette", "", "Find an action by its words", lambda _: self.open_palette)
        yield Command("quit", "", "Quit", lambda _: self._quit, aliases=("q", "q!", "qa", "wq", "x", "exit"))
        paths = completions if not self._app.context.is_read_only else lambda _: ()
        yield Command(
            "add", "[PATH]", "Add a file or folder to the library", lambda value: self._add(entries, value), paths
        )

    def _action_commands(self, entries: Sequence[Entry]) -> Iterator[Command]:
        """Yield the commands that do what an action does."""
        for name, actions in ACTION_COMMANDS.items():
            here = next((entry for entry in entries if entry.name in actions), None)
            action = action_of(here.name if here else actions[0])
            if action is not None and name != "add":  # which takes a path as well
                run = here.run if here else self._elsewhere(action.name)
                yield Command(name, "", action.about, lambda _, run=run: run)  # type: ignore[misc]

    # Doing it

    def _elsewhere(self, name: str) -> Callable[[], None]:
        """Return what runs an action of another screen than the one in view."""
        return self._by_passages(name) if name in _BEHIND_PASSAGES else self._in_room(name)

    def _in_room(self, name: str) -> Callable[[], None]:
        """Return what goes to the reading room and runs an action there.

        One that is about an article is about the one in view now, which is opened in the reading room before.
        """
        room, place = self._app.room, self._place_in_view() if name in ARTICLE_ACTIONS else None

        def run() -> None:
            entry = next((one for one in entries_here(room, {}) if one.name == name), None)
            if entry is not None:
                entry.run()

        if place is None:
            return lambda: self._room_first(run)
        return lambda: self._room_first(lambda: room.open_article(*place, then=run))

    def _place_in_view(self) -> tuple[str, int | None] | None:
        """Return the article that the uppermost screens over the reading room show or point at; None if none does."""
        for screen in reversed(self._app.screen_stack):
            if screen is self._app.room:
                break
            if isinstance(screen, ReaderScreen) and (place := screen.article_in_view):
                return place
        return None

    def _by_passages(self, name: str) -> Callable[[], None]:
        """Return what opens the list of passages and runs an action there."""

        def run() -> None:
            entry = next((one for one in entries_here(self._app.screen, {}) if one.name == name), None)
            if entry is not None:
                entry.run()

        def start() -> None:
            self._app.room.action_passages()
            self._app.screen.call_after_refresh(run)

        return lambda: self._room_first(start)

    def _room_first(self, then: Callable[[], None]) -> None:
        """Leave all screens over the reading room, then do something there."""
        room = self._app.room
        while (screen := self._app.screen) is not room and isinstance(screen, ReaderScreen):
            screen.leave(None)
            if self._app.screen is screen:
                return
        room.call_after_refresh(then)

    def _search(self, search: Search) -> Callable[[], None]:
        return lambda: self._room_first(lambda: self._app.room.search_for(search))

    def _search_for(self, request: Request) -> Callable[[], None]:
        """Return what searches for a request, in the order of the results."""

        def run() -> None:
            self._app.room.search_for(replace(request, sort=self._app.room.sort))

        return lambda: self._room_first(run)

    def _open(self, article_id: str) -> Callable[[], None] | str:
        if not article_id.isalnum():
            return f"“{article_id}” is no id of an article. 'peacereader search' prints them."
        return lambda: self._room_first(lambda: self._app.room.open_article(article_id.casefold()))

    def _open_settings(self, name: str = "") -> None:
        from peacereader.tui.screens.settings import SettingsScreen

        self._app.enter(SettingsScreen(self._app.context, list(self._app.themes), self._app.apply_setting, name))

    def _open_help(self, words: str) -> None:
        from peacereader.tui.screens.help import HelpScreen

        self._app.enter(HelpScreen(self._app.context, words=words))

    def _set_setting(self, name: str, value: str) -> None:
        from peacereader.tui.setting_values import change

        if self._app.context.is_read_only:
            self._app.notify(REFUSAL, markup=False)
            return
        try:
            words = change(name, value, list(self._app.themes), self._app.apply_setting)
        except PeaceindexError as error:
            self._app.notify(str(error), severity="error", markup=False)
        else:
            self._app.notify(words, markup=False)

    def _export(self, entries: Sequence[Entry], form: str, path: str) -> None:
        here = [entry for entry in entries if entry.name.endswith("export")]
        self._app.context.export_drafts.asked = AskedExport(form, path, bool(here))
        (here[0].run if here else self._in_room("export"))()

    def _add(self, entries: Sequence[Entry], line: str) -> Callable[[], None] | str:
        """Return what adds the paths of a line, or asks for some if there are none."""
        from pathlib import Path

        from peacereader.tui.typed_paths import exists, read_paths

        if self._app.context.is_read_only:  # which says nothing of what is on this machine either
            return lambda: self._app.notify(REFUSAL, markup=False)
        names = ACTION_COMMANDS["add"]
        if not line:
            here = next((entry for entry in entries if entry.name in names), None)
            return here.run if here else self._elsewhere(names[0])
        paths = read_paths(line)
        if missing := [path for path in paths if not exists(path)]:
            return f"There is no file or folder {printable(missing[0])}."
        return lambda: self._room_first(lambda: self._app.room.additions.add_paths([Path(path) for path in paths]))

    def _quit(self) -> None:
        async def run() -> None:
            await self._app.run_action("quit")

        self._app.call_next(run)
