"""`peacereader completion SHELL`"""

from __future__ import annotations

import click

from peacereader.cli.common import write
from peacereader.cli.completion_scripts import SCRIPTS
from peacereader.cli.exit_codes import DONE


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
def command(shell: str) -> int:
    """Print the script by which a shell completes commands, options and names.

    The names are those of your library: outlets, tags, labels, saved searches, and
    ids with their titles.

    \b
    To install it, for bash in ~/.bashrc, for zsh in ~/.zshrc, for fish once:
      eval "$(peacereader completion bash)"
      eval "$(peacereader completion zsh)"
      peacereader completion fish > ~/.config/fish/completions/peacereader.fish
    """
    write(SCRIPTS[shell], end="")
    return DONE
