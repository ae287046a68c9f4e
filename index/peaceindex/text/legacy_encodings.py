"""Text that is not valid UTF-8: broken UTF-8, another encoding, or lines of both in one file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.encodings import MIN_CONFIDENCE, as_text, confidence, detect_encoding, readings, shown
from peaceindex.text.likelihood import language_cost
from peaceindex.text.mojibake import repair_mojibake

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIN_LEAD_NATS = 6.0
"""Lines are taken as UTF-8 if they are likelier in it, by this many nats, than in the encoding of the other lines."""
_STRANGE_COST_RATIO = 1.3
"""A line is examined by itself if its cost per pair of letters is this many times as high as that of most lines."""
_MIN_NON_ASCII_BYTES = 20
"""The minimum number of non-ASCII bytes in a line that is judged by itself."""
_MAX_BLOCKS = 200
_TRUNCATED_CHARACTER = late_pattern(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_UTF8_CHARACTER = late_pattern(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(slots=True)
class _Line:
    data: bytes
    text: str = ""
    is_legacy: bool = False
    """Whether it is not UTF-8, not even with a few broken bytes."""


def decode_legacy(data: bytes, name: str, hint: str = "") -> tuple[str, str, float | None]:
    """Return the text of bytes that are not valid UTF-8, their encoding (see `Decoded`), and the confidence in it.

    `name` must be printable. Raise SourceError if the encoding is uncertain.
    """
    truncated = _TRUNCATED_CHARACTER.search(data)
    if (
        truncated
        and not data[: truncated.start()].isascii()
        and (text := _utf8_or_none(data[: truncated.start()])) is not None
    ):
        return repair_mojibake(text) + "\ufffd", "utf-8", None
    lines = [_make_line(line) for line in data.split(b"\n")]
    legacy = [line for line in lines if line.is_legacy]
    utf8 = [line for line in lines if not line.is_legacy and not line.data.isascii()]
    if not legacy:
        return repair_mojibake(_join(lines)), "utf-8", None
    if not utf8:
        return _decode_without_utf8(data, name, hint)
    legacy_bytes = b"\n".join(line.data for line in legacy)
    try:
        encoding, score = detect_encoding(legacy_bytes, name, hint)
    except SourceError as error:
        broken = sum(line.text.count("\ufffd") for line in lines)
        if sum(c > "\x7f" for line in lines for c in line.text) > 5 * broken:
            return repair_mojibake(_join(lines)), "utf-8", None
        if not _are_utf8(utf8, "cp1252"):
            raise
        raise SourceError(
            f"{name} is in UTF-8, but some lines are in another encoding that cannot be determined.",
            "Turn these into UTF-8, or give one encoding for all with --encoding.",
        ) from error
    if not _are_utf8(utf8, encoding):
        return _decode_without_utf8(data, name, hint)
    for line in (line for line in lines if line.is_legacy or _has_strays(line)):
        line.text = _legacy_text(line.data, encoding)
    return repair_mojibake(_join(lines)), f"utf-8+{encoding}", score


def _decode_without_utf8(data: bytes, name: str, hint: str) -> tuple[str, str, float]:
    """Return the text of bytes in one encoding, or in several if each line's own is certain.

    Raise SourceError if too many lines are in an encoding that cannot be detected.
    """
    encoding, score = detect_encoding(data, name, hint)
    text = as_text(data, encoding)
    blocks = [(block, language_cost(as_text(block, encoding))) for block in _blocks(data.split(b"\n"))]
    costs = sorted(fit.cost_per_unit for _, fit in blocks)
    usual_cost = costs[len(costs) // 4] if costs else 0.0
    others: dict[bytes, str | None] = {}
    for block, fit in blocks:
        if fit.cost_per_unit > _STRANGE_COST_RATIO * usual_cost or not fit.makes_sense:
            others |= {
                line: _other_encoding(line, encoding)
                for line in block.split(b"\n")
                if _non_ascii_count(line) >= _MIN_NON_ASCII_BYTES
            }
    unknown = sum(_non_ascii_count(line) for line, other in others.items() if other is None)
    if unknown * 5 > _non_ascii_count(data):
        raise SourceError(
            f"{name} is in {shown(encoding)}, but some lines are in another encoding that cannot be determined.",
            "Turn all of it into UTF-8, or give one encoding for all with --encoding.",
        )
    other_encodings = sorted({other for other in others.values() if other})
    if not other_encodings:
        return text, encoding, score
    text = "\n".join(as_text(line, others.get(line) or encoding) for line in data.split(b"\n"))
    return text, "+".join([encoding, *other_encodings]), score


def _other_encoding(line: bytes, encoding: str) -> str | None:
    """Return the encoding of a line if it is surely another one, "" if it is not, None if it makes no sense in any."""
    current = language_cost(as_text(line, encoding))
    ranked = readings(line)
    if ranked and ranked[0].makes_sense and confidence(ranked) >= MIN_CONFIDENCE:
        return ranked[0].encoding if ranked[0].cost + 2 * _MIN_LEAD_NATS < current.cost else ""
    return "" if current.makes_sense else None


def _blocks(lines: Sequence[bytes]) -> Iterator[bytes]:
    """Yield groups of neighbouring lines, each large enough to be judged, and not too many in all."""
    min_bytes = max(_MIN_NON_ASCII_BYTES, sum(map(_non_ascii_count, lines)) // _MAX_BLOCKS)
    block: list[bytes] = []
    size = 0
    for line in lines:
        if (count := _non_ascii_count(line)) > 0:
            block.append(line)
            size += count
            if size >= min_bytes:
                yield b"\n".join(block)
                block, size = [], 0


def _make_line(data: bytes) -> _Line:
    if data.isascii():
        return _Line(data, data.decode("ascii"))
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return _Line(data, text, broken > 0 and sum(c > "\x7f" for c in text) - broken <= 4 * broken)


def _has_strays(line: _Line) -> bool:
    """Return whether a line of UTF-8 has stray bytes: letters in another encoding, not halves of its own letters."""
    broken = line.text.count("\ufffd")
    return broken > 0 and _non_ascii_count(_UTF8_CHARACTER.sub(b"", line.data)) == broken


def _are_utf8(lines: Sequence[_Line], encoding: str) -> bool:
    """Return whether lines that may be UTF-8 are UTF-8 rather than in the encoding of the lines around them."""
    data = b"\n".join(line.data for line in lines)[:6000]
    text = data.decode("utf-8", "ignore")
    return language_cost(text).cost + _MIN_LEAD_NATS < language_cost(as_text(data, encoding)).cost


def _legacy_text(data: bytes, encoding: str) -> str:
    """Return the text of a line in another encoding. Parts of it that are UTF-8 are decoded as such."""
    parts, place = [], 0
    if len(as_text(b"\xe9a", encoding)) == 2:  # not in multi-byte encodings, whose letters may look like UTF-8
        for found in _UTF8_CHARACTER.finditer(data):
            if (text := _utf8_or_none(found[0])) is not None and _is_utf8_character(data, found, encoding, text):
                parts += [as_text(data[place : found.start()], encoding), text]
                place = found.end()
    return "".join(parts) + as_text(data[place:], encoding)


def _is_utf8_character(data: bytes, found: re.Match[bytes], encoding: str, text: str) -> bool:
    """Return whether a few bytes within a line are likelier as one character of UTF-8."""
    before, after = data[max(0, found.start() - 1) : found.start()], data[found.end() : found.end() + 1]
    start, end = as_text(before, encoding), as_text(after, encoding)
    return language_cost(start + text + end).cost + 2 < language_cost(start + as_text(found[0], encoding) + end).cost


def _utf8_or_none(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _join(lines: Sequence[_Line]) -> str:
    return "\n".join(line.text for line in lines)


def _non_ascii_count(data: bytes) -> int:
    return len(data) - len(data.translate(None, _NON_ASCII_BYTES))


_NON_ASCII_BYTES = bytes(range(0x80, 0x100))
