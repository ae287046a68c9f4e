"""What the program brings along: themes and sample pages, and the library it makes of the samples."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """A folder of data: in the installed package, or at the root of a checkout."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent.parent / name


def themes_dir() -> Path:
    """The folder of the colour themes that come with the program."""
    return _folder("themes")


def seeds_dir() -> Path:
    """The folder of the sample pages."""
    return _folder("seeds")


def choose_library(chosen: Path | None) -> tuple[Path, bool]:
    """Which library to open, and whether it is that of the sample pages.

    `chosen` is what the command line names, or None. The samples stand in only
    where nobody asked for a library and the usual place holds none yet; their
    library need not exist then, see `ensure_samples`. Raises LibraryNotFoundError
    if the library that was asked for is not there.
    """
    from peaceindex.paths import default_library, samples_library

    folder = chosen or default_library()
    if (folder / "library.db").is_file():
        return folder, False
    if chosen is None and not os.environ.get("PEACEREADER_LIBRARY"):
        return samples_library(), True
    from peaceindex import Library

    Library.open(folder).close()  # says why not
    return folder, False


def ensure_samples(progress: Callable[[int, int], None] = lambda done, total: None) -> Path:
    """Make the library of sample pages, or bring it up to date, and give its folder.

    Takes a second on the first launch and a moment later: call it from a
    worker. `progress` is told how many pages are done, and of how many.
    """
    from peaceindex import Library
    from peaceindex.paths import samples_library

    pages = sorted(page for page in seeds_dir().iterdir() if page.is_file() and page.suffix != ".md")
    with Library.open(samples_library(), create=True) as library:
        for done, _ in enumerate(library.add(pages), 1):
            progress(done, len(pages))
    return samples_library()
