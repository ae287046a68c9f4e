"""YAML that people write becomes typed values, or an error that names the file, the line or field, and what to do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import msgspec
import pytest

from peaceindex.errors import DataFileError
from peaceindex.text.yaml_file import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

GROWING = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{f'*{old}, ' * 8}]\n" for old, new in pairwise("abcdefghijk")
)
"""Each list holds the one before eight times: a few lines that would fill any memory."""


class Name(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    forms: list[str] = []
    width: Annotated[int, msgspec.Meta(ge=1)] = 1


class Names(msgspec.Struct, forbid_unknown_fields=True):
    names: list[Name] = []


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "names.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def trouble(folder: Path, text: str | bytes) -> str:
    with pytest.raises(DataFileError) as caught:
        load_yaml(write(folder, text), Names)
    assert str(folder / "names.yaml") in caught.value.what
    assert caught.value.advice
    return caught.value.what


def test_values(tmp_path: Path) -> None:
    path = write(tmp_path, "names:\n- name: Київ\n  forms: [Kyiv, Kiev]\n")
    assert load_yaml(path, Names) == Names([Name("Київ", ["Kyiv", "Kiev"])])


@pytest.mark.parametrize("text", ["", "# nothing yet\n", b"\xef\xbb\xbf", "---\n"])
def test_an_empty_file_is_an_empty_mapping(tmp_path: Path, text: str | bytes) -> None:
    assert load_yaml(write(tmp_path, text), Names) == Names()


def test_aliases_in_measure_are_fine(tmp_path: Path) -> None:
    path = write(tmp_path, "names:\n- {name: a, forms: &forms [x, y]}\n- {name: b, forms: *forms}\n")
    assert load_yaml(path, Names).names[1].forms == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("names: 3\n", "field names: expected a list, got a whole number"),
        ("names:\n- name: a\n- name: 3\n", "field names[2].name (counted from 1): expected text, got a whole number"),
        ("names:\n- nam: a\n", "field names[1] (counted from 1): there is no field of the name 'nam'"),
        ("names:\n- forms: []\n", "missing is 'name'"),
        ("names:\n- {name: a, width: 0}\n", "field names[1].width (counted from 1): expected a whole number >= 1"),
        ("- a\n", "expected a mapping (name: value), got a list"),
        ("names:\n  - name: a\n bad\n", "line 3: this is not YAML"),
        ("names: [\n", "this is not YAML"),
        ("names: \tx: y\n", "this is not YAML"),
        (b"names:\n- name: caf\xe9\n", "line 2: this is not UTF-8"),
        ("names: 2025-02-30\n", "holds a value that cannot be read"),
        ("names: !!python/object/apply:os.system ['true']\n", "this is not YAML"),
        ("- " * 50_000, "nested too deeply"),
        ("[" * 50_000, "nested too deeply"),
        ("names: &a [*a]\n", "nested too deeply"),
        ("names: &a [*a]\n", "goes round in a circle"),
        ("names: &a [{name: x, forms: [y, {z: *a}]}]\n", "goes round in a circle"),
        (GROWING, "nested too deeply or holds too much"),
        (b"#" * (4 * 1024 * 1024 + 1), "larger than 4 MB"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in trouble(tmp_path, text)


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="There is no file"):
        load_yaml(tmp_path / "none.yaml", Names)
    with pytest.raises(DataFileError, match="cannot be read: is a directory"):
        load_yaml(tmp_path, Names)
    with pytest.raises(DataFileError, match=r"There is no file .*\\x1b"):
        load_yaml(tmp_path / "\x1b[31m", Names)
