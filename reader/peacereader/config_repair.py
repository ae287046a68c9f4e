"""What is right in a `config.yaml` that has errors, and what is wrong in it, by line. Only a wrong file needs it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from peaceindex import parse_settings, printable, read_settings, value_places
from peaceindex.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SHOWN_CHARACTERS = 40
_TYPE_WORDS: Mapping[Any, str] = {
    str: "text",
    str | None: "text",
    bool: "true or false",
    str | tuple[str, ...]: "a name, or a list of names",
    dict[str, str]: "a line for each action, with its keys",
}


def usable_settings(path: Path, struct: type[msgspec.Struct], error: Exception) -> tuple[dict[str, Any], list[str]]:
    """Return the values of the file at `path` that fit `struct`, and a message for each of the others.

    `error` says why the file as a whole cannot be used. If it is not YAML, each setting is read on its own.
    """
    if isinstance(error, DataFileError):
        values, problems = _entries_that_can_be_read(path)
        if values is None:
            return {}, [f"{error} Until then the defaults are used."]
    else:
        text, values = read_settings(path)
        problems = repeated_settings(path, text)
    if not isinstance(values, dict):
        words = "config.yaml holds no settings: write each as 'name: value', on a line of its own."
        return {}, [*problems, f"{words} Until then the defaults are used."]
    fitting, wrong = _fitting(values, struct, ())
    return fitting, [*problems, *(f"{place_of(path, names)} {words}" for names, words in wrong)]


def repeated_settings(path: Path, text: str) -> list[str]:
    """Return a message for each setting that stands more than once in `text`."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1].isalpha() and ":" in line:
            found.setdefault(line.partition(":")[0].rstrip(), []).append(number)
    return [
        f"config.yaml has {printable(name)} on lines {' and '.join(map(str, lines))}: the last one counts."
        for name, lines in found.items()
        if len(lines) > 1
    ]


def place_of(path: Path, names: Sequence[str]) -> str:
    """Return where in the file the value stands to which `names` lead: `config.yaml, line 3,`; no line if unknown."""
    try:
        places = value_places(read_settings(path).text)
    except DataFileError:
        lines = {entry[0]: entry[1] for entry in _lines_of_entries(path)}
        line = lines.get(tuple(names[:1]))
        return f"config.yaml, line {line}:" if line else "config.yaml:"
    place = places.get(tuple(names)) or places.get(tuple(names[:1]))
    return f"config.yaml, line {place.line}:" if place else "config.yaml:"


def value_objection(field: msgspec.structs.FieldInfo, hint: Any, value: Any) -> str:
    """Return why `value` cannot be that of a field whose annotated type is `hint`, in words; "" if it can."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        kind, meta = hint.__origin__, hint.__metadata__[0]
        wanted = (
            f"a whole number from {meta.ge} to {meta.le}" if kind is int else _TYPE_WORDS.get(kind, "another value")
        )
        return f"{field.name} is {_shown(value)}, but must be {wanted}."
    return ""


def _fitting(
    values: Mapping[Any, Any], struct: type[msgspec.Struct], within: tuple[str, ...]
) -> tuple[dict[str, Any], list[tuple[tuple[str, ...], str]]]:
    """Return the values that fit, and for each of the others the names that lead to it and what is wrong."""
    hints = get_type_hints(struct, include_extras=True)
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    fitting: dict[str, Any] = {}
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, value in values.items():
        if value is None and name in fields:
            continue
        names = (*within, str(name))
        field = fields.get(name)
        if field is None:
            wrong.append((names, _unknown(str(name), list(fields), within)))
            continue
        kind = hints[name].__origin__
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
            fitting[name], more = _fitting(value, kind, names)
            wrong += more
        elif kind == dict[str, str] and isinstance(value, dict):
            fitting[name], more = _fitting_keys(value, names)
            wrong += more
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            wrong.append((names, f"{name} is {_shown(value)}, but must be a line for each of its settings."))
        elif objection := value_objection(field, hints[name], value):
            wrong.append((names, f"{objection}{_default_words(field)}"))
        else:
            fitting[name] = value
    return fitting, wrong


def _fitting_keys(
    values: Mapping[Any, Any], within: tuple[str, ...]
) -> tuple[dict[str, str], list[tuple[tuple[str, ...], str]]]:
    """The keys of actions that are text; a digit, which YAML takes for a number, is the key of that digit."""
    fitting: dict[str, str] = {}
    wrong = []
    for name, value in values.items():
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9:
            fitting[str(name)] = str(value)
        elif isinstance(value, str) and isinstance(name, str):
            fitting[name] = value
        else:
            words = f'{_shown(name)[1:-1]} is {_shown(value)}, but must be keys in quotes, such as "n,ctrl+n".'
            wrong.append(((*within, str(name)), f"{words} The action keeps its own keys."))
    return fitting, wrong


def _unknown(name: str, known: Sequence[str], within: tuple[str, ...]) -> str:
    similar = difflib.get_close_matches(name, known, 1)
    where = f" below {'.'.join(within)}" if within else ""
    advice = f"Did you mean {similar[0]}?" if similar else f"There are: {', '.join(known)}."
    return f"there is no setting {_shown(name)}{where}. {advice}"


def _default_words(field: msgspec.structs.FieldInfo) -> str:
    default = field.default
    if isinstance(default, bool):
        return f" Until then it is {str(default).lower()}."
    return (
        f" Until then it is {default}." if isinstance(default, int | str) and default else " Until then it is not set."
    )


def _shown(value: Any) -> str:
    words = printable(str(value).lower() if isinstance(value, bool) else str(value))
    return f"‘{words[:_SHOWN_CHARACTERS]}{'…' if len(words) > _SHOWN_CHARACTERS else ''}’"


# A file that is not YAML as a whole


def _lines_of_entries(path: Path) -> list[tuple[tuple[str, ...], int, str]]:
    """Return the name of each setting, its line, and its text up to the next one."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError):
        return []
    starts = [number for number, line in enumerate(lines) if line[:1].isalpha() and ":" in line]
    return [
        ((lines[start].partition(":")[0].rstrip(),), start + 1, "".join(lines[start:end]))
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False)
    ]


def _entries_that_can_be_read(path: Path) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the settings that are YAML on their own, and a message for each other one; None if there are none."""
    values: dict[str, Any] = {}
    problems = []
    entries = _lines_of_entries(path)
    for (name,), line, text in entries:
        try:
            value = parse_settings(path, text)
        except DataFileError:
            problems.append(
                f"config.yaml, line {line}: {printable(name)} cannot be read as YAML. Until it is corrected, the "
                "default is used."
            )
        else:
            values |= value if isinstance(value, dict) else {}
    return (values if problems else None), problems
