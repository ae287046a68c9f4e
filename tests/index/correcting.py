"""The page that the tests of corrections correct (fixtures `source` and `id`), and how they examine it."""

from __future__ import annotations

from peaceindex import Library
from peaceindex.model.audit import AuditLine

TITLE, FIRST, SECOND, LAST = 1, 3, 5, 7
"""The line numbers of the page. Its title is cut from the text, the others are kept."""


def line(library: Library, id: str, number: int) -> AuditLine:
    return library.annotations.audit(id).lines[number - 1]


def in_paragraphs(library: Library, id: str, words: str) -> bool:
    return any(words in paragraph for paragraph in library.article(id).paragraphs)


def corrected(library: Library, id: str) -> None:
    library.annotations.correct_line(id, SECOND, keep=False)
    library.annotations.correct_line(id, TITLE, keep=True)
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
