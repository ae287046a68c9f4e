"""`peacereader restore`: the copies of the notes listed, compared, brought back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from peacereader.cli.program import main
from tests.trust.notes import Notes

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], notes: Notes) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["restore", "--library", str(notes.folder), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def copy_of(notes: Notes) -> str:
    (copy,) = (notes.folder / "backups").iterdir()
    return copy.stem


def test_the_list_has_dates_and_counts(run: Run, notes: Notes) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    now, copy = out.splitlines()
    assert now.split()[0] == "now"
    assert "50 passages, 10 passages in the bin, 5 saved searches, 12 corrections" in now
    assert copy.startswith(copy_of(notes))
    assert copy.endswith("40 passages  (the most entries)")
    (record,) = json.loads(run("--json")[1])
    assert record["name"] == copy_of(notes)
    assert record["entries"]["passages"] == 40
    assert record["made"].replace("-", "").replace(":", "").replace("T", "-") in copy_of(notes)


def test_what_differs(run: Run, notes: Notes) -> None:
    code, out, err = run(copy_of(notes))
    assert (code, err) == (0, "")
    assert "passages not in the backup:" in out
    assert "saved searches: 5 not in the backup" in out
    edited = min(id for id in notes.edited if notes.passages[id].start < 40)
    (line,) = [line for line in out.splitlines() if edited in line]
    assert line.endswith("(note)")
    record = json.loads(run(copy_of(notes), "--json")[1])
    assert edited in {one["id"] for one in record["passages"]["changed"]}
    assert record["others"]["search_log"] == {"missing": 0, "changed": 0, "added": 40}


def test_bringing_back(run: Run, notes: Notes) -> None:
    name = copy_of(notes)
    edited = min(id for id in notes.edited if notes.passages[id].start < 40)
    code, out, err = run(name, "--passage", edited)
    assert (code, out) == (0, "")
    assert f"restored from {name}: 1 passage" in err
    code, out, err = run(name, "--all")
    assert (code, out) == (0, "")
    before = err.split("is saved as ")[1].split()[0]
    assert run()[1].splitlines()[0].endswith("40 passages")
    assert run(name)[1] == "There are no differences.\n"
    code, _, err = run(before, "--missing")
    assert code == 0
    assert "5 saved searches, 12 corrections" in err
    assert run(before)[1].startswith("1")  # what is in both stays as it is now


def test_after_damage_the_file_that_was_set_aside_is_listed(run: Run, notes: Notes) -> None:
    notes.file.write_bytes(bytes(4096) + notes.file.read_bytes()[4096:])
    code, out, err = run()
    assert code == 0
    assert "annotations.db was damaged" in err
    assert "(set aside, damaged)" in out.splitlines()[-1]
    assert "There are no differences." in run(out.splitlines()[-1].split()[0])[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--all"], 2, "Name the COPY"),
        (["x", "--all", "--missing"], 2, "Choose one of"),
        (["x", "--all", "--json"], 2, "--json is for"),
        (["1999-01-01"], 1, "There is no copy '1999-01-01'"),
        (["\x1b[31m"], 1, "There is no copy"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: list[str], code: int, said: str) -> None:
    done, out, err = run(*words)
    assert (done, out) == (code, "")
    assert said.lower() in err.lower()
    assert "\x1b" not in err
