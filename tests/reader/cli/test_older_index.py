"""An index that an older version wrote is made anew by the first search, which says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex.search.files import FORMAT
from peaceindex.search.seal import SEAL_NAME, Seal
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path


def test_an_older_index_is_made_anew(library_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def search() -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), "search", "--json", ""])
        return (code, *capsys.readouterr())

    code, before, _ = search()
    index = library_folder / "search"
    sealed = json.loads((index / SEAL_NAME).read_bytes())
    Seal(index).write(FORMAT - 1, sealed["generation"], sealed["files"])
    code, out, err = search()
    assert code == 0 and "made anew" in err
    assert json.loads(out)["hits"] == json.loads(before)["hits"]
    assert json.loads((index / SEAL_NAME).read_bytes())["format"] == FORMAT
    assert "made anew" not in search()[2]
