"""A headless Chromium, driven by its own debugging protocol, and the terminal on the page that it shows."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import shutil
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser that is installed here; None if there is none."""

PATIENCE_SECONDS = 40

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--remote-debugging-port=0", "--window-size=1280,800",
)  # fmt: skip

_CATCH_TERMINAL = """
Object.defineProperty(Object.prototype, "_terminal", {
  configurable: true,
  set(value) {
    window.shownTerminal ??= value;
    Object.defineProperty(this, "_terminal", {value, writable: true, configurable: true, enumerable: true});
  },
});
"""
"""Keeps hold of the terminal, which draws on a canvas and which the page has no name for: its parts call it so."""

_TEXT = """
(() => {
  const shown = window.shownTerminal?.buffer?.active;
  if (!shown) return document.body.innerText;
  const lines = [];
  for (let y = 0; y < shown.length; y++) lines.push(shown.getLine(y).translateToString(true));
  return lines.join("\\n");
})()
"""

_KEYS = {
    "enter": ("Enter", "Enter", 13, "\r"), "escape": ("Escape", "Escape", 27, ""), "tab": ("Tab", "Tab", 9, ""),
    "down": ("ArrowDown", "ArrowDown", 40, ""), "up": ("ArrowUp", "ArrowUp", 38, ""), "ctrl+c": ("c", "KeyC", 67, ""),
}  # fmt: skip


class Page:
    """A page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.requested: list[str] = []
        """The addresses that the page has asked for."""
        self.problems: list[str] = []
        """What the browser has written to its console as an error, or refused."""

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the debugging protocol, and return its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await asyncio.wait_for(self._socket.receive_json(), PATIENCE_SECONDS)
            if message.get("id") == number:
                assert "error" not in message, (method, message)
                return dict(message["result"])
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        details = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requested.append(details["request"]["url"])
            case "Network.webSocketCreated":
                self.requested.append(details["url"])
            case "Runtime.exceptionThrown":
                self.problems.append(str(details["exceptionDetails"]))
            case "Log.entryAdded" if details["entry"]["level"] == "error":
                self.problems.append(details["entry"]["text"])

    async def open(self, address: str) -> None:
        """Go to an address, with nothing of another page."""
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=_CATCH_TERMINAL)
        await self.call("Page.navigate", url=address)

    async def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript."""
        done = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return done["result"].get("value")

    async def text(self) -> str:
        """Return what stands in the terminal, or on the page while there is none."""
        return str(await self.evaluate(_TEXT))

    async def shows(self, *wanted: str, gone: str = "") -> str:
        """Wait until the terminal shows all these words, and not `gone`; return what it shows."""
        return await self.until(lambda text: all(word in text for word in wanted) and not (gone and gone in text))

    async def until(self, holds: Callable[[str], bool]) -> str:
        """Wait until something holds for what the terminal shows, and return that."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds(text := await self.text()):
            assert time.monotonic() < deadline, text
            await asyncio.sleep(0.05)
        return text

    async def holds(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not await self.evaluate(expression):
            assert time.monotonic() < deadline, expression
            await asyncio.sleep(0.05)

    async def press(self, *keys: str) -> None:
        """Press keys: letters and signs as they are, others by their names."""
        for key in keys:
            name, code, number, text = _KEYS.get(key, (key, "", ord(key.upper()[0]), key))
            pressed = {"key": name, "code": code, "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number}
            pressed["modifiers"] = 2 * key.startswith("ctrl+")
            await self.call("Input.dispatchKeyEvent", type="keyDown", **pressed, **({"text": text} if text else {}))
            await self.call("Input.dispatchKeyEvent", type="keyUp", **pressed)

    async def type(self, text: str) -> None:
        """Type text."""
        await self.press(*text)

    async def picture(self, path: Path) -> None:
        """Write a picture of the page, as PNG."""
        done = await self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(done["data"]))


@asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Page]:
    """A page of a new browser, whose profile is a folder that is not there yet."""
    assert PROGRAM is not None
    # Where it leaves what is no part of its profile.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment["HOME"] = str(profile.parent / f"{profile.name}-home")
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *_FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                targets = await answer.json()
            target = next(one for one in targets if one["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Page", "Network", "Runtime", "Log"):
                    await page.call(f"{domain}.enable")
                allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
                await page.call("Browser.grantPermissions", permissions=allowed)
                yield page
                with suppress(AssertionError, ConnectionError, TypeError):
                    await page.call("Browser.close")  # which ends the processes that it has started as well
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 5)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _port(file: Path) -> int:
    """Return the port of the debugging protocol as soon as the browser has written it down."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError, IndexError, ValueError):
            return int(file.read_text().splitlines()[0])
        await asyncio.sleep(0.05)
    raise AssertionError("the browser has not started")
