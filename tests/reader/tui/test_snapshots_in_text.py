"""Pictures of all screens as text, compared: at four sizes, in a light and a dark theme, and with few colours or none.

For each scene there is one file in `pictures_in_text`. It has the lines on the screen and, below them, the style of
each cell as runs: `7 a3 b12` are the first three cells of line 7 in style a and the twelve after them in style b. The
table of styles says for each look (a theme, with `@` and a depth of colour if there are fewer than all) what these are.
"""

from __future__ import annotations

import asyncio
import difflib
import importlib
import pkgutil
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from rich.cells import cell_len
from textual._compositor import LayoutUpdate

from peacereader import tui
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.base_screens import ReaderDialog, ReaderScreen
from tests.reader.driving import Driver
from tests.reader.tui.picturing import FOREVER, put_on, resize
from tests.reader.tui.scenes import LIBRARIES, PREPARED, READ_ONLY, SCENES, hold_places, hold_time, shorten_delays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.color import Color
    from rich.style import Style

Looks: TypeAlias = "Mapping[tuple[int, int], Sequence[str]]"
PICTURES = Path(__file__).parent / "pictures_in_text"
THEMES = ("paper", "ink")
USUAL = (120, 32)
LOOKS: Looks = {
    USUAL: ("paper", "paper@256", "paper@16", "ink@16", "ink@256", "ink@none", "ink"),
    (200, 60): ("ink", "paper"),
    (80, 24): ("paper", "ink"),
    (60, 20): ("ink", "paper"),
}
"""The sizes, in the order in which they are gone through, and the looks at each: a change of either takes time."""
OTHER_LOOKS = {"too-small": {(29, 8): THEMES}}
Cells = list[tuple[str, str]]
"""A line: texts, each with its style in words."""


@pytest.fixture(autouse=True)
def same_always(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_time(monkeypatch)
    shorten_delays(monkeypatch)


def colour(found: Color | None) -> str:
    return "-" if found is None or found.is_default else found.name.removeprefix("color(").removesuffix(")")


def words(style: Style | None) -> str:
    """Return all that is seen of a style."""
    if style is None:
        return "-/-"
    seen = ("bold", "dim", "italic", "underline", "underline2", "blink", "reverse", "conceal", "strike", "overline")
    return " ".join(
        (f"{colour(style.color)}/{colour(style.bgcolor)}", *(name for name in seen if getattr(style, name)))
    )


def seen(app: PeacereaderApp) -> list[Cells]:
    """Return what is on the screen, with what shines through from below a dialog."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return [
        [(text, words(style)) for strip in line for text, style, control in strip if text and not control]
        for line in update.strips
    ]


async def take(
    app: PeacereaderApp, keys: str, wanted: Looks
) -> tuple[str, dict[tuple[int, int], dict[str, list[Cells]]]]:
    """Return the name of the screen that these keys lead to, and what it shows at each size in each look."""
    pictures: dict[tuple[int, int], dict[str, list[Cells]]] = {}
    async with app.run_test(size=USUAL, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.rest(FOREVER)
        for part in keys.split("wait"):
            await driver.press(*part.split())
            await driver.rest(FOREVER)
        for size, looks in wanted.items():
            await resize(driver, pilot, size)
            pictures[size] = {}
            for look in looks:
                await put_on(driver, pilot, look)
                pictures[size][look] = seen(app)
        return type(app.screen).__name__, pictures


def single_cells(line: Cells) -> Iterator[str]:
    """Yield the style of each cell."""
    for text, style in line:
        yield from [style] * cell_len(text)


def runs(line: Iterable[str]) -> str:
    return " ".join(f"{name}{len(list(same))}" for name, same in groupby(line))


def letter(number: int) -> str:
    """Return a name for the style of this number: a to Z, then `a'` to `Z'`, `a''` and so on."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[number] if number < len(letters) else f"{letter(number - len(letters))}'"


def written(looks: Mapping[str, Sequence[Cells]]) -> Iterator[str]:
    """Yield the lines of a file for looks in which the same text is shown."""
    lines, *_ = looks.values()
    yield from ("".join(text for text, _ in line).rstrip(" ") for line in lines)
    yield f"styles: {', '.join(looks)}"
    names: dict[tuple[str, ...], str] = {}
    styled = []
    for number in range(len(lines)):
        cells = zip(*(single_cells(look[number]) for look in looks.values()), strict=True)
        styled.append(runs(names.setdefault(cell, letter(len(names))) for cell in cells))
    for styles, name in names.items():
        yield f"{name} = {' | '.join(styles)}"
    for style, same in groupby(range(len(styled)), lambda number: styled[number]):
        first, *_, last = [*same] * 2
        yield f"{first + 1}{f'-{last + 1}' if last > first else ''} {style}"


def described(screen: str, pictures: Mapping[tuple[int, int], Mapping[str, list[Cells]]]) -> str:
    """Return the file of a scene."""
    lines = [f"screen: {screen}"]
    for (width, height), looks in pictures.items():
        by_text = defaultdict[str, dict[str, list[Cells]]](dict)
        for look, shown in looks.items():
            by_text["\n".join("".join(text for text, _ in line) for line in shown)][look] = shown
        for same in by_text.values():
            lines += ["", f"=== {width}x{height}: {', '.join(same)}", *written(same)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("scene", SCENES)
def test_snapshot_in_text(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, scene: str) -> None:
    hold_places(scene, monkeypatch)
    folder: Path = request.getfixturevalue(LIBRARIES.get(scene, "library_folder"))
    if scene in PREPARED:
        PREPARED[scene](folder)
    app = PeacereaderApp(folder.resolve(), read_only=scene in READ_ONLY)
    found = described(*asyncio.run(take(app, SCENES[scene], OTHER_LOOKS.get(scene, LOOKS))))
    file = PICTURES / f"{scene}.txt"
    if request.config.getoption("update_snapshots"):
        PICTURES.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    changes = difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", n=1, lineterm="")
    assert found == expected, "\n".join(changes)


def screens() -> set[str]:
    """Return the names of all screens and dialogs but those that others derive from."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        importlib.import_module(module.name)
    found, left = set[str](), [*ReaderScreen.__subclasses__(), *ReaderDialog.__subclasses__()]
    while left:
        one = left.pop()
        left += one.__subclasses__()
        if one.__module__.startswith(f"{tui.__name__}.") and "[" not in one.__name__:
            found.add(one.__name__)
    return found


NOT_PICTURED = {"LineDialog", "ListDialog", "ArticleScreen", "RoomActions", "_EntryScreen"}
"""What only others derive from."""


def test_each_screen_is_in_a_picture() -> None:
    pictured = {
        file.read_text(encoding="utf-8").splitlines()[0].removeprefix("screen: ") for file in PICTURES.glob("*")
    }
    assert screens() - NOT_PICTURED - pictured == set()


def test_each_picture_in_text_is_that_of_a_scene() -> None:
    assert {file.stem for file in PICTURES.glob("*")} == set(SCENES)
