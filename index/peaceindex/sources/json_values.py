"""The values at the top level of a JSON source: one per line, one after the other, in one long list, or a single one.

A broken value is yielded as a SourceError, and reading goes on behind it where possible.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Generator, Iterator, Mapping
from io import BufferedReader, BytesIO
from typing import Any, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources import fields
from peaceindex.sources.bounds import MAX_VALUES, has_too_many_values
from peaceindex.sources.json_stream import BrokenJSONError, JSONPieces, without_hex_escapes
from peaceindex.sources.record_text import first_text
from peaceindex.sources.source import MAX_BYTES, RejoinedStream, Source
from peaceindex.startup.late_pattern import late_pattern

_RECORD_START = late_pattern(r"[,\n]\s*+(?=\{)")
_MAX_TRIES = 30
"""The number of objects tried after a broken record. Each try can take time proportional to the rest of the text."""
_CHUNK_BYTES = 1 << 16
"""Bytes read at a time."""
_MIN_TEXT_DIGITS = 1000
"""A number with this many digits or more stays text."""


def values_of(source: Source) -> Iterator[object]:
    """Yield the values at the top level: one per line, those of one long list, or the only one.

    A SourceError takes the place of a value that cannot be read.
    """
    if source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _list_items(source)
        return
    stream = source.full_stream
    first = stream.readline(MAX_BYTES + 1)
    value = _parse(source, first, f"Line 1 of {source.shown}")
    if isinstance(value, SourceError) and len(first) > MAX_BYTES and first.lstrip().startswith(b"{"):
        stream = yield from _pieces(source, first, stream, value)
        value = None
    if isinstance(value, SourceError) and len(first) <= MAX_BYTES:
        data = first + stream.read(MAX_BYTES + 1 - len(first))
        if len(data) > MAX_BYTES:
            too_large = SourceError(f"{source.shown} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Split it up.")
            yield from _pieces(source, data, stream, too_large)
            return
        if not data.strip():
            return
        document = _parse(source, data, source.shown)
        if not isinstance(document, SourceError):
            yield document
            return
        if b"\n{" not in data:
            yield from _pieces(source, data, BytesIO(), document)
            return
        if first.strip() in (b"{", b"[") or not first.strip():
            yield from _consecutive_values(data, source)
            return
        yield value
        for number, line in enumerate(data.split(b"\n")[1:], 2):
            if line.strip():
                yield _parse(source, line, f"Line {number} of {source.shown}")
        return
    if value is not None:
        yield value
    number = 1
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if line.strip():
            yield _parse(source, line, f"Line {number} of {source.shown}")
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def _pieces(source: Source, first: bytes, stream: BinaryIO, failure: SourceError) -> Generator[object, None, BinaryIO]:
    """Yield the pieces of a document that is too large to be read at once, or is broken somewhere.

    `first` is its beginning; `failure` is yielded if nothing of it can be read. Return a stream of what follows it.
    """
    if not source.encoding and not _is_utf8(first[:_CHUNK_BYTES]):
        yield failure
        return stream
    source.read_as = source.encoding or "utf-8", None
    reader = JSONPieces(first, stream, source.encoding, _DECODER)
    found = False
    try:
        for piece in reader.pieces():
            found = found or bool(piece)
            yield piece
    except BrokenJSONError as error:
        what = f"{source.shown} is broken or cut off ({error})"
        advice = "What stands before that place was read. Fetch or export it again."
        yield SourceError(f"{what}.", advice) if found else failure
    return BufferedReader(RejoinedStream(reader.rest(), stream), _CHUNK_BYTES)


def _consecutive_values(data: bytes, source: Source) -> Iterator[object]:
    """Yield values over several lines, one after the other. After a broken one, look for the next."""
    text = source.decode(data, source.shown).text
    position = count = broken = 0
    while (position := _next_value(text, position)) < len(text) and broken < _MAX_TRIES:
        count += 1
        try:
            value, position = _value_at(text, position)
            yield value
        except RecursionError:
            yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
            return
        except ValueError as error:
            what = f"Record {count} of {source.shown} is no JSON"
            yield SourceError(f"{what} ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
            broken += 1
            next_start = text.find("\n{", position + 1)
            position = next_start if next_start >= 0 else len(text)
    if position < len(text):
        yield SourceError(f"{source.shown} is broken in {broken} places; the rest of it was not read.", "Mend it.")


def _next_value(text: str, position: int) -> int:
    """Return where the next value begins, after white space and commas; the end of the text if there is none."""
    while position < len(text) and (text[position].isspace() or text[position] in ",\ufeff"):
        position += 1
    return position


def _merge_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
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
    return int(digits) if len(digits) < _MIN_TEXT_DIGITS else digits


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_merge_repeated_keys, parse_int=_whole_number)


def _value_at(text: str, position: int) -> tuple[object, int]:
    """Return the value that begins at a place in a text, and where it ends.

    Raise ValueError if it is broken or too large, RecursionError if it is nested too deeply.
    """
    if len(text) - position > MAX_VALUES and has_too_many_values(text[position:]):
        raise _TooManyValuesError(_TOO_MANY_VALUES)
    return _DECODER.raw_decode(text, position)


class _TooManyValuesError(ValueError):
    """A record that would take too much memory."""


_TOO_MANY_VALUES = f"it holds more than {MAX_VALUES:,} values"


def _list_items(source: Source) -> Iterator[object]:
    """Yield the values of one list of any length. Only one of them is in memory at a time."""
    stream = source.full_stream
    position, is_at_end = 0, False
    is_in_list = False
    codec = source.encoding or "utf-8"
    source.read_as = codec, None
    first = stream.read(_CHUNK_BYTES)
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
    decoder = codecs.getincrementaldecoder(codec)("replace")
    text = decoder.decode(first)
    while True:
        while position < len(text) and (
            text[position].isspace() or text[position] in (",", "\ufeff") or (not is_in_list and text[position] == "[")
        ):
            is_in_list = is_in_list or text[position] == "["
            position += 1
        if position < len(text):
            if text[position] == "]":
                return
            try:
                value, end = _value_at(text, position)
                if end < len(text) or is_at_end:
                    yield value
                    position = end
                    continue
            except RecursionError:
                yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
                return
            except ValueError as error:
                if is_at_end or len(text) - position > MAX_BYTES or isinstance(error, _TooManyValuesError):
                    what = "is broken" if is_at_end else "has a record that is too large or broken"
                    yield SourceError(f"{source.shown} {what} ({printable(str(error))[:80]}).", "Fetch it again.")
                    position = _next_record(text, position)
                    if position == len(text):
                        return
                    continue
        if is_at_end:
            return
        data = stream.read(max(_CHUNK_BYTES, len(text) - position))
        is_at_end = not data
        text, position = text[position:] + decoder.decode(data, is_at_end), 0


def _next_record(text: str, position: int) -> int:
    """Return where the first record with a text begins after a broken one; the end of the text if there is none."""
    for _ in range(_MAX_TRIES):
        found = _RECORD_START.search(text, position + 1)
        if found is None:
            break
        position = found.end()
        try:
            value, _end = _value_at(text, position)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, Mapping) and first_text(value, fields.WITH_TEXT):
            return position
    return len(text)


def _is_utf8(beginning: bytes) -> bool:
    """Return whether the first bytes of a file are UTF-8; a character may be cut off at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _loaded(text: str) -> object:
    """Return the value in a text. Raise ValueError if it is none."""
    options: dict[str, Any] = {
        "strict": False, "object_pairs_hook": _merge_repeated_keys, "parse_int": _whole_number,
    }  # fmt: skip
    try:
        return json.loads(text, **options)
    except ValueError:
        if (other := without_hex_escapes(text)) == text:
            raise
        return json.loads(other, **options)


def _parse(source: Source, data: bytes, what: str) -> object:
    """Return the value in `data`, or a SourceError that names it as `what`."""
    if len(data) > MAX_BYTES:
        return SourceError(f"{what} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out.")
    try:
        text = source.decode(data, what).text
        if has_too_many_values(text):
            return SourceError(f"{what} holds more than {MAX_VALUES:,} values.", "Split it up, or leave it out.")
        return _loaded(text)
    except RecursionError:
        return SourceError(f"{what} is nested too deeply.", "Leave it out.")
    except ValueError as error:
        return SourceError(f"{what} is no JSON ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
    except SourceError as error:
        return error
