"""The reader behind a page: `peacereader serve` runs this module for each page that is opened."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from peacereader.cli import debug

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ_ONLY, _DEBUG = "--read-only", "--debug"


def arguments(library: Path | None, *, read_only: bool) -> list[str]:
    """Return the command line that opens the reader on a library (None: the default one, else the samples)."""
    options = [*([_READ_ONLY] if read_only else []), *([_DEBUG] if debug.tracebacks_wanted else [])]
    folder = [str(library.absolute())] if library else []
    return [sys.executable, "-P", "-m", __name__, *options, "--", *folder]


def main(argv: Sequence[str]) -> int:
    """Open the reader, and return the exit code when it is left. Raise LibraryNotFoundError as `open_reader` does."""
    from peacereader.cli.commands.reader import run_reader
    from peacereader.resources import choose_library

    end = argv.index("--")
    options, library = argv[:end], argv[end + 1 :]
    debug.tracebacks_wanted = _DEBUG in options
    folder, samples = choose_library(Path(library[0]) if library else None)
    return run_reader(folder, "", samples=samples, read_only=_READ_ONLY in options)


if __name__ == "__main__":
    from peaceindex.errors import PeaceindexError
    from peacereader.output import complain

    try:
        sys.exit(main(sys.argv[1:]))
    except PeaceindexError as error:
        complain(str(error))
        sys.exit(1)
