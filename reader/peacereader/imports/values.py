"""Values of JSON that a stranger wrote: each is of the kind that is expected, or there is a reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class WrongValueError(ValueError):
    """A value is of a kind that its name does not have. The message says so in words."""


def text(entry: Mapping[str, Any], name: str) -> str:
    """Return a text; "" if it is missing or null. Raise WrongValueError if it is something else."""
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongValueError(f"its “{name}” is no text")
    return value


def texts(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of texts, or a single text as one; () if it is missing. Raise WrongValueError if it is no such."""
    value = entry.get(name)
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise WrongValueError(f"its “{name}” is no list of texts")
    return tuple(values)


def number(entry: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number; None if it is missing. Raise WrongValueError if it is something else."""
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValueError(f"its “{name}” is no whole number")
    return value


def event(entry: Mapping[str, Any], name: str) -> Event | None:
    """Return an event; None if it is missing. Raise WrongValueError if it is none, or a part of it is wrong."""
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise WrongValueError(f"its “{name}” is no object")
    try:
        return Event.from_record(value)
    except ValueError as error:
        raise WrongValueError(str(error)) from None


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, or a single one."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
