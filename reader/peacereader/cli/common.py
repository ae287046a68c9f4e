"""What the commands share: the library they work on, and how they print."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacereader.cli.exit_codes import FAILURE
from peacereader.output import bold as bold
from peacereader.output import can_be_bold as can_be_bold
from peacereader.output import complain
from peacereader.output import flat as flat
from peacereader.output import say as say
from peacereader.output import to_json as to_json
from peacereader.output import write as write

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.search import Results

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Choices:
    """What stood on the command line before the command; `click`'s `ctx.obj`."""

    library: Path | None = None


def library_option(function: Function) -> Function:
    """`--library DIR` after the command's name, too; it wins over the one before."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.ensure_object(Choices).library = value.expanduser()

    return click.option(
        "--library",
        type=click.Path(path_type=Path),
        metavar="DIR",
        callback=keep,
        expose_value=False,
        help="The library to work on, instead of the usual one.",
    )(function)


def encoding_option(function: Function) -> Function:
    """`--encoding NAME`, given to the command as Python's name of it; empty where it is left out."""

    def known(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
        from peaceindex import encoding_named
        from peaceindex.errors import PeaceindexError

        try:
            return encoding_named(value) if value else ""
        except PeaceindexError as error:
            raise click.BadParameter(str(error)) from None

    return click.option(
        "--encoding",
        metavar="NAME",
        default="",
        callback=known,
        help="Read all of PATH in this encoding, such as windows-1251; otherwise it is told by the text.",
    )(function)


def library_folder(ctx: click.Context) -> Path:
    """The folder of the library that the command line, the environment or the default names."""
    from peaceindex.paths import default_library

    return ctx.ensure_object(Choices).library or default_library()


def open_library(ctx: click.Context, *, create: bool = False) -> Library:
    """Open that library, until the command ends. Raises LibraryNotFoundError, LibraryDamagedError."""
    from peaceindex import Library
    from peaceindex.errors import StorageError

    library = Library.open(library_folder(ctx), create=create)

    def finish() -> None:
        library.close()
        failed = sys.exc_info()[1]
        for notice in library.notices:
            if not (isinstance(failed, StorageError) and notice.endswith(failed.advice)):  # that one says as much
                complain(notice)
        name_bad_values(ctx, library.bad_values())

    ctx.call_on_close(finish)
    return library


def name_bad_values(ctx: click.Context, lines: Sequence[str]) -> None:
    """Name the damaged values that a command met in a library: all else was done, and it ends with exit code 1."""
    for line in lines:
        complain(line)
    if lines:
        complain("'peacereader check --repair' mends what is damaged or sets it aside; nothing is deleted.")
        ctx.meta[FAILURE] = True


def record_fields() -> Mapping[str, tuple[str, ...]]:
    """What the user's config calls the fields of records; a config that cannot be used is complained of."""
    from peacereader.config import load_config

    config, problems = load_config()
    for problem in problems:
        complain(problem)
    return config.fields.as_mapping()


def skipped(kinds: Counter[str]) -> str:
    """`31 skipped (pictures: 25, PDF files: 6)` for so many of these kinds; empty for none."""
    told = ", ".join(f"{kind}: {count:,}" for kind, count in kinds.most_common())
    return f"{kinds.total():,} skipped ({told})" if told else ""


def log(library: Library, results: Results) -> None:
    """Write a search into the log, unless `config.yaml` says not to; where that cannot be, say so and go on."""
    from peaceindex.errors import PeaceindexError
    from peacereader.config import load_config

    if not load_config()[0].search_log or library.is_read_only:  # of the latter a notice tells
        return
    try:
        library.log_search(results)
    except PeaceindexError as error:
        complain(f"this search was not logged: {error}")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell what is done, how many, of how many (0: not known); a bar if standard error is a terminal.

    The bar shows how many there are a second, and about how long the rest will take.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    what = TextColumn("{task.description}", markup=False)
    rate = TextColumn("{task.fields[pace]}", markup=False)
    columns = (SpinnerColumn(), what, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), rate)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, pace="")
        pace = Pace()

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None, pace=pace.told(what, done, total))

        yield step


class Pace:
    """How fast work goes, as of the last half minute, and when it will be done."""

    _WITHIN = 30.0
    _SHOWN_AFTER = 1.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._what = ""
        self._marks: deque[tuple[float, int]] = deque()

    def told(self, what: str, done: int, total: int) -> str:
        """`312/s, 2 min left` for work that is called `what`, of which so many are `done` now; "" at its beginning."""
        now = self._clock()
        if what != self._what:
            self._what = what
            self._marks.clear()
        if not self._marks or now - self._marks[-1][0] >= self._SHOWN_AFTER / 4:
            self._marks.append((now, done))
        while now - self._marks[0][0] > self._WITHIN:
            self._marks.popleft()
        if not self._marks:
            return ""
        since, before = self._marks[0]
        if now - since < self._SHOWN_AFTER or done <= before:
            return ""
        rate = (done - before) / (now - since)
        shown = f"{rate:,.0f}/s" if rate >= 1 else f"{rate * 60:,.0f}/min"
        return f"{shown}, {_left((total - done) / rate)} left" if total > done else shown


def _left(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
