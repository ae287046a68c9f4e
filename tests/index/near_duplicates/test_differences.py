"""What one outlet changed in another's copy: marked words are all that differs."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from peaceindex.model.article import Article
from peaceindex.model.safe_text import neutralise, parts
from peaceindex.model.story import Change
from peaceindex.near_duplicates.differences import changes


def article(text: str) -> Article:
    return Article(
        "x", "x", None, None, None, None, None, (), (), (), None, None, None, parts(neutralise(text), "\n\n"), (),
        MappingProxyType({}),
    )  # fmt: skip


def without(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    for start, end in reversed(marks):
        text = text[:start] + text[end:]
    return list("".join(text.casefold().split()))


TEXTS = st.lists(
    st.lists(
        st.sampled_from(("the", "envoys", "met", "in", "Ankara", "and", "agreed", "on", "nothing", "new")),
        min_size=1,
        max_size=8,
    ),
    max_size=8,
).map(lambda sentences: " ".join(" ".join(words).capitalize() + "." for words in sentences))


@given(TEXTS, TEXTS)
def test_all_but_the_marked_words_is_the_same(one: str, other: str) -> None:
    for change in changes(article(one), article(other)):
        assert without(change.before, change.before_marks) == without(change.after, change.after_marks)
        assert change.kind == ("added" if not change.before else "removed" if not change.after else "changed")
        assert change.before_marks or change.after_marks
        assert not change.before or change.before in one
        assert not change.after or change.after in other


@given(TEXTS)
def test_a_text_has_not_changed_from_itself(text: str) -> None:
    assert changes(article(text), article(text)) == ()


def test_typesetting_is_no_change() -> None:
    assert changes(article("He said: “It's over.”"), article('He said: "It’s over."')) == ()


def test_a_changed_word_and_a_new_sentence() -> None:
    before = "The talks began on Monday. They ended within an hour."
    after = "The talks began on Tuesday. Nobody was surprised by that. They ended within an hour."
    assert changes(article(before), article(after)) == (
        Change("changed", "The talks began on Monday.", "The talks began on Tuesday.", ((19, 25),), ((19, 26),)),
        Change("added", "", "Nobody was surprised by that.", (), ((0, 29),)),
    )
