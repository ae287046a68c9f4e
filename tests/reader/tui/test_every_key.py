"""Every key that a screen names, in its key bar or its help, does something that a person can see."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from peaceindex.paths import config_dir, state_dir
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from tests.reader.driving import Driver, reading
from tests.reader.rich_library import make_rich_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Scene:
    """A screen as it is opened: the keys that lead there, and those that put its cursor where keys can go both ways."""

    keys: str
    home: str = ""
    query: str = "ceasefire"
    size: tuple[int, int] = (120, 32)


LONG = '"long road"'
DOWN = "g ctrl+d ctrl+d"
SCENES = {
    "results": Scene("", "g j j", "prisoner"),
    "search line": Scene("slash t a l k s space c e a s e f", "", ""),
    "filters": Scene("f j enter j enter j enter f X", "", "the"),
    "facets": Scene("f j j enter", "", ""),
    "bars": Scene("f v h h", query=""),
    "article": Scene("enter", DOWN, LONG),
    "find": Scene("enter slash c l e r k down", "", LONG),
    "selecting": Scene("enter", f"{DOWN} v s j", LONG),
    "passages": Scene("B", "g j j", ""),
    "place": Scene("B", "g j j tab", "", (120, 16)),
    "codes": Scene("B C", "g j j j", ""),
    "counts": Scene("B C t", "pageup l j", "", (60, 10)),
    "differences": Scene("B A", "g j", ""),
    "events": Scene("B T", "g j", ""),
    "searches": Scene("W", "g j", ""),
    "folders": Scene("A", "g j", ""),
    "report": Scene("A j j enter", "g j j", ""),
    "bin": Scene("A b", "g j", ""),
    "concordance": Scene("C", "g j j", "strait OR prisoners"),
    "collocates": Scene("C c", "g j j"),
    "timeline": Scene("T a k y i v enter a i s t a n b u l enter l", "g j"),
    "hit": Scene("C j j j j j j enter", DOWN, "ceasefire clerk"),
    "story": Scene("m", "g j pagedown pageup pagedown", "strait", (60, 10)),
    "compare": Scene("m j m", "g n", "strait"),
    "audit": Scene("enter c", "g j", "istanbul"),
    "help": Scene("question_mark", "pagedown pagedown"),
    "help lines": Scene("question_mark tab", "g j j j"),
    "settings": Scene("colon s e t t i n g s enter", "g j j"),
    "themes": Scene("t", "g j"),
    "theme editor": Scene("t e j j plus"),
    "command line": Scene("colon s o r t space n e w e s t enter colon s o r t space o l d e s t enter colon up up"),
    "palette": Scene("ctrl+p", "s down down"),
    "add": Scene("a slash t"),
    "labels": Scene("B l down down", query=""),
    "tags": Scene("number_sign down", query=""),
    "note": Scene("B e", query=""),
    "event": Scene("B V down", query=""),
    "export": Scene("x"),
    "styles": Scene("B Y", "g j", ""),
    "search name": Scene("w"),
    "question": Scene("D"),
    "encodings": Scene("c e", "g j"),
    "setting": Scene("colon s e t t i n g s enter enter tab"),
    "moved": Scene("A m"),
    "field": Scene("c t"),
    "code": Scene("B C e"),
}


@pytest.fixture(scope="session")
def rich_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, not to be changed by a test."""
    return make_rich_library(tmp_path_factory.mktemp("rich"))


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What keys do outside the reader's own screen: the browser, the editor and the shell take its place."""
    effects: list[str] = []

    @contextmanager
    def suspend(_: object) -> Iterator[None]:
        effects.append("editor")
        yield

    monkeypatch.setattr(PeacereaderApp, "suspend", suspend)
    monkeypatch.setattr(PeacereaderApp, "action_suspend_process", lambda self: effects.append("shell"))
    monkeypatch.setattr(PeacereaderApp, "open_url", lambda self, url, **_: effects.append("browser"))
    monkeypatch.setattr(clipboard, "copy", lambda text: None)
    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.chdir(tmp_path)
    return effects


def named_keys(driver: Driver) -> dict[str, str]:
    """The keys that the screen names, in its help and key bar, each with its action."""
    screen = driver.app.screen
    typing = isinstance(screen.focused, Input | TextArea)
    found = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not active.enabled or (key, binding.action) not in _own_bindings(type(active.node)):
            continue
        if typing and not binding.priority and screen.focused.check_consume_key(key, _TYPED.get(key)):  # type: ignore[union-attr]
            continue
        found[key] = binding.id or binding.action
    return found


@cache
def _own_bindings(kind: type) -> frozenset[tuple[str, str]]:
    """The keys and actions that our classes give to a part of the screen, beyond those of Textual."""
    ours = [cls for cls in kind.__mro__ if cls.__module__.startswith("peacereader")]
    listed = [binding for cls in ours for binding in Binding.make_bindings(vars(cls).get("BINDINGS", ()))]
    return frozenset((binding.key, binding.action) for binding in listed if not binding.system)


WITHOUT_EFFECT = {("search line", "search")}
"""The keys that may do nothing, each by its scene: who searches is in the search line already."""
_TYPED: Mapping[str, str] = {_character_to_key(char): char for char in map(chr, range(32, 127))}
"""What keys type."""


def look(driver: Driver) -> list[Any]:
    """What a person can see."""
    compositor = driver.app.screen._compositor
    driver.app.screen._on_timer_update()
    return [
        [type(screen).__name__ for screen in driver.app.screen_stack],
        [[(segment.text, str(segment.style)) for segment in strip] for strip in compositor.render_strips()],
    ]


class Stage:
    """A reader with a scene, which is opened afresh whenever its state cannot be restored."""

    def __init__(self, library: Path, folder: Path, scene: Scene) -> None:
        self._library, self._folder, self._scene = library, folder, scene
        self._stack = AsyncExitStack()
        self._driver: Driver | None = None
        self._room: list[Any] = []
        self.first: list[Any] = []
        self.count = 0

    async def open(self) -> Driver:
        """Return the reader, in the scene's first state."""
        if self._driver is None:
            self.count += 1
            copy = Path(shutil.copytree(self._library, self._folder / f"library-{self.count}"))
            for folder in (config_dir(), state_dir()):
                shutil.rmtree(folder, ignore_errors=True)
            self._driver = await self._stack.enter_async_context(
                reading(copy, self._scene.query, size=self._scene.size)
            )
            await self._driver.press(*self._scene.keys.split())
            await self._leave(self._driver)  # what was opened once is read, and stays so
            self._room = await self._calm()
            self.first = await self._begin()
        return self._driver

    async def _begin(self) -> list[Any]:
        """Go from the reading room to the scene."""
        assert self._driver
        await self._driver.press(*self._scene.keys.split(), *self._scene.home.split())
        return await self._calm()

    async def restore(self) -> None:
        """Lead back to the first state, or else close the reader."""
        driver = self._driver
        assert driver
        if has_ended(driver) or not await self._is_restored(driver):
            await self.close()

    async def _is_restored(self, driver: Driver) -> bool:
        depth = len(self.first[0])
        await self._leave(driver, depth)
        if await self._calm() == self.first:
            return True
        if self._scene.home and len(driver.app.screen_stack) == depth:
            await driver.press(*self._scene.home.split())
            if await self._calm() == self.first:
                return True
        await self._leave(driver)
        return await self._calm() == self._room and await self._begin() == self.first

    async def _leave(self, driver: Driver, depth: int = 0) -> None:
        """Leave screens until so many are left; without a number, go to the top of the results."""
        for _ in range(6):
            if len(driver.app.screen_stack) > max(1, depth):
                await driver.press("escape")
        if not depth and len(driver.app.screen_stack) == 1:
            for _ in range(3):
                if driver.app.focused is not driver.results:
                    await driver.press("escape")
            await driver.press("g")

    async def _calm(self) -> list[Any]:
        """What can be seen without messages that go by themselves."""
        assert self._driver
        self._driver.app.clear_notifications()
        await self._driver.rest()
        return look(self._driver)

    async def close(self) -> None:
        """End the reader."""
        await self._stack.aclose()
        self._stack, self._driver = AsyncExitStack(), None


def has_ended(driver: Driver) -> bool:
    """Whether the reader ends, or is at its end."""
    return driver.app.is_ending or driver.app.ended_by is not None or driver.app.return_code is not None


@pytest.mark.parametrize("name", SCENES)
async def test_each_key_does_something(name: str, rich_library: Path, tmp_path: Path, effects: list[str]) -> None:
    """One key of each action is pressed; its others are bound to the same action in the same state."""
    stage = Stage(rich_library, tmp_path, SCENES[name])
    keys = named_keys(await stage.open())
    assert keys
    idle = []
    for action, key in {action: key for key, action in reversed(keys.items())}.items():
        if (name, action) in WITHOUT_EFFECT:
            continue
        driver = await stage.open()
        effects.clear()
        await driver.press(key)
        if not (effects or has_ended(driver) or driver.app._notifications or look(driver) != stage.first):
            idle.append(f"{key} ({action})")
        await stage.restore()
    await stage.close()
    assert not idle, f"these keys do nothing that can be seen: {', '.join(idle)}"
