"""Brief messages that disappear by themselves."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def in_passing(screen: Screen[Any], words: str) -> None:
    """Show a brief message. It replaces earlier ones, so that messages never pile up over the text."""
    screen.app.clear_notifications()
    screen.notify(words, timeout=4, markup=False)
