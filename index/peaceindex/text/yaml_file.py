"""YAML files that people write (settings, themes, names), loaded as typed values or rejected with a clear error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from peaceindex.errors import DataFileError

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")

MAX_BYTES = 4 * 1024 * 1024
_MAX_VALUES = 500_000
_MAX_DEPTH = 32


def load_yaml(path: Path, type: type[T]) -> T:
    """Return the content of the YAML file `path` as a `type` (a msgspec struct, or a dict or list of them).

    An empty file counts as an empty mapping. Raise DataFileError if the file
    does not exist, cannot be read, is too large, is not YAML, or does not match
    `type`. The error names the file, the line or field, and what to do.
    """
    import msgspec

    content = parse_yaml(path, _read_text(path))
    try:
        return msgspec.convert({} if content is None else content, type)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        raise DataFileError(
            f"{_printable_path(path)}: {_field_label(place)}{_plain_message(what)}.",
            "Correct it there, or remove it for the default.",
        ) from error


def _read_text(path: Path) -> str:
    return decode_yaml(path, read_yaml_bytes(path))


def read_yaml_bytes(path: Path) -> bytes:
    """Return the content of the file `path`. Raise DataFileError if it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise DataFileError(f"There is no file {_printable_path(path)}.", "Check the spelling.") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise DataFileError(f"{_printable_path(path)} cannot be read: {reason}.", "Check what it is.") from error
    if len(data) > MAX_BYTES:
        raise DataFileError(
            f"{_printable_path(path)} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Make it smaller."
        )
    return data


def decode_yaml(path: Path, data: bytes) -> str:
    """Return the text of `data`, the content of the file `path`. Raise DataFileError if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataFileError(
            f"{_printable_path(path)}, line {line}: this is not UTF-8.", "Save the file as UTF-8."
        ) from error


def parse_yaml(path: Path, text: str) -> Any:
    """Return what `text`, the content of the file `path`, says as YAML. Raise DataFileError as `load_yaml` does."""
    import yaml

    if _is_too_deep(text):
        raise DataFileError(f"{_printable_path(path)} is nested too deeply.", "Make it simpler.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise DataFileError(
            f"{_printable_path(path)}{line}: this is not YAML ({problem}).", "Correct that line."
        ) from error
    except (RecursionError, ValueError, TypeError) as error:
        # ValueError: a date such as 2025-02-30. TypeError: a mapping as the key of a mapping.
        raise DataFileError(
            f"{_printable_path(path)} holds a value that cannot be read ({error}).", "Correct it."
        ) from error
    _check_size(path, content)
    return content


def _is_too_deep(text: str) -> bool:
    """Return whether the C loader, which recurses for each level, might overflow the stack."""
    if re.search(r"^[ \-?]{200}", text, re.MULTILINE):
        return True
    if text.count("[") + text.count("{") < 500:
        return False
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest >= 500


def _check_size(path: Path, content: Any) -> None:
    """Reject content that expands without end: aliases within aliases, or a list that contains itself."""
    remaining = _MAX_VALUES
    level = [content]
    for _ in range(_MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
            if len(below) > remaining:
                break
        remaining -= len(below)
        if not below:
            return
        if remaining < 0:
            break
        level = below
    what = f"{_printable_path(path)} is nested too deeply or holds too much"
    if _has_circle(content):
        raise DataFileError(f"{what}: an alias (*name) in it goes round in a circle.", "Take that alias out.")
    raise DataFileError(f"{what}.", "Make it simpler.")


def _has_circle(content: Any) -> bool:
    """Return whether a list or mapping is within itself, by way of others or not. Each is looked at once."""
    open_ones: set[int] = set()
    seen: set[int] = set()
    left: list[tuple[Any, bool]] = [(content, False)]
    while left:
        value, is_done = left.pop()
        if is_done:
            open_ones.discard(id(value))
        elif id(value) in open_ones:
            return True
        elif isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            open_ones.add(id(value))
            left.append((value, True))
            left += [(one, False) for one in (value.values() if isinstance(value, dict) else value)]
    return False


def _field_label(place: str) -> str:
    """Return `$.names[3].forms` in words: the field, counted from one, or "" for the whole file."""
    steps = place.strip("`").removeprefix("$").lstrip(".")
    if not steps or steps.startswith("key"):
        return ""
    numbered = re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + 1}]", steps)
    counted = " (counted from 1)" if numbered != steps else ""
    return f"field {numbered}{counted}: "


_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a mapping (name: value)",
    "null": "nothing",
}


def _plain_message(what: str) -> str:
    """Return msgspec's message in words that YAML authors know."""
    words = re.sub(r"`([\w ]+)`", lambda found: _TYPE_NAMES.get(found[1], f"'{found[1]}'"), what)
    words = re.sub(
        r"`([\w |]+)`", lambda found: " or ".join(_TYPE_NAMES.get(t, t) for t in found[1].split(" | ")), words
    )
    words = words.replace("Object contains unknown field", "there is no field of the name")
    words = words.replace("Object missing required field", "missing is")
    return words[:1].lower() + words[1:]


def _printable_path(path: Path) -> str:
    from peaceindex.text.decoding import printable

    return printable(str(path))
