"""Lookup tables made from packs of names and from the user's own names."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from peaceindex.names import cache
from peaceindex.names.entry import Name, NamesFile
from peaceindex.names.packs import COMMON, Pack, read_pack
from peaceindex.text.folding import fold
from peaceindex.text.tokens import VERSION, query_key

_VERSION = 9
"""Part of the cache key. Raise it when folding, tokenization or this form changes."""

_MAX_ACRONYM_LETTERS = 4
_PARTS = 256
"""The number of parts into which the keys are divided."""

ALWAYS = -1
"""The number, in place of a pack's, of names that count in every text: those of `common` and the user's own."""


CAPITAL = "^"
"""Stands among the words that must be near a homonym, if a capital is as good as one of them. It is no word."""


class Capitals(IntEnum):
    """The capitals that a form needs in a text. The cache holds the numbers."""

    NONE = 0
    INITIAL = 1
    ALL = 2


Opening = tuple[list[str], int, int]
"""What may follow the first word of a form: its other words, the index of the name, and the `Capitals` that the form
needs."""

Family = list[tuple[str, str]]
"""The forms of a name, as (folded words, form as written)."""

Source = tuple[int, Sequence[Name]]
"""The number of a pack (or `ALWAYS`) and its entries."""


class NameTables(msgspec.Struct, dict=True):
    """The tables of a choice of packs.

    `names` holds (name, kind, phrases). `packs` holds for each name the numbers
    of its packs. `families` holds the family of each name; `packed_keys` maps
    folded words to the index of their family, in parts of which a search reads
    those that its words fall into, and `shared` maps to those of several.
    `near` holds, for a name with homonyms, by each of these the words that must
    be near it. `packed_openings` maps a first word to what may follow it, the
    longest first. `longest` is the number of words of the longest form.
    `signals` holds the signals of each pack.

    What a search or a text does not need is packed: reading all of it takes as
    long as many searches.
    """

    names: list[tuple[str, str, list[str]]]
    packs: list[list[int]]
    families: list[msgspec.Raw]
    packed_keys: list[msgspec.Raw]
    shared: dict[str, list[int]]
    near: dict[int, msgspec.Raw]
    packed_openings: msgspec.Raw
    longest: int
    signals: list[list[str]]

    @classmethod
    def of(cls, sources: Iterable[Source], signals: Sequence[Sequence[str]] = ()) -> NameTables:
        """Return the tables of these entries. Entries with the same name are merged."""
        merged: dict[str, list[tuple[int, Name]]] = {}
        for pack, entries in sources:
            for entry in entries:
                merged.setdefault(fold(entry.name), []).append((pack, entry))
        tables = _Builder()
        for number, parts in enumerate(merged.values()):
            name, kind = parts[0][1].name, parts[0][1].kind
            forms = [form for _, entry in parts for form in entry.forms]
            phrases = [phrase for _, entry in parts for phrase in entry.phrases]
            if len(_key_of(name)) == 1:
                forms.insert(0, name)
            tables.add_forms(number, forms)
            _add_openings(tables.openings, number, [name, *forms, *phrases])
            tables.names.append((name, kind, phrases))
            tables.packs.append(sorted({pack for pack, _ in parts}))
        near = {number: tables.homonyms(number, [e for _, e in parts]) for number, parts in enumerate(merged.values())}
        for options in tables.openings.values():
            options.sort(key=lambda option: -len(option[0]))
        shared = {key: numbers for key, numbers in tables.keys.items() if len(numbers) > 1}
        _key_of.cache_clear()
        return cls(
            names=tables.names,
            packs=tables.packs,
            families=[_packed(family) for family in tables.families],
            packed_keys=_in_parts({key: numbers[0] for key, numbers in tables.keys.items() if key not in shared}),
            shared=shared,
            near={number: _packed(words) for number, words in near.items() if words},
            packed_openings=_packed({first: _packed(options) for first, options in tables.openings.items()}),
            longest=max((key.count(" ") + 1 for key in tables.keys), default=1),
            signals=[list(each) for each in signals],
        )

    @cached_property
    def keys(self) -> dict[str, int]:
        """Folded words mapped to the index of their family, without those that belong to several families."""
        return {key: number for part in range(_PARTS) for key, number in self._keys(part).items()}

    @cached_property
    def _known_parts(self) -> dict[int, dict[str, int]]:
        return {}

    def _keys(self, part: int) -> dict[str, int]:
        """Return one part of the keys, which is unpacked when it is first asked for."""
        found = self._known_parts.get(part)
        if found is None:
            found = self._known_parts[part] = _KEYS.decode(self.packed_keys[part])
        return found

    @cached_property
    def openings(self) -> dict[str, msgspec.Raw]:
        """The first words of all forms and phrases. `openings_of` returns what may follow one."""
        return _OPENINGS.decode(self.packed_openings)

    def families_of(self, key: str) -> Sequence[int]:
        """Return the indices of the families to which folded words belong."""
        if (number := self._keys(_part_of(key)).get(key)) is not None:
            return (number,)
        return self.shared.get(key, ())

    def family(self, number: int) -> Family:
        """Return one family."""
        return _FAMILY.decode(self.families[number])

    def near_of(self, number: int) -> dict[str, list[str]]:
        """Return the homonyms of a name with the words that must be near each."""
        return _NEAR.decode(self.near[number]) if number in self.near else {}

    def openings_of(self, word: str) -> list[Opening]:
        """Return what may follow the first word of a form, which must be in `openings`."""
        return _OPTIONS.decode(self.openings[word])


_KEYS = msgspec.msgpack.Decoder(dict[str, int])
_OPENINGS = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])
_OPTIONS = msgspec.msgpack.Decoder(list[Opening])
_FAMILY = msgspec.msgpack.Decoder(Family)
_NEAR = msgspec.msgpack.Decoder(dict[str, list[str]])


_key_of = lru_cache(maxsize=None)(query_key)
"""The folded words of a form. While tables are made, each form is asked for several times."""


def _packed(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(value))


def _part_of(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % _PARTS


def _in_parts(keys: dict[str, int]) -> list[msgspec.Raw]:
    parts: list[dict[str, int]] = [{} for _ in range(_PARTS)]
    for key, number in keys.items():
        parts[_part_of(key)][key] = number
    return [_packed(part) for part in parts]


class _Builder:
    """Tables in the making."""

    def __init__(self) -> None:
        self.names: list[tuple[str, str, list[str]]] = []
        self.packs: list[list[int]] = []
        self.families: list[Family] = []
        self.keys: dict[str, list[int]] = {}
        self.openings: dict[str, list[Opening]] = {}

    def add_forms(self, number: int, forms: list[str]) -> None:
        family: dict[str, str] = {}
        for form in forms:
            if key := " ".join(_key_of(form)):
                family.setdefault(key, form)
        for key in family:
            self.keys.setdefault(key, []).append(number)
        self.families.append(list(family.items()))

    def homonyms(self, number: int, entries: Iterable[Name]) -> dict[str, list[str]]:
        """Return the homonyms of a name, each with the words that must be near it, in all their own spellings.

        A form that one of the entries gives without a condition has none.
        """
        found: dict[str, dict[str, None]] = {}
        free: set[str] = set()
        for entry in entries:
            forms = dict.fromkeys(" ".join(_key_of(form)) for form in (entry.name, *entry.forms))
            homonyms = dict.fromkeys(" ".join(_key_of(form)) for form in entry.homonyms if entry.only_near)
            if entry.only_near and not homonyms:
                homonyms = forms
            free |= forms.keys() - homonyms.keys()
            words = [" ".join(_key_of(word)) for word in entry.only_near]
            common_words = {" ".join(_key_of(form)) for form in entry.common_words}
            for homonym in homonyms:
                signs = [CAPITAL, *words] if homonym in common_words else words
                found.setdefault(homonym, {}).update(dict.fromkeys(signs))
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


def _add_openings(openings: dict[str, list[Opening]], number: int, forms: list[str]) -> None:
    seen: set[tuple[str, int]] = set()
    for form in forms:
        first, *rest = _key_of(form) or [""]
        capitals = _required_capitals(form)
        option = (" ".join([first, *rest]), capitals)
        if first and option not in seen:
            seen.add(option)
            openings.setdefault(first, []).append((rest, number, capitals))


def _required_capitals(form: str) -> Capitals:
    letters = "".join(filter(str.isalpha, form))
    if len(letters) > 1 and letters.isupper() and len(letters) <= _MAX_ACRONYM_LETTERS:
        return Capitals.ALL
    return Capitals.INITIAL if letters[:1].isupper() else Capitals.NONE


def load_tables(packs: Sequence[Pack], user_file: Path | None) -> NameTables:
    """Return the tables of these packs, with the user's file on top, from the cache if no file has changed.

    Raise DataFileError if the user's file exists and is broken.
    """
    user_files = [user_file] if user_file is not None and user_file.is_file() else []
    key = cache.fingerprint(
        f"names {_VERSION} {VERSION}",
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
