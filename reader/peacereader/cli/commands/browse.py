"""`peacereader browse [QUERY]`"""

from __future__ import annotations

import click

from peacereader.cli.common import library_option, open_own_work, write
from peacereader.cli.exit_codes import DONE
from peacereader.cli.help_page import QueryCommand


@click.command("browse", cls=QueryCommand)
@library_option
@click.argument("query", nargs=-1)
@click.pass_context
def command(ctx: click.Context, query: tuple[str, ...]) -> int:
    """Search and read by questions and answers, for screen readers and pipes.

    Type a word and Enter: 'search QUERY', 'open 1', 'next', 'bookmark 3', 'note
    TEXT', 'label NAME'; 'help' lists all, 'quit' leaves. Answers are plain lines:
    nothing is drawn, moved or coloured. What you bookmark is in the reader too.

    \b
    Examples:
      peacereader browse ceasefire
      printf 'search ceasefire\\nopen 1\\n' | peacereader browse
    """
    from peacereader.cli.conversation import Conversation, converse

    conversation = Conversation(open_own_work(ctx))
    if query:
        conversation.answer(f"search {' '.join(query)}")
    else:
        write("Type 'search' and what you look for, or 'help'.")
    converse(conversation)
    return DONE
