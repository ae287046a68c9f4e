"""The group that finds a command by its name, or else takes the words as a query for the reader."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peaceindex.model.safe_text import typed
from peacereader import __version__
from peacereader.cli.common import GlobalOptions
from peacereader.cli.help_page import help_text
from peacereader.cli.mistyped import question
from peacereader.command_help import COMMAND_NAMES, COMMANDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_READER = "reader"
_OPENING = (_READER, "serve")
"""The commands that open the reader, and to which `--read-only` applies."""


class _TypedText(click.types.StringParamType):
    """Text on the command line that is not a path. Bytes that are not UTF-8 can be neither searched nor stored."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text with U+FFFD in place of these bytes."""
        return typed(str(super().convert(value, param, ctx)))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names of the library that may complete the text."""
        from peacereader.cli.completed_texts import text_items

        return text_items(ctx, param, incomplete)


_TYPED_TEXT = _TypedText()


class NoCommandError(click.UsageError):
    """A word that looks like a command that there is not. The message says all that can be done."""


class LazyGroup(click.Group):
    """Imports a command when it is called. If the first word is not a command, the words are a query for the reader."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, in the order of the help."""
        return [name for commands in COMMANDS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of this name, or return None if there is none."""
        if cmd_name not in COMMAND_NAMES and cmd_name != _READER:
            return None
        command: click.Command = importlib.import_module(f"peacereader.cli.commands.{cmd_name}").command
        for parameter in command.params:
            if type(parameter.type) in (type(click.STRING), type(click.UNPROCESSED)):
                parameter.type = _TYPED_TEXT
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, and note whether `--` precedes the first word, which makes it a query."""
        index = 0
        while index < len(args) and args[index].startswith("-") and args[index] != "--":
            index += 2 if args[index] == "--library" else 1
        ctx.meta["peacereader.verbatim"] = args[index : index + 1] == ["--"]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with, or the reader with all of them as its query."""
        if ctx.meta["peacereader.verbatim"]:
            return _READER, self.get_command(ctx, _READER), ["--", *args]
        if args[0] not in COMMAND_NAMES:
            if asked := question(args):
                raise NoCommandError(asked)
            return _READER, self.get_command(ctx, _READER), args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that may complete a word, without importing the commands."""
        from click.shell_completion import CompletionItem

        listed = [pair for commands in COMMANDS.values() for pair in commands.items()]
        names = [CompletionItem(name, help=line) for name, line in listed if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page, which puts examples first."""
        formatter.write(help_text())


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--library", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--read-only", is_flag=True)
@click.version_option(__version__, "-V", "--version", prog_name="peacereader", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, library: Path | None, read_only: bool) -> int | None:
    """Open the reader, or run a command."""
    ctx.obj = GlobalOptions(library.expanduser() if library else None, read_only)
    if ctx.invoked_subcommand is None:
        from peacereader.cli.commands.reader import open_reader

        return open_reader(ctx.obj.library, "", read_only=read_only)
    if read_only and ctx.invoked_subcommand not in _OPENING:
        words = f"--read-only is for the reader and for 'serve'; '{ctx.invoked_subcommand}' does not know it."
        raise click.UsageError(words, ctx)
    return None
