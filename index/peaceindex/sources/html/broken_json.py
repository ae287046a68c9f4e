"""JSON that is a little broken, as pages state it: every field that can be made out for certain is read.

Quotation marks inside strings that nobody escaped, strings in single ones, line ends in strings, comments, commas too
many or too few, bare names of fields, several objects side by side, an end that is missing. A mark ends a string only
where JSON goes on behind it; what is not sure is left out, never guessed. (json5, hjson and demjson3 read other
languages than this broken one; json-repair guesses, and looks ahead in time by the square of the length.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_COMMENT = r"/\*(?:[^*]|\*(?!/)){0,200}+\*/|//[^\n]{0,200}+(?:\n|\Z)|<!--(?:[^-]|-(?!->)){0,200}+-->"
_GAP = rf"(?:\s++|{_COMMENT})*+"
_QUOTED_KEY = r"""(?:"[^"\\\n]{1,100}"|'[^'\\\n]{1,100}')"""
_BARE_KEY = r"[A-Za-z_$@][\w$@-]{0,60}"
_VALUE = r"(?:[\"'{\[,}]|-?\d|true\b|false\b|null\b|undefined\b|NaN\b|new\s|\Z)"
_FIELD = rf"(?:{_QUOTED_KEY}{_GAP}(?::{_GAP}{_VALUE}|\Z)|[\"'][^\"'\\\n]{{0,100}}\Z|{_BARE_KEY}{_GAP}:{_GAP}[\"'{{\[])"
"""A field as it begins: its name, and what may be a value; the text may end within it."""
_CLOSED = rf"(?:,{_GAP})*+(?:\Z|[}}\]]{_GAP}(?:\Z|[,}}\]{{\[;<)]|-->))"
"""The end of an object or list, and behind it what may stand there."""

_SPACE = re.compile(_GAP)
_SKIP = re.compile(rf"(?:[\s,]++|{_COMMENT})*+")
_BEGINNING = re.compile(r"(?:\)\]\}'?,?)?[^{\[\"]{0,400}")
_BETWEEN = re.compile(rf"(?:[,;\s]++|{_COMMENT}|(?:(?:var|let|const)\s++)?[\w$.]{{1,80}}\s*+=(?=\s*+[{{\[]))*+")
_NAME = re.compile(rf"({_QUOTED_KEY}|{_BARE_KEY}){_GAP}:")
_LITERAL = re.compile(rf"(-?\d{{1,30}}(?:\.\d{{1,30}})?(?:[eE][+-]?\d{{1,3}})?|true|false|null)(?={_GAP}[,}}\]])")
_LITERALS: Final = {"true": True, "false": False, "null": None}
_ENDS_FIELD = re.compile(rf"{_GAP}(?:(?:,{_GAP})++{_FIELD}|{_CLOSED})|[^\S\n]*+\n\s*+{_FIELD}")
_ENDS_ITEM = re.compile(rf"{_GAP}(?:(?:,{_GAP})++[\"'{{\[\d\-tfn]|{_CLOSED})")
_SWALLOWED = re.compile(r"[\"']\s*:\s*[\"'{\[]")
"""What no text has, but one that did not end where it should have."""
_MARKS: Final = {mark: re.compile(rf"[{mark}\\]") for mark in "\"'"}
_NEXT_FIELD = re.compile(rf",(?={_GAP}{_FIELD})|[}}\]]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.)|\Z)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST = 100
_UNSURE: Final = object()


@dataclass(slots=True)
class Budget:
    """How many steps may still be made: hostile text must not cost more than a moment, however long it is."""

    steps: int = 50_000


def salvage(text: str, budget: Budget) -> list[Any]:
    """The objects and lists that stand in a text side by side, each with what is sure of it."""
    found: list[Any] = []
    text = text.rstrip()
    start = _BEGINNING.match(text)
    place = start.end() if start else 0
    while text[place : place + 1] in ("{", "["):
        reader = _Reader(text, place, budget)
        found.append(reader.read())
        between = _BETWEEN.match(text, reader.place)
        place = between.end() if between else len(text)
    return found


class _Reader:
    """Reads one object or list, beginning at `place`; afterwards that is behind it."""

    def __init__(self, text: str, place: int, budget: Budget) -> None:
        self.text = text
        self.place = place
        self.budget = budget
        self.open: list[dict[str, Any] | list[Any]] = []

    def read(self) -> Any:
        top = self._value()
        while self.open and self.budget.steps > 0:
            self.budget.steps -= 1
            self._skip()
            sign = self.text[self.place : self.place + 1]
            if not sign:
                break
            holder = self.open[-1]
            if sign in "}]":
                self.place += 1
                self._close(list if sign == "]" else dict)
            elif isinstance(holder, list):
                if (value := self._value()) is not _UNSURE:
                    holder.append(value)
            else:
                self._field(holder)
        if self.open:
            self.place = len(self.text)
        return _sure(top)

    def _close(self, kind: type) -> None:
        """Close the innermost list or object; what is open inside it lacks its own end."""
        if any(isinstance(holder, kind) for holder in self.open):
            while not isinstance(self.open.pop(), kind):
                pass

    def _field(self, holder: dict[str, Any]) -> None:
        name = _NAME.match(self.text, self.place)
        if name is None:
            self._value()  # what has no name is passed over
            return
        key = name[1].strip("\"'")
        self.place = name.end()
        self._skip(_SPACE)
        value = self._value()
        # Said twice and not alike, it may be said by a text that has broken out of its string.
        if value is not _UNSURE:
            holder[key] = value if holder.get(key, value) == value else _UNSURE

    def _value(self) -> Any:
        sign = self.text[self.place : self.place + 1]
        if sign in ("{", "["):
            self.place += 1
            value: dict[str, Any] | list[Any] = {} if sign == "{" else []
            self.open.append(value)
            if len(self.open) > _DEEPEST:
                self.budget.steps = 0
            return value
        if sign in ('"', "'"):
            return self._string(sign)
        if literal := _LITERAL.match(self.text, self.place):
            self.place = literal.end()
            return _LITERALS[literal[1]] if literal[1] in _LITERALS else float(literal[1])
        self._pass_over()
        return _UNSURE

    def _string(self, mark: str) -> Any:
        """A string that begins here: up to the first mark behind which JSON goes on."""
        text = self.text
        begin = place = self.place + 1
        in_list = not self.open or isinstance(self.open[-1], list)
        ends = _ENDS_ITEM if in_list else _ENDS_FIELD
        strays = 0
        while (found := _MARKS[mark].search(text, place)) and self.budget.steps > 0:
            self.budget.steps -= 1
            at = found.start()
            if text[at] == "\\":
                place = at + 2
                continue
            if ends.match(text, at + 1):
                self.place = at + 1
                value = text[begin:at]
                return _unescaped(value) if self._is_whole(value, strays) else _UNSURE
            apostrophe = mark == "'" and text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()
            strays += not apostrophe
            place = at + 1
        self.place = len(text)
        return _UNSURE

    def _is_whole(self, value: str, strays: int) -> bool:
        """Whether a string with so many marks in it is all of the text that was meant, as far as marks tell."""
        low = max(0, value.count("„") - value.count("“") - value.count("”"))  # those that plain marks must close
        if strays < low or (strays - low) % 2 or (strays and _SWALLOWED.search(value)):
            return False
        return self.place < len(self.text)  # where all ends with it, it may end too early

    def _skip(self, what: re.Pattern[str] = _SKIP) -> None:
        if found := what.match(self.text, self.place):
            self.place = found.end()

    def _pass_over(self) -> None:
        """Go on where the next field begins, or where something ends."""
        found = _NEXT_FIELD.search(self.text, self.place)
        self.place = found.start() if found else len(self.text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_escape, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPES.get(found[2] or "", found[2] or "")


def _sure(value: Any) -> Any:
    """The value without fields that are unsure."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for key in [key for key, inner in one.items() if inner is _UNSURE]:
                del one[key]
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return value
