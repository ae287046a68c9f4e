"""`searches`, `log` and `search --terms`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from peacereader.cli.days import Day
from peacereader.cli.program import main
from peacereader.command_help import COMMAND_NAMES
from tests.reader.pages import write_pages

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    def run(command: str, *words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), command, *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    run("log", "--clear")
    return run


def test_searches_are_saved_listed_and_forgotten(run: Run) -> None:
    assert run("searches", "--save", "swaps", '"prisoner swap"', "-alaska") == (0, "", "saved: swaps\n")
    code, out, err = run("searches")
    assert (code, err) == (0, "")
    assert out.startswith('swaps  "prisoner swap" -alaska  (')
    (record,) = json.loads(run("searches", "--json")[1])
    assert record["name"] == "swaps"
    assert record["request"]["text"] == '"prisoner swap" -alaska'
    assert record["total"] > record["new"] == 0
    assert run("searches", "--seen", "swaps") == (0, "", "")
    assert run("searches", "--remove", "swaps") == (0, "", "deleted: swaps\n")
    assert run("searches", "--json") == (0, "[]\n", "")
    assert run("searches", "--remove", "swaps")[0] == 1


def test_a_saved_search_prints_what_is_new_first(run: Run, tmp_path: Path) -> None:
    run("searches", "--save", "my swaps", '"prisoner swap"')
    page = write_pages(tmp_path / "more")[0]
    page.write_text(page.read_text(encoding="utf-8").replace("Friday", "Saturday"), encoding="utf-8")
    assert run("add", tmp_path / "more")[0] == 0
    for _ in range(2):  # searching alone marks nothing as seen
        code, out, err = run("search", "--saved", "my swaps")
        assert code == 0
        lines = out.splitlines()
        assert lines[1].startswith("     new · ") and sum("     new · " in line for line in lines) == 1
        assert "1 new; 'peacereader searches --seen 'my swaps'' marks all as seen" in err
    record = json.loads(run("search", "--saved", "my swaps", "--json")[1])
    assert (record["new"], record["query"]) == (1, '"prisoner swap"')
    assert [hit["new"] for hit in record["hits"]] == [True] + [False] * (record["total"] - 1)
    assert run("search", "--format", "ids", "is:new")[1].split() == [record["hits"][0]["id"]]
    oldest = json.loads(run("search", "--saved", "my swaps", "--json", "--sort", "oldest", "--limit", "1")[1])
    assert oldest["hits"][0]["id"] == record["hits"][0]["id"]
    assert run("searches", "--seen", "my swaps") == (0, "", "")
    assert json.loads(run("search", "--saved", "my swaps", "--json")[1])["new"] == 0
    assert " new" not in run("search", "--saved", "my swaps")[1]
    assert json.loads(run("searches", "--json")[1])[0]["new"] == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--saved", "swaps", "talks"], 2, "--saved NAME takes the place of QUERY"),
        (["--saved", "swaps", "--exact"], 2, "--saved NAME takes the place of QUERY"),
        (["--saved", "none"], 1, "No search is saved under the name 'none'"),
    ],
)
def test_a_saved_search_is_named_alone(run: Run, words: list[str], code: int, told: str) -> None:
    run("searches", "--save", "swaps", '"prisoner swap"')
    found = run("search", *words)
    assert found[:2] == (code, "")
    assert told in found[2]


@pytest.mark.parametrize(
    "words", [["--save", "x"], ["talks"], ["--save", " ", "x"], ["--save", "a", "--seen", "a", "x"]]
)
def test_searches_says_what_it_lacks(run: Run, words: list[str]) -> None:
    assert run("searches", *words)[0] == 2


def test_a_search_is_logged_and_the_log_is_a_methods_note(run: Run) -> None:
    assert run("log") == (0, "", "Nothing has been logged yet.\n")
    run("search", "istanbul|`x`", "--sort", "newest")
    run("search", "talks", "--exact", "--json")
    code, out, err = run("log")
    assert (code, err) == (0, "")
    assert out.startswith("# Searches\n\n2 searches with peacereader ")
    assert "``istanbul\\|`x` ``" in out or "`` istanbul\\|`x` ``" in out
    assert "| newest first |" in out
    assert "| words as written |" in out
    record = json.loads(run("log", "--format", "json")[1])
    assert [one["text"] for one in record["searches"]] == ["istanbul|`x`", "talks"]
    assert record["searches"][1]["library"]["articles"] > 0
    assert json.loads(run("log", "--format", "json", "--since", "2999")[1])["searches"] == []
    assert run("log", "--clear") == (0, "", "2 deleted\n")


@pytest.mark.parametrize(
    "value", ["garbage", "2025-13-01", "2025-02-30", "2025-5-1", "12/05/2025", "", "٢٠٢٥-٠٥-١٢", "2025-05-12T1", "²025"]
)
def test_what_is_no_date_is_refused(run: Run, value: str) -> None:
    run("search", "alaska")
    code, out, err = run("log", "--since", value)
    assert (code, out) == (2, "")
    assert f"'{value}' is not a date" in err


def test_every_option_that_takes_a_date_checks_it() -> None:
    for name in COMMAND_NAMES:
        command = import_module(f"peacereader.cli.commands.{name}").command
        for option in command.params:
            words = {*option.name.split("_"), (getattr(option, "metavar", "") or "").lower()}
            if words & {"date", "day", "since", "until", "after", "before"}:
                assert isinstance(option.type, Day), f"{name} --{option.name}"


def test_the_log_is_not_forgotten_by_half(run: Run) -> None:
    run("search", "alaska")
    assert run("log", "--clear", "--since", "2025-05-12")[0] == 2
    assert len(json.loads(run("log", "--format", "json")[1])["searches"]) == 1


def test_terms_are_counted_one_by_one(run: Run, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text('# words\n"prisoner swap"\n\nistanbul OR alaska\nnowheresuch\n', encoding="utf-8-sig")
    code, out, err = run("search", "--terms", terms)
    assert code == 0
    assert [line.split(maxsplit=1)[1] for line in out.splitlines()] == [
        '"prisoner swap"',
        "istanbul OR alaska",
        "nowheresuch",
    ]
    assert err.startswith("3 queries in ")
    record = json.loads(run("search", "--json", "--terms", terms)[1])
    totals = {one["query"]: one["total"] for one in record["terms"]}
    assert totals["istanbul OR alaska"] > totals["nowheresuch"] == 0
    within = json.loads(run("search", "--json", "--terms", terms, "alaska")[1])
    assert within["within"] == "alaska"
    assert 0 < within["terms"][1]["total"] < totals["istanbul OR alaska"]
    assert len(json.loads(run("log", "--format", "json")[1])["searches"]) == 9


def test_terms_come_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"alaska\n")))
    code, out, _ = run("search", "--terms", "-")
    assert (code, out.split()[1]) == (0, "alaska")


def test_a_search_needs_a_query_or_terms(run: Run, tmp_path: Path) -> None:
    assert run("search")[0] == 2
    assert run("search", "--terms", tmp_path / "none")[0] == 2


def test_a_concordance_lines_hits_up(run: Run) -> None:
    code, out, err = run("concordance", "ceasefire", "--width", "20", "--sort", "left")
    assert code == 0
    assert {line.lower()[20:29] for line in out.splitlines()} == {"ceasefire"}
    assert err.startswith(f"{len(out.splitlines())} lines in ")
    record = json.loads(run("concordance", "ceasefire", "--json", "--limit", "1")[1])
    assert list(record) == ["query", "total", "complete", "lines"]
    assert (record["total"], record["complete"]) == (len(out.splitlines()), False)
    assert set(record["lines"][0]) == {"article_id", "title", "outlet", "date", "left", "hit", "right", "position"}
    assert len(json.loads(run("log", "--format", "json")[1])["searches"]) == 2


def test_nothing_is_logged_where_the_config_says_so(run: Run, own_home: Path) -> None:
    config = own_home / ".config" / "peacereader"
    config.mkdir(parents=True)
    (config / "config.yaml").write_text("search_log: false\n")
    assert run("search", "alaska")[0] == run("concordance", "alaska")[0] == 0
    assert json.loads(run("log", "--format", "json")[1])["searches"] == []
    (config / "config.yaml").write_text("search_log: true\n")
    run("search", "alaska")
    assert len(json.loads(run("log", "--format", "json")[1])["searches"]) == 1
