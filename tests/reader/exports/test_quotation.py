"""What is copied: the exact words with all that is known of their source, and what is not known said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peacereader.exports.citation import citation_of_article
from peacereader.exports.quotation import plain_quotation
from peacereader.tui import clipboard
from tests.reader.articles import article

if TYPE_CHECKING:
    from pathlib import Path


def test_a_quotation_has_everything_that_is_known() -> None:
    a = article()
    start = a.text.index("They spoke")
    assert plain_quotation(citation_of_article(a, (start, start + len("They spoke for an hour.")))) == (
        "They spoke for an hour.\n\n— Ada Stone. Talks end without a ceasefire. Harbour Dispatch. 2 June 2025. "
        "https://harbourdispatch.example/talks (article 0123456789ab)\n"
    )


def test_a_quotation_says_what_is_not_known() -> None:
    a = article(outlet=None, date=None, url=None, authors=(), provenance={"title": "derived"})
    text = plain_quotation(citation_of_article(a, (0, 11)))
    assert text == (
        "Delegations\n\n— no title. outlet not known. date not known. source: /pages/one.txt (article 0123456789ab)\n"
    )


def test_the_first_clipboard_program_that_works_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    for name, body in {"wl-copy": "exit 1", "xclip": f"cat > {kept}"}.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert clipboard.copy("“перемир’я”", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}) == "xclip"
    assert kept.read_text(encoding="utf-8") == "“перемир’я”"


def test_without_a_clipboard_program_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert clipboard.copy("words", {}) is None
