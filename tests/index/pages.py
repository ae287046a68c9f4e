"""Pages to add to a library, plain enough that the details of cleaning do not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.reports import AddReport

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ("Geneva", "Ankara", "Oslo", "Vienna", "Doha", "Astana", "Helsinki", "Budapest")


def page(number: int = 0, more: str = "") -> str:
    """Return a page that reads like an article, different for each number."""
    place = PLACES[number % len(PLACES)]
    return (
        f"Delegations meet in {place} for round {number} of the talks\n\n"
        f"The two delegations met in {place} on Monday for the round number {number} of their talks, officials said. "
        "They are expected to speak about an exchange of prisoners and about a ceasefire along the whole front.\n\n"
        f"An adviser told reporters in {place} that list {number} of the prisoners had been handed over. "
        "He added that nobody should expect a quick result, and that the work would go on for several days.\n\n"
        f"The next meeting is planned for the week after round {number}, if both sides agree to come again.{more}\n"
    )


def write_pages(folder: Path, count: int, first: int = 0) -> list[Path]:
    """Write `count` pages as files of a folder, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"page-{number:05}.txt" for number in range(first, first + count)]
    for number, path in enumerate(paths, first):
        path.write_text(page(number), encoding="utf-8")
    return paths


def add(library: Library, *paths: Path) -> list[AddReport]:
    """Add these paths in this process alone, and return the result for each source."""
    return list(library.ingest.add(paths, processes=1))


def statuses(added: Sequence[AddReport]) -> list[str]:
    return [one.status for one in added]


def only_id(added: Sequence[AddReport]) -> str:
    (one,) = added
    assert one.article_id, one
    return one.article_id


MakeLibrary = Callable[[], Library]
