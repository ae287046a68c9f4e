"""Reports of unexpected errors: files in the state folder that say where in the program an error happened.

A report holds versions, classes of errors and places in program code. It holds no values: no error message, no local
variable and no argument, since any of them may contain the text of an article, a query, a note or a file name.
"""

from __future__ import annotations

import linecache
import os
import platform
import re
import sys
import time
import traceback
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from peacereader import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_REPORTS = 20
"""The number of reports that stay; the oldest are deleted first."""

_FRAMES_PER_END = 40
"""Frames shown from each end of a long traceback."""
_MAX_ERRORS_IN_CHAIN = 8
"""Errors shown of a chain of causes, at most."""
_REPORT_NAME = re.compile(r"\d{8}-\d{6}-\d{9}-\d+\.log")
_PACKAGES = ("textual", "rich", "whoosh3", "whoosh-reloaded", "numpy", "click", "lxml", "msgspec")
_TRACEBACK_LINE = re.compile(r'^\s*File "([^"\n]+)", line (\d+), in (\w+|<\w+>)\s*$', re.MULTILINE)


def print_traceback(error: BaseException) -> None:
    """Write the whole traceback to standard error, made harmless for a terminal, as `--debug` asks."""
    from peacereader.output import say

    say("".join(traceback.format_exception(error)).rstrip())


def write_report(error: BaseException, doing: str) -> Path | None:
    """Write a report of an error into the state folder. Return its path, or None if it could not be written.

    `doing` is the command, or "reader". Only the user can read the file. Only the newest `MAX_REPORTS` reports stay.
    """
    from peaceindex.paths import state_dir
    from peaceindex.private_files import make_private_folder

    try:
        folder = state_dir() / "errors"
        make_private_folder(folder)
        path = _write_new(folder, report(error, doing))
        old = sorted(name for name in os.listdir(folder) if _REPORT_NAME.fullmatch(name))[:-MAX_REPORTS]  # noqa: PTH208
        for name in old:
            (folder / name).unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _write_new(folder: Path, text: str) -> Path:
    """Write `text` to a new file that only this user may read. File names sort by time."""
    now = time.time_ns()
    day = time.strftime("%Y%m%d-%H%M%S", time.localtime(now // 10**9))
    path = folder / f"{day}-{now % 10**9:09d}-{os.getpid()}.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def report(error: BaseException, doing: str) -> str:
    """Return the text of a report."""
    lines = [
        "An error report by peacereader. It says where in the program the error happened, and holds nothing of yours:",
        "no article, query or note, no file name, no value.",
        "",
        f"when     {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"doing    {doing}",
        f"system   {platform.system()} {platform.release()} {platform.machine()}",
        "versions " + ", ".join(f"{name} {version}" for name, version in _versions()),
        "",
        *_chain_lines(error),
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


def _chain_lines(error: BaseException) -> Iterator[str]:
    """Yield lines about the error and about those that led to it."""
    seen: set[int] = set()
    pending: list[tuple[str, BaseException]] = [("", error)]
    while pending and len(seen) < _MAX_ERRORS_IN_CHAIN:
        link, current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield from ("", link) if link else ()
        yield kind_of(current)
        yield from _frame_lines(current)
        if current.__cause__ is not None:
            pending.append(("It was caused by:", current.__cause__))
        elif current.__context__ is not None and not current.__suppress_context__:
            pending.append(("It happened while handling this:", current.__context__))
        if isinstance(current, BaseExceptionGroup):
            pending += [("One of them:", part) for part in current.exceptions]
        elif isinstance(inner := getattr(current, "error", None), BaseException):  # such as Textual's WorkerFailed
            pending.append(("It was in a thread:", inner))


def error_signature(error: BaseException) -> str:
    """Return what identifies an error: its class, its causes, and where in the program they happened."""
    return "\n".join(_chain_lines(error))


def kind_of(error: BaseException) -> str:
    """Return the class of an error and its error code, if it has one, without its message."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} (errno {error.errno})"
    number = getattr(error, "sqlite_errorname", None)  # such as SQLITE_FULL
    return f"{name} ({number})" if isinstance(number, str) else name


def _frame_lines(error: BaseException) -> list[str]:
    """Return the places that the error passed through, the outermost first."""
    frames = [
        (frame.f_code.co_filename, number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]
    if not frames and type(error).__name__ == "_RemoteTraceback":  # of another process, which sends only its text
        frames = [(file, int(line), name) for file, line, name in _TRACEBACK_LINE.findall(str(error))]
        frames = [frame for frame in frames if _code_path(frame[0]) is not None]
    shown = [_frame_line(*frame) for frame in frames[:_FRAMES_PER_END]]
    if len(frames) > 2 * _FRAMES_PER_END:
        shown.append(f"  … {len(frames) - 2 * _FRAMES_PER_END} more …")
    return shown + [_frame_line(*frame) for frame in frames[_FRAMES_PER_END:][-_FRAMES_PER_END:]]


def _frame_line(file: str, line: int, name: str) -> str:
    code_path = _code_path(file)
    code = linecache.getline(file, line).strip() if code_path else ""
    return f"  {code_path or Path(file).name}, line {line}, in {name}" + (f": {code}" if code else "")


def _code_path(file: str) -> str | None:
    """Return the path of a file of program code relative to its import root; None for any other file."""
    roots = [root for root in map(os.path.abspath, filter(None, sys.path)) if file.startswith(root + os.sep)]
    return os.path.relpath(file, max(roots, key=len)) if roots and file.endswith(".py") else None
