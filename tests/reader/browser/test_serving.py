"""The server of the reader in a browser: whom it answers, and that it begins and ends cleanly."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from peacereader.cli.program import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")
from peacereader.browser import session  # noqa: E402
from tests.reader.browser.serving import Served, serving  # noqa: E402

PATIENCE_SECONDS = 60
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def served(made_library: Path) -> Iterator[Served]:
    """A server of a library, which no test changes."""
    with serving(made_library, "--read-only") as served:
        yield served


async def asked(served: Served, path: str, cookies: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
    """Return the status and the text that the server answers with."""
    async with (
        aiohttp.ClientSession(cookies=cookies) as session,
        session.get(served.origin + path, headers=headers) as answer,
    ):
        return answer.status, await answer.text("utf-8", "replace")


async def socket_status(served: Served, **headers: str) -> int:
    """Return the status with which the server answers a page that wants a socket: 101 if it gets one."""
    async with aiohttp.ClientSession(cookies=served.cookies) as session:
        try:
            async with session.ws_connect(f"{served.origin}/ws", headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as error:
            return int(error.status)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_the_page_and_all_it_loads_is_there_for_who_has_the_address(served: Served) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(served.address) as answer:
            assert answer.status == 200
            page = await answer.text()
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            (cookie,) = answer.cookies.values()
            assert cookie["httponly"] and cookie["samesite"] == "Strict"
        loaded = [word.partition('"')[0] for word in page.replace("src=", "href=").split('href="')[1:]]
        assert len(loaded) == 5
        for path in loaded:
            assert "//" not in path  # nothing from elsewhere
            if path != "data:,":
                async with session.get(f"{served.origin}/{path}") as answer:
                    assert answer.status == 200, path
                    assert "googleapis" not in await answer.text()


async def test_without_the_key_nothing_is_answered(served: Served) -> None:
    for path in ("/", "/?key=", "/?key=wrong", "/page/page.js", "/static/js/textual.js", "/ws", "/none"):
        assert (await asked(served, path))[0] == 403, path
    name = next(iter(served.cookies))
    assert (await asked(served, "/", {name: "wrong"}))[0] == 403
    assert (await asked(served, f"/page/page.js?key={served.key}"))[0] == 403
    _, words = await asked(served, "/")
    assert "Open the address that 'peacereader serve' printed" in words
    assert (await asked(served, "/", served.cookies))[0] == 200
    assert (await asked(served, "/none", served.cookies))[0] == 404
    for path in ("/page/../guard.py", "/page/%2e%2e/guard.py", "/static/../server.py", "/page/"):
        assert (await asked(served, path, served.cookies))[0] in (403, 404), path


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1"])
async def test_a_name_that_another_site_points_here_is_refused(served: Served, host: str) -> None:
    port = served.origin.rpartition(":")[2]
    assert (await asked(served, f"/?key={served.key}", served.cookies, Host=f"{host}:{port}"))[0] in (400, 403)
    assert await socket_status(served, Host=f"{host}:{port}", Origin=f"http://{host}:{port}") in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "192.0.2.7"])
async def test_the_names_of_this_machine_are_answered(served: Served, host: str) -> None:
    assert (await asked(served, f"/?key={served.key}", Host=f"{host}:9000"))[0] == 200  # by a tunnel, too


async def test_a_page_of_another_site_gets_no_socket(served: Served) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "file://", "", "http://["):
        assert await socket_status(served, Origin=origin) == 403, origin
    assert await socket_status(served) == 403
    assert (await asked(served, "/", served.cookies, Origin="http://evil.example"))[0] == 403
    assert await socket_status(served, Origin=served.origin) == 101


@linux
async def test_each_page_has_a_reader_of_its_own_which_ends_with_it(made_library: Path) -> None:
    with serving(made_library, "--read-only") as served:
        async with aiohttp.ClientSession(cookies=served.cookies) as session:
            address, headers = f"{served.origin}/ws?width=100&height=30", {"Origin": served.origin}
            async with session.ws_connect(address, headers=headers) as first:
                async with session.ws_connect(address, headers=headers) as second:
                    await shows(first, "peacereader")
                    await shows(second, "read only")
                    assert len(served.readers()) == 2
                    for odd in ("no json", "[]", "7", '["resize", "x"]', '["resize", {"width": "a"}]', '["stdin", 7]'):
                        await first.send_str(odd)
                    await first.send_str(json.dumps(["resize", {"width": 10**9, "height": -1}]))
                    await first.send_bytes(b"\x00")
                await until(lambda: len(served.readers()) == 1)
                await first.send_str(json.dumps(["resize", {"width": 100, "height": 30}]))
                await first.send_str(json.dumps(["stdin", "q"]))
                while (await first.receive()).type == aiohttp.WSMsgType.BINARY:
                    pass
                assert first.closed
            await until(lambda: not served.readers())
        assert served.end() == (0, "Open this address in a browser. Ctrl+C here ends it.\n")


@linux
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_no_reader_is_left_when_the_server_ends(made_library: Path, by: int) -> None:
    with serving(made_library, "--read-only") as served:
        async with (
            aiohttp.ClientSession(cookies=served.cookies) as session,
            session.ws_connect(f"{served.origin}/ws", headers={"Origin": served.origin}) as page,
        ):
            await shows(page, "peacereader")
            (reader,) = served.readers()
            code, err = await asyncio.to_thread(served.end, by)
            assert code == (-by if by == signal.SIGKILL else 0)
            assert "Traceback" not in err
            await until(lambda: not os.path.exists(f"/proc/{reader}") or is_dead(reader))


def is_dead(process: int) -> bool:
    """Return whether a process has ended, and only waits to be counted."""
    with open(f"/proc/{process}/stat") as status:
        return status.read().rpartition(")")[2].split()[0] == "Z"


async def shows(page: Any, words: str) -> None:
    """Wait until these words have been painted on a page."""
    painted = b""
    while words.encode() not in painted:
        message = await asyncio.wait_for(page.receive(), PATIENCE_SECONDS)
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), (message, painted)
        painted += message.data if isinstance(message.data, bytes) else b""


def test_a_port_in_use_is_told(made_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert main(["--library", str(made_library), "serve", "--port", port]) == 1
    out, err = capsys.readouterr()
    assert out == "" and f"Port {port} of 127.0.0.1 is in use by another program." in err


def test_a_host_that_is_none_of_this_machine_is_told(made_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for host in ("192.0.2.1", "no such name"):
        assert main(["--library", str(made_library), "serve", "--port", "0", "--host", host]) == 1
        assert f"This machine has no address {host}." in capsys.readouterr().err


def test_a_library_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--library", str(tmp_path / "none"), "serve", "--port", "0"]) == 1
    assert "There is no library in" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["textual_serve", "aiohttp"])
def test_without_the_extra_it_is_named(
    made_library: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in [one for one in sys.modules if one.startswith(("peacereader.browser", f"{name}."))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)
    assert main(["--library", str(made_library), "serve"]) == 1
    err = capsys.readouterr().err
    assert name in err and "pip install 'peacereader[serve]'" in err


def test_other_machines_are_warned_of(made_library: Path) -> None:
    for options, words in (
        ((), "read this library and change it, and read and write files as you can"),
        (("--read-only",), "the address below can read this library."),
    ):
        with serving(made_library, "--host", "0.0.0.0", *options) as served:
            assert socket.gethostname().casefold() in served.address.casefold()
            code, err = served.end()
        assert code == 0
        assert words in err and "the connection is not encrypted" in err


class GonePage:
    """The socket of a page that was closed."""

    async def send_bytes(self, data: bytes) -> None:
        raise ConnectionResetError

    async def send_str(self, data: str) -> None:
        raise ConnectionResetError


@linux
async def test_a_reader_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_QUIT_SECONDS", 0.1)
    # It greets as a reader does, paints, and hears nothing.
    program = (
        "import sys, time; out = sys.stdout.buffer; out.write(b'__GANGLION__\\n');"
        "out.write(b'D' + (1).to_bytes(4, 'big') + b'x'); out.flush(); time.sleep(600)"
    )
    page: Any = GonePage()
    hung = session.Session([sys.executable, "-c", program], page)
    await hung.start(80, 24)
    process = hung._process
    assert process is not None
    await hung.ended()
    await asyncio.wait_for(hung.stop(), PATIENCE_SECONDS)
    assert process.returncode == -signal.SIGKILL
