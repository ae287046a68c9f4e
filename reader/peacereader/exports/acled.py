"""Events as a table with ACLED's column names.

The names and their order are those of ACLED's data files as its codebook lists them (Armed Conflict Location & Event
Data, "ACLED Codebook", https://acleddata.com; read from files of 2023 and later). They have been the same since then;
what stands in `inter1`, `inter2` and `interaction` has not: numbers before, words now. So `inter` is what the user's
events.yaml has, and `interaction`, which ACLED makes of the two, stays empty. So do what ACLED alone gives, which is
`event_id_cnty` and `timestamp`, and what nobody has stated: `civilian_targeting` and `tags`.

`event_date` is YYYY-MM-DD. An event of which only the month is known has its fifteenth day, with time precision 3, by
the codebook's rule of the middle of a period (as we read it); `date_as_coded` has what was coded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peacereader.exports.formats import Format
from peacereader.exports.tables import table_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from peaceindex.model.coded_passage import CodedPassage
    from peaceindex.model.event_book import EventBook
    from peacereader.exports.tables import Table

ACLED_COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
OWN_COLUMNS: Final = (
    "other_actors", "date_as_coded", "labels", "title", "published", "url", "passage_id", "probably_same_as",
)  # fmt: skip
"""Columns after ACLED's: what they have no room for, where it comes from, and passages that tell the same event."""
TIME_PRECISIONS: Final = {"day": "1", "week": "2", "month": "3"}
_PLACE_PARTS: Final = (
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "latitude",
    "longitude",
    "geo_precision",
)

ACLED_FORMATS: Final[Mapping[str, Format]] = {
    "acled-csv": Format("ACLED's columns", "each cell is exactly its value", ".csv", line_end="\r\n"),
    "acled-spreadsheet": Format(
        "ACLED's columns for Excel", "no cell can be taken for a formula", ".csv", line_end="\r\n", byte_order_mark=True
    ),
}
_TABLES: Final[Mapping[str, Table]] = {"acled-csv": "csv", "acled-spreadsheet": "spreadsheet"}


def acled_rows(coded: Iterable[CodedPassage], book: EventBook, form: str) -> Iterator[str]:
    """Yield the head and a row for each event in a format of `ACLED_FORMATS`, without line ends."""
    yield table_row((*ACLED_COLUMNS, *OWN_COLUMNS), _TABLES[form])
    for one in coded:
        cells = acled_cells(one, book)
        yield table_row([cells.get(name, "") for name in (*ACLED_COLUMNS, *OWN_COLUMNS)], _TABLES[form])


def acled_cells(coded: CodedPassage, book: EventBook) -> dict[str, str]:
    """Return the cells of an event by column. A column that is not known may be missing."""
    passage, event = coded.passage, coded.event
    kind = (book.subtype(event.subtype, event.type) if event.type else None) or book.type(event.type)
    place, outlet = book.place(event.place), book.outlet(passage.outlet or "")
    sides = event.sides()
    cells = {
        "event_date": f"{event.date}-15" if len(event.date) == 7 else event.date,
        "year": event.date[:4],
        "time_precision": TIME_PRECISIONS.get(event.precision, ""),
        "disorder_type": kind.disorder_type if kind else "",
        "event_type": event.type,
        "sub_event_type": event.subtype,
        "location": event.place,
        **({name: getattr(place, name) for name in _PLACE_PARTS} if place else {}),
        "source": passage.outlet or "",
        "source_scale": outlet.scale if outlet else "",
        "notes": "\n\n".join(filter(None, (passage.note, passage.quote))),
        "fatalities": "" if event.fatalities is None else str(event.fatalities),
        "other_actors": " | ".join("; ".join(filter(None, side)) for side in sides[2:]),
        "date_as_coded": event.date,
        "labels": "; ".join(passage.labels),
        "title": passage.title or "",
        "published": passage.date or "",
        "url": passage.url or "",
        "passage_id": passage.id,
        "probably_same_as": "; ".join(coded.same),
    }
    for number, (name, others) in enumerate(sides[:2], 1):
        actor = book.actor(name)
        cells |= {
            f"actor{number}": name,
            f"assoc_actor_{number}": others,
            f"inter{number}": actor.inter if actor else "",
        }
    return cells
