"""Where one letter of a mailbox ends and the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.article import RawDocument
from peaceindex.sources import documents

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """\
From desk@courier.example Mon May 12 08:00:00 2025
From: Harbour Courier <desk@courier.example>
Subject: {subject}
Date: Mon, 12 May 2025 08:00:00 +0000
Message-ID: <{number}@courier.example>

{text}
"""


def read(tmp_path: Path, text: str) -> list[RawDocument]:
    path = tmp_path / "box.mbox"
    path.write_text(text)
    found = list(documents(path, str(path)))
    assert all(isinstance(one, RawDocument) for one in found), found
    return [one for one in found if isinstance(one, RawDocument)]


def test_a_paragraph_that_begins_with_from_is_text(tmp_path: Path) -> None:
    text = (
        "The envoys met on Monday.\n\nFrom the harbour the ferry left at dawn.\nNobody was hurt.\n\nFrom: nobody knows."
    )
    first, second = read(
        tmp_path,
        LETTER.format(subject="One", number=1, text=text)
        + "\n"
        + LETTER.format(subject="Two", number=2, text="Short."),
    )
    assert first.text.strip() == text
    assert (first.stated["title"], second.stated["title"]) == ("One", "Two")
    assert first.evidence.retrieved.startswith("2025-05-12") and first.evidence.retrieved_by == "mail"


def test_a_separator_needs_an_empty_line_before_it(tmp_path: Path) -> None:
    text = "He quoted:\nFrom desk Mon May 12 08:00:00 2025\nSubject: a line in the text\n\nAnd went on."
    (letter,) = read(tmp_path, LETTER.format(subject="One", number=1, text=text))
    assert "And went on." in letter.text and "a line in the text" in letter.text


def test_an_escaped_separator_is_unescaped(tmp_path: Path) -> None:
    (letter,) = read(tmp_path, LETTER.format(subject="One", number=1, text=">From here on it went well."))
    assert letter.text.strip() == "From here on it went well."
