"""Records that peacereader itself writes (`clean --json`, `show --json`): read again, they give the same article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peaceindex.sources.decoding import neutralise

_STATED = ("title", "outlet", "authors", "tags", "url", "language")


def is_ours(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of ours: paragraphs, with word of where each value comes from."""
    return bool(_strings(record.get("paragraphs"))) and isinstance(record.get("provenance"), Mapping)


def text_and_stated(record: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text of a record of ours, a paragraph a line, and what its document states: every line is the article's.

    What the record does not know is not looked for, and what was derived is derived anew.
    """
    from peaceindex.cleaning import verdicts
    from peaceindex.cleaning.lines import split

    text = "\n\n".join(_strings(record["paragraphs"]))
    origin = record["provenance"]
    told = {name: _plain(record.get(name)) for name in _STATED if origin.get(name) in ("stated", "found")}
    told["modified"] = _plain(record.get("modified"))
    if day := _plain(record.get("date")):
        told |= {"published": _plain(record.get("published")) or day, "day": day}
    told["found"] = [name for name in origin if origin[name] == "found"]
    told[verdicts.KEY] = [0] * len(split(text))
    told[verdicts.SETTLED] = True
    return text, told


def _plain(value: object) -> Any:
    """A value of a record without controls, on one line: a text, or a list of texts; empty for anything else."""
    if isinstance(value, list):
        return _strings(value)
    return " ".join(neutralise(value).split()) if isinstance(value, str) else ""


def _strings(value: object) -> list[str]:
    texts = [_plain(v) for v in value if isinstance(v, str)] if isinstance(value, list) else []
    return [text for text in texts if text]
