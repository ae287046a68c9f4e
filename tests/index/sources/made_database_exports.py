"""Articles for exports of databases: each value of an article has its number, so that it is distinct."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from peaceindex.model.article import BODY_LINES, DETAILS, RawDocument
from tests.index.sources.made import read

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = ("harbour", "ceasefire", "monitors", "bridge", "river", "delegates", "village", "prisoners", "annex", "convoy")
TRICKY = (
    "Section: that was the word on the door, and nobody knew what it stood for.",
    "Q: Will you sign the annex? A: We will sign when all the prisoners are home.",
    "TORLAK: I said so then, and I say so now, that the bridge must stay open.",
    "Location: the old mill by the river, said the note that was found in the coat.",
    "From: the harbour office. To: the monitors. Subject: the convoy that never came.",
    "He wrote page 3 of 5 on every sheet, and Document 3 of 5 on the last of them.",
    "The paper of May 2, 2019 said otherwise; Copyright 2019, as its editor liked to add.",
)


@dataclass(frozen=True)
class Made:
    """An article and its values; one that it does not state is ""."""

    number: int
    title: str
    outlet: str
    day: int
    author: str
    body: tuple[str, ...]
    tags: tuple[str, ...] = ()
    section: str = ""
    page: str = ""
    edition: str = ""
    own_id: str = ""

    @property
    def last_first(self) -> str:
        first, _, last = self.author.partition(" ")
        return f"{last}, {first}" if self.author else ""

    @property
    def month_first(self) -> str:
        return f"May {self.day}, 2025"


def _paragraph(number: int, position: int, words: list[str]) -> str:
    return f"Report {number} says in part {position} that the {' and the '.join(words)} were seen by all who came."


@st.composite
def made(draw: st.DrawFn, number: int = 1, is_full: bool = False) -> Made:
    """An article whose values hold its number. Without `is_full` it may lack any but the title."""

    def maybe(value: str) -> str:
        return value if is_full or draw(st.integers(0, 5)) else ""

    words = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=9)
    body = [_paragraph(number, position, draw(words)) for position in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        body.insert(draw(st.integers(1, len(body))) if len(body) > 1 else 0, draw(st.sampled_from(TRICKY)))
        if body[-1] in TRICKY or body[0] in TRICKY:
            body = [_paragraph(number, 8, ["mill"]), *body, _paragraph(number, 9, ["pier"])]
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return Made(
        number,
        draw(st.sampled_from(("Talks {} resume", "Bridge {} is open again", "What the {} monitors saw"))).format(
            number
        ),
        maybe(f"The Courier of Place{letters}"),
        draw(st.integers(1, 28)),
        maybe(f"Ana Torlak{letters}"),
        tuple(body),
        (f"Peace {number}", f"Rivers {number}") if maybe("x") else (),
        maybe(f"World {number}"),
        maybe(f"A{number}"),
        maybe(f"Late Edition {number}"),
        maybe(f"{1_000_000 + number}"),
    )


def all_made(max_size: int = 12, is_full: bool = False) -> st.SearchStrategy[list[Made]]:
    return st.integers(1, max_size).flatmap(
        lambda count: st.tuples(*(made(number, is_full) for number in range(1, count + 1))).map(list)
    )


@dataclass(frozen=True)
class Found:
    """What was read of an article."""

    title: str
    outlet: str
    published: str
    authors: list[str]
    tags: list[str]
    body: tuple[str, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    record: int = 0


def body_of(document: RawDocument) -> tuple[str, ...]:
    lines = document.text.split("\n")
    return tuple(line for first, last in document.stated[BODY_LINES] for line in lines[first - 1 : last] if line)


def found_in(document: RawDocument) -> Found:
    stated = document.stated
    return Found(
        str(stated.get("title", "")),
        str(stated.get("outlet", "")),
        str(stated.get("published", "")),
        [str(name) for name in stated.get("authors", ())],
        [str(tag) for tag in stated.get("tags", ())],
        body_of(document) if BODY_LINES in stated else (),
        stated.get(DETAILS, {}),
        document.evidence.record,
    )


def read_export(data: str | bytes, name: str = "export.txt") -> tuple[list[Found], list[str], list[RawDocument]]:
    """The articles in an export of these contents, the reports, and the documents themselves."""
    with tempfile.TemporaryDirectory() as folder:
        documents, errors = read(Path(folder), name, data.encode() if isinstance(data, str) else data)
    return [found_in(document) for document in documents], errors, documents
