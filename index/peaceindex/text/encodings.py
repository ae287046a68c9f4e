"""Text encodings: their names, and the detection of the encoding of bytes that are not UTF-8.

Every known encoding is tried. The right one is the one under which the bytes read most like language (`likelihood`).
Its lead over the next one gives the confidence. `make bench-encodings` compares this with the existing libraries,
which are wrong several times as often and do not say when they do not know.
"""

from __future__ import annotations

import codecs
import difflib
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError, SourceError
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = {
    "cp1252": "windows-1252", "cp1251": "windows-1251", "cp1250": "windows-1250", "cp1253": "windows-1253",
    "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257",
    "cp1258": "windows-1258", "cp874": "windows-874", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U",
    "iso8859-1": "ISO-8859-1", "iso8859-2": "ISO-8859-2", "iso8859-3": "ISO-8859-3", "iso8859-4": "ISO-8859-4",
    "iso8859-5": "ISO-8859-5", "iso8859-6": "ISO-8859-6", "iso8859-7": "ISO-8859-7", "iso8859-8": "ISO-8859-8",
    "iso8859-9": "ISO-8859-9", "iso8859-10": "ISO-8859-10", "iso8859-13": "ISO-8859-13",
    "iso8859-14": "ISO-8859-14", "iso8859-15": "ISO-8859-15", "iso8859-16": "ISO-8859-16",
    "mac-cyrillic": "MacCyrillic", "mac-roman": "Macintosh", "mac-latin2": "MacCentralEurope",
    "mac-turkish": "MacTurkish", "mac-greek": "MacGreek", "cp866": "IBM866", "cp850": "IBM850", "cp852": "IBM852",
    "gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5-HKSCS", "cp932": "Shift_JIS", "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP", "iso2022_jp_ext": "ISO-2022-JP", "cp949": "EUC-KR (CP949)",
    "utf-8": "UTF-8", "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "utf-32-le": "UTF-32LE", "utf-32-be": "UTF-32BE",
}  # fmt: skip
"""The common names of the encodings that are known here, by Python's names."""

_RARITY = {
    "cp1252": 0.0, "cp1250": 0.5, "cp1251": 0.5, "cp1253": 0.5, "cp1254": 0.5, "cp1255": 0.5, "cp1256": 0.5,
    "cp1257": 0.5, "cp1258": 1.0, "cp874": 0.5, "koi8-r": 1.0, "koi8-u": 1.5, "gb18030": 0.5, "cp950": 0.5,
    "big5hkscs": 2.0, "cp932": 0.5, "euc_jp": 0.5, "cp949": 0.5, "iso8859-1": 1.5, "iso8859-15": 1.5,
    "iso8859-7": 1.5, "iso8859-2": 2.0, "iso8859-5": 2.0, "iso8859-6": 2.0, "iso8859-8": 2.0, "iso8859-9": 2.0,
    "iso8859-13": 2.0, "cp866": 2.0, "mac-cyrillic": 3.0, "mac-roman": 3.0, "iso8859-4": 5.0, "iso8859-16": 5.0,
    "cp850": 5.0, "cp852": 5.0, "iso8859-3": 6.0, "iso8859-10": 6.0,
}  # fmt: skip
"""The encodings that are tried, and how much rarer than windows-1252 each is, in nats."""
UTF16_RARITY = {"utf-16-le": 0.0, "utf-16-be": 1.0}
"""The same for encodings with two bytes a letter. They are tried if there are bytes that no other text has."""

MIN_CONFIDENCE = 0.7
"""The confidence below which a source is reported instead of read."""
_COST_DAMPING = 0.8
"""The correction for the overconfidence of the costs, since letters that follow one another are not independent."""
_SAMPLE_BYTES = 1500
_MAX_LINE_BYTES = 2000
_NON_ASCII_LINE = late_pattern(rb"[^\n]*[\x80-\xff][^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Reading:
    """The beginning of some bytes, or their non-ASCII parts, decoded with one encoding."""

    encoding: str
    """Python's name."""
    text: str
    cost: float
    makes_sense: bool
    language: str


def shown(encoding: str) -> str:
    """Return the common name of an encoding that is given by Python's name."""
    return " and ".join(SHOWN.get(name, name) for name in encoding.split("+"))


def codec_of(name: str) -> str:
    """Return Python's name of the encoding with this common name, as used in this package.

    Raise PeaceindexError with suggestions if there is no such encoding.
    """
    plain = re.sub(r"[\s_-]+", "-", name.strip().lower())
    known = {re.sub(r"[\s_-]+", "-", common.lower()): codec for codec, common in SHOWN.items()}
    known |= {"euc-kr": "cp949", "big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030", "ansi": "cp1252"}
    if plain in known:
        return known[plain]
    if re.fullmatch(r"(windows|win|cp)-?\d{3,4}", plain):
        plain = "cp" + re.sub(r"\D", "", plain)
    try:
        found = codecs.lookup(plain)
        if not getattr(found, "_is_text_encoding", True) or not "a".encode(found.name):
            raise LookupError
        if found.name in ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"):
            raise LookupError
    except (LookupError, UnicodeError, ValueError):
        close = difflib.get_close_matches(plain, list(known), 3, 0.5) or ["windows-1251", "koi8-r", "gb18030"]
        suggestions = [shown(known[n]) for n in close]
        raise PeaceindexError(
            f"There is no encoding '{name[:60]}'.", f"Did you mean {' or '.join(dict.fromkeys(suggestions))}?"
        ) from None
    return {"euc_kr": "cp949", "shift_jis": "cp932", "big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        found.name, found.name
    )


def as_text(data: bytes, encoding: str) -> str:
    """Return the bytes decoded with an encoding (Python's name). Undecodable bytes become U+FFFD."""
    text = data.decode(encoding, "replace")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text  # it writes tones after their vowels


def readings(data: bytes, hint: str = "") -> list[Reading]:
    """Return the possible readings of some bytes, most likely first. Readings with the same text are listed once.

    `hint` is an encoding that is likely for some other reason.
    """
    from peaceindex.text.likelihood import language_cost

    may_be_utf16 = _may_be_utf16(data)
    sample = data[: 2 * _SAMPLE_BYTES] if may_be_utf16 else _sample(data)
    rarity = {**_RARITY, **(UTF16_RARITY if may_be_utf16 else {})}
    if hint:
        rarity[hint] = rarity.get(hint, 0.0) - 10
    tried: dict[str, Reading] = {}
    for encoding in sorted(rarity, key=rarity.__getitem__):
        text = as_text(sample, encoding)
        if text in tried or text.count("\ufffd") * 20 > len(text) + 20:
            continue
        fit = language_cost(text)
        tried[text] = Reading(encoding, text, fit.cost + rarity[encoding], fit.makes_sense, fit.language)
    return sorted(tried.values(), key=lambda reading: reading.cost)


def confidence(ranked: list[Reading]) -> float:
    """Return the confidence in the first of these readings, from 0 to 1."""
    if not ranked or not ranked[0].makes_sense:
        return 0.0
    return 1 / (1 + sum(math.exp(-_COST_DAMPING * min(r.cost - ranked[0].cost, 500)) for r in ranked[1:]))


def detect_encoding(data: bytes, name: str, hint: str = "") -> tuple[str, float]:
    """Return the encoding of bytes that are not UTF-8 (Python's name), and the confidence in it.

    `name` must be printable. Raise SourceError if the confidence is below `MIN_CONFIDENCE`.
    """
    ranked = readings(data, hint)
    score = confidence(ranked)
    if score >= MIN_CONFIDENCE:
        return ranked[0].encoding, score
    if not ranked or not ranked[0].makes_sense:
        raise SourceError(f"{name} is in no encoding that is known here.", "Give it with --encoding, or leave it out.")
    close = [r.encoding for r in ranked if r.cost - ranked[0].cost < 8][:3]
    raise SourceError(f"{name} may be in {' or '.join(map(shown, close))}.", "Give the right one with --encoding.")


def _may_be_utf16(data: bytes) -> bool:
    """Return whether there are bytes that, in text, only UTF-16 has."""
    return re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]", data[:4096]) is not None


def _sample(data: bytes) -> bytes:
    """Return the lines that are not ASCII, or a selection of them from all over."""
    lines = list(_non_ascii_lines(data))
    total = sum(len(line) for line in lines)
    step = max(1, total // (4 * _SAMPLE_BYTES))
    return b"".join(lines[:: min(step, max(1, len(lines) // 8))])[: 6 * _SAMPLE_BYTES]


def _non_ascii_lines(data: bytes) -> Iterator[bytes]:
    for found in _NON_ASCII_LINE.finditer(data[: 64 * _MAX_LINE_BYTES * 4]):
        line = found[0]
        yield line if len(line) <= _MAX_LINE_BYTES else line[:_MAX_LINE_BYTES]
