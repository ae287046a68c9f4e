"""Brief messages that disappear by themselves."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastRack

_ENDING_SECONDS = 0.2
"""A message that has less time left may be on its way out."""


def show_toast(screen: Screen[Any], words: str) -> None:
    """Show a brief message. It replaces earlier ones, so that messages never pile up over the text."""
    screen.app._notifications.clear()
    screen.notify(words, timeout=4, markup=False)


def show_error(screen: Screen[Any], words: str) -> None:
    """Show an error beside earlier messages, long enough to be read."""
    screen.notify(words, severity="error", timeout=12, markup=False)


def say_in_place(app: App[Any], message: Notification) -> bool:
    """Let the only message on the screen say this one instead, if it was cleared; return False if it was not.

    Textual paints the whole screen when a message leaves it, and again when the next one comes.
    """
    toasts = _toasts(app.screen)
    if len(toasts) != 1 or toasts[0]._closing or len(app._notifications):
        return False
    shown = toasts[0]._notification
    if shown.severity != message.severity or shown.time_left < _ENDING_SECONDS:
        return False
    message.identity = shown.identity
    app._notifications.add(message)
    for toast in (toast for screen in app.screen_stack for toast in _toasts(screen)):
        if toast._notification is shown:
            toast._notification = message
            toast.refresh(layout=True)
            for timer in list(toast._timers):
                timer.stop()
            toast.set_timer(message.timeout, toast._expire)
    return True


def _toasts(screen: Screen[Any]) -> list[Toast]:
    return [toast for rack in screen.children if isinstance(rack, ToastRack) for toast in rack.query(Toast)]
