"""What a column can hold: how each kind of value is checked and converted when it is read."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.bad_text import BadText, as_text
from peaceindex.storage.packed_text import stored_text, unpack

_decode = json.JSONDecoder().raw_decode  # takes a third of the time of `json.loads`; it runs for each hit of a list
_DATE = late_pattern(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MAX_KEPT_CHARS = 200
"""Of lists that are kept because they may come again."""
_EPOCH = "1970-01-01T00:00:00.000000Z"
"""The time that is shown in place of one that cannot be read."""
LAST_ROW = 2**31 - 1
"""The highest row by which the search index can know an article."""


class BadValueError(ValueError):
    """A value that does not fit its column. The message says what it is instead, for example "broken JSON"."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of column.

    `read` converts a stored value, or raises BadValueError.
    `fallback` converts a bad value as well as it can. Where it is None, a row with a bad value cannot be used.
    """

    read: Callable[[Any], Any]
    fallback: Callable[[Any], Any] | None = None


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, BadText):
        raise BadValueError("bytes that are no text, shown as \ufffd")
    raise BadValueError("no text")


def _packed_text(value: Any) -> str:
    if type(value) is not bytes:
        return _text(value)
    try:
        return unpack(value)
    except (zlib.error, UnicodeDecodeError):
        raise BadValueError("damage in what was packed, shown up to there with \ufffd") from None


def _text_or_none(value: Any) -> str | None:
    return value if value is None or type(value) is str else _text(value)


def _date(value: Any) -> str | None:
    if value is None:
        return None
    if _is_day(_text(value)):
        return str(value)
    raise BadValueError("no date")


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def _time(value: Any) -> str:
    text = _text(value)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise BadValueError("no time") from None
    return text


def _number(value: Any) -> int:
    if type(value) is int:
        return value
    raise BadValueError("no whole number")


def _row_number(value: Any) -> int:
    number = _number(value)
    if 0 < number <= LAST_ROW:
        return number
    raise BadValueError("no number of a row")


def _index_state(value: Any) -> int:
    if _number(value) in range(6):
        return int(value)
    raise BadValueError("none of the states that there are")


def _number_or_none(value: Any) -> int | None:
    return None if value is None else _number(value)


def _real_or_none(value: Any) -> float | None:
    if value is None or type(value) is float or type(value) is int:
        return value
    raise BadValueError("no number")


def _json(value: Any) -> Any:
    text = _text(value)
    try:
        found, end = _decode(text)
    except (ValueError, RecursionError):
        end = -1
    if end != len(text):
        raise BadValueError("broken JSON")
    return found


def _text_list(value: Any) -> tuple[str, ...]:
    if value == "[]":
        return ()
    if type(value) is str and len(value) <= _MAX_KEPT_CHARS:
        return _known_text_list(value)
    return _read_text_list(value)


def _read_text_list(value: Any) -> tuple[str, ...]:
    found = _json(value)
    if isinstance(found, list) and all(type(item) is str for item in found):
        return tuple(found)
    raise BadValueError("no list of texts")


_known_text_list = lru_cache(maxsize=4096)(_read_text_list)
"""The same lists of tags and authors stand in many rows."""


def _json_object(value: Any) -> dict[str, Any]:
    found = _json(value)
    if isinstance(found, dict):
        return found
    raise BadValueError("no record")


def _packed_json_object(value: Any) -> dict[str, Any]:
    return _json_object(_packed_text(value))


def _text_lists(value: Any) -> dict[str, tuple[str, ...]]:
    found = _json_object(value)
    for texts in found.values():
        if not isinstance(texts, list) or not all(type(item) is str for item in texts):
            raise BadValueError("no record of lists of texts")
    return {word: tuple(texts) for word, texts in found.items()}


def _text_map(value: Any) -> dict[str, str]:
    if value == "{}":
        return {}
    found = _json_object(value)
    if all(type(item) is str for item in found.values()):
        return found
    raise BadValueError("no record of texts")


def _text_or_list(value: Any) -> str | tuple[str, ...] | None:
    found = _json(value)
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, list) and all(type(item) is str for item in found):
        return tuple(found)
    raise BadValueError("neither a text nor a list of texts")


def _path(value: Any) -> str:
    if (type(value) is str or type(value) is bytes) and "\0" not in (path := os.fsdecode(value)):
        return path
    raise BadValueError("no path")


def _path_fallback(value: Any) -> str:
    path = os.fsdecode(value.data) if isinstance(value, BadText) else as_text(value)
    return path.replace("\0", "\ufffd")


def _integer_or_zero(value: Any) -> int:
    return int(value) if isinstance(value, float) and abs(value) < 2**53 else 0


def _none(value: Any) -> None:
    return None


def one_of(*values: str) -> Kind:
    """Return the kind of a column that holds one of these words."""

    def read(value: Any) -> str:
        if value in values:
            return str(value)
        raise BadValueError("none of the words that it may be")

    return Kind(read)


def blob(
    check: Callable[[bytes], object] = len,
    problem: str = "damaged bytes",
    *,
    optional: bool = False,
    required: bool = False,
) -> Kind:
    """Return the kind of a column that holds bytes.

    `check` raises ValueError if the bytes are not valid. `problem` names bad bytes in messages. With `optional` the
    value may be NULL. With `required` a row with bad bytes cannot be used.
    """

    def read(value: Any) -> bytes | None:
        if value is None and optional:
            return None
        if type(value) is not bytes:
            raise BadValueError(problem)
        try:
            check(value)
        except ValueError:
            raise BadValueError(problem) from None
        return value

    return Kind(read, None if required else _none)


TEXT = Kind(_text, as_text)
TEXT_OR_NONE = Kind(_text_or_none, as_text)
PACKED_TEXT = Kind(_packed_text, stored_text)
REQUIRED_TEXT = Kind(_text)
DAY = Kind(_date, _none)
TIME = Kind(_time, lambda value: _EPOCH)
TIME_OR_EMPTY = Kind(lambda value: value if value == "" else _time(value), lambda value: "")
TIME_OR_NONE = Kind(lambda value: value if value is None else _time(value), _none)
NUMBER = Kind(_number, _integer_or_zero)
INDEX_STATE = Kind(_index_state, lambda value: 0)
ROW = Kind(_row_number, lambda value: value)
NUMBER_OR_NONE = Kind(_number_or_none, _none)
REAL_OR_NONE = Kind(_real_or_none, _none)
TEXT_LIST = Kind(_text_list, lambda value: ())
JSON = Kind(_json)
JSON_OBJECT = Kind(_json_object, lambda value: {})
REQUIRED_JSON_OBJECT = Kind(_json_object)
REQUIRED_PACKED_JSON_OBJECT = Kind(_packed_json_object)
TEXT_LISTS = Kind(_text_lists, lambda value: {})
TEXT_MAP = Kind(_text_map, lambda value: {})
TEXT_OR_LIST = Kind(_text_or_list)
OPTIONAL_TEXT_OR_LIST = Kind(_text_or_list, _none)
PATH = Kind(_path, _path_fallback)
