"""Which packs of names are on: as the setting says, or found from the words of a library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import msgspec

from peaceindex.errors import DataFileError
from peaceindex.model.name_packs import PackReason, PackState
from peaceindex.names.catalogue import Names
from peaceindex.names.packs import COMMON, Pack, Packs, all_packs

if TYPE_CHECKING:
    from pathlib import Path

ONE_ARTICLE_IN = 5000
"""A pack belongs to a library if one article in so many contains one of its signals."""

AUTO = "auto"

Count = Callable[[str], int]
"""The number of a library's articles that contain a folded word or phrase."""


class NamesForLibraries(Protocol):
    """What chooses names by the words of a library. `Names` themselves are the same for each."""

    def choose(self, articles: int, count: Count) -> Names:
        """Return the names for a library with so many articles."""

    def states(self, articles: int, count: Count) -> tuple[PackState, ...]:
        """Return all packs, and which of them `choose` uses."""


class LibraryNames:
    """The names of this user: the packs that the setting or the library's words choose, and their own `names.yaml`."""

    def choose(self, articles: int, count: Count) -> Names:
        """Return the names for a library with so many articles.

        If the user's own file is broken, it is ignored, and `problem` of the result says what is wrong with it.
        """
        return _names_of(tuple(state.pack for state in self.states(articles, count) if state.is_on))

    def states(self, articles: int, count: Count) -> tuple[PackState, ...]:
        """Return all packs, and which of them are on for a library with so many articles.

        Once a signal is in enough articles, the other signals of its pack are not counted.
        """
        chosen = setting()
        return tuple(_state(pack, chosen, articles, count) for pack in all_packs().packs)


def default_names() -> Names:
    """Return the names for finding the topics of texts.

    With the setting `auto` these are those of all packs, and each text tells by its own words which of them count; so
    the topics of an article are the same in every library, whatever was added before it. A list in the setting leaves
    out all other packs, and the names of its packs count in every text. The user's `names.yaml` is laid on top. If it
    is broken, it is ignored, and `problem` of the result says what is wrong with it.
    """
    chosen = setting()
    return _names_of(chosen, every_pack_counts=chosen is not None)


def all_names() -> Names:
    """Return the names of all packs, whatever the setting, with the user's on top as far as they can be read."""
    return _names_of(None)


def setting() -> tuple[str, ...] | None:
    """Return the packs that `names_packs` in the user's `config.yaml` lists; None for `auto`.

    A file that cannot be read counts as `auto`: whoever loads the whole of it reports what is wrong.
    """
    from peaceindex import paths

    path = paths.config_dir() / "config.yaml"
    state = _state_of(path)
    return _setting_in(path, state) if state else None


def unknown_packs(names: Sequence[str]) -> list[str]:
    """Return a message for each of these names that is not a pack's."""
    known = all_packs().names()
    return [
        f"names_packs: there is no pack of names {name!r}; 'peacereader names' lists them."
        for name in names
        if name not in known
    ]


def pack_problems() -> tuple[str, ...]:
    """Return a message for each pack of the user's that cannot be used, and so is left out."""
    return all_packs().problems


def _state(pack: Pack, chosen: Sequence[str] | None, articles: int, count: Count) -> PackState:
    state = PackState(pack.pack, pack.title, pack.names, "always")
    if pack.pack == COMMON:
        return state
    if chosen is not None:
        return replace(state, reason="setting" if pack.pack in chosen else "not in setting")
    needed = max(1, -(-articles // ONE_ARTICLE_IN))
    best, most = "", 0
    for signal in pack.signals:
        if (found := count(signal)) > most:
            best, most = signal, found
        if most >= needed:
            break
    reason: PackReason = "words" if most >= needed else "no words"
    return PackState(pack.pack, pack.title, pack.names, reason, best, most)


@lru_cache(maxsize=4)
def _setting_in(path: Path, state: tuple[int, ...]) -> tuple[str, ...] | None:
    from peaceindex.text.settings_file import read_names_packs

    try:
        found = msgspec.convert(read_names_packs(path), str | tuple[str, ...] | None)
    except msgspec.ValidationError:
        return None
    return None if found in (None, AUTO) else (found,) if isinstance(found, str) else found


def _names_of(packs: Sequence[str] | None, *, every_pack_counts: bool = False) -> Names:
    from peaceindex import paths

    user_file = paths.config_dir() / "names.yaml"
    chosen = None if packs is None else tuple(packs)
    return _loaded(user_file, _state_of(user_file), all_packs(), chosen, every_pack_counts)


@lru_cache(maxsize=4)
def _loaded(
    user_file: Path, user_state: tuple[int, ...], known: Packs, packs: tuple[str, ...] | None, every_pack_counts: bool
) -> Names:
    problems = list(known.problems)
    try:
        names = Names.load(user_file, packs, every_pack_counts=every_pack_counts)
    except DataFileError as error:
        problems.insert(0, str(error))
        names = Names.load(None, packs, every_pack_counts=every_pack_counts)
    names.problem = " ".join(problems)
    return names


def _state_of(path: Path) -> tuple[int, ...]:
    """Return what tells whether a file has changed; nothing if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino
