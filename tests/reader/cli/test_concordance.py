"""`peacereader concordance`: copies folded, and collocates."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path


def run(capsys: pytest.CaptureFixture[str], library: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--library", str(library), "concordance", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_copies_of_one_text_have_one_line_with_their_number(
    capsys: pytest.CaptureFixture[str], story_library: Path
) -> None:
    code, out, err = run(capsys, story_library, "harbour", "master")
    assert code == 0
    lines = out.splitlines()
    assert any(line.endswith("×3") for line in lines)
    assert f"{len(lines)} lines, " in err and " with copies, in " in err
    _, whole, err = run(capsys, story_library, "harbour", "master", "--all")
    assert len(whole.splitlines()) > len(lines) and "×" not in whole and "copies" not in err
    record = json.loads(run(capsys, story_library, "harbour", "master", "--json")[1])
    assert len(record["lines"]) == len(whole.splitlines())
    assert all("copies" not in line for line in record["lines"])
    record = json.loads(run(capsys, story_library, "harbour", "master", "--json", "--fold")[1])
    assert len(record["lines"]) == len(lines) and sum(line["copies"] for line in record["lines"]) == len(
        whole.splitlines()
    )
    rows = list(
        csv.DictReader(io.StringIO(run(capsys, story_library, "harbour master", "--format", "csv", "--fold")[1]))
    )
    assert len(rows) == len(lines) and "3" in {row["copies"] for row in rows}
    assert "copies" not in run(capsys, story_library, "harbour master", "--format", "tsv")[1].splitlines()[0]


def test_collocates_are_a_table_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str], story_library: Path
) -> None:
    code, out, err = run(capsys, story_library, "prisoner OR prisoners", "--collocates", "--window", "3")
    assert code == 0 and "3 words on either side" in err
    head, *rows = out.splitlines()
    assert head.split() == ["word", "left", "right", "both", "library", "expected", "G²"]
    assert any(row.startswith("swap ") for row in rows)
    assert [row.endswith("function word") for row in rows] == sorted(row.endswith("function word") for row in rows)
    record = json.loads(
        run(capsys, story_library, "prisoner OR prisoners", "--collocates", "--window", "3", "--json")[1]
    )
    assert record["window"] == 3 and len(record["collocates"]) == len(rows)
    assert all(one["count"] == one["left"] + one["right"] for one in record["collocates"])
    table = run(capsys, story_library, "prisoner OR prisoners", "--collocates", "--window", "3", "--format", "tsv")[1]
    names, *cells = [line.split("\t") for line in table.splitlines()]
    assert names == list(record["collocates"][0])
    assert [row[0] for row in cells] == [one["word"] for one in record["collocates"]]
    assert run(capsys, story_library, "nowhere", "--collocates")[0] == 0
    assert run(capsys, story_library, "x", "--collocates", "--window", "0")[0] == 2


def test_collocates_count_every_line_unless_told_otherwise(
    capsys: pytest.CaptureFixture[str], story_library: Path
) -> None:
    words = ("prisoner OR prisoners", "--collocates")
    whole = json.loads(run(capsys, story_library, *words, "--json")[1])
    assert whole["complete"] and whole["lines"] > 2
    some = json.loads(run(capsys, story_library, *words, "--limit", "2", "--json")[1])
    assert not some["complete"] and some["lines"] <= 2
    assert run(capsys, story_library, *words, "--format", "spreadsheet")[1].startswith("\ufeffword,left")
    assert run(capsys, story_library, "prisoner", "--format", "spreadsheet")[1].startswith("\ufeff")
    for form in ("text", "csv", "tsv"):
        assert "--limit all" in run(capsys, story_library, *words, "--limit", "2", "--format", form)[2]
        assert "--limit all" not in run(capsys, story_library, *words, "--format", form)[2]


@pytest.mark.parametrize(
    "words",
    [["--window", "3"], ["--collocates", "--sort", "left"], ["--collocates", "--width", "30"], ["--collocate"]],
)
def test_options_that_would_do_nothing_are_refused(
    capsys: pytest.CaptureFixture[str], story_library: Path, words: list[str]
) -> None:
    code, out, err = run(capsys, story_library, "prisoner", *words)
    assert (code, out) == (2, "") and "peacereader concordance --help" in err
