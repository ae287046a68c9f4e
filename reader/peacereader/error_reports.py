"""Reports of errors that nobody foresaw: files in the state folder that say where in the program it happened.

A report holds versions, kinds of errors and places in program code. It holds no value: no message of an error, no
local variable, no argument, since any of them may hold the text of an article, a query, a note, or a name of a file.
"""

from __future__ import annotations

import linecache
import os
import platform
import re
import sys
import time
import traceback
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from peacereader import __version__

KEPT = 20
"""How many reports are kept; the oldest go first."""

_FRAMES = 40
"""Frames that are shown of each end of a long traceback."""
_DEPTH = 8
"""Errors that are shown of a chain of causes, at most."""
_NAME = re.compile(r"\d{8}-\d{6}-\d{9}-\d+\.log")
_PACKAGES = ("textual", "rich", "whoosh3", "whoosh-reloaded", "numpy", "click", "lxml", "msgspec")
_TRACEBACK_LINE = re.compile(r'^\s*File "([^"\n]+)", line (\d+), in (\w+|<\w+>)\s*$', re.MULTILINE)


def print_traceback(error: BaseException) -> None:
    """Write the whole traceback to standard error, harmless for a terminal: what `--debug` asks for."""
    from peacereader.output import say

    say("".join(traceback.format_exception(error)).rstrip())


def write_report(error: BaseException, doing: str) -> Path | None:
    """Write a report of an error into the state folder; its path, or None where it could not be written.

    `doing` is the command, or "reader". The file is private to the user, and only the newest `KEPT` reports stay.
    """
    from peaceindex.paths import state_dir
    from peaceindex.private_files import make_private_folder

    try:
        folder = state_dir() / "errors"
        make_private_folder(folder)
        path = _write_new(folder, report(error, doing))
        old = sorted(name for name in os.listdir(folder) if _NAME.fullmatch(name))[:-KEPT]  # noqa: PTH208
        for name in old:
            (folder / name).unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _write_new(folder: Path, text: str) -> Path:
    """Write `text` into a file that is not there yet, for this user alone; names sort by time."""
    now = time.time_ns()
    day = time.strftime("%Y%m%d-%H%M%S", time.localtime(now // 10**9))
    path = folder / f"{day}-{now % 10**9:09d}-{os.getpid()}.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def report(error: BaseException, doing: str) -> str:
    """The text of a report."""
    lines = [
        "An error report of peacereader. It says where in the program the error happened, and nothing of your texts:",
        "no article, query or note, no name of a file, no value.",
        "",
        f"when     {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"doing    {doing}",
        f"system   {platform.system()} {platform.release()} {platform.machine()}",
        "versions " + ", ".join(f"{name} {version}" for name, version in _versions()),
        "",
        *_chain(error),
    ]
    return "\n".join(lines) + "\n"


def _versions() -> Iterator[tuple[str, str]]:
    yield "peacereader", __version__
    yield "Python", platform.python_version()
    if sqlite := sys.modules.get("sqlite3"):
        yield "SQLite", sqlite.sqlite_version
    for name in _PACKAGES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def _chain(error: BaseException) -> Iterator[str]:
    """The error, and those that led to it."""
    seen: set[int] = set()
    waiting: list[tuple[str, BaseException]] = [("", error)]
    while waiting and len(seen) < _DEPTH:
        link, one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield from ("", link) if link else ()
        yield kind_of(one)
        yield from _places(one)
        if one.__cause__ is not None:
            waiting.append(("It was caused by:", one.__cause__))
        elif one.__context__ is not None and not one.__suppress_context__:
            waiting.append(("It happened while this was dealt with:", one.__context__))
        if isinstance(one, BaseExceptionGroup):
            waiting += [("One of them:", part) for part in one.exceptions]
        elif isinstance(inner := getattr(one, "error", None), BaseException):  # as Textual's WorkerFailed has it
            waiting.append(("It was in a thread:", inner))


def trail(error: BaseException) -> str:
    """What tells an error from others: its kind, its causes, and where in the program they happened."""
    return "\n".join(_chain(error))


def kind_of(error: BaseException) -> str:
    """The class of an error and its number, if it has one, without its words."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} (errno {error.errno})"
    number = getattr(error, "sqlite_errorname", None)  # as SQLITE_FULL
    return f"{name} ({number})" if isinstance(number, str) else name


def _places(error: BaseException) -> list[str]:
    """Where the error came through, the outermost first."""
    frames = [
        (frame.f_code.co_filename, number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]
    if not frames and type(error).__name__ == "_RemoteTraceback":  # of another process, which sends its text alone
        frames = [(file, int(line), name) for file, line, name in _TRACEBACK_LINE.findall(str(error))]
        frames = [frame for frame in frames if _known(frame[0]) is not None]
    shown = [_place(*frame) for frame in frames[:_FRAMES]]
    if len(frames) > 2 * _FRAMES:
        shown.append(f"  … {len(frames) - 2 * _FRAMES} more …")
    return shown + [_place(*frame) for frame in frames[_FRAMES:][-_FRAMES:]]


def _place(file: str, line: int, name: str) -> str:
    known = _known(file)
    code = linecache.getline(file, line).strip() if known else ""
    return f"  {known or Path(file).name}, line {line}, in {name}" + (f": {code}" if code else "")


def _known(file: str) -> str | None:
    """The path of a file of program code as it is imported, without the folders above; None for any other file."""
    roots = [root for root in map(os.path.abspath, filter(None, sys.path)) if file.startswith(root + os.sep)]
    return os.path.relpath(file, max(roots, key=len)) if roots and file.endswith(".py") else None
