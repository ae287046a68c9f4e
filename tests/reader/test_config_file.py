"""Changing config.yaml: what is not changed stays byte for byte, and what cannot be changed safely is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import DataFileError, PeaceindexError
from peacereader.cli.program import main
from peacereader.config import CONFIG_NAME, Config, load_config
from peacereader.config_file import change_setting, config_template
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

_LINES = {
    "theme": ("theme: paper", "theme:   'paper'   # at night: ink", '"theme" : paper', "theme:"),
    "measure": ("measure: 60", "measure:  60 # wide", "measure: 0x3C"),
    "annotator": ("annotator: Ada", 'annotator: "Ada: \\"L\\" # 1"', "annotator: Zoë 平"),
    "search_log": ("search_log: false", "search_log: no # never"),
    "cite_with": (
        "cite_with: id",
        "cite_with: [id, sha256]  # both",
        "cite_with:\n  - id\n  - sha256",
        "cite_with: [\n id ]",
    ),
    "keys": ("keys: {sort: S, help: f2}", "keys:\n  sort: S # x\n  # between\n  help: f2", "keys:\n      sort: 5"),
    "fields": ("fields: {text: a}", "fields:\n  text: [a,\n     b]\n  title: t\n"),
}
_BETWEEN = ("", "\n", "# a comment: with a colon\n", "\n#theme: ink\n\n", "  # indented\n")
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "theme": st.sampled_from(["ink", "paper", "no", "1", "a: b"]),
    "measure": st.integers(30, 160),
    "annotator": st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12),
    "search_log": st.booleans(),
    "cite_with": st.sampled_from(["id", ["id"], ["archive", "sha256"]]),
    "keys.sort": st.sampled_from(["s", "S,f5", "[", "#", "ctrl+x", "5"]),
    "keys.next-hit": st.sampled_from(["n", "n,ctrl+n", "]"]),
    "fields.text": st.sampled_from(["body", ["body", "content"]]),
    "fields.url": st.just("link"),
}


@st.composite
def files(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(_BETWEEN))]
    for name in draw(st.lists(st.sampled_from(sorted(_LINES)), unique=True)):
        parts += [draw(st.sampled_from(_LINES[name])), "\n", draw(st.sampled_from(_BETWEEN))]
    text = "".join(parts)
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@settings(max_examples=examples(600))
@given(files(), st.data())
def test_only_what_is_changed_changes(tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("config")
    path = folder / CONFIG_NAME
    path.write_bytes(text.encode())
    before, problems = load_config(folder)
    assert problems == [] and path.read_bytes() == text.encode()
    name = data.draw(st.sampled_from(sorted(_VALUES)))
    value = data.draw(_VALUES[name])
    try:
        after = change_setting(name, value, folder)
    except DataFileError:
        assert path.read_bytes() == text.encode(), "refused, but changed"
        return
    group, _, inner = name.partition(".")
    expected = tuple(value) if isinstance(value, list) else value
    for field in Config.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if field != group:
            assert new == old
        elif field == "keys":
            assert new == old | {inner: expected}
        elif inner:
            assert {**before.fields.as_mapping(), **after.fields.as_mapping()} == after.fields.as_mapping()
            assert getattr(new, inner) == expected
        else:
            assert new == expected
    written = path.read_bytes().decode()
    assert (
        re.findall(r"#[^\r\n]*", written) == re.findall(r"#[^\r\n]*", text) or name == "annotator" or "#" in str(value)
    )
    lines = written.splitlines(keepends=True)
    kept = [line for line in text.splitlines(keepends=True) if not line.lstrip('"').startswith(group)]
    assert not [line for line in kept if line.rstrip("\r\n") not in {one.rstrip("\r\n") for one in lines}] or (
        inner or isinstance(getattr(before, group), tuple)
    )
    assert ("\r\n" in text) == ("\r\n" in written) or "\n" not in text
    assert not re.search("\r(?!\n)", written)


def test_every_kind_of_line_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_text("\n".join(lines[0] for lines in _LINES.values()) + "\n")
    for name, value in {"theme": "ink", "measure": 99, "search_log": True, "keys.sort": "x", "keys.note": "e"}.items():
        change_setting(name, value, tmp_path)
    assert path.read_text() == (
        "theme: ink\nmeasure: 99\nannotator: Ada\nsearch_log: true\ncite_with: id\n"
        "keys: {sort: x, help: f2, note: e}\nfields: {text: a}\n"
    )
    change_setting("theme", None, tmp_path)
    assert path.read_text().startswith("#theme: ink\nmeasure")
    change_setting("theme", "paper", tmp_path)
    assert path.read_text().startswith("#theme: ink\ntheme: paper\nmeasure")


@pytest.mark.parametrize(
    "text",
    [
        "theme: &name ink\nannotator: *name\n",
        "theme: |\n  ink\n",
        "{measure: 60}\n",
        "theme: [",
        "- theme\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_text(text)
    with pytest.raises(DataFileError, match=r"config\.yaml"):
        change_setting("theme", "paper", tmp_path)
    assert path.read_text() == text


def test_a_value_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    for name, value in {"measure": 3, "search_log": "perhaps", "no": "x", "fields.no": "x"}.items():
        with pytest.raises(DataFileError, match=re.escape(name)):
            change_setting(name, value, tmp_path)
    assert not (tmp_path / CONFIG_NAME).exists()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "mine.yaml").write_text("theme: ink\n")
    (tmp_path / CONFIG_NAME).symlink_to(tmp_path / "dotfiles" / "mine.yaml")
    change_setting("theme", "paper", tmp_path)
    assert (tmp_path / CONFIG_NAME).is_symlink()
    assert (tmp_path / "dotfiles" / "mine.yaml").read_text() == "theme: paper\n"


def test_the_template_explains_every_setting_and_sets_none(tmp_path: Path) -> None:
    text = config_template()
    (tmp_path / CONFIG_NAME).write_text(text)
    assert load_config(tmp_path) == (Config(), [])
    in_force = re.sub(r"(?m)^#(?! )|^#(?=  [\w-]+:)", "", text)
    (tmp_path / CONFIG_NAME).write_text(in_force)
    config, problems = load_config(tmp_path)
    assert problems == []
    assert all(getattr(config, name) not in ((), None, "", {}) for name in Config.__struct_fields__)


def test_locate_writes_a_config_once(capsys: pytest.CaptureFixture[str], own_home: Path) -> None:
    path = own_home / ".config" / "peacereader" / CONFIG_NAME
    assert main(["locate", "--write-config"]) == 0
    assert str(path) in capsys.readouterr().out
    assert path.read_text() == config_template() and path.stat().st_mode & 0o777 == 0o600
    path.write_text("theme: ink\n")
    assert main(["locate", "--write-config"]) == 1
    assert "exists already and was left as it is" in capsys.readouterr().err
    assert path.read_text() == "theme: ink\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PeaceindexError, match="cannot be written"):
        change_setting("theme", "paper", tmp_path / "file" / "folder")


def test_a_second_start_reads_no_yaml(tmp_path: Path) -> None:
    (tmp_path / CONFIG_NAME).write_text("theme: paper\nnames_packs: [uk]\n# tail\n")
    assert load_config(tmp_path)[0].theme == "paper"
    code = (
        "import sys; from pathlib import Path; from peacereader.config import load_config; "
        f"print(load_config(Path({str(tmp_path)!r}))[0].theme, 'yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["paper", "False"]
    (tmp_path / CONFIG_NAME).write_text("theme: inks \nnames_packs: [uk]\n# tail\n")
    assert load_config(tmp_path)[0].theme == "inks"
