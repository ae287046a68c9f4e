"""The user's `config.yaml` and what the reader remembers between launches.

`config.yaml` belongs to the user and is only read. What the reader itself
remembers (the theme last chosen, the order of results) lies in the state folder.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec

from peaceindex import load_yaml
from peaceindex.errors import DataFileError
from peaceindex.paths import config_dir, state_dir
from peaceindex.private_files import make_private_folder, write_private

CONFIG_NAME = "config.yaml"


Names = str | tuple[str, ...]


class RecordFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What fields are called in the user's records (JSON and the like), each one name or several, the first that is
    there counting; `a.b` is the field `b` within `a`. They come before the names that are known anyway."""

    text: Names = ()
    title: Names = ()
    outlet: Names = ()
    published: Names = ()
    modified: Names = ()
    url: Names = ()
    language: Names = ()
    authors: Names = ()
    tags: Names = ()

    def as_mapping(self) -> dict[str, tuple[str, ...]]:
        """Our name of each field to the user's, as `Library.add` takes them."""
        named = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: (given,) if isinstance(given, str) else given for name, given in named.items() if given}


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `config.yaml` may say. Every field may be missing, and so may the file."""

    theme: str | None = None
    """The name of a theme; the one last chosen with the theme key where it is missing."""
    measure: Annotated[int, msgspec.Meta(ge=30, le=160)] = 72
    """The widest line of an article, in columns."""
    fields: RecordFields = RecordFields()
    """What the fields of JSON records are called, where nobody would guess it."""
    search_log: bool = True
    """Whether the searches that one settles on are logged, for the methods note."""
    keys: dict[str, str] = {}
    """Other keys for actions: the action's name in the help screen to one or more keys, `next-hit: "n,ctrl+n"`."""


def load_config(folder: Path | None = None) -> tuple[Config, list[str]]:
    """The user's config and a message for what is wrong with it; defaults where it is missing or broken."""
    path = (folder or config_dir()) / CONFIG_NAME
    if not path.exists():
        return Config(), []
    try:
        return load_yaml(path, Config), []
    except DataFileError as error:
        return Config(), [f"{error} Until then the defaults are used."]


class Memory:
    """A few values that outlive a launch, in one small JSON file; losing it costs nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or state_dir() / "reader.json"
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            values = {}
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}

    def get(self, key: str, default: str) -> str:
        """The remembered text, or `default`."""
        value = self._values.get(key)
        return value if isinstance(value, str) else default

    def put(self, key: str, value: str) -> None:
        """Remember a text; a disk that cannot be written to is no reason to stop reading."""
        self._values[key] = value
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            make_private_folder(self._path.parent)
            write_private(partial, json.dumps(self._values))
            partial.replace(self._path)
        except OSError:
            with suppress(OSError):
                partial.unlink()
