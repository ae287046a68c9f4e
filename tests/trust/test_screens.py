"""A key pressed twice, or too late, opens and leaves one screen; what was requested just before is still done."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor

import peacereader
from peaceindex import Library
from peaceindex.paths import state_dir
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from tests.reader.driving import paint_later
from tests.trust.random_input import key_event
from tests.trust.reading import at_rest, back_to_the_room, made_library_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.usefixtures("styles_parsed_once")

PACKAGE = Path(peacereader.__file__).parent
WAYS = {"push_screen", "pop_screen", "dismiss", "switch_screen", "push_screen_wait"}
THE_ONE_PLACE = {
    "tui/base_screens.py": {"push_screen"},
    "tui/error_handling.py": {"dismiss", "pop_screen", "switch_screen"},
}


def names_in(node: ast.AST) -> str:
    """Return the name of an attribute, or the text of a string constant, which may be an action."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return (
        node.value.split("(")[0].split(".")[-1]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        else ""
    )


def test_no_screen_opens_or_leaves_another_by_itself() -> None:
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (name := names_in(node)) in WAYS:
                found.setdefault(path.relative_to(PACKAGE).as_posix(), set()).add(name)
    assert found == THE_ONE_PLACE


def test_every_screen_and_dialog_is_of_ours() -> None:
    plain = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = {ast.unparse(base).split("[")[0] for base in getattr(node, "bases", ())}
            if bases & {"Screen", "ModalScreen"} and "GuardedScreen" not in bases:
                plain.append(path)
    assert plain == []


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a library with a passage."""
    monkeypatch.setattr(PeacereaderApp, "open_url", lambda self, url, **_: None)
    monkeypatch.setattr(clipboard, "copy", lambda text: None)
    monkeypatch.setattr(Compositor, "render_update", paint_later)  # painting would take half of the time
    monkeypatch.chdir(tmp_path)
    folder = Path(shutil.copytree(made_library_of(tmp_path_factory), tmp_path / "library"))
    with Library.open(folder) as library:
        article = library.article(next(iter(library.articles.ids().values())))
        library.annotations.bookmark(article, 0, 20, note="a note")
    return folder


async def press(app: PeacereaderApp, keys: str) -> None:
    """Send keys without a pause, and wait until they are handled."""
    for key in keys.split():
        app.post_message(key_event(key))
    await at_rest(app)


async def burst(folder: Path, *steps: str) -> None:
    """Open a reader, send the keys of each step without a pause, and wait after each step."""
    app = PeacereaderApp(folder, "prisoner")
    async with app.run_test(size=(120, 40), notifications=True):
        await at_rest(app)
        for step in steps:
            await press(app, step)
    nothing_failed(app)


def nothing_failed(app: PeacereaderApp) -> None:
    assert app.failures == [] and app.ended_by is None and app.return_code in (0, None)
    assert not (state_dir() / "errors").exists()


TO_THERE = {
    "passages": ("B",), "searches": ("W",), "concordance": ("C",), "help": ("question_mark",), "theme": ("t",),
    "audit": ("enter", "c"), "story": ("slash ctrl+u f e r r i e s enter", "m"), "note": ("B", "e"),
    "field": ("enter", "c", "t"), "encodings": ("enter", "c", "e"), "search name": ("w",),
    "rename": ("w", "enter", "W", "r"),
    "file name": ("W", "s"), "hit": ("C", "enter"), "collocates": ("C", "c"),
    "comparison": ("slash ctrl+u f e r r i e s enter", "m", "G m"),
    "audit of a hit": ("C", "enter", "c"), "room": ("enter",),
}  # fmt: skip
"""The keys that lead to each screen and dialog."""


def bursts(way: Sequence[str]) -> list[str]:
    """Return the bursts of keys to press on a screen; `way` holds the keys that lead to it from the one below."""
    *_, last = way
    return [
        "escape escape escape escape escape",
        "enter enter enter escape",
        f"escape {last} {last} escape escape",
        f"escape {last} {last} {last} q q",
        "f1 f1 q q q",
        " ".join(["escape"] * 6 + [*way] * 2),
        " ".join(["escape"] * 6 + [*way, "escape", "escape", "q", "q"]),
        f"{last} {last}",
        "ctrl+c ctrl+c",
    ]


@pytest.mark.parametrize("there", TO_THERE)
async def test_keys_may_be_pressed_twice_and_without_a_pause(
    folder: Path, there: str, trials: Callable[[int, int], int]
) -> None:
    way = TO_THERE[there]
    kinds = bursts(way)
    number = list(TO_THERE).index(there)
    for keys in [kinds[(number + by * 4) % len(kinds)] for by in range(trials(1, len(kinds)))]:
        app = PeacereaderApp(folder, "prisoner")
        async with app.run_test(size=(120, 40), notifications=True):
            await at_rest(app)
            for step in (*way, keys):
                await press(app, step)
            if not app.is_ending:
                await back_to_the_room(app)
        nothing_failed(app)


@pytest.mark.parametrize("way_out", ["q", "ctrl+q", "ctrl+c"])
async def test_what_was_asked_for_just_before_leaving_is_kept(folder: Path, way_out: str) -> None:
    await burst(folder, "enter", f"v j b {way_out}")
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == 2


async def test_a_passage_of_a_hit_that_is_left_at_once_is_kept(folder: Path) -> None:
    await burst(folder, "C", "enter", "v b escape escape q")
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == 2


async def test_a_note_that_is_written_and_left_at_once_is_kept(folder: Path) -> None:
    await burst(folder, "B", "e", "b e t t e r ctrl+s escape q")
    with Library.open(folder) as library:
        (passage,) = library.annotations.passages()
        assert passage.note == "a notebetter"


async def test_removed_and_brought_back_at_once_is_there(folder: Path) -> None:
    await burst(folder, "B", "d u q q")
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == 1


async def test_text_that_is_not_kept_yet_is_not_lost_by_ctrl_c(folder: Path) -> None:
    app = PeacereaderApp(folder)
    async with app.run_test(size=(120, 40), notifications=True):
        await at_rest(app)
        for keys in ("B", "e", "x", "ctrl+c"):
            await press(app, keys)
        assert not app.is_ending
        await press(app, "escape")
        await press(app, "ctrl+c")
        assert app.is_ending
    with Library.open(folder) as library:
        assert library.annotations.passages()[0].note == "a notex"
