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

QUICK_KEY_SECONDS: Final = 0.25
"""Seconds after a key during which the next key checks whether it has taken effect. A person who reads is slower."""
MAX_WAIT_SECONDS: Final = 2.0
"""The longest time, in seconds, that a key waits for the one before it."""
BACKGROUND_GROUPS: Final = frozenset(
    (
        "advice",
        "changes",
        "clipboard",
        "complete",
        "folders again",
        "follow",
        "neighbours",
        "news",
        "own library",
        "place",
        "prepare",
        "spell",
    )
)
"""Worker groups that no key waits for."""


class TypeAheadApp(GuardedApp):
    """An app that handles keys and pastes one at a time, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting_events: deque[events.Key | events.Paste] = deque()
        self._last_handled_at = 0.0
        """The time at which the last event was handed on."""
        self._typing_input: Widget | None = None
        """The input that took the last event as a letter, if one did."""
        self._queue_task: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key or paste waits for its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or self.is_ending:
            await super().on_event(event)
        elif self.has_keys_waiting or not self._can_handle_now(event):
            self._waiting_events.append(event)
            if self._queue_task is None:
                self._queue_task = asyncio.create_task(self._handle_waiting())
        else:
            await self._handle_now(event)

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys or pastes that have arrived are still being handed on."""
        return self._queue_task is not None

    def _can_handle_now(self, event: events.Key | events.Paste) -> bool:
        """Return whether an event need not wait: it comes alone, or is the next letter for the same input."""
        if time.monotonic() - self._last_handled_at > QUICK_KEY_SECONDS:
            return True
        return self._typing_input is not None and self._typing_input is self.focused and _is_letter(event)

    async def _handle_now(self, event: events.Key | events.Paste) -> None:
        self._last_handled_at = time.monotonic()
        self._typing_input = self.focused if isinstance(self.focused, Input) and _is_letter(event) else None
        await super().on_event(event)

    async def _handle_waiting(self) -> None:
        """Hand on the waiting events one by one, each when nothing is pending."""
        try:
            while self._waiting_events and not self.is_ending:
                event = self._waiting_events.popleft()
                try:
                    if not self._can_handle_now(event):
                        await self._wait_until_idle(self._last_handled_at + MAX_WAIT_SECONDS)
                    if not self.is_ending:
                        await self._handle_now(event)
                except Exception as error:  # it costs this key, and none of those that wait
                    self.fail(error, self)
        finally:
            self._queue_task = None

    async def _wait_until_idle(self, deadline: float) -> None:
        """Wait until nothing that keys wait for is pending, but no later than `deadline` (in monotonic time)."""
        idle_checks = checks = 0
        while idle_checks < 2 and time.monotonic() < deadline and not self.is_ending:
            await asyncio.sleep(0 if checks < 20 else 0.002)
            checks += 1
            idle_checks = idle_checks + 1 if self.is_ending or not self._has_pending_work() else 0

    def _has_pending_work(self) -> bool:
        screen = self.screen
        pumps = (self, screen, *screen.walk_children())
        return (
            not screen.is_attached
            or not screen.is_running
            or any(pump.message_queue_size or pump._next_callbacks for pump in pumps)
            or bool(screen._callbacks)
            or any(not worker.is_finished and worker.group not in BACKGROUND_GROUPS for worker in self.workers)
        )


def _is_letter(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Paste) or event.is_printable
