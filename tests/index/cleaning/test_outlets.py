"""The register of outlets: the user's own on top of the package's, and what is said when that file is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import paths
from peaceindex.cleaning import outlets
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlet, Outlets
from peaceindex.errors import DataFileError
from peaceindex.model.article import RawDocument

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """Ferry talks begin without the captains
The first meeting about the ferry lasted an hour, and neither of the two captains had been asked to come to it.
Those who did come agreed on a date for the next meeting, on the colour of the tickets and on nothing else at all.
They will meet again in the town hall, and this time the captains are expected to take part, a clerk said.
© 2025 Gullbay Publishing Trust. All rights reserved.
"""


def outlet_of(cleaner: Cleaner, text: str = PAGE) -> str | None:
    return cleaner.clean(RawDocument.of("page.txt", text)).outlet


def test_a_registered_legal_name_stands_for_its_outlet() -> None:
    known = Outlet("The Gullbay Bell", legal=("Gullbay Publishing Trust",))
    assert outlet_of(Cleaner(Outlets([known]))) == "The Gullbay Bell"
    assert outlet_of(Cleaner(Outlets())) == "Gullbay Publishing Trust"


def test_the_users_file_is_laid_on_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outlets.yaml").write_text(
        "outlets:\n  - name: The Gullbay Bell\n    hosts: [gullbay.example]\n    legal: [Gullbay Publishing Trust]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PEACEREADER_CONFIG", str(tmp_path))
    assert outlet_of(Cleaner()) == "The Gullbay Bell"
    assert Outlets.load(tmp_path / "outlets.yaml").by_host("https://www.news.gullbay.example/a") == "The Gullbay Bell"


def test_the_register_is_kept_in_the_cache_and_read_again_where_that_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load() -> str | None:
        outlets._packaged.cache_clear()
        return Outlets.load().by_name("BBC News")

    (paths.cache_dir() / "outlets.msgpack").unlink(missing_ok=True)
    assert load() == "BBC News"
    with monkeypatch.context() as unreadable:
        unreadable.setattr(outlets, "_load", None)
        assert load() == "BBC News"
    (paths.cache_dir() / "outlets.msgpack").unlink()
    (paths.cache_dir() / "outlets.msgpack").write_bytes(b"\x92")
    assert load() == "BBC News"
    with monkeypatch.context() as changed:
        changed.setattr(outlets, "_VERSION", -1)
        changed.setattr(outlets, "_load", lambda _: ())
        assert load() is None
    assert load() == "BBC News"


@pytest.mark.parametrize("text", ["outlets:\n  - nam: X\n", "outlets: 3\n", "outlets:\n  - name: [\n"])
def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "outlets.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PEACEREADER_CONFIG", str(tmp_path))
    with pytest.raises(DataFileError, match=r"outlets\.yaml"):
        Cleaner()


def test_names_hosts_and_tags_find_their_outlet() -> None:
    register = Outlets(
        [
            Outlet("The Gullbay Bell", aliases=("Gullbay Bell",), hosts=("gullbay.example",), agency=("GLB",)),
            Outlet("Bell", aliases=("The Bell",)),
        ]
    )
    assert register.by_name("GULLBAY BELL") == "The Gullbay Bell"
    assert register.by_tag("glb") == "The Gullbay Bell"
    assert register.by_host("//gullbay.example:80/x") == "The Gullbay Bell"
    assert register.by_host("not a host") is None
    assert register.inside("Published by the Gullbay Bell, all rights reserved") == ["The Gullbay Bell", "Bell"]
