"""Colour themes, read from YAML files and checked before they are used.

The files are in `themes/` and in the themes folder of the user's config folder. A broken theme file is skipped and
named in a message; the reader still opens.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from peaceindex import load_yaml
from peaceindex.errors import DataFileError
from peaceindex.paths import cache_dir
from peaceindex.private_files import replace_private

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_THEME = "ink"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_TERMINAL_COLOURS = frozenset(
    ["ansi_default"]
    + [
        f"ansi_{bright}{name}"
        for bright in ("", "bright_")
        for name in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    ]
)


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The colours of a theme: each is `#rrggbb`, or `ansi_...` if the theme sets `terminal_colours`."""

    background: str
    panel: str
    text: str
    muted: str
    rule: str
    accent: str
    on_accent: str
    hit: str
    hit_background: str
    current_hit: str
    current_hit_background: str
    selection: str
    passage: str
    cursor: str
    warning: str
    error: str


class ReaderTheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a theme file.

    `name` is the short name used in the config and in code, `title` is the name shown to the user.
    """

    name: str
    title: str
    dark: bool
    colours: Colours
    about: str = ""
    terminal_colours: bool = False


_CACHE_VERSION = 1
"""Raise it when a theme file must meet other conditions."""
_MAX_CACHED_BYTES = 64 * 1024

Read = dict[str, tuple[bytes, ReaderTheme]]
"""Theme files by path, each with its content, and the theme that was made of it."""


def load_theme(path: Path) -> ReaderTheme:
    """Return the theme in the file at `path`. Raise `DataFileError`, naming file and field, if it is bad."""
    theme: ReaderTheme = load_yaml(path, ReaderTheme)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,30}", theme.name):
        raise DataFileError(
            f"The theme file {path} has the name {theme.name!r}.",
            "A theme's name is a short word of lowercase letters, digits and hyphens.",
        )
    for field in theme.colours.__struct_fields__:
        colour = getattr(theme.colours, field)
        is_valid = colour in _TERMINAL_COLOURS if theme.terminal_colours else _HEX.fullmatch(colour)
        if not is_valid:
            wanted = "a name such as ansi_cyan" if theme.terminal_colours else "six hex digits such as #1b1f24"
            raise DataFileError(f"The theme file {path} has {colour!r} at colours.{field}.", f"Write {wanted} there.")
    return theme


def load_themes(*folders: Path) -> tuple[dict[str, ReaderTheme], list[str]]:
    """Return the themes of all folders, and a message for each folder or file that was skipped.

    The themes are keyed by name and ordered by title. A theme in a later folder replaces one of the same name in an
    earlier folder. A missing folder counts as empty.
    """
    themes: dict[str, ReaderTheme] = {}
    problems: list[str] = []
    cached, read = _cached(), Read()
    for folder in folders:
        try:
            paths = sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml"))
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(f"The themes folder {folder} cannot be read: {error.strerror}.")
            continue
        for path in paths:
            try:
                content = _content(path)
                known = cached.get(str(path))
                theme = known[1] if known and known[0] == content else load_theme(path)
                if content is not None:
                    read[str(path)] = content, theme
            except DataFileError as error:
                problems.append(f"{error} The theme was skipped.")
            else:
                themes[theme.name] = theme
    if read != cached:
        _cache(read)
    return dict(sorted(themes.items(), key=lambda item: item[1].title.casefold())), problems


# Reading YAML takes a fifth of the time until the first paint, so what was read is kept in the cache folder.


def _content(path: Path) -> bytes | None:
    """Return the content of a file; None if it is too large to keep, or cannot be read, which `load_theme` reports."""
    with suppress(OSError), path.open("rb") as file:
        content = file.read(_MAX_CACHED_BYTES + 1)
        return content if len(content) <= _MAX_CACHED_BYTES else None
    return None


def _cache_file() -> Path:
    return cache_dir() / "themes.msgpack"


def _cached() -> Read:
    with suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        version, read = msgspec.msgpack.decode(_cache_file().read_bytes(), type=tuple[int, Read])
        if version == _CACHE_VERSION:
            return read
    return {}


def _cache(read: Read) -> None:
    """Keep what was read. A folder that cannot be written to only costs time."""
    with suppress(OSError):
        replace_private(_cache_file(), msgspec.msgpack.encode((_CACHE_VERSION, read)))
