"""Paths that are typed, pasted and dropped, and how they are completed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacereader.tui.typed_paths import completions, exists, quoted, read_paths
from tests.trials import examples

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=9)


@settings(max_examples=examples(60))
@given(names=st.lists(NAMES.map(lambda name: f"/x{name} y"), min_size=1, max_size=4, unique=True))
def test_what_is_quoted_is_read_again(names: list[str]) -> None:
    paths = ["/", *names]
    assert read_paths(quoted(paths)) == paths
    assert read_paths("\n".join(f"file://{quote(path)}" for path in paths)) == paths
    escaped = " ".join("".join(c if c.isalnum() or c == "/" else f"\\{c}" for c in path) for path in paths)
    assert read_paths(escaped) == paths


@pytest.mark.parametrize(
    "name", ["plain", "my pages", "it's", 'a "b"', "日本語", "مقالات", "-x", "~", "ä\u0308", "a\\b"]
)
def test_a_path_with_any_name_is_read_as_it_stands(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert read_paths(str(tmp_path / name)) == read_paths(f"  {tmp_path / name}  \n") == [str(tmp_path / name)]
    assert read_paths(quoted([str(tmp_path / name), "/"])) == [str(tmp_path / name), "/"]
    assert completions(f"{tmp_path}/{name[:1]}") == [f"{tmp_path}/{name}/"]


def test_what_cannot_be_a_path_is_no_error(own_home: Path) -> None:
    for text in ("a\0b", "x" * 9000, "'open", "~nobody-at-all/x", "file://[broken", "~"):
        assert not [path for path in read_paths(text) if exists(path) and path != str(own_home)], text
        assert completions(text) in ([], ["~/"]), text
    assert read_paths("~") == [str(own_home)] and read_paths(" \n ") == []
    assert read_paths("no such file with spaces") == ["no such file with spaces"]


def test_hidden_names_come_only_if_they_are_asked_for(tmp_path: Path, own_home: Path) -> None:
    for name in (".hidden", "Archive", "archive 2", "notes.txt"):
        (tmp_path / name).mkdir() if "." not in name[1:] else (tmp_path / name).write_text("")
    assert completions(f"{tmp_path}/") == [f"{tmp_path}/{n}" for n in ("Archive/", "archive 2/", "notes.txt")]
    assert completions(f"{tmp_path}/.") == [f"{tmp_path}/.hidden/"]
    assert completions(f"{tmp_path}/ARC") == [f"{tmp_path}/{n}" for n in ("Archive/", "archive 2/")]
    (own_home / "pages").mkdir()
    assert completions("~/p") == ["~/pages/"] and completions("~") == ["~/"]
