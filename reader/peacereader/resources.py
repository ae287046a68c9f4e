"""The themes and sample pages that come with the program, and the library made from the samples."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Return a folder of data: in the installed package, or at the root of a checkout."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def themes_dir() -> Path:
    """Return the folder of the colour themes that come with the program."""
    return _folder("themes")


def seeds_dir() -> Path:
    """Return the folder of the sample pages."""
    return _folder("seeds")


def choose_library(chosen: Path | None) -> tuple[Path, bool]:
    """Return the library to open, and whether it is the one of the sample pages.

    `chosen` is the library named on the command line, or None. The samples are used only if no library was asked for
    and the default folder holds none yet; their library may not exist yet, see `ensure_samples`. Raise
    LibraryNotFoundError if the requested library does not exist.
    """
    from peaceindex.paths import default_library, samples_library

    folder = chosen or default_library()
    if (folder / "library.db").is_file():
        return folder, False
    if chosen is None and not os.environ.get("PEACEREADER_LIBRARY"):
        return samples_library(), True
    from peaceindex import Library

    Library.open(folder).close()  # raises the error that says why it cannot be opened
    return folder, False


def samples_with_passages(folder: Path) -> Path | None:
    """Return the sample library if it may hold passages to take along to the library in `folder`, the user's first.

    That is the default library, or another one while there is no default library.
    """
    from peaceindex.paths import default_library, samples_library

    own, samples = default_library(), samples_library()
    is_first = folder.absolute() == own.absolute() or not (own / "library.db").is_file()
    return samples if is_first and folder != samples and (samples / "annotations.db").is_file() else None


def taking_along(samples: Path, folder: Path) -> str:
    """Return the command that takes the passages of the sample library along to the library in `folder`."""
    import shlex

    from peaceindex.paths import default_library

    chosen = "" if folder.absolute() == default_library().absolute() else f"--library {shlex.quote(str(folder))} "
    return f"peacereader {chosen}library merge --passages-only {shlex.quote(str(samples))}"


def ensure_samples(progress: Callable[[int, int], None] = lambda done, total: None) -> Path:
    """Create the library of sample pages, or bring it up to date, and return its folder.

    This takes a second on the first launch and a moment later, so call it from a worker. `progress` is called with the
    number of pages done and their total.
    """
    from peaceindex import Library
    from peaceindex.paths import samples_library

    pages = sorted(page for page in seeds_dir().iterdir() if page.is_file() and page.suffix != ".md")
    with Library.open(samples_library(), create=True) as library:
        for done, _ in enumerate(library.ingest.add(pages, remembered=False), 1):
            progress(done, len(pages))
    return samples_library()
