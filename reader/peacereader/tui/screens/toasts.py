"""Brief messages that disappear by themselves."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def show_toast(screen: Screen[Any], words: str) -> None:
    """Show a brief message. It replaces earlier ones, so that messages never pile up over the text."""
    screen.app.clear_notifications()
    screen.notify(words, timeout=4, markup=False)


def show_error(screen: Screen[Any], words: str) -> None:
    """Show an error beside earlier messages, long enough to be read."""
    screen.notify(words, severity="error", timeout=12, markup=False)
