"""The one place where text leaves the program: standard output and error, files, the clipboard, the browser.

Nothing that is given to these functions acts: what could act is shown as `\\x1b` (`peaceindex.model.safe_text` lists
these signs). Nothing else in this package writes to a stream or to one of the person's files. The screens have a gate
of their own, which every line passes that Textual paints (`peacereader.tui.widgets.gate`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_PRIVATE = 0xF0000
_SECRET = "".join(chr(_PRIVATE + int.from_bytes(os.urandom(2)) % 0xFFFE) for _ in range(3))
"""Three signs that stand for nothing, drawn anew in each run: no text can know them."""
_BOLD, _PLAIN = f"{_SECRET}+", f"{_SECRET}-"
"""What marks bold text until it is written, as long as the sequences that then stand there."""


def write(text: str = "") -> None:
    """A line of a result, or several, to standard output."""
    sys.stdout.write(_harmless(text) + "\n")


def say(text: str) -> None:
    """A line to the person, on standard error."""
    print(_harmless(text), file=sys.stderr, flush=True)


def complain(message: str) -> None:
    """Write `peacereader: message` to standard error, on one line."""
    from peaceindex import printable

    print(f"peacereader: {printable(message)}", file=sys.stderr, flush=True)


def write_file(path: Path, text: str) -> None:
    """Write a text to a new file that only its owner may read. Raises OSError, FileExistsError too."""
    from peaceindex.model.safe_text import shown
    from peaceindex.private_files import create_private

    create_private(path)
    path.write_text(shown(text), encoding="utf-8")


def for_clipboard(text: str) -> str:
    """A text as the clipboard may have it: it can be pasted into a terminal, and be encoded in UTF-8."""
    from peaceindex.model.safe_text import shown

    return shown(text)


def flat(text: str) -> str:
    """A value as a part of one line: line ends become spaces, and nothing in it acts."""
    from peaceindex import printable

    return printable(text.replace("\n", " "))


def bold(text: str) -> str:
    """`text` in bold where standard output is a terminal that may be coloured; else as it is."""
    return f"{_BOLD}{text}{_PLAIN}" if can_be_bold() else text


def can_be_bold() -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def to_json(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON for any stream; what could act in a terminal is escaped, so that it still reads back the same."""
    import json

    from peaceindex.model.safe_text import escaped_json

    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent))


def _harmless(text: str) -> str:
    from peaceindex.model.safe_text import shown

    return shown(text).replace(_BOLD, "\x1b[1m").replace(_PLAIN, "\x1b[0m")
