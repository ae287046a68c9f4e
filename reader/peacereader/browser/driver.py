"""What stands in for a terminal when the reader is shown on a page. It runs in the process of the reader."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import partial
from typing import Any

from textual import events, messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's own, which begins with the focus, and ends the reader when the server is gone."""

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

    def run_input_thread(self) -> None:
        """Hand on what is typed until there is nobody left to type, then leave the reader as `q` does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop is closed already
                asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), loop=self._loop)
