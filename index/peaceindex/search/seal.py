"""The seal of an index: only an index that this user has built is opened.

Whoosh's files contain pickles, and reading a pickle runs code that its writer
chooses. So before any file of an index is opened, all files are compared with
a list of names and hashes that is signed with a key of this user.
Hashes are cached by size, times and inode, which a change cannot preserve.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import hmac
import json
import os
from typing import TYPE_CHECKING, Any

from peaceindex import paths
from peaceindex.private_files import replace_private, write_private
from peaceindex.storage.safe_files import check_folder, open_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SEAL_NAME = "seal.json"
_KEY_NAME = "seal.key"
_KEY_BYTES = 32


class Seal:
    """The seal of the index in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / SEAL_NAME

    def state(self) -> tuple[int, int, int] | None:
        """Return a value that changes whenever the index is rewritten, for comparison only; None without a seal."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def generation(self, wanted_format: int, *, afresh: bool = False) -> int | None:
        """Return the generation of the index if it is intact, of the wanted format and sealed by this user; else None.

        With `afresh`, all files are read and hashed, whatever the cache holds.
        """
        try:
            check_folder(self._folder)
            content = json.loads(self._path.read_bytes())
            files, generation = dict(content["files"]), int(content["generation"])
            if content["format"] != wanted_format or not isinstance(content["mac"], str):
                return None
            if not hmac.compare_digest(self._mac(wanted_format, generation, files), content["mac"]):
                return None
            if set(files) != set(self._openable_files(generation, files)):
                return None
            if self._hashes(files, afresh) != files:
                return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return generation

    def stated_format(self) -> int | None:
        """Return the format that the seal states, whoever wrote it; None without a readable seal."""
        try:
            return int(json.loads(self._path.read_bytes())["format"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def write(self, wanted_format: int, generation: int, files: Iterable[str]) -> None:
        """Seal these files of the folder in their present state."""
        hashes = self._hashes(files)
        content = {
            "format": wanted_format,
            "generation": generation,
            "files": hashes,
            "mac": self._mac(wanted_format, generation, hashes),
        }
        part = self._path.with_name(f"{SEAL_NAME}.part")
        write_private(part, json.dumps(content))
        part.replace(self._path)

    def invalidate(self) -> None:
        """Mark the index as unusable until it is sealed again."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _openable_files(self, generation: int, files: dict[str, str]) -> list[str]:
        """Return the files that Whoosh might open: every table of contents, and all files of the sealed segments."""
        stems = {name.partition(".")[0] for name in files}
        return [
            entry.name
            for entry in os.scandir(self._folder)
            if entry.name in files
            or entry.name.endswith(".toc")
            or (entry.name.partition(".")[0] in stems and not entry.name.startswith("seal."))
        ]

    def _mac(self, wanted_format: int, generation: int, files: dict[str, str]) -> str:
        signed = json.dumps([wanted_format, generation, sorted(files.items())]).encode()
        return hmac.new(_key(), signed, hashlib.sha256).hexdigest()

    def _hashes(self, names: Iterable[str], afresh: bool = False) -> dict[str, str]:
        cache = _HashCache(self._folder, afresh)
        hashes = {name: cache.hash(name) for name in names}
        cache.save(hashes)
        return hashes


class _HashCache:
    """A cache of a folder's file hashes, in the state folder. An entry is valid until the file's status changes."""

    def __init__(self, folder: Path, afresh: bool = False) -> None:
        self._folder = folder
        name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._path = paths.state_dir() / "seals" / f"{name}.json"
        self._known: dict[str, Any] = {}
        self._changed = False
        if afresh:
            return
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_bytes())
            self._known = found if isinstance(found, dict) else {}

    def hash(self, name: str) -> str:
        path = self._folder / name
        with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
            status = os.fstat(file.fileno())
            file_state = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]
            match self._known.get(name):
                case [known, str(digest)] if known == file_state:
                    return digest
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._known[name] = [file_state, digest]
        self._changed = True
        return digest

    def save(self, names: Iterable[str]) -> None:
        if not self._changed:
            return
        entries = {name: self._known[name] for name in names}
        with contextlib.suppress(OSError):
            replace_private(self._path, json.dumps(entries))


def _key() -> bytes:
    """Return this user's key, and create it on first use.

    If two processes create a key at the same moment, the key of one of them wins, complete. If no folder can hold the
    key, it lasts only as long as this process, and the next process rebuilds its index.
    """
    for folder in paths.private_dirs():
        with contextlib.suppress(OSError):
            return _read_key(folder) or _create_key(folder)
    return _temporary_key()


def _read_key(folder: Path) -> bytes | None:
    path = folder / _KEY_NAME
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
        path.unlink()  # an interrupted write; indexes are rebuilt
    return None


def _create_key(folder: Path) -> bytes:
    path = folder / _KEY_NAME
    part = folder / f"{_KEY_NAME}.{os.urandom(4).hex()}"
    try:
        write_private(part, os.urandom(_KEY_BYTES))
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        except OSError:  # the file system does not support hard links
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path.read_bytes()


@functools.cache
def _temporary_key() -> bytes:
    return os.urandom(_KEY_BYTES)
