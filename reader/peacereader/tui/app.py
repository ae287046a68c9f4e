"""The Textual application. It applies the config and themes, opens the reading room, and closes the library."""

from __future__ import annotations

import asyncio
import gc
import signal
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast, get_args

from textual import events, work
from textual.binding import Binding
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.screen import Screen

from peaceindex.model.safe_text import one_line, web_address
from peaceindex.model.search import Request, Sort
from peaceindex.paths import config_dir
from peacereader.config import (
    CITATION_EXTRAS,
    CITATION_STYLES,
    DEFAULT_CITATION_STYLE,
    Config,
    RememberedValues,
    config_place,
    load_config,
)
from peacereader.output import for_clipboard
from peacereader.resources import ensure_samples, themes_dir
from peacereader.tui import clipboard
from peacereader.tui.base_screens import ReaderDialog, ReaderScreen
from peacereader.tui.cell_widths import use_current_widths
from peacereader.tui.colour_depth import colour_filters, depth_of
from peacereader.tui.keys import bindings
from peacereader.tui.screens.context import ReaderContext
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.toasts import say_in_place, show_toast
from peacereader.tui.tasks.changes import Changes
from peacereader.tui.terminal_size import is_too_small
from peacereader.tui.terminal_title import TitledApp
from peacereader.tui.textual_themes import textual_theme, theme_variables
from peacereader.tui.themes import DEFAULT_THEME, ReaderTheme, load_themes
from peacereader.tui.widgets.article_view import NoteFolding
from peacereader.tui.widgets.gate import Gate
from peacereader.tui.widgets.scroll_bar import use_thin_scroll_bars
from peacereader.tui.widgets.search_line import SearchInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from peaceindex import Library
    from peacereader.tui.command_controller import CommandController
    from peacereader.tui.tasks.messages import Failed
    from peacereader.tui.theme_colours import Depth


_NEW_OBJECTS = 20_000
"""So many new objects start a garbage collection. Textual makes thousands with each key; by default, 700 do."""
_MAX_WAIT_SECONDS = 1.0
"""How long to wait for pending messages when the user quits."""


class PeacereaderApp(TitledApp):
    """The reader. `folder` is the library to open. With `samples`, it is made from the sample pages first.

    With `read_only`, nothing is written: actions that would write say so instead, and what is chosen lasts as long as
    this run.
    """

    TITLE = "peacereader"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # with the mouse; it fails on toasts that are about to go, and the terminal can select
    BINDINGS: ClassVar = [Binding("ctrl+c", "quit", show=False, priority=True, system=True), *bindings("app")]

    CSS = """
    Input > .input--placeholder, Input > .input--suggestion { color: $room-muted; }
    Input:focus, TextArea:focus, OptionList:focus, Checkbox:focus { background-tint: $foreground 0%; }
    Checkbox > .toggle--button { color: $room-muted; background: $surface; }
    .centred { align-horizontal: center; height: 1fr; }
    .centred > * { max-width: 120; }
    .centred > AuditPane { max-width: 152; }
    Toast { background: $surface; color: $foreground; padding: 0 1; width: 64; max-width: 90%; }
    """

    def __init__(self, folder: Path, query: str = "", *, samples: bool = False, read_only: bool = False) -> None:
        use_current_widths()
        use_thin_scroll_bars()
        super().__init__()
        self._gate = Gate()
        self.changes = Changes()
        self.unreported_failures: Sequence[str] = ()
        """Errors of changes that failed when no screen was left to show them."""
        self._leaving = False
        self._too_small: ReaderScreen[None] | None = None
        """The screen that says that the terminal is too small, while it is."""
        self._warned_dialog: ReaderDialog[Any] | None = None
        self._folder = folder
        self._first_query = query
        self._samples = samples
        self.refused_actions: frozenset[str] = _writing_actions() if read_only else frozenset()
        self._makes_library = False
        """Whether the library is made if there is none; one that stays empty is not kept."""
        self._config, self._problems = load_config()
        self._memory = RememberedValues(keeps=not read_only)
        self._themes, problems = load_themes(themes_dir(), config_dir() / "themes")
        self._problems += problems
        keymap, problems = self._read_keys(self._config)
        self._problems += problems
        for name in list(self.available_themes) if self._themes else ():
            self.unregister_theme(name)
        self.depth: Depth = depth_of(self.console, no_color=self.no_color)
        """How many colours the terminal shows."""
        self._register_themes()
        self.theme = self._first_theme(self._config)
        self._citation_style = self._first_citation_style(self._config)
        self.context = ReaderContext(
            keymap=keymap,
            measure=self._config.measure,
            logs_searches=self._config.search_log and not read_only,
            is_read_only=read_only,
            copy=self.copy,
            copy_html=self.copy_html,
            remember=self._memory.put,
            folding=NoteFolding(),
            recall=self._memory.get,
            citation_style=lambda: self._citation_style,
            keep_citation_style=self._keep_citation_style,
            cite_with=self._checked_extras(self._config),
            open_own_library=self._open_own_library,
            annotator=one_line(self._config.annotator),
        )
        self._room = self._make_room()

    # Setting up

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours that our styles use beyond Textual's own, so that they exist before a theme is loaded."""
        return theme_variables(None)

    def _make_room(self, paths: Sequence[Path] = ()) -> ReadingRoom:
        sort = self._memory.get("sort", "relevance")
        request = Request(self._first_query, sort=cast(Sort, sort if sort in get_args(Sort) else "relevance"))
        return ReadingRoom(
            self.context, self._open_library, request, is_sample_library=self._samples, first_paths=paths
        )

    def _open_own_library(self, paths: Sequence[Path]) -> None:
        """Leave the sample pages for the user's own library, as soon as the dialog that led here is gone."""
        self.call_later(self._change_library, paths)

    def _change_library(self, paths: Sequence[Path]) -> None:
        """Open the user's own library in place of the sample pages, and add these paths to it."""
        from peaceindex.paths import default_library

        room, samples = self._room, self._room.tasks.library
        if self.screen_stack != [room] or not self._samples:
            return
        room.save_position()
        self._samples, self._folder, self._makes_library, self._first_query = False, default_library(), True, ""
        self._room = self._make_room(paths)
        self.replace_screen(room, self._room)
        if samples is not None:
            self.changes.run(samples.close)

    def get_default_screen(self) -> Screen[None]:
        """Return the reading room as the first screen. Textual's own would be painted first for nothing."""
        return self._room

    def on_ready(self) -> None:
        """Turn garbage collection on after the first paint, but leave out the objects that were loaded until now."""
        gc.set_threshold(_NEW_OBJECTS)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _on_notify(self, event: Notify) -> None:
        if say_in_place(self, event.notification):
            event.prevent_default()

    def on_mount(self) -> None:
        """Apply the user's keys, and show the problems in the config."""
        # After ctrl+z and fg, Textual paints only what changes.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.set_keymap(self.context.keymap)
        for problem in self._problems:
            self.notify(problem, severity="warning", timeout=15, markup=False)

    def _register_themes(self) -> None:
        for theme in self._themes.values():
            self.register_theme(textual_theme(theme, self.depth))

    def show_theme(self, theme: ReaderTheme) -> None:
        """Show a theme, also if one of its name is shown with other colours."""
        self.register_theme(textual_theme(theme, self.depth))
        if self.theme == theme.name:
            self._watch_theme(theme.name)
        else:
            self.theme = theme.name

    def add_theme(self, theme: ReaderTheme) -> None:
        """Take a new theme among those to choose from, and show it."""
        self._themes[theme.name] = theme
        self._themes = dict(sorted(self._themes.items(), key=lambda item: item[1].title.casefold()))
        self.show_theme(theme)

    def use_depth(self, depth: Depth) -> None:
        """Show the colours that the themes have for a terminal of this depth."""
        self.depth = depth
        self._register_themes()
        self._watch_theme(self.theme)

    def _read_keys(self, config: Config) -> tuple[dict[str, str], list[str]]:
        """Return the user's keys and the errors in them. Without any, the table counts as it is."""
        if config.keys_preset == "vim" and not config.keys:
            return {}, []
        from peacereader.tui.user_keys import effective_keymap

        return effective_keymap(
            config.keys_preset, config.keys, lambda name: config_place(*(("keys", name) if name else ("keys_preset",)))
        )

    def _first_theme(self, config: Config) -> str:
        wanted = config.theme or self._memory.get("theme", DEFAULT_THEME)
        if wanted in self._themes:
            return wanted
        if config.theme:
            self._problems.append(
                f"{config_place('theme')} there is no theme {wanted!r}. There are: {', '.join(self._themes)}."
            )
        if DEFAULT_THEME in self._themes:
            return DEFAULT_THEME
        return next(iter(self._themes), self.theme)

    def _first_citation_style(self, config: Config) -> str:
        remembered = self._memory.get("citation_style", DEFAULT_CITATION_STYLE)
        if config.citation_style in CITATION_STYLES:
            return config.citation_style
        if config.citation_style:
            self._problems.append(
                f"{config_place('citation_style')} there is no citation style {config.citation_style!r}. "
                f"There are: {', '.join(CITATION_STYLES)}."
            )
        return remembered if remembered in CITATION_STYLES else DEFAULT_CITATION_STYLE

    def _checked_extras(self, config: Config) -> frozenset[str]:
        names = frozenset((config.cite_with,) if isinstance(config.cite_with, str) else config.cite_with)
        for name in sorted(names.difference(CITATION_EXTRAS)):
            self._problems.append(
                f"{config_place('cite_with')} {name!r} in cite_with is not there. There are: "
                f"{', '.join(CITATION_EXTRAS)}."
            )
        return names.intersection(CITATION_EXTRAS)

    def _keep_citation_style(self, name: str) -> None:
        self._citation_style = name
        self._memory.put("citation_style", name)

    def _open_library(self, progress: Callable[[str], None]) -> Library:
        """Open the library, in a worker. Make the sample library first if that is the one to read."""
        from peaceindex import Library

        folder, read_only = self._folder, self.context.is_read_only
        if self._samples and not (read_only and Library.exists(folder)):
            folder = ensure_samples(lambda done, total: progress(f"Preparing the sample pages … {done} of {total}"))
        library = Library.open(folder, create=self._makes_library, read_only=read_only)
        library.annotations.annotator = self.context.annotator
        return library

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Exit. Textual restores the terminal before all changes are written, so Ctrl-C is ignored until they are."""
        if not self.is_headless:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """Finish the changes to the user's own work, and close the library."""
        failures = len(self.changes.failures)
        self._room.additions.close()
        self.changes.finish()
        self.unreported_failures = self.changes.failures[failures:]
        try:
            self._room.save_position()
        finally:
            if library := self._room.tasks.library:
                library.abandon() if self._makes_library else library.close()
            if not self.is_headless:  # nothing can be lost any more: Ctrl-C may now end what still runs
                signal.signal(signal.SIGINT, signal.SIG_DFL)

    # A terminal that is too small

    def on_resize(self, event: events.Resize) -> None:
        """Show a message while the terminal is too small, and return when it is large enough."""
        if is_too_small(event.size):
            from peacereader.tui.screens.too_small import TooSmallScreen

            self._too_small = self._too_small or TooSmallScreen()
            self._enter(self._too_small)
        elif self._too_small is not None:
            self._too_small.leave()
            self._too_small = None

    # Actions of every screen

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action of a key, the palette or the command line. Say instead that it is refused, if it is."""
        if self.refused_actions and default_namespace is not None and isinstance(action, str):
            from peacereader.tui.actions_here import is_one_of

            if is_one_of(self.refused_actions, action, default_namespace):
                from peacereader.tui.writing_actions import REFUSAL

                show_toast(self.screen, REFUSAL)
                return True
        return await super().run_action(action, default_namespace, namespaces)

    def action_help(self) -> None:
        """Show the help, the keys of this screen first. A user who is typing a query sees the query language first."""
        from peacereader.tui.actions_here import groups_here
        from peacereader.tui.screens.help import HelpScreen

        self._enter(HelpScreen(self.context, isinstance(self.focused, SearchInput), groups_here(self.screen)))

    def action_palette(self) -> None:
        """Offer all that can be done here, and searches, labels, themes and settings."""
        self._commands.open_palette()

    def action_command_line(self) -> None:
        """Ask for a command."""
        self._commands.open_line()

    @cached_property
    def _commands(self) -> CommandController:
        from peacereader.tui.command_controller import CommandController

        return CommandController(self)

    @property
    def room(self) -> ReadingRoom:
        """The reading room."""
        return self._room

    @property
    def themes(self) -> Mapping[str, ReaderTheme]:
        """The themes by name, in the order of their titles."""
        return self._themes

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on, and remember it."""
        self.theme = name
        self._memory.put("theme", name)

    def enter(self, screen: Screen[Any]) -> None:
        """Open a screen over the one in view, unless that one is of the same kind."""
        self._enter(screen)

    def apply_setting(self, name: str, config: Config) -> bool:
        """Let a setting that was changed count at once. Return False if it counts from the next start only."""
        if name == "theme" and config.theme in self._themes:
            self.theme = config.theme
        elif name == "citation_style" and config.citation_style:
            self._citation_style = config.citation_style
        else:
            return False
        return True

    def action_theme(self) -> None:
        """Choose a theme."""
        from peacereader.tui.dialogs.theme_picker import ThemePicker

        def save(name: str | None) -> None:
            if name:
                self.choose_theme(name)

        self._enter(ThemePicker(self._themes, self.theme), save)

    def _enter(self, screen: Screen[Any], come_back: Callable[[Any], None] | None = None) -> None:
        """Open a screen over the one in view, unless that one is of the same kind."""
        top = self.screen
        if isinstance(top, ReaderScreen | ReaderDialog) and type(top) is not type(screen):
            top.enter(screen, come_back)

    async def action_quit(self) -> None:
        """Quit when all pending changes are done, or at once if the user quits again."""
        try:
            self._quit()
        except Exception:
            self.exit()
            raise

    def _quit(self) -> None:
        dialogs = (screen for screen in self.screen_stack if isinstance(screen, ReaderDialog))
        unsaved = next((dialog for dialog in dialogs if dialog.is_changed), None)
        if unsaved is not None and unsaved is not self._warned_dialog:
            self._warned_dialog = unsaved
            self.notify(unsaved.quit_warning, severity="warning", timeout=8, markup=False)
        elif self._leaving:
            self.exit()
        elif self._room.additions.warns():
            self.notify("Files are being added. What was added stays: quit again to stop.", timeout=8, markup=False)
        else:
            self._leaving = True
            self._leave(len(self.changes.failures))

    @work(exit_on_error=True)
    async def _leave(self, failures: int) -> None:
        """Wait for pending messages and for changes to the user's own work, then exit.

        If a change fails, the error is shown and the reader stays open. `failures` is the number of changes that had
        failed before.
        """
        until = time.monotonic() + _MAX_WAIT_SECONDS
        while not self.changes.are_done or (self._is_busy() and time.monotonic() < until):
            await asyncio.sleep(0.005)
        if len(self.changes.failures) > failures:
            self._leaving = False
        else:
            self.exit()

    def clear_notifications(self) -> None:
        """Remove all toasts, and their containers, which Textual would never remove."""
        super().clear_notifications()
        for screen in self.screen_stack:
            screen.query("ToastHolder").remove()

    def on_failed(self, message: Failed) -> None:
        """Show an error of a task whose screen has been left."""
        self.notify(message.words, severity="error", timeout=12, markup=False)

    def _is_busy(self) -> bool:
        return any(p.message_queue_size for screen in self.screen_stack for p in (screen, *screen.walk_children()))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of every painted line. The last is the gate, which lets no control sequence through."""
        return [*colour_filters(super().get_line_filters(), self.depth, self.current_theme), self._gate]

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open a web address in the browser. Nothing else is ever passed on."""
        if address := web_address(url):
            super().open_url(address, new_tab=new_tab)

    def copy(self, text: str) -> None:
        """Copy a text in every possible way, and show which one was used."""
        text = for_clipboard(text)
        self.copy_to_clipboard(text)
        if self.is_web:  # the clipboard of the machine that serves the page may be another person's
            self.notify("Copied by the browser, if it allows that.", markup=False)
        else:
            self._copy_by_program(text)

    @work(thread=True, group="clipboard", exit_on_error=False)
    def copy_html(self, text: str) -> None:
        """Copy HTML as formatted text where the clipboard takes it, else as its source in every possible way."""
        text = for_clipboard(text)
        if clipboard.copy_formatted(text):  # and not by the terminal, which would put the source in its place
            self.call_from_thread(self.notify, "Copied by wl-copy, as formatted text.", markup=False)
        else:
            self.call_from_thread(self.copy, text)

    @work(thread=True, group="clipboard", exit_on_error=False)
    def _copy_by_program(self, text: str) -> None:
        program = clipboard.copy(text)
        words = (
            f"Copied by {program}." if program
            else "Copied by the terminal (OSC 52), which not every terminal allows."
        )  # fmt: skip
        self.call_from_thread(self.notify, words, markup=False)


def _writing_actions() -> frozenset[str]:
    from peacereader.tui.writing_actions import WRITING

    return WRITING
