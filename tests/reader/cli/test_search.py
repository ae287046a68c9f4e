"""`peacereader search`, for people and for scripts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path


def run(capsys: pytest.CaptureFixture[str], library: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--library", str(library), "search", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Any:
    def search(*words: str) -> dict[str, Any]:
        code, out, err = run(capsys, library_folder, "--json", *words)
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        return dict(json.loads(out))

    return search


def test_json_is_the_object_that_scripts_rely_on(found: Any) -> None:
    record = found("ceasefire", "istanbul")
    assert list(record)[:6] == ["query", "total", "took_ms", "hits", "facets", "also_matching"]
    assert (record["suggestions"], record["relaxations"]) == ([], [])
    assert record["query"] == "ceasefire istanbul"
    assert record["total"] == len(record["hits"]) > 1
    hit = record["hits"][0]
    assert {"id", "title", "outlet", "date", "tags", "topics", "score", "snippet"} <= set(hit)
    assert [hit["snippet"][start:end].lower() for start, end in hit["marks"]]
    assert list(record["facets"]) == ["outlet", "date", "tags", "language", "author", "label", "state"]
    for values in record["facets"].values():
        assert all(set(value) == {"value", "count", "stories"} for value in values)
    assert sum(value["count"] for value in record["facets"]["outlet"]) == record["total"]


def test_facets_count_articles_and_stories(capsys: pytest.CaptureFixture[str], story_library: Path) -> None:
    _, out, _ = run(capsys, story_library, "--json", "")
    record = json.loads(out)
    assert (record["total"], record["stories"]) == (8, 6)
    counts = {value["value"]: (value["count"], value["stories"]) for value in record["facets"]["date"]}
    assert counts["2025-09"] == (3, 1) and counts["2025-05"] == (2, 2)
    assert all(value["count"] == value["stories"] for value in record["facets"]["outlet"])
    _, out, _ = run(capsys, story_library, "--facets", "strait")
    assert "3 articles that tell 1 story" in out
    assert "      3  2025-09 · 1 story\n" in out and "Harbour Dispatch\n" in out
    assert out.count("in 3 outlets") == 3
    _, out, _ = run(capsys, story_library, "--facets", "alaska")
    assert " · 1 story" not in out and "that tell" not in out and "1  The Upland Post\n" in out


def test_other_spellings_are_found_and_named(found: Any) -> None:
    record = found("Zelensky")
    assert any("Zelenskyy" in hit["snippet"] for hit in record["hits"])
    assert "Zelenskyy" in record["also_matching"]["Zelensky"]
    assert found("Zelensky", "--exact")["also_matching"] == {}


def test_a_minus_belongs_to_the_query(found: Any) -> None:
    with_it, without = found("istanbul")["total"], found("istanbul", "-turkey")["total"]
    assert 0 < without < with_it


def test_hits_can_be_leafed_through(found: Any) -> None:
    everything = [hit["id"] for hit in found("", "--sort", "newest")["hits"]]
    leafed = [
        hit["id"] for n in range(3) for hit in found("", "--sort", "newest", "--limit", "1", "--offset", str(n))["hits"]
    ]
    assert leafed == everything[:3]
    assert found("", "--limit", "0")["hits"] == []


def test_order_in_time(found: Any) -> None:
    dates = [hit["date"] for hit in found("istanbul", "--sort", "oldest")["hits"] if hit["date"]]
    assert dates == sorted(dates)


def test_people_see_numbered_hits_with_the_words_marked(
    capsys: pytest.CaptureFixture[str], library_folder: Path
) -> None:
    code, out, err = run(capsys, library_folder, "istanbul", "ceasefire", "--limit", "1")
    assert code == 0
    assert out.startswith("  1. ")
    assert "*Istanbul*" in out
    assert "\x1b" not in out
    assert "hits in" in err and "ms" in err and "1 shown" in err


def test_facets_are_counted_for_people(capsys: pytest.CaptureFixture[str], library_folder: Path) -> None:
    _, out, _ = run(capsys, library_folder, "istanbul", "--facets")
    for label in ("Outlets", "Months", "Tags", "Harbour Dispatch", "2025-05"):
        assert label in out


def test_no_hits_is_no_failure(capsys: pytest.CaptureFixture[str], library_folder: Path) -> None:
    code, out, err = run(capsys, library_folder, "xyzzy")
    assert (code, out) == (0, "")
    assert err.startswith("0 hits in ")


def test_odd_queries_are_told(capsys: pytest.CaptureFixture[str], library_folder: Path) -> None:
    code, _, err = run(capsys, library_folder, "istanbul", "after:2025")
    assert code == 0
    assert "“after:” counts from that day on" in err


@pytest.mark.parametrize(
    "words", [[], ["--josn", "x"], ["--limit", "-1", "x"], ["--limit", "many", "x"], ["--sort", "best", "x"]]
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], library_folder: Path, words: list[str]) -> None:
    code, out, err = run(capsys, library_folder, *words)
    assert (code, out) == (2, "")
    assert "peacereader search --help" in err


def test_a_library_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, tmp_path / "nowhere", "x")
    assert (code, out) == (1, "")
    assert "no library" in err


def test_nothing_in_a_text_steers_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "\x1b]0;owned\x07[bold]Talks[/bold] \x1b[31min red\n\nHarbour Dispatch\n\n"
        "The talks of \x1b[2Jthe [link=file:///etc/passwd]delegations[/link] went on for an hour in Istanbul "
        "\u202eand nobody said what they had been about, not even to the families that waited outside.\n",
        encoding="utf-8",
    )
    with Library.open(tmp_path / "library", create=True) as library:
        assert [added.status for added in library.ingest.add([page])] == ["added"]
    for words in (["talks"], ["talks", "--json"], ["talks \x1b[2J"]):
        _, out, err = run(capsys, tmp_path / "library", *words)
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err
    _, out, _ = run(capsys, tmp_path / "library", "delegations")
    assert "[link=file:///etc/passwd]*delegations*[/link]" in " ".join(out.split())


def test_bold_on_a_terminal(
    capsys: pytest.CaptureFixture[str], library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    _, out, _ = run(capsys, library_folder, "istanbul", "--limit", "1")
    assert "\x1b[1mIstanbul\x1b[0m" in out
    monkeypatch.setenv("NO_COLOR", "1")
    _, out, _ = run(capsys, library_folder, "istanbul", "--limit", "1")
    assert "\x1b" not in out and "*Istanbul*" in out


def test_nothing_found_is_helped(capsys: pytest.CaptureFixture[str], library_folder: Path, found: Any) -> None:
    code, out, err = run(capsys, library_folder, "istambul", "prisoners")
    assert (code, out) == (0, "")
    assert "Did you mean “Istanbul prisoners” (2)?" in err
    _, _, err = run(capsys, library_folder, "alaska", "date:1999")
    assert "without date:1999: " in err
    record = found("alaska", "date:1999")
    assert {"what": "without date:1999", "query": "alaska", "count": record["relaxations"][0]["count"]} in record[
        "relaxations"
    ]
