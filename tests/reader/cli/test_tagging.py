"""`tag`: the user's own tags on articles from the command line, where they are shown, and what takes them along."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request

from .test_coding import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


@pytest.fixture
def ids(library_folder: Path) -> list[str]:
    with Library.open(library_folder) as library:
        return library.search.article_ids(library.search.find(Request("ceasefire", sort="oldest")))


def test_tags_are_set_listed_found_and_taken_off(run: Run, ids: list[str]) -> None:
    assert run("tag")[2].startswith("No article has a tag of yours yet.")
    assert run("tag", ids[0][:8], ids[1], "--add", " To  cite", "--add", "черновик")[:2] == (0, "")
    assert run("tag", ids[2], "--add", "TO CITE", "--add", "to cite") == (0, "", "tags changed on 1 article\n")
    assert run("tag")[1] == "      3  To cite\n      2  черновик\n"
    assert json.loads(run("tag", "--json")[1])[0] == {"tag": "To cite", "articles": 3}
    assert run("tag", ids[0])[1] == f"{ids[0]}  To cite and черновик\n"
    assert json.loads(run("tag", ids[2], "--json")[1]) == [{"id": ids[2], "mine": ["To cite"]}]
    assert json.loads(run("show", ids[0], "--json")[1])["mine"] == ["To cite", "черновик"]
    assert "Your tags: To cite, черновик\n" in run("show", ids[0])[1]
    found = json.loads(run("search", 'mine:"to cite" -mine:черновик', "--json")[1])
    assert [(hit["id"], hit["mine"]) for hit in found["hits"]] == [(ids[2], ["To cite"])]
    assert run("tag", ids[0], ids[2], "--remove", "to CITE", "--remove", "never set")[2].endswith("2 articles\n")
    assert run("annotate", "--undo")[2] == "undone: tags of 2 articles\n"
    assert run("annotate", "--redo")[2] == "redone: tags of 2 articles\n"
    assert run("tag", "--query", "mine:any", "--remove", "To cite", "--remove", "ЧЕРНОВИК")[0] == 0
    assert run("tag")[1] == "", "a tag that no article has is gone"
    code, _, err = run("search", "mine:черновик")
    assert code != 0 and "There is no tag of yours “черновик”" in err


def test_all_hits_are_tagged_in_one_step(
    run: Run, ids: list[str], library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("tag", "--query", "ceasefire", "--add", "draft")[2] == f"tags changed on {len(ids)} articles\n"
    again = run("tag", "--query", "ceasefire", "--add", "draft")[2]
    assert again == f"tags changed on 0 articles; {len(ids)} had them so already\n"
    assert run("search", "mine:draft", "--limit", "0")[1].startswith(f"{len(ids)} hits")
    assert "ceasefire" in run("log")[1]
    for form, told in (("ris", "KW  - draft"), ("bibtex", "draft"), ("csl-json", "draft")):
        assert told in run("search", "mine:draft", "--format", form, "--limit", "1")[1]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(ids[:2]).encode())))
    assert run("tag", "-", "--remove", "draft")[0] == 0
    assert run("search", "mine:draft", "--limit", "0")[1].startswith(f"{len(ids) - 2} hit")
    run("annotate", "--undo")
    run("annotate", "--undo")
    assert run("tag")[1] == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--add", "x"], "name at least one ID"),
        (["abc", "--query", "x", "--add", "y"], "hoose one of ID and --query."),
        (["--query", " ", "--add", "y"], "--query takes a query"),
        (["ffffffffffff", "--add", "y"], "ffffffffffff"),
        (["--query", "date:2025-13", "--add", "y"], "not a date"),
        (["--query", "ceasefire", "--add", "  "], "A tag needs a name."),
        (["--query", "ceasefire", "--add", 'the "talks"'], "quotation marks"),
        (["--query", "ceasefire", "--add", "x" * 201], "at most 200 characters"),
        (["--add", "x", "--json", "abc"], "--json prints tags"),
    ],
)
def test_what_cannot_be_tagged_is_refused_and_changes_nothing(run: Run, words: list[str], told: str) -> None:
    code, out, err = run("tag", *words)
    assert code != 0 and told in err and not out
    assert run("tag")[1] == ""


def test_an_article_that_took_the_place_of_another_has_its_tags(run: Run, ids: list[str], library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        tags = library.stores.annotations.article_tags
        tags.change(["0123456789ab"], ["kept", "draft"])
        tags.change([ids[0]], ["draft", "own"])
        with library.articles.writing() as connection:
            connection.execute("INSERT INTO aliases (old_id, id) VALUES ('0123456789ab', ?)", (ids[0],))
    assert json.loads(run("show", "0123456789ab", "--json")[1])["mine"] == ["kept", "draft", "own"]
    assert json.loads(run("search", "mine:kept", "--json")[1])["hits"][0]["mine"] == ["kept", "draft", "own"]
    assert run("tag", ids[0], "--remove", "kept")[0] == 0
    assert run("tag")[1] == "      1  draft\n      1  own\n"
    run("annotate", "--undo")
    assert json.loads(run("tag", ids[0], "--json")[1])[0]["mine"] == ["kept", "draft", "own"]
