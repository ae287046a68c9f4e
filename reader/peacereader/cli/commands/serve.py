"""`peacereader serve`"""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from typing import TYPE_CHECKING

import click

from peacereader.cli.common import GlobalOptions, library_option, read_only_option, say, write
from peacereader.cli.exit_codes import DONE
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex.errors import PeaceindexError

_PAGE_PORT = 8000


@click.command("serve")
@library_option
@read_only_option
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Where to listen; by default on this machine alone. 0.0.0.0 is every network that it is in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="NUMBER",
    default=_PAGE_PORT,
    help=f"The port to listen on, {_PAGE_PORT} by default; 0 takes any that is free.",
)
@click.pass_context
def command(ctx: click.Context, host: str, port: int) -> int:
    """Open the reader in a browser, on this machine.

    Prints the address to open; each page there is a reader of its own. Ctrl+C
    ends them all, after what they have to save. The address ends in a key, which
    is new with each start: without it nobody else on this machine can read. The
    page loads nothing from elsewhere.

    On another ADDRESS than this machine's own, whoever has the printed address
    can read the library, and change it unless you say --read-only. It needs
    the extra 'serve': pip install 'peacereader[serve]'.

    \b
    Examples:
      peacereader serve
      peacereader serve --read-only --port 8080
    """
    from peaceindex.errors import PeaceindexError
    from peacereader.cli.served import arguments
    from peacereader.resources import choose_library

    try:
        from peacereader.browser.server import ReaderServer
    except ImportError as error:
        raise PeaceindexError(
            f"The reader in a browser needs a package that is not installed ({error.name}).",
            "Install it with: pip install 'peacereader[serve]'",
        ) from None
    options = ctx.ensure_object(GlobalOptions)
    choose_library(options.library)  # raises the error that says why it cannot be opened
    with _bound(host, port) as bound:
        server = ReaderServer(arguments(options.library, read_only=options.read_only), host, bound)

        def started() -> None:
            if not _is_loopback(bound):
                for words in _warnings(read_only=options.read_only):
                    complain(words)
            say("Open this address in a browser. Ctrl+C here ends it.")
            write(server.address)
            sys.stdout.flush()

        server.run(started)
    return DONE


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raise PeaceindexError if that cannot be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise _refusal(error, host, port) from error


def _refusal(error: OSError | UnicodeError, host: str, port: int) -> PeaceindexError:
    from peaceindex import printable
    from peaceindex.errors import PeaceindexError

    where, number = printable(host), getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return PeaceindexError(
            f"Port {port} of {where} is in use by another program.", "Choose another with --port; 0 takes a free one."
        )
    if number in (errno.EACCES, errno.EPERM):
        return PeaceindexError(f"You may not listen on port {port}.", "Choose one above 1023 with --port.")
    if isinstance(error, socket.gaierror | UnicodeError) or number == errno.EADDRNOTAVAIL:
        return PeaceindexError(f"This machine has no address {where}.", "127.0.0.1 is always there.")
    return PeaceindexError(f"Nothing can listen on port {port} of {where}: {(error.strerror or str(error)).lower()}.")


def _is_loopback(bound: socket.socket) -> bool:
    return ipaddress.ip_address(bound.getsockname()[0].partition("%")[0]).is_loopback


def _warnings(*, read_only: bool) -> list[str]:
    """Return what to say when others than the users of this machine can reach the server."""
    does = "read this library" if read_only else "read this library and change it, and read and write files as you can"
    advice = "" if read_only else " With --read-only they can only read."
    return [
        f"other machines can reach this server: whoever has the address below can {does}.{advice}",
        "the connection is not encrypted: others on the network can read what it carries.",
    ]
