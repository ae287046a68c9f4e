"""Text that is not valid UTF-8: broken UTF-8, another encoding, or lines of both in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peaceindex.errors import SourceError
from peaceindex.text.encodings import SURE, as_text, confidence, guess, readings, shown
from peaceindex.text.likelihood import likeness
from peaceindex.text.mojibake import mended

_MUCH_LIKELIER = 6.0
"""Lines are taken as UTF-8 if they are likelier in it, by this many nats, than in the encoding of the other lines."""
_STRANGE = 1.3
"""A line is examined by itself if a letter in it costs this many times as much as in most lines."""
_ENOUGH = 20
"""The minimum number of non-ASCII bytes in a line that is judged by itself."""
_MOST_BLOCKS = 200
_CUT_OFF = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(slots=True)
class _Line:
    data: bytes
    text: str = ""
    is_alien: bool = False
    """Whether it is not UTF-8, not even with a few broken bytes."""


def decode_legacy(data: bytes, name: str, hint: str = "") -> tuple[str, str, float | None]:
    """Return the text of bytes that are not valid UTF-8, their encoding (see `Decoded`), and the confidence in it.

    `name` must be printable. Raise SourceError if the encoding is uncertain.
    """
    cut = _CUT_OFF.search(data)
    if cut and not data[: cut.start()].isascii() and (text := _valid(data[: cut.start()])) is not None:
        return mended(text) + "\ufffd", "utf-8", None
    lines = [_line(line) for line in data.split(b"\n")]
    alien = [line for line in lines if line.is_alien]
    ours = [line for line in lines if not line.is_alien and not line.data.isascii()]
    if not alien:
        return mended(_joined(lines)), "utf-8", None
    if not ours:
        return _one(data, name, hint)
    rest = b"\n".join(line.data for line in alien)
    try:
        encoding, sure = guess(rest, name, hint)
    except SourceError as error:
        broken = sum(line.text.count("\ufffd") for line in lines)
        if sum(c > "\x7f" for line in lines for c in line.text) > 5 * broken:
            return mended(_joined(lines)), "utf-8", None
        if not _is_utf8(ours, "cp1252"):
            raise
        raise SourceError(
            f"{name} is in UTF-8, but some lines are in another encoding, which cannot be told.",
            "Turn these into UTF-8, or give one encoding for all with --encoding.",
        ) from error
    if not _is_utf8(ours, encoding):
        return _one(data, name, hint)
    for line in (line for line in lines if line.is_alien or _has_strays(line)):
        line.text = _alien_text(line.data, encoding)
    return mended(_joined(lines)), f"utf-8+{encoding}", sure


def _one(data: bytes, name: str, hint: str) -> tuple[str, str, float]:
    """Return the text of bytes in one encoding, or in several if each line's own is certain.

    Raise SourceError if too many lines are in an encoding that cannot be detected.
    """
    encoding, sure = guess(data, name, hint)
    text = as_text(data, encoding)
    blocks = [(block, likeness(as_text(block, encoding))) for block in _blocks(data.split(b"\n"))]
    costs = sorted(found.each for _, found in blocks)
    usual = costs[len(costs) // 4] if costs else 0.0
    others: dict[bytes, str | None] = {}
    for block, found in blocks:
        if found.each > _STRANGE * usual or not found.makes_sense:
            others |= {line: _another(line, encoding) for line in block.split(b"\n") if _beyond(line) >= _ENOUGH}
    unknown = sum(_beyond(line) for line, other in others.items() if other is None)
    if unknown * 5 > _beyond(data):
        raise SourceError(
            f"{name} is in {shown(encoding)}, but some lines are in another encoding, which cannot be told.",
            "Turn all of it into UTF-8, or give one encoding for all with --encoding.",
        )
    more = sorted({other for other in others.values() if other})
    if not more:
        return text, encoding, sure
    text = "\n".join(as_text(line, others.get(line) or encoding) for line in data.split(b"\n"))
    return text, "+".join([encoding, *more]), sure


def _another(line: bytes, encoding: str) -> str | None:
    """Return the encoding of a line if it is surely another one, "" if it is not, None if it makes no sense in any."""
    here = likeness(as_text(line, encoding))
    ranked = readings(line)
    if ranked and ranked[0].makes_sense and confidence(ranked) >= SURE:
        return ranked[0].encoding if ranked[0].cost + 2 * _MUCH_LIKELIER < here.cost else ""
    return "" if here.makes_sense else None


def _blocks(lines: Sequence[bytes]) -> Iterator[bytes]:
    """Yield groups of neighbouring lines, each large enough to be judged, and not too many in all."""
    least = max(_ENOUGH, sum(map(_beyond, lines)) // _MOST_BLOCKS)
    block: list[bytes] = []
    size = 0
    for line in lines:
        if (number := _beyond(line)) > 0:
            block.append(line)
            size += number
            if size >= least:
                yield b"\n".join(block)
                block, size = [], 0


def _line(data: bytes) -> _Line:
    if data.isascii():
        return _Line(data, data.decode("ascii"))
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return _Line(data, text, broken > 0 and sum(c > "\x7f" for c in text) - broken <= 4 * broken)


def _has_strays(line: _Line) -> bool:
    """Return whether a line of UTF-8 has stray bytes: letters in another encoding, not halves of its own letters."""
    broken = line.text.count("\ufffd")
    return broken > 0 and _beyond(_UTF8.sub(b"", line.data)) == broken


def _is_utf8(lines: Sequence[_Line], encoding: str) -> bool:
    """Return whether lines that may be UTF-8 are UTF-8 rather than in the encoding of the lines around them."""
    data = b"\n".join(line.data for line in lines)[:6000]
    text = data.decode("utf-8", "ignore")
    return likeness(text).cost + _MUCH_LIKELIER < likeness(as_text(data, encoding)).cost


def _alien_text(data: bytes, encoding: str) -> str:
    """Return the text of a line in another encoding. Parts of it that are UTF-8 are decoded as such."""
    parts, place = [], 0
    if len(as_text(b"\xe9a", encoding)) == 2:  # not in multi-byte encodings, whose letters may look like UTF-8
        for found in _UTF8.finditer(data):
            if (text := _valid(found[0])) is not None and _fits(data, found, encoding, text):
                parts += [as_text(data[place : found.start()], encoding), text]
                place = found.end()
    return "".join(parts) + as_text(data[place:], encoding)


def _fits(data: bytes, found: re.Match[bytes], encoding: str, text: str) -> bool:
    """Return whether a few bytes within a line are likelier as one character of UTF-8."""
    before, after = data[max(0, found.start() - 1) : found.start()], data[found.end() : found.end() + 1]
    start, end = as_text(before, encoding), as_text(after, encoding)
    return likeness(start + text + end).cost + 2 < likeness(start + as_text(found[0], encoding) + end).cost


def _valid(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _joined(lines: Sequence[_Line]) -> str:
    return "\n".join(line.text for line in lines)


def _beyond(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


_HIGH = bytes(range(0x80, 0x100))
