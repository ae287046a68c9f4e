"""The folders of this program on this machine. None has to exist, and environment variables can set them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.private_files import make_private_folder
from peaceindex.startup.stand_ins import PLATFORMDIRS, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator

APP = "peacereader"


def config_dir() -> Path:
    """Return the folder of the user's `config.yaml`, `outlets.yaml`, `names.yaml`, `packs/` and `themes/`."""
    if chosen := os.environ.get("PEACEREADER_CONFIG"):
        return Path(chosen).expanduser()
    with stand_ins(PLATFORMDIRS):
        import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False)


def data_dir() -> Path:
    """Return the folder that holds the default library and the library of sample pages."""
    with stand_ins(PLATFORMDIRS):
        import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def state_dir() -> Path:
    """Return the folder for data that only this machine needs, such as the key that seals search indexes."""
    with stand_ins(PLATFORMDIRS):
        import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False)


def private_dirs() -> Iterator[Path]:
    """Yield folders for data that must belong to this user alone: the state folder, then its substitutes.

    The substitutes serve where the state folder cannot be written. Each folder yielded exists. A substitute belongs to
    this user, and nobody else can write to it.
    """
    yield from (folder for folder in _candidates() if _is_private(folder))


def _candidates() -> Iterator[Path]:
    yield state_dir()
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / APP
    import tempfile

    with suppress(OSError):
        yield Path(tempfile.gettempdir()) / f"{APP}-{os.geteuid() if hasattr(os, 'geteuid') else 'user'}"


def _is_private(folder: Path) -> bool:
    """Return whether the folder exists, or could be made, and nobody else can have put anything into it."""
    try:
        make_private_folder(folder)
        if folder == state_dir():
            return True  # the user's own, whatever its permissions
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def cache_dir() -> Path:
    """Return the folder for data that can be computed again at any time."""
    with stand_ins(PLATFORMDIRS):
        import platformdirs

    return platformdirs.user_cache_path(APP, appauthor=False)


def default_library() -> Path:
    """Return the library to use when none is named: `PEACEREADER_LIBRARY`, or `library` in the data folder."""
    if chosen := os.environ.get("PEACEREADER_LIBRARY"):
        return Path(chosen).expanduser()
    return data_dir() / "library"


def samples_library() -> Path:
    """Return the library of the sample pages, which opens on first launch."""
    return data_dir() / "samples"
