"""The help page: examples first, then commands, the query language, places and exit codes."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from peacereader.command_help import COMMANDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_COLUMNS = 80
_HELP_WORDS = "Show this message and exit."

GLOBAL_OPTIONS = (
    ("--library DIR", "the library to use; else PEACEREADER_LIBRARY, else the default"),
    ("--read-only", "open the reader so that it changes nothing; for 'serve' too"),
    ("--debug", "show the traceback if something fails"),
    ("-V, --version", "print the version"),
    ("-h, --help", "print the help; 'peacereader COMMAND --help' has more"),
)
"""The options that stand before a command. A test compares them with those that click knows."""

EXAMPLES = """\
peacereader                           open the reader; at first on samples
peacereader add ~/archive             clean and index a folder of pages
peacereader ceasefire istanbul        open the reader on a search
peacereader --read-only               read, and change nothing
peacereader search '"prisoner swap" after:2025-05' --json
peacereader show 3f9a1c               an article, by the beginning of its id
peacereader passages --format markdown > quotes.md
peacereader -- add                    a query that is also a command's name
"""
"""What one does first, a command line each, with its meaning beside it."""

_TOP = f"""\
peacereader: a reading room for news archives in the terminal.

Usage:
  peacereader [--library DIR] [QUERY]          open the reader, on a query
  peacereader [--library DIR] COMMAND [ARGS]   run one command

Examples:
{textwrap.indent(EXAMPLES, "  ")}"""

_BOTTOM = """\
Places ('peacereader locate' prints yours):
  Settings: config.yaml, names.yaml, outlets.yaml, packs/ of names, themes/;
  none needs to exist.
  A library is a folder. Its library.db and search/ can be rebuilt from your
  files; annotations.db is your own work, with copies in backups/.

Exit codes:
  0 done, with or without hits   1 something failed, named on standard error
  2 wrong usage
"""

Rows = Sequence[tuple[str, str]]


class _HelpOption(click.Option):
    """The option `--help` of a command that knows no short options; `program.py` puts it in place of `-h`."""

    def __init__(self) -> None:
        super().__init__(
            ["--help"], is_flag=True, expose_value=False, is_eager=True, callback=_print_help, help=_HELP_WORDS
        )

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return both ways to write the option, and its help."""
        return "-h, --help", _HELP_WORDS


def _print_help(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from peacereader.output import write

        write(ctx.get_help())
        ctx.exit()


class QueryCommand(click.Command):
    """A command that takes a query. A word that begins with a minus belongs to it, so all options are long ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        settings = {"context_settings": {"ignore_unknown_options": True}, "add_help_option": False}
        super().__init__(*args, **kwargs | settings)
        self.params.append(_HelpOption())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raise NoSuchOption if a word of the query looks like an option, which a minus excludes."""
        for argument in self.params:
            words = ctx.params.get(argument.name or "") if isinstance(argument, click.Argument) else None
            for word in words if isinstance(words, tuple) else ():
                if word.startswith("--") and word[2:3].isalpha():
                    raise click.NoSuchOption(word, ctx=ctx)
        return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what may complete a word: of the query, if it is one that a minus excludes; else an option."""
        options = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("--"):
            return options
        arguments = [one for one in self.params if isinstance(one, click.Argument)]
        return [*options, *(item for one in arguments for item in one.shell_complete(ctx, incomplete))]


class TableCommand(click.Command):
    """A command whose help ends with a table: its title, and a function that gives the rows."""

    def __init__(self, *args: Any, table: tuple[str, Callable[[], Rows]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = table

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table after the options."""
        title, rows = self._table
        _write_table(formatter, title, rows())


class QueryTableCommand(TableCommand, QueryCommand):
    """A command that takes a query, and whose help ends with a table."""


def query_rows() -> Rows:
    """An example of each form of query, and what it finds."""
    from peacereader.query_help import FORMS

    return [(form.example, form.meaning) for form in FORMS]


def passage_query_rows() -> Rows:
    """An example of each form of a query of passages, and what it finds."""
    from peacereader.query_help import PASSAGE_FORMS

    return [(form.example, form.meaning) for form in PASSAGE_FORMS]


def config_rows() -> Rows:
    """The fields of `config.yaml`, and what each is for."""
    from peacereader.config_help import config_fields

    return [(field.name, field.words) for field in config_fields()]


def help_parts(command: click.Command) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a command's help, each with the lines that stand below it as they are, or ""."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b\n"):
            title, _, code = paragraph[2:].partition("\n")
            yield title, inspect.cleandoc(code)
        else:
            yield paragraph, ""


def option_rows(command: click.Command, context: click.Context) -> Rows:
    """Return the options of a command, each with its help."""
    options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    return [record for option in options if (record := option.get_help_record(context))]


def help_text() -> str:
    """The page that `peacereader --help` prints."""
    formatter = click.HelpFormatter(width=_COLUMNS)
    formatter.write(_TOP)
    longest = max(len(name) for commands in COMMANDS.values() for name in commands)
    for title, commands in COMMANDS.items():
        _write_table(formatter, title, [(name.ljust(longest), line) for name, line in commands.items()])
    _write_table(formatter, "Options", GLOBAL_OPTIONS)
    _write_table(formatter, "Queries", query_rows())
    formatter.write(f"\n{_BOTTOM}")
    return formatter.getvalue()


def _write_table(formatter: click.HelpFormatter, title: str, rows: Rows) -> None:
    with formatter.section(title):
        formatter.write_dl(rows)
