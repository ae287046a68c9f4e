"""Python imports this at its start if it is on its path: it blocks the network and records each attempt."""

import os
import sys
from typing import Any

_NETWORK = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.getnameinfo", "socket.gethostname", "urllib.Request", "http.client.connect",
    "ftplib.connect", "smtplib.connect", "webbrowser.open",
)  # fmt: skip


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK and not (event == "webbrowser.open" and os.environ.get("PEACEREADER_TEST_BROWSER")):
        with open(os.environ["PEACEREADER_TEST_CALLS"], "a") as file:
            file.write(f"{event} {arguments!r}\n")
        raise OSError("there is no network in this test")


sys.addaudithook(_refuse)
