"""The gates themselves: what they let through, that nothing is lost on the way out, and that there are no others."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from peaceindex import clean
from peaceindex.errors import SourceError
from peaceindex.model.article import Article, Cut, RawDocument
from peaceindex.model.safe_text import neutralise, neutralise_values, printable, shown, web_address
from peacereader.output import for_clipboard, to_json, write_file
from peacereader.tui import clipboard
from peacereader.tui.widgets.gate import Gate
from tests.conftest import REPOSITORY
from tests.index.sources.made import TEXT
from tests.trials import SOAK
from tests.trust import hostile
from tests.trust.terminal_bytes import faults, offline

if TYPE_CHECKING:
    from pathlib import Path

MANY = 30_000 if SOAK else 50
pieces = st.lists(st.one_of(st.text(), st.sampled_from([*hostile.SEQUENCES, "\x1b", "\x9b", "\r\n", "\t", "\udcff"])))
texts = pieces.map("".join)


def test_the_reader_of_bytes_finds_each_sequence() -> None:
    for sequence in (*hostile.SEQUENCES, "\ud800", "\x1b[2J", "\x1b]52;c;G1syShtbMko=\x07", "\x1bP0q\x1b\\"):
        assert faults(sequence.encode("utf-8", "surrogatepass"), styles_alone=True), repr(sequence)
    assert not faults(b"\x1b[1mbold\x1b[0m and plain\r\n", styles_alone=True)


@settings(max_examples=MANY)
@given(texts)
def test_nothing_that_goes_out_acts(text: str) -> None:
    for made in (shown(text), printable(text), neutralise(text), to_json({text: [text]}), for_clipboard(text)):
        assert not faults(made.encode("utf-8"), styles_alone=True)
    assert len(printable(text).splitlines()) <= 1


@settings(max_examples=MANY)
@given(texts)
def test_json_says_the_same(text: str) -> None:
    assert json.loads(to_json({"a": text}, indent=1)) == {"a": text}


@settings(max_examples=MANY)
@given(texts)
def test_what_goes_out_leaves_nothing_out(text: str) -> None:
    harmless = "".join(c for c in neutralise(text))
    assert shown(harmless) == harmless
    for made in (shown(text), printable(text)):
        rest = iter(made)
        assert all(c in rest for c in text if c.isprintable()), "a sign is missing, or at another place"


@settings(max_examples=MANY)
@given(st.recursive(texts, lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_what_a_source_states_is_safe_however_deep(value: object) -> None:
    assert not faults(json.dumps(neutralise_values({"title": value, "verdicts": [0, 1]}), ensure_ascii=False).encode())


@settings(max_examples=MANY)
@given(st.lists(texts, max_size=4), st.integers(0, 30))
def test_a_painted_line_is_harmless_and_as_wide_as_before(words: list[str], pad: int) -> None:
    line = [Segment(word, Style(bold=True)) for word in words] + [Segment(" " * pad)]
    painted = Gate().apply(line, Color(0, 0, 0))
    assert not faults("".join(segment.text for segment in painted).encode())
    assert Segment.get_line_length(painted) == Segment.get_line_length(line)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://courier.example/a?b=c#d", "https://courier.example/a?b=c#d"),
        ("HTTP://courier.example", "HTTP://courier.example"),
        ("https://kurier.example/київ/ü", "https://kurier.example/київ/ü"),
        (" https://courier.example/a b'c\"<d>\\`|^ ", "https://courier.example/a%20b%27c%22%3Cd%3E%5C%60%7C%5E"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("--help", None),
        ("-https://courier.example", None),
        ("https://", None),
        ("https:///x", None),
        ("//courier.example", None),
        ("https://courier.example/\x1b[2J", None),
        ("https://courier.example/\x9b", None),
        ("https://courier.example/\n-x", None),
        ("https://courier.example/\u202egpj.exe", None),
        ("https://courier.example/\udcff", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_browser_is_given(text: str | None, address: str | None) -> None:
    assert web_address(text) == address


def test_any_text_can_be_copied_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "xclip"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    text = f"“words”\n\n— file \udcff.txt {hostile.POISON}\n"
    assert clipboard.copy(for_clipboard(text), {"DISPLAY": ":0"}) == "xclip"
    before = os.umask(0)
    try:
        write_file(tmp_path / "note.md", text)
    finally:
        os.umask(before)
    for made in (tmp_path / "copied", tmp_path / "note.md"):
        assert not faults(made.read_bytes(), styles_alone=True)
        assert r"— file \xff.txt \x1b]52;c;" in made.read_text("utf-8")
    assert (tmp_path / "note.md").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "note.md", "other")


# No way around


ALLOWED = {"output.py", "gate.py"}


@pytest.mark.parametrize("path", sorted((REPOSITORY / "reader" / "peacereader").rglob("*.py")), ids=lambda p: p.stem)
def test_nothing_else_writes_to_a_stream_or_a_file(path: Path) -> None:
    if path.name in ALLOWED:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "click.echo", "click.secho", "echo", "webbrowser.open"), called
            assert not called.endswith((".write_text", ".write_bytes", "stdout.write", "stderr.write")), called


def refused_by_mypy(article: Article, document: RawDocument, text: str) -> None:
    """Never called. If one of these lines were no longer an error, mypy would report that its comment is unused."""
    RawDocument("a", text)  # type: ignore[arg-type]
    RawDocument("a", neutralise(text), stated={"title": text})  # type: ignore[arg-type]
    RawDocument("a", neutralise(text), member=text)  # type: ignore[arg-type]
    Cut(1, text, "menu")  # type: ignore[arg-type]
    replace(article, title=text)  # type: ignore[arg-type]
    replace(article, url=text)  # type: ignore[arg-type]
    replace(article, paragraphs=(text,))  # type: ignore[arg-type]
    replace(document, text=text)  # type: ignore[arg-type]


def test_only_the_gate_makes_safe_text() -> None:
    makers = [
        path.name
        for path in (REPOSITORY / "index" / "peaceindex").rglob("*.py")
        if re.search(r"\bSafeText\(|cast\(.?SafeText", path.read_text("utf-8"))
    ]
    assert makers == ["safe_text.py"]


# No network


def test_a_page_cannot_make_us_fetch_anything(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        at = f"http://127.0.0.1:{server.getsockname()[1]}"
        doctype = f'<!DOCTYPE html SYSTEM "{at}/a.dtd" [<!ENTITY e SYSTEM "{at}/e"> <!ENTITY % p SYSTEM "{at}/p"> %p;]>'
        body = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{at}/i"/><img src="{at}/x">&e;'
        (tmp_path / "page.html").write_text(
            f"{doctype}<html><head><link rel=stylesheet href='{at}/s'><base href='{at}/'></head>"
            f"<body>{body}<p>{TEXT}</p><script src='{at}/j'></script></body></html>"
        )
        (tmp_path / "feed.rss").write_text(
            f'<?xml version="1.0"?><?xml-stylesheet href="{at}/s"?>{doctype}<rss><channel><title>C</title><item>'
            f"<title>Talks</title>{body}<link>{at}/l</link><description>&e;{TEXT}</description></item></channel></rss>"
        )
        found = [one for one in clean([tmp_path]) if not isinstance(one, SourceError)]
        assert len(found) == 2
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_block_blocks(tmp_path: Path) -> None:
    calls = tmp_path / "calls.txt"
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | offline(calls), capture_output=True, text=True)
    assert "there is no network in this test" in done.stderr
    assert "socket.connect" in calls.read_text() or "socket.getaddrinfo" in calls.read_text()
