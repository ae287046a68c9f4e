"""A text in mostly plain letters is not gone through word by word, and is marked all the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.names import Names
from peaceindex.search.query.syntax import parse_query
from peaceindex.search.results.highlight import Highlighter
from peaceindex.search.results.marks import Marker
from tests.trials import examples

WORDS = [
    "peace",
    "Peace-talks",
    "pea,ce",
    "u.s",
    "U.S.",
    "1000",
    "1,000",
    "1,0,0,0",
    "3.5",
    "’peace’",
    "café",
    "cafe",
    "İ",
]
WORDS += ["U. S.", "IT", "it", "us", "“peace", "talks”—the", "a", "ab", "peace…", "peace\u0301", "f16", "f16.5"]
WORDS += ["K\u212aiev", "Київ", "x_peace", "peacex", "xpeace", "the", "and", "talks", "p\u00adeace", "\x1cpeace"]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
TYPED = [*WORDS, "pea*", "p?ace", "*ce", "peacf~", "p*", "i~", "it*", "-talks"]
TYPED += ["“peace talks”", '"us it"', '"peace talks"', '"the peace"~3']
queries = st.lists(st.sampled_from(TYPED), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=examples(400))
@given(typed=queries, text=texts)
def test_plain_text_is_marked_as_any_other(typed: str, text: str) -> None:
    tree = parse_query(typed, Names.of([])).tree
    plain = " ".join(["filler"] * 80)
    whole = f"{text} {plain} {text}"
    quick = Highlighter(tree).spans(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Marker, "_prefixes", None)
        assert quick == Highlighter(tree).spans(whole)
