"""Pieces of a manual page in the language of man(7), as groff and mandoc both read it without a warning.

What is given is plain text: nothing in it is read as a request or an escape. Characters outside ASCII are written by
their numbers, so the page reads the same whatever encoding the formatter expects.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COLUMNS = 78
_WRITTEN = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"}
_SPECIAL = re.compile(r"""[\\\-'`^~"]|[^\x00-\x7f]""")
_OPTION = re.compile(r"((?<![\w-])-{1,2}[A-Za-z][\w-]*)")
_VALUE = re.compile(r"[^\s,|\[\]]+")


def page(lines: Iterable[str]) -> str:
    """Return the lines as a page. A heading begins a paragraph of its own, so none is begun after it."""
    kept: list[str] = []
    for line in lines:
        if line != ".PP" or not kept[-1].startswith((".SH ", ".SS ")):
            kept.append(line)
    return "\n".join([*kept, ""])


def escaped(text: str) -> str:
    """Return a text in which nothing is read as an escape. A line that begins with a dot is no request either."""
    return _guarded(_SPECIAL.sub(lambda found: _WRITTEN.get(found[0]) or f"\\[u{ord(found[0]):04X}]", text))


def _guarded(line: str) -> str:
    return rf"\&{line}" if line.startswith(".") else line


def title(name: str, day: str, source: str, manual: str) -> str:
    """Return the head of a page in section 1, whose lines are not stretched: its name, day, foot and head."""
    return f'.TH {name} 1 {day} "{escaped(source)}" "{escaped(manual)}"\n.ad l'


def section(heading: str) -> str:
    """Return the heading of a section."""
    return f'.SH "{escaped(heading)}"'


def subsection(heading: str) -> str:
    """Return the heading of a part of a section."""
    return f'.SS "{escaped(heading)}"'


def paragraph(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph."""
    yield ".PP"
    yield from filled(text)


def filled(text: str) -> Iterator[str]:
    """Yield a text as lines that are filled when the page is formatted. What is no plain word stays undivided."""
    words = " ".join(escaped(word) if word.isalpha() else rf"\%{escaped(word)}" for word in text.split())
    yield from map(_guarded, textwrap.wrap(words, _COLUMNS, break_long_words=False, break_on_hyphens=False))


def example(code: str) -> Iterator[str]:
    """Yield lines that stand as they are, indented."""
    yield from (".PP", ".RS 4", ".EX")
    yield from map(escaped, code.splitlines())
    yield from (".EE", ".RE")


def entries(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of what is written as it stands, each with its meaning below it."""
    for tag, meaning in rows:
        yield from (".TP", rf"\fB{escaped(tag)}\fR", *filled(meaning))


def table(rows: Iterable[tuple[str, str]], indent: int) -> Iterator[str]:
    """Yield a list without empty lines in which each meaning stands beside what it is of, if there is room."""
    for number, (tag, meaning) in enumerate(rows):
        yield from (f".TP {indent}", rf"\fB{escaped(tag)}\fR", *filled(meaning))
        if number == 0:
            yield ".PD 0"
    yield ".PD"


def options(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of options, in which the words for their values are set apart from what is written as it stands."""
    for tag, meaning in rows:
        pieces = _OPTION.split(tag)
        marked = [rf"\fB{escaped(piece)}\fR" if number % 2 else _values(piece) for number, piece in enumerate(pieces)]
        yield from (".TP", "".join(marked), *filled(meaning))


def _values(piece: str) -> str:
    r"""Return the words for values set apart; a line may end after each `|` between them."""
    return _VALUE.sub(lambda word: rf"\fI{escaped(word[0])}\fR", piece).replace("|", r"|\:")
