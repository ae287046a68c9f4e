"""`annotate` and `codes`: every change of passages and codes from the command line."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def article_id(library_folder: Path) -> str:
    with Library.open(library_folder) as library:
        return library.search.hits(library.search.find(Request("ceasefire")), 0, 1)[0].id


def quotes(library_folder: Path, id: str, count: int) -> list[str]:
    with Library.open(library_folder) as library:
        words = library.article(id).text.split()
        return [" ".join(words[8 * i : 8 * i + 8]) for i in range(count)]


def passages(run: Run, *query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("passages", "--json", *query)[1])
    return found


def bookmark(run: Run, library_folder: Path, article_id: str, count: int = 1) -> list[str]:
    with Library.open(library_folder) as library:
        article = library.article(article_id)
        return [library.annotations.bookmark(article, 3 * i, 3 * i + 20).id for i in range(count)]


def test_a_passage_from_bookmark_to_label_and_note_and_back(run: Run, library_folder: Path, article_id: str) -> None:
    with Library.open(library_folder) as library:
        quote = library.article(article_id).paragraphs[-1]
    code, out, err = run("annotate", article_id, "--bookmark", quote, "--note", "one\n\nthree", "--label", "Aid")
    assert (code, out, err[:12]) == (0, "", "bookmarked: ")
    (passage,) = passages(run)
    assert (passage["quote"], passage["note"], passage["labels"]) == (quote, "one\n\nthree", ["Aid"])
    id = passage["id"]
    assert run("annotate", id[:6], "--label", "aid", "--label", " Law ", "--unlabel", "Aid")[0] == 0
    assert passages(run)[0]["labels"] == ["Aid", "Law"]
    assert run("annotate", id, "--unlabel", "Aid")[0] == 0
    assert run("annotate", id, "--note", "two")[0] == 0
    assert run("annotate", id, "--remove")[0] == 0
    assert passages(run) == []
    assert run("annotate", "--undo") == (0, "", "undone: removal of 1 passage\n")
    assert run("annotate", "--undo") == (0, "", "undone: note on 1 passage\n")
    assert passages(run)[0]["note"] == "one\n\nthree"
    assert run("annotate", "--redo") == (0, "", "redone: note on 1 passage\n")
    assert passages(run)[0]["note"] == "two"
    history = json.loads(run("annotate", id, "--history")[1])
    assert [change["action"] for change in history] == ["bookmark", "edit", "edit", "edit", "remove"]
    assert history[3]["before"] == {"note": "one\n\nthree"}


def test_a_note_from_standard_input(
    run: Run, library_folder: Path, article_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = bookmark(run, library_folder, article_id)
    monkeypatch.setattr(sys, "stdin", io.StringIO("line one\nline two\n"))
    assert run("annotate", id, "--note", "-")[0] == 0
    assert passages(run)[0]["note"] == "line one\nline two"


def test_a_note_is_stored_as_an_import_brings_it_back(run: Run, library_folder: Path, article_id: str) -> None:
    with Library.open(library_folder) as library:
        words = library.article(article_id).paragraphs[0][:30]
    odd, stored = "a\tb\r\nc \x1b[31m𝔊\u202e سلام", "a    b\nc 𝔊 سلام"
    assert run("annotate", article_id, "--bookmark", words, "--note", odd)[0] == 0
    assert passages(run)[0]["note"] == stored
    assert run("annotate", passages(run)[0]["id"], "--note", f"{odd}!")[0] == 0
    (passage,) = passages(run)
    assert passage["note"] == f"{stored}!"
    file = library_folder.parent / "passages.json"
    file.write_text(json.dumps([passage]))
    assert run("passages", "--import", file) == (0, "", "0 passages imported; 1 already there\n")


@pytest.mark.parametrize(
    ("names", "stored"),
    [(("Aid", "aid", " AID "), ["Aid"]), (("two\nlines", "tab\tby"), ["two lines", "tab by"]), (("", "Aid"), None)],
)
def test_a_new_passage_has_each_label_once_and_none_that_is_empty(
    run: Run, library_folder: Path, article_id: str, names: tuple[str, ...], stored: list[str] | None
) -> None:
    with Library.open(library_folder) as library:
        words = library.article(article_id).paragraphs[0][:30]
    code, _, err = run("annotate", article_id, "--bookmark", words, *(f"--label={name}" for name in names))
    assert (code, "A label needs a name." in err) == ((0, False) if stored else (1, True))
    assert [passage["labels"] for passage in passages(run)] == ([stored] if stored else [])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--bookmark", "x", "--event-place", "Sur"), "--bookmark does not go with --event-…"),
        (("--bookmark", "x", "--no-event"), "--bookmark does not go with --no-event"),
        (("--bookmark", "x", "--unlabel", "Aid"), "--bookmark does not go with --unlabel"),
        (("--note", "x", "--remove"), "hoose one of these: --note, --remove."),
        (("--bookmark", "x", "--history"), "hoose one of these: --bookmark, --history."),
    ],
)
def test_what_does_not_go_together_is_named(run: Run, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("annotate", "3f9a1c", *words)
    assert (code, out) == (2, "") and message in err


def test_codes_are_added_counted_and_changed(run: Run, library_folder: Path, article_id: str) -> None:
    ids = bookmark(run, library_folder, article_id, 3)
    assert run("codes") == (0, "", "There are no codes yet. 'peacereader codes --add NAME' adds one.\n")
    assert run("codes", "--add", "Ceasefire", "--description", "any halt", "--key", "1")[0] == 0
    assert run("codes", "--add", "Violation", "--under", "ceasefire")[0] == 0
    assert run("annotate", *ids[:2], "--label", "violation")[0] == 0
    assert run("annotate", ids[2], "--label", "Aid")[0] == 0
    assert run("annotate", *ids[:2], "--remove")[0] == 0
    assert run("annotate", "--undo") == (0, "", "undone: removal of 2 passages\n")
    lines = run("codes")[1].splitlines()
    assert lines == ["Ceasefire        0  key 1 · any halt", "  Violation      2", "Aid              1"]
    assert [p["id"] for p in passages(run, "label:Ceasefire")] == sorted(
        ids[:2], key=[p["id"] for p in passages(run)].index
    )
    assert run("codes", "--rename", "Violation", "Breach") == (0, "", "renamed on 2 passages\n")
    assert run("codes", "--merge", "Aid", "Breach") == (0, "", "merged: 1 passage had the label 'Aid'\n")
    assert {tuple(p["labels"]) for p in passages(run)} == {("Breach",)}
    assert run("codes", "--move", "Breach", "--under", "")[0] == 0
    assert run("codes", "--set", "Breach", "--memo", "ask Ana")[0] == 0
    records = json.loads(run("codes", "--json")[1])
    assert [(r["name"], r["parent"], r["memo"], r["passages"]) for r in records] == [
        ("Ceasefire", None, "", 0), ("Breach", None, "ask Ana", 3),
    ]  # fmt: skip
    assert run("codes", "--remove", "Breach") == (0, "", "removed from codes.yaml; 3 passages keep the label\n")
    table = run("codes", "--by", "month", "--csv")[1]
    assert table.startswith("label,all,")
    assert "\r\nBreach,3,3" in table
    assert run("codes", "--by", "outlet")[1].splitlines()[1].split()[:2] == ["Breach", "3"]
    code, out, err = run("codes", "--by", "side, month", "--csv")
    assert (code, out.splitlines()[0], err[:26]) == (0, "label,side,month,passages", "codes.yaml states no sides")
    assert out.splitlines()[1].startswith("Breach,no side,")
    with Library.open(library_folder) as library:
        outlet = library.article(article_id).outlet
    with (library_folder / "codes.yaml").open("a", encoding="utf-8") as file:
        file.write(f'sides:\n  North: "{outlet}"\n')
    assert run("codes", "--by", "side,outlet", "--csv")[1:] == (
        f"label,side,outlet,passages\r\nBreach,North,{outlet},3\r\n", "",
    )  # fmt: skip
    assert run("codes", "--by", "country")[0] == 2


def test_a_code_is_split_by_ids_and_by_words_and_put_together_again(
    run: Run, library_folder: Path, article_id: str
) -> None:
    ids = bookmark(run, library_folder, article_id, 4)
    run("codes", "--add", "Relief")
    run("codes", "--add", "Aid", "--under", "Relief", "--description", "food and more")
    before = (library_folder / "codes.yaml").read_text()
    for id in ids[:3]:
        assert run("annotate", id, "--label", "aid", "--note", "x-ray")[0] == 0
    assert run("codes", "--split", "Aid", "Medical aid", "--passages", f"{ids[0][:6]},{ids[3]}") == (
        0, "", "split: 1 passage now with the label 'Medical aid'\n",
    )  # fmt: skip
    assert run("codes", "--split", "aid", "medical AID", "--query", "x-ray label:Aid")[2].startswith(
        "split: 2 passages"
    )
    records = {r["name"]: r for r in json.loads(run("codes", "--json")[1])}
    assert (records["Medical aid"]["parent"], records["Medical aid"]["passages"]) == ("Relief", 3)
    for _ in range(2):
        assert run("annotate", "--undo")[0] == 0
    assert (library_folder / "codes.yaml").read_text() == before
    assert sorted(p["labels"] for p in passages(run)) == [[], ["Aid"], ["Aid"], ["Aid"]]
    code, _, err = run("codes", "--split", "Aid", "Food", "--passages", ids[3])
    assert code == 1 and "None of these passages has the label 'Aid'." in err
    for words in (
        ["--split", "Aid", "B"],
        ["--query", "x"],
        ["--query", "x", "--passages", "y"],
        ["--split", "Aid", "B", "--query", "x", "--passages", "y"],
    ):
        assert run("codes", *words)[0] == 2
    assert (library_folder / "codes.yaml").read_text() == before


def test_undoing_a_rename_or_a_merge_brings_the_codebook_back_too(
    run: Run, library_folder: Path, article_id: str
) -> None:
    path = library_folder / "codes.yaml"
    path.write_text("# ours\ncodes:\n  - name: Aid  # all of it\n    memo: ask Ana\n  - Law\n")
    original = path.read_text()
    (id,) = bookmark(run, library_folder, article_id)
    run("annotate", id, "--label", "Aid")
    run("codes", "--rename", "Aid", "Relief")
    renamed = path.read_text()
    run("codes", "--merge", "Relief", "Law")
    assert passages(run)[0]["labels"] == ["Law"]
    assert run("annotate", "--undo")[2] == "undone: the codebook and labels of 1 passage\n"
    assert (path.read_text(), passages(run)[0]["labels"]) == (renamed, ["Relief"])
    assert run("annotate", "--undo")[0] == 0
    assert (path.read_text(), passages(run)[0]["labels"]) == (original, ["Aid"])
    assert run("annotate", "--redo")[0] == 0
    assert (path.read_text(), passages(run)[0]["labels"]) == (renamed, ["Relief"])
    path.write_text(renamed + "  - by hand\n")
    code, _, err = run("annotate", "--undo")
    assert code == 0 and "codes.yaml was changed by hand since, so it stays as it is." in err
    assert path.read_text() == renamed + "  - by hand\n"
    assert {r["name"]: r["passages"] for r in json.loads(run("codes", "--json")[1])} == {
        "Relief": 0, "Law": 0, "by hand": 0, "Aid": 1,
    }  # fmt: skip


def test_a_value_that_a_code_cannot_have_is_refused(run: Run, library_folder: Path) -> None:
    run("codes", "--add", "Aid", "--key", "1")
    first = (library_folder / "codes.yaml").read_text()
    assert run("annotate", "--undo")[::2] == (0, "undone: the codebook\n")
    assert run("annotate", "--redo")[::2] == (0, "redone: the codebook\n")
    assert (library_folder / "codes.yaml").read_text() == first
    for words, told in (
        (["--set", "Aid", "--color", "red"], "'red' is no color"),
        (["--set", "Aid", "--key", "0"], "'0' is no key"),
        (["--add", "Law", "--key", "12"], "'12' is no key"),
        (["--add", "Law", "--key", "1"], "The key 1 is that of 'Aid'."),
        (["--rename", "Aid", " "], "A code needs a name."),
    ):
        code, _, err = run("codes", *words)
        assert code == 1 and told in err, words
    assert [r["name"] for r in json.loads(run("codes", "--json")[1])] == ["Aid"]


def test_a_codebook_with_faults_is_used_and_named(run: Run, library_folder: Path) -> None:
    (library_folder / "codes.yaml").write_text("codes:\n  - A\n  - name: a\n")
    code, out, err = run("codes")
    assert (code, out.split()[0]) == (1, "A")
    assert "two codes of the name 'a'" in err


@pytest.mark.parametrize(
    "words",
    [
        ["annotate"],
        ["annotate", "abc"],
        ["annotate", "--label", "A"],
        ["annotate", "abc", "--undo"],
        ["annotate", "abc", "--remove", "--restore"],
        ["annotate", "abc", "--note", "x", "--remove"],
        ["codes", "--under", "A"],
        ["codes", "--key", "1"],
        ["codes", "--move", "A"],
        ["codes", "--set", "A"],
        ["codes", "--csv"],
        ["codes", "--add", "A", "--remove", "B"],
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["annotate", "ffffffffffff", "--label", "A"], "There is no passage 'ffffffffffff'"),
        (["annotate", "ffffffffffff", "--note", "A"], "There is no passage"),
        (["codes", "--rename", "no", "other"], "There is no code 'no'"),
        (["codes", "--add", "  "], "needs a name"),
    ],
)
def test_what_is_not_there_is_named(run: Run, words: list[str], says: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert says in err


def test_words_that_are_not_in_the_article_once_are_refused(run: Run, article_id: str) -> None:
    assert "does not have these exact words" in run("annotate", article_id, "--bookmark", "no such words here")[2]
    assert "more than once" in run("annotate", article_id, "--bookmark", "e")[2]


def test_a_query_that_cannot_be_answered_splits_no_code(run: Run, library_folder: Path, article_id: str) -> None:
    (id,) = bookmark(run, library_folder, article_id)
    run("annotate", id, "--label", "Aid")
    code, _, said = run("codes", "--split", "Aid", "Medicine", "--query", "date:2025-13")
    assert code == 2 and "2025-13" in said and "passages --help" in said
    assert passages(run)[0]["labels"] == ["Aid"]
    assert run("events", "date:2025-13")[0] == 2


def test_a_table_for_a_spreadsheet_holds_no_formula(run: Run, library_folder: Path, article_id: str) -> None:
    (id,) = bookmark(run, library_folder, article_id)
    assert run("annotate", id, "--label", "=cmd|' /C calc'!A0")[0] == 0
    code, out, err = run("codes", "--by", "month", "--spreadsheet")
    assert (code, err) == (0, "") and out.startswith("\ufefflabel,all,") and "\r\n'=cmd|' /C calc'!A0,1," in out
    assert "\r\n=cmd|' /C calc'!A0,1," in run("codes", "--by", "month", "--csv")[1]
    assert run("codes", "--spreadsheet")[0] == run("codes", "--by", "month", "--csv", "--spreadsheet")[0] == 2
    assert run("codes", "--add", "Aid")[0] == run("annotate", id, "--label", "Aid")[0] == 0
    assert run("codes", "--remove", "Aid")[2] == "removed from codes.yaml; 1 passage keeps the label\n"


CODES = """codes:
  - name: Ceasefire سلام
    description: "any halt 𔊀\nof two lines"
    color: "#2a6f97"
    memo: |-
      Only what a named source reports.

      Second thoughts & <more>
    codes:
      - name: Violation
        description: a shot
      - name: Lull
  - name: Plain
"""


def codebook(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("codes", "--json")[1])
    return found


def test_a_codebook_comes_back_from_a_project_in_one_step(run: Run, library_folder: Path, article_id: str) -> None:
    book = library_folder / "codes.yaml"
    book.write_text(CODES, encoding="utf-8")
    (id,) = bookmark(run, library_folder, article_id)
    assert run("annotate", id, "--label", "Lull", "--label", "Loose")[0] == 0
    expected = codebook(run)
    project = library_folder.parent / "talks.qdpx"
    assert run("passages", "--format", "qdpx", "--output", project)[0] == 0
    book.unlink()
    assert run("passages", "--import", project)[2].endswith("--codes takes them over, too.\n")
    assert not book.exists()
    code, _, err = run("passages", "--import", project, "--codes")
    assert (code, "codes.yaml: 3 codes added or filled in" in err, "already there" in err) == (0, True, True)
    assert [one for one in codebook(run) if one["name"] != "Plain"] == [
        one for one in expected if one["name"] != "Plain"
    ]
    assert "Loose" not in book.read_text("utf-8")  # a label of which nothing is said needs no entry
    again = book.read_bytes()
    assert "0 codes added" in run("passages", "--import", project, "--codes")[2]
    assert book.read_bytes() == again
    assert run("annotate", "--undo") == (0, "", "undone: the codebook\n")
    assert "Violation" not in (book.read_text("utf-8") if book.exists() else "")
    assert [one["labels"] for one in passages(run)] == [["Lull", "Loose"]]


def test_a_codebook_from_a_project_changes_nothing_of_ones_own(run: Run, library_folder: Path, article_id: str) -> None:
    book = library_folder / "codes.yaml"
    book.write_text(CODES, encoding="utf-8")
    project = library_folder.parent / "talks.qdpx"
    (id,) = bookmark(run, library_folder, article_id)
    assert run("annotate", id, "--label", "Lull")[0] == 0
    assert run("passages", "--format", "qdpx", "--output", project)[0] == 0
    book.write_text("# mine\ncodes:\n  - name: ceasefire سلام\n    description: my own words\n", encoding="utf-8")
    code, _, err = run("passages", "--import", project, "--codes")
    assert code == 0 and "described in two ways, both kept in the memo: ceasefire سلام" in err
    text = book.read_text("utf-8")
    assert text.startswith("# mine\n") and "description: my own words" in text
    assert all(words in text for words in ("any halt 𔊀", "Second thoughts & <more>", "name: Violation", "#2a6f97"))
    book.write_text("codes:\n  - name: [\n", encoding="utf-8")
    code, _, err = run("passages", "--import", project, "--codes")
    assert code == 1 and "codes.yaml, line" in err and book.read_text("utf-8") == "codes:\n  - name: [\n"
    assert run("passages", "--codes")[0] == 2
