"""Lookup tables made from packs of names and from the user's own names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path

import msgspec

from peaceindex.names import cache
from peaceindex.names.entry import Name, NamesFile
from peaceindex.names.packs import COMMON, Pack, read_pack
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words

_VERSION = 4
"""Part of the cache key. Raise it when folding, tokenization or this form changes."""

_MAX_ACRONYM_LETTERS = 4

ALWAYS = -1
"""The number, in place of a pack's, of names that count in every text: those of `common` and the user's own."""


class Capitals(IntEnum):
    """The capitals that a form needs in a text. The cache holds the numbers."""

    NONE = 0
    INITIAL = 1
    ALL = 2


Openings = dict[str, list[tuple[list[str], int, int]]]
"""A mapping from the first word of a form to: its other words, the index of the name, and the `Capitals` that the form
needs. The longest forms come first."""

Source = tuple[int, Sequence[Name]]
"""The number of a pack (or `ALWAYS`) and its entries."""


class NameTables(msgspec.Struct):
    """The tables of a choice of packs.

    `names` holds (name, kind, phrases). `packs` holds for each name the numbers
    of its packs. `families` holds the forms of each name as (folded words, form
    as written). `keys` maps folded words to indices of families. `near` holds,
    for a name with homonyms, by each of these the words that must be near it.
    `openings` maps a first word to what may follow it; it is packed, since a
    search does not need it. `longest` is the number of words of the longest
    form. `signals` holds the signals of each pack.
    """

    names: list[tuple[str, str, list[str]]]
    packs: list[list[int]]
    families: list[list[tuple[str, str]]]
    keys: dict[str, list[int]]
    near: dict[int, dict[str, list[str]]]
    openings: msgspec.Raw
    longest: int
    signals: list[list[str]]

    @classmethod
    def of(cls, sources: Iterable[Source], signals: Sequence[Sequence[str]] = ()) -> NameTables:
        """Return the tables of these entries. Entries with the same name are merged."""
        merged: dict[str, list[tuple[int, Name]]] = {}
        for pack, entries in sources:
            for entry in entries:
                merged.setdefault(fold(entry.name), []).append((pack, entry))
        tables = cls([], [], [], {}, {}, msgspec.Raw(), 1, [list(each) for each in signals])
        openings: Openings = {}
        for number, parts in enumerate(merged.values()):
            name, kind = parts[0][1].name, parts[0][1].kind
            forms = [form for _, entry in parts for form in entry.forms]
            phrases = [phrase for _, entry in parts for phrase in entry.phrases]
            if len(folded_words(name)) == 1:
                forms.insert(0, name)
            tables._add_forms(number, forms)
            _add_openings(openings, number, [name, *forms, *phrases])
            tables.names.append((name, kind, phrases))
            tables.packs.append(sorted({pack for pack, _ in parts}))
        for number, parts in enumerate(merged.values()):
            if homonyms := tables._homonyms(number, [entry for _, entry in parts]):
                tables.near[number] = homonyms
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

    def _homonyms(self, number: int, entries: Iterable[Name]) -> dict[str, list[str]]:
        """Return the homonyms of a name, each with the words that must be near it, in all their own spellings.

        A form that one of the entries gives without a condition has none.
        """
        found: dict[str, dict[str, None]] = {}
        free: set[str] = set()
        for entry in entries:
            forms = {" ".join(folded_words(form)) for form in (entry.name, *entry.forms)}
            homonyms = {" ".join(folded_words(form)) for form in entry.homonyms} or forms if entry.only_near else set()
            free |= forms - homonyms
            words = [" ".join(folded_words(word)) for word in entry.only_near]
            for homonym in homonyms:
                found.setdefault(homonym, {}).update(dict.fromkeys(words))
        own = {key for key, _ in self.families[number]}
        for words_near in found.values():
            for word in list(words_near):
                families = self.keys.get(word, ())
                if len(families) == 1 and families[0] != number:
                    words_near.update(dict.fromkeys(key for key, _ in self.families[families[0]]))
        return {
            homonym: [word for word in words_near if word and word not in own]
            for homonym, words_near in found.items()
            if homonym and homonym not in free
        }

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


def load_tables(packs: Sequence[Pack], user_file: Path | None) -> NameTables:
    """Return the tables of these packs, with the user's file on top, from the cache if no file has changed.

    Raise DataFileError if the user's file exists and is broken.
    """
    user_files = [user_file] if user_file is not None and user_file.is_file() else []
    key = cache.fingerprint(
        f"names {_VERSION}",
        [Path(pack.path) for pack in packs if not pack.is_users],
        [*(Path(pack.path) for pack in packs if pack.is_users), *user_files],
    )
    name = f"names-{key[:16]}.msgpack"
    if (known := cache.load(name, key, NameTables)) is not None:
        return known
    sources: list[Source] = [
        (ALWAYS if pack.pack == COMMON else number, read_pack(Path(pack.path)).names)
        for number, pack in enumerate(packs)
    ]
    sources += [(ALWAYS, _read_names(path)) for path in user_files]
    tables = NameTables.of(sources, [pack.signals for pack in packs])
    cache.save(name, key, tables, "names-*.msgpack")
    return tables


def _read_names(path: Path) -> Sequence[Name]:
    from peaceindex.text import yaml_file

    return yaml_file.load_yaml(path, NamesFile).names
