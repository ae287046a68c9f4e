"""The values at the top level of a JSON source: one per line, one after the other, in one long list, or a single one.

A broken value is yielded as a SourceError, and reading goes on behind it where possible.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources import fields
from peaceindex.sources.bounds import MAX_VALUES, has_too_many_values
from peaceindex.sources.record_text import first_text
from peaceindex.sources.source import MAX_BYTES, Source

_BEGINS = re.compile(r"[,\n]\s*+(?=\{)")
_TRIES = 30
"""The number of objects tried after a broken record. Each try can take time proportional to the rest of the text."""
_CHUNK = 1 << 16
"""Bytes read at a time."""
_MOST_DIGITS = 1000
"""A number with this many digits or more stays text."""


def values_of(source: Source) -> Iterator[object]:
    """Yield the values at the top level: one per line, those of one long list, or the only one.

    A SourceError takes the place of a value that cannot be read.
    """
    if source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _listed(source)
        return
    stream = source.whole
    first = stream.readline(MAX_BYTES + 1)
    value = _parsed(source, first, f"Line 1 of {source.shown}")
    if isinstance(value, SourceError) and len(first) <= MAX_BYTES:
        data = first + stream.read(MAX_BYTES + 1 - len(first))
        if len(data) > MAX_BYTES:
            yield SourceError(f"{source.shown} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Split it up.")
            return
        if not data.strip():
            return
        whole = _parsed(source, data, source.shown)
        if not isinstance(whole, SourceError) or b"\n{" not in data:
            yield whole
            return
        if first.strip() in (b"{", b"[") or not first.strip():
            yield from _one_by_one(data, source)
            return
        yield value
        for number, line in enumerate(data.split(b"\n")[1:], 2):
            if line.strip():
                yield _parsed(source, line, f"Line {number} of {source.shown}")
        return
    yield value
    number = 1
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if line.strip():
            yield _parsed(source, line, f"Line {number} of {source.shown}")
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def _one_by_one(data: bytes, source: Source) -> Iterator[object]:
    """Yield values over several lines, one after the other. After a broken one, look for the next."""
    text = source.decode(data, source.shown).text
    place = number = broken = 0
    while (place := _begin(text, place)) < len(text) and broken < _TRIES:
        number += 1
        try:
            value, place = _value_at(text, place)
            yield value
        except RecursionError:
            yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
            return
        except ValueError as error:
            what = f"Record {number} of {source.shown} is no JSON"
            yield SourceError(f"{what} ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
            broken += 1
            following = text.find("\n{", place + 1)
            place = following if following >= 0 else len(text)
    if place < len(text):
        yield SourceError(f"{source.shown} is broken in {broken} places; the rest of it was not read.", "Mend it.")


def _begin(text: str, place: int) -> int:
    """Return where the next value begins, after white space and commas; the end of the text if there is none."""
    while place < len(text) and (text[place].isspace() or text[place] in ",\ufeff"):
        place += 1
    return place


def _told_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys may be repeated. An empty value replaces nothing, and repeated texts are joined."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found.clear()
    for key, value in pairs:
        before = found.get(key)
        if (
            isinstance(before, str)
            and isinstance(value, str)
            and before.strip()
            and key in fields.WITH_TEXT
            and value != before
        ):
            value = f"{before}\n\n{value}" if value.strip() else before
        elif value in ("", None, [], {}) and key in found:
            continue
        found[key] = value
    return found


def _whole_number(digits: str) -> int | str:
    """Return a whole number of JSON. A very long one stays text: Python may refuse it, and the rest may be good."""
    return int(digits) if len(digits) < _MOST_DIGITS else digits


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_told_twice, parse_int=_whole_number)


def _value_at(text: str, place: int) -> tuple[object, int]:
    """Return the value that begins at a place in a text, and where it ends.

    Raise ValueError if it is broken or too large, RecursionError if it is nested too deeply.
    """
    if len(text) - place > MAX_VALUES and has_too_many_values(text[place:]):
        raise _TooManyError(_TOO_MANY)
    return _DECODER.raw_decode(text, place)


class _TooManyError(ValueError):
    """A record that would take too much memory."""


_TOO_MANY = f"it holds more than {MAX_VALUES:,} values"


def _listed(source: Source) -> Iterator[object]:
    """Yield the values of one list of any length. Only one of them is in memory at a time."""
    stream = source.whole
    place, ended = 0, False
    begun = False
    codec = source.encoding or "utf-8"
    source.read_as = codec, None
    first = stream.read(_CHUNK)
    if not source.encoding and not _is_utf8(first):
        # The encoding is best recognised from the whole file.
        data = first + stream.read(MAX_BYTES + 1 - len(first))
        if len(data) > MAX_BYTES:
            yield SourceError(f"{source.shown} is not UTF-8, and larger than 16 MB.", "Give its --encoding.")
            return
        try:
            first, codec = source.decode(data).text.encode("utf-8", "surrogatepass"), "utf-8"
        except SourceError as error:
            yield error
            return
    elif source.seen is not None:
        source.seen[:] = [first]
    letters = codecs.getincrementaldecoder(codec)("replace")
    text = letters.decode(first)
    while True:
        while place < len(text) and (
            text[place].isspace() or text[place] in (",", "\ufeff") or (not begun and text[place] == "[")
        ):
            begun = begun or text[place] == "["
            place += 1
        if place < len(text):
            if text[place] == "]":
                return
            try:
                value, end = _value_at(text, place)
                if end < len(text) or ended:
                    yield value
                    place = end
                    continue
            except RecursionError:
                yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
                return
            except ValueError as error:
                if ended or len(text) - place > MAX_BYTES or isinstance(error, _TooManyError):
                    what = "is broken" if ended else "has a record that is too large or broken"
                    yield SourceError(f"{source.shown} {what} ({printable(str(error))[:80]}).", "Fetch it again.")
                    place = _next_record(text, place)
                    if place == len(text):
                        return
                    continue
        if ended:
            return
        data = stream.read(max(_CHUNK, len(text) - place))
        ended = not data
        text, place = text[place:] + letters.decode(data, ended), 0


def _next_record(text: str, place: int) -> int:
    """Return where the first record with a text begins after a broken one; the end of the text if there is none."""
    for _ in range(_TRIES):
        found = _BEGINS.search(text, place + 1)
        if found is None:
            break
        place = found.end()
        try:
            value, _end = _value_at(text, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, Mapping) and first_text(value, fields.WITH_TEXT):
            return place
    return len(text)


def _is_utf8(beginning: bytes) -> bool:
    """Return whether the first bytes of a file are UTF-8; a character may be cut off at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _parsed(source: Source, data: bytes, what: str) -> object:
    """Return the value in `data`, or a SourceError that names it as `what`."""
    if len(data) > MAX_BYTES:
        return SourceError(f"{what} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out.")
    try:
        text = source.decode(data, what).text
        if has_too_many_values(text):
            return SourceError(f"{what} holds more than {MAX_VALUES:,} values.", "Split it up, or leave it out.")
        return json.loads(text, strict=False, object_pairs_hook=_told_twice, parse_int=_whole_number)
    except RecursionError:
        return SourceError(f"{what} is nested too deeply.", "Leave it out.")
    except ValueError as error:
        return SourceError(f"{what} is no JSON ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
    except SourceError as error:
        return error
