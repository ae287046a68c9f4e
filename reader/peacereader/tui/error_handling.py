"""Handling of unexpected errors, so that they do not end the reader: write a report, show a message, carry on.

Textual ends the whole program at the first error in a message handler, a timer, a thread or the drawing of a widget.
Here, an error only costs the action that caused it. Two kinds of error still end the reader, with a one-line message:
an error that disables the first screen, and errors that do not stop.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from textual import events
from textual._context import active_message_pump
from textual.app import App
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerFailed

from peacereader.error_wording import report_advice

if TYPE_CHECKING:
    from pathlib import Path

    _Pump = MessagePump
    _Drawn = Widget
else:  # Textual takes its styles from the first base class that is a widget, so a mixin must not be one
    _Pump = _Drawn = MessagePump

MAX_REPORTS = 8
"""The most reports that one run writes, so that reports of other runs are not pushed out."""

MAX_FAILURES = 40
"""The number of errors within `FAILURE_WINDOW_SECONDS` seconds after which the reader gives up."""

FAILURE_WINDOW_SECONDS = 10.0

_WIDGET_CHECK_SECONDS = 0.1
"""Seconds after which a widget whose message loop has ended is known to be dead."""


class Guarded(_Pump):
    """A mixin for the app, screens and widgets: an error in a handler is reported, and the next message is handled."""

    async def _dispatch_message(self, message: Message) -> None:
        app = self.app
        if not isinstance(app, GuardedApp):
            await super()._dispatch_message(message)
            return
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            app.fail(error, self)
            if app.last_key == "escape" and not app.is_ending:  # Escape must lead out, even when its own handler fails
                app.leave_screen_of(app.screen)
        if self in app.failed and isinstance(message, events.Compose | events.Mount):
            app.abandon(self)


class GuardedWidget(Guarded, _Drawn):
    """A mixin for screens and widgets: a part that cannot be drawn stays blank, and the error is reported."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget, blank if drawing fails."""
        try:
            return super().render_lines(crop)
        except Exception as error:
            if not isinstance(self.app, GuardedApp):
                raise
            self.app.fail(error, drawing=True)
            return [Strip.blank(crop.width)] * crop.height


class GuardedApp(Guarded, App[None]):
    """An app that survives errors.

    `failures` holds the distinct errors of this run; `ended_by` is the error that ended the reader, if any.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[BaseException] = []
        self.ended_by: BaseException | None = None
        self.last_report: Path | None = None
        self.last_key = ""
        self.refused_actions: frozenset[str] = frozenset()
        """The names of actions that this run refuses, and that the key bar leaves out."""
        self.failed: WeakSet[MessagePump] = WeakSet()
        """The screens and widgets in which something has failed."""
        self._reports: dict[str, Path | None] = {}
        self._failure_times: deque[float] = deque(maxlen=MAX_FAILURES)
        self._report_lock = threading.Lock()

    def report(self, error: BaseException) -> str:
        """Write a report of an error, unless its kind has one already, and return the message for the user.

        Can be called from any thread.
        """
        from peacereader.error_reports import error_signature, kind_of, write_report

        if self.is_ending:  # files may already be closed under work that is still running
            return f"This could not be done: {kind_of(error)}."
        with self._report_lock:
            self._failure_times.append(time.monotonic())
            signature = error_signature(error)
            if signature not in self._reports:
                self.failures.append(error)
                self._reports[signature] = write_report(error, "reader") if len(self._reports) < MAX_REPORTS else None
                self.last_report = self._reports[signature] or self.last_report
            report = self._reports[signature]
        return f"Something went wrong unexpectedly: {kind_of(error)}. {report_advice(report)}"

    def fail(self, error: BaseException, pump: MessagePump | None = None, *, drawing: bool = False) -> None:
        """Report an error in a screen or widget and tell the user; end the reader if errors do not stop.

        Do nothing while the reader is ending. With `drawing`, the error does not count towards ending the reader: it
        recurs at every paint, and does no more harm than the first time.
        """
        if self.is_ending:
            return
        if pump is not None:
            self.failed.add(pump)
        failures_before = len(self.failures)
        words = self.report(error)
        if drawing:
            self._failure_times.pop()
        times = self._failure_times
        if (not self._dom_ready and not drawing) or (
            len(times) == MAX_FAILURES and times[-1] - times[0] < FAILURE_WINDOW_SECONDS
        ):
            self._end(error)
        elif len(self.failures) > failures_before:  # only once: drawing the message may be what fails
            self.notify(words, severity="error", timeout=20, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event. While the screens are taken down, drop input and resize events: no screen needs them."""
        if self.is_ending and isinstance(event, events.InputEvent | events.Resize):
            return
        if isinstance(event, events.Key):
            self.last_key = event.key
        await super().on_event(event)

    @property
    def is_ending(self) -> bool:
        """Whether the reader is closing."""
        return self._exit or self.ended_by is not None

    def leave_screen_of(self, pump: MessagePump) -> None:
        """Leave the screen of a widget, if that screen can be left."""
        if (screen := _screen_of(pump)) is not None:
            self.remove_screen(screen, None)

    def abandon(self, pump: MessagePump) -> None:
        """Leave the screen of a widget that no longer works; end the reader if it is the first screen."""
        screen = _screen_of(pump)
        if screen is None or screen is self._screen_stack[0]:
            self._end(self.failures[-1])
        else:
            self.leave_screen_of(pump)

    def remove_screen(self, screen: Screen[Any], result: object) -> bool:
        """Remove the top screen and pass its result to the screen that opened it.

        Return False if `screen` is not on top. This is the only place that removes a screen: a key pressed twice asks
        twice, and Textual would then remove the screen below as well.
        """
        stack = self._screen_stack
        if self._exit or len(stack) < 2 or stack[-1] is not screen:
            return False
        try:
            screen.dismiss(result)
        except Exception:  # an error of the callback, which Textual calls before it removes the screen
            if stack[-1] is screen:
                self.pop_screen()
            raise
        return True

    def replace_screen(self, screen: Screen[Any], other: Screen[Any]) -> bool:
        """Put another screen in the place of `screen`, the first one. Return False if that is not alone and on top."""
        if self._exit or self._screen_stack != [screen]:
            return False
        screen._push_result_callback(screen, None)  # which Textual takes from it, and gave to no first screen
        self.switch_screen(other)
        return True

    def _handle_exception(self, error: Exception) -> None:
        """Handle an error that Textual reports from outside the handlers of `Guarded`."""
        pump = active_message_pump.get(None)
        self.fail(error.error if isinstance(error, WorkerFailed) else error, pump)
        if pump is not None and pump is not self:
            self.set_timer(_WIDGET_CHECK_SECONDS, lambda: None if pump.is_running else self.abandon(pump))

    def _end(self, error: BaseException) -> None:
        if self.ended_by is None:
            self.ended_by = error
            self._return_code = 1
            self._exception = error if isinstance(error, Exception) else None
            self._exception_event.set()
            self._close_messages_no_wait()


def _screen_of(pump: MessagePump) -> Screen[Any] | None:
    node: Any = pump
    while node is not None and not isinstance(node, Screen):
        node = node._parent
    return node
