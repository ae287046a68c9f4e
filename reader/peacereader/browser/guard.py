"""Who may use the server: those who have its address with the key in it, and no page of another site.

A server on this machine can be reached by every page that the browser shows, and by every user of the machine. A page
of another site may send requests (so `Origin` must be ours), and may even have its name point to this machine (so the
`Host` that is asked for must be an address, or a name that we answer to). Other users of the machine lack the key.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Middleware

_FOREIGN_HOST: Final = "This server does not answer to this name. Open the address that 'peacereader serve' printed."
_FOREIGN_ORIGIN: Final = "A page of another site may not use this server."
_NO_KEY: Final = "Open the address that 'peacereader serve' printed: it ends in a key. Each start makes a new one."

_POLICY: Final = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # the terminal sets styles on what it draws
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""What the page may load: what this server has, and nothing else."""

_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _pages_of(host: str) -> tuple[str, ...]:
    """Return the origins of the pages that this server sends: by HTTPS, if something before it encrypts them."""
    return f"http://{host}", f"https://{host}"


class Guard:
    """Lets requests pass that ask for a `host` of this server, come from its own page, and have the `key`.

    The key is in the address of the page, and from then on in the cookie of this name.
    """

    def __init__(self, host: str, key: str, cookie: str) -> None:
        self._names = frozenset(("localhost", host.casefold()))
        self._key = key
        self.cookie = cookie

    def refusal(self, request: web.Request) -> str:
        """Return why a request is refused; "" if it may pass."""
        if not self._is_ours(request.headers.get("Host", "")):
            return _FOREIGN_HOST
        origin = request.headers.get("Origin")
        # A browser always names the origin of a page that opens a socket.
        if origin is None and request.headers.get("Upgrade", "").casefold() == "websocket":
            return _FOREIGN_ORIGIN
        if origin is not None and origin.casefold() not in _pages_of(request.headers["Host"].casefold()):
            return _FOREIGN_ORIGIN
        given = request.cookies.get(self.cookie, "")
        if not (self._fits(given) or self.brings_key(request)):
            return _NO_KEY
        return ""

    def brings_key(self, request: web.Request) -> bool:
        """Return whether the address of a request has the key in it."""
        return request.path == "/" and self._fits(request.query.get("key", ""))

    def _fits(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._key.encode())

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True  # no other site can have an address for its name

    def middleware(self) -> Middleware:
        """Return what the server passes each request through."""

        @web.middleware
        async def check(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            if refused := self.refusal(request):
                return web.Response(status=403, text=f"{refused}\n", headers=_HEADERS)
            try:
                response = await handler(request)
            except web.HTTPException as error:
                error.headers.update(_HEADERS)
                raise
            if not response.prepared:
                response.headers.update(_HEADERS)
            return response

        return check
