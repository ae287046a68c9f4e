"""Pictures of each screen, compared: in a light and a dark theme, and at the sizes that matter."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import textual._doc
from textual.app import App

from peaceindex.search import finder
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens import search_logging
from peacereader.tui.screens.search_controller import ADVICE_DELAY
from tests.reader.driving import Driver

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREENS = {
    "room": "",
    "search": "slash c e a s e f i r e",
    "hits": "slash c e a s e f i r e enter j",
    "completion": "slash t a l k s space c e a s e f",
    "values": "slash o u t l e t colon down down",
    "query-help": "slash f1",
    "article": "slash c e a s e f i r e enter enter n",
    "selection": "slash c e a s e f i r e enter enter v j",
    "facets": "f enter j x",
    "nothing": "slash x y z z y enter",
    "advice": "slash i s t a m b u l space c e a s e f i r e wait enter down",
    "passages": "enter v j b l A i d enter L a w enter escape e n o t e enter enter e n d escape J v b B space",
    "desk": "enter v b l A i d enter L a w enter escape e n o t e enter e n d escape J v b B z z j",
    "place": "enter v b e n o t e enter e n d escape B tab",
    "codebook": "enter v j b l A i d enter L a w enter escape B C 1 e f o o d escape A M e d i c i n e enter k",
    "counts": "enter v j b l A i d enter L a w enter escape B C t",
    "tags": "T d r a f t enter escape",
    "note": "enter v j b e n o t e",
    "labels": "enter v j b l a i d enter l a w",
    "story": "slash s t r a i t enter m j",
    "compare": "slash s t r a i t enter m j m",
    "cut": "slash i s colon c u t enter enter",
    "audit": "slash c e a s e f i r e enter enter c n space j j space j",
    "field": "enter c d",
    "searches": "slash p r i s o n e r s enter f j enter w enter f slash ctrl+u a l a s k a enter escape W j",
    "news": "W j enter j enter escape",
    "search-name": "slash p r i s o n e r s enter f j enter w",
    "concordance": "slash p r i s o n e r s enter C l j j j",
    "collocates": "slash p r i s o n e r s enter C c j",
    "hit": "slash p r i s o n e r s enter C j j enter",
    "themes": "t",
    "theme-editor": "t e j j j minus minus minus minus minus minus",
    "styles": "slash c e a s e f i r e enter enter v Y j j",
    "help": "question_mark",
}

LIBRARIES = {
    "story": "story_library", "compare": "story_library", "cut": "cut_library", "news": "news_library",
}  # fmt: skip
"""The libraries of screens that need another than most."""

PICTURES = Path(__file__).parent / "__snapshots__" / Path(__file__).stem


@pytest.fixture(autouse=True)
def same_time_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches that are not logged meanwhile, and the same day in the same time zone."""
    monkeypatch.setattr(search_logging, "IDLE_SECONDS", 3600)
    monkeypatch.setattr(finder, "timestamp", lambda: "2025-11-30T16:05:00.000000Z")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


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
            if size != app.size:
                await pilot.resize_terminal(*size)
                while app.screen.size != size:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.05)  # a layout may be due that nothing announces
            name, _, depth = theme.partition("@")
            if app.depth != (depth or "24bit"):
                app.use_depth(depth or "24bit")  # type: ignore[arg-type]
            app.theme = name
            app.clear_notifications()
            await driver.rest()
            await pilot.wait_for_scheduled_animations()
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
