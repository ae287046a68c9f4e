"""`passages --format` and `passages --import`: files for other programs and from them, by command."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.model.event import Event
from peacereader.cli.program import main
from peacereader.exports.formats import FORMATS
from tests.reader.passages import article_ids

Run = Callable[..., tuple[int, str, str]]
HYPOTHESIS_ROW = {
    "id": "row1",
    "created": "2025-06-03T10:00:00.000000+00:00",
    "uri": "https://harbourdispatch.example/20250516/01.html?utm_source=mail",
    "text": "what\x1b[31m for?",
    "tags": ["prisoners"],
    "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "the one thing that counts"}]}],
}


@pytest.fixture(scope="module")
def bookmarked(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two passages, which no test changes."""
    folder = shutil.copytree(made_library, tmp_path_factory.mktemp("files") / "library")
    with Library.open(folder) as library:
        article = library.article(article_ids(library)[0])
        library.annotations.bookmark(article, 0, 40, "first", ["talks", "=1+1"])
        library.annotations.bookmark(article, 50, 90, "second\nline")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(library: Path, *words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library), "passages", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.is_for_passages and form.ending])
def test_a_format_is_written_to_a_new_file_that_is_private(
    run: Run, bookmarked: Path, tmp_path: Path, form: str
) -> None:
    output = tmp_path / f"out.{form}"
    assert run(bookmarked, "--format", form, "--output", output) == (0, "", "")
    written = output.read_bytes()
    assert written and output.stat().st_mode & 0o077 == 0
    code, out, err = run(bookmarked, "--format", form, "--output", output)
    assert (code, out) == (1, "") and "exists already" in err
    assert output.read_bytes() == written
    if FORMATS[form].kind == "text":
        code, out, err = run(bookmarked, "--format", form)
        assert (code, err, out.encode()) == (0, "", written)


def test_a_project_goes_to_a_pipe_and_not_to_a_terminal(
    run: Run, bookmarked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [sys.executable, "-m", "peacereader", "--library", str(bookmarked), "passages", "--format", "qdpx"]
    done = subprocess.run(words, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        assert "project.qde" in archive.namelist()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, err = run(bookmarked, "--format", "qdpx")
    assert (code, out) == (2, "") and "--output FILE" in err


def test_a_query_chooses_what_is_exported(run: Run, bookmarked: Path) -> None:
    code, out, _ = run(bookmarked, "--format", "jsonld", "second")
    assert code == 0 and json.loads(out)["total"] == 1


@pytest.mark.parametrize("words", [
    ["--output", "x"], ["--import", "x", "--format", "jsonld"], ["--import", "x", "some", "words"],
    ["--import", "x", "--output", "y"], ["--json", "--format", "qdpx"],
])  # fmt: skip
def test_options_that_do_not_go_together_are_wrong_usage(run: Run, bookmarked: Path, words: list[str]) -> None:
    assert run(bookmarked, *words)[0] == 2


@pytest.mark.parametrize("output", ["no/such/folder/x", "."])
def test_a_place_that_cannot_be_written_is_told(
    run: Run, bookmarked: Path, tmp_path: Path, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(bookmarked, "--format", "jsonld", "--output", output)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_codebook_without_codes_is_told(run: Run, made_library: Path) -> None:
    code, out, err = run(made_library, "--format", "qdc")
    assert (code, out) == (1, "") and "no codes" in err


def test_the_codebook_goes_with_the_passages(run: Run, library_folder: Path) -> None:
    (library_folder / "codes.yaml").write_text("codes:\n  - name: Peace\n    description: what is hoped for\n")
    code, out, err = run(library_folder, "--format", "codebook-csv")
    assert (code, err) == (0, "") and "Peace,what is hoped for,0,0" in out
    (library_folder / "codes.yaml").write_text("codes:\n  - name: Peace\n  - name: peace\n")
    code, out, err = run(library_folder, "--format", "qdc")
    assert code == 1 and "codes.yaml" in err and 'name="Peace"' in out


def test_passages_are_written_though_the_articles_cannot_be_read(run: Run, bookmarked: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(bookmarked, tmp_path / "broken")
    (broken / "library.db").write_bytes(b"Nonsense " * 999)
    code, _, err = run(broken, "--format", "qdpx", "--output", tmp_path / "out.qdpx")
    assert code == 1 and "library.db is damaged" in err
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        assert len(archive.namelist()) == 3


@pytest.mark.parametrize("form", ["json", "jsonld", "qdpx"])
def test_what_was_exported_is_imported_once(
    run: Run, bookmarked: Path, library_folder: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "out"
    if form == "json":
        file.write_text(run(bookmarked, "--json")[1])
    else:
        run(bookmarked, "--format", form, "--output", file)
    assert run(library_folder, "--import", file) == (0, "", "2 passages imported (2 placed exactly)\n")
    assert json.loads(run(library_folder, "--json")[1]) == json.loads(run(bookmarked, "--json")[1])
    assert run(library_folder, "--import", file) == (0, "", "0 passages imported; 2 already there\n")


def test_the_report_names_what_is_to_be_known(run: Run, library_folder: Path, tmp_path: Path) -> None:
    elsewhere = HYPOTHESIS_ROW | {"id": "row2", "uri": "https://elsewhere.example/", "text": ""}
    page_note = HYPOTHESIS_ROW | {"id": "row3", "target": [{"source": "x"}]}
    file = tmp_path / "hypothesis.json"
    file.write_text(json.dumps({"rows": [HYPOTHESIS_ROW, elsewhere, page_note]}))
    code, out, err = run(library_folder, "--import", file, "--json")
    report = json.loads(out)
    assert code == 1 and "entry 3: it is a note on a whole page" in err
    assert {name: report[name] for name in ("exact", "moved", "uncertain", "lost", "already_there", "refused")} == {
        "exact": 1, "moved": 0, "uncertain": 0, "lost": 1, "already_there": 0, "refused": 1,
    }  # fmt: skip
    assert [one["found_by"] for one in report["passages"]] == ["address", "", ""]
    code, out, err = run(library_folder, "--import", file)
    assert err.splitlines()[0] == "0 passages imported; 2 already there; 1 refused"
    passages = json.loads(run(library_folder, "--json")[1])
    assert sorted((one["note"], one["anchoring"]) for one in passages) == [("", "lost"), ("what for?", "exact")]


def test_a_lost_passage_is_named_in_the_report(
    run: Run, library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lost.json"
    file.write_text(json.dumps([{"quote": "Words of\nanother page, \x1b[2Jfar away from here", "title": "Far"}]))
    code, out, err = run(library_folder, "--import", file)
    assert (code, err) == (0, "1 passage imported (1 lost)\n")
    assert "lost: “Words of another page, far away from here” (its page is not in this library)" in out
    assert "Far" in run(library_folder)[1]
    assert ", article" not in run(library_folder, "--format", "markdown")[1]
    main(["--library", str(library_folder), "check"])
    assert "its page is not in this library" in capsys.readouterr().out


def test_standard_input_is_read(run: Run, library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(json.dumps([HYPOTHESIS_ROW]).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert run(library_folder, "--import", "-")[2] == "1 passage imported (1 placed exactly)\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no passages", "neither JSON nor a ZIP file"),
        (b'[{"quote": "x"', "broken or cut off"),
        (None, "There is no file"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    run: Run, library_folder: Path, tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "odd\x1b[31m"
    if content is not None:
        file.write_bytes(content)
    code, out, err = run(library_folder, "--import", file)
    assert (code, out) == (1, "") and why in err and "\x1b" not in err
    assert json.loads(run(library_folder, "--json")[1]) == []


@pytest.mark.parametrize("form", ["markdown", "html", "obsidian", "docx", "bibtex", "ris", "csl-json"])
def test_who_made_a_passage_and_its_event_are_said(run: Run, library_folder: Path, tmp_path: Path, form: str) -> None:
    with Library.open(library_folder) as library:
        article = library.article(article_ids(library)[0])
        for maker in ("Ada", "Bo 𝔊 سلام"):
            library.annotations.annotator = maker
            passage = library.annotations.bookmark(article, 0, 40, labels=["talks"])
        library.annotations.events.set([passage.id], lambda *_: Event("2025-05-12", "day", "Sur", fatalities=3))
    target = tmp_path / "out"
    assert run(library_folder, "--format", form, "--output", target)[0] == 0
    if form == "docx":
        with zipfile.ZipFile(target) as archive:
            text = re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())
    else:
        text = "".join(one.read_text("utf-8") for one in (target.iterdir() if target.is_dir() else [target]))
    assert text.count("By: Ada") == text.count("By: Bo 𝔊 سلام") == 1
    assert text.count("Event: 12 May 2025 · Sur · 3 killed") == 1
