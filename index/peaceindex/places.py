"""Where things lie on this machine. Nothing needs to exist beforehand; each folder can be set by a variable."""

from __future__ import annotations

import os
from pathlib import Path

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
