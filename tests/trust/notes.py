"""Notes to damage: every word of an entry names the entry, so its pages can be found in the file's bytes."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peaceindex.model.correction import Correction
from peaceindex.model.passage import Passage
from peaceindex.model.saved_search import LoggedSearch, SavedSearch
from peaceindex.model.search import Request
from peaceindex.storage.annotations import NAME, Annotations

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
_TIME = "2025-05-12T10:{:02}:{:02}.000000Z"


def words(mark: str, count: int) -> str:
    """Return a text of `count` words, each containing the mark."""
    return " ".join(f"{mark}w{n}" for n in range(count))


def passage(number: int, random: random.Random) -> Passage:
    mark = f"p{number:04}"
    return Passage(
        id=f"{random.getrandbits(48):012x}",
        article_id=f"{random.getrandbits(40):010x}",
        quote=words(mark, random.choice((3, 12, 30, 90))),
        prefix=words(mark, 4),
        suffix=words(mark, 4),
        start=number,
        end=number + 100,
        text_hash=f"{mark}{random.getrandbits(200):050x}",
        note=words(f"{mark}n", random.choice((0, 5, 40, 700))),
        labels=(f"{mark}l",),
        created=_TIME.format(number // 60, number % 60),
        title=words(mark, 6),
        outlet=None,
        date="2025-05-12",
        authors=(f"{mark}a",),
        url=None,
        source=f"/news/{mark}.txt",
    )


@dataclass
class Notes:
    """A folder with an annotations.db and a backup of it from before the last changes."""

    folder: Path
    passages: dict[str, Passage]
    edited: dict[str, str]
    """The notes changed after the backup was made, by passage id."""
    binned: set[str]

    @property
    def file(self) -> Path:
        return self.folder / NAME

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    def copied_to(self, folder: Path) -> Notes:
        """Copy the folder, and return the notes in the copy."""
        return Notes(shutil.copytree(self.folder, folder), dict(self.passages), dict(self.edited), set(self.binned))

    def pages_of(self, mark: str) -> set[int]:
        """Return the numbers of the pages that hold part of the entry with this mark."""
        wanted, data = mark.encode(), self.file.read_bytes()
        found = set()
        at = data.find(wanted)
        while at >= 0:
            if at // PAGE == (at + len(wanted) - 1) // PAGE:
                found.add(at // PAGE + 1)
            at = data.find(wanted, at + 1)
        return found


def make_notes(folder: Path, seed: int, *, copy_at: int = 250, count: int = 300, edits: int = 50) -> Notes:
    """Make 300 passages, of which 50 are edited and ten in the bin, five saved searches, a log, marks and corrections.

    The backup is made after `copy_at` passages (0: no backup), before the rest and all edits.
    """
    chance = random.Random(seed)
    made = [passage(number, chance) for number in range(count)]
    folder.mkdir(exist_ok=True)
    annotations = Annotations(folder)
    for number, one in enumerate(made):
        if number == copy_at and copy_at:
            annotations.close()
            annotations = Annotations(folder)  # makes the copy
        annotations.passages.add(one)
    edited = {}
    for one in chance.sample(made[: count - 20], edits):
        edited[one.id] = words(f"e{one.start:04}", chance.choice((2, 30, 400)))
        annotations.passages.annotate(one.id, edited[one.id], None)
    rest = [one for one in made if one.id not in edited]
    binned = {one.id for one in chance.sample(rest, min(10, len(rest)))}
    for id in binned:
        annotations.passages.remove(id)
    for number in range(5):
        request = Request(words(f"s{number:04}", 8))
        annotations.searches.save_search(SavedSearch(f"s{number:04}", request, _TIME.format(1, 1), _TIME.format(2, 2)))
    for number in range(40):
        annotations.searches.log_search(
            LoggedSearch(0, _TIME.format(3, number), Request(words(f"g{number:04}", 6)), number)
        )
        annotations.reading.mark_read(f"m{number:04}w", True)
        annotations.reading.remember_position(f"o{number:04}w", number)
    for number in range(12):
        mark = f"c{number:04}"
        annotations.corrections.replace(
            f"{number:010x}",
            Correction(mark, f"{number:010x}", "title", words(mark, 5), words(mark, 3), "", "", 0,
                       _TIME.format(4, number), f"/news/{mark}.txt"),
            (),
        )  # fmt: skip
    annotations.close()
    return Notes(folder, {one.id: one for one in made}, edited, binned)


def contents(annotations: Annotations) -> dict[str, dict[Any, Any]]:
    """Return everything in annotations.db, by table and key."""
    with annotations.file.using() as connection:
        return {
            "passages": {one.id: one for one in annotations.passages.all()},
            "bin": {row["id"]: row["quote"] for row in connection.execute("SELECT * FROM bin")},
            "saved_searches": {one.name: one for one in annotations.searches.saved_searches()},
            "search_log": {one.number: one for one in annotations.searches.search_log()},
            "read_marks": {row[0]: row[1] for row in connection.execute("SELECT * FROM read_marks")},
            "positions": {row[0]: row[1] for row in connection.execute("SELECT * FROM positions")},
            "corrections": {one.id: one for one in annotations.corrections.all()},
        }
