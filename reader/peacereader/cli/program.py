"""The program's entry point: which command runs, what every error looks like, which exit code it ends with.

This module imports little on purpose: opening the reader must not wait for click, and `--help` must not wait for
anything that searches or draws.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from peacereader.cli import debug, mistyped
from peacereader.cli.exit_codes import DONE, FAILED, FAILURE, INTERRUPTED, USAGE
from peacereader.command_help import COMMAND_NAMES
from peacereader.error_wording import refusal, report_advice
from peacereader.output import complain, write

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG_OPTIONS = {"-h": "--help", "-V": "--version"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (without the program's name) and return the exit code.

    No exception leaves this function: an error becomes one line on standard error, and `--debug` adds a traceback.
    """
    words, debug.tracebacks_wanted = _without_debug(list(sys.argv[1:] if argv is None else argv))
    # numpy's linear algebra would start a thread for each core, and nothing here multiplies matrices large enough.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _prepare_streams()
        code = _run(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader of the output has closed the pipe; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("stopped.")
        return INTERRUPTED
    except Exception as error:
        return _report(error, next((word for word in words if word in COMMAND_NAMES), "reader"))


def _without_debug(words: list[str]) -> tuple[list[str], bool]:
    """Return the words without `--debug`, which can be anywhere before `--`, and whether it was given."""
    before = _before_double_dash(words)
    options = [word for word in before if word != "--debug"]
    return options + words[len(before) :], len(options) < len(before)


def _before_double_dash(words: list[str]) -> list[str]:
    """Return the words before the first `--`: only these can be options."""
    return words[: words.index("--")] if "--" in words else words


def _with_long_options(words: list[str]) -> list[str]:
    """Return the words with `--help` for `-h` and `--version` for `-V`, and `search --help` for `help search`.

    Some commands know no short options, since a word that begins with a minus belongs to their query. In these, only -h
    and -V alone are options.
    """
    if words[:1] == ["help"] and (len(words) == 1 or words[1] in COMMAND_NAMES):
        words = [*words[1:2], "--help"]
    before = _before_double_dash(words)
    return [_LONG_OPTIONS.get(word, word) for word in before] + words[len(before) :]


def _run(words: list[str]) -> int:
    if asked := os.environ.get("_PEACEREADER_COMPLETE"):
        from peacereader.cli.completion import answer

        write(answer(asked, words), end="")
        return DONE
    words = _with_long_options(words)
    if "--version" in _before_double_dash(words):
        from peacereader import __version__

        write(f"peacereader {__version__}")
        return DONE
    if COMMAND_NAMES.isdisjoint(words[:1]) and not any(word.startswith("-") for word in words):
        from peacereader.cli.commands.reader import open_reader

        if asked := mistyped.question(words):
            complain(asked)
            return USAGE
        return open_reader(None, " ".join(words))
    from peaceindex.startup.stand_ins import COMMAND_LINE, stand_ins

    with stand_ins(COMMAND_LINE):
        from peacereader.cli.group import NoCommandError, group

    from click.exceptions import Abort, ClickException, Exit, UsageError

    try:
        with group.make_context("peacereader", words) as context:
            code = int(group.invoke(context) or DONE)
            return FAILED if code == DONE and context.meta.get(FAILURE) else code
    except Exit as done:
        return done.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except ClickException as error:
        if isinstance(error, NoCommandError):
            complain(error.message)
            return error.exit_code
        named = getattr(error, "ctx", None)
        where = named.command_path if named else "peacereader"
        query = mistyped.meant_query(words) if isinstance(error, UsageError) else ""
        complain(f"{_sentence(error.format_message())} '{where} --help' shows how to use it. {query}".rstrip())
        return error.exit_code


def _sentence(message: str) -> str:
    """Return a message of click on one line, as it goes on after the program's name."""
    line = " ".join(message.split())
    first = line.partition(" ")[0]
    if not (len(first) > 1 and first.isupper()):
        line = line[:1].lower() + line[1:]
    return line if line.endswith((".", "?", "!", ":")) else f"{line}."


def _report(error: Exception, doing: str) -> int:
    from peaceindex.errors import PassageQueryError, PeaceindexError, QueryError
    from peacereader.error_reports import kind_of, print_traceback, write_report

    if debug.tracebacks_wanted:
        print_traceback(error)
    if isinstance(error, QueryError):
        command = "passages" if isinstance(error, PassageQueryError) else "search"
        complain(f"{error} 'peacereader {command} --help' shows what a query can hold.")
        return USAGE
    if isinstance(error, PeaceindexError):
        complain(str(error))
        return FAILED
    if refused := refusal(error):
        complain(refused)
        return FAILED
    where = report_advice(write_report(error, doing))
    complain(f"something went wrong unexpectedly: {kind_of(error)}. {where}")
    return FAILED


def _prepare_streams() -> None:
    """Make output to a file or a pipe UTF-8 on every system; a terminal receives what it can show."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
