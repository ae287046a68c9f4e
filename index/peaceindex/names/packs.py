"""The packs of names that there are: those of this program, and the user's own in the settings folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peaceindex.errors import DataFileError
from peaceindex.names import cache
from peaceindex.names.entry import PackFile
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.tokens import query_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMON = "common"
"""The pack that is always on."""

_VERSION = 2
"""Part of the cache key. Raise it when folding, tokenization or `Pack` changes."""

_OWN_FOLDER = Path(__file__).with_name("packs")
_ID = late_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CACHE = "packs.msgpack"
_OWN_CACHE = "own-packs.msgpack"
"""The heads of this program's packs alone: whoever writes a pack does not wait until all others are read again."""


class Pack(msgspec.Struct, frozen=True):
    """What is known of a pack without its names. `signals` are folded words, joined by spaces."""

    pack: str
    title: str
    signals: tuple[str, ...]
    names: int
    path: str
    is_users: bool = False


class Packs(msgspec.Struct, frozen=True):
    """All packs, `common` first, and what is wrong with files of the user's that were left out."""

    packs: tuple[Pack, ...]
    problems: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Return the names of all packs."""
        return [pack.pack for pack in self.packs]

    def of(self, names: Iterable[str]) -> tuple[Pack, ...]:
        """Return the packs of these names, and `common`, in the order of `packs`. Unknown names are left out."""
        wanted = {*names, COMMON}
        return tuple(pack for pack in self.packs if pack.pack in wanted)


def all_packs() -> Packs:
    """Return all packs. A pack of the user's takes the place of one of this program with the same name.

    Their heads come from the cache if no file has changed since. A file of the user's that is broken is left out.
    """
    from peaceindex import paths

    own, users = _files(_OWN_FOLDER), _files(paths.config_dir() / "packs")
    key = cache.fingerprint(f"packs {_VERSION}", own, users)
    return _all_packs(key, tuple(own), tuple(users))


@lru_cache(maxsize=4)
def _all_packs(key: str, own: Sequence[Path], users: Sequence[Path]) -> Packs:
    if (known := cache.load(_CACHE, key, Packs)) is not None:
        return known
    found = {pack.pack: pack for pack in _own_packs(own)}
    problems: list[str] = []
    theirs: dict[str, Pack] = {}
    for path in users:
        try:
            pack = _head(path, is_users=True)
            if pack.pack in theirs:
                raise DataFileError(
                    f"{_shown(path)} holds the pack {pack.pack}, as {_shown(Path(theirs[pack.pack].path))} does.",
                    "Give one of them another name.",
                )
            theirs[pack.pack] = pack
        except DataFileError as error:
            problems.append(str(error))
    found |= theirs
    ordered = sorted(found.values(), key=lambda pack: (pack.pack != COMMON, pack.pack))
    packs = Packs(tuple(ordered), tuple(problems))
    cache.save(_CACHE, key, packs)
    return packs


def _own_packs(paths: Sequence[Path]) -> tuple[Pack, ...]:
    key = cache.fingerprint(f"own packs {_VERSION}", paths, [])
    if (known := cache.load(_OWN_CACHE, key, Packs)) is not None:
        return known.packs
    packs = tuple(map(_head, paths))
    cache.save(_OWN_CACHE, key, Packs(packs))
    return packs


def read_pack(path: Path) -> PackFile:
    """Return a pack. Raise DataFileError, which names the file and the field, if it is broken."""
    from peaceindex.text import yaml_file

    pack = yaml_file.load_yaml(path, PackFile)
    if len(pack.pack) > 40 or not _ID.fullmatch(pack.pack):
        raise DataFileError(
            f"{_shown(path)}: field pack: a name of a pack is small letters and digits, joined by hyphens.",
            "Write one such as northern-ireland.",
        )
    return pack


def _head(path: Path, is_users: bool = False) -> Pack:
    pack = read_pack(path)
    signals = dict.fromkeys(" ".join(query_key(signal)) for signal in pack.signals)
    return Pack(pack.pack, pack.title, tuple(filter(None, signals)), len(pack.names), str(path), is_users)


def _files(folder: Path) -> Sequence[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError:
        return []


def _shown(path: Path) -> str:
    from peaceindex.text.decoding import printable

    return printable(str(path))
