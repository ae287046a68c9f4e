"""How the reader feels on a large library: opening, typing, scrolling, memory.

    python tests/bench/reader.py LIBRARY

Opening is measured in processes of their own, side by side with a bare
Textual app, in CPU time from the start of Python to the first paint. Typing is measured
inside the running program, headless at 120x40: from a key to the painted
results. Prints medians and 95th percentiles in milliseconds, a row a figure.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from textual.pilot import Pilot

from peaceindex.model.concordance import Concordance
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.widgets.concordance_list import ConcordanceList

QUERIES = ("ceasefire", "oil prices", "bank profit", "said", "agreement trade talks", "interest rate")
ROUNDS = 5

BARE = """
import sys, time
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("bare")
    def on_mount(self):
        self.call_after_refresh(lambda: self.exit(time.process_time()))
print(Bare().run(headless=True))
"""

OURS = """
import gc
gc.disable()  # as the command does until the first paint
import sys, time
from pathlib import Path
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.reading_room import ReadingRoom
class Timed(PeacereaderApp):
    def on_mount(self):
        super().on_mount()
        self.call_after_refresh(lambda: self.exit(time.process_time()))
print(Timed(Path(sys.argv[1])).run(headless=True))
"""


def show(name: str, seconds: list[float]) -> None:
    """One row: name, median, 95th percentile, number of measurements."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:44s} {1000 * statistics.median(ordered):8.1f} {1000 * p95:8.1f} {len(ordered):6d}")


def first_paints(library: Path, rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """CPU seconds to the first paint of a bare Textual app, and of ours, in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for found, code in zip(times, (BARE, OURS), strict=True):
            done = subprocess.run(
                [sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=True
            )
            found.append(float(done.stdout.split()[-1]))
    return times


async def inside(library: Path) -> None:
    """Typing and scrolling in the running program."""
    app = PeacereaderApp(library)
    start = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        room = next(s for s in app.screen_stack if isinstance(s, ReadingRoom))

        async def until(ready: object) -> None:
            while not ready():  # type: ignore[operator]
                await asyncio.sleep(0.001)

        await until(lambda: room.answered is not None)
        show("all articles listed", [time.perf_counter() - start])
        painted: list[float] = []
        longest: list[float] = []
        for query in QUERIES:
            await pilot.press("slash", "ctrl+u")
            for length in range(1, len(query) + 1):
                before = time.perf_counter()
                task = asyncio.ensure_future(pilot.press({" ": "space"}.get(query[length - 1], query[length - 1])))
                blocked = await _watch(lambda text=query[:length]: room.answered.text == text)  # type: ignore[union-attr]
                done = asyncio.get_running_loop().create_future()
                room.call_after_refresh(done.set_result, None)
                await done
                painted.append(time.perf_counter() - before)
                longest.append(blocked)
                await task
            await pilot.press("enter")
        show("key to painted results", painted)
        show("longest stop of the event loop while typing", longest)
        moves = []
        for key in ["j"] * 60 + ["ctrl+d"] * 20 + ["G", "g"] * 5:
            before = time.thread_time()
            await pilot.press(key)
            moves.append(time.thread_time() - before)
        show("a key in the list, CPU of the screen", moves)
        await pilot.press("enter")
        moves = []
        for key in ["j"] * 40 + ["ctrl+d"] * 5 + ["J"] * 20:
            before = time.thread_time()
            await pilot.press(key)
            moves.append(time.thread_time() - before)
        show("a key in the article, CPU of the screen", moves)
        await pilot.press("escape")
        await concordance(app, pilot)
    print(f"{'peak memory, MB':44s} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}")


async def concordance(app: PeacereaderApp, pilot: Pilot[None]) -> None:
    """The concordance of the last query: all CPU until its lines are there, or are sorted otherwise; moving in it."""
    times = []
    for key in ["C", *"hhhlll"]:
        before, lines = time.process_time(), _lines(app)
        await pilot.press(key)
        while (now := _lines(app)) is None or now is lines:
            await asyncio.sleep(0.001)
        times.append(time.process_time() - before)
    count = len(now or ())
    show(f"a concordance of {count:,} lines, all CPU", times[:1])
    show("its lines sorted otherwise, all CPU", times[1:])
    moves = []
    for key in ["j"] * 60 + ["ctrl+d"] * 20 + ["G", "g"] * 5:
        before = time.thread_time()
        await pilot.press(key)
        moves.append(time.thread_time() - before)
    show("a key in the concordance, CPU of the screen", moves)


def _lines(app: PeacereaderApp) -> Concordance | None:
    found = app.screen.query(ConcordanceList)
    return found.first().lines if found else None


async def _watch(ready: object) -> float:
    """Wait until `ready`, and give the longest time for which the event loop did not come round."""
    longest, last = 0.0, time.perf_counter()
    while not ready():  # type: ignore[operator]
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


def main() -> None:
    """Measure a library."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    library = parser.parse_args().library
    print(f"{'milliseconds':44s} {'median':>8s} {'p95':>8s} {'n':>6s}")
    bare, ours = first_paints(library)
    show("first paint, bare Textual app", bare)
    show("first paint, peacereader", ours)
    asyncio.run(inside(library))


if __name__ == "__main__":
    main()
