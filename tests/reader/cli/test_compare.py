"""`peacereader compare`, for people, for scripts and for print."""

from __future__ import annotations

import json
import stat
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def members(story_library: Path) -> list[str]:
    """The ids of the articles of the story: as sent, shortened, with words changed."""
    with Library.open(story_library) as library:
        (story,) = library.stories.all()
        ids = {member.outlet: member.article_id for member in story.members}
    return [ids[outlet] for outlet in ("Harbour Dispatch", "River Courier", "The Upland Post")]


def run(capsys: pytest.CaptureFixture[str], library: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--library", str(library), "compare", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_two_articles_are_printed_with_what_differs(
    capsys: pytest.CaptureFixture[str], story_library: Path, members: list[str]
) -> None:
    sent, shortened, changed = members
    code, out, err = run(capsys, story_library, sent, changed[:8])
    assert (code, err) == (0, "")
    assert "Ferries cross the strait again" in out and "After a week, boats sail the strait" in out
    assert "Harbour Dispatch · 2 September 2025" in out and "The Upland Post · 3 September 2025" in out
    assert " sentences equal, 1 changed" in out
    assert "[-governments-]" in out and "{+capitals+}" in out
    code, out, _ = run(capsys, story_library, sent, shortened, "--differences")
    assert code == 0 and "1 only left, 1 only right" in out
    lines = out.splitlines()
    assert any(line.startswith("−  Fishermen on the northern shore") for line in lines)
    assert any(line.startswith("+  Our own reporter saw the class") for line in lines)
    assert "Nobody was hurt" not in out


def test_json_has_every_sentence_and_html_is_whole(
    capsys: pytest.CaptureFixture[str], story_library: Path, members: list[str], tmp_path: Path
) -> None:
    sent, shortened, _ = members
    code, out, err = run(capsys, story_library, sent, shortened, "--json")
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert list(record) == ["left", "right", "counts", "differences", "rows"]
    assert (record["left"]["id"], record["right"]["id"]) == (sent, shortened)
    with Library.open(story_library) as library:
        for side, id in (("left", sent), ("right", shortened)):
            text = library.article(id).text
            sentences = [row[side] for row in record["rows"] if row[side]]
            assert all(text[s["start"] :].startswith(s["text"]) for s in sentences)
            assert sum(len(s["text"].split()) for s in sentences) == len(text.split())
    page = tmp_path / "page.html"
    code, out, err = run(capsys, story_library, sent, shortened, "--html", "--output", str(page))
    assert (code, out) == (0, "") and str(page) in err
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    html = page.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>") and html.endswith("</html>\n")
    assert html.count("<tr") == len(record["rows"]) + 1
    HTMLParser().feed(html)
    code, _, err = run(capsys, story_library, sent, shortened, "--html", "--output", str(page))
    assert code == 1 and "exists already" in err


def test_two_forms_at_once_are_refused(
    capsys: pytest.CaptureFixture[str], story_library: Path, members: list[str]
) -> None:
    for words in (["--html", "--json"], ["--json", "--html"], ["--json", "--html", "--differences"]):
        code, out, err = run(capsys, story_library, *members[:2], *words)
        assert (code, out) == (2, "") and "choose one of --json and --html" in err
    for pair in (["--json", "--raw"], ["--raw", "--cuts"], ["--cuts", "--json"]):
        assert main(["--library", str(story_library), "show", members[0], *pair]) == 2
        out, err = capsys.readouterr()
        assert out == "" and "choose one of --json, --raw and --cuts" in err


def test_markup_in_articles_does_not_act_in_html(
    capsys: pytest.CaptureFixture[str], library_folder: Path, tmp_path: Path
) -> None:
    body = "<script>alert(1)</script> & <b>Nobody</b> of the {} envoys came to the hall that day, they said again."
    for number in (40, 45):
        page = f"Title </title><img src=x> {number}\n\nA Post\n\n{body.format(number)}\n\n" + "More was said. " * number
        (tmp_path / f"{number}.txt").write_text(page)
    with Library.open(library_folder) as library:
        added = list(library.ingest.add([tmp_path / "40.txt", tmp_path / "45.txt"]))
    ids = [one.article_id for one in added]
    code, out, _ = run(capsys, library_folder, *(str(id) for id in ids), "--html")
    assert code == 0
    assert "<script" not in out and "<img" not in out and "&lt;script&gt;" in out
    assert "<mark><b>40</b></mark>" in out and "<mark><b>45</b></mark>" in out


def test_what_cannot_be_compared_is_said(
    capsys: pytest.CaptureFixture[str], story_library: Path, members: list[str]
) -> None:
    code, _, err = run(capsys, story_library, members[0], members[0][:9])
    assert code == 2 and "name two" in err
    code, _, err = run(capsys, story_library, members[0], "ffffffffffff")
    assert code == 1 and "ffffffffffff" in err
    code, _, err = run(capsys, story_library, members[0], members[1], "--json", "--differences")
    assert code == 2 and "--differences" in err
