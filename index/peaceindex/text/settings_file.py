"""The user's `config.yaml` as plain values, and where each value stands in its text.

Reading YAML takes longer than all else before the first paint, so the values that were read last are kept in the cache
folder, with the content of the file that they are from. They are used as long as the file has that content.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from peaceindex.errors import DataFileError
from peaceindex.paths import cache_dir
from peaceindex.text import yaml_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CACHE_VERSION = 1
"""Raise it when the same file must be read as other values."""
_MAX_CACHED_BYTES = 64 * 1024


class Settings(NamedTuple):
    """The text of a settings file, without its byte order mark, and the values in it: None for an empty file.

    Values are what JSON and MessagePack have: days, for example, are text.
    """

    text: str
    values: Any


class Place(NamedTuple):
    """Where a value stands in a text: its line, counted from 1, and the characters of its key and of itself."""

    line: int
    key: int
    start: int
    end: int
    is_scalar: bool
    is_flow: bool
    """Whether it is a list or mapping in brackets."""


def read_settings(path: Path) -> Settings:
    """Return what the file `path` says. Raise DataFileError, naming file and line, if it cannot be read as YAML."""
    data = yaml_file.read_yaml_bytes(path)
    text = yaml_file.decode_yaml(path, data)
    known = _cached(str(path), data)
    if known is not None:
        return Settings(text, known[0])
    values = _plain(yaml_file.parse_yaml(path, text))
    if len(data) <= _MAX_CACHED_BYTES:
        _cache(str(path), data, values)
    return Settings(text, values)


def parse_settings(path: Path, text: str) -> Any:
    """Return the values of `text`, which belongs into the file `path`. Raise DataFileError if it is not YAML."""
    return _plain(yaml_file.parse_yaml(path, text))


def value_places(text: str) -> Mapping[tuple[str, ...], Place]:
    """Return where the values of a mapping, and of the mappings in it, stand in `text`, by the names that lead there.

    Nothing is returned for a text that is not a mapping in YAML.
    """
    import yaml

    places: dict[tuple[str, ...], Place] = {}
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)  # the other loader counts bytes in its marks
    except (yaml.YAMLError, RecursionError, ValueError):
        return places
    pending: list[tuple[tuple[str, ...], Any]] = [((), root)]
    while pending:
        names, node = pending.pop()
        if not isinstance(node, yaml.MappingNode) or len(names) > 1:
            continue
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                at = (*names, key.value)
                places[at] = Place(
                    key.start_mark.line + 1,
                    key.start_mark.index,
                    value.start_mark.index,
                    value.end_mark.index,
                    isinstance(value, yaml.ScalarNode),
                    bool(getattr(value, "flow_style", False)),
                )
                pending.append((at, value))
    return places


def _plain(values: Any) -> Any:
    import msgspec

    with suppress(TypeError, ValueError, OverflowError):  # what MessagePack does not have is judged as it is
        return msgspec.msgpack.decode(msgspec.msgpack.encode(values))
    return values


def _cache_file() -> Path:
    return cache_dir() / "settings.msgpack"


def _cached(path: str, data: bytes) -> tuple[Any] | None:
    """Return the values of a file with this content, in a tuple since they may be None; None if they are not kept."""
    import msgspec

    with suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        kept = msgspec.msgpack.decode(_cache_file().read_bytes(), type=tuple[int, str, bytes, Any])
        if kept[:3] == (_CACHE_VERSION, path, data):
            return (kept[3],)
    return None


def _cache(path: str, data: bytes, values: Any) -> None:
    """Keep what was read. A folder that cannot be written to only costs time."""
    import msgspec

    from peaceindex.private_files import replace_private

    with suppress(OSError, TypeError, ValueError, OverflowError):
        replace_private(_cache_file(), msgspec.msgpack.encode((_CACHE_VERSION, path, data, values)))


def read_names_packs(path: Path) -> Any:
    """Return the value of `names_packs` in the file `path`; None if it cannot be read, or says nothing of it."""
    with suppress(DataFileError):
        values = read_settings(path).values
        return values.get("names_packs") if isinstance(values, dict) else None
    return None
