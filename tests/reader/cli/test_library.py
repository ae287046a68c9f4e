"""`peacereader library`: one library goes into a file, comes back, and is merged into another."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.cli.program import main


@pytest.fixture
def talks(library_folder: Path) -> Path:
    """A library with a passage."""
    with Library.open(library_folder) as library:
        (hit,) = library.search.hits(library.search.find(Request("alaska")), 0, 1)
        library.annotations.bookmark(library.article(hit.id), 0, 50, "To be quoted", ["summit"])
    return library_folder


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "peacereader", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_a_library_goes_into_a_file_and_comes_back(talks: Path, tmp_path: Path) -> None:
    archive, copy = tmp_path / "talks.zip", tmp_path / "copy"
    done = run("--library", talks, "library", "export", archive)
    with Library.open(talks) as library:
        articles = library.count()
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"exported {articles} articles, 1 passage") and str(archive) in done.stderr
    done = run("--library", copy, "library", "import", archive)
    assert (done.returncode, done.stdout) == (0, "") and done.stderr.startswith(f"imported {articles} articles, 1 pas")
    with Library.open(copy) as library:
        assert library.search.index_state() == "in step"
    done = run("--library", copy, "library", "merge", talks)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"added 0 articles, no entries; {articles} articles were there already\n"


def test_it_is_reported_what_a_merge_did(
    talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = Path(shutil.copytree(talks, tmp_path / "other"))
    with Library.open(other) as library:
        (passage,) = library.annotations.passages()
        library.annotations.annotate(passage.id, note="changed later")
        library.search.save_search("\x1b]0;swaps", Request("swap"))
        library.annotations.tagging.change([passage.article_id], ["to cite", "سلام"])
    with Library.open(talks) as library:
        library.annotations.tagging.change([passage.article_id], ["mine"])
        library.search.save_search("\x1b]0;swaps", Request("talks"))
    assert main(["library", "--library", str(talks), "merge", "other"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and "\x1b" not in err
    assert "added 0 articles, 1 saved search" in err and "later versions taken: 1 passage" in err
    assert f"your tags on 1 article, joined with those here: to cite, سلام ({passage.article_id})\n" in err
    assert "swaps (2)”" in err and "your notes before the merge: annotations-" in err


def test_what_cannot_be_done_is_said_and_leaves_nothing(
    talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.zip").write_text("no archive")
    cases: list[tuple[list[str | Path], str]] = [
        (["--library", talks, "library", "export", tmp_path / "text.zip"], "exists already, and is left as it is"),
        (["--library", tmp_path / "new", "library", "export", tmp_path / "x.zip"], "There is no library in"),
        (["--library", tmp_path / "new", "library", "import", tmp_path / "text.zip"], "is no archive of a library"),
        (["--library", tmp_path / "new", "library", "merge", tmp_path / "text.zip"], "is no archive of a library"),
        (["--library", talks, "library", "merge", talks], "is this library itself"),
    ]
    for words, message in cases:
        assert main(list(map(str, words))) == 1
        out, err = capsys.readouterr()
        assert out == "" and message in err and err.startswith("peacereader: ") and err.count("\n") == 1, err
    assert not (tmp_path / "new").exists() and not (tmp_path / "x.zip").exists()
    assert main(["--library", str(talks), "library", "export", str(tmp_path / "talks.zip")]) == 0
    assert main(["--library", str(talks), "library", "import", str(tmp_path / "talks.zip")]) == 1
    assert "'peacereader library merge FILE' adds an archive to it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["library"], "choose export, import or merge. 'peacereader library --help'"),
        (["library", "of", "the congress"], "To look for the words: peacereader search library of 'the congress'."),
        (["library", "export", "-"], "name a file"),
        (["library", "export"], "missing argument 'FILE'"),
    ],
)
def test_wrong_usage_is_told(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert message in capsys.readouterr().err


def test_with_json_nothing_but_json_is_printed(talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive, new = str(tmp_path / "talks.zip"), str(tmp_path / "new")
    for words in (["export", "--json", archive], ["import", "--json", archive], ["merge", "--json", str(talks)]):
        folder = str(talks) if words[0] == "export" else new
        assert main(["--library", folder, "library", *words]) == 0
        out, err = capsys.readouterr()
        record = json.loads(out)
        assert err == "" and record["problems"] == [] and record["articles"] == (0 if words[0] == "merge" else 5)


def test_damage_is_named_and_told_by_the_exit_code(
    talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(talks) as library, library.annotations.store.file.changing() as connection:
        connection.execute("UPDATE passages SET labels = '[['")
    assert main(["--library", str(talks), "library", "export", str(tmp_path / "talks.zip")]) == 1
    err = capsys.readouterr().err
    assert err.count("labels of passage") == 1 and "all else was exported" in err
    with zipfile.ZipFile(tmp_path / "talks.zip") as file:
        assert json.loads(file.read("damaged.jsonl"))["row"]["labels"] == "[["
    assert main(["--library", str(tmp_path / "new"), "library", "import", str(tmp_path / "talks.zip")]) == 0
    assert "could not be read" in capsys.readouterr().err
