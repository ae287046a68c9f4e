"""An article laid out: every character of the text has its place, and places lead back to lines."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from peaceindex.text.sentences import sentence_spans
from peacereader.tui.widgets.article_layout import lay_out
from peacereader.tui.widgets.passage_selection import PassageSelection
from tests.reader.articles import article
from tests.trials import examples


@given(st.integers(20, 90))
def test_text_lines_stand_where_they_say(width: int) -> None:
    a = article()
    page = lay_out(a, width)
    for line in page.lines:
        assert cell_len(line.text) + line.indent <= width
        if line.kind == "text":
            assert a.text[line.start : line.end] == line.text
    assert "".join(line.text for line in page.lines if line.kind == "text").replace(" ", "") == "".join(a.text.split())


@given(st.integers(20, 90), st.data())
def test_a_place_leads_to_the_line_that_shows_it(width: int, data: st.DataObject) -> None:
    a = article()
    page = lay_out(a, width)
    line = data.draw(st.sampled_from(page.text_lines))
    assert page.line_of(page.lines[line].start) == line
    assert page.position_of(line) == page.lines[line].start


def test_what_is_not_known_is_said() -> None:
    page = lay_out(article(outlet=None, date=None, title=None, authors=(), provenance={"title": "none"}), 60)
    words = "\n".join(line.text for line in page.lines)
    assert "outlet not known · date not known" in words
    assert "no title" in words


def test_a_derived_title_is_marked() -> None:
    page = lay_out(article(provenance={"title": "derived"}), 60)
    assert page.lines[0].derived
    assert any("no title in the source" in line.text for line in page.lines)


def test_bullets_stand_close_together_and_hang() -> None:
    lines = lay_out(article(), 24).lines
    first = next(i for i, line in enumerate(lines) if line.text.startswith("• Lists"))
    second = next(i for i, line in enumerate(lines) if line.text.startswith("• Another"))
    assert all(line.kind == "text" for line in lines[first:second])
    assert lines[first + 1].indent == 2


def test_facts_break_between_facts() -> None:
    lines = [line.text for line in lay_out(article(), 34).lines if line.kind == "meta"]
    assert lines[:2] == ["Harbour Dispatch · 2 June 2025", "Ada Stone · 1 min"]


def test_an_article_without_text_says_so() -> None:
    page = lay_out(article(paragraphs=()), 40)
    assert any("no article text" in line.text for line in page.lines)
    assert page.line_of(0) == 0 and page.position_of(3) == 0


def test_selection_grows_and_shrinks_by_sentences() -> None:
    text = article().text
    sentences = sentence_spans(text, "en")
    selection = PassageSelection.at(sentences, text.index("They spoke"))
    assert text[slice(*selection.span)] == "They spoke for an hour."
    grown = selection.moved(1)
    assert text[slice(*grown.span)] == "They spoke for an hour. A ceasefire was not agreed."
    assert grown.moved(-1) == selection
    backwards = selection.moved(-1)
    assert text[slice(*backwards.span)] == "Delegations met in Istanbul on Monday. They spoke for an hour."
    assert text[slice(*grown.restarted().span)] == "A ceasefire was not agreed."
    assert grown.swapped().moved(-1).count == 3
    assert selection.moved(1000).span[1] == len(text)


def test_sentences_cover_every_paragraph_and_cross_none() -> None:
    text = article().text
    spans = sentence_spans(text, "en")
    assert "".join(text[s:e] for s, e in spans).replace(" ", "") == "".join(text.split()).replace(" ", "")
    assert not any("\n" in text[s:e] for s, e in spans)


def test_no_sentence_ends_within_a_word() -> None:
    text = "The plan of the U.S.A. was read.Nobody spoke."
    assert [text[s:e] for s, e in sentence_spans(text, "en")] == ["The plan of the U.S.A. was read.", "Nobody spoke."]


@given(st.text(max_size=300))
def test_sentences_of_any_text_are_in_order_and_lose_nothing(text: str) -> None:
    spans = sentence_spans(text, None)
    assert all(s < e for s, e in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(20, 90), st.lists(st.tuples(st.integers(0, 400), st.text("abc \n漢", min_size=1)), max_size=5))
def test_notes_stand_below_their_passages_and_are_no_part_of_the_text(width: int, notes: list[tuple[int, str]]) -> None:
    a = article()
    notes = sorted((min(end, len(a.text)), note) for end, note in notes)
    plain, noted = lay_out(a, width), lay_out(a, width, notes=notes)
    assert [line for line in noted.lines if line.kind != "passage-note"] == list(plain.lines)
    assert noted.starts == plain.starts
    for position in range(len(a.text)):
        assert noted.lines[noted.line_of(position)] == plain.lines[plain.line_of(position)]
    words = "".join(line.text for line in noted.lines if line.kind == "passage-note").replace("›", "")
    assert "".join(words.split()) == "".join("".join(note for _, note in notes).split())
    for number, line in enumerate(noted.lines):
        assert cell_len(line.text) + line.indent <= max(width, 20)
        if line.text.startswith("› ") and noted.lines[number - 1].kind == "text":
            assert any(end <= noted.lines[number - 1].end for end, _ in notes)
