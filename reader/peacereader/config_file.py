"""Writing `config.yaml`: a new one with every setting explained, or one value of it, with all else left as it is."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex import parse_settings, printable, value_places
from peaceindex.errors import DataFileError, PeaceindexError
from peaceindex.private_files import make_private_folder, replace_private
from peacereader.config import Config, config_path, load_config, without_empty
from peacereader.config_help import config_fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIRST_LINES = """\
# The settings of peacereader. Each line that begins with # and a name is a setting that is not in force: take the #
# away, and change its value. What is left as it is has its default. The reader changes only the lines that you change
# in it, by the command :settings.
"""
_EXAMPLES: Mapping[str, str] = {
    "theme": "paper", "citation_style": "chicago", "cite_with": "[retrieved, archive]", "annotator": "Ada",
    "keys": '\n  next-hit: "n,ctrl+n"', "fields": "", "fields.text": "[body, content]", "fields.title": "headline",
}  # fmt: skip
"""Values to begin with for settings without a default; a field of records is its own example."""
_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.-]*")
_NOT_TEXT = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def config_template() -> str:
    """Return a `config.yaml` in which every setting is explained and none is in force."""
    parts = [_FIRST_LINES]
    for field in config_fields():
        words = textwrap.wrap(field.words.replace("`", ""), _WIDTH)
        name = field.name.rpartition(".")[2]
        indent = "  " if "." in field.name else ""
        example = field.default or _EXAMPLES.get(field.name, name if indent else "")
        setting = f"{indent}{name}:{example if example[:1] == chr(10) else f' {example}' if example else ''}"
        lines = [f"# {line}" for line in words] + [f"#{line}" for line in setting.split("\n")]
        parts.append(("" if indent else "\n") + "\n".join(lines) + "\n")
    return "".join(parts)


def write_config(folder: Path | None = None) -> Path:
    """Write a new `config.yaml` into the user's config folder, or another, and return its path.

    Raise PeaceindexError if there is one already, which stays as it is, or if it cannot be written.
    """
    path = config_path(folder)
    try:
        make_private_folder(path.parent)
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(config_template())
    except FileExistsError as error:
        raise PeaceindexError(
            f"{printable(str(path))} exists already and was left as it is.", "Move it away to have a new one."
        ) from error
    except OSError as error:
        raise _not_written(path, error) from error
    return path


def change_setting(name: str, value: Any, folder: Path | None = None) -> Config:
    """Set a setting in `config.yaml`, and return what the file says then. Without a file, a new one is made first.

    `name` may be `fields.text` for a setting within a group. A `value` of None puts the default back: the line becomes
    a comment. Comments, order and all other values stay as they are. Raise DataFileError, and change nothing, if the
    value is not allowed or the file cannot be changed safely; PeaceindexError if it cannot be written.
    """
    path = config_path(folder).resolve()  # a link is kept, and what it leads to is changed
    names = tuple(name.split(".", 1))
    check_value(names, value)
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else config_template()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{printable(str(path))} cannot be read.", "Save it as UTF-8.") from error
    new = changed_text(path, text, names, value)
    try:
        replace_private(path, new)
    except OSError as error:
        raise _not_written(path, error) from error
    return load_config(folder)[0]


def _not_written(path: Path, error: OSError) -> PeaceindexError:
    reason = (error.strerror or "unknown reason").lower()
    return PeaceindexError(f"{printable(str(path))} cannot be written: {reason}.", "Check its folder.")


def check_value(names: tuple[str, ...], value: Any) -> None:
    """Raise DataFileError in words if a setting cannot have this value; None, for the default, is always allowed."""
    if value is None:
        return
    wrapped = value
    for name in reversed(names):
        wrapped = {name: wrapped}
    try:
        msgspec.convert(wrapped, Config)
    except msgspec.ValidationError as error:
        kinds = {field.name: field.kind for field in config_fields()}
        kind = kinds.get(".".join(names))
        advice = f"It takes {kind}." if kind else f"There are: {', '.join(kinds)}."
        raise DataFileError(f"{'.'.join(names)} cannot be {printable(str(value))}.", advice) from error


def changed_text(path: Path, text: str, names: tuple[str, ...], value: Any) -> str:
    """Return the text of the file `path` with one value changed, and every other character as it was.

    Raise DataFileError if that cannot be done safely: the new text is read again, and must say what the old one said
    but for this value.
    """
    body = text.removeprefix("\ufeff")
    before = parse_settings(path, body)
    if not isinstance(before, dict | None):
        raise _unsafe(path, names)
    wanted = _with(before or {}, names, value)
    for new in _candidates(body, names, value):
        try:
            after = parse_settings(path, new)
        except DataFileError:
            continue
        if _filled(after) == _filled(wanted):
            return text[: len(text) - len(body)] + new
    raise _unsafe(path, names)


def _filled(values: Any) -> dict[str, Any]:
    """Return values without groups that hold nothing, which say the same as missing ones."""
    return {name: value for name, value in without_empty(values).items() if value != {}}


def _unsafe(path: Path, names: tuple[str, ...]) -> DataFileError:
    return DataFileError(
        f"{printable(str(path))} is written in a way in which {'.'.join(names)} cannot be changed safely, so it was "
        "left as it is.",
        "Change it there with an editor.",
    )


def _with(values: Mapping[str, Any], names: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return values with one of them changed, as they are read from the file."""
    name, *rest = names
    changed = dict(values)
    if rest:
        inner = changed.get(name)
        changed[name] = _with(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    elif value is None:
        changed.pop(name, None)
    else:
        changed[name] = list(value) if isinstance(value, tuple) else value
    return changed


def _candidates(text: str, names: tuple[str, ...], value: Any) -> list[str]:
    """Return texts that may be the changed one, the best first."""
    places = value_places(text)
    place = places.get(names)
    written = "" if value is None else _written(value)
    newline = "\r\n" if "\r\n" in text else "\n"
    if place is None:
        return [] if value is None else _with_new(text, names, written, newline)
    old = text[place.start : place.end]
    if value is None:
        line_start = text.rfind("\n", 0, place.key) + 1
        is_one_line = "\n" not in old.rstrip() and not text[line_start : place.key].strip()
        return [f"{text[:line_start]}#{text[line_start:]}"] if is_one_line else []
    if place.is_scalar and old[:1] in ("|", ">"):
        return []
    if place.is_scalar or place.is_flow:
        space = " " if not old and text[place.start - 1] == ":" else ""
        return [f"{text[: place.start]}{space}{written}{text[place.end :]}"]
    colon = text.index(":", place.key + len(names[-1]))
    end = place.start + len(old.rstrip())
    if "#" in text[colon:end]:  # comments among the lines of a list would be lost
        return []
    return [f"{text[: colon + 1]} {written}{text[end:]}"]


def _with_new(text: str, names: tuple[str, ...], written: str, newline: str) -> list[str]:
    """Return texts with a setting that was not there: within its group, below its comment, or at the end."""
    places = value_places(text)
    group = places.get(names[:1]) if len(names) > 1 else None
    if group is not None:
        if group.is_flow:
            inner = text[group.start + 1 : group.end - 1].rstrip()
            comma = ", " if inner.strip() else ""
            return [f"{text[: group.start + 1]}{inner}{comma}{names[1]}: {written}{text[group.end - 1 :]}"]
        inside = [place for at, place in places.items() if at[:1] == names[:1] and len(at) > 1]
        last = max(inside, key=lambda place: place.key, default=None)
        first = min(inside, key=lambda place: place.key, default=None)
        indent = " " * (first.key - text.rfind("\n", 0, first.key) - 1) if first else "  "
        at = _line_end(text, last.key + len(text[last.key : last.end].rstrip()) if last else group.start)
        return [_inserted(text, at, f"{indent}{names[1]}: {written}", newline)]
    lines = f"{names[0]}: {written}" if len(names) == 1 else f"{names[0]}:{newline}  {names[1]}: {written}"
    texts = []
    if commented := re.search(rf"^#[ ]?{re.escape(names[0])}:[^\n]*(?:\n#  +[^\n]*)*$", text, re.MULTILINE):
        texts.append(_inserted(text, commented.end(), lines, newline))
    return [*texts, _inserted(text, len(text), lines, newline)]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _inserted(text: str, at: int, lines: str, newline: str) -> str:
    """Return a text with lines after the line that ends at `at`, at the character that ends it or at the very end."""
    head, tail = text[:at], text[at:]
    if tail.startswith("\n"):
        return f"{head}\n{lines}{newline[:-1]}{tail}"
    if not head or head.endswith("\n"):
        return f"{head}{lines}{newline}{tail}"
    return f"{head}{newline}{lines}{newline}{tail}"


def _written(value: Any) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value == value.strip() and value.casefold() not in _NOT_TEXT
        return value if is_plain else json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(_written(one) for one in value)}]"
