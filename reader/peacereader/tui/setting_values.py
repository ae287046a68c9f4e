"""Settings as people read and type them: what each may be, what it is now, and how it is changed in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.errors import DataFileError
from peacereader.config import CITATION_EXTRAS, CITATION_STYLES, Config
from peacereader.config_file import change_setting, check_value
from peacereader.config_help import config_fields
from peacereader.tui.user_keys import PRESETS, effective_keymap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LISTS = ("cite_with", "names_packs")


def choices_of(name: str, themes: Sequence[str]) -> Sequence[str]:
    """Return the values that a setting may have, () if they cannot be listed."""
    kinds = {field.name: field.kind for field in config_fields()}
    if kinds.get(name) == "true or false":
        return ("true", "false")
    listed = {"theme": themes, "citation_style": CITATION_STYLES, "keys_preset": PRESETS, "cite_with": CITATION_EXTRAS}
    return listed.get(name, ())


def value_of(config: Config, name: str) -> Any:
    """Return the value of a setting; `keys.ACTION` is that of an action, None if it has none of its own."""
    group, _, inner = name.partition(".")
    value = getattr(config, group)
    if not inner:
        return value
    return value.get(inner) if isinstance(value, dict) else getattr(value, inner)


def shown_value(value: Any) -> str:
    """Return a value as it is typed; "" for none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return ", ".join(value)
    return "" if value is None else str(value)


def typed_value(name: str, text: str, themes: Sequence[str]) -> Any:
    """Return the value that was typed for a setting, None for its default. Raise DataFileError if it cannot have it."""
    text = " ".join(text.split())
    if not text:
        return None
    kinds = {field.name: field.kind for field in config_fields()}
    kind = kinds.get(name, "")
    if name.startswith("keys."):
        _, problems = effective_keymap("vim", {name.partition(".")[2]: text}, lambda _: "")
        if problems:
            raise DataFileError(problems[0].strip(), "")
        return text
    value: Any = text
    if kind == "true or false":
        word = text.casefold()
        value = True if word in ("true", "yes", "on") else False if word in ("false", "no", "off") else text
    elif " to " in kind:
        value = int(text) if text.isdecimal() and len(text) < 10 else text
    elif name in _LISTS or name.startswith("fields."):
        parts = [part.strip() for part in text.strip("[]").split(",") if part.strip()]
        value = parts[0] if len(parts) == 1 else parts
    check_value(tuple(name.split(".", 1)), value)
    choices = choices_of(name, themes)
    for one in value if isinstance(value, list) else [value]:
        if choices and not isinstance(one, bool) and one not in choices:
            raise DataFileError(f"There is no {one} for {name}.", f"There are: {', '.join(choices)}.")
    return value


def change(name: str, text: str, themes: Sequence[str], apply: Callable[[str, Config], bool]) -> str:
    """Set a setting to what was typed, and return what to say. Raise PeaceindexError if it cannot be set."""
    value = typed_value(name, text, themes)
    config = change_setting(name, value)
    words = f"{name} is {shown_value(value)}" if value is not None else f"{name} has its default"
    when = "" if apply(name, config) else " from the next start on"
    return f"{words}{when}. It stands in config.yaml."
