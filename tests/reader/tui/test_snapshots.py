"""Pictures of each screen, compared: in a light and a dark theme, and at the sizes that matter."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import textual._doc
from textual.app import App

from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.search_controller import ADVICE_DELAY
from tests.reader.driving import Driver
from tests.reader.tui.picturing import put_on, resize
from tests.reader.tui.scenes import LIBRARIES, SCREENS, hold_time

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURES = Path(__file__).parent / "__snapshots__" / Path(__file__).stem


@pytest.fixture(autouse=True)
def same_time_always(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_time(monkeypatch)


Size = tuple[int, int]
Taken = tuple[Size, str]
"""The size of the terminal and the theme of a picture, with `@` and a depth if it is not that of 24 bits."""
THEMES = ("paper", "ink")
OTHER_THEMES = ("sepia", "dusk", "contrast", "clear", "terminal")
USUAL: Size = (120, 32)
SIZES: dict[str, tuple[Size, ...]] = dict.fromkeys(
    (
        "room",
        "article",
        "facets",
        "passages",
        "audit",
        "help",
        "values",
        "query-help",
        "advice",
        "story",
        "desk",
    ),
    ((80, 24), (60, 20), (40, 12), (200, 50)),
) | dict.fromkeys(("note", "labels"), ((40, 12),))
SIZES_ON_LIGHT_AND_DARK: dict[str, tuple[Size, ...]] = dict.fromkeys(
    ("concordance", "searches", "compare"), ((60, 20), (80, 24), (120, 40), (200, 60))
) | {
    "news": ((60, 20), (80, 24)),
    "hits": ((60, 20), (80, 24), (200, 50)),
    "styles": ((80, 24),),
    "collocates": ((60, 20),),
    "place": ((80, 24), (80, 40), (120, 40)),
}
SIZES_IN_EACH_DEPTH: dict[str, tuple[Size, ...]] = {"hits": ((60, 20), (80, 24), (120, 32), (200, 50))}
DEPTHS = ("paper@256", "ink@256", "paper@16", "ink@16", "ink@none")
NOT_BY_RESIZING = {
    *((screen, (40, 12)) for screen in ("article", "values", "note", "labels")),
    ("audit", (200, 50)), ("values", (60, 20)),
}  # fmt: skip
"""What is in view depends on the size that the terminal had before."""


def pictures_of(screen: str) -> list[Taken]:
    """Return the sizes and themes in which this screen has its picture taken."""
    themes = THEMES + OTHER_THEMES if screen == "article" else THEMES
    return [
        *((USUAL, theme) for theme in themes),
        *((size, "ink") for size in SIZES.get(screen, ())),
        *((size, theme) for size in SIZES_ON_LIGHT_AND_DARK.get(screen, ()) for theme in THEMES),
        *((size, theme) for size in SIZES_IN_EACH_DEPTH.get(screen, ()) for theme in DEPTHS),
    ]


ALL = [(screen, size, theme) for screen in SCREENS for size, theme in pictures_of(screen)]


def taken_together(screen: str, one: Taken) -> list[Taken]:
    """Return the pictures to take in the run of the reader that takes this one."""
    shows_first_theme = screen in ("themes", "theme-editor")
    if shows_first_theme or (screen, one[0]) in NOT_BY_RESIZING:
        return [one]
    return [other for other in pictures_of(screen) if (screen, other[0]) not in NOT_BY_RESIZING]


async def take(app: PeacereaderApp, keys: str, wanted: Sequence[Taken]) -> list[str]:
    """Return pictures of the screen that these keys lead to."""
    pictures = []
    (size, theme), *_ = wanted
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.rest()
        app.theme = theme.partition("@")[0]
        for part in keys.split("wait"):
            await driver.press(*part.split())
            if part.endswith(" "):
                await driver.rest(ADVICE_DELAY)
        for size, theme in wanted:
            await resize(driver, pilot, size)
            await put_on(driver, pilot, theme)
            pictures.append(app.export_screenshot(title=app.title, simplify=True))
    return pictures


@pytest.fixture(scope="module")
def pictures() -> dict[tuple[str, Taken], str]:
    """The pictures that were taken so far: all those of a screen in one run of the reader, if that can be."""
    return {}


@pytest.mark.parametrize(("screen", "size", "theme"), ALL, ids=[f"{s}-{w}x{h}-{theme}" for s, (w, h), theme in ALL])
def test_snapshot(
    request: pytest.FixtureRequest,
    snap_compare: Any,
    pictures: dict[tuple[str, Taken], str],
    monkeypatch: pytest.MonkeyPatch,
    screen: str,
    size: Size,
    theme: str,
) -> None:
    if (screen, (size, theme)) not in pictures:
        library = LIBRARIES.get(screen, "library_folder")
        app = PeacereaderApp(request.getfixturevalue(library))
        wanted = taken_together(screen, (size, theme))
        pictures.update(
            zip([(screen, one) for one in wanted], asyncio.run(take(app, SCREENS[screen], wanted)), strict=True)
        )
    picture = pictures[screen, (size, theme)]
    monkeypatch.setattr(textual._doc, "take_svg_screenshot", lambda **_: picture)
    assert snap_compare(App[None]())


def test_each_picture_is_that_of_a_test(request: pytest.FixtureRequest) -> None:
    """Processes that share the tests each see but some pictures used, and so the plug-in does not tell what is left."""
    tests = {test.name for test in request.node.parent.collect()}
    assert {picture.stem for picture in PICTURES.glob("*")} <= tests
