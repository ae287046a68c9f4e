"""The codebook in codes.yaml: read with words for what is wrong, changed without losing a comment or a coding."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.annotations.code_counts import count_by
from peaceindex.annotations.codebook import Codebook, read_codebook
from peaceindex.annotations.codebook_copies import copies
from peaceindex.annotations.codebook_file import CodebookFile
from peaceindex.annotations.coding import Coding
from peaceindex.annotations.passage_query import PassageQuery
from peaceindex.annotations.text_change import parts, replaced
from peaceindex.errors import PeaceindexError
from peaceindex.model.code import Code
from peaceindex.storage.annotations import Annotations
from tests.trials import examples

from .test_history import made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BY_HAND = """\
# our codebook, agreed in May
codes:
  - name: Ceasefire   # the main one
    description: any halt to fighting
    color: "#aa3333"
    key: 1
    codes:
      - Violation
      - name: Monitoring
        memo: |
          Ask Ana.
          She decides.
  - "2024"
  - name: Aid
    owner: Ana
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "codes.yaml"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Annotations]:
    with closing(Annotations(tmp_path)) as annotations:
        yield annotations


@pytest.fixture
def coding(store: Annotations, tmp_path: Path) -> Coding:
    return Coding(tmp_path, store)


def names(book: Codebook) -> list[tuple[int, str]]:
    return [(book.depth(code), code.name) for code in book.codes]


def test_a_codebook_by_hand_is_read(path: Path) -> None:
    path.write_text(BY_HAND)
    book = read_codebook(path)
    assert names(book) == [(0, "Ceasefire"), (1, "Violation"), (1, "Monitoring"), (0, "2024"), (0, "Aid")]
    assert book.codes[0] == Code("Ceasefire", "any halt to fighting", "#aa3333", "1")
    assert book.codes[2].memo == "Ask Ana.\nShe decides."
    assert book.problems == ("codes.yaml: 'owner' of 'Aid' is not a field of a code; it is not used.",)
    assert [code.name for code in book.below("ceasefire")] == ["Ceasefire", "Violation", "Monitoring"]


def test_changes_keep_comments_order_and_unknown_fields(path: Path) -> None:
    path.write_text(BY_HAND)
    file = CodebookFile(path)
    file.add(Code("Withdrawal", "troops leave", parent="ceasefire"))
    file.change("aid", name="Relief", color="#00aa00")
    file.change("Ceasefire", key="")
    file.move("Monitoring", "Relief")
    text = path.read_text()
    assert "# our codebook, agreed in May" in text
    assert "# the main one" in text
    assert "owner: Ana" in text
    book = read_codebook(path)
    assert names(book) == [
        (0, "Ceasefire"), (1, "Violation"), (1, "Withdrawal"), (0, "2024"), (0, "Relief"), (1, "Monitoring"),
    ]  # fmt: skip
    assert book.codes[-1].memo == "Ask Ana.\nShe decides."
    assert book.codes[0].key == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("codes:\n  - name: A\n  - name: a\n", "two codes of the name 'a'"),
        ("codes:\n  - &x\n    name: A\n    codes: [*x]\n", "nested too deeply"),
        ("codes: yes\n", "not a list"),
        ("codes:\n  - description: no name\n", "code 1 in it has no name"),
        ("codes:\n  - yes\n", "Put yes and no in quotes"),
        ("codes:\n  - name: A\n    key: 12\n", "not a digit"),
        ("codes:\n  - {name: A, key: 1}\n  - {name: B, key: 1}\n", "have the same key"),
        ("codes:\n  - name: A\n    color: red\n", "#rrggbb"),
        ("codes: [\n", "not YAML"),
        ("- A\n", "list"),
    ],
)
def test_what_is_wrong_is_said(path: Path, text: str, words: str) -> None:
    path.write_text(text)
    assert words in " ".join(read_codebook(path).problems)


def test_a_file_that_cannot_be_read_is_not_written(path: Path) -> None:
    path.write_text("codes: [\n")
    with pytest.raises(PeaceindexError, match="not YAML"):
        CodebookFile(path).add(Code("A"))
    assert path.read_text() == "codes: [\n"


def test_a_circle_is_refused(path: Path) -> None:
    path.write_text(BY_HAND)
    with pytest.raises(PeaceindexError, match="is below it"):
        CodebookFile(path).move("Ceasefire", "Monitoring")
    assert path.read_text() == BY_HAND


def test_labels_outlast_the_file(coding: Coding, store: Annotations, path: Path) -> None:
    store.passages.add(made(1))
    coding.add(Code("Ceasefire"))
    coding.label([made(1).id], ["CEASEFIRE", "  new   one "])
    path.unlink()
    assert [code.name for code in coding.codebook().codes] == ["Ceasefire", "new one"]
    coding.change("new one", description="described later")
    assert [(code.name, code.description) for code in read_codebook(path).codes] == [("new one", "described later")]


def test_renaming_and_merging_keep_every_coding(coding: Coding, store: Annotations, path: Path) -> None:
    path.write_text(BY_HAND)
    for number, labels in enumerate([("Ceasefire",), ("Violation", "Aid"), ("Aid", "Ceasefire"), ("Aid",)]):
        store.passages.add(made(number, labels=labels))
    store.passages.remove(made(3).id)
    assert coding.rename("aid", "Relief") == 2
    assert coding.merge("Ceasefire", "Relief") == 2
    by_id = {passage.id: passage.labels for passage in store.passages.all()}
    assert [by_id[made(number).id] for number in range(3)] == [("Relief",), ("Violation", "Relief"), ("Relief",)]
    assert store.passages.restore(made(3).id).labels == ("Relief",)
    book = coding.codebook()
    assert names(book) == [(0, "2024"), (0, "Relief"), (1, "Violation"), (1, "Monitoring")]
    found = book.find("Relief")
    assert found
    assert "any halt to fighting" in found.memo
    store.history.undo()
    store.history.undo()
    assert {passage.labels for passage in store.passages.all()} == {
        ("Ceasefire",), ("Violation", "Relief"), ("Relief", "Ceasefire"),
    }  # fmt: skip


def test_merging_into_a_code_below_is_refused(coding: Coding, path: Path) -> None:
    path.write_text(BY_HAND)
    with pytest.raises(PeaceindexError, match="other way round"):
        coding.merge("Ceasefire", "Violation")
    with pytest.raises(PeaceindexError, match="already"):
        coding.rename("Ceasefire", "AID")


def test_removing_a_code_keeps_labels_and_codes_below(coding: Coding, store: Annotations, path: Path) -> None:
    path.write_text(BY_HAND)
    store.passages.add(made(1, labels=("Ceasefire",)))
    assert coding.remove("Ceasefire") == 1
    assert names(coding.codebook()) == [
        (0, "Violation"), (0, "Monitoring"), (0, "2024"), (0, "Aid"), (0, "Ceasefire"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("label:ceasefire", [1, 2]),
        ('label:"Ceasefire" 2.', [2]),
        ("label:violation", [2]),
        ("-label:Ceasefire", [3, 4]),
        ("label:Ceasefire -label:Violation", [1]),
        ('label:"new one"', [3]),
        ('label:"new on', []),
        ("label:", [1, 2, 3, 4]),
        ("label:nobody", []),
        ("", [1, 2, 3, 4]),
    ],
)
def test_passages_by_label(coding: Coding, path: Path, query: str, numbers: list[int]) -> None:
    path.write_text(BY_HAND)
    passages = [
        made(1, labels=("Ceasefire",)), made(2, labels=("Violation",)), made(3, labels=("new one",)), made(4),
    ]  # fmt: skip
    assert [found.start for found in PassageQuery(query, coding.labels_below).matching(passages)] == numbers


def test_counts_by_outlet_and_month() -> None:
    passages = [
        made(1, labels=("Aid", "Law"), date="2025-05-01"),
        made(2, labels=("Aid",), outlet=None, date="2025-06-30"),
        made(3, labels=("Aid",), date=None),
        made(4),
    ]
    assert count_by(passages, Codebook((Code("Law"), Code("Aid"))), ["month"]).rows() == [
        ["label", "all", "2025-05", "2025-06", "not known"],
        ["Law", "1", "1", "0", "0"],
        ["Aid", "3", "1", "1", "1"],
    ]
    assert count_by(passages, Codebook(), ["outlet"]).rows()[0] == ["label", "all", "Amber Courier", "not known"]


SIDES = """\
sides:
  North: [Amber Courier, 'Harbour  Dispatch']
  "no": Südpost
codes: [{name: Law}]
"""


def test_counts_by_side_and_by_several_properties_at_once(path: Path) -> None:
    path.write_text(SIDES)
    book = read_codebook(path)
    assert (book.problems, dict(book.sides)) == (
        (), {"North": ("Amber Courier", "Harbour Dispatch"), "no": ("Südpost",)},
    )  # fmt: skip
    passages = [
        made(1, labels=("Aid", "Law"), date="2025-06-01", outlet="amber courier"),
        made(2, labels=("Aid",), date="2025-05-30", outlet="HARBOUR DISPATCH"),
        made(3, labels=("Aid",), date=None, outlet="Su\u0308dpost"),
        made(4, labels=("Aid",), outlet="Elsewhere"),
        made(5, labels=("Aid",), outlet=None),
    ]
    assert count_by(passages, book, ["side"]).rows() == [
        ["label", "all", "North", "no", "no side"],
        ["Law", "1", "1", "0", "0"],
        ["Aid", "5", "2", "1", "2"],
    ]
    assert count_by(passages, book, ["side", "month"]).rows() == [
        ["label", "side", "month", "passages"],
        ["Law", "North", "2025-06", "1"],
        ["Aid", "North", "2025-05", "1"],
        ["Aid", "North", "2025-06", "1"],
        ["Aid", "no", "not known", "1"],
        ["Aid", "no side", "2025-05", "2"],
    ]
    assert count_by([], book, ["outlet", "side"]).rows() == [["label", "outlet", "side", "passages"]]
    CodebookFile(path).add(Code("Aid"))
    assert path.read_text().startswith(SIDES[: SIDES.index("codes")]), "changes leave the sides as they are"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sides: [North]", "the sides are not written as 'side: [outlet, outlet]'"),
        ("sides: {North: [A, yes]}", "a name on the side 'North' is not text"),
        ("sides: {North: [A], South: [a]}", "'a' is on two sides; it counts on the first, 'North'"),
        ("codes: &all [{name: A, codes: *all}]", "nested too deeply or holds too much"),
        ("codes: &all [{name: A, codes: *all}]", "an alias (*name) in it goes round in a circle. Take that alias out."),
        ("codes: [{name: A, codes: [{name: B, codes: [a]}]}]", "two codes of the name 'a'"),
        ("codes: [{name: A}\nsides: x", "this is not YAML"),
    ],
)
def test_a_codebook_that_cannot_be_meant_is_named_and_costs_no_coding(
    path: Path, coding: Coding, store: Annotations, text: str, told: str
) -> None:
    store.passages.add(made(1, labels=("Kept",)))
    path.write_text(text)
    book = coding.codebook()
    assert told in " ".join(book.problems)
    assert book.codes[-1].name == "Kept"
    assert coding.count(store.passages.all(), ["side"]).rows()[-1][:2] == ["Kept", "1"]
    assert path.read_text() == text


@settings(max_examples=examples(100))
@given(before=st.text("ab\n", max_size=12), after=st.text("ab\n", max_size=12), other=st.text("ab\n", max_size=12))
def test_a_change_of_a_text_leads_both_ways_and_from_no_other_text(before: str, after: str, other: str) -> None:
    former, later = parts(before, after)
    assert replaced(after, later, former) == before
    assert replaced(before, former, later) == after
    assert replaced(other, later, former) == (before if other == after else None)
    assert replaced(after, {}, former) is None


def test_a_copy_is_kept_of_the_codebook_before_each_change(path: Path, coding: Coding, store: Annotations) -> None:
    coding.add(Code("A"))
    assert copies(path) == [], "there was nothing to copy"
    for number in range(40):
        coding.change("A", description=f"number {number}")
    kept = copies(path)
    assert 30 <= len(kept) <= 32
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert [read_codebook(copy).codes[0].description for copy in kept[:2]] == ["number 38", "number 37"]
    with pytest.raises(PeaceindexError):
        coding.move("A", "A")
    assert copies(path) == kept, "a change that is refused makes none"
    path.unlink()
    assert coding.codebook().problems == (), "without a coding nothing is missed"
    store.passages.add(made(1, labels=("A",)))
    (problem,) = coding.codebook().problems
    assert problem.startswith("There is no codes.yaml any more.") and str(kept[0]) in problem
    kept[0].replace(path)
    assert coding.codebook().codes[0].description == "number 38"


_NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=12)


@settings(max_examples=examples(100))
@given(name=_NAMES, words=st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=30))
def test_any_name_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str, words: str) -> None:
    path = tmp_path_factory.mktemp("codes") / "codes.yaml"
    if not " ".join(name.split()):
        return
    CodebookFile(path).add(Code("first"))
    if name.strip().casefold() == "first":
        return
    CodebookFile(path).add(Code(name, words, parent="first"))
    book = read_codebook(path)
    assert not book.problems
    assert book.codes[1:] == (Code(" ".join(name.split()), words.strip(), parent="first"),)
