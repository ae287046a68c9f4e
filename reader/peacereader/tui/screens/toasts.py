"""Brief messages that disappear by themselves."""

from __future__ import annotations

from typing import Any

from textual.notifications import Notification, Notify
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastRack

_SECONDS = 4


def show_toast(screen: Screen[Any], words: str) -> None:
    """Show a brief message. It replaces earlier ones, so that messages never pile up over the text."""
    message = Notification(words, timeout=_SECONDS, identity=f"brief-{id(screen)}")
    if not _say_in_place(screen, message):
        screen.app.clear_notifications()
        screen.app.post_message(Notify(message))


def _say_in_place(screen: Screen[Any], message: Notification) -> bool:
    """Let the last brief message on the screen say this instead; return False if there is none, or another one too.

    Textual paints the whole screen when a message leaves it, and again when the next one comes.
    """
    toasts = list(screen.get_child_by_type(ToastRack).query(Toast))
    if len(toasts) != 1 or toasts[0]._notification.identity != message.identity or toasts[0]._closing:
        return False
    (toast,) = toasts
    screen.app._notifications.add(message)
    toast._notification = message
    toast.refresh(layout=True)
    for timer in toast._timers:
        timer.reset()
    return True


def show_error(screen: Screen[Any], words: str) -> None:
    """Show an error beside earlier messages, long enough to be read."""
    screen.notify(words, severity="error", timeout=12, markup=False)
