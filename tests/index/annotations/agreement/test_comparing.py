"""Two coders of a library compared: which units and articles count, what differs, and how it is settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.annotations.agreement.comparing import Compared, report
from peaceindex.annotations.agreement.units import coded
from peaceindex.annotations.codebook import code_key
from peaceindex.errors import PeaceindexError
from peaceindex.model.agreement import AgreementReport, AgreementRow, Unit
from peaceindex.model.article import Article
from peaceindex.model.imported_passage import ImportedPassage
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import neutralise
from tests.index.pages import add, write_pages
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("comparing")
    with Library.open(place / "library", create=True) as library:
        add(library, *write_pages(place / "pages", 6))
        yield library


@pytest.fixture
def library(shared: Library) -> Library:
    with shared.annotations.store.file.changing() as connection:
        for table in ("passages", "bin", "history"):
            connection.execute(f"DELETE FROM {table}")
    shared.annotations.annotator = "Ada"
    (shared.folder / "codes.yaml").unlink(missing_ok=True)
    return shared


def articles(library: Library) -> list[Article]:
    return sorted(map(library.article, library.articles.ids().values()), key=lambda article: article.id)


def code(library: Library, maker: str, article: Article, words: str, *labels: str) -> None:
    start = article.text.index(words)
    library.annotations.annotator = maker
    library.annotations.bookmark(article, start, start + len(words), labels=labels)
    library.annotations.annotator = "Ada"


def row(report: AgreementReport, label: str) -> AgreementRow:
    return next(one for one in report.rows if one.label == label)


def counts(one: AgreementRow) -> tuple[int, int, int | None, int | None, int]:
    return one.units, one.both, one.only_first, one.only_second, one.neither


# Words of the first two paragraphs, of two sentences each.
FIRST = "on Monday for the round"
SECOND = "had been handed over"
THIRD = "nobody should expect"


def test_units_are_those_of_the_articles_that_both_coded(library: Library) -> None:
    one, two, three, *_ = articles(library)
    units = len(one.paragraphs), len(two.paragraphs)
    for maker in ("Ada", "Bo"):
        code(library, maker, one, FIRST, "Talks")
    code(library, "Ada", one, THIRD, "Doubt")
    code(library, "Bo", two, THIRD, "Doubt")
    code(library, "Ada", two, FIRST, "talks ")
    code(library, "Ada", three, FIRST, "Talks")
    report = library.annotations.comparison.compare("me", "bo", "paragraph")
    assert (report.first, report.second, set(report.articles)) == ("Ada", "Bo", {one.id, two.id})
    assert counts(row(report, "Talks")) == (sum(units), 1, 1, 0, sum(units) - 2)
    assert counts(row(report, "Doubt")) == (sum(units), 0, 1, 1, sum(units) - 2)
    everything = report.rows[-1]
    assert (everything.kind, everything.both, everything.only_first) == (
        "all",
        1 if len(one.paragraphs) > 2 else 0,
        None,
    )
    assert "1 article with passages of Ada was not compared, since only Ada coded it;" in report.notes[0]
    either = library.annotations.comparison.compare("Ada", "Bo", "paragraph", "either")
    assert len(either.articles) == 3 and row(either, "Talks").only_first == 2
    everywhere = library.annotations.comparison.compare("Ada", "Bo", "paragraph", "all")
    assert len(everywhere.articles) == 6 and row(everywhere, "Talks").units > row(either, "Talks").units
    chosen = library.annotations.comparison.compare("Ada", "Bo", "article", [three.id, articles(library)[4].id])
    assert counts(row(chosen, "Talks")) == (2, 0, 1, 0, 1)
    assert row(chosen, "Talks").kappa.value == 0.0


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "article", "character"])
def test_coders_who_agree_have_one_and_no_differences(library: Library, unit: Unit) -> None:
    one, two, *_ = articles(library)
    for maker in ("Ada", "Bo"):
        code(library, maker, one, FIRST, "Talks", "Oslo")
        code(library, maker, two, SECOND, "Prisoners")
    report = library.annotations.comparison.compare("Ada", "Bo", unit, with_intervals=True)
    for each in report.rows:
        assert each.percent == 100 and each.unitizing_alpha.value == 1
        if each.kind != "marked" or unit != "article":
            assert each.kappa.value == each.alpha.value == 1
    assert report.differences == ()
    if unit == "character":
        assert row(report, "Talks").both == len(FIRST)
    if unit == "article":
        marked = next(each for each in report.rows if each.kind == "marked")
        assert marked.kappa.value is None and marked.kappa.reason.startswith("no variation")


def test_a_quotation_mark_of_the_next_unit_codes_nothing(library: Library) -> None:
    one = articles(library)[0]
    code(library, "Ada", one, FIRST, "Talks")
    library.annotations.annotator = "Bo"
    first, second = one.paragraphs[:2]
    library.annotations.bookmark(
        one, 0, len(first) + 2, labels=["Talks"]
    )  # to the first letter of the next, without it
    library.annotations.annotator = "Ada"
    report = library.annotations.comparison.compare("Ada", "Bo", "paragraph")
    assert second and counts(row(report, "Talks"))[1:4] == (1, 0, 0)
    assert report.differences == ()


def test_differences_are_places_and_are_settled_without_changing_what_was_coded(library: Library) -> None:
    one, two, *_ = articles(library)
    code(library, "Ada", one, FIRST, "Talks")
    code(library, "Bo", one, FIRST, "Talks", "Oslo")
    code(library, "Bo", two, THIRD, "Doubt")
    code(library, "Ada", two, FIRST, "Talks")
    comparison = library.annotations.comparison
    before = library.annotations.passages()
    places = comparison.compare("Ada", "Bo").differences
    assert len(places) == 3
    by_labels = {(place.only_first, place.only_second): place for place in places}
    oslo, doubt, talks = by_labels[(), ("Oslo",)], by_labels[(), ("Doubt",)], by_labels[("Talks",), ()]
    assert oslo.quote == FIRST and oslo.labels(oslo.second) == ("Talks", "Oslo")
    comparison.settle(oslo, "second", "Bo")
    comparison.settle(doubt, "first", "Ada")
    comparison.settle_otherwise(talks, "Neither: see the memo.")
    settled = library.annotations.passages("by:consensus")
    assert {(one.labels, one.note) for one in settled} == {
        (("Talks", "Oslo"), "As Bo coded it."),
        ((), "As Ada coded it: nothing here."),
        ((), "Neither: see the memo."),
    }
    assert library.annotations.passages("-by:consensus") == before
    assert all(place.settled for place in comparison.compare("Ada", "Bo").differences)
    for _ in range(3):
        library.annotations.undo()
    assert library.annotations.passages() == before
    assert not any(place.settled for place in comparison.compare("Ada", "Bo").differences)
    record = comparison.compare("Ada", "Bo").as_record()
    assert record["differences"][0]["settled"] is None and len(record["agreement"]) == 5


def test_a_passage_of_similar_words_is_settled_by_the_words_that_stand_there(library: Library) -> None:
    one = articles(library)[0]
    code(library, "Ada", one, FIRST, "Talks")
    code(library, "Bo", one, THIRD, "Doubt")
    passage = library.annotations.passages("by:Bo")[0]
    library.annotations.store.passages.remove(passage.id)
    similar = replace(passage, id="abcdef", quote="nobody should await", text_hash="old")
    library.annotations.store.passages.add(similar)
    comparison = library.annotations.comparison
    report = comparison.compare("Ada", "Bo")
    assert report.notes == ("1 passage of Bo was placed where the words are only similar.",)
    (place,) = (one for one in report.differences if one.second)
    (settled,) = comparison.settle(place, "second", "Bo")
    assert one.text[settled.start : settled.end] == settled.quote and settled.labels == ("Doubt",)
    assert library.annotations.passages("by:consensus") == [settled]
    with pytest.raises(PeaceindexError, match="changed meanwhile"):
        comparison.settle(replace(place, quote="Other words"), "second", "Bo")


def test_passages_that_overlap_by_way_of_others_are_one_place(library: Library) -> None:
    one = articles(library)[0]
    code(library, "Ada", one, one.text[:120], "Talks")
    code(library, "Bo", one, one.text[100:300], "Talks")
    code(library, "Bo", one, one.text[10:30], "Oslo")
    (place,) = library.annotations.comparison.compare("Ada", "Bo", "character").differences
    assert (place.start, place.end, place.only_first, place.only_second) == (0, 300, ("Talks",), ("Oslo", "Talks"))


def test_without_labels_the_marked_stretches_are_compared(library: Library) -> None:
    one = articles(library)[0]
    code(library, "Ada", one, FIRST)
    code(library, "Bo", one, FIRST)
    code(library, "Bo", one, THIRD)
    report = library.annotations.comparison.compare("Ada", "Bo")
    assert [each.kind for each in report.rows] == ["marked"]
    (place,) = report.differences
    assert place.quote == THIRD and not place.first


def test_a_label_takes_the_codes_below_it(library: Library) -> None:
    one = articles(library)[0]
    (library.folder / "codes.yaml").write_text("codes:\n  - name: Talks\n    codes: [Oslo]\n  - Doubt\n")
    code(library, "Ada", one, FIRST, "Oslo", "Doubt")
    code(library, "Bo", one, FIRST, "Talks")
    report = library.annotations.comparison.compare("Ada", "Bo", label="talks")
    assert [each.label for each in report.rows if each.kind == "label"] == ["Talks", "Oslo"]
    with pytest.raises(PeaceindexError, match="uses the label 'Peace'") as error:
        library.annotations.comparison.compare("Ada", "Bo", label="Peace")
    assert "Talks, Oslo, Doubt" in error.value.advice


def test_names_of_codes_that_may_be_the_same_are_pointed_out(library: Library) -> None:
    one = articles(library)[0]
    code(library, "Ada", one, FIRST, "Cease-fire")
    code(library, "Bo", one, FIRST, "Ceasefire", "Prisoners")
    report = library.annotations.comparison.compare("Ada", "Bo")
    (note,) = report.notes
    assert "“Cease-fire”" in note and "“Ceasefire”" in note and "codes --merge" in note


def test_what_cannot_be_compared_is_said_with_advice(library: Library) -> None:
    one, two, *_ = articles(library)
    compare = library.annotations.comparison.compare
    with pytest.raises(PeaceindexError, match="no passage by 'Ada'") as error:
        compare("Ada", "Bo")
    assert "no passages yet" in error.value.advice
    code(library, "Ada", one, FIRST, "Talks")
    code(library, "Bo", two, FIRST, "Talks")
    with pytest.raises(PeaceindexError, match="no article in common: Ada coded 1 article, Bo 1 article"):
        compare("Ada", "Bo")
    with pytest.raises(PeaceindexError, match="the same annotator"):
        compare("me", "ada")
    with pytest.raises(PeaceindexError, match="no passage by 'Cem'") as error:
        compare("Ada", "Cem")
    assert "Ada (1), Bo (1)" in error.value.advice
    with pytest.raises(PeaceindexError, match="no article to compare"):
        compare("Ada", "Bo", articles=[])
    library.annotations.import_passages([ImportedPassage("Words of a page that is not here", user="Dan")])
    with pytest.raises(PeaceindexError, match="All passages of Dan are lost"):
        compare("Ada", "Dan", articles="all")


def test_what_is_lost_is_left_out_and_told(library: Library) -> None:
    one, *_ = articles(library)
    code(library, "Ada", one, FIRST, "Talks")
    code(library, "Bo", one, FIRST, "Talks")
    code(library, "Bo", one, THIRD, "Doubt")
    with library.annotations.store.file.changing() as connection:
        connection.execute(
            "UPDATE passages SET quote = 'Words of another page', text_hash = 'x' WHERE labels LIKE '%Doubt%'"
        )
    report = library.annotations.comparison.compare("Ada", "Bo")
    assert "1 passage of Bo was left out" in report.notes[0]
    assert [each.label for each in report.rows if each.kind == "label"] == ["Talks"]


def test_intervals_are_the_same_each_time_and_hold_the_value(library: Library) -> None:
    for number, one in enumerate(articles(library)):
        for maker in ("Ada", "Bo"):
            code(library, maker, one, FIRST, "Talks")
        if number % 2:
            code(library, "Ada", one, THIRD, "Talks")
    first, second = (
        library.annotations.comparison.compare("Ada", "Bo", "paragraph", with_intervals=True) for _ in range(2)
    )
    assert first == second
    alpha = row(first, "Talks").alpha
    assert alpha.low is not None and alpha.high is not None and alpha.value is not None
    assert alpha.low <= alpha.value <= alpha.high and alpha.low < alpha.high


TEXT = "One side came. “It left!” 两国代表团会谈。没有协议。\n\nOnly two (2) words.\n\n• لا أحد يعرف. هل؟ No …"
codings = st.lists(
    st.tuples(
        st.integers(0, len(TEXT) - 1), st.integers(1, 40), st.lists(st.sampled_from(["A", "a", "B", "C d"]), max_size=2)
    ),
    max_size=6,
)


def made(found: list[tuple[int, int, list[str]]], maker: str) -> list[Passage]:
    return [
        Passage(
            f"{maker}{number}", "1", TEXT[start : start + size], "", "", start, min(len(TEXT), start + size), "", "",
            tuple(labels), "", None, None, None, (), None, "x", maker,
        )
        for number, (start, size, labels) in enumerate(found)
    ]  # fmt: skip


@settings(max_examples=examples(60))
@given(codings, codings, st.sampled_from(get_args(Unit)))
def test_counts_measures_and_places_agree_with_each_other(
    shared: Library, first: list[tuple[int, int, list[str]]], second: list[tuple[int, int, list[str]]], unit: Unit
) -> None:
    article = replace(articles(shared)[0], paragraphs=tuple(map(neutralise, TEXT.split("\n\n"))))
    ada, bo = made(first, "Ada"), made(second, "Bo")
    keys = {code_key(label): label for _, _, labels in first + second for label in labels}

    def compared(one: list[Passage], other: list[Passage]) -> AgreementReport:
        return report(Compared("x", "y", unit, [coded(article, one, other, unit)], keys, {}))

    found, swapped = compared(ada, bo), compared(bo, ada)
    for one, other in zip(found.rows, swapped.rows, strict=True):
        assert one.units == one.both + one.neither + (one.only_first or 0) + (one.only_second or 0) or one.kind == "all"
        assert (one.both, one.neither, one.only_first) == (other.both, other.neither, other.only_second)
        assert (one.percent, one.kappa, one.alpha) == (other.percent, other.kappa, other.alpha)
        assert one.unitizing_alpha == other.unitizing_alpha
    by_labels = [one for one in found.rows if one.kind == ("label" if keys else "marked")]
    are_same = not any(one.only_first or one.only_second for one in by_labels)
    assert are_same == (not found.differences)
    assert [one.only_first for one in found.differences] == [one.only_second for one in swapped.differences]
    for place in found.differences:
        assert place.quote == TEXT[place.start : place.end] and (place.first or place.second)
    ids = [passage.id for place in found.differences for passage in (*place.first, *place.second)]
    assert len(ids) == len(set(ids)), "a passage belongs to one place"
    assert compared(ada, made(first, "Bo")).differences == ()
