"""Keys that arrive faster than the reader responds: each waits until the one before it has taken effect.

Textual sends a key to the widget that has the focus when the key arrives. If a key moves the focus, opens a screen or
starts a search, the keys sent right after it (by a macro, a paste or quick fingers) would go to the widget that had the
focus before, or to results that have not arrived.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Final

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from peacereader.tui.error_handling import GuardedApp

AT_ONCE: Final = 0.25
"""Seconds after a key during which the next key checks whether it has taken effect. A person who reads is slower."""
PATIENCE: Final = 2.0
"""The longest time, in seconds after its arrival, that a key waits."""
IN_BACKGROUND: Final = frozenset(("advice", "changes", "clipboard", "complete", "follow", "news"))
"""Worker groups that no key waits for."""


class TypeAheadApp(GuardedApp):
    """An app that handles keys and pastes one at a time, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[tuple[float, events.Key | events.Paste]] = deque()
        """The events that wait, each with the time at which it arrived."""
        self._last = 0.0
        """The time at which the last event was handed on."""
        self._input: Widget | None = None
        """The input that took the last event as a letter, if one did."""
        self._turns: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key or paste waits for its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or self.is_ending:
            await super().on_event(event)
        elif self.has_keys_waiting or not self._can_go_on(event):
            self._typed.append((time.monotonic(), event))
            if self._turns is None:
                self._turns = asyncio.create_task(self._hand_on())
        else:
            await self._hand(event)

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys or pastes that have arrived are still being handed on."""
        return self._turns is not None

    def _can_go_on(self, event: events.Key | events.Paste) -> bool:
        """Return whether an event need not wait: it comes alone, or is the next letter for the same input."""
        if time.monotonic() - self._last > AT_ONCE:
            return True
        return self._input is not None and self._input is self.focused and _is_letter(event)

    async def _hand(self, event: events.Key | events.Paste) -> None:
        self._last = time.monotonic()
        self._input = self.focused if isinstance(self.focused, Input) and _is_letter(event) else None
        await super().on_event(event)

    async def _hand_on(self) -> None:
        """Hand on the waiting events one by one, each when nothing is pending."""
        try:
            while self._typed and not self.is_ending:
                came, event = self._typed.popleft()
                try:
                    if not self._can_go_on(event):
                        await self._until_calm(came + PATIENCE)
                    if not self.is_ending:
                        await self._hand(event)
                except Exception as error:  # it costs this key, and none of those that wait
                    self.fail(error, self)
        finally:
            self._turns = None

    async def _until_calm(self, latest: float) -> None:
        """Wait until nothing that keys wait for is pending, but no later than `latest` (in monotonic time)."""
        calm = looks = 0
        while calm < 2 and time.monotonic() < latest and not self.is_ending:
            await asyncio.sleep(0 if looks < 20 else 0.002)
            looks += 1
            calm = calm + 1 if self.is_ending or not self._is_under_way() else 0

    def _is_under_way(self) -> bool:
        screen = self.screen
        pumps = (self, screen, *screen.walk_children())
        return (
            not screen.is_attached
            or not screen.is_running
            or any(pump.message_queue_size or pump._next_callbacks for pump in pumps)
            or bool(screen._callbacks)
            or any(not worker.is_finished and worker.group not in IN_BACKGROUND for worker in self.workers)
        )


def _is_letter(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Paste) or event.is_printable
