"""`peacereader passages QUERY`: which passages, in which order and under which headings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.cli.program import main
from tests.reader.passages import article_ids

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.model.article import Article


@pytest.fixture
def ids(library_folder: Path) -> list[str]:
    """The ids of three passages as they were bookmarked: of the newest article, the oldest, and the newest again."""
    with Library.open(library_folder) as library:
        *_, newest = found = [library.article(id) for id in article_ids(library)]
        places: tuple[tuple[Article, int, int, str, list[str]], ...] = (
            (newest, 20, 30, "check", ["Law", "Aid"]),
            (found[0], 0, 9, "", []),
            (newest, 0, 9, "", ["Law"]),
        )
        return [
            library.annotations.bookmark(article, start, end, note, labels).id
            for article, start, end, note, labels in places
        ]


def test_passages_are_filtered_sorted_and_grouped(
    library_folder: Path, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        return main(["--library", str(library_folder), "passages", *words]), *capsys.readouterr()

    def listed(*words: str) -> list[int]:
        return [ids.index(record["id"]) for record in json.loads(run("--json", *words)[1])]

    first, second, _ = json.loads(run("--json", "--sort", "place")[1])
    assert listed() == [2, 1, 0]
    assert listed("--sort", "date") == [2, 0, 1]
    assert sorted(listed("--sort", "outlet")) == [0, 1, 2]
    assert listed("-note:none") == [0]
    assert listed("note:none", "label:law") == [2]
    assert listed("-label:none", "--sort", "place") == [2, 0]
    assert listed(f"article:{first['article_id']}") and first["title"] <= second["title"]
    code, out, err = run("--group", "label")
    assert (code, err) == (0, "")
    headings = [line for line in out.splitlines() if line.endswith(")") and not line.startswith(" ")]
    assert headings == ["Aid (1)", "Law (2)", "no label (1)"]
    assert run("--group", "month", "--sort", "date")[1].count("─\n") == 2
    assert run("label:La")[2] == "peacereader: No label is called “La”. These begin so: Law.\n"
    for words, told in (
        (["date:2025-13"], "“2025-13” is not a date"),
        (["author:stone"], "Passages have no field “author:”"),
        (["--group", "label", "--json"], "--group is for the list that people read"),
        (["--nonsense"], "No such option"),
    ):
        code, out, err = run(*words)
        assert (code, out, told.casefold() in err.casefold()) == (2, "", True), err
    (library_folder / "library.db").unlink()
    code, out, _ = run("-note:none", "--json")
    assert code == 1 and [record["id"] for record in json.loads(out)] == ids[:1]
    assert run("date:2025-13")[0] == 2
