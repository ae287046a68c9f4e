"""Driving the reader in tests: press keys, and wait until all that they started is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import set_cell_size
from textual.pilot import Pilot

from peacereader.app import PeacereaderApp
from peacereader.screens.reading_room import ReadingRoom
from peacereader.widgets.article_pane import ArticlePane
from peacereader.widgets.facet_pane import FacetPane
from peacereader.widgets.result_list import ResultList


class Driver:
    """A running reader."""

    def __init__(self, app: PeacereaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def rest(self) -> None:
        """Wait until no worker runs, no timer of the preview is due, and all is painted."""
        for _ in range(2):
            await self.pilot.pause(0.08)
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, then rest."""
        await self.pilot.press(*keys)
        await self.rest()

    async def type(self, text: str) -> None:
        """Type text."""
        named = {" ": "space", ":": "colon", "-": "minus", '"': "quotation_mark", "=": "equals_sign", "*": "asterisk"}
        await self.press(*(named.get(char, char) for char in text))

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
    folder: Path, query: str = "", *, size: tuple[int, int] = (120, 40), samples: bool = False
) -> AsyncIterator[Driver]:
    """The reader on a library, at rest."""
    app = PeacereaderApp(folder, query, samples=samples)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.rest()
        yield driver
