"""The register of outlets: names, hosts, agency tags and legal names from YAML, with the user's own on top."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from peaceindex.names import cache
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_CACHE = "outlets.msgpack"
_VERSION = 2
"""Part of the cache key. Raise it when `Outlet` or `_Keys` changes, or what they hold."""


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One outlet as `outlets.yaml` describes it."""

    name: str
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()


class _Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outlets: tuple[Outlet, ...] = ()


class _Keys(msgspec.Struct, frozen=True):
    """The names of outlets by their hosts, by the normalised names that they go by, and by their agency tags."""

    hosts: dict[str, str]
    names: dict[str, str]
    tags: dict[str, str]

    @classmethod
    def of(cls, outlets: Collection[Outlet]) -> _Keys:
        names = {normalise(n): o.name for o in outlets for n in (*o.hosts, *o.legal, *o.aliases)}
        names |= {normalise(o.name): o.name for o in outlets}
        names.pop("", None)
        return cls(
            {host_of(h): o.name for o in outlets for h in o.hosts},
            names,
            {normalise(t): o.name for o in outlets for t in o.agency},
        )


class _Packaged(msgspec.Struct, frozen=True):
    """The package's register as it is cached. To normalise its names takes longer than to read it."""

    outlets: tuple[Outlet, ...]
    keys: _Keys


class Outlets:
    """Known outlets, found by host, name or agency tag. A later entry replaces an earlier one of the same name."""

    def __init__(self, outlets: Iterable[Outlet] = (), keys: _Keys | None = None) -> None:
        """`keys` are those of the outlets, if they are known already."""
        self._outlets = {o.name: o for o in outlets}
        self._keys = keys or _Keys.of(self._outlets.values())

    @classmethod
    def load(cls, user_file: Path | None = None) -> Outlets:
        """Return the package's register, with the user's file on top if it exists.

        Raise DataFileError, which names file and field, if the user's file is broken.
        """
        packaged = _packaged()
        if user_file is None or not user_file.is_file():
            return packaged
        return cls([*packaged._outlets.values(), *_load(user_file)])

    def __len__(self) -> int:
        return len(self._outlets)

    def by_host(self, url: str) -> str | None:
        """Return the name of the outlet that the host of this address (or bare host) belongs to, or None."""
        host = host_of(url)
        while host:
            if name := self._keys.hosts.get(host):
                return name
            _, _, host = host.partition(".")
        return None

    def by_name(self, text: str) -> str | None:
        """Return the name of the outlet that this whole text is a name of, or None."""
        return self.by_key(normalise(text))

    def by_key(self, key: str) -> str | None:
        """Return the same for a normalised text."""
        names = self._keys.names
        return names.get(key) or names.get(key.removeprefix("the ")) or names.get(key.replace(" ", ""))

    def by_tag(self, tag: str) -> str | None:
        """Return the name of the outlet that signs with this agency tag or has it as a name, or None."""
        return self._keys.tags.get(normalise(tag)) or self.by_name(tag)

    def inside(self, text: str) -> list[str]:
        """Return the outlets whose names stand in the text as whole words, each once, the longest names first.

        Only the first 400 words are read.
        """
        words = normalise(text[:4000]).split()[:400]
        found: dict[str, int] = {}
        for place, word in enumerate(words):
            for rest, name in self._names_by_first_word.get(word, ()):
                if words[place + 1 : place + 1 + len(rest)] == rest:
                    found[name] = max(found.get(name, 0), len(word) + sum(map(len, rest)))
        return sorted(found, key=lambda name: -found[name])

    @cached_property
    def _names_by_first_word(self) -> dict[str, list[tuple[list[str], str]]]:
        phrases: dict[str, list[tuple[list[str], str]]] = {}
        for key, name in self._keys.names.items():
            first, *rest = key.split()
            if len(key) > 2:
                phrases.setdefault(first, []).append((rest, name))
        return phrases


def _load(path: Path) -> tuple[Outlet, ...]:
    from peaceindex.text import yaml_file

    return yaml_file.load_yaml(path, _Register).outlets


@lru_cache(maxsize=1)
def _packaged() -> Outlets:
    """Return the package's register: from the cache folder, unless the file has changed since."""
    path = Path(__file__).with_name("outlets.yaml")
    key = cache.fingerprint(f"outlets {_VERSION}", [path], [])
    if (known := cache.load(_CACHE, key, _Packaged)) is not None:
        return Outlets(known.outlets, known.keys)
    outlets = Outlets(_load(path))
    cache.save(_CACHE, key, _Packaged(tuple(outlets._outlets.values()), outlets._keys))
    return outlets


def host_of(url: str) -> str:
    """Return the host of an address or of a bare host name, in lower case, without `www.`; empty if there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
