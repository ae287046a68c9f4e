"""`read` and `browse`: articles, passages and searches in plain lines, without a screen."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request

from .test_commands import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    text = "The envoys met in the harbor. They parted without a word.\n\nA truce is near, said one of them at noon."
    pages = [
        {
            "title": f"Talks {n}",
            "text": f"{text} It was day {n}.",
            "outlet": "Harbor Times",
            "published": f"2025-05-{n:02}",
        }
        for n in range(1, 13)
    ]
    pages.append(
        {"title": "停火", "text": "代表们在港口会面。他们没有说话就分手了。停火即将到来。", "outlet": "港口报"}
    )
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pages), encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        assert len(list(library.ingest.add([tmp_path / "pages.jsonl"]))) == len(pages)
        library.search.save_search("truce news", Request("truce"))
    return tmp_path / "library"


def talk(run: Run, monkeypatch: pytest.MonkeyPatch, library: Path, *lines: str, query: str = "") -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    code, out, err = run("--library", library, "browse", *query.split())
    assert (code, err) == (0, "")
    assert "\x1b" not in out and "\r" not in out
    return out


def test_a_conversation_bookmarks_what_the_reader_has_too(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = talk(
        run, monkeypatch, library, "open 1", "bookmark 2", "note Who said this?", "label Truce", "b 1 2", "undo",
        "passages", "passage 1", "label Harbor", "n", "p", "p", "story", "quit", "search never", query="envoys harbor",
    )  # fmt: skip
    assert "12 hits." in out and "2 more; 'more' lists them." in out and "\n1. Talks" in out
    assert "\n2. They parted without a word.\n\n3. A truce is near" in out
    assert "Bookmarked: “They parted without a word.”" in out and "Undone: " in out
    assert "Passage 1: “They parted without a word.”\n  Note: Who said this?\n  Labels: Truce\n" in out
    assert "That was the first hit." in out and "0 hits" not in out
    with Library.open(library) as opened:
        (passage,) = opened.annotations.passages()
        assert (passage.note, passage.labels) == ("Who said this?", ("Truce", "Harbor"))
    code, out, _ = run("--library", library, "read", passage.article_id)
    assert code == 0
    assert "\nThe envoys met in the harbor. They parted without a word.\nA truce is near" in out
    assert "Passage 1: “They parted without a word.”" in out and "Note: Who said this?" in out


def test_whatever_is_asked_is_answered(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        "more",
        "open 1",
        "next",
        "bookmark 1",
        "note x",
        "label x",
        "passage 1",
        "story",
        "hello there",
        "",
        "HELP",
    ]
    out = talk(run, monkeypatch, library, *asked, "searches", "saved truce news", "open 99", "open x", "saved none",
               'search "', "search 停火", "1", "bookmark 9", "bookmark 2", "bookmark 2 1",
               "passages label:x:y(", "more")  # fmt: skip
    assert (
        out.count("Nothing was searched yet.") == 3 and "No article is open." in out and "No passage is chosen." in out
    )
    assert "There is no command “hello”." in out and "search QUERY: find articles" in out
    assert "truce news: truce" in out and "Say the number of a hit, from 1 to 12." in out
    assert "Bookmarked: “他们没有说话就分手了。”" in out
    assert "from 1 to 3" in out
    assert run("--library", library, "read", "zzz")[0] == 1


@pytest.mark.parametrize("digits", ["9" * 5000, "٩" * 5000, "0", "²", "-1"])
def test_a_number_that_no_list_has_is_answered(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch, digits: str
) -> None:
    asked = [f"open {digits}", "open 1", f"bookmark {digits}", f"bookmark 1 {digits}", "bookmark 1", "passages",
             f"passage {digits}", digits]  # fmt: skip
    out = talk(run, monkeypatch, library, *asked, query="envoys")
    assert out.count("Say the number of a hit, from 1 to 12.") == 1 + digits.isdecimal()
    assert out.count("Say the number of a sentence, from 1 to") == 2
    assert "Say the number of a passage, from 1 to 1." in out


def test_a_search_without_hits_is_answered_as_one(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["more", "results", "next", "previous", "open 1", "2"]
    out = talk(run, monkeypatch, library, "search nowhereword", *asked)
    assert out.count("0 hits.") == 1 and out.count("The last search has no hits.") == len(asked)
    assert "1 to 0" not in out
    out = talk(run, monkeypatch, library, "passages", "passage 1")
    assert "No passages are listed." in out and "1 to 0" not in out


@pytest.mark.parametrize(
    "words",
    [
        ["browse"],
        ["show", "-"],
        ["read", "-"],
        ["search", "--terms", "-"],
        ["passages", "--import", "-"],
        ["annotate", "x", "--note", "-"],
        ["remove", "-"],
        ["tag", "-", "--add", "x"],
    ],
)
def test_without_standard_input_it_is_said(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    code, _, err = run("--library", library, *words)
    assert code == 1 and "There is no standard input here." in err, err
