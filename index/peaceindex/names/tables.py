"""Lookup tables made from the names file, and a cache of them: reading its YAML takes longer than many a search."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path

import msgspec

from peaceindex.names.entry import Name
from peaceindex.private_files import make_private_folder, write_private
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words

_VERSION = 4
"""Part of the cache key. Raise it when folding, tokenization or this form changes."""

_MAX_ACRONYM_LETTERS = 4


class Capitals(IntEnum):
    """The capitals that a form needs in a text. The cache holds the numbers."""

    NONE = 0
    INITIAL = 1
    ALL = 2


Openings = dict[str, list[tuple[list[str], int, int]]]
"""A mapping from the first word of a form to: its other words, the index of the name, and the `Capitals` that the form
needs. The longest forms come first."""


class _NamesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[Name, ...] = ()


class NameTables(msgspec.Struct):
    """The tables of a names file.

    `names` holds (name, kind, phrases). `families` holds the forms of each name
    as (folded words, form as written). `keys` maps folded words to indices of
    families. `openings` maps a first word to what may follow it; it is packed,
    since a search does not need it. `longest` is the number of words of the
    longest form.
    """

    names: list[tuple[str, str, list[str]]]
    families: list[list[tuple[str, str]]]
    keys: dict[str, list[int]]
    openings: msgspec.Raw
    longest: int

    @classmethod
    def of(cls, entries: Iterable[Name]) -> NameTables:
        """Return the tables of these entries. Entries with the same name are merged."""
        merged: dict[str, tuple[str, str, list[str], list[str]]] = {}
        for entry in entries:
            known = merged.setdefault(fold(entry.name), (entry.name, entry.kind, [], []))
            known[2].extend(entry.forms)
            known[3].extend(entry.phrases)
        tables = cls([], [], {}, msgspec.Raw(), 1)
        openings: Openings = {}
        for name, kind, forms, phrases in merged.values():
            if len(folded_words(name)) == 1:
                forms.insert(0, name)
            tables._add_forms(len(tables.names), forms)
            _add_openings(openings, len(tables.names), [name, *forms, *phrases])
            tables.names.append((name, kind, phrases))
        for options in openings.values():
            options.sort(key=lambda option: -len(option[0]))
        tables.openings = msgspec.Raw(msgspec.msgpack.encode(openings))
        return tables

    def _add_forms(self, number: int, forms: list[str]) -> None:
        family: dict[str, str] = {}
        for form in forms:
            if key := " ".join(folded_words(form)):
                family.setdefault(key, form)
        self.families.append(list(family.items()))
        for key in family:
            self.keys.setdefault(key, []).append(number)
            self.longest = max(self.longest, key.count(" ") + 1)

    def decode_openings(self) -> Openings:
        """Return the openings, ready for lookups. Cache the result, since decoding takes time."""
        return msgspec.msgpack.decode(self.openings, type=Openings)


def _add_openings(openings: Openings, number: int, forms: list[str]) -> None:
    seen: set[tuple[str, int]] = set()
    for form in forms:
        first, *rest = folded_words(form) or [""]
        capitals = _required_capitals(form)
        option = (" ".join([first, *rest]), capitals)
        if first and option not in seen:
            seen.add(option)
            openings.setdefault(first, []).append((rest, number, capitals))


def _required_capitals(form: str) -> Capitals:
    letters = "".join(c for c in form if c.isalpha())
    if len(letters) > 1 and letters.isupper() and len(letters) <= _MAX_ACRONYM_LETTERS:
        return Capitals.ALL
    return Capitals.INITIAL if letters[:1].isupper() else Capitals.NONE


def load_tables(base: Path, user_file: Path | None) -> NameTables:
    """Return the tables of the package's file, extended by the user's, from the cache if both files are unchanged.

    Raise DataFileError if the user's file exists and is broken.
    """
    files = [path for path in (base, user_file) if path is not None and path.is_file()]
    digest = hashlib.sha256(f"{_VERSION}".encode())
    for path in files:
        with contextlib.suppress(OSError):  # reading the file later reports what is wrong
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    key = digest.hexdigest()
    cache = _cache_file()
    if cached := _load_cached(cache, key):
        return cached
    tables = NameTables.of(_read_entries(files))
    _save_cached(cache, key, tables)
    return tables


def _read_entries(files: Iterable[Path]) -> list[Name]:
    from peaceindex.text import yaml_file

    found: list[Name] = []
    for path in files:
        found.extend(yaml_file.load_yaml(path, _NamesFile).names)
    return found


def _cache_file() -> Path:
    from peaceindex import paths

    return paths.cache_dir() / "names.msgpack"


def _load_cached(cache: Path, key: str) -> NameTables | None:
    try:
        found_key, tables = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[str, NameTables])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return tables if found_key == key else None


def _save_cached(cache: Path, key: str, tables: NameTables) -> None:
    """Write the cache atomically. If the folder is not writable, that only costs time."""
    with contextlib.suppress(OSError):
        make_private_folder(cache.parent)
        partial = cache.with_name(f"{cache.name}.{os.getpid()}")
        write_private(partial, msgspec.msgpack.encode((key, tables)))
        partial.replace(cache)
