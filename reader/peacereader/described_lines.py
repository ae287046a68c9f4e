"""Facts as lines of `name: value`, for the descriptions that other programs show and keep: written, and read back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.event import Event

ONLY_WORDS = "only the words of a passage that is not in its article any more"
"""What is said of a text that stands for a lost passage. Such a passage may be in no article of ours at all."""
_EVENT = "event "
_ACTOR = "actor"
_MAX_DIGITS = 20
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 -]{0,39}): (.*)", re.DOTALL)
_NEEDS_QUOTES = re.compile(r'^$|^["\s]|\s$|[\n\r\ud800-\udfff]')


def described(facts: Mapping[str, Sequence[str]]) -> str:
    """Return the facts as lines, one for each value. A value that is no single line, or is empty, is JSON."""
    return "\n".join(f"{name}: {_written(value)}" for name, values in facts.items() for value in values)


def facts_in(description: str) -> dict[str, list[str]]:
    """Return the values in a description by name. Lines of another form are left out."""
    found: dict[str, list[str]] = {}
    for line in description.split("\n"):
        if match := _LINE.fullmatch(line):
            found.setdefault(match[1], []).append(_read(match[2]))
    return found


def event_facts(event: Event | None) -> dict[str, list[str]]:
    """Return the facts that tell an event, each named after a part of it; none if there is no event."""
    parts = event.as_record() if event else {}
    actors = parts.pop("actors", None)
    facts = {f"{_EVENT}{name}": [str(value)] for name, value in parts.items()}
    return {**facts, f"{_EVENT}{_ACTOR}": actors} if actors else facts


def event_in(facts: Mapping[str, Sequence[str]]) -> Event | None:
    """Return the event that facts tell; None if they tell none. Raise ValueError in words if a part of it is wrong."""
    from peaceindex.model.event import Event

    parts = {name.removeprefix(_EVENT): values for name, values in facts.items() if name.startswith(_EVENT)}
    record: dict[str, Any] = {name: values[0] for name, values in parts.items()}
    record["actors"] = list(parts.get(_ACTOR, ()))
    if (number := record.get("fatalities", "")).isascii() and number.isdecimal() and len(number) < _MAX_DIGITS:
        record["fatalities"] = int(number)
    return Event.from_record(record)


def _written(value: str) -> str:
    # In ASCII, since half of a surrogate pair, which a file name may have, is no character of XML.
    return json.dumps(value) if _NEEDS_QUOTES.search(value) else value


def _read(value: str) -> str:
    if value.startswith('"'):
        try:
            read = json.loads(value)
        except ValueError:
            return value
        return read if isinstance(read, str) else value
    return value
