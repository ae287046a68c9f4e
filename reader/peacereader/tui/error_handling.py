"""What keeps the reader going where something goes wrong that nobody foresaw: a report, a few words, and on.

Textual ends the whole program at the first error in a message handler, a timer, a thread or the drawing of a widget.
Here an error costs the one thing that was asked for. Only what nothing can be done without, the first screen itself or
errors without end, ends the reader, and then in one line.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path
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

from peacereader.error_wording import where_reported

if TYPE_CHECKING:
    _Pump = MessagePump
    _Drawn = Widget
else:  # Textual takes the styles of the first base that is a widget: a mixin must not be one
    _Pump = _Drawn = MessagePump

MOST_REPORTS = 8
"""Reports that one run writes at most, so that those of other runs stay."""

MOST_FAILURES = 40
"""Errors within `WITHIN` seconds at which the reader gives up."""

WITHIN = 10.0

_A_MOMENT = 0.1
"""Seconds after which a widget whose message loop has ended is known to be dead."""


class Guarded(_Pump):
    """A mixin for app, screens and widgets: an error in a handler is reported, and the next message is handled."""

    async def _dispatch_message(self, message: Message) -> None:
        app = self.app
        if not isinstance(app, GuardedApp):
            await super()._dispatch_message(message)
            return
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            app.fail(error, self)
            if app.last_key == "escape" and not app.is_ending:  # which leads out, even where that is what fails
                app.leave_screen_of(app.screen)
        if self in app.failed and isinstance(message, events.Compose | events.Mount):
            app.abandon(self)


class GuardedWidget(Guarded, _Drawn):
    """A mixin for screens and widgets: what cannot be drawn stays blank, and is reported."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget."""
        try:
            return super().render_lines(crop)
        except Exception as error:
            if not isinstance(self.app, GuardedApp):
                raise
            self.app.fail(error, drawing=True)
            return [Strip.blank(crop.width)] * crop.height


class GuardedApp(Guarded, App[None]):
    """An app that outlives errors. `failures` are those of this run that differ; `ended_by` the one that ended it."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[BaseException] = []
        self.ended_by: BaseException | None = None
        self.last_report: Path | None = None
        self.last_key = ""
        self.failed: WeakSet[MessagePump] = WeakSet()
        """The screens and widgets in which something has failed."""
        self._known: dict[str, Path | None] = {}
        self._lately: deque[float] = deque(maxlen=MOST_FAILURES)
        self._failing = threading.Lock()

    def report(self, error: BaseException) -> str:
        """Write a report of an error, unless there is one of its kind; the words for the person. From any thread."""
        from peacereader.error_reports import kind_of, trail, write_report

        if self.is_ending:  # with files closed under what is still going on
            return f"It could not be done: {kind_of(error)}."
        with self._failing:
            self._lately.append(time.monotonic())
            kind = trail(error)
            if kind not in self._known:
                self.failures.append(error)
                self._known[kind] = write_report(error, "reader") if len(self._known) < MOST_REPORTS else None
                self.last_report = self._known[kind] or self.last_report
            report = self._known[kind]
        return f"Something went wrong here that should not have: {kind_of(error)}. {where_reported(report)}"

    def fail(self, error: BaseException, pump: MessagePump | None = None, *, drawing: bool = False) -> None:
        """Report an error in a screen or widget and say so; end where errors come without end.

        None matters while the reader ends. What fails in `drawing` fails at each paint, and does no more harm than
        the first time.
        """
        if self.is_ending:
            return
        if pump is not None:
            self.failed.add(pump)
        known = len(self.failures)
        words = self.report(error)
        if drawing:
            self._lately.pop()
        lately = self._lately
        if (not self._dom_ready and not drawing) or (len(lately) == MOST_FAILURES and lately[-1] - lately[0] < WITHIN):
            self._end(error)
        elif len(self.failures) > known:  # said once: words that appear are drawn, and drawing may be what fails
            self.notify(words, severity="error", timeout=20, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; what the terminal tells of while the screens are taken down concerns none of them."""
        if self.is_ending and isinstance(event, events.InputEvent | events.Resize):
            return
        if isinstance(event, events.Key):
            self.last_key = event.key
        await super().on_event(event)

    @property
    def is_ending(self) -> bool:
        """Whether the reader is being left."""
        return self._exit or self.ended_by is not None

    def leave_screen_of(self, pump: MessagePump) -> None:
        """Leave the screen of a widget, if it is one that can be left."""
        if (screen := _screen_of(pump)) is not None:
            self.remove_screen(screen, None)

    def abandon(self, pump: MessagePump) -> None:
        """Leave the screen of a widget that cannot work any more; on the first screen, end."""
        screen = _screen_of(pump)
        if screen is None or screen is self._screen_stack[0]:
            self._end(self.failures[-1])
        else:
            self.leave_screen_of(pump)

    def remove_screen(self, screen: Screen[Any], result: object) -> bool:
        """Take the uppermost screen away, and hand its result to who opened it; False if it is not this one.

        The one place where a screen goes: a key pressed twice asks twice, and
        Textual would take away the screen below as well.
        """
        stack = self._screen_stack
        if self._exit or len(stack) < 2 or stack[-1] is not screen:
            return False
        try:
            screen.dismiss(result)
        except Exception:  # of who opened it, which Textual asks first
            if stack[-1] is screen:
                self.pop_screen()
            raise
        return True

    def _handle_exception(self, error: Exception) -> None:
        """What Textual does with errors that come from elsewhere than the handlers of `Guarded`."""
        pump = active_message_pump.get(None)
        self.fail(error.error if isinstance(error, WorkerFailed) else error, pump)
        if pump is not None and pump is not self:
            self.set_timer(_A_MOMENT, lambda: None if pump.is_running else self.abandon(pump))

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
