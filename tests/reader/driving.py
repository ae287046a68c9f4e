"""Driving the reader in tests: press keys, and wait until all that they started is done."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.cells import set_cell_size
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.result_browser import PREVIEW_DELAY
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.facet_pane import FacetPane
from peacereader.tui.widgets.result_list import ResultList
from tests.trials import SOAK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_QUICK_LOOKS = 50
"""How often the driver looks whether the reader has come to rest before it sleeps between two looks."""

paint_at_once = Compositor.render_update
"""How Textual paints, before a test puts `paint_later` in its place."""


def paint_later(compositor: Compositor, full: bool = False, *rest: Any, **more: Any) -> Any:
    """Stand in for `Compositor.render_update`: paint only where all is asked for, and leave the rest to the driver."""
    return paint_at_once(compositor, full, *rest, **more) if full else None


_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}


def parse_once(
    sheet: Stylesheet,
    css: str,
    read_from: tuple[str, str],
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Stand in for `Stylesheet._parse_rules`, which parses the same styles for each reader that is started."""
    what = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (*what, frozenset(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse(sheet, *what)
    return _parsed[key]


def _has_work(pump: MessagePump) -> bool:
    """Return whether a part of the reader has messages to handle, or is at one now: then it waits for no other.

    Textual's pilot finds this out by a message to each widget and back, which takes longer than most keys.
    """
    if pump.message_queue_size or pump._next_callbacks:
        return True
    return pump.is_running and not (pump._closing or pump._closed or pump._message_queue.ready_event._waiters)


def content(*folders: Path) -> dict[str, bytes]:
    """Return the files of folders with their bytes. Compiled modules are Python's own."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files if path.suffix != ".pyc"}


class Driver:
    """A running reader."""

    def __init__(self, app: PeacereaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.may_fail = False
        """Whether errors are what is tested."""

    async def rest(self, delay: float = PREVIEW_DELAY) -> None:
        """Wait until no worker runs, nothing is due that was put off by this delay or less, and all is painted."""
        await self.settle()
        while self.app.workers or self._due(delay):
            if self.app.workers:
                with suppress(WorkerCancelled):  # a newer request may cancel an older one meanwhile
                    await self.app.workers.wait_for_complete()
            else:
                await asyncio.wait(self._due(delay), return_when=asyncio.FIRST_COMPLETED)
            await self.settle()

    async def settle(self) -> None:
        """Wait until all messages are handled, those too that came of others, and all is painted; workers run on."""
        calm = looks = 0
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        while calm < 2:
            await asyncio.sleep(0 if looks < _QUICK_LOOKS else 0.001)
            looks += 1
            if ready:  # something goes on: its widgets need not be asked one by one
                calm = 0
                continue
            self.app.screen._on_timer_update()  # at once, instead of within a sixtieth of a second
            if self.app.failures and not self.may_fail:  # the picture of a reader that failed may look well
                raise self.app.failures[0]
            calm = 0 if self.app.has_keys_waiting or self._is_busy() else calm + 1

    def _is_busy(self) -> bool:
        screen = self.app.screen
        if screen._callbacks or screen._layout_required or screen._repaint_required or screen._dirty_widgets:
            return True
        return any(map(_has_work, (self.app, *self.app.screen_stack, *screen.walk_children())))

    def _due(self, delay: float) -> list[asyncio.Task[None]]:
        """Return the tasks of what was put off by this delay or less."""
        timers = [timer for screen in self.app.screen_stack for timer in screen._timers if timer._repeat == 0]
        return [t._task for t in timers if t._interval <= delay and t._task and not t._task.done()]

    def paint(self) -> None:
        """Paint what has changed. On its way here the reader painted nothing, which would take half of its time.

        Each look at `lines` paints as well, and so do the pictures.
        """
        if self.app.screen_stack and self.app.ended_by is None:
            paint_at_once(self.app.screen._compositor, screen_stack=self.app._background_screens)
            if self.app.failures and not self.may_fail:
                raise self.app.failures[0]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, rest after each, and paint at the end in the long form."""
        for key in keys:
            await self.app._press_keys([key])
            await self.rest()
        if SOAK:
            self.paint()

    async def tap(self, *keys: str) -> None:
        """Press keys one after the other while what they start is still under way."""
        for key in keys:
            await self.app._press_keys([key])
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text."""
        named = {" ": "space", ":": "colon", "-": "minus", '"': "quotation_mark", "=": "equals_sign", "*": "asterisk"}
        await self.press(*(named.get(char, char) for char in text))

    async def command(self, line: str) -> None:
        """Type a command after `:`, and run it."""
        await self.press("colon")
        await self.type(line)
        await self.press("enter")

    async def added(self) -> None:
        """Wait until nothing is being added any more, and the reader is at rest."""
        await self.rest()
        while self.room.additions.is_adding:
            await asyncio.sleep(0.01)
        await self.rest()

    @property
    def found(self) -> int:
        """How many articles the search finds, whatever rows they are folded into."""
        page = self.room._search.page
        assert page is not None
        return page.results.total

    @property
    def room(self) -> ReadingRoom:
        return next(s for s in self.app.screen_stack if isinstance(s, ReadingRoom))

    @property
    def results(self) -> ResultList:
        return self.room.query_one(ResultList)

    @property
    def pane(self) -> ArticlePane:
        return self.room.query_one(ArticlePane)

    @property
    def facets(self) -> FacetPane:
        return self.room.query_one(FacetPane)

    @property
    def titles(self) -> list[str]:
        """The titles of the results."""
        hits = [self.results.hit(i) for i in range(self.results.total)]
        return [hit.title or "" for hit in hits if hit]

    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        width = self.app.size.width
        compositor = self.app.screen._compositor
        return [set_cell_size("".join(s.text for s in strip), width) for strip in compositor.render_strips()]

    def text(self) -> str:
        """What stands on the screen, in one piece."""
        return "\n".join(self.lines())


@asynccontextmanager
async def reading(
    folder: Path,
    query: str = "",
    *,
    size: tuple[int, int] = (120, 40),
    samples: bool = False,
    read_only: bool = False,
) -> AsyncIterator[Driver]:
    """The reader on a library, at rest."""
    app = PeacereaderApp(folder, query, samples=samples, read_only=read_only)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.rest()
        yield driver
        driver.paint()
