"""`peacereader manual`"""

from __future__ import annotations

import click

from peacereader.cli.common import write
from peacereader.cli.exit_codes import DONE


@click.command("manual")
def command() -> int:
    """Print the manual page, peacereader(1): all commands, queries and keys.

    It is written in roff, which man formats. The package brings the same page,
    which 'man peacereader' finds if the package is installed where man looks.

    \b
    To read it, or to put it where man finds it:
      peacereader manual | man -l -
      peacereader manual > ~/.local/share/man/man1/peacereader.1
    """
    from peacereader.cli.manual_page import manual_page

    write(manual_page(), end="")
    return DONE
