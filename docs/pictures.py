"""Take the pictures of README and docs from the real program, reading the sample pages: `make pictures`.

With names, take only these: `python docs/pictures.py export themes`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent

_SEARCH = "slash p r i s o n e r s enter"
_READ = "slash i s t a n b u l enter enter v j b"
_LABEL = "l P r i s o n e r s enter escape"
_PASSAGES = f"{_SEARCH} enter v j b {_LABEL} e A s k space A n a . escape J v b 1 B"

_TOUR = "slash c e a s e f i r e enter"
_UKRAINE = " ".join("j" * 10)
_BOOKMARKED = f"{_TOUR} j enter n n v b e D o e s space M o s c o w space s a y space t h i s ? escape"

PICTURES = {
    "reading-room": ("ink", (132, 36), f"{_TOUR} f {_UKRAINE} enter escape j"),
    "tour-facets": ("ink", (110, 24), f"{_TOUR} f j j j enter"),
    "tour-hits": ("ink", (110, 26), f"{_TOUR} j enter n n"),
    "tour-bookmark": ("ink", (180, 36), _BOOKMARKED),
    "tour-passages": ("ink", (110, 18), f"{_BOOKMARKED} B"),
    "tour-cite": ("ink", (110, 26), f"{_BOOKMARKED} Y j j"),
    "timeline": ("ink", (110, 18), f"{_TOUR} T"),
    "passages": ("paper", (100, 24), _PASSAGES),
    "label-picker": ("paper", (100, 24), f"{_READ} l P r i s o n e r s enter C e a s e f i r e enter"),
    "style-picker": ("paper", (100, 24), f"{_READ} Y j j"),
    "export": ("paper", (100, 26), f"{_PASSAGES} g space x {' '.join('j' * 7)}"),
}
"""File name: theme, columns and lines, and the keys that are pressed."""

THEMES = ((100, 18), "slash c e a s e f i r e enter j")
"""Columns and lines, and the keys, of the pictures of the themes: one each in `themes/`, by one run of the reader."""


async def _take(name: str) -> None:
    theme, size, keys = PICTURES[name]
    async with _reading(size, keys) as pilot:
        pilot.app.theme = theme
        await _rest(pilot)
        _write(name, pilot.app)


async def _take_themes() -> None:
    size, keys = THEMES
    async with _reading(size, keys) as pilot:
        # A picture has no colours of a terminal's own.
        for theme in (name for name in pilot.app.themes if not pilot.app.get_theme(name).ansi):
            pilot.app.theme = theme
            await _rest(pilot)
            _write(f"themes/{theme}", pilot.app)


@asynccontextmanager
async def _reading(size, keys):  # type: ignore[no-untyped-def]
    from peacereader.resources import choose_library
    from peacereader.tui.app import PeacereaderApp

    folder, samples = choose_library(None)
    app = PeacereaderApp(folder, samples=samples)
    async with app.run_test(size=size) as pilot:
        await _rest(pilot)
        for key in keys.split():
            await pilot.press(key)
            await _rest(pilot)
        yield pilot


def _write(name, app) -> None:  # type: ignore[no-untyped-def]
    # The picture must not fetch a font from anywhere: the viewer's own monospaced one serves.
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", app.export_screenshot(), flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"docs/{name}.svg")


async def _rest(pilot) -> None:  # type: ignore[no-untyped-def]
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.15)


def main() -> None:
    """Take them all, with an empty home, as a new user would see them."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "PEACEREADER_LIBRARY"):
            os.environ.pop(name, None)
        for name in sys.argv[1:] or [*PICTURES, "themes"]:
            # Each in a home of its own: the passages of one must not stand in another.
            os.environ["HOME"] = str(Path(home) / name)
            Path(home, name).mkdir()
            os.chdir(os.environ["HOME"])
            asyncio.run(_take_themes() if name == "themes" else _take(name))


if __name__ == "__main__":
    main()
