"""What must meet in a search, and what must not, in each language.

Each line of the tables in `pairs` is a language, a query and a text: `=` if they must meet, `!` if they must not. All
texts are in one library, as they would be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

TABLES = sorted((Path(__file__).parent / "pairs").glob("*.txt"))


def _rows() -> Iterator[tuple[int, str, bool, str, str]]:
    lines = [line for table in TABLES for line in table.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(lines, 1):
        pair, _, text = line.partition("|")
        language, sign, query = pair.split(maxsplit=2)
        yield number, language, sign == "=", query.strip(), text.strip()


ROWS = list(_rows())


@pytest.fixture(scope="module")
def library(
    article: Callable[..., Any], index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]]
) -> Iterator[SearchIndex]:
    with index_of([article("", text, language=language) for _, language, _, _, text in ROWS]) as index:
        yield index


@pytest.mark.parametrize("language", dict.fromkeys(language for _, language, *_ in ROWS))
def test_what_meets_and_what_does_not(library: SearchIndex, language: str) -> None:
    wrong = []
    for number, of, meets, query, text in ROWS:
        if of == language and (number in library.search(Request(query)).rows) != meets:
            wrong.append(f"{query} {'misses' if meets else 'finds'} {text}")
    assert not wrong


def test_each_language_has_ten_pairs_that_meet_and_five_that_do_not() -> None:
    languages = {language for _, language, *_ in ROWS}
    assert len(languages) >= 30
    for language in languages:
        meets = [row[2] for row in ROWS if row[1] == language]
        assert meets.count(True) >= 10
        assert meets.count(False) >= 5


FORMS = (
    ("et", "Sõja lõpp", "sõda"),
    ("et", "Sõdade aeg", "sõda"),
    ("et", "Lõuna riikide väed", "riik"),
    ("et", "Lõuna riikide väed", "vägi"),
    ("eu", "Gerraren amaiera", "gerra"),
    ("eu", "Bakerako bidea, gerra luzea", "bakearen"),
    ("eu", "Hitzarmenean dago", "hitzarmena"),
    ("ga", "Deireadh an chogaidh", "cogadh"),
    ("ga", "Próiseas na síochána", "síocháin"),
    ("ga", "I gcogadh", "cogaidh"),
)


def test_forms_that_endings_do_not_tell_meet_in_small_languages(
    article: Callable[..., Any], index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]]
) -> None:
    texts = [*((language, text) for language, text, _ in FORMS), ("en", "A soda, a riot, Vae victis"), ("et", "Soodne")]
    with index_of([article("", text, language=language) for language, text in texts]) as index:
        found = [set(map(int, index.search(Request(query)).rows)) for _, _, query in FORMS]
    assert [number in rows for number, rows in enumerate(found, 1)] == [True] * len(FORMS)
    assert not any({len(FORMS) + 2} & rows for rows in found)
    assert len(FORMS) + 1 not in found[2] | found[3]
