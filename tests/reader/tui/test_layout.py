"""A screen is laid out once for each size of the terminal, although Textual tells it of its size several times."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tests.reader.driving import reading
from tests.reader.tui.picturing import resize

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.geometry import Size


async def test_a_size_is_laid_out_once(library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[Size] = []
    lay_out = Screen._refresh_layout

    def noted(screen: Screen[Any], size: Size | None = None, scroll: bool = False) -> None:
        sizes.extend([size] if size is not None else [])
        lay_out(screen, size, scroll)

    monkeypatch.setattr(Screen, "_refresh_layout", noted)
    async with reading(library_folder, size=(120, 40)) as driver:
        assert sizes and len(sizes) == len(set(sizes))
        for size in ((80, 24), (120, 40), (80, 24)):
            sizes.clear()
            await driver.pilot.resize_terminal(*size)
            while not sizes:  # Textual waits a little for further changes of the size
                await asyncio.sleep(0.01)
            await driver.rest()
            assert sizes == [size]
            assert driver.room.has_class("-wide" if size[0] >= 120 else "-medium")
            assert driver.results.region.right <= size[0]


async def test_the_place_in_the_article_is_told_only_beside_it_also_at_a_size_that_comes_again(
    library_folder: Path,
) -> None:
    async with reading(library_folder, "ceasefire", size=(120, 32)) as driver:
        for size in ((60, 20), (120, 32), (60, 20), (80, 24), (60, 20), (80, 24)):
            await resize(driver, driver.pilot, size)
            assert (driver.pane in driver.room._compositor.visible_widgets) == (size[0] >= 80)
            assert (" %" in driver.lines()[-1]) == (size[0] >= 80), size
