"""What the commands share: the library they work on, and how they print."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click
from click.core import ParameterSource

from peacereader.cli.exit_codes import FAILURE
from peacereader.output import bold as bold
from peacereader.output import can_be_bold as can_be_bold
from peacereader.output import complain
from peacereader.output import link as link
from peacereader.output import one_line as one_line
from peacereader.output import say as say
from peacereader.output import to_json as to_json
from peacereader.output import write as write

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.search_results import Results

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])


@dataclass
class GlobalOptions:
    """The options before the command's name; `click`'s `ctx.obj`."""

    library: Path | None = None
    read_only: bool = False


def library_option(function: CommandFunction) -> CommandFunction:
    """Add `--library DIR` after the command's name; it overrides the one before the name."""

    def store(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.ensure_object(GlobalOptions).library = value.expanduser()

    return click.option(
        "--library",
        type=click.Path(path_type=Path),
        metavar="DIR",
        callback=store,
        expose_value=False,
        help="The library to use, instead of the default one.",
    )(function)


def read_only_option(function: CommandFunction) -> CommandFunction:
    """Add `--read-only` after the command's name, for commands that open the reader."""

    def store(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
        ctx.ensure_object(GlobalOptions).read_only |= value

    return click.option(
        "--read-only",
        is_flag=True,
        callback=store,
        expose_value=False,
        help="Change nothing: keys that would write say so instead.",
    )(function)


def encoding_option(function: CommandFunction) -> CommandFunction:
    """Add `--encoding NAME`. The command receives Python's name of the encoding; empty if the option is not given."""

    def check(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
        from peaceindex import codec_of
        from peaceindex.errors import PeaceindexError

        try:
            return codec_of(value) if value else ""
        except PeaceindexError as error:
            raise click.BadParameter(str(error)) from None

    return click.option(
        "--encoding",
        metavar="NAME",
        default="",
        callback=check,
        help="Read all of PATH in this encoding, such as windows-1251; by default it is detected.",
    )(function)


def exact_option(function: CommandFunction) -> CommandFunction:
    """Give a command the option `--exact`, for queries without other spellings and forms."""
    return click.option("--exact", is_flag=True, help="Match words only as written: no other spellings or forms.")(
        function
    )


def is_given(ctx: click.Context, name: str) -> bool:
    """Return whether the command line itself has the option of the parameter `name`, rather than its default."""
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


def chosen_form(ctx: click.Context, **forms: bool) -> str | None:
    """Return the name of the one form that is asked for by an option of that name, or None.

    Raise UsageError if there are several.
    """
    chosen = [name for name, is_chosen in forms.items() if is_chosen]
    if len(chosen) > 1:
        names = [f"--{name}" for name in forms]
        raise click.UsageError(f"Choose one of {', '.join(names[:-1])} and {names[-1]}.", ctx)
    return chosen[0] if chosen else None


def library_folder(ctx: click.Context) -> Path:
    """Return the library's folder, from the command line, the environment or the default."""
    from peaceindex.paths import default_library

    return ctx.ensure_object(GlobalOptions).library or default_library()


def open_library(ctx: click.Context, *, create: bool = False) -> Library:
    """Open that library until the command ends. Raise LibraryNotFoundError or LibraryDamagedError."""
    from peaceindex import Library
    from peaceindex.errors import StorageError

    library = Library.open(library_folder(ctx), create=create)

    def close() -> None:
        library.close()
        error = sys.exc_info()[1]
        for notice in library.notices:
            if not (isinstance(error, StorageError) and notice.endswith(error.advice)):  # the error itself says this
                complain(notice)
        name_bad_values(ctx, library.bad_values())

    ctx.call_on_close(close)
    return library


def open_own_work(ctx: click.Context) -> Library:
    """Open the library as `open_library` does, for work on passages by the annotator whom the config names."""
    library = open_library(ctx)
    library.annotations.annotator = own_name()
    return library


def own_name() -> str:
    """Return the user's name in the config, "" if it has none. Report the errors of a config that cannot be used."""
    from peaceindex.model.safe_text import one_line as safe_line
    from peacereader.config import load_config

    config, problems = load_config()
    for problem in problems:
        complain(problem)
    return safe_line(config.annotator)


def name_bad_values(ctx: click.Context, lines: Sequence[str]) -> None:
    """List the damaged values that a command found in a library. All else is done, but the exit code becomes 1."""
    for line in lines:
        complain(line)
    if lines:
        complain("'peacereader check --repair' repairs what is damaged or sets it aside; nothing is deleted.")
        ctx.meta[FAILURE] = True


def record_fields() -> Mapping[str, tuple[str, ...]]:
    """Return the names of record fields in the user's config. Report the errors of a config that cannot be used."""
    from peacereader.config import load_config

    config, problems = load_config()
    for problem in problems:
        complain(problem)
    return config.fields.as_mapping()


def skipped_summary(kinds: Counter[str]) -> str:
    """Return the counts of skipped files by kind, as `31 skipped (pictures: 25, PDF files: 6)`; "" if none."""
    words = ", ".join(f"{kind}: {count:,}" for kind, count in kinds.most_common())
    return f"{kinds.total():,} skipped ({words})" if words else ""


def log_search(library: Library, results: Results) -> None:
    """Log a search, unless `config.yaml` turns the log off. If that fails, report it and continue."""
    from peaceindex.errors import PeaceindexError
    from peacereader.config import load_config

    if not load_config()[0].search_log or library.is_read_only:  # a notice reports a read-only library
        return
    try:
        library.search.log_search(results)
    except PeaceindexError as error:
        complain(f"this search was not logged: {error}")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that reports progress: the task, the number done and the total (0: unknown).

    If standard error is a terminal, it draws a bar with the rate and an estimate of the time left.
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
        pace = ProgressRate()

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None, pace=pace.words(what, done, total))

        yield step


class ProgressRate:
    """The rate of work over the last 30 seconds, and the time left."""

    _WINDOW_SECONDS = 30.0
    _MIN_SECONDS = 1.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._task = ""
        self._samples: deque[tuple[float, int]] = deque()

    def words(self, what: str, done: int, total: int) -> str:
        """Return `312/s, 2 min left` for the task `what` with `done` of `total` done; "" at its beginning."""
        now = self._clock()
        if what != self._task:
            self._task = what
            self._samples.clear()
        if not self._samples or now - self._samples[-1][0] >= self._MIN_SECONDS / 4:
            self._samples.append((now, done))
        while now - self._samples[0][0] > self._WINDOW_SECONDS:
            self._samples.popleft()
        if not self._samples:
            return ""
        since, before = self._samples[0]
        if now - since < self._MIN_SECONDS or done <= before:
            return ""
        rate = (done - before) / (now - since)
        shown = f"{rate:,.0f}/s" if rate >= 1 else f"{rate * 60:,.0f}/min"
        return f"{shown}, {_duration((total - done) / rate)} left" if total > done else shown


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def standard_input() -> TextIO:
    """Return standard input. Raise PeaceindexError if the program was started without it."""
    from peaceindex.errors import PeaceindexError

    if sys.stdin is None:
        raise PeaceindexError(
            "There is no standard input here.", "Name on the command line what would be read from it."
        )
    return sys.stdin


def given_ids(ids: Iterable[str]) -> Iterator[str]:
    """Yield the ids, with those of standard input in place of `-` as soon as each line is there."""
    from peaceindex.model.safe_text import typed

    for id in ids:
        if id != "-":
            yield id
            continue
        for line in standard_input().buffer:
            if word := typed(line.decode("utf-8-sig", "replace")).strip():
                yield word
