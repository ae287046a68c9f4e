"""What `config.yaml` can hold, as rows for the help screen, `--help` and the README.

Names, types, defaults and descriptions are those of `peacereader.config.Config` itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from peacereader.config import Config, FieldNames

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE_WORDS: dict[Any, str] = {
    str | None: "a name",
    str: "a name",
    bool: "true or false",
    FieldNames: "a name, or a list of names",
    dict[str, str]: "actions and keys",
}
"""Types of the fields in words; numbers and groups of fields are worded from their bounds and their own fields."""


@dataclass(frozen=True, slots=True)
class ConfigField:
    """A field of `config.yaml`: `fields.text` is the field `text` below `fields`. An empty `default` means none."""

    name: str
    kind: str
    default: str
    meaning: str

    @property
    def words(self) -> str:
        """What it is for and, where there is one, the default: `... [30 to 160; default: 72]`."""
        return f"{self.meaning} [{self.kind}; default: {self.default}]" if self.default else self.meaning


def config_fields(struct: type[msgspec.Struct] = Config, within: str = "") -> Iterator[ConfigField]:
    """Yield a row for each field, a group of fields before those in it.

    Raises KeyError for a type that has no words yet, and AttributeError for a field without a description.
    """
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        kind, meta = hints[field.name].__origin__, hints[field.name].__metadata__[0]
        name = f"{within}{field.name}"
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            yield ConfigField(name, "a group", "", meta.description)
            yield from config_fields(kind, f"{name}.")
        else:
            words = f"{meta.ge} to {meta.le}" if kind is int else _TYPE_WORDS[kind]
            yield ConfigField(name, words, _default_text(field.default), meta.description)


def _default_text(default: Any) -> str:
    """A default as it would be written in the file; "" for none."""
    if isinstance(default, bool):
        return str(default).lower()
    return str(default) if isinstance(default, int | str) else ""
