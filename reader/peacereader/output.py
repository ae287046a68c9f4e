"""The one place where text leaves the program: standard output and error, files, the clipboard, the browser.

Nothing passed to these functions can act on a terminal: characters that could are shown as `\\x1b`
(`peaceindex.model.safe_text` lists them). Nothing else in this package writes to a stream or to one of the user's
files. The screens have a gate of their own, which every line that Textual paints passes
(`peacereader.tui.widgets.gate`).
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from peacereader.pager import PagedOutput

_BYTE_ORDER_MARK = "\ufeff"
_PRIVATE_USE_START = 0xF0000
_MARK_PREFIX = "".join(chr(_PRIVATE_USE_START + int.from_bytes(os.urandom(2)) % 0xFFFE) for _ in range(3))
"""Three characters without a meaning, drawn anew in each run, so that no text can contain them on purpose."""
_BOLD_MARK, _PLAIN_MARK = f"{_MARK_PREFIX}+", f"{_MARK_PREFIX}-"
"""The marks of bold text until it is written. They are as long as the escape sequences that replace them."""
_LINK_MARK, _LINK_TEXT_MARK, _LINK_END_MARK = f"{_MARK_PREFIX}<", f"{_MARK_PREFIX}|", f"{_MARK_PREFIX}>"
"""The marks of a link until it is written: before its address, between that and its text, and after its text."""
_NO_STRINGS = frozenset(["", "dumb", "linux", "unknown"])
"""Values of TERM of terminals that know no strings (OSC). Old consoles of Linux would show them as letters."""
_ADDRESS_SIGNS = "%:/?#[]@!$&'()*+,;=-._~"
"""What stays in the address of a link, besides letters and digits of ASCII."""
_MAX_ADDRESS = 2083
"""Terminals ignore the address of a link that is longer, or cut it off."""

_paged: PagedOutput | None = None
"""What is written to instead of standard output, while a pager may be needed."""


def write(text: str = "", end: Literal["\n", "\r\n", ""] = "\n") -> None:
    """Write one or more lines of a result to standard output; with another `end`, a row of CSV or a part of a line."""
    if _paged is None:
        sys.stdout.write(_rendered(text) + end)
    else:
        from peacereader.pager import Written

        plain = text.replace(_BOLD_MARK, "").replace(_PLAIN_MARK, "")
        unlinked = _without_links(text)
        shown = _rendered(unlinked) + end
        _paged.write(Written(shown if text == unlinked else _rendered(text) + end, shown, _without_links(plain) + end))


def say(text: str) -> None:
    """Write a line for the user to standard error."""
    _tell(_rendered(text))


def complain(message: str) -> None:
    """Write `peacereader: message` to standard error, on one line."""
    from peaceindex import printable

    _tell(f"peacereader: {printable(message)}")


def _tell(line: str) -> None:
    """Write a line to standard error, unless a pager may have the terminal: then it waits for its turn."""
    if _paged is not None and sys.stderr.isatty():
        _paged.message(line)
    else:
        print(line, file=sys.stderr, flush=True)


@contextmanager
def paged(*, wanted: bool = True, at_once: bool = False) -> Iterator[None]:
    """Let what is written within go through the user's pager, if it goes to a terminal and is longer than its screen.

    Not `wanted`, it is written as always. With `at_once` the pager starts with the first text: what follows may take
    its time, and the user should see what is there. A user who leaves the pager early wants no more: what is within is
    left, and that is no error.
    """
    global _paged
    if not (wanted and sys.stdout.isatty()):
        yield
        return
    from peacereader.pager import PagedOutput, chosen_pager

    pager = chosen_pager()
    if not pager.command:
        yield
        return
    paged = _paged = PagedOutput(pager, sys.stdout.write, _print_message, at_once=at_once)
    try:
        yield
    except BrokenPipeError:
        if not paged.is_running:
            raise
    finally:
        _paged = None
        paged.close()


def _print_message(line: str) -> None:
    sys.stdout.flush()
    print(line, file=sys.stderr, flush=True)


def write_byte_order_mark() -> None:
    """Write U+FEFF, by which a spreadsheet knows that the table after it is UTF-8, unless it would reach a terminal."""
    if not sys.stdout.isatty():
        sys.stdout.write(_BYTE_ORDER_MARK)


def write_file(path: Path, text: str) -> None:
    """Write a text to a new file that only its owner may read. Raise OSError; FileExistsError if the file exists."""
    write_pieces(path, [text], line_end="")


def write_pieces(path: Path, pieces: Iterable[str], *, line_end: str, byte_order_mark: bool = False) -> None:
    """Write texts, each with a line end after it, to a new file that only its owner may read.

    Raise OSError; FileExistsError if the file exists. Nothing is left of a file that could not be finished.
    """
    from peaceindex.model.safe_text import shown

    with _new_file(path), path.open("w", encoding="utf-8", newline="") as file:
        file.write(_BYTE_ORDER_MARK if byte_order_mark else "")
        file.writelines(shown(piece) + line_end for piece in pieces)


def write_new_file(path: Path, data: bytes) -> None:
    """Write bytes to a new file that only its owner may read; whole, or not at all.

    The bytes are those of a format for other programs, whose writer has made its texts safe. Raise OSError;
    FileExistsError if the file exists.
    """
    with _new_file(path):
        path.write_bytes(data)


@contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """A new file that only its owner may read, to be written within. It is removed if it cannot be finished."""
    from peaceindex.private_files import create_private

    create_private(path)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_bytes(data: bytes) -> None:
    """Write the bytes of a file in a format that is no text to standard output, which must be no terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def for_clipboard(text: str) -> str:
    """Return a text that is safe on the clipboard: it can be pasted into a terminal and encoded in UTF-8."""
    from peaceindex.model.safe_text import shown

    return shown(text)


def one_line(text: str) -> str:
    """Return a value as part of one line: line ends become spaces, and nothing in it acts on a terminal."""
    from peaceindex import printable

    return printable(text.replace("\n", " "))


def bold(text: str) -> str:
    """Return `text` in bold if standard output is a terminal that allows colour; otherwise return it unchanged."""
    return f"{_BOLD_MARK}{text}{_PLAIN_MARK}" if can_be_bold() else text


def can_be_bold() -> bool:
    """Return whether standard output is a terminal that allows colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def link(text: str, address: str | None) -> str:
    """Return `text` as a link to a web address if standard output is a terminal that may show links.

    It is returned unchanged if it is not, or if the address is none of the web.
    """
    if not can_link() or not (target := _link_target(address)):
        return text
    return f"{_LINK_MARK}{target}{_LINK_TEXT_MARK}{text}{_LINK_END_MARK}"


def can_link() -> bool:
    """Return whether standard output is a terminal that may show links (OSC 8), and the user wants more than text."""
    return can_be_bold() and takes_strings()


def takes_strings() -> bool:
    """Return whether the terminal leaves out strings that it does not know (OSC): links, titles of windows."""
    return os.environ.get("TERM", "") not in _NO_STRINGS


def _link_target(address: str | None) -> str:
    """Return a web address in printing ASCII, as terminals want it; "" if it is none, or too long for them."""
    from urllib.parse import quote

    from peaceindex.model.safe_text import web_address

    target = quote(web_address(address) or "", safe=_ADDRESS_SIGNS)
    return target if len(target) <= _MAX_ADDRESS else ""


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return `value` as JSON for any stream. Characters that could act on a terminal are escaped.

    The escaped JSON parses to the same value.
    """
    import json

    from peaceindex.model.safe_text import escaped_json

    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent))


def _without_links(text: str) -> str:
    if _LINK_MARK not in text:
        return text
    first, *rest = text.split(_LINK_MARK)
    return first + "".join(one.partition(_LINK_TEXT_MARK)[2] for one in rest).replace(_LINK_END_MARK, "")


def _rendered(text: str) -> str:
    from peaceindex.model.safe_text import shown

    made = shown(text).replace(_BOLD_MARK, "\x1b[1m").replace(_PLAIN_MARK, "\x1b[0m")
    if _LINK_MARK in made:
        made = made.replace(_LINK_MARK, "\x1b]8;;").replace(_LINK_TEXT_MARK, "\x1b\\")
        made = made.replace(_LINK_END_MARK, "\x1b]8;;\x1b\\")
    return made
