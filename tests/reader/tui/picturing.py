"""Brings a running reader to another size, theme or depth of colour, and to rest, for a picture of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from peacereader.tui.theme_colours import Depth
    from tests.reader.driving import Driver

FOREVER = 60.0
"""Nothing that changes a screen is put off for longer."""


async def resize(driver: Driver, pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Give the terminal another size, and wait until all screens have it and are laid out."""
    app = driver.app
    if app.size == size:
        return
    await pilot.resize_terminal(*size)
    # Textual hands the size on to the screens by a timer, so that there is a while in which nothing seems to be due.
    while (
        app._resize_event
        or app._resize_timer
        or any(one.size != size for one in (app.screen, *app._background_screens))
    ):
        await asyncio.sleep(0.001)
    await driver.rest(FOREVER)


async def put_on(driver: Driver, pilot: Pilot[None], look: str) -> None:
    """Show a theme, with all colours or with as many as stand after `@`, and wait until all is in these."""
    app = driver.app
    theme, _, depth = look.partition("@")
    if app.depth != (depth or "24bit"):
        app.use_depth(cast("Depth", depth or "24bit"))
    app.theme = theme
    app.clear_notifications()
    await driver.rest(FOREVER)
    # A terminal keeps its depth, so Textual paints nothing again whose colours are the same in the theme.
    for screen in app.screen_stack:
        screen._refresh_layout()  # a scroll bar may have come that another layout shows
        for widget in screen.walk_children(with_self=True):
            widget.refresh()
    await driver.rest(FOREVER)
    await pilot.wait_for_scheduled_animations()
