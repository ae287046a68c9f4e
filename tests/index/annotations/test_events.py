"""Events of passages: stored, merged, undone; dates as people type them; events.yaml, whatever stands in it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.annotations.event_book import read_event_book, template
from peaceindex.annotations.event_dates import named_date, read_event_date
from peaceindex.annotations.events import Events, checked_event, coded_passages
from peaceindex.errors import PeaceindexError
from peaceindex.model.event import PRECISIONS, Event, merged
from peaceindex.storage.annotations import Annotations
from tests.index.annotations.test_history import made
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROTEST = Event("2025-05-12", "day", "Sur", ("Teachers; Parents", "Police"), "Protests", "Peaceful protest", 0)

texts = st.text(st.sampled_from("aé\u0308ßق𝔊中; \n\r\t\x1b[=\"'\u202e\u2028"), max_size=12)
dates = st.one_of(st.just(""), st.dates().map(str), st.dates().map(lambda day: str(day)[:7]))
all_events = st.builds(
    Event, dates, st.sampled_from(PRECISIONS), texts, st.lists(texts, max_size=3).map(tuple), texts, texts,
    st.none() | st.integers(0, 9_999_999),
)  # fmt: skip


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Annotations]:
    annotations = Annotations(tmp_path)
    for number in range(3):
        annotations.passages.add(made(number, outlet=f"Outlet {number}"))
    yield annotations
    annotations.close()


@pytest.fixture
def events(notes: Annotations, tmp_path: Path) -> Events:
    return Events(tmp_path, notes)


def stored(notes: Annotations, number: int = 0) -> Event | None:
    return notes.passages.find(f"{number:012x}").event


def put(events: Events, event: Event, number: int = 0, instead_of: Event | None = None) -> None:
    events.set([f"{number:012x}"], lambda before, passage: event, instead_of=instead_of)


def change_elsewhere(folder: Path, event: Event) -> None:
    """Change the event of the first passage as a program does that keeps no history."""
    with closing(sqlite3.connect(folder / "annotations.db")) as connection, connection:
        connection.execute("UPDATE passages SET event = ? WHERE id = '000000000000'", (json.dumps(event.as_record()),))


def test_what_another_program_changed_meanwhile_stays(events: Events, notes: Annotations, tmp_path: Path) -> None:
    put(events, PROTEST)
    change_elsewhere(tmp_path, replace(PROTEST, place="Lice", fatalities=2))
    put(events, replace(PROTEST, place="Van", type="Riots"), instead_of=PROTEST)
    assert stored(notes) == replace(PROTEST, place="Van", type="Riots", fatalities=2)
    notes.history.undo()
    assert stored(notes) == replace(PROTEST, place="Lice", fatalities=2)
    change_elsewhere(tmp_path, replace(PROTEST, place="Hani"))
    notes.history.redo()
    assert stored(notes) == replace(PROTEST, place="Van", type="Riots", fatalities=2)
    notes.history.undo()
    assert stored(notes) == replace(PROTEST, place="Hani")
    while notes.history.undo():
        pass
    assert notes.passages.all() == []
    while notes.history.redo():
        pass
    assert stored(notes) == replace(PROTEST, place="Van", type="Riots", fatalities=2)


def test_an_event_of_a_passage_in_the_bin_is_kept_there_and_undone(events: Events, notes: Annotations) -> None:
    notes.passages.remove("000000000000")
    with pytest.raises(PeaceindexError, match="is in the bin; its event is saved there"):
        put(events, PROTEST)
    assert stored(notes) == PROTEST
    notes.history.undo()
    assert stored(notes) is None
    notes.history.redo()
    notes.passages.restore("000000000000")
    assert (stored(notes), len(notes.passages.all())) == (PROTEST, 3)


def test_several_are_set_in_one_step_or_none_is(events: Events, notes: Annotations) -> None:
    ids = [f"{number:012x}" for number in range(3)]
    with pytest.raises(PeaceindexError, match="There is no passage 'fff'"):
        events.set([*ids, "fff"], lambda *_: PROTEST)
    assert [stored(notes, number) for number in range(3)] == [None] * 3
    events.set(ids, lambda *_: PROTEST)
    coded = coded_passages(notes.passages.all())
    assert [len(one.same) for one in coded] == [2, 2, 2]
    put(events, replace(PROTEST, place="sur ", type="PROTESTS"), 1)
    assert stored(notes, 1) == PROTEST, "names are spelled as they are in use"
    put(events, replace(PROTEST, date="2025-05-13"), 1)
    assert sorted(len(one.same) for one in coded_passages(notes.passages.all())) == [0, 1, 1]
    notes.history.undo()
    notes.history.undo()
    assert [stored(notes, number) for number in range(3)] == [None] * 3


def test_older_events_are_read_and_bad_ones_are_named() -> None:
    old = {"date": "2025-05-12", "precision": "week", "place": "Sur", "actors": ["A"], "type": "T"}
    assert Event.from_record(old) == Event("2025-05-12", "week", "Sur", ("A",), "T")
    assert Event.from_record({"place": None, "actors": None, "unknown": 1}) is None
    wrongs: list[dict[str, Any]] = [
        {"date": "2025-02-30"}, {"date": 5}, {"date": "2025"}, {"precision": "year"}, {"place": []}, {"actors": "A"},
        {"actors": [1]}, {"fatalities": -1}, {"fatalities": True}, {"fatalities": "3"}, {"fatalities": 1.0},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(ValueError, match="of its event"):
            Event.from_record(wrong)


@settings(max_examples=examples(200), deadline=None)
@given(all_events, all_events, all_events)
def test_a_checked_event_is_one_line_each_and_merging_loses_no_change(mine: Event, theirs: Event, old: Event) -> None:
    try:
        checked = checked_event(mine)
    except PeaceindexError:
        assert (mine.precision and not mine.date) or (len(mine.date) == 7 and mine.precision in ("day", "week"))
    else:
        assert (Event.from_record(json.loads(json.dumps(checked.as_record()))) or Event()) == checked
        assert checked_event(checked) == checked
        assert not any(set(text) & set("\n\r\t\x1b") for text in (checked.place, *checked.actors, checked.type))
    assert (merged(old, mine, old) or Event()) == mine
    assert (merged(old, old, theirs) or Event()) == theirs


@pytest.mark.parametrize(
    ("typed", "date", "precision"),
    [
        ("", "", ""), ("2025-05-12", "2025-05-12", "day"), ("2025-5-2", "2025-05-02", "day"),
        ("12 May 2025", "2025-05-12", "day"), ("12 мая 2025", "2025-05-12", "day"),
        ("12 Mai 2025", "2025-05-12", "day"), ("٣ مايو ٢٠٢٥", "2025-05-03", "day"),
        ("2025年5月12日", "2025-05-12", "day"), ("May 2025", "2025-05", "month"),
        ("mayo 2025", "2025-05", "month"), ("2025-05", "2025-05", "month"),
        ("week of 12 May 2025", "2025-05-12", "week"),
        ("on Tuesday", "2025-05-13", "day"), ("Wednesday", "2025-05-07", "day"), ("last Tuesday", "2025-05-06", "day"),
        ("yesterday", "2025-05-12", "day"), ("last week", "2025-05-06", "week"), ("last month", "2025-04", "month"),
        ("12 May", "2025-05-12", "day"), ("Monday, 12 May 2025", "2025-05-12", "day"),
        ("Dec 30", "2024-12-30", "day"), ("29 Feb", "2024-02-29", "day"),
        ("März 2025", "2025-03", "month"), ("май 2025", "2025-05", "month"), ("أيار/مايو ٢٠٢٥", "2025-05", "month"),
        ("2025年5月", "2025-05", "month"), ("12. März", "2025-03-12", "day"), ("12 мая", "2025-05-12", "day"),
        ("12 de mayo", "2025-05-12", "day"), ("30 грудня", "2024-12-30", "day"), ("5月12日", "2025-05-12", "day"),
        ("the 12th of May", "2025-05-12", "day"), ("week of 5 травня", "2025-05-05", "week"),
    ],
)  # fmt: skip
def test_dates_are_read_as_coders_type_them(typed: str, date: str, precision: str) -> None:
    assert tuple(read_event_date(typed, "2025-05-13")) == (date, precision)


@pytest.mark.parametrize(
    "typed",
    [
        "2025-02-30",
        "2025-13",
        "foo",
        "32 May 2025",
        "03/04/2025",
        "2025",
        "week of May 2025",
        "12-14 May 2025",
        "between 3 and 5 May 2025",
        "before 12 May 2025",
        "12 May 2025 -",
        "май 2025 -",
        "конец мая 2025",
        "März – Mai 2025",
        "رمضان 1446",
        "12-14 мая",
        "12 мая -",
        "32 мая",
        "мая",
        "5/12",
    ],
)
def test_what_is_no_date_is_refused_in_words(typed: str) -> None:
    with pytest.raises(PeaceindexError, match=r"Write it like 2025-05-12"):
        read_event_date(typed, "2025-05-13")
    with pytest.raises(PeaceindexError, match="the day of the article is not known"):
        read_event_date("on Tuesday")


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=30), st.none() | st.dates().map(str) | st.text(max_size=12))
def test_any_text_is_a_date_or_refused(typed: str, published: str | None) -> None:
    try:
        found = read_event_date(typed, published)
    except PeaceindexError:
        return
    assert checked_event(Event(found.date, found.precision)) == Event(found.date, found.precision)


def test_the_date_that_a_passage_names_comes_first() -> None:
    assert named_date("On 3 May 2025 they met.", "2025-05-15").date == "2025-05-03"
    assert named_date("They will meet on 3 June 2025.", "2025-05-15").date == "2025-05-15"
    assert named_date("They met on Tuesday.", "2025-05-15").date == "2025-05-13"
    assert named_date("They met.", None) == ("", "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("types: [", "line 2: this is not YAML"),
        ("- a", "expected a mapping"),
        ("a: &a [*a]", "nested too deeply"),
        ("types: &x\n- {name: a, sub_types: *x}", "nested too deeply"),
        ("\ntypes: 3", "line 2: the types are not a list"),
        ("types:\n- {name: a}\n- {name: A }", "line 3: 'A' is in the types twice; the first one counts."),
        ("types:\n- {name: a, sub_types: [b, b]}", "line 2: 'b' is in the sub_types of 'a' twice"),
        ("actors:\n- {inter: x}", "line 2: an entry of the actors has no name"),
        ("actors:\n- {name: a, kind: x}", "line 2: 'kind' is not known here, and is not used; known are inter, name."),
        ("places:\n- name: a\n  latitude: 91", "line 3: the latitude of 'a' is not a number of degrees"),
        ("places:\n- name: a\n  longitude: nan", "line 3: the longitude of 'a' is not a number of degrees"),
        ("places:\n- {name: a, geo_precision: 4}", "line 2: the geo_precision of 'a' is not 1, 2 or 3"),
        ("places: []\nplaces:\n- x", "line 2: there is another list of places above; the last one counts."),
        ("actor: []", "line 1: 'actor' is not a list of events.yaml"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(f"{text}\n")
    (said,) = read_event_book(path).problems
    assert problem in said


def test_values_are_taken_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text("places:\n- {name: Kars, country: NO, iso: 036, latitude: 37.90, admin1: 2025-05-12, admin2: ~}\n")
    place = read_event_book(path).place(" KARS")
    assert place is not None
    assert (place.country, place.iso, place.latitude, place.admin1, place.admin2) == (
        "NO",
        "036",
        "37.90",
        "2025-05-12",
        "",
    )
    path.write_text(template())
    book = read_event_book(path)
    assert book.problems == ()
    assert {one.disorder_type for one in book.types} == {
        "Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations",
    }  # fmt: skip
    assert book.subtypes("riots") == ["Violent demonstration", "Mob violence"]


def test_many_problems_are_told_in_bounds(tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text("actors:\n" + "- [x]\n" * 5000)
    problems = read_event_book(path).problems
    assert len(problems) < 60
    assert "more such lines" in problems[-1]


def test_names_in_use_are_offered_after_those_of_the_file(events: Events, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("actors: [Police]\ntypes: [{name: Protests}]\n")
    put(events, replace(PROTEST, actors=("police", "Zebra", "ant")))
    known = events.known()
    assert [actor.name for actor in known.actors] == ["Police", "ant", "Zebra"]
    assert [place.name for place in known.places] == ["Sur"]
    assert known.subtypes("protests") == ["Peaceful protest"]
    assert events.book().unlisted(PROTEST) == ["Sur", "Teachers", "Parents", "Peaceful protest"]
