"""Output that other programs read: the formats of `search` and `concordance`, limits, and several articles at once."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.cli.hit_output import FORMATS
from peacereader.cli.program import main
from peacereader.exports.tables import HIT_COLUMNS as COLUMNS
from tests.reader.pages import write_story

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

RECORD = {
    "title": '=HYPERLINK("http://x.example") the bridge',
    "text": "The bridge over the river was opened again on Monday,\nand\tthe first lorries crossed it before noon.",
    "outlet": "Harbour Dispatch",
    "published": "2024-03-05T10:00:00+01:00",
    "authors": ["Ann Stone", "Bo Li"],
    "tags": ["bridges", "trade"],
    "url": "https://harbourdispatch.example/bridge?a=1&b=2",
    "language": "en",
}


@pytest.fixture(scope="module")
def folder(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a story that three outlets tell, and an article with all fields, for all tests here."""
    place = tmp_path_factory.mktemp("formats")
    shutil.copytree(made_library, place / "library")
    (place / "record.json").write_text(json.dumps(RECORD))
    with Library.open(place / "library") as library:
        added = list(library.ingest.add([*write_story(place / "story"), place / "record.json"]))
        assert {one.status for one in added} == {"added"}, added
    return place / "library"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--library", str(folder), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out, newline=""), strict=True))


def test_csv_has_a_line_of_names_and_exact_values(run: Run) -> None:
    code, out, err = run("search", "bridge", "lorries", "--format", "csv")
    assert (code, err) == (0, "")
    assert out.startswith(",".join(COLUMNS) + "\r\n") and out.count("\r\n") == 2
    (row,) = rows(out)
    assert row["title"] == RECORD["title"] and row["url"] == RECORD["url"]
    assert (row["authors"], row["tags"]) == ("Ann Stone; Bo Li", "bridges; trade")
    assert (row["date"], row["published"]) == ("2024-03-05", "2024-03-05T10:00+01:00")
    assert row["stories"] == row["id"]
    assert row["snippet"].startswith("The bridge over the river")


def test_tsv_has_a_line_for_each_hit(run: Run) -> None:
    out = run("search", "", "--format", "tsv", "--limit", "all")[1]
    first, *lines = out.splitlines()
    assert first.split("\t") == list(COLUMNS)
    assert all(len(line.split("\t")) == len(COLUMNS) for line in lines)
    assert len(lines) == json.loads(run("search", "", "--json")[1])["total"]


def test_articles_of_one_story_share_a_value(run: Run) -> None:
    found = rows(run("search", "", "--format", "csv", "--limit", "all")[1])
    record = json.loads(run("search", "", "--json")[1])
    assert len(found) == record["total"] > record["stories"] == len({row["stories"] for row in found})


def test_json_lines_are_the_hits_of_json(run: Run) -> None:
    lines = run("search", "istanbul", "--format", "jsonl", "--limit", "all")[1].splitlines()
    record = json.loads(run("search", "istanbul", "--format", "json", "--limit", "all")[1])
    assert [json.loads(line) for line in lines] == record["hits"]
    assert {"url", "authors", "published", "story"} <= set(record["hits"][0])
    assert record == json.loads(run("search", "istanbul", "--json", "--limit", "all")[1]) | {
        "took_ms": record["took_ms"]
    }


def test_bibtex_has_an_entry_with_the_evidence_for_each_hit(run: Run) -> None:
    out = run("search", "bridge", "lorries", "--format", "bibtex")[1]
    id = run("search", "bridge", "lorries", "--format", "ids")[1].strip()
    record = json.loads(run("show", "--json", id)[1])
    assert out.startswith(f"@article{{article-{id},\n  author = {{Ann Stone and Bo Li}},\n")
    assert f"  url = {{{RECORD['url']}}},\n" in out
    assert f"  urldate = {{{record['evidence']['retrieved'][:10]}}},\n" in out
    assert f"  note = {{SHA-256 of the source: {record['evidence']['sha256']}}},\n" in out
    keys = [line for line in run("search", "", "--format", "bibtex", "--limit", "all")[1].splitlines() if "@" in line]
    assert len(keys) == len(set(keys)) == json.loads(run("search", "", "--json")[1])["total"]


@pytest.mark.parametrize(
    "form", [name for name in FORMATS if name not in ("text", "json", "obsidian", "xlsx", "docx", "qdpx")]
)
def test_what_is_left_out_is_told(run: Run, form: str) -> None:
    total = json.loads(run("search", "", "--json")[1])["total"]
    code, out, err = run("search", "", "--format", form, "--limit", "2")
    assert (code, err) == (0, f"2 of {total} hits; --limit all prints all of them\n")
    sign = {
        "bibtex": "@article{", "ris": "TY  - NEWS", "csl-json": '"id": "article-', "html": "<section",
        "markdown": "## ",
    }.get(form, "\n")  # fmt: skip
    lines = {"csv": 3, "tsv": 3, "spreadsheet": 3, "chicago": 4, "apa": 4, "mla": 4}  # with those of names, or empty
    assert out.count(sign) == lines.get(form, 2)
    assert run("search", "", "--format", form, "--limit", "all")[2] == ""


def test_a_limit_of_0_counts_alone(run: Run) -> None:
    total = json.loads(run("search", "istanbul", "--json")[1])["total"]
    code, out, err = run("search", "istanbul", "--limit", "0")
    assert (code, err) == (0, "") and out.startswith(f"{total} hits in ") and "shown" not in out
    record = json.loads(run("search", "istanbul", "--limit", "0", "--json")[1])
    assert (record["total"], record["hits"]) == (total, [])
    code, out, err = run("concordance", "istanbul", "--limit", "0")
    assert (code, err, out.count("\n")) == (0, "", 1) and " in " in out
    record = json.loads(run("search", "", "--limit", "all", "--json")[1])
    assert len(record["hits"]) == record["total"]


@pytest.mark.parametrize(
    "words",
    [
        ["search", "x", "--limit", "-1"],
        ["search", "x", "--limit", "alle"],
        ["search", "x", "--limit", "1.5"],
        ["search", "x", "--format", "xml"],
        ["search", "x", "--json", "--format", "csv"],
        ["search", "x", "--facets", "--format", "csv"],
        ["search", "--terms", __file__, "--format", "bibtex"],
        ["concordance", "x", "--format", "ids"],
        ["concordance", "x", "--json", "--format", "tsv"],
        ["show"],
    ],
)
def test_wrong_usage(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "") and f"'peacereader {words[0]} --help'" in err


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("qdpx", "qdpx always has the texts of its articles"),
        ("ris", "ris has no place for texts: --with text goes with "),
    ],
)
def test_a_format_without_a_choice_of_texts_says_why(run: Run, form: str, words: str) -> None:
    code, out, err = run("search", "x", "--format", form, "--with", "text")
    assert (code, out) == (2, "") and words in err


def test_a_concordance_as_a_table_has_the_lines_of_json(run: Run) -> None:
    lines = json.loads(run("concordance", "ceasefire", "--json")[1])["lines"]
    found = rows(run("concordance", "ceasefire", "--format", "csv")[1])
    assert [{name: row[name] for name in ("left", "hit", "right", "article_id")} for row in found] == [
        {name: line[name] for name in ("left", "hit", "right", "article_id")} for line in lines
    ]
    assert [int(row["position"]) for row in found] == [line["position"] for line in lines]
    tsv = run("concordance", "ceasefire", "--format", "tsv", "--limit", "all")[1].splitlines()
    assert len(tsv) == len(lines) + 1
    assert "--limit all" in run("concordance", "ceasefire", "--format", "tsv", "--limit", "1")[2]


def test_a_list_of_queries_is_counted_in_a_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text('istanbul\n"prisoner swap"\n')
    (tmp_path / "exact.txt").write_text("=istanbul\n")
    safe = run("search", "--terms", str(tmp_path / "exact.txt"), "--format", "spreadsheet")[1]
    assert safe.startswith("\ufeffquery,total") and "\n'=istanbul," in safe
    found = rows(run("search", "--terms", str(tmp_path / "terms.txt"), "--format", "csv")[1])
    assert [row["query"] for row in found] == ["istanbul", '"prisoner swap"']
    assert all(int(row["total"]) > 0 for row in found)


def test_several_articles_are_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = run("search", "", "--format", "ids", "--limit", "all")[1]
    first, second = ids.split()[:2]
    code, out, err = run("show", first, second[:8])
    assert (code, err) == (0, "")
    assert out.count("\n" + "-" * 72 + "\n") == 1 and first in out and second in out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ids.encode())))
    code, out, err = run("show", "--json", "-")
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ids.split()


def test_an_unknown_id_is_told_and_the_others_are_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    id = run("search", "istanbul", "--format", "ids", "--limit", "1")[1].strip()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"\n{id}\r\nffffffffffff\n".encode())))
    code, out, err = run("show", "--json", "nothing", "-")
    assert code == 1
    assert json.loads(out)["id"] == id
    assert "'nothing' is no article id" in err and "There is no article ffffffffffff" in err
