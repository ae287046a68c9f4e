"""The reader behind a page: `peacereader serve` runs this module for each page that is opened."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ_ONLY = "--read-only"


def arguments(library: Path | None, *, read_only: bool) -> list[str]:
    """Return the command line that opens the reader on a library (None: the default one, else the samples)."""
    words = [sys.executable, "-P", "-m", __spec__.name if __spec__ else __name__]
    return [*words, *([_READ_ONLY] if read_only else []), "--", *([str(library.absolute())] if library else [])]


def main(argv: Sequence[str]) -> int:
    """Open the reader, and return the exit code when it is left. Raise LibraryNotFoundError as `open_reader` does."""
    from peacereader.cli.commands.reader import run_reader
    from peacereader.resources import choose_library

    library = argv[argv.index("--") + 1 :]
    folder, samples = choose_library(Path(library[0]) if library else None)
    return run_reader(folder, "", samples=samples, read_only=_READ_ONLY in argv)


if __name__ == "__main__":
    from peaceindex.errors import PeaceindexError
    from peacereader.output import complain

    try:
        sys.exit(main(sys.argv[1:]))
    except PeaceindexError as error:
        complain(str(error))
        sys.exit(1)
