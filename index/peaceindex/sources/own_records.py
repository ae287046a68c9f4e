"""Records that peacereader itself writes (`clean --json`, `show --json`). Reading them gives the same article again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from peaceindex.model.article import DETAILS, SETTLED
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.text.decoding import neutralise

_TEXTS = ("title", "outlet", "url", "language")
_LISTS = ("authors", "tags")
_ZONES = timedelta(days=1)
"""The maximum distance between a day and the day of its time stamp, which may be in another time zone."""


def is_ours(record: Mapping[str, Any]) -> bool:
    """Return whether a record is one of ours: it has paragraphs, and the provenance of each value."""
    return bool(_lines(record.get("paragraphs"))) and isinstance(record.get("provenance"), Mapping)


def text_and_stated(record: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the text of one of our records, one paragraph a line, and what its document states.

    It states that it is `SETTLED`. Values that were derived are left out and derived again.
    """
    text = "\n\n".join(_lines(record["paragraphs"]))
    origin = record["provenance"]
    known = [name for name in origin if origin[name] in ("stated", "found")]
    told: dict[str, Any] = {name: _line(record.get(name)) for name in _TEXTS if name in known}
    told |= {name: _lines(record.get(name)) for name in _LISTS if name in known}
    told["modified"] = _line(record.get("modified"))
    told |= _dated(_line(record.get("date")), _line(record.get("published")))
    told["found"] = [name for name in origin if origin[name] == "found"]
    told[SETTLED] = True
    if isinstance(details := record.get("details"), Mapping):
        told[DETAILS] = {str(name)[:100]: _line(value) for name, value in details.items() if _line(value)}
    return text, told


def evidence(record: Mapping[str, Any]) -> Evidence:
    """Return the evidence in one of our records: that of the source which it was made from."""
    own = record.get("evidence")
    return Evidence.from_record(own) if isinstance(own, Mapping) else NO_EVIDENCE


def _dated(day: str, published: str) -> dict[str, str]:
    """Return what is stated about the day of publication. The time stamp counts if it is within a day of it."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return {}
    with suppress(ValueError):
        if abs(known - date.fromisoformat(published[:10])) <= _ZONES:
            return {"published": published, "day": day}
    return {"published": day}


def _line(value: object) -> str:
    """Return a text of a record without control characters, on one line; "" for anything else."""
    return " ".join(neutralise(value).split()) if isinstance(value, str) else ""


def _lines(value: object) -> list[str]:
    """Return the texts of a list that are not empty; an empty list for anything else."""
    return [text for each in value if (text := _line(each))] if isinstance(value, list) else []
