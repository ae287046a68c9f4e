"""Pictures of each screen, compared: in a light and a dark theme, and at the sizes that matter."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from peaceindex.search import finder
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens import search_controller, search_logging
from peacereader.tui.screens.search_controller import ADVICE_DELAY
from tests.reader.driving import Driver

SCREENS = {
    "room": "",
    "search": "slash c e a s e f i r e",
    "completion": "slash t a l k s space c e a s e f",
    "values": "slash o u t l e t colon down down",
    "query-help": "slash f1",
    "article": "slash c e a s e f i r e enter enter n",
    "selection": "slash c e a s e f i r e enter enter v j",
    "facets": "f enter j x",
    "nothing": "slash x y z z y enter",
    "advice": "slash i s t a m b u l space c e a s e f i r e wait enter down",
    "passages": "enter v j b J v b B",
    "note": "enter v j b e n o t e",
    "story": "slash s t r a i t enter m j",
    "cut": "slash i s colon c u t enter enter",
    "audit": "slash c e a s e f i r e enter enter c n space j j space j",
    "field": "enter c d",
    "searches": "slash p r i s o n e r s enter f j enter w enter slash ctrl+u a l a s k a enter escape W j",
    "search-name": "slash p r i s o n e r s enter f j enter w",
    "concordance": "slash p r i s o n e r s enter C l j j j",
    "hit": "slash p r i s o n e r s enter C j j enter",
    "themes": "t",
    "help": "question_mark",
}

PICTURES = Path(__file__).parent / "__snapshots__" / Path(__file__).stem


@pytest.fixture(autouse=True)
def same_time_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of results without its milliseconds, and toasts that do not come and go."""
    monkeypatch.setattr(
        search_controller, "count_words", lambda results, copies: f"{results.total} of {results.articles}"
    )
    monkeypatch.setattr(search_logging, "IDLE_SECONDS", 3600)
    monkeypatch.setattr(finder, "timestamp", lambda: "2025-11-30T16:05:00.000000Z")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def taken(theme: str, keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def drive(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, PeacereaderApp)
        driver = Driver(app, pilot)
        await driver.rest()
        app.theme = theme
        for key in keys.split():
            if key == "wait":
                await driver.rest(ADVICE_DELAY)
            else:
                await driver.press(key)
        app.clear_notifications()
        await driver.rest()

    return drive


def library_of(screen: str, request: pytest.FixtureRequest) -> Path:
    """The library in which a screen is seen best."""
    folder: Path = request.getfixturevalue(
        {"story": "story_library", "cut": "cut_library"}.get(screen, "library_folder")
    )
    return folder


@pytest.mark.parametrize("theme", ["paper", "ink"])
@pytest.mark.parametrize("screen", SCREENS)
def test_snapshot_of_each_screen(request: pytest.FixtureRequest, snap_compare: Any, screen: str, theme: str) -> None:
    app = PeacereaderApp(library_of(screen, request))
    assert snap_compare(app, terminal_size=(120, 32), run_before=taken(theme, SCREENS[screen]))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (200, 50)])
@pytest.mark.parametrize(
    "screen", ["room", "article", "facets", "passages", "audit", "help", "values", "query-help", "advice", "story"]
)
def test_snapshot_of_each_size(
    request: pytest.FixtureRequest, snap_compare: Any, screen: str, size: tuple[int, int]
) -> None:
    app = PeacereaderApp(library_of(screen, request))
    assert snap_compare(app, terminal_size=size, run_before=taken("ink", SCREENS[screen]))


@pytest.mark.parametrize("theme", ["paper", "ink"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("screen", ["concordance", "searches"])
def test_snapshot_of_each_size_on_light_and_dark(
    snap_compare: Any, library_folder: Path, screen: str, size: tuple[int, int], theme: str
) -> None:
    app = PeacereaderApp(library_folder)
    assert snap_compare(app, terminal_size=size, run_before=taken(theme, SCREENS[screen]))


@pytest.mark.parametrize("theme", ["sepia", "dusk", "contrast", "clear", "terminal"])
def test_snapshot_of_each_theme(snap_compare: Any, library_folder: Path, theme: str) -> None:
    app = PeacereaderApp(library_folder)
    assert snap_compare(app, terminal_size=(120, 32), run_before=taken(theme, SCREENS["article"]))


def test_each_picture_is_that_of_a_test(request: pytest.FixtureRequest) -> None:
    """Processes that share the tests each see but some pictures used, and so the plug-in does not tell what is left."""
    tests = {test.name for test in request.node.parent.collect()}
    assert {picture.stem for picture in PICTURES.glob("*")} <= tests
