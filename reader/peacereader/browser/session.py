"""One page that is open: the process of the reader behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from aiohttp import web

_QUIT_SECONDS: Final = 15.0
"""How long a reader may take to save what it has to save when its page is closed, before it is ended."""
_PACKET_BYTES: Final = 1 << 20
_DRIVER: Final = "peacereader.browser.driver:BrowserDriver"


class Session(AppService):
    """A reader that is shown on a page, to which `socket` leads. `argv` starts it."""

    def __init__(self, argv: Sequence[str], socket: web.WebSocketResponse) -> None:
        super().__init__(
            "",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._closed_by_reader,
            download_manager=DownloadManager(),
        )
        self._argv = argv

    async def _closed_by_reader(self) -> None:
        """Do nothing: the socket is closed when the process has ended."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": _DRIVER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process: without a shell, and in a group of its own, so that Ctrl+C reaches the server alone."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
            limit=_PACKET_BYTES,
        )
        self._stdin = process.stdin
        return process

    async def ended(self) -> None:
        """Wait until the reader has been left."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """Have the reader save what it has to save and leave, and wait for that, or else end it."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        try:  # the task may be done before the process: it ends when nothing can be sent to the page any more
            async with asyncio.timeout(_QUIT_SECONDS):
                await self.send_meta({"type": "quit"})
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(task, process.wait(), return_exceptions=True)

    async def receive(self, kind: str, value: Any) -> None:
        """Pass on what a page sends: keys and clicks, its size, whether it is looked at."""
        if kind == "stdin" and isinstance(value, str):
            await self.send_bytes(value.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(value, dict):
            await self.set_terminal_size(cells(value.get("width"), 80), cells(value.get("height"), 24))
        elif kind == "focus":
            await self.focus()
        elif kind == "blur":
            await self.blur()


def cells(value: object, default: int) -> int:
    """Return a number of columns or rows within reason, or the default."""
    try:
        return max(1, min(int(str(value)), 1000))
    except ValueError:
        return default
