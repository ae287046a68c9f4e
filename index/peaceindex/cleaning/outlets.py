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
    from collections.abc import Iterable

_CACHE = "outlets.msgpack"
_VERSION = 1
"""Part of the cache key. Raise it when `Outlet` changes."""


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One outlet as `outlets.yaml` describes it."""

    name: str
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()


class _Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outlets: tuple[Outlet, ...] = ()


class Outlets:
    """Known outlets, found by host, name or agency tag. A later entry replaces an earlier one of the same name."""

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        self._outlets = {o.name: o for o in outlets}

    @classmethod
    def load(cls, user_file: Path | None = None) -> Outlets:
        """Return the package's register, with the user's file on top if it exists.

        Raise DataFileError, which names file and field, if the user's file is broken.
        """
        outlets = list(_packaged())
        if user_file is not None and user_file.is_file():
            outlets.extend(_load(user_file))
        return cls(outlets)

    def __len__(self) -> int:
        return len(self._outlets)

    def by_host(self, url: str) -> str | None:
        """Return the name of the outlet that the host of this address (or bare host) belongs to, or None."""
        host = host_of(url)
        while host:
            if name := self._hosts.get(host):
                return name
            _, _, host = host.partition(".")
        return None

    def by_name(self, text: str) -> str | None:
        """Return the name of the outlet that this whole text is a name of, or None."""
        return self.by_key(normalise(text))

    def by_key(self, key: str) -> str | None:
        """Return the same for a normalised text."""
        return (
            self._names.get(key) or self._names.get(key.removeprefix("the ")) or self._names.get(key.replace(" ", ""))
        )

    def by_tag(self, tag: str) -> str | None:
        """Return the name of the outlet that signs with this agency tag or has it as a name, or None."""
        return self._tags.get(normalise(tag)) or self.by_name(tag)

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
    def _hosts(self) -> dict[str, str]:
        return {host_of(h): o.name for o in self._outlets.values() for h in o.hosts}

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {normalise(n): o.name for o in self._outlets.values() for n in (*o.hosts, *o.legal, *o.aliases)}
        names |= {normalise(o.name): o.name for o in self._outlets.values()}
        names.pop("", None)
        return names

    @cached_property
    def _tags(self) -> dict[str, str]:
        return {normalise(t): o.name for o in self._outlets.values() for t in o.agency}

    @cached_property
    def _names_by_first_word(self) -> dict[str, list[tuple[list[str], str]]]:
        phrases: dict[str, list[tuple[list[str], str]]] = {}
        for key, name in self._names.items():
            first, *rest = key.split()
            if len(key) > 2:
                phrases.setdefault(first, []).append((rest, name))
        return phrases


def _load(path: Path) -> tuple[Outlet, ...]:
    from peaceindex.text import yaml_file

    return yaml_file.load_yaml(path, _Register).outlets


@lru_cache(maxsize=1)
def _packaged() -> tuple[Outlet, ...]:
    """Return the package's register: from the cache folder, unless the file has changed since."""
    path = Path(__file__).with_name("outlets.yaml")
    key = cache.fingerprint(f"outlets {_VERSION}", [path], [])
    if (known := cache.load(_CACHE, key, _Register)) is not None:
        return known.outlets
    outlets = _load(path)
    cache.save(_CACHE, key, _Register(outlets))
    return outlets


def host_of(url: str) -> str:
    """Return the host of an address or of a bare host name, in lower case, without `www.`; empty if there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
