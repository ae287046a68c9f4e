"""From bytes to harmless text: the encoding is detected, and what could control a terminal is removed."""

from __future__ import annotations

import codecs

import msgspec

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import SafeText
from peaceindex.model.safe_text import neutralise as neutralise
from peaceindex.model.safe_text import printable as printable
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.mojibake import repair_mojibake

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bell, backspace and escape are left out: captured terminal output is text that contains them.
_CONTROL_BYTES = late_pattern(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE_BYTES = 65_536


class Decoded(msgspec.Struct, frozen=True):
    """A text and the encoding that it was decoded from.

    `encoding` is Python's name of the encoding, or `utf-8+NAME` if some lines
    were in another one. `confidence`, from 0 to 1, is set if the encoding was
    detected from the text alone. It is None if the bytes or somebody state it.
    """

    text: SafeText
    encoding: str = "utf-8"
    confidence: float | None = None


def decode(data: bytes, name: str, encoding: str = "", hint: str = "") -> Decoded:
    """Return the text that `data` holds, neutralised (see `neutralise`).

    `encoding` is Python's name of the encoding. If it is empty, the encoding is detected: UTF-8, UTF-16 and UTF-32 by
    their structure or byte order mark, all others by which text is most likely (`encodings`). `hint` is an encoding
    that is likely for some other reason. UTF-8 with a few broken bytes is still read as UTF-8, with U+FFFD in their
    place. Raise SourceError, which calls the source `name`, if the data is not text or its encoding is uncertain.
    """
    if encoding:
        from peaceindex.text.encodings import as_text

        return Decoded(neutralise(as_text(data, encoding)), encoding)
    for bom, bom_encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(neutralise(data[len(bom) :].decode(bom_encoding, "replace")), bom_encoding)
    controls = len(_CONTROL_BYTES.findall(data[:_SAMPLE_BYTES]))
    is_binary = controls > max(2, min(len(data), _SAMPLE_BYTES) // 200)
    if (is_binary or b"\0" in data) and (utf16 := _decode_utf16(data)) is not None:
        return utf16
    if is_binary:
        raise SourceError(f"{printable(name)} is not text.", "Leave it out, or turn it into text first.")
    if b"\x1b$" in data and (japanese := _decode_iso2022(data)) is not None:
        return japanese
    try:
        return Decoded(neutralise(repair_mojibake(data.decode("utf-8"))))
    except UnicodeDecodeError:
        from peaceindex.text.legacy_encodings import decode_legacy

        text, found, confidence = decode_legacy(data, printable(name), hint)
        return Decoded(neutralise(text), found, confidence)


_MIN_UTF16_CHARACTERS = 8


def _decode_utf16(data: bytes) -> Decoded | None:
    """Return text in UTF-16 without a byte order mark, or None if the data does not look like that."""
    from peaceindex.text.encodings import MIN_CONFIDENCE, UTF16_RARITY, confidence, readings

    ranked = readings(data)
    if not ranked or ranked[0].encoding not in UTF16_RARITY or not ranked[0].makes_sense:
        return None
    score, text = confidence(ranked), data.decode(ranked[0].encoding, "replace")
    head = text[:2000]
    if score < MIN_CONFIDENCE or sum(c.isprintable() or c.isspace() for c in head) < 0.95 * len(head):
        return None
    # A few bytes of a program can be read as characters of some script, but hardly as a sentence.
    if len(text) < _MIN_UTF16_CHARACTERS or "\ufffd" in head[:-1] or sum(map(str.isalpha, head)) < 0.5 * len(head):
        return None
    return Decoded(neutralise(text), ranked[0].encoding, score)


def _decode_iso2022(data: bytes) -> Decoded | None:
    """Return Japanese in seven bits, as used in mail and on old pages. The escapes in it belong to the encoding."""
    try:
        text = data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return None
    return Decoded(neutralise(text), "iso2022_jp_ext")
