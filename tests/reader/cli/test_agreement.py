"""`agreement`: two coders compared from the command line, from import to the list of differences."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import config_dir
from peacereader.cli.program import main
from peacereader.exports.agreement import AGREEMENT_COLUMNS, DIFFERENCE_COLUMNS, aligned, number

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("annotator: Ada\n")

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def coded(library_folder: Path, tmp_path: Path, run: Run) -> Path:
    """The library with passages of Ada, and a file in which another coded the same articles."""
    with Library.open(library_folder) as library:
        library.annotations.annotator = "Ada"
        hits = library.search.hits(library.search.find(Request("", sort="oldest")), 0, 3)
        for hit in hits:
            article = library.article(hit.id)
            library.annotations.bookmark(article, 0, 40, labels=["Talks"])
            library.annotations.bookmark(article, 60, 75, "unsure", ["Aid"])
    mine = json.loads(run("passages", "--json")[1])
    for at, one in enumerate(mine):
        one |= {"annotator": "", "note": "", "labels": one["labels"] if at < 4 else ["Other"]}
    (tmp_path / "other.json").write_text(json.dumps(mine))
    return tmp_path / "other.json"


def test_another_coders_file_is_imported_compared_and_taken_back(run: Run, coded: Path) -> None:
    code, out, err = run("agreement", "me", "Bo")
    assert (code, out) == (1, "") and "no passage by 'Bo'" in err and "Ada (6)" in err
    code, _, err = run("passages", "--import", coded, "--as", "Bo")
    assert code == 0 and "6 passages imported (6 placed exactly)" in err
    assert "6 already there" in run("passages", "--import", coded, "--as", "Bo")[2]
    assert len(json.loads(run("passages", "--json", "by:Bo")[1])) == 6
    assert len(json.loads(run("passages", "--json", "by:me")[1])) == 6
    assert "  By: Bo" in run("passages", "by:bo")[1]
    code, out, _ = run("agreement", "me", "Bo", "--intervals")
    assert code == 0 and "no intervals: they need at least 5 articles" in out
    lines = out.splitlines()
    assert lines[0] == "Ada and Bo: 3 articles"
    assert lines[2].split() == [
        "sentences", "both", "only", "Ada", "only", "Bo", "neither", "agree", "kappa", "alpha", "u-alpha",
    ]  # fmt: skip
    assert {line.split("  ")[0] for line in lines[3:8]} == {"Aid", "Other", "Talks", "marked at all", "all labels"}
    assert "\nThey differ at" in out and all(len(line) <= 100 for line in lines)
    report = json.loads(run("agreement", "Ada", "bo", "--json")[1])
    assert (report["first"], report["second"], report["unit"], len(report["articles"])) == ("Ada", "Bo", "sentence", 3)
    assert [row["kind"] for row in report["agreement"]] == ["label"] * 3 + ["marked", "all"]
    marked = report["agreement"][3]
    assert marked["percent"] == 100.0 and marked["kappa"]["value"] == 1.0
    assert run("annotate", "--undo")[0] == 0
    assert json.loads(run("passages", "--json", "by:Bo")[1]) == []


def test_differences_as_text_csv_and_json(run: Run, coded: Path, tmp_path: Path) -> None:
    run("passages", "--import", coded, "--as", "Bo\x1b[31m Öz")
    code, out, err = run("agreement", "me", "bo oz", "--differences")
    assert code == 0 and "  Bo Öz: Other\n" in out and "Ada and Bo Öz differ at" in err
    assert "  Ada: Talks, Aid (unsure)\n" in out
    rows = list(csv.DictReader(io.StringIO(run("agreement", "me", "bo oz", "--differences", "--csv")[1], newline="")))
    found = json.loads(run("agreement", "me", "bo oz", "--json")[1])["differences"]
    assert tuple(rows[0]) == DIFFERENCE_COLUMNS
    assert [row["quote"] for row in rows] == [one["quote"] for one in found]
    assert {row["second_labels"] for row in rows} == {"Other"} and {row["settled"] for row in rows} == {""}
    rows = list(csv.DictReader(io.StringIO(run("agreement", "me", "bo oz", "--csv")[1], newline="")))
    assert tuple(rows[0]) == AGREEMENT_COLUMNS and {row["articles"] for row in rows} == {"3"}
    safe = run("agreement", "me", "bo oz", "--spreadsheet")[1]
    assert safe.startswith("\ufefffirst,") and list(csv.DictReader(io.StringIO(safe[1:], newline=""))) == rows
    assert any(value.startswith("-") for row in rows for value in row.values()), "a negative number is no formula"
    target = tmp_path / "agreement.csv"
    assert run("agreement", "me", "bo oz", "--csv", "--output", target)[1] == ""
    written = target.read_text()
    assert list(csv.DictReader(io.StringIO(written, newline=""))) == rows
    code, _, err = run("agreement", "me", "bo oz", "--output", target)
    assert code == 1 and "exists already" in err and target.read_text() == written


def test_the_file_says_itself_whose_it_is(run: Run, coded: Path) -> None:
    records = json.loads(coded.read_text())
    records[0]["annotator"] = "Cem"
    coded.write_text(json.dumps(records))
    _, _, err = run("passages", "--import", coded, "--as", "Bo")
    assert "says itself who made some of them (Cem)" in err
    assert len(json.loads(run("passages", "--json", "by:cem")[1])) == 1
    assert len(json.loads(run("passages", "--json", "by:bo")[1])) == 5


def test_what_is_bookmarked_keeps_the_name_of_the_config(run: Run, library_folder: Path) -> None:
    (config_dir() / "config.yaml").write_text('annotator: " Ada\\e[31m  Stone "\n')
    with Library.open(library_folder) as library:
        article = library.article(library.search.hits(library.search.find(Request("alaska")), 0, 1)[0].id)
    assert run("annotate", article.id, "--bookmark", article.paragraphs[0])[0] == 0
    (found,) = json.loads(run("passages", "--json", "by:me", 'by:"ada stone"')[1])
    assert found["annotator"] == "Ada Stone"
    rows = list(csv.DictReader(io.StringIO(run("passages", "--format", "csv")[1], newline="")))
    assert [row["annotator"] for row in rows] == ["Ada Stone"]
    annotations = json.loads(run("passages", "--format", "jsonld")[1])["first"]["items"]
    assert annotations[0]["creator"] == {"type": "Person", "name": "Ada Stone"}


def test_which_articles_count(run: Run, coded: Path) -> None:
    records = json.loads(coded.read_text())
    coded.write_text(json.dumps(records[:2]))  # of one article: nothing was found in the others
    run("passages", "--import", coded, "--as", "Bo")
    both = json.loads(run("agreement", "me", "Bo", "--unit", "article", "--json")[1])
    assert len(both["articles"]) == 1
    assert both["notes"] == ["2 articles with passages of Ada were not compared, since only Ada coded them; "
                             "--articles either counts them."]  # fmt: skip
    either = json.loads(run("agreement", "me", "Bo", "--unit", "article", "--articles", "either", "--json")[1])
    assert len(either["articles"]) == 3 and either["notes"] == []
    everything = run("agreement", "me", "Bo", "--unit", "article", "--articles", "all", "--json")[1]
    assert len(json.loads(everything)["articles"]) > 3
    word = json.loads(run("agreement", "me", "Bo", "--articles", "ceasefire", "--json")[1])
    with_word = set(run("search", "ceasefire", "--format", "ids", "--limit", "all")[1].split())
    assert set(word["articles"]) == with_word
    code, _, err = run("agreement", "me", "Bo", "--articles", "date:20x5")
    assert code == 2 and "20x5" in err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["me", "ada"], "the same annotator"),
        (["Ada", "Bo", "--json", "--csv"], "hoose one"),
        (["Ada", "Bo", "--json", "--differences"], "has the differences"),
        (["Ada", "Bo", "--label", "Nothing"], "uses the label 'Nothing'"),
        (["Ada", "Bo", "--unit", "word"], "'word' is not one of"),
        (["Ada"], "issing argument"),
        (["Ada", "Bo", "--articles", "nosuchwordanywhere"], "no article to compare"),
    ],
)
def test_what_cannot_be_compared_is_said(run: Run, coded: Path, words: list[str], why: str) -> None:
    run("passages", "--import", coded, "--as", "Bo")
    code, out, err = run("agreement", *words)
    assert code in (1, 2) and out == "" and why in err


def test_as_needs_a_name_and_an_import(run: Run, coded: Path) -> None:
    assert "6 already there" in run("passages", "--import", coded, "--as", "ME")[2]
    assert {one["annotator"] for one in json.loads(run("passages", "--json")[1])} == {"Ada"}, "me has a name"
    assert run("passages", "--as", "Bo")[0] == 2
    assert run("passages", "--import", coded, "--as", " \x07")[0] == 2


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (1.0, "1.00"),
        (0.999, "1.00"),
        (0.5, ".50"),
        (-0.123, "-.12"),
        (-0.001, ".00"),
        (0.0, ".00"),
        (-1.0, "-1.00"),
    ],
)
def test_numbers_are_written_as_in_papers(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_columns_stand_below_each_other() -> None:
    assert aligned([["", "a", "bcd"], ["name", "12", ""]]) == ["       a  bcd", "name  12"]
    assert aligned([["停火", "1"], ["cafe\u0301", "22"]]) == ["停火   1", "cafe\u0301  22"]
