"""Colour themes, read from YAML files and checked before they are used.

The files are in `themes/` and in the themes folder of the user's config folder. A broken theme file is skipped and
named in a message; the reader still opens.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import msgspec

from peaceindex import load_yaml
from peaceindex.errors import DataFileError
from peaceindex.paths import cache_dir
from peaceindex.private_files import replace_private
from peacereader.tui.theme_colours import (
    FIRST_EXACT,
    HEX,
    ROLES,
    TERMINAL_COLOURS,
    Colours,
    Depth,
    nearest_number,
    palette_colour,
    usual_16,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEFAULT_THEME = "ink"

_LAST_NUMBER = 255
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


class ReaderTheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a theme file.

    `name` is the short name used in the config and in code, `title` is the name shown to the user. A theme that is made
    of the terminal's own sixteen colours is the same in every terminal. Any other has `colours` for 24 bits, and may
    have numbers of xterm's palette for 256 colours, and the terminal's own for 16.
    """

    name: str
    title: str
    dark: bool
    colours: Colours
    about: str = ""
    terminal_colours: bool = False
    colours_256: dict[str, int] = {}
    colours_16: dict[str, str] = {}

    def colours_in(self, depth: Depth) -> Colours:
        """Return the colours for a terminal of this depth, as `#rrggbb`, or as names of the terminal's own.

        Where the theme has chosen none, they are the nearest of 256, and the usual ones of 16.
        """
        if self.terminal_colours or depth in ("24bit", "none"):
            return self.colours
        if depth == "16":
            return Colours(**(self.colours_16 or usual_16(dark=self.dark)))
        numbers = self.colours_256 or {role: nearest_number(getattr(self.colours, role)) for role in ROLES}
        return Colours(**{role: palette_colour(number) for role, number in numbers.items()})

    def is_of_terminal(self, depth: Depth) -> bool:
        """Return whether it is made of the terminal's own colours in a terminal of this depth."""
        return self.terminal_colours or depth == "16"


class ThemedApp(Protocol):
    """What the dialogs for themes ask of the application."""

    depth: Depth

    def show_theme(self, theme: ReaderTheme) -> None:
        """Show a theme, also if one of its name is shown with other colours."""

    def add_theme(self, theme: ReaderTheme) -> None:
        """Take a new theme among those to choose from, and show it."""

    def use_depth(self, depth: Depth) -> None:
        """Show the colours that the themes have for a terminal of this depth."""


_CACHE_VERSION = 2
"""Raise it when a theme file must meet other conditions."""
_MAX_CACHED_BYTES = 64 * 1024

Read = dict[str, tuple[bytes, ReaderTheme]]
"""Theme files by path, each with its content, and the theme that was made of it."""


def load_theme(path: Path) -> ReaderTheme:
    """Return the theme in the file at `path`. Raise `DataFileError`, naming file and field, if it is bad."""
    theme: ReaderTheme = load_yaml(path, ReaderTheme)
    if not _NAME.fullmatch(theme.name):
        raise DataFileError(
            f"The theme file {path} has the name {theme.name!r}.",
            "A theme's name is a short word of lowercase letters, digits and hyphens.",
        )
    for where, problem, advice in _problems(theme):
        raise DataFileError(f"The theme file {path} has {problem} at {where}.", advice)
    return theme


def _problems(theme: ReaderTheme) -> Iterator[tuple[str, str, str]]:
    """Yield the place of each bad colour, what is there, and what belongs there."""
    named = "Write a name such as ansi_cyan there."
    for role in ROLES:
        colour = getattr(theme.colours, role)
        if theme.terminal_colours and colour not in TERMINAL_COLOURS:
            yield f"colours.{role}", repr(colour), named
        elif not theme.terminal_colours and not HEX.fullmatch(colour):
            yield f"colours.{role}", repr(colour), "Write six hex digits such as #1b1f24 there."
    for place, named_roles in (("colours_256", set(theme.colours_256)), ("colours_16", set(theme.colours_16))):
        for role in sorted(named_roles.symmetric_difference(ROLES)) if named_roles else ():
            if role in named_roles:
                yield f"{place}.{role}", "an unknown name", f"The names are {', '.join(ROLES)}."
            else:
                yield f"{place}.{role}", "no colour", "Write all the names there that are under colours, or none."
    for role, number in theme.colours_256.items():
        if not FIRST_EXACT <= number <= _LAST_NUMBER:
            yield f"colours_256.{role}", repr(number), f"Write a number from {FIRST_EXACT} to {_LAST_NUMBER} there."
    for role, name in theme.colours_16.items():
        if name not in TERMINAL_COLOURS:
            yield f"colours_16.{role}", repr(name), named


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
