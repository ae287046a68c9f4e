"""What an archive holds of a library, and how its records are written as lines of JSON."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from peaceindex.errors import ArchiveError
from peaceindex.model.safe_text import escaped_json
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "peacereader library archive"
VERSION: Final = 1
"""The version of the format. It goes up when an archive can no longer be read by the versions before."""
MANIFEST: Final = "manifest.json"
README: Final = "README.txt"
ARTICLES: Final = "articles.jsonl"
DAMAGED: Final = "damaged.jsonl"
ENTRIES: Final = "annotations/"
"""The folder of the members with the user's own work: `NAME.jsonl` for each table of annotations.db."""
SETTINGS: Final = "settings/"
"""The folder of copies from the user's settings. An import leaves them in the archive."""
LIBRARY_FILES: Final = ("codes.yaml", "set-aside.jsonl")
"""Files in the folder of a library that belong to its content."""
SETTING_FILES: Final = ("names.yaml", "outlets.yaml")
MAX_FILE_BYTES: Final = 64 * 1024 * 1024
"""Of a file that is no list of records."""
BASE64: Final = "base64"

Record = dict[str, Any]

_MAX_VALUES = 2_000_000
"""Lists and objects in one record, counted by their brackets; those in texts count too."""
_SURROGATE = late_pattern("[\ud800-\udfff]")


class Content(Protocol):
    """All that is archived of one library, from the library itself or from an archive."""

    name: str
    """The path of the library or archive, for messages."""
    layouts: Mapping[str, int]
    """The layouts of library.db and annotations.db, by file name."""
    article_count: int

    @property
    def problems(self) -> list[str]:
        """What could not be read of the library so far, a line each."""

    def articles(self) -> Iterator[Record]:
        """Yield a record for each article, in the order in which they were added."""

    def tables(self) -> list[str]:
        """Return the names of the tables of annotations.db that there are."""

    def entries(self, table: str) -> Iterator[Record]:
        """Yield a record for each row of a table of annotations.db."""

    def file(self, name: str) -> bytes | None:
        """Return a file of the library by its name, or None if there is none."""


def json_value(value: Any) -> Any:
    """Return a value of a row for JSON. Bytes, and text that is not Unicode, become `{"base64": …}`."""
    if isinstance(value, bytes):
        return {BASE64: base64.b64encode(value).decode()}
    if isinstance(value, str):
        return json_value(os.fsencode(value)) if _has_surrogates(value) else value
    if isinstance(value, Mapping):
        return {name: inner if isinstance(inner, str) else json_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [inner if isinstance(inner, str) else json_value(inner) for inner in value]
    return value


def stored_value(value: Any) -> str | int | float | bytes | None:
    """Return the value of a row that `json_value` was given. Raise ArchiveError if it is none that can be stored."""
    if isinstance(value, dict) and value.keys() == {BASE64}:
        try:
            return base64.b64decode(value[BASE64], validate=True)
        except (TypeError, ValueError):
            raise ArchiveError("what is meant to be Base64 is not") from None
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
        raise ArchiveError("a value is of the wrong kind")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ArchiveError("a number is too large")
    if isinstance(value, str) and ("\0" in value or _has_surrogates(value)):
        raise ArchiveError("a text has characters that no text has")
    return value


def json_text(value: Any) -> str:
    """Return JSON as a column stores it. Half characters (surrogates), which SQLite cannot store, are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


def line_of(record: Mapping[str, Any]) -> bytes:
    """Return a record as a line of JSON in UTF-8. Nothing in it acts on a terminal."""
    return f"{escaped_json(json_text(record))}\n".encode()


def record_of(line: bytes) -> Record:
    """Return the record of a line. Raise ArchiveError if it is not JSON, or no object."""
    if len(line) > _MAX_VALUES and line.count(b"[") + line.count(b"{") > _MAX_VALUES:
        raise ArchiveError("it has too many values")
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ArchiveError("it is not JSON") from None
    if not isinstance(found, dict):
        raise ArchiveError("it is no object of JSON")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)
