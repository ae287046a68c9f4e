"""What lies in real folders beside articles is told by its kind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.sources import documents, walk
from tests.index.sources.made import NO_SOURCES, TEXT, zipped
from tests.index.sources.made import page as html_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", NO_SOURCES)
def test_kinds_are_told(tmp_path: Path, name: str) -> None:
    data, kind = NO_SOURCES[name]
    (tmp_path / name).write_bytes(data)
    (found,) = documents(tmp_path / name, name, named=False)
    assert isinstance(found, NoSourceError)
    assert (found.kind, found.what.startswith(f"{name} is "), bool(found.advice)) == (kind, True, True)


LITTER = (
    "Thumbs.db", "desktop.ini", ".DS_Store", "~$notes.docx", "page.txt~", ".page.txt.swp", "big.zip.part", "Icon\r",
)  # fmt: skip


def test_litter_is_passed_over(tmp_path: Path) -> None:
    for name in LITTER:
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "page.txt").write_text(TEXT)
    assert [os.path.basename(place.path) for place in walk([tmp_path]) if not isinstance(place, SourceError)] == [
        "page.txt"
    ]
    (tmp_path / "x.zip").write_bytes(zipped({name: TEXT.encode() for name in (*LITTER, "page.txt")}))
    (found,) = documents(tmp_path / "x.zip", "x.zip")
    assert found.source == "x.zip!page.txt"  # type: ignore[union-attr]


def test_what_a_browser_saved_beside_a_page_is_no_page(tmp_path: Path) -> None:
    for name in ("Talks_files/frame.html", "Talks.html", "Talks-Dateien/frame.html", "Own_files/page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(html_page())
    places = [place for place in walk([tmp_path]) if not isinstance(place, SourceError)]
    assert [os.path.relpath(place.path, tmp_path) for place in places] == ["Own_files/page.html", "Talks.html"]
