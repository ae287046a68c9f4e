"""Take the pictures of README and docs from the real program, reading the sample pages: `make pictures`.

With names, take only these: `python docs/pictures.py export`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

_SEARCH = "slash p r i s o n e r s enter"
_LABEL = "l P r i s o n e r s enter escape"
_PASSAGES = f"{_SEARCH} enter v j b {_LABEL} e A s k space A n a . escape J v b 1 B"

PICTURES = {
    "reading-room": ("ink", (120, 36), "slash c e a s e f i r e enter j enter n"),
    "passages": ("paper", (100, 24), _PASSAGES),
    "label-picker": ("paper", (100, 24), f"{_SEARCH} enter v j b l P r i s o n e r s enter c e a s e f i r e"),
    "style-picker": ("paper", (100, 24), f"{_SEARCH} enter v j b Y j j"),
    "export": ("paper", (100, 26), f"{_PASSAGES} g space x {' '.join('j' * 7)}"),
}
"""File name: theme, columns and lines, and the keys that are pressed."""


async def _take(name: str) -> None:
    from peacereader.resources import choose_library
    from peacereader.tui.app import PeacereaderApp

    theme, size, keys = PICTURES[name]
    folder, samples = choose_library(None)
    app = PeacereaderApp(folder, samples=samples)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await _rest(pilot)
        for key in keys.split():
            await pilot.press(key)
            await _rest(pilot)
        svg = app.export_screenshot()
    # The picture must not fetch a font from anywhere: the viewer's own monospaced one serves.
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
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
        for name in sys.argv[1:] or PICTURES:
            # Each in a home of its own: the passages of one must not stand in another.
            os.environ["HOME"] = str(Path(home) / name)
            Path(home, name).mkdir()
            os.chdir(os.environ["HOME"])
            asyncio.run(_take(name))


if __name__ == "__main__":
    main()
