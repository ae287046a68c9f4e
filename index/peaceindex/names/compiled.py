"""The names file made ready for looking up, and kept so: reading its YAML takes longer than many a search."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from peaceindex.names.entry import Name
from peaceindex.private_files import make_private_folder, write_private
from peaceindex.text.folding import fold
from peaceindex.text.tokens import word_list

_VERSION = 3
"""Part of the cache's key: raise it when folding, division into words or this form changes."""

_SHORT_CAPITALS = 4


Openings = dict[str, list[tuple[list[str], int, int]]]
"""From the first word of a form to: its further words, the number of the name, and what capitals the form needs
(0 none, 1 a first one, 2 all); the longest first."""


class _NamesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[Name, ...] = ()


class Compiled(msgspec.Struct):
    """The tables of a names file.

    `names` holds (name, kind, phrases). `families` hold for each name its
    forms as (folded words, form as written); `keys` lead from folded words to
    families. `openings` lead from a first word to what may follow it, packed,
    since a search can do without them. `longest` is the number of words of the
    longest form.
    """

    names: list[tuple[str, str, list[str]]]
    families: list[list[tuple[str, str]]]
    keys: dict[str, list[int]]
    openings: msgspec.Raw
    longest: int

    @classmethod
    def of(cls, entries: Iterable[Name]) -> Compiled:
        """The tables of these entries; entries of one name are laid together."""
        merged: dict[str, tuple[str, str, list[str], list[str]]] = {}
        for entry in entries:
            known = merged.setdefault(fold(entry.name), (entry.name, entry.kind, [], []))
            known[2].extend(entry.forms)
            known[3].extend(entry.phrases)
        compiled = cls([], [], {}, msgspec.Raw(), 1)
        openings: Openings = {}
        for name, kind, forms, phrases in merged.values():
            if len(word_list(name)) == 1:
                forms.insert(0, name)
            compiled._add_forms(len(compiled.names), forms)
            _add_openings(openings, len(compiled.names), [name, *forms, *phrases])
            compiled.names.append((name, kind, phrases))
        for options in openings.values():
            options.sort(key=lambda option: -len(option[0]))
        compiled.openings = msgspec.Raw(msgspec.msgpack.encode(openings))
        return compiled

    def _add_forms(self, number: int, forms: list[str]) -> None:
        family: dict[str, str] = {}
        for form in forms:
            if key := " ".join(word_list(form)):
                family.setdefault(key, form)
        self.families.append(list(family.items()))
        for key in family:
            self.keys.setdefault(key, []).append(number)
            self.longest = max(self.longest, key.count(" ") + 1)

    def unpacked_openings(self) -> Openings:
        """The openings, ready for looking up; keep them, since unpacking takes time."""
        return msgspec.msgpack.decode(self.openings, type=Openings)


def _add_openings(openings: Openings, number: int, forms: list[str]) -> None:
    seen: set[tuple[str, int]] = set()
    for form in forms:
        first, *rest = word_list(form) or [""]
        capitals = _capitals(form)
        option = (" ".join([first, *rest]), capitals)
        if first and option not in seen:
            seen.add(option)
            openings.setdefault(first, []).append((rest, number, capitals))


def _capitals(form: str) -> int:
    letters = "".join(c for c in form if c.isalpha())
    if len(letters) > 1 and letters.isupper() and len(letters) <= _SHORT_CAPITALS:
        return 2
    return 1 if letters[:1].isupper() else 0


def load_compiled(base: Path, user_file: Path | None) -> Compiled:
    """The tables of the package's file with the user's on top, from the cache where both are unchanged.

    Raises DataFileError if the user's file is there and broken.
    """
    files = [path for path in (base, user_file) if path is not None and path.is_file()]
    digest = hashlib.sha256(f"{_VERSION}".encode())
    for path in files:
        with contextlib.suppress(OSError):  # reading it will say what is wrong
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    key = digest.hexdigest()
    cache = _cache_file()
    if kept := _kept(cache, key):
        return kept
    compiled = Compiled.of(_entries(files))
    _keep(cache, key, compiled)
    return compiled


def _entries(files: Iterable[Path]) -> list[Name]:
    from peaceindex.text import yaml_file

    found: list[Name] = []
    for path in files:
        found.extend(yaml_file.load_yaml(path, _NamesFile).names)
    return found


def _cache_file() -> Path:
    from peaceindex import paths

    return paths.cache_dir() / "names.msgpack"


def _kept(cache: Path, key: str) -> Compiled | None:
    try:
        found_key, compiled = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[str, Compiled])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return compiled if found_key == key else None


def _keep(cache: Path, key: str, compiled: Compiled) -> None:
    """Write the cache whole or not at all; a folder that cannot be written to only costs time."""
    with contextlib.suppress(OSError):
        make_private_folder(cache.parent)
        part = cache.with_name(f"{cache.name}.{os.getpid()}")
        write_private(part, msgspec.msgpack.encode((key, compiled)))
        part.replace(cache)
