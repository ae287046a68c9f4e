"""The manual page, peacereader(1), made of the commands themselves and of the tables of the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import DAY, __version__
from peacereader.cli import roff
from peacereader.cli.exit_codes import MEANINGS
from peacereader.cli.group import group
from peacereader.cli.help_page import EXAMPLES, GLOBAL_OPTIONS, help_parts, option_rows
from peacereader.command_help import COMMANDS
from peacereader.config_help import config_fields
from peacereader.environment_help import FILES, VARIABLES
from peacereader.exports.formats import FORMATS
from peacereader.query_help import FORMS, PASSAGE_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOUT = (
    "peacereader turns scraped pages, exports and records of news into clean articles, indexes them, and lets you "
    "search, read and bookmark passages that you can quote: exact, dated, attributed, and easy to find again.",
    "Without a command it opens the reader, on a query if there is one. A query that begins with the name of a "
    "command stands after two minus signs: peacereader -- add.",
    "Results go to standard output, messages to standard error. Where a command has --json it prints JSON alone.",
)


def manual_page() -> str:
    """Return the whole page, in roff."""
    return roff.page(_lines())


def _lines() -> Iterator[str]:
    yield roff.title("PEACEREADER", DAY, f"peacereader {__version__}", "User Commands")
    yield roff.section("NAME")
    yield r"peacereader \- a reading room for news archives in the terminal"
    yield roff.section("SYNOPSIS")
    yield r"\fBpeacereader\fR [\fB\-\-library\fR \fIDIR\fR] [\fIQUERY\fR]"
    yield ".br"
    yield r"\fBpeacereader\fR [\fB\-\-library\fR \fIDIR\fR] \fICOMMAND\fR [\fIARGS\fR]"
    yield roff.section("DESCRIPTION")
    for text in _ABOUT:
        yield from roff.paragraph(text)
    yield roff.section("OPTIONS")
    yield from roff.paragraph("These stand before a query or a command.")
    yield from roff.options(GLOBAL_OPTIONS)
    yield roff.section("COMMANDS")
    for title, listed in COMMANDS.items():
        yield roff.subsection(title)
        yield from roff.table(listed.items(), 16)
    yield from _commands()
    yield from _queries()
    yield from _keys()
    yield roff.section("FORMATS OF EXPORTS")
    yield from roff.paragraph("For --format; which command takes which is said by its options.")
    yield from roff.table(((name, f"{form.title}: {form.about}") for name, form in FORMATS.items()), 20)
    yield roff.section("SETTINGS")
    yield from roff.paragraph("In config.yaml. Every one may be missing.")
    yield from roff.entries((field.name, field.words) for field in config_fields())
    yield roff.section("ENVIRONMENT")
    yield from roff.entries(VARIABLES)
    yield roff.section("FILES")
    yield from roff.paragraph("'peacereader locate' prints where they are on this machine. None needs to exist.")
    yield from roff.entries(FILES)
    yield roff.section("EXIT STATUS")
    yield from roff.table(((str(code), meaning) for code, meaning in MEANINGS.items()), 8)
    yield roff.section("EXAMPLES")
    yield from roff.example(EXAMPLES)


def _commands() -> Iterator[str]:
    yield roff.section("COMMANDS IN DETAIL")
    context = click.Context(group, info_name="peacereader", **group.context_settings)
    for listed in COMMANDS.values():
        for name in listed:
            command = group.get_command(context, name)
            assert command is not None, name
            yield from _command(command, click.Context(command, context, name, **command.context_settings))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield roff.subsection(f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}")
    for text, code in help_parts(command):
        yield from roff.paragraph(text)
        if code:
            yield from roff.example(code)
    yield from roff.options(option_rows(command, context))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command(inner, click.Context(inner, context, name, **inner.context_settings))


def _queries() -> Iterator[str]:
    yield roff.section("QUERIES")
    yield from roff.paragraph("What a query can hold, in the search line and on the command line.")
    yield from roff.table(((form.example, form.meaning) for form in FORMS), 28)
    yield roff.section("QUERIES OF PASSAGES")
    yield from roff.paragraph("In the list of passages, and for 'peacereader passages'.")
    yield from roff.table(((form.example, form.meaning) for form in PASSAGE_FORMS), 28)


def _keys() -> Iterator[str]:
    from peacereader.tui.keys import GROUPS, shown_key

    yield roff.section("KEYS")
    yield from roff.paragraph(
        "In the reader. Each action can have other keys, by its name in config.yaml: "
        'keys: {next-hit: "n,ctrl+n"}. After what a key does stands the name of its action.'
    )
    for heading, actions in GROUPS.values():
        if heading:
            yield roff.subsection(heading)
            rows = ((" ".join(map(shown_key, one.keys.split(","))), f"{one.about} [{one.name}]") for one in actions)
            yield from roff.table(rows, 20)
