"""A cache of what takes long to make, in the cache folder. Reading the YAML of the packs takes longer than a search."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, TypeVar

import msgspec

from peaceindex.private_files import replace_private

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Made = TypeVar("Made")

_MAX_FILES = 12
"""The most files of one kind; the oldest make room. Each library may need another choice of packs."""


def fingerprint(kind: str, own: Sequence[Path], users: Sequence[Path]) -> str:
    """Return a short text that changes whenever one of the files does.

    The program's own files are known by size, times and inode, without reading them. A user may change a file twice
    within one tick of the file system's clock, so the contents of theirs count.
    """
    states: list[object] = [kind]
    with contextlib.suppress(OSError):  # reading the file later reports what is wrong
        states.extend(map(_status, own))
        states.extend((str(path), hashlib.sha256(path.read_bytes()).digest()) for path in users)
    return hashlib.sha256(repr(states).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _status(path: Path) -> tuple[str, int, int, int, int]:
    status = path.stat()
    return str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def load(name: str, key: str, made: type[Made]) -> Made | None:
    """Return what was saved under this name and key; None if there is none that can be read."""
    try:
        found_key, value = msgspec.msgpack.decode(_path(name).read_bytes(), type=tuple[str, made])  # type: ignore[valid-type]
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return value if found_key == key else None


def save(name: str, key: str, value: object, kind: str = "") -> None:
    """Save a value atomically, and remove the oldest files of its kind (a pattern). An unwritable folder only costs
    time."""
    path = _path(name)
    with contextlib.suppress(OSError):
        replace_private(path, msgspec.msgpack.encode((key, value)))
        files = sorted(path.parent.glob(kind), key=lambda file: file.stat().st_mtime_ns) if kind else []
        for old in files[:-_MAX_FILES]:
            old.unlink(missing_ok=True)


def _path(name: str) -> Path:
    from peaceindex import paths

    return paths.cache_dir() / name
