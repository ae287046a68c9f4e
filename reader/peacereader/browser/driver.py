"""What stands in for a terminal when the reader is shown on a page. It runs in the process of the reader."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, messages
from textual.color import Color
from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from textual.message import Message
    from textual.theme import Theme


class BrowserDriver(WebDriver):
    """Textual's own, which begins with the focus, and ends the reader when the server is gone.

    The page around the terminal gets the colour of the theme. Ctrl+C, by which people copy in a browser, is not heard.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._write = partial(self._write_if_heard)

    def _write_if_heard(self, data: bytes) -> int:
        with suppress(BrokenPipeError):
            return os.write(self.fileno, data)
        return 0

    def start_application_mode(self) -> None:
        """Start. Textual's own waits for a click; a page is opened to be read."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, events.AppFocus())
        self._app.theme_changed_signal.subscribe(self._app, self._paint_around, immediate=True)
        self._paint_around(self._app.current_theme)

    def _paint_around(self, theme: Theme) -> None:
        """Give the page the background of a theme, by the sequence that sets the background of a terminal (OSC 11)."""
        if theme.background:
            self.write(f"\x1b]11;{Color.parse(theme.background).hex6}\x1b\\")

    def process_message(self, message: Message) -> None:
        """Hand on what was typed."""
        if not (isinstance(message, events.Key) and message.key == "ctrl+c"):
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Hand on what is typed until there is nobody left to type, then leave the reader as `q` does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop is closed already
                asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), loop=self._loop)
