"""How the list of passages feels when it is long: CPU milliseconds for what it does beyond reading the store.

    python -m tests.bench.passages LIBRARY [COUNT]

The library is copied, and gets COUNT passages (10,000 without it) made of those that it has. Reading the store is
measured alone, and beside it the query, the order, the groups and the rows, each as the screen of passages does them.
Then come keys, from the press until all is painted.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peaceindex import Library
from peacereader.passage_order import GROUPINGS, ORDERS, grouped, sorted_passages
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.widgets.passage_list import PassageList
from tests.reader.driving import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.model.passage import Passage

QUERIES = ("", "ceasefire", '"prisoner swap"', "label:law", "outlet:post", "date:2025-05", "note:check", "-note:none")
ROUNDS = 5


def show(name: str, work: Callable[[], Any], beyond: float = 0) -> float:
    """Print the shortest of some rounds, without what reading the store takes; return it whole, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    print(f"{name:36s} {1000 * max(0.0, min(times) - beyond):8.1f}")
    return min(times)


def fill(library: Library, count: int) -> None:
    """Add passages until there are about `count`, with notes and labels on some."""
    some = library.annotations.passages()
    made = [
        replace(
            some[number % len(some)],
            id=f"{number:012x}",
            note=f"check this against the minutes of day {number}" if number % 3 == 0 else "",
            labels=("Law", "Aid")[: number % 3],
            created=f"2025-05-12T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.{number:06}Z",
        )
        for number in range(count)
    ]
    library.annotations.store.passages.add_all(made)


async def rows(folder: Path, passages: list[Passage]) -> None:
    """Measure how long the list takes to show its rows, and to go from one end to the other."""
    async with reading(folder) as driver:
        await driver.press("B")
        listed = driver.app.screen.query_one(PassageList)
        for grouping in GROUPINGS:
            groups = grouped(passages, grouping)
            show(f"rows, grouped by {grouping}", lambda groups=groups: listed.show(passages, groups, ""))  # type: ignore[misc]

        def to_the_end_and_back() -> None:
            listed.action_last()
            listed.action_first()

        show("to the end and back", to_the_end_and_back)
    await keys(folder)


async def keys(folder: Path) -> None:
    """Measure keys until all is painted, the shortest of some rounds each, with how often the screen was laid out."""
    pressed = (
        ("B", "B, opens the screen"), ("j", "j"), ("slash", "/"),
        *((letter, f"a filter: {'cease'[: number + 1]}") for number, letter in enumerate("cease")),
        ("escape", "Esc, all again"), ("1", "1, a label"), ("u", "u, undo"), ("escape", "Esc, leaves"),
    )  # fmt: skip
    found: dict[str, list[tuple[float, int]]] = {}
    layouts = 0
    lay_out = ReaderScreen._refresh_layout

    def counted(screen: ReaderScreen[Any], *rest: Any, **more: Any) -> None:
        nonlocal layouts
        layouts += 1
        lay_out(screen, *rest, **more)

    ReaderScreen._refresh_layout = counted  # type: ignore[assignment, method-assign]
    try:
        async with reading(folder) as driver:
            for _ in range(ROUNDS + 1):
                for key, name in pressed:
                    layouts, start = 0, time.process_time()
                    await driver.press(key)
                    found.setdefault(name, []).append((time.process_time() - start, layouts))
    finally:
        ReaderScreen._refresh_layout = lay_out  # type: ignore[method-assign]
    for name, rounds in found.items():
        seconds, layouts = min(rounds)
        first = f", the first time {1000 * rounds[0][0]:.1f}" if name.startswith(("B", "/")) else ""
        print(f"{name:36s} {1000 * seconds:8.1f}   {layouts} layouts{first}")


def main(source: Path, count: int = 10_000) -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(source, Path(place) / "library"))
        with Library.open(folder) as library:
            fill(library, count)
            library.annotations.prepare_search()
            read = show("reading the store, whole", lambda: library.annotations.store.passages.all())
            for query in QUERIES:
                show(f"query {query or '(none)'}", lambda query=query: library.annotations.find_passages(query), read)  # type: ignore[misc]
            passages = library.annotations.passages()
            for order in ORDERS:
                show(f"order: {order}", lambda order=order: sorted_passages(passages, order))  # type: ignore[misc]
            id = passages[5].id
            show("label one (reads the store too)", lambda: library.annotations.label([id], ["Aid"]))
        asyncio.run(rows(folder, passages))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
