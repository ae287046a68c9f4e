"""The title of the terminal's window, which says what is read, and is as before whenever the reader is not there.

Textual knows no such titles. The terminal itself keeps the one that it had (XTWINOPS 22 and 23): it is put away each
time the reader takes the terminal, and brought back each time it gives it up: to the shell, to an editor, or for good.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from peaceindex.model.safe_text import one_line
from peacereader.output import takes_strings
from peacereader.tui.type_ahead import TypeAheadApp

if TYPE_CHECKING:
    from textual.driver import Driver

    class _AnyDriver:
        """What the drivers of Textual have, which are chosen when the reader starts."""

        def start_application_mode(self) -> None:
            """Take the terminal."""

        def stop_application_mode(self) -> None:
            """Give up the terminal."""

        def write(self, data: str) -> None:
            """Write to the terminal."""

        def flush(self) -> None:
            """Let the terminal have what was written."""

else:
    _AnyDriver = object

NAME = "peacereader"
_MAX_LENGTH = 160
_KEEP, _BRING_BACK = "\x1b[22;2t", "\x1b[23;2t"
_TERMINAL_DRIVERS = frozenset(["textual.drivers.linux_driver", "textual.drivers.windows_driver"])
"""The modules of the drivers of a terminal; others draw pages for a browser, or nothing."""


def title_of(subject: str) -> str:
    """Return the title of the window for what is read, "" for nothing in particular. Nothing in it acts."""
    words = one_line(subject)
    if not words:
        return NAME
    return f"{NAME} – {words if len(words) <= _MAX_LENGTH else f'{words[:_MAX_LENGTH]}…'}"


class _TitleDriver(_AnyDriver):
    """A driver that shows a title from when the terminal is taken until it is given up."""

    _title = NAME
    _title_is_kept = False

    def start_application_mode(self) -> None:
        """Take the terminal, and put its title away."""
        super().start_application_mode()
        self._title_is_kept = True
        self.write(_KEEP + _written(self._title))
        self.flush()

    def stop_application_mode(self) -> None:
        """Bring the title back, and give up the terminal."""
        if self._title_is_kept:
            self._title_is_kept = False
            self.write(_BRING_BACK)
        super().stop_application_mode()

    def show_title(self, title: str) -> None:
        """Show another title."""
        if title != self._title:
            self._title = title
            if self._title_is_kept:
                self.write(_written(title))
                self.flush()


def _written(title: str) -> str:
    return f"\x1b]2;{title}\x07"


class TitledApp(TypeAheadApp):
    """An app whose terminal says in its title what is read."""

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that Textual chooses, which also shows a title where a terminal takes one."""
        chosen = super().get_driver_class()
        has_terminal = bool(sys.__stderr__ and sys.__stderr__.isatty())  # to which Textual writes
        if chosen.__module__ not in _TERMINAL_DRIVERS or not (has_terminal and takes_strings()):
            return chosen
        return type(chosen.__name__, (_TitleDriver, chosen), {})

    def post_display_hook(self) -> None:
        """Let the title follow what was just painted."""
        if isinstance(self._driver, _TitleDriver) and not self.is_ending:
            self._driver.show_title(title_of(self.subject))

    @property
    def subject(self) -> str:
        """What is read: on the screen in view, or below it if that one says nothing."""
        screens: list[Any] = self.screen_stack[::-1]
        return next(filter(None, (getattr(screen, "subject", "") for screen in screens)), "")
