"""Slightly broken JSON, as pages contain it: every field that can be read with certainty is read.

Handled are unescaped quotation marks inside strings, strings in single quotation marks, line ends in strings, comments,
too many or too few commas, bare field names, several objects side by side, and a missing end. A quotation mark ends a
string only if JSON continues after it. Uncertain values are left out, never guessed. (json5, hjson and demjson3 read
other languages than this broken one; json-repair guesses, and its lookahead takes time by the square of the length.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from peaceindex.startup.late_pattern import late_pattern

_COMMENT = r"/\*(?:[^*]|\*(?!/)){0,200}+\*/|//[^\n]{0,200}+(?:\n|\Z)|<!--(?:[^-]|-(?!->)){0,200}+-->"
_GAP = rf"(?:\s++|{_COMMENT})*+"
_QUOTED_KEY = r"""(?:"[^"\\\n]{1,100}"|'[^'\\\n]{1,100}')"""
_BARE_KEY = r"[A-Za-z_$@][\w$@-]{0,60}"
_VALUE = r"(?:[\"'{\[,}]|-?\d|true\b|false\b|null\b|undefined\b|NaN\b|new\s|\Z)"
_FIELD_START = (
    rf"(?:{_QUOTED_KEY}{_GAP}(?::{_GAP}{_VALUE}|\Z)|[\"'][^\"'\\\n]{{0,100}}\Z|{_BARE_KEY}{_GAP}:{_GAP}[\"'{{\[])"
)
"""The beginning of a field: its name, and what may be a value. The text may end within it."""
_CONTAINER_END = rf"(?:,{_GAP})*+(?:\Z|[}}\]]{_GAP}(?:\Z|[,}}\]{{\[;<)]|-->))"
"""The end of an object or list, and what may follow it."""

_GAP_PATTERN = late_pattern(_GAP)
_SKIPPED = late_pattern(rf"(?:[\s,]++|{_COMMENT})*+")
_BEFORE_JSON = late_pattern(r"(?:\)\]\}'?,?)?[^{\[\"]{0,400}")
_SEPARATOR = late_pattern(rf"(?:[,;\s]++|{_COMMENT}|(?:(?:var|let|const)\s++)?[\w$.]{{1,80}}\s*+=(?=\s*+[{{\[]))*+")
_FIELD_NAME = late_pattern(rf"({_QUOTED_KEY}|{_BARE_KEY}){_GAP}:")
_LITERAL = late_pattern(rf"(-?\d{{1,30}}(?:\.\d{{1,30}})?(?:[eE][+-]?\d{{1,3}})?|true|false|null)(?={_GAP}[,}}\]])")
_LITERALS: Final = {"true": True, "false": False, "null": None}
_ENDS_FIELD = late_pattern(rf"{_GAP}(?:(?:,{_GAP})++{_FIELD_START}|{_CONTAINER_END})|[^\S\n]*+\n\s*+{_FIELD_START}")
_ENDS_ITEM = late_pattern(rf"{_GAP}(?:(?:,{_GAP})++[\"'{{\[\d\-tfn]|{_CONTAINER_END})")
_SWALLOWED = late_pattern(r"[\"']\s*:\s*[\"'{\[]")
"""What no text contains, unless the string did not end where it should have."""
_QUOTE_OR_ESCAPE: Final = {quote: late_pattern(rf"[{quote}\\]") for quote in "\"'"}
_NEXT_FIELD = late_pattern(rf",(?={_GAP}{_FIELD_START})|[}}\]]")
_ESCAPE = late_pattern(r"\\(?:u([0-9a-fA-F]{4})|(.)|\Z)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_MAX_DEPTH = 100
_UNCERTAIN: Final = object()


@dataclass(slots=True)
class Budget:
    """The number of steps that are left. Hostile text must not take more than a moment, however long it is."""

    steps: int = 50_000


def salvage(text: str, budget: Budget) -> list[Any]:
    """Return the objects and lists that stand side by side in a text, each with its certain values."""
    found: list[Any] = []
    text = text.rstrip()
    start = _BEFORE_JSON.match(text)
    position = start.end() if start else 0
    while text[position : position + 1] in ("{", "["):
        reader = _Reader(text, position, budget)
        found.append(reader.read())
        between = _SEPARATOR.match(text, reader.position)
        position = between.end() if between else len(text)
    return found


class _Reader:
    """Reads one object or list that begins at `position`. Afterwards `position` is behind it."""

    def __init__(self, text: str, position: int, budget: Budget) -> None:
        self.text = text
        self.position = position
        self.budget = budget
        self.open: list[dict[str, Any] | list[Any]] = []

    def read(self) -> Any:
        outermost = self._read_value()
        while self.open and self.budget.steps > 0:
            self.budget.steps -= 1
            self._skip()
            character = self.text[self.position : self.position + 1]
            if not character:
                break
            container = self.open[-1]
            if character in "}]":
                self.position += 1
                self._close_innermost(list if character == "]" else dict)
            elif isinstance(container, list):
                if (value := self._read_value()) is not _UNCERTAIN:
                    container.append(value)
            else:
                self._read_field(container)
        if self.open:
            self.position = len(self.text)
        return _without_uncertain(outermost)

    def _close_innermost(self, kind: type) -> None:
        """Close the innermost list or object. Anything open inside it lacks an end of its own."""
        if any(isinstance(container, kind) for container in self.open):
            while not isinstance(self.open.pop(), kind):
                pass

    def _read_field(self, container: dict[str, Any]) -> None:
        name = _FIELD_NAME.match(self.text, self.position)
        if name is None:
            self._read_value()  # a value without a name is skipped
            return
        key = name[1].strip("\"'")
        self.position = name.end()
        self._skip(_GAP_PATTERN)
        value = self._read_value()
        # If a field has two different values, one may come from text that has broken out of its string.
        if value is not _UNCERTAIN:
            container[key] = value if container.get(key, value) == value else _UNCERTAIN

    def _read_value(self) -> Any:
        character = self.text[self.position : self.position + 1]
        if character in ("{", "["):
            self.position += 1
            value: dict[str, Any] | list[Any] = {} if character == "{" else []
            self.open.append(value)
            if len(self.open) > _MAX_DEPTH:
                self.budget.steps = 0
            return value
        if character in ('"', "'"):
            return self._read_string(character)
        if literal := _LITERAL.match(self.text, self.position):
            self.position = literal.end()
            return _LITERALS[literal[1]] if literal[1] in _LITERALS else float(literal[1])
        self._skip_value()
        return _UNCERTAIN

    def _read_string(self, quote: str) -> Any:
        """Return the string that begins here. It ends at the first quotation mark after which JSON continues."""
        text = self.text
        begin = position = self.position + 1
        in_list = not self.open or isinstance(self.open[-1], list)
        ends = _ENDS_ITEM if in_list else _ENDS_FIELD
        strays = 0
        while (found := _QUOTE_OR_ESCAPE[quote].search(text, position)) and self.budget.steps > 0:
            self.budget.steps -= 1
            found_at = found.start()
            if text[found_at] == "\\":
                position = found_at + 2
                continue
            if ends.match(text, found_at + 1):
                self.position = found_at + 1
                value = text[begin:found_at]
                return _unescaped(value) if self._is_complete(value, strays) else _UNCERTAIN
            apostrophe = quote == "'" and text[found_at - 1].isalnum() and text[found_at + 1 : found_at + 2].isalnum()
            strays += not apostrophe
            position = found_at + 1
        self.position = len(text)
        return _UNCERTAIN

    def _is_complete(self, value: str, strays: int) -> bool:
        """Return whether a string with this many stray marks is the whole intended text, as far as marks can show."""
        # Low quotes that no typographic ones close must be closed by plain marks.
        low_quotes = max(0, value.count("„") - value.count("“") - value.count("”"))
        if strays < low_quotes or (strays - low_quotes) % 2 or (strays and _SWALLOWED.search(value)):
            return False
        return self.position < len(self.text)  # if the text ends with the string, it may have ended too early

    def _skip(self, what: re.Pattern[str] = _SKIPPED) -> None:
        if found := what.match(self.text, self.position):
            self.position = found.end()

    def _skip_value(self) -> None:
        """Skip to where the next field begins, or to where something ends."""
        found = _NEXT_FIELD.search(self.text, self.position)
        self.position = found.start() if found else len(self.text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_escape, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPES.get(found[2] or "", found[2] or "")


def _without_uncertain(value: Any) -> Any:
    """Return the value without uncertain fields."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            for key in [key for key, inner in item.items() if inner is _UNCERTAIN]:
                del item[key]
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return value
