"""The seal of an index: only what this user built is opened.

The engine's files hold pickles, and reading a pickle runs what its writer
wants. So before anything of an index is opened, its files are compared with
a list of their names and hashes that is signed with a key of this user's.
Hashing is remembered by size, times and inode, which a change cannot keep.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from peaceindex import paths
from peaceindex.private_files import make_private_folder, write_private
from peaceindex.storage.safe_files import check_folder, open_file

SEAL = "seal.json"
_KEY = "seal.key"
_KEY_LENGTH = 32


class Seal:
    """The seal of the index in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / SEAL

    def state(self) -> tuple[int, int, int] | None:
        """What changes whenever the index is written anew (for comparing only); None if there is no seal."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def generation(self, wanted_format: int, *, afresh: bool = False) -> int | None:
        """The generation of the index if it is whole, of the wanted format and of this user's making; else None.

        With `afresh` all files are read, whatever is remembered of them.
        """
        try:
            check_folder(self._folder)
            content = json.loads(self._path.read_bytes())
            files, generation = dict(content["files"]), int(content["generation"])
            if content["format"] != wanted_format or not isinstance(content["mac"], str):
                return None
            if not hmac.compare_digest(self._mac(wanted_format, generation, files), content["mac"]):
                return None
            if set(files) != set(self._opened(generation, files)):
                return None
            if self._hashes(files, afresh) != files:
                return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return generation

    def write(self, wanted_format: int, generation: int, files: Iterable[str]) -> None:
        """Seal these files of the folder, as they are now."""
        hashes = self._hashes(files)
        content = {
            "format": wanted_format,
            "generation": generation,
            "files": hashes,
            "mac": self._mac(wanted_format, generation, hashes),
        }
        part = self._path.with_name(f"{SEAL}.part")
        write_private(part, json.dumps(content))
        part.replace(self._path)

    def break_(self) -> None:
        """Declare the index unusable until it is sealed again."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _opened(self, generation: int, files: dict[str, str]) -> list[str]:
        """The files of the folder that the engine might open: every table of contents, all of a known segment."""
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
        remembered = _Remembered(self._folder, afresh)
        hashes = {name: remembered.hash(name) for name in names}
        remembered.keep(hashes)
        return hashes


class _Remembered:
    """Hashes of a folder's files, remembered in the state folder as long as a file's status stays the same."""

    def __init__(self, folder: Path, forget: bool = False) -> None:
        self._folder = folder
        name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._path = paths.state_dir() / "seals" / f"{name}.json"
        self._known: dict[str, Any] = {}
        self._changed = False
        if forget:
            return
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_bytes())
            self._known = found if isinstance(found, dict) else {}

    def hash(self, name: str) -> str:
        path = self._folder / name
        with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
            status = os.fstat(file.fileno())
            mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]
            match self._known.get(name):
                case [known, str(digest)] if known == mark:
                    return digest
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._known[name] = [mark, digest]
        self._changed = True
        return digest

    def keep(self, names: Iterable[str]) -> None:
        if not self._changed:
            return
        kept = {name: self._known[name] for name in names}
        with contextlib.suppress(OSError):
            make_private_folder(self._path.parent)
            part = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            write_private(part, json.dumps(kept))
            part.replace(self._path)


def _key() -> bytes:
    """This user's key, made at first use; another process that makes one at the same moment wins or loses whole.

    Where no folder can hold one, it lives as long as this process: then the next one makes its index anew.
    """
    for folder in paths.private_dirs():
        with contextlib.suppress(OSError):
            return _kept_key(folder) or _made_key(folder)
    return _passing_key()


def _kept_key(folder: Path) -> bytes | None:
    path = folder / _KEY
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == _KEY_LENGTH:
            return key
        path.unlink()  # cut off while it was written: indexes are rebuilt
    return None


def _made_key(folder: Path) -> bytes:
    path = folder / _KEY
    part = folder / f"{_KEY}.{secrets.token_hex(4)}"
    try:
        write_private(part, secrets.token_bytes(_KEY_LENGTH))
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        except OSError:  # a disk that knows no hard links
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path.read_bytes()


@functools.cache
def _passing_key() -> bytes:
    return secrets.token_bytes(_KEY_LENGTH)
