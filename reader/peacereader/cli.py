"""The door to the program: which command runs, what every error looks like, which exit code it ends with.

Kept light on purpose: opening the reader must not wait for click, and
`--help` must not wait for anything that searches or draws.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from peacereader.output import complain as complain

COMMANDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Read": MappingProxyType(
            {
                "search": "find articles and print them",
                "show": "print one article: text, record, source or what was cut",
                "concordance": "every hit in its line of context, sorted",
                "searches": "searches you saved, and what is new in them",
                "log": "what was searched and found, as a methods note",
                "passages": "list, search and export what you bookmarked",
            }
        ),
        "Fill the library": MappingProxyType(
            {
                "add": "clean and index files and folders; only what changed",
                "clean": "clean without a library, to standard output",
            }
        ),
        "Look after it": MappingProxyType(
            {
                "stats": "what is in the library, in figures",
                "check": "look for damage, gaps and doubtful dates",
                "corrections": "list what you corrected in articles, and export it",
                "rebuild": "clean everything again and write a fresh search index",
                "locate": "where library, settings and state lie on this machine",
            }
        ),
    }
)
"""The commands by group, with a line each for the help; `peacereader.commands.NAME` holds its `command`."""

COMMAND_NAMES = frozenset(name for group in COMMANDS.values() for name in group)

_REFUSALS = frozenset(
    {
        *(errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOMEM),
        *(errno.EFBIG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, getattr(errno, "EDQUOT", errno.ENOSPC)),
    }
)
"""What the machine may refuse without any mistake of ours."""

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
FAILURE = "peacereader.failure"
"""In `click`'s `ctx.meta`: that something failed, whatever the command itself thinks of it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (without the program's name) and give the exit code.

    No exception leaves this function: errors become one line on standard error.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        _prepare_streams()
        code = _run(words)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has stopped listening; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("stopped.")
        return INTERRUPTED
    except Exception as error:
        return _report(error)


def _run(words: list[str]) -> int:
    if COMMAND_NAMES.isdisjoint(words[:1]) and not any(word.startswith("-") for word in words):
        from peacereader.commands.read import open_reader

        return open_reader(None, " ".join(words))
    from peacereader.commands._group import group

    if "_PEACEREADER_COMPLETE" in os.environ:
        group.main(words, prog_name="peacereader")
    from click.exceptions import Abort, ClickException, Exit

    try:
        with group.make_context("peacereader", words) as context:
            code = int(group.invoke(context) or DONE)
            return FAILED if code == DONE and context.meta.get(FAILURE) else code
    except Exit as done:
        return done.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except ClickException as error:
        named = getattr(error, "ctx", None)
        where = named.command_path if named else "peacereader"
        message = error.format_message().rstrip()
        complain(f"{message[:1].lower()}{message[1:]} '{where} --help' shows how it is used.")
        return error.exit_code


def _report(error: Exception) -> int:
    from peaceindex.errors import PeaceindexError

    if isinstance(error, PeaceindexError):
        complain(str(error))
        return FAILED
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        where = f" ({error.filename})" if error.filename else ""
        complain(f"the system says: {os.strerror(error.errno or 0).lower()}{where}. Mend that, then try again.")
        return FAILED
    log = _log_of(error)
    kept = f"The details are in {log}; please report them." if log else "The details could not be written down."
    complain(f"something went wrong that should not have: {type(error).__name__}: {error}. {kept}")
    return FAILED


def _log_of(error: Exception) -> str | None:
    """Write the traceback of an error that nobody foresaw to the state folder; the file's name, or None."""
    import time
    import traceback

    from peaceindex.places import state_dir
    from peaceindex.private import make_private_folder, write_private

    try:
        folder = state_dir() / "errors"
        make_private_folder(folder)
        log = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
        write_private(log, "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    return str(log)


def _prepare_streams() -> None:
    """Output that goes to a file or a pipe is UTF-8 on every system; a terminal gets what it can show."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
