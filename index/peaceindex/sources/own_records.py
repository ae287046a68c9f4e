"""Records that peacereader itself writes (`clean --json`, `show --json`). Reading them gives the same article again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from peaceindex.model.article import ALREADY_CLEAN, DETAILS
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.text.decoding import neutralise

_TEXT_FIELDS = ("title", "outlet", "url", "language")
_LIST_FIELDS = ("authors", "tags")
_MAX_DAY_DIFFERENCE = timedelta(days=1)
"""The maximum distance between a day and the day of its time stamp, which may be in another time zone."""


def is_own_record(record: Mapping[str, Any]) -> bool:
    """Return whether a record is one of ours: it has paragraphs, and the provenance of each value."""
    return bool(_one_line_each(record.get("paragraphs"))) and isinstance(record.get("provenance"), Mapping)


def text_and_stated(record: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the text of one of our records, one paragraph a line, and what its document states.

    It states that it is `ALREADY_CLEAN`. Values that were derived are left out and derived again.
    """
    text = "\n\n".join(_one_line_each(record["paragraphs"]))
    provenance = record["provenance"]
    known = [name for name in provenance if provenance[name] in ("stated", "found")]
    found: dict[str, Any] = {name: _one_line(record.get(name)) for name in _TEXT_FIELDS if name in known}
    found |= {name: _one_line_each(record.get(name)) for name in _LIST_FIELDS if name in known}
    found["modified"] = _one_line(record.get("modified"))
    found |= _stated_dates(_one_line(record.get("date")), _one_line(record.get("published")))
    found["found"] = [name for name in provenance if provenance[name] == "found"]
    found[ALREADY_CLEAN] = True
    if isinstance(details := record.get("details"), Mapping):
        found[DETAILS] = {str(name)[:100]: _one_line(value) for name, value in details.items() if _one_line(value)}
    return text, found


def evidence(record: Mapping[str, Any]) -> Evidence:
    """Return the evidence in one of our records: that of the source which it was made from."""
    own = record.get("evidence")
    return Evidence.from_record(own) if isinstance(own, Mapping) else NO_EVIDENCE


def _stated_dates(day: str, published: str) -> dict[str, str]:
    """Return what is stated about the day of publication. The time stamp counts if it is within a day of it."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return {}
    with suppress(ValueError):
        if abs(known - date.fromisoformat(published[:10])) <= _MAX_DAY_DIFFERENCE:
            return {"published": published, "day": day}
    return {"published": day}


def _one_line(value: object) -> str:
    """Return a text of a record without control characters, on one line; "" for anything else."""
    return " ".join(neutralise(value).split()) if isinstance(value, str) else ""


def _one_line_each(value: object) -> list[str]:
    """Return the texts of a list that are not empty; an empty list for anything else."""
    return [text for each in value if (text := _one_line(each))] if isinstance(value, list) else []
