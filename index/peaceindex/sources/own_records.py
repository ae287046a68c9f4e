"""Records that peacereader itself writes (`clean --json`, `show --json`): read again, they give the same article."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from peaceindex.model.article import SETTLED
from peaceindex.text.decoding import neutralise

_TEXTS = ("title", "outlet", "url", "language")
_LISTS = ("authors", "tags")
_ZONES = timedelta(days=1)
"""So far may a day lie from that of its time stamp in another zone."""


def is_ours(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of ours: paragraphs, with word of where each value comes from."""
    return bool(_lines(record.get("paragraphs"))) and isinstance(record.get("provenance"), Mapping)


def text_and_stated(record: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text of a record of ours, a paragraph a line, and what its document states: that it is settled.

    What was derived is derived anew.
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
    return text, told


def _dated(day: str, published: str) -> dict[str, str]:
    """What is stated of the day of publication; the time stamp counts where it is of about that day, as in UTC."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return {}
    with suppress(ValueError):
        if abs(known - date.fromisoformat(published[:10])) <= _ZONES:
            return {"published": published, "day": day}
    return {"published": day}


def _line(value: object) -> str:
    """A text of a record without controls, on one line; empty for anything else."""
    return " ".join(neutralise(value).split()) if isinstance(value, str) else ""


def _lines(value: object) -> list[str]:
    """The texts of a list that are not empty; none for anything else."""
    return [text for each in value if (text := _line(each))] if isinstance(value, list) else []
