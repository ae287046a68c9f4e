"""Events from the command line: set, listed, filtered, exported with ACLED's columns, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library, coded_passages
from peaceindex.model.coded_passage import CodedPassage
from peaceindex.model.event import Event
from peaceindex.model.event_book import EventBook
from peacereader.cli.program import main
from peacereader.exports.acled import ACLED_COLUMNS, OWN_COLUMNS, acled_cells, acled_rows
from tests.reader.passages import article_ids, passage

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def ids(library_folder: Path) -> list[str]:
    """The ids of passages in two articles of different outlets."""
    with Library.open(library_folder) as library:
        articles = {one.outlet: one for one in map(library.article, article_ids(library)) if one.date}
        return [library.annotations.bookmark(one, 0, 20).id for one in list(articles.values())[:2]]


def event_of(run: Run, id: str) -> dict[str, Any] | None:
    found = {one["id"]: one["event"] for one in json.loads(run("passages", "--json")[1])}
    event: dict[str, Any] | None = found[id]
    return event


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_event_is_set_part_by_part_filtered_undone_and_taken_away(run: Run, ids: list[str]) -> None:
    one, other = ids
    assert run("annotate", one, "--event-date", "12 May 2025", "--event-place", " Sur\n(Diyarbakir) ")[0] == 0
    code, _, said = run(
        "annotate", one, "--event-type", "Protests", "--event-actor", "Teachers ;  Parents", "--event-actor", "Police",
        "--event-fatalities", "0", "--note", "a note",
    )  # fmt: skip
    assert code == 0
    assert "not in events.yaml: Sur (Diyarbakir), Teachers, Parents, Police, Protests" in said
    assert event_of(run, one) == {
        "date": "2025-05-12", "precision": "day", "place": "Sur (Diyarbakir)",
        "actors": ["Teachers; Parents", "Police"], "type": "Protests", "fatalities": 0,
    }  # fmt: skip
    assert (
        "Event: 12 May 2025 · Sur (Diyarbakir) · Protests · Teachers; Parents – Police · none killed"
        in (run("passages", "event:protests")[1])
    )
    for query, found in (
        ("event:any", [one]), ("event:none", [other]), ("-event:any", [other]), ("event:Riots", []),
        ("diyarbakir", [one]), ('event:"protests"', [one]), ("event:any nothinglikethis", []),
    ):  # fmt: skip
        assert [each["id"] for each in json.loads(run("passages", "--json", "--", query)[1])] == found, query
    assert run("annotate", "--undo")[2] == "undone: note on 1 passage\n"
    assert run("annotate", "--undo")[2] == "undone: event of 1 passage\n"
    assert event_of(run, one) == {"date": "2025-05-12", "precision": "day", "place": "Sur (Diyarbakir)"}
    assert run("annotate", "--redo")[0] == 0
    assert run("annotate", one, "--event-date", "", "--event-precision", "", "--event-fatalities", "unknown")[0] == 0
    assert (event_of(run, one) or {}).keys() == {"place", "type", "actors"}
    assert run("annotate", one, other, "--no-event")[0] == 0
    assert event_of(run, one) is None
    assert run("events")[1] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--event-date", "2025-02-30"), "There is no day 2025-02-30."),
        (("--event-date", "32 May 2025"), "is no date of an event"),
        (("--event-date", "03/04/2025"), "can be two days"),
        (("--event-precision", "week"), "A precision needs a date."),
        (("--event-date", "2025-05", "--event-precision", "day"), "2025-05 is a month, not a day. Give the day."),
        (("--event-date", "2025-05", "--event-precision", "week"), "not a week. Give a day of that week."),
        (("--event-date", "2025-05-12", "--event-precision", "year"), "is day, week or month"),
        (("--event-fatalities", "-1"), "a number of people"),
        (("--event-fatalities", "99999999"), "a number of people"),
        (("--event-fatalities", "²"), "a number of people"),
        (("--event-place", "x" * 301), "more than 300 characters"),
        (("--no-event", "--event-place", "x"), "takes no other part"),
        (("--event-place", "x", "--remove"), "hoose one of these"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    run: Run, ids: list[str], words: tuple[str, ...], said: str
) -> None:
    code, out, err = run("annotate", ids[0], *words, *(() if "--remove" in words else ("--note", "not written")))
    assert code in (1, 2)
    assert out == ""
    assert said in err
    (found,) = [one for one in json.loads(run("passages", "--json")[1]) if one["id"] == ids[0]]
    assert (found["event"], found["note"]) == (None, "")


def test_a_table_has_acleds_columns_and_nothing_that_is_not_known(
    run: Run, ids: list[str], library_folder: Path, tmp_path: Path
) -> None:
    one, other = ids
    book = library_folder / "events.yaml"
    book.write_text(
        "types:\n  - name: Protests\n    disorder_type: Demonstrations\n    sub_types: [Peaceful protest]\n"
        "actors:\n  - {name: Teachers, inter: Protesters}\n"
        "places:\n  - {name: Sur, country: NO, iso: 036, admin1: Diyarbakir, latitude: 37.90, geo_precision: 1}\n"
    )
    for id, actor in ((one, "teachers; Parents"), (other, "=cmd()")):
        done = run(
            "annotate", id, "--event-date", "2025-05", "--event-place", "sur", "--event-type", "PROTESTS",
            "--event-subtype", "peaceful protest", "--event-actor", actor, "--event-actor", "B",
            "--event-actor", "C; D",
        )  # fmt: skip
        assert done[0] == 0
    file = tmp_path / "events.csv"
    assert run("events", "--format", "acled-csv", "--output", file) == (0, "", "")
    rows = table(file.read_text())
    assert tuple(rows[0]) == (*ACLED_COLUMNS, *OWN_COLUMNS)
    assert len(rows) == 2
    row = next(row for row in rows if row["passage_id"] == one)
    known = {name: value for name, value in row.items() if value and name in ACLED_COLUMNS and name != "source"}
    quote = known.pop("notes")
    assert quote
    assert known == {
        "event_date": "2025-05-15", "year": "2025", "time_precision": "3", "disorder_type": "Demonstrations",
        "event_type": "Protests", "sub_event_type": "Peaceful protest", "actor1": "Teachers",
        "assoc_actor_1": "Parents", "inter1": "Protesters",
        "actor2": "B", "iso": "036", "country": "NO", "admin1": "Diyarbakir", "location": "Sur",
        "latitude": "37.90", "geo_precision": "1",
    }  # fmt: skip
    assert (row["other_actors"], row["date_as_coded"], row["probably_same_as"]) == ("C; D", "2025-05", other)
    before = file.read_bytes()
    assert run("events", "--format", "acled-csv", "--output", file)[0] != 0
    assert file.read_bytes() == before
    assert ",=cmd()," in run("events", "--format", "acled-csv")[1]
    assert ",'=cmd()," in run("events", "--format", "acled-spreadsheet")[1]
    assert run("events")[1].startswith("≈")
    assert {tuple(one["same"]) for one in json.loads(run("events", "--json")[1])} == {(one,), (other,)}
    assert 'name: "Parents"' in run("events", "--unlisted")[1]
    assert "Teachers" not in run("events", "--unlisted")[1]
    book.write_text("types:\n  - name: A\n  - name: a\n")
    code, out, err = run("events", "event:protests")
    assert (code, len(out.splitlines())) == (1, 2)
    assert "events.yaml, line 3: 'a' is in the types twice; the first one counts." in err


def test_a_first_file_is_written_once_and_has_no_problems(run: Run, library_folder: Path) -> None:
    assert run("events", "--start")[0] == 0
    first = (library_folder / "events.yaml").read_bytes()
    assert run("events") == (0, "", run("events")[2])
    code, _, err = run("events", "--start")
    assert (code, "is left as it is" in err) == (1, True)
    assert (library_folder / "events.yaml").read_bytes() == first
    assert (library_folder / "events.yaml").stat().st_mode & 0o077 == 0


def test_ten_thousand_events_are_written() -> None:
    event = Event("2025-05-12", "day", "Sur", ("A; B", "C"), "Protests", "", 3)
    many = [
        passage(id=f"{n:012x}", outlet=f"Outlet {n % 7}", event=replace(event, place=f"Place {n % 5000}"))
        for n in range(10_000)
    ]
    coded = coded_passages(many)
    assert all(len(one.same) == 1 for one in coded)
    assert sum(1 for _ in acled_rows(coded, EventBook(), "acled-csv")) == 10_001


def test_a_line_break_in_a_name_makes_no_new_row() -> None:
    event = Event("2025-05-12", "week", "a\nb", ('"x",\ry',), "t")
    one = CodedPassage(passage(event=event, note="n\n\nm"), event)
    cells = acled_cells(one, EventBook())
    (row,) = table("\r\n".join(acled_rows([one], EventBook(), "acled-csv")))
    assert {name: row[name] for name in cells} == cells


def test_a_damaged_event_hides_no_passage_and_is_set_aside(run: Run, ids: list[str], library_folder: Path) -> None:
    with Library.open(library_folder) as library, library.annotations.store.file.changing() as connection:
        connection.execute('UPDATE passages SET event = \'{"date": "2025-02-30"}\' WHERE id = ?', (ids[0],))
    code, out, err = run("passages", "--json")
    assert (code, len(json.loads(out))) == (1, 2)
    assert "the date of its event is no day or month" in err
    assert run("check", "--repair")[0] in (0, 1)
    assert run("passages")[0] == 0
    assert event_of(run, ids[0]) is None


def test_events_are_written_whatever_has_become_of_the_articles(run: Run, ids: list[str], library_folder: Path) -> None:
    assert run("annotate", ids[0], "--event-place", "Sur")[0] == 0
    (library_folder / "library.db").write_bytes(b"no database" * 1000)
    code, out, err = run("events", "--format", "acled-csv")
    assert code != 0
    assert err
    assert [row["location"] for row in table(out)] == ["Sur"]
