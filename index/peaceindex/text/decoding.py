"""From bytes to harmless text: the encoding told, what could steer a terminal taken out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import SafeText
from peaceindex.model.safe_text import neutralise as neutralise
from peaceindex.model.safe_text import printable as printable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bell, backspace and escape are left out: captured terminal output is text with such sequences in it.
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536

_MOJIBAKE = re.compile(
    "â€|Ã[\x80-\xbfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¡-¿]|Â[\xa0-¿]|[ÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ ¡-¿]"
)
SIGNS_OF_MOJIBAKE = 3
"""So many broken pairs of letters are no accident; one or two may be meant, in a text about encodings or in a name."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what it was read as.

    `encoding` is Python's name of the encoding, `utf-8+NAME` where some lines
    were in another. `confidence`, from 0 to 1, says how sure that is where it
    was told by the text alone; None where the bytes or somebody say so.
    """

    text: SafeText
    encoding: str = "utf-8"
    confidence: float | None = None


def decode(data: bytes, name: str, encoding: str = "", hint: str = "") -> Decoded:
    """The text that `data` holds, neutralised (see `neutralise`).

    Without `encoding` (Python's name) it is told by the bytes: UTF-8, UTF-16 and UTF-32 by themselves or by their
    mark, all others by which text is likeliest (`encodings`); `hint` is one that is likely for another reason. UTF-8
    with a few broken bytes stays UTF-8, U+FFFD in their place. `name` is what the SourceError calls the source if
    these are no text, or it cannot be told in what encoding they are.
    """
    if encoding:
        from peaceindex.text.encodings import as_text

        return Decoded(neutralise(as_text(data, encoding)), encoding)
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return Decoded(neutralise(data[len(mark) :].decode(marked, "replace")), marked)
    controls = len(_NEVER_IN_TEXT.findall(data[:_SAMPLE]))
    is_binary = controls > max(2, min(len(data), _SAMPLE) // 200)
    if (is_binary or b"\0" in data) and (wide := _utf16(data)) is not None:
        return wide
    if is_binary:
        raise SourceError(f"{printable(name)} is not text.", "Leave it out, or turn it into text first.")
    if b"\x1b$" in data and (japanese := _iso2022(data)) is not None:
        return japanese
    try:
        return Decoded(neutralise(mended(data.decode("utf-8"))))
    except UnicodeDecodeError:
        from peaceindex.text.legacy_encodings import decode_legacy

        text, found, confidence = decode_legacy(data, printable(name), hint)
        return Decoded(neutralise(text), found, confidence)


def mended(text: str) -> str:
    """The text without mojibake, UTF-8 that somebody once read as a single-byte encoding; most text has none."""
    if len(_MOJIBAKE.findall(text)) < SIGNS_OF_MOJIBAKE:
        return text
    import ftfy

    return ftfy.fix_encoding(text)


_LEAST_WIDE = 8


def _utf16(data: bytes) -> Decoded | None:
    """Text in UTF-16 without a byte order mark; None if it does not look like that."""
    from peaceindex.text.encodings import SURE, WIDE, confidence, readings

    ranked = readings(data)
    if not ranked or ranked[0].encoding not in WIDE or not ranked[0].makes_sense:
        return None
    sure, text = confidence(ranked), data.decode(ranked[0].encoding, "replace")
    head = text[:2000]
    if sure < SURE or sum(c.isprintable() or c.isspace() for c in head) < 0.95 * len(head):
        return None
    # A few bytes of a program can be read as signs of some script, but hardly as a sentence.
    if len(text) < _LEAST_WIDE or "\ufffd" in head[:-1] or sum(map(str.isalpha, head)) < 0.5 * len(head):
        return None
    return Decoded(neutralise(text), ranked[0].encoding, sure)


def _iso2022(data: bytes) -> Decoded | None:
    """Japanese in seven bits, as letters and old pages have it; its escapes are the encoding's own."""
    try:
        text = data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return None
    return Decoded(neutralise(text), "iso2022_jp_ext")
