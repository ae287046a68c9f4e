"""Libraries of every layout that was ever released, kept as SQL in `layouts`.

Each was written by the version of its time: five short pages (two tell one copy, one is HTML, one was in KOI8-R, one is
gone since), passages, one of them in the bin, marks, a saved search, a correction where the layout knows them.
`python -m tests.index.storage.older_layouts` writes those of today, when the schema has a new script.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from peaceindex.storage.schema import ANNOTATIONS, LIBRARY

LAYOUTS = Path(__file__).parent / "layouts"
NEWEST = {"library": len(LIBRARY), "annotations": len(ANNOTATIONS)}
TOGETHER = (
    (1, 1), (1, 2), (2, 2), (3, 3), (4, 3), (5, 3), (6, 3), (7, 3), (7, 4), (8, 4), (9, 4), (9, 5), (10, 5), (10, 6),
    (10, 7), (11, 7), (11, 8), (12, 8),
)  # fmt: skip
"""Which layouts of library.db and annotations.db versions had at the same time."""


def write(name: str, layout: int, path: Path) -> Path:
    """Make the database `name` of this layout at `path`."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript((LAYOUTS / f"{name}-{layout}.sql").read_text(encoding="utf-8"))
    return path


def write_library(folder: Path, library: int, annotations: int) -> Path:
    """Make a library of these layouts in `folder`; it has no search index."""
    folder.mkdir(parents=True, exist_ok=True)
    write("library", library, folder / "library.db")
    write("annotations", annotations, folder / "annotations.db")
    return folder


def dump(path: Path) -> str:
    """A closed database as SQL, with the number of its layout."""
    with closing(sqlite3.connect(path)) as database:
        (layout,) = database.execute("PRAGMA user_version").fetchone()
        lines = [f"PRAGMA user_version = {layout};" if line == "COMMIT;" else line for line in database.iterdump()]
    return "\n".join([*lines, "COMMIT;"]) + "\n"


def tables(path: Path, but: frozenset[str] = frozenset()) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, by table; without those tables `but`."""
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in but}
        return {name: sorted(found, key=repr) for name, found in rows.items()}


def main() -> None:
    """Bring the newest layouts that are kept to those of today, and keep these too."""
    from peaceindex import Library

    with tempfile.TemporaryDirectory() as folder:
        newest = {name: len(list(LAYOUTS.glob(f"{name}-*.sql"))) for name in NEWEST}
        library = write_library(Path(folder) / "library", newest["library"], newest["annotations"])
        with Library.open(library) as opened:
            opened.annotations.passages()
        for name, layout in NEWEST.items():
            (LAYOUTS / f"{name}-{layout}.sql").write_text(dump(library / f"{name}.db"), encoding="utf-8")


if __name__ == "__main__":
    main()
