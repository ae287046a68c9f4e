"""The rows of the list of passages: nothing is cut, and rows whose height is not known yet take none of it away."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from peacereader.passage_order import GROUPINGS, ORDERS, Grouping, Order, grouped, sorted_passages
from peacereader.tui.widgets.passage_layout import passage_lines
from peacereader.tui.widgets.row_heights import RowHeights
from tests.reader.passages import passage
from tests.trials import examples

_TEXTS = st.text("ab \n漢é", max_size=80)


@settings(max_examples=examples(100), deadline=None)
@given(_TEXTS, _TEXTS, st.lists(st.sampled_from(["Law", "Aid", "Prisoner swap"]), unique=True), st.integers(12, 88))
def test_every_word_of_a_passage_is_in_its_lines(quote: str, note: str, labels: list[str], width: int) -> None:
    lines = passage_lines(passage(quote=quote, note=note, labels=tuple(labels)), width)
    for kind, whole in (("quote", quote), ("note", note), ("labels", "·".join(labels))):
        shown = "".join(line.text for line in lines if line.kind == kind)
        assert "".join(shown.split()) == "".join(whole.split())
    assert all(cell_len(line.text) <= width for line in lines)
    assert lines[-1].kind == "blank"


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.data())
def test_each_line_belongs_to_one_row(estimates: list[int], data: st.DataObject) -> None:
    heights = RowHeights(estimates)
    true = data.draw(st.lists(st.integers(1, 9), min_size=len(estimates), max_size=len(estimates)))
    first, last = sorted(data.draw(st.tuples(st.integers(-5, 99), st.integers(-5, 99))))
    unknown = heights.unknown(first, last)
    heights.set((row, true[row]) for row in unknown)
    expected = [true[row] if row in unknown else estimates[row] for row in range(len(estimates))]
    rows = [row for row, height in enumerate(expected) for _ in range(height)]
    assert [heights.row_at(line) for line in range(heights.total)] == rows
    assert [heights.end(row) - heights.start(row) for row in range(len(heights))] == expected
    assert (heights.row_at(-1), heights.row_at(9999)) == (0, len(estimates) - 1)


_FACTS = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "article_id": st.sampled_from("ab"),
        "title": st.sampled_from([None, "Émile", "east", "Öl"]),
        "outlet": st.sampled_from([None, "Post", "émigré"]),
        "date": st.sampled_from([None, "2025-05-12", "2024-12-01", "2025"]),
        "start": st.integers(0, 3),
        "labels": st.lists(st.sampled_from(["Law", "Aid"]), unique=True).map(tuple),
    }
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(_FACTS, max_size=8), st.sampled_from(ORDERS), st.sampled_from(GROUPINGS))
def test_no_order_and_no_grouping_loses_a_passage(
    facts: list[dict[str, object]], order: Order, grouping: Grouping
) -> None:
    passages = [passage(**fact) for fact in facts]
    found = sorted_passages(passages, order)
    assert sorted(p.id for p in found) == sorted(p.id for p in passages)
    assert sorted_passages(found, order) == found
    groups = grouped(found, grouping, ["Law"])
    assert {p.id for group in groups for p in group.passages} == {p.id for p in passages}
    assert all(group.passages and list(group.passages) == [p for p in found if p in group.passages] for group in groups)
    if grouping != "label":
        assert sum(len(group.passages) for group in groups) == len(passages)
    assert len({group.key for group in groups}) == len(groups)
    if order == "outlet":
        assert [p.outlet is None for p in found] == sorted(p.outlet is None for p in found)
