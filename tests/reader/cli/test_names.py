"""`peacereader names`: the packs and what they lack; and the setting that chooses packs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import yaml

from peaceindex import Library
from peaceindex.paths import config_dir
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

PAGE = (
    "Talks at Stormont on the seventh day\n\n2025-06-03\n\n"
    "The negotiators met again on the seventh day, said Orla Quillfeather, who was in the room with the others. "
    "They will meet once more before the week is over, if Quillfeather and the hosts can agree on a place.\n\n"
    "Nobody in Doire was surprised by what Quillfeather had to say about it, a shopkeeper told this paper.\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def library(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "one.txt").write_text(PAGE)
    (tmp_path / "two.txt").write_text(PAGE.replace("seventh", "eighth").replace("shopkeeper", "baker at the corner"))
    folder = tmp_path / "library"
    assert run("--library", folder, "add", tmp_path / "one.txt", tmp_path / "two.txt")[0] == 0
    return folder


def config(text: str) -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text(text)


def test_the_packs_are_listed_with_the_reason(run: Run, library: Path) -> None:
    code, out, err = run("--library", library, "names")
    assert (code, err) == (0, "")
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert next(iter(lines)) == "common" and lines["common"].endswith("(always on)")
    assert lines["northern-ireland"].split()[1] == "on"
    assert lines["northern-ireland"].endswith("Northern Ireland  (“stormont” is in 2 articles)")
    assert lines["russia-ukraine"].split()[1] == "off"
    assert lines["russia-ukraine"].endswith("(none of its words is in your articles)")


def test_the_setting_is_the_reason(run: Run, library: Path) -> None:
    config("names_packs: russia-ukraine\n")
    lines = {line.split()[0]: line for line in run("--library", library, "names")[1].splitlines()}
    assert lines["northern-ireland"].split()[1] == "off" and "(not listed in config.yaml)" in lines["northern-ireland"]
    assert lines["russia-ukraine"].split()[1] == "on" and "(listed in config.yaml)" in lines["russia-ukraine"]
    assert json.loads(run("--library", library, "search", "derry", "--json")[1])["total"] == 0
    config("names_packs: auto\n")
    found = json.loads(run("--library", library, "search", "derry", "--json")[1])
    assert (found["total"], found["also_matching"]) == (2, {"derry": ["Doire"]})


def test_an_unknown_pack_in_the_setting_is_reported(run: Run, library: Path) -> None:
    config("names_packs: [northern-irland]\n")
    code, out, err = run("--library", library, "names")
    assert code == 0 and "common" in out
    assert err == (
        "peacereader: names_packs: there is no pack of names 'northern-irland'; 'peacereader names' lists them.\n"
    )


def test_a_pack_that_is_broken_is_reported_and_left_out(run: Run, library: Path) -> None:
    mine = config_dir() / "packs" / "mine.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("pack: mine\ntitle: Mine\nnames: [{name: x, kind: dragon}]\n")
    code, out, err = run("--library", library, "names")
    assert code == 0 and "northern-ireland" in out and "Mine" not in out
    assert err.startswith("peacereader: ") and "mine.yaml: field names[1].kind" in err and err.count("\n") == 1


def test_topics_come_from_the_packs_of_the_article(run: Run, library: Path) -> None:
    hits = json.loads(run("--library", library, "search", "negotiators", "--json")[1])["hits"]
    assert all(set(hit["topics"]) == {"Stormont", "Derry"} for hit in hits)


def test_missing_names_are_a_pack_to_start_from(run: Run, library: Path) -> None:
    code, out, err = run("--library", library, "names", "--missing")
    assert (code, err) == (0, "")
    assert yaml.safe_load(out)["names"] == [
        {"name": "Orla Quillfeather", "kind": "subject", "forms": ["Orla Quillfeather", "Quillfeather"]}
    ]
    assert "# in 2 articles" in out
    mine = config_dir() / "packs" / "mine.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text(out.replace("signals: []", "signals: [Quillfeather]"))
    code, out, err = run("--library", library, "names")
    assert (code, err) == (0, "")
    assert "my-pack on 1 name My pack (“quillfeather” is in 2 articles)" in " ".join(out.split())
    assert yaml.safe_load(run("--library", library, "names", "--missing")[1])["names"] == []


def test_so_many_names_as_wanted(run: Run, tmp_path: Path) -> None:
    text = (
        "The envoys of Aakirke, Bbornholm and Ccdalen met for an hour and parted as friends, said a man of the house. "
    )
    for number in ("one", "two"):
        (tmp_path / f"{number}.txt").write_text(f"A headline of {number}\n\n{text * 2}And so on, for the day {number}.")
    library = tmp_path / "library"
    assert run("--library", library, "add", tmp_path / "one.txt", tmp_path / "two.txt")[0] == 0
    names = yaml.safe_load(run("--library", library, "names", "--missing", "--limit", "2")[1])["names"]
    assert [name["name"] for name in names] == ["Aakirke", "Bbornholm"]
    assert run("--library", library, "names", "--missing", "--limit", "0")[0] == 2


@pytest.mark.parametrize("options", [(), ("--missing",)])
def test_a_missing_library_is_told_as_everywhere(run: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    code, out, err = run("--library", tmp_path / "none", "names", *options)
    assert (code, out, err) == (*run("--library", tmp_path / "none", "stats")[:2], err)
    assert "There is no library in" in err and code == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("options", [(), ("--missing",)])
def test_an_empty_library_has_only_common(run: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    Library.open(tmp_path / "library", create=True).close()
    code, out, err = run("--library", tmp_path / "library", "names", *options)
    assert (code, err) == (0, "")
    if options:
        assert yaml.safe_load(out)["names"] == []
    else:
        assert [line.split()[0] for line in out.splitlines() if line.split()[1] == "on"] == ["common"]


def test_nothing_in_a_pack_or_a_name_acts_on_the_terminal(run: Run, library: Path) -> None:
    mine = config_dir() / "packs" / "mine.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text('pack: mine\ntitle: "a\\x1b]0;b\\a\\nc\\u202ed"\nsignals: ["stormont"]\nnames: []\n')
    code, out, _ = run("--library", library, "names")
    assert code == 0 and not set(out) & set("\x1b\a\u202e")
    assert len([line for line in out.splitlines() if line.startswith("mine ")]) == 1
