"""What is tallied for all lines of a page at once is what counting line by line gives."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from peaceindex.cleaning.features import tallies
from peaceindex.cleaning.features.tallies import Characters, Words
from peaceindex.text.lines import normalise, tidy

TEXTS = st.lists(
    st.text(st.sampled_from('ab ABé Éǅ漢١1²_|>;="“,.\U0001d400\U0001f600 '), max_size=60).map(tidy).filter(bool),
    min_size=1,
    max_size=8,
)
WORDS = st.lists(st.lists(st.sampled_from(("talks", "truce", "the", "of", "peace")), max_size=9), max_size=6)


@given(TEXTS, st.integers(1, 40))
def test_signs_of_each_kind_are_those_that_a_text_holds(texts: list[str], most: int) -> None:
    signs = Characters(texts)
    for kind, pattern in ((tallies.DIGIT, r"\d"), (tallies.QUOTE, r"[\"“”„«»]"), (tallies.CODE, "[{}=<>;_]")):
        assert signs.count(kind).tolist() == [len(re.findall(pattern, text)) for text in texts]
        assert signs.count(kind, most).tolist() == [len(re.findall(pattern, text[:most])) for text in texts]


@given(TEXTS, st.integers(1, 40), st.integers(1, 6))
def test_groups_of_signs_are_those_that_split_gives(texts: list[str], signs: int, most: int) -> None:
    groups = Characters(texts).groups(signs, most)
    split = [text[:signs].split(None, most) for text in texts]
    assert groups.number.tolist() == [len(parts) for parts in split]
    assert groups.capitals.tolist() == [sum(part[0].isupper() for part in parts) for parts in split]
    assert groups.in_capitals.tolist() == [sum(len(part) > 1 and part.isupper() for part in parts) for parts in split]


@given(WORDS, st.integers(1, 9))
def test_words_are_counted_with_and_without_their_repeats(lines: list[list[str]], most: int) -> None:
    asked = frozenset(("the", "peace", "unheard"))
    words = Words(lines)
    assert words.count(asked, most).tolist() == [sum(w in asked for w in line[:most]) for line in lines]
    assert words.count_different(asked, most).tolist() == [len(asked.intersection(line[:most])) for line in lines]
    assert words.longer(3).sum() == len({w for line in lines for w in line if len(w) > 3})


@given(st.text(st.characters(max_codepoint=0x2FFF)))
def test_a_squashed_text_holds_its_letters_and_digits_alone(text: str) -> None:
    assert _bare(normalise(text)) == re.sub(r"[\W_]+", " ", _bare(text.casefold())).strip()


def _bare(text: str) -> str:
    """The text without accents and vowel signs that are signs of their own."""
    return "".join(c for c in text if unicodedata.category(c)[0] != "M")
