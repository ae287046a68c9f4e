"""A passage is found again where its words are, and never where they are not."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from peaceindex.annotations.anchoring import anchor, context

STORY = (
    "The delegations met in the morning and parted before noon. Nobody spoke to the press.\n\n"
    "An exchange of prisoners was agreed upon, the largest of the year, said one envoy. "
    "The lists are to be handed over within a week.\n\n"
    "A ceasefire was not agreed upon. The next round is to be held in June, if both sides come."
)
QUOTE = "An exchange of prisoners was agreed upon, the largest of the year, said one envoy."


def find(text: str, quote: str = QUOTE, old: str = STORY) -> tuple[str, str]:
    """How `quote`, bookmarked in `old`, stands in `text`, and what stands at the place."""
    start = old.index(quote)
    found = anchor(text, quote, *context(old, start, start + len(quote)), start, start + len(quote))
    return found.anchoring, text[found.start : found.end]


def test_the_same_text() -> None:
    assert find(STORY) == ("exact", QUOTE)


def test_text_put_in_before() -> None:
    assert find("A new first paragraph.\n\n" + STORY) == ("moved", QUOTE)


def test_among_the_same_words_the_surroundings_decide() -> None:
    text = f"A list. {QUOTE} Of last year.\n\n{STORY}"
    start = STORY.index(QUOTE)
    found = anchor(text, QUOTE, *context(STORY, start, start + len(QUOTE)), start, start + len(QUOTE))
    assert found.start == text.rindex(QUOTE)


def test_paragraphs_joined_and_parted() -> None:
    quote = "said one envoy. The lists are to be handed over within a week.\n\nA ceasefire was not"
    joined = STORY.replace("\n\n", " ")
    assert find(joined, quote) == ("moved", quote.replace("\n\n", " "))
    parted = STORY.replace("envoy. ", "envoy.\n\n")
    assert find(parted, quote) == ("moved", quote.replace("envoy. ", "envoy.\n\n"))


def test_words_changed_a_little() -> None:
    changed = STORY.replace("the largest of the year", "the largest this year")
    assert find("New.\n\n" + changed) == (
        "uncertain",
        QUOTE.replace("the largest of the year", "the largest this year"),
    )


def test_words_that_are_gone() -> None:
    assert find("Something else altogether was written here about the weather and the harvest.")[0] == "lost"
    assert find("")[0] == "lost"


def test_a_long_quote_with_changes() -> None:
    old = " ".join(f"word{i}" for i in range(3000))
    quote = old[old.index("word150") : old.index("word1800")].strip()
    new = old.replace("word700 ", "other ").replace("word900 ", "")
    state, words = find("Before. " + new, quote, old)
    assert state == "uncertain"
    assert words == quote.replace("word700 ", "other ").replace("word900 ", "")


words = st.text(alphabet="abcde ,.\né🕊", min_size=1, max_size=200)


@given(words, st.data())
def test_any_stretch_of_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = anchor(text, text[start:end], *context(text, start, end), start, end)
    assert (found.start, found.end, found.anchoring) == (start, end, "exact")


@given(words, st.text(alphabet="XYZ ", min_size=1, max_size=80), st.data())
def test_after_an_insertion_elsewhere_the_words_are_the_same(text: str, more: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.one_of(st.integers(0, start), st.integers(end, len(text))))
    quote = text[start:end]
    assume(quote.strip())
    changed = text[:at] + more + text[at:]
    found = anchor(changed, quote, *context(text, start, end), start, end)
    assert found.anchoring in ("exact", "moved")
    assert changed[found.start : found.end] == quote


@given(words, words, st.integers(0, 300), st.integers(1, 300))
def test_no_text_makes_it_stumble(text: str, quote: str, start: int, length: int) -> None:
    found = anchor(text, quote, "abc", "de", start, start + length)
    if found.anchoring != "lost":
        assert 0 <= found.start < found.end <= len(text)
