"""The server: the page, its files, and a socket for each page that is open."""

from __future__ import annotations

import asyncio
import secrets
from ipaddress import ip_address
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING, Any, Final

import textual_serve
from aiohttp import WSMsgType, web

from peacereader.browser.guard import Guard
from peacereader.browser.session import Session, cells

if TYPE_CHECKING:
    import socket as sockets
    from collections.abc import Callable, Sequence

_OWN_FILES: Final = Path(__file__).resolve().parent
_TERMINAL_FILES: Final = Path(textual_serve.__file__).resolve().parent / "static"
_HEARTBEAT_SECONDS: Final = 15.0
_SHUTDOWN_SECONDS: Final = 20.0
_MOST_SESSIONS: Final = 32
"""The most readers open at once; each is a process of some 100 MB."""


class ReaderServer:
    """Serves the reader that `argv` starts, at a socket that is bound to a port of `host`."""

    def __init__(self, argv: Sequence[str], host: str, socket: sockets.socket) -> None:
        self._argv = argv
        self._socket = socket
        port = socket.getsockname()[1]
        key = secrets.token_urlsafe(16)
        name = gethostname() if ip_address(socket.getsockname()[0].partition("%")[0]).is_unspecified else host
        shown = f"[{name}]" if ":" in name else name
        self.address = f"http://{shown}:{port}/?key={key}"
        """Where the reader is. Only who has this address can open it."""
        self._guard = Guard(name, key, f"peacereader-{port}")
        self._sockets: set[web.WebSocketResponse] = set()

    def run(self, started: Callable[[], None]) -> None:
        """Serve until Ctrl+C, or until the process is told to end. All readers have saved their work then.

        `started` is called as soon as pages are answered.
        """
        web.run_app(
            self._app(),
            sock=self._socket,
            print=lambda _: started(),
            access_log=None,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )

    async def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard.middleware()])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self._terminal),
                web.static("/page", _OWN_FILES / "page"),
                web.static("/static", _TERMINAL_FILES),
            ]
        )
        app.on_shutdown.append(self._close_all)
        return app

    async def _page(self, request: web.Request) -> web.StreamResponse:
        text = (_OWN_FILES / "page" / "page.html").read_text("utf-8")
        response = web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})
        if self._guard.brings_key(request):
            response.set_cookie(self._guard.cookie, request.query["key"], httponly=True, samesite="Strict", path="/")
        return response

    async def _terminal(self, request: web.Request) -> web.StreamResponse:
        if len(self._sockets) >= _MOST_SESSIONS:
            raise web.HTTPServiceUnavailable(text=f"{_MOST_SESSIONS} readers are open already.\n")
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS)
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            session = Session(self._argv, socket)
            try:
                await session.start(cells(request.query.get("width"), 80), cells(request.query.get("height"), 24))
                await self._run(socket, session)
            finally:
                await session.stop()
        finally:
            self._sockets.discard(socket)
            await socket.close()
        return socket

    async def _run(self, socket: web.WebSocketResponse, session: Session) -> None:
        """Pass on what the page sends, until it is closed or the reader is left."""
        typing, reading = (asyncio.create_task(task) for task in (_pass_on(socket, session), session.ended()))
        await asyncio.wait([typing, reading], return_when=asyncio.FIRST_COMPLETED)
        for task in (typing, reading):
            task.cancel()
        await asyncio.gather(typing, reading, return_exceptions=True)

    async def _close_all(self, app: web.Application) -> None:
        await asyncio.gather(*(socket.close() for socket in tuple(self._sockets)), return_exceptions=True)


async def _pass_on(socket: web.WebSocketResponse, session: Session) -> None:
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            envelope: Any = message.json()
        except ValueError:
            continue
        match envelope:
            case ["ping", value]:
                await socket.send_json(["pong", value])
            case [str(kind), *rest]:
                await session.receive(kind, rest[0] if rest else None)
