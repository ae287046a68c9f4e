"""Where things lie on this machine. Nothing needs to exist beforehand; each folder can be set by a variable."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from peaceindex.private_files import make_private_folder

APP = "peacereader"


def config_dir() -> Path:
    """The folder of `config.yaml`, `outlets.yaml`, `names.yaml` and `themes/` that a user may write."""
    if chosen := os.environ.get("PEACEREADER_CONFIG"):
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False)


def data_dir() -> Path:
    """The folder that holds the default library and the library of sample pages."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def state_dir() -> Path:
    """The folder for what only this machine needs, such as the key that seals search indexes."""
    import platformdirs

    return platformdirs.user_state_path(APP, appauthor=False)


def private_dirs() -> Iterator[Path]:
    """Folders for what must be ours alone: the state folder, and where that cannot be written those that may stand in.

    Each is there; those that stand in belong to this user, and nobody else can write to them.
    """
    yield from (folder for folder in _candidates() if _is_private(folder))


def _candidates() -> Iterator[Path]:
    import tempfile

    yield state_dir()
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / APP
    with suppress(OSError):
        yield Path(tempfile.gettempdir()) / f"{APP}-{os.geteuid() if hasattr(os, 'geteuid') else 'user'}"


def _is_private(folder: Path) -> bool:
    """Whether the folder is there, or could be made, and nobody else can have put anything into it."""
    try:
        make_private_folder(folder)
        if folder == state_dir():
            return True  # the user's own, whatever it is open to
        about = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(about.st_mode):
        return False
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)


def cache_dir() -> Path:
    """The folder for what can be worked out again at any time."""
    import platformdirs

    return platformdirs.user_cache_path(APP, appauthor=False)


def default_library() -> Path:
    """The library that is used when none is named: `PEACEREADER_LIBRARY`, or `library` in the data folder."""
    if chosen := os.environ.get("PEACEREADER_LIBRARY"):
        return Path(chosen).expanduser()
    return data_dir() / "library"


def samples_library() -> Path:
    """The library of the sample pages, which a first launch opens."""
    return data_dir() / "samples"
