"""`passages --format` and `--output`: every format is written, and nothing that exists is written over."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import rispy

from peaceindex import Library
from peacereader.cli.program import main
from peacereader.exports.formats import FORMATS, HIT_FORMATS, PASSAGE_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

TEXT = "The bridge over the river was opened again on Monday.\n\n=1+1 lorries crossed it before noon, an officer said."


@pytest.fixture(scope="module")
def folder(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two passages in one article and one in another, for all tests here."""
    place = tmp_path_factory.mktemp("passage-formats")
    shutil.copytree(made_library, place / "library")
    for number, title in enumerate(["The bridge", "The lorries"]):
        record = {"title": title, "text": TEXT, "outlet": "Amed Post", "published": f"2024-03-0{number + 1}",
                  "authors": ["Ann Stone"], "url": f"https://amedpost.example/{number}"}  # fmt: skip
        (place / f"{number}.json").write_text(json.dumps(record))
    with Library.open(place / "library") as library:
        added = list(library.ingest.add([place / "0.json", place / "1.json"]))
        first, second = (library.article(str(one.article_id)) for one in added)
        library.annotations.bookmark(second, 0, 10)
        library.annotations.bookmark(first, first.text.index("=1+1"), len(first.text), note="Ask\nagain")
        library.annotations.bookmark(first, 0, 10)
    return place / "library"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--library", str(folder), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


IN_ONE_FILE = [name for name in PASSAGE_FORMATS if FORMATS[name].kind == "text" and FORMATS[name].codebook != "alone"]


@pytest.mark.parametrize("form", IN_ONE_FILE)
def test_a_file_has_what_is_printed(run: Run, form: str, tmp_path: Path) -> None:
    code, out, err = run("passages", "--format", form)
    assert (code, err) == (0, "") and "The bridge" in out
    path = tmp_path / "passages"
    assert run("passages", "--format", form, "--output", str(path)) == (0, "", "")
    assert path.read_bytes() == out.encode()
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", [name for name in HIT_FORMATS if FORMATS[name].kind == "text"])
def test_hits_go_to_a_file_too(run: Run, form: str, tmp_path: Path) -> None:
    words = ("search", "lorries", "--format", form, "--limit", "all")
    out = run(*words)[1]
    assert run(*words, "--output", str(tmp_path / "hits"))[:2] == (0, "")
    assert (tmp_path / "hits").read_bytes() == out.encode()


@pytest.mark.parametrize("command", [["passages"], ["search", "lorries"]])
def test_a_file_that_exists_is_left_as_it_is(run: Run, command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.ris"
    path.write_text("mine")
    code, out, err = run(*command, "--format", "ris", "--output", str(path))
    assert code != 0 and out == "" and "exists already and was left as it is" in err
    assert path.read_text() == "mine"
    code, out, err = run(*command, "--format", "ris", "--output", str(tmp_path / "no" / "such.ris"))
    assert code != 0 and out == "" and "no such file or directory" in err


def test_entries_are_those_of_articles_and_rows_those_of_passages(run: Run) -> None:
    records = rispy.loads(run("passages", "--format", "ris")[1])
    assert [record["title"] for record in records] == ["The bridge", "The lorries"]
    assert records[0]["notes"][:2] == ["“The bridge”", "“=1+1 lorries crossed it before noon, an officer said.” "
                                       "Note: Ask again"]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run("passages", "--format", "csv")[1], newline="")))
    assert [row["quote"][:10] for row in rows] == ["The bridge", "=1+1 lorri", "The bridge"]
    assert rows[1]["note"] == "Ask\nagain"
    out = run("passages", "--format", "spreadsheet")[1]
    assert out.startswith("\ufeffquote,") and "\r\n\"'=1+1 lorries" in out


def test_references_come_after_the_quotations(run: Run) -> None:
    out = run("passages", "noon", "--format", "apa")[1]
    assert out == (
        "=1+1 lorries crossed it before noon, an officer said.\n\n"
        "Stone, A. (2024, March 1). The bridge. The Amed Post. https://amedpost.example/0\n"
    )
    out = run("search", "title:bridge", "outlet:amed", "--format", "mla")[1]
    assert out == "Stone, Ann. “The bridge.” The Amed Post, 1 Mar. 2024, https://amedpost.example/0.\n\n"


def test_pages_for_obsidian_go_to_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    words = ("passages", "--format", "obsidian", "--output", str(folder))
    assert run("tag", "--query", "title:bridge", "--add", "to cite")[0] == 0
    assert run(*words) == (0, "", f"2 pages written to {folder}\n")
    first, second = sorted(folder.iterdir())
    assert "to-cite" in first.read_text() + second.read_text()
    assert "Note: Ask" in first.read_text() and second.name.startswith("2024-03-02 The lorries ")
    first.write_text(first.read_text() + "mine")
    code, out, err = run(*words)
    assert (code, out) == (1, "") and "1 page written" in err and "was changed by somebody else" in err
    assert first.read_text().endswith("mine")
    code, out, err = run("passages", "--format", "obsidian", "--output", str(first))
    assert code != 0 and "Traceback" not in err and first.read_text().endswith("mine")


@pytest.mark.parametrize(
    "words",
    [
        ["passages", "--format", "xml"],
        ["passages", "--format", "obsidian"],
        ["passages", "--output", "x"],
        ["passages", "--json", "--format", "ris"],
        ["search", "x", "--output", "x"],
        ["search", "x", "--format", "ids", "--output", "x"],
        ["search", "--terms", __file__, "--format", "csv", "--output", "x"],
        ["search", "x", "--with", "text"],
        ["search", "x", "--format", "ris", "--with", "text"],
        ["search", "x", "--format", "obsidian"],
        ["passages", "--with", "sha256"],
        ["passages", "--format", "ris", "--with", "text"],
    ],
)
def test_wrong_usage(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "") and f"'peacereader {words[0]} --help'" in err


SHA256 = "SHA-256 of the source"


@pytest.mark.parametrize("form", ["chicago", "apa", "mla"])
def test_references_say_on_request_what_the_source_was(run: Run, form: str) -> None:
    words = ("passages", "noon", "--format", form)
    plain = run(*words)[1]
    assert SHA256 not in plain and "etrieved" not in plain and "ccessed" not in plain
    record = json.loads(run("passages", "noon", "--json")[1])[0]["evidence"]
    out = run(*words, "--with", "sha256", "--with", "archive", "--with", "retrieved")[1]
    assert out.count(f"{SHA256}: {record['sha256']}") == 1 and record["archive_url"] in out
    assert ("Retrieved" if form == "apa" else "Accessed") in out
    assert "Article" not in out and "Article" in run(*words, "--with", "id")[1]
    found = run("search", "title:bridge", "outlet:amed", "--format", form, "--with", "sha256")[1]
    assert SHA256 in found and record["archive_url"] not in found


def test_tables_of_hits_have_columns_on_request(run: Run) -> None:
    out = run("search", "title:bridge", "outlet:amed", "--format", "csv", "--with", "text", "--with", "sha256")[1]
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert list(row)[-3:] == ["mine", "sha256", "text"] and row["text"] == TEXT and len(row["sha256"]) == 64


def test_hits_go_to_markdown_with_their_text_and_to_a_folder(run: Run, tmp_path: Path) -> None:
    words = ("search", "title:bridge", "outlet:amed", "--with", "text")
    out = run(*words, "--format", "markdown")[1]
    assert out.startswith("## The bridge\n") and "lorries crossed it before noon" in out
    assert "lorries crossed" in run(*words, "--format", "html")[1]
    assert run(*words, "--format", "obsidian", "--output", str(tmp_path / "vault"))[0] == 0
    (page,) = (tmp_path / "vault").iterdir()
    assert "> \\=1+1 lorries" in page.read_text() and "## Text\n\nThe bridge over" in page.read_text()


def test_every_format_is_in_the_help(run: Run) -> None:
    for command, forms in (("passages", PASSAGE_FORMATS), ("search", HIT_FORMATS)):
        text = run(command, "--help")[1]
        assert all(form in text for form in forms)


def test_a_format_without_passages_is_a_whole_file_too(run: Run) -> None:
    assert json.loads(run("passages", "nosuchword", "--format", "csl-json")[1]) == []
    assert run("passages", "nosuchword", "--format", "csv")[1].startswith("quote,")
    assert run("passages", "nosuchword", "--format", "html")[1].endswith("</body>\n</html>\n")
    assert run("passages", "nosuchword", "--format", "markdown")[1] == ""
