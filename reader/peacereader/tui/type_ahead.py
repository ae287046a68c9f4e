"""Keys that come faster than the reader answers: each waits until the one before has done what it does.

Textual hands a key to the widget that is in focus when the key comes. Where a key moves the focus, opens a screen or
asks for something, keys sent right behind it (a macro, a paste of keys, quick fingers) would go to what was in focus
before, or to results that are not there yet.
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
"""Seconds after a key for which the next one asks whether it is done. A person who reads is slower."""
PATIENCE: Final = 2.0
"""Seconds after it came for which a key waits at most."""
IN_BACKGROUND: Final = frozenset(("advice", "changes", "clipboard", "complete", "follow", "news"))
"""Groups of workers that no key waits for."""


class TypeAheadApp(GuardedApp):
    """An app that handles keys and pastes in turn."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[tuple[float, events.Key | events.Paste]] = deque()
        """When each came that waits, and what it is."""
        self._last = 0.0
        """When the last of them was handed on."""
        self._input: Widget | None = None
        """The input that took the last of them as a letter."""
        self._turns: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, a key or paste in its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or self.is_ending:
            await super().on_event(event)
        elif self._typed or not self._can_go_on(event):
            self._typed.append((time.monotonic(), event))
            if self._turns is None:
                self._turns = asyncio.create_task(self._hand_on())
        else:
            await self._hand(event)

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys have come that nothing has been told of yet."""
        return self._turns is not None

    def _can_go_on(self, event: events.Key | events.Paste) -> bool:
        """Whether an event need not wait: it comes alone, or is the next letter for an input."""
        if time.monotonic() - self._last > AT_ONCE:
            return True
        return self._input is not None and self._input is self.focused and _is_letter(event)

    async def _hand(self, event: events.Key | events.Paste) -> None:
        self._last = time.monotonic()
        self._input = self.focused if isinstance(self.focused, Input) and _is_letter(event) else None
        await super().on_event(event)

    async def _hand_on(self) -> None:
        """Hand on what waits, one by one, each once all is calm."""
        try:
            while self._typed:
                came, event = self._typed[0]
                if not self._can_go_on(event):
                    await self._until_calm(came + PATIENCE)
                if self.is_ending:
                    self._typed.clear()
                else:
                    self._typed.popleft()
                    await self._hand(event)
        except Exception as error:
            self._typed.clear()
            self.fail(error, self)
        finally:
            self._turns = None

    async def _until_calm(self, latest: float) -> None:
        """Wait until what was asked for is done, as far as anybody waits for it, but not longer than `latest`."""
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
