"""Passages that leave a library in any of three formats come into an empty library of the same pages as they were."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.model.event import Event
from peaceindex.model.evidence import NO_EVIDENCE
from peaceindex.model.safe_text import neutralise, one_line
from peacereader.exports.codebook import code_key
from peacereader.exports.contents import PassageExport
from peacereader.imports.reading import read_passages
from tests.reader.articles import article
from tests.reader.exports.exporting import written
from tests.reader.passages import add_odd_article, article_ids, passage, records
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = ("json", "jsonld", "qdpx")
ODD = "aé\u0308ß ئقא𝔊𐎠👩🏽\u200d🚀ж中\u200f\u061c\u00ad\n\"'<>&]:\\{}=;/"
texts = st.one_of(st.text(st.sampled_from(ODD), max_size=30), st.text(max_size=30)).map(neutralise)
labels = st.lists(texts.map(lambda text: text.replace("\n", " ")).filter(str.strip), max_size=3, unique_by=code_key)
names = texts.map(one_line) | st.just("peacereader")
bookmarks = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 10_000), st.integers(1, 300), texts, labels, names), max_size=5
)


@pytest.fixture(scope="module")
def two_libraries(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """Two libraries of the same pages, one of which has odd characters."""
    place = tmp_path_factory.mktemp("round")
    first = shutil.copytree(made_library, place / "first")
    add_odd_article(first, place)
    second = shutil.copytree(first, place / "second")
    with ExitStack() as stack:
        yield stack.enter_context(Library.open(first)), stack.enter_context(Library.open(second))


def exported(library: Library, form: str) -> bytes:
    passages = library.annotations.passages()
    evidence = library.evidence(passage.article_id for passage in passages)
    if form == "json":
        return json.dumps(
            [
                {**one.as_record(), "evidence": evidence.get(one.article_id, NO_EVIDENCE).as_record(one.url)}
                for one in passages
            ]
        ).encode()
    return written(form, PassageExport(passages, evidence, text=lambda id: library.article(id).text))


def forget(library: Library) -> None:
    with library.annotations.store.file.changing() as connection:
        connection.execute("DELETE FROM passages")


def canonical(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in found}


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=bookmarks)
def test_what_went_out_comes_in_as_it_was(
    form: str, two_libraries: tuple[Library, Library], chosen: list[tuple[int, int, int, str, list[str], str]]
) -> None:
    first, second = two_libraries
    forget(first)
    forget(second)
    spelling: dict[str, str] = {}  # a codebook has each name once
    made = set()
    for at, start, length, note, names, maker in chosen:
        ids = article_ids(first)
        article = first.article(ids[at % len(ids)])
        start %= len(article.text)
        end = min(start + length, len(article.text))
        if article.text[start:end].strip() and (at % len(ids), start, end, note) not in made:
            made.add((at % len(ids), start, end, note))  # two that say the same are imported as one
            named = [spelling.setdefault(code_key(name), name) for name in names]
            first.annotations.annotator = maker
            first.annotations.bookmark(article, start, end, note, named)
    expected = records(first)
    data = exported(first, form)
    report = second.annotations.import_passages(read_passages("file", data).passages)
    assert [outcome.status for outcome in report.outcomes] == ["exact"] * len(expected)
    assert records(second) == expected
    again = second.annotations.import_passages(read_passages("file", data).passages)
    assert [outcome.status for outcome in again.outcomes] == ["already there"] * len(expected)
    assert records(second) == expected


@pytest.mark.parametrize("form", FORMATS)
def test_a_lost_and_an_uncertain_passage_come_in_as_they_were(
    form: str, two_libraries: tuple[Library, Library]
) -> None:
    first, second = two_libraries
    forget(first)
    forget(second)
    article = first.article(article_ids(first)[1])
    for n in range(3):
        first.annotations.bookmark(article, 0, 60 + n, f"note {n}", [f"label {n}"])
    uncertain = article.text[:60].replace("delegations", "delegates").replace("Friday", "Monday")
    with first.annotations.store.file.changing() as connection:
        for end, quote in ((60, uncertain), (61, "Words that stand nowhere in any of these pages, 𝔊 و")):
            connection.execute("UPDATE passages SET quote = ?, text_hash = 'old' WHERE end = ?", (quote, end))
    expected = records(first)
    assert sorted(one["anchoring"] for one in expected) == ["exact", "lost", "uncertain"]
    report = second.annotations.import_passages(read_passages("file", exported(first, form)).passages)
    assert sorted(outcome.status for outcome in report.outcomes) == ["exact", "lost", "uncertain"]
    assert canonical(records(second)) == canonical(expected)


@pytest.mark.parametrize("form", FORMATS)
def test_a_passage_of_a_page_that_was_never_here_comes_in_as_it_was(
    form: str, two_libraries: tuple[Library, Library]
) -> None:
    first, second = two_libraries
    forget(first)
    forget(second)
    selector = {"type": "TextQuoteSelector", "exact": "words of שלום 𐎠", "prefix": "a\n", "suffix": " b"}
    note = {
        "type": "Annotation", "body": {"type": "TextualBody", "value": "a note\nof two lines"},
        "target": {"source": "https://elsewhere.example/p", "selector": selector},
    }  # fmt: skip
    first.annotations.import_passages(read_passages("other.jsonld", json.dumps(note).encode()).passages)
    (expected,) = records(first)
    assert (expected["article_id"], expected["url"]) == ("", "https://elsewhere.example/p")
    second.annotations.import_passages(read_passages("file", exported(first, form)).passages)
    assert records(second) == [expected]


@pytest.mark.parametrize("form", FORMATS)
def test_into_a_library_without_the_pages_all_is_kept_as_lost(
    form: str, two_libraries: tuple[Library, Library], tmp_path: Path
) -> None:
    first, _ = two_libraries
    forget(first)
    article = first.article(article_ids(first)[0])
    first.annotations.bookmark(article, 5, 60, "note", ["label"])
    (expected,) = records(first)
    with Library.open(tmp_path / "empty", create=True) as empty:
        report = empty.annotations.import_passages(read_passages("file", exported(first, form)).passages)
        assert [outcome.status for outcome in report.outcomes] == ["lost"]
        assert records(empty) == [expected | {"anchoring": "lost"}]


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(texts.map(lambda text: " ".join(text.split())), min_size=4, max_size=4),
    day=st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.just(""),
    killed=st.none() | st.integers(0, 10_000),
)
def test_events_come_in_as_they_went_out(
    form: str, two_libraries: tuple[Library, Library], names: list[str], day: str, killed: int | None
) -> None:
    first, second = two_libraries
    forget(first)
    forget(second)
    passage = first.annotations.bookmark(first.article(article_ids(first)[0]), 0, 20)
    wanted = Event(day, "", names[0], tuple(names[1:3]), names[3], "Sub", killed)
    first.annotations.events.set([passage.id], lambda *_: wanted)
    expected = records(first)
    assert expected[0]["event"]
    data = exported(first, form)
    second.annotations.import_passages(read_passages("file", data).passages)
    assert records(second) == expected
    first.annotations.events.set([passage.id], lambda *_: Event(place="Elsewhere"))
    (outcome,) = second.annotations.import_passages(read_passages("file", exported(first, form)).passages).outcomes
    assert (outcome.status, outcome.reason) == ("already there", "the file tells another event of it")
    assert records(second) == expected


def test_a_passage_with_a_wrong_event_is_refused_in_words() -> None:
    record = {"quote": "words", "event": {"date": "2025-02-30"}}
    file = read_passages(
        "file", json.dumps([record, {"quote": "w", "event": 3}, {"quote": "v", "event": None}]).encode()
    )
    assert len(file.passages) == 1
    assert [one.reason for one in file.refused] == [
        "the date of its event is no day or month, as 2025-05-12 or 2025-05", "its “event” is no object",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("event date: 2025-02-30", "the date of its event is no day or month, as 2025-05-12 or 2025-05"),
        ("event fatalities: many", "the fatalities of its event are no number of people"),
        ("event fatalities: 99999999999999999999999", "the fatalities of its event are no number of people"),
    ],
)
def test_a_passage_of_a_project_stays_if_somebody_has_spoilt_its_event(wrong: str, reason: str) -> None:
    event = Event("2025-06-02", "day", "Sur", ("Police", "Students; Workers"), fatalities=0)
    made = written("qdpx", PassageExport([passage(event=event)], text=lambda id: article().text))
    assert [one.event for one in read_passages("file", made).passages] == [event]
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as archive, zipfile.ZipFile(file, "w") as spoilt:
        for name in archive.namelist():
            spoilt.writestr(name, archive.read(name).replace(b"event date: 2025-06-02", wrong.encode()))
    read = read_passages("file", file.getvalue())
    assert [(one.quote, one.note, one.event) for one in read.passages] == [(passage().quote, passage().note, None)]
    assert [(one.where.startswith("the event of "), one.reason) for one in read.refused] == [(True, reason)]
