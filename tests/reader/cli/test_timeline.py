"""`peacereader timeline`: bars, CSV, SVG and JSON, and who was first."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.cli.program import main
from peacereader.exports.timeline import bar

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path):  # type: ignore[no-untyped-def]
    def timeline(*words: str) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), "timeline", *words])
        return code, *capsys.readouterr()

    return timeline


def test_all_formats_have_the_same_counts(run, library_folder: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with Library.open(library_folder) as library:
        total = library.search.find(Request("ceasefire")).total
    code, out, _ = run("ceasefire", "<talks>", "--json")
    record = json.loads(out)
    assert code == 0 and [series["name"] for series in record["series"]] == ["ceasefire", "<talks>"]
    first = record["series"][0]
    assert sum(period["articles"] for period in first["periods"]) + first["undated"]["articles"] == total
    _, out, _ = run("ceasefire", "<talks>", "--csv")
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["series"] == "ceasefire" and row["period"]]
    assert [int(row["articles"]) for row in rows] == [period["articles"] for period in first["periods"]]
    safe = run("=ceasefire", "--spreadsheet")[1]
    assert safe.startswith("\ufeffseries,") and "\n'=ceasefire," in safe
    assert "\n=ceasefire," in run("=ceasefire", "--csv")[1]
    assert run("=ceasefire", "--spreadsheet", "--output", str(tmp_path / "a.csv"))[0] == 0
    assert (tmp_path / "a.csv").read_bytes().decode().startswith("\ufeffseries,")
    assert run("ceasefire", "--first", "--spreadsheet")[1].startswith("\ufeffoutlet,date,published")
    target = tmp_path / "a.svg"
    assert run("ceasefire", "<talks>", "--svg", "--output", str(target))[0] == 0
    drawing = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    bars = [title.text for title in drawing.iterfind(".//{*}rect/{*}title")]
    assert f"{rows[0]['period']}: {rows[0]['articles']}" in bars
    assert run("ceasefire", "--svg", "--output", str(target))[0] == 1, "no file is overwritten"
    _, out, err = run("ceasefire", "--by", "year", "--measure", "stories")
    assert "█" in out and "stories by year" in err
    _, out, _ = run("ceasefire", "--split", "outlet", "--most", "1")
    assert out.count("article") == 1


def test_who_was_first_comes_first(run) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run("ceasefire", "--first", "--json")
    dates = [first["date"] or "~" for first in json.loads(out)]
    assert dates == sorted(dates) and len(dates) > 1
    _, out, err = run("ceasefire", "--first")
    assert out.count("\n") == len(dates) and "as the pages state them" in err
    assert run("ceasefire", "--first", "--csv")[1].splitlines()[0].startswith("outlet,date,published")


def test_a_first_article_without_its_day_is_told(run, library_folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert "not certain" not in run("ceasefire", "--first")[1]
    with Library.open(library_folder) as library:
        first, second, *_ = library.search.first_by_outlet(Request("ceasefire"))
        assert first.date and second.date and first.outlet
        library.annotations.correct_field(first.id, "date", first.date[:4])
    _, out, _ = run("ceasefire", "--first")
    (line,) = (line for line in out.splitlines() if "day not certain" in line)
    assert first.outlet in line and not out.startswith(line)
    found = json.loads(run("ceasefire", "--first", "--json")[1])
    assert [one["outlet"] for one in found if one["is_day_uncertain"]] == [first.outlet]
    rows = list(csv.DictReader(io.StringIO(run("ceasefire", "--first", "--csv")[1])))
    assert {row["outlet"]: row["is_day_uncertain"] for row in rows}[first.outlet] == "yes"


@pytest.mark.parametrize(
    "words",
    [
        ["a", "b", "c", "d", "e", "f"],
        ["a", "b", "--split", "tag"],
        ["a", "--csv", "--svg"],
        ["a", "--output", "x.csv"],
        ["date:2025-13"],
        ["a", "b", "--first"],
        ["a", "--first", "--svg"],
        ["a", "--first", "--by", "month"],
        ["a", "--first", "--measure", "articles"],
        ["a", "--most", "5"],
        ["a", "--most", "5", "--first"],
    ],
)
def test_what_makes_no_sense_is_refused(run, words: list[str]) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(*words)
    assert (code, out) == (2, "") and err.startswith(("Usage", "peacereader:"))


def logged(library_folder: Path) -> list[str]:
    with Library.open(library_folder) as library:
        return sorted(entry.request.text for entry in library.search.search_log())


def test_each_query_is_logged_and_its_hint_is_shown(run, library_folder: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("ceasefire", "after:2999", "--csv")
    assert code == 0 and "\x1b" not in out
    _, _, shown = run("after:2999", "--first")
    with Library.open(library_folder) as library:
        hint = library.search.find(Request("after:2999")).hint
    assert hint and err == f"{hint}\n" and shown.startswith(f"{hint}\n")
    assert logged(library_folder) == ["after:2999", "after:2999", "ceasefire"]
    assert run("date:2025-13", "ceasefire")[0] == 2 and run("--by", "year")[0] == 0
    assert len(logged(library_folder)) == 3, "neither what is refused nor all articles"


def test_bars_are_as_long_as_their_values() -> None:
    assert [bar(value, 8, 1) for value in (0, 0.01, 4, 8)] == ["", "▏", "▌", "█"]
    assert bar(5, 10, 10) == "█████" and bar(3, 0, 10) == bar(3, 3, 0) == ""
