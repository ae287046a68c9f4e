"""Words in passing."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def in_passing(screen: Screen[Any], words: str) -> None:
    """Say something in passing; what was said before goes away, so that words never pile up over the text."""
    screen.app.clear_notifications()
    screen.notify(words, timeout=4, markup=False)
