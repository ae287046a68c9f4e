"""A large JSON document, read in pieces: some objects of its lists at a time.

Each piece has the shape of the whole document: it holds the values that stand in front of a list (names, kinds,
numbers), and some of the objects of the list. So an export of a million messages takes no more memory than a few.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from peaceindex.sources.bounds import has_too_many_values
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    import json
    from collections.abc import Generator, Iterator

_CHUNK_BYTES: Final = 1 << 18
_PIECE_CHARACTERS: Final = 1 << 18
"""The size of the objects of a list that come in one piece."""
_WHOLE_CHARACTERS: Final = 1 << 20
"""An object in a list that is larger than this is not read as a whole: the lists in it are read in pieces."""
_MAX_VALUE_CHARACTERS: Final = 16 * 1024 * 1024
_MAX_CONTEXT_VALUES: Final = 200
"""The values of an object, apart from its lists of objects, that are read."""
_MAX_DEPTH: Final = 12
_SPACE: Final = " \t\r\n\ufeff"
_HEX_ESCAPE = late_pattern(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_UNFINISHED_ESCAPE = late_pattern(r"(?<!\\)(?:\\\\)*(\\(?:x[0-9A-Fa-f]?)?)\Z")


class BrokenJSONError(ValueError):
    """The document is not JSON from some place on, or is cut off. What stands before that place was read."""


class _TooLongError(ValueError):
    """A value is too long to be read as a whole."""


def without_hex_escapes(text: str) -> str:
    r"""Return JSON whose escapes `\x0B`, which Telegram writes, are those of JSON: `\u000B`."""
    if "\\x" not in text:
        return text
    return _HEX_ESCAPE.sub(lambda found: f"\\u00{found[1]}" if found[1] else found[0], text)


def _unfinished_escape(text: str) -> str:
    """Return the escape that the end of a text divides, as far as it goes; empty if there is none."""
    if "\\" not in text[-3:]:
        return ""
    # Looked for in the whole text, the pattern would be tried at each character.
    found = _UNFINISHED_ESCAPE.search(text, len(text[:-3].rstrip("\\")))
    return found[1] if found else ""


class JSONPieces:
    """The pieces of a document that begins with `first` and goes on in `stream`. `decoder` reads one value."""

    def __init__(self, first: bytes, stream: BinaryIO, encoding: str, decoder: json.JSONDecoder) -> None:
        self._stream = stream
        self._encoding = encoding or "utf-8"
        self._codec = codecs.getincrementaldecoder(self._encoding)("replace")
        self._decoder = decoder
        self._place = self._dropped = 0
        self._text = self._unfinished = ""
        self._is_at_end = False
        self._take_in(first)

    def pieces(self) -> Iterator[dict[str, Any]]:
        """Yield the pieces; all of the document if it has no lists of objects.

        Raise BrokenJSONError at the place where the document is broken.
        """
        found = 0
        reading = self._object(0)
        while True:
            try:
                piece = next(reading)
            except StopIteration as end:
                if not found:
                    yield end.value
                return
            found += 1
            yield piece

    def rest(self) -> bytes:
        """Return what was read from the stream beyond the end of the document."""
        return (self._text[self._place :] + self._unfinished).encode(self._encoding, "replace")

    def _take_in(self, data: bytes) -> None:
        text = self._unfinished + self._codec.decode(data, not data)
        self._unfinished = _unfinished_escape(text) if data else ""
        text = without_hex_escapes(text.removesuffix(self._unfinished))
        self._dropped += self._place
        self._text, self._place = self._text[self._place :] + text, 0

    def _fill(self) -> None:
        """Read on. A value that did not fit is read again from its beginning, so that ever more is read at once."""
        data = self._stream.read(max(_CHUNK_BYTES, len(self._text) - self._place))
        self._is_at_end = not data
        self._take_in(data)

    def _sign(self) -> str:
        """Return the next character that is not white space, and stay in front of it."""
        while True:
            while self._place < len(self._text) and self._text[self._place] in _SPACE:
                self._place += 1
            if self._place < len(self._text):
                return self._text[self._place]
            if self._is_at_end:
                raise BrokenJSONError("it ends too early")
            self._fill()

    def _take(self, sign: str) -> None:
        if (found := self._sign()) != sign:
            raise BrokenJSONError(f"it has {found!r} where {sign!r} should be")
        self._place += 1

    def _value(self, limit: int = _MAX_VALUE_CHARACTERS) -> Any:
        """Return the next value as a whole. Raise _TooLongError if it is longer than `limit`."""
        self._sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
                if end < len(self._text) or self._is_at_end:
                    self._place = end
                    return value
            except ValueError as error:
                if self._is_at_end:
                    raise BrokenJSONError("it is broken, or ends too early") from error
            except RecursionError as error:
                raise BrokenJSONError("it is nested too deeply") from error
            if len(self._text) - self._place > limit or has_too_many_values(self._text[self._place :]):
                raise _TooLongError
            self._fill()

    def _inner(self, depth: int) -> Generator[Any, None, Any]:
        if depth > _MAX_DEPTH:
            raise BrokenJSONError("it is nested too deeply")
        sign = self._sign()
        if sign == "{":
            return (yield from self._object(depth))
        if sign == "[":
            return (yield from self._list(depth))
        try:
            return self._value()
        except _TooLongError:
            raise BrokenJSONError("a value in it is too large") from None

    def _object(self, depth: int) -> Generator[dict[str, Any], None, dict[str, Any]]:
        """Yield the pieces of an object. Return its values that are not in any piece."""
        self._take("{")
        context: dict[str, Any] = {}
        while self._sign() != "}":
            try:
                name = str(self._value(_WHOLE_CHARACTERS))
            except _TooLongError:
                raise BrokenJSONError("a name in it is too long") from None
            self._take(":")
            inner = self._inner(depth + 1)
            while True:
                try:
                    yield {**context, name: next(inner)}
                except StopIteration as end:
                    if end.value is not None and len(context) < _MAX_CONTEXT_VALUES:
                        context[name] = end.value
                    break
            if self._sign() != ",":
                break
            self._take(",")
        self._take("}")
        return context

    def _list(self, depth: int) -> Generator[list[Any], None, list[Any] | None]:
        """Yield the objects of a list, some at a time. Return the list if there are none in it.

        An object that is too large to be read as a whole is yielded in its own pieces.
        """
        self._take("[")
        found: list[Any] = []
        start = self._dropped + self._place
        has_objects = False
        while self._sign() != "]":
            has_objects = has_objects or self._sign() in "{["
            try:
                found.append(self._value(_WHOLE_CHARACTERS))
            except _TooLongError:
                if found:
                    yield found
                found = []
                inner = self._inner(depth + 1)
                for piece in inner:
                    yield [piece]
                start = self._dropped + self._place
            except BrokenJSONError:
                if found and has_objects:
                    yield found
                raise
            if found and has_objects and self._dropped + self._place - start > _PIECE_CHARACTERS:
                yield found
                found, start = [], self._dropped + self._place
            if self._sign() != ",":
                break
            self._take(",")
        self._take("]")
        if not has_objects:
            return found
        if found:
            yield found
        return None
