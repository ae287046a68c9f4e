"""From bytes to harmless text: the encoding told, what could steer a terminal taken out."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from peaceindex.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC = ["cp1251", "koi8_r", "iso8859_5", "cp866"]
_LATIN = ["cp1252", "cp1250", "iso8859_2"]
# CP1254 is CP1252 with six letters changed: ğ ı ş stand where Icelandic has ð ý þ, but no Turkish word has á æ í ó ú.
_TURKISH = frozenset(b"\xf0\xfd\xfe")
_ICELANDIC = frozenset(b"\xe1\xe6\xed\xf3\xfa")

# Bell, backspace and escape are left out: captured terminal output is text with such sequences in it.
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536

_MOJIBAKE = re.compile(
    "â€|Ã[\x80-\xbfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¡-¿]|Â[\xa0-¿]|[ÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ ¡-¿]"
)
SIGNS_OF_MOJIBAKE = 3
"""So many broken pairs of letters are no accident; one or two may be meant, in a text about encodings or in a name."""


def decode(data: bytes, name: str) -> str:
    """The text that `data` holds, neutralised (see `neutralise`).

    Tells UTF-8, UTF-16 (with or without a byte order mark), UTF-32 with one,
    and the single-byte encodings of Cyrillic, Western and Central European
    text. UTF-8 with a few broken bytes stays UTF-8, U+FFFD in their place.
    `name` is what the SourceError calls the source if these are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return neutralise(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data and (wide := _utf16(data)) is not None:
        return neutralise(wide)
    if len(_NEVER_IN_TEXT.findall(data[:_SAMPLE])) > max(2, min(len(data), _SAMPLE) // 200):
        raise SourceError(f"{printable(name)} is not text.", "Leave it out, or turn it into text first.")
    try:
        return neutralise(_mended(data.decode("utf-8")))
    except UnicodeDecodeError:
        return neutralise(_legacy(data))


def _mended(text: str) -> str:
    """The text without mojibake, UTF-8 that somebody once read as a single-byte encoding; most text has none."""
    if len(_MOJIBAKE.findall(text)) < SIGNS_OF_MOJIBAKE:
        return text
    import ftfy

    return ftfy.fix_encoding(text)


def _utf16(data: bytes) -> str | None:
    """Text in UTF-16 without a byte order mark; None if it does not look like that."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Even where letters are not Latin, spaces and line ends have one zero byte, always on the same side.
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 40 < len(sample):
        return None
    try:
        text = data[: len(data) & ~1].decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None
    head = text[:2000]
    return text if sum(c.isprintable() or c.isspace() for c in head) >= 0.95 * len(head) else None


def _legacy(data: bytes) -> str:
    """Text that is not valid UTF-8: a broken UTF-8 text, or a single-byte encoding."""
    mended = data.decode("utf-8", "replace")
    broken = mended.count("�")
    if sum(c > "\x7f" for c in mended) - broken > 4 * broken:
        return mended
    high = sum(byte > 0xBF for byte in data[:_SAMPLE])
    latin = sum(byte < 0x80 and chr(byte).isalpha() for byte in data[:_SAMPLE])
    cyrillic = high > latin // 2
    if not cyrillic and _TURKISH.intersection(data) and not _ICELANDIC.intersection(data):
        return data.decode("cp1254", "replace")
    import charset_normalizer

    found = charset_normalizer.from_bytes(
        data, cp_isolation=_CYRILLIC if cyrillic else _LATIN, preemptive_behaviour=False
    ).best()
    if found is not None and (cyrillic or found.encoding == "cp1252" or _reads_better(data, found.encoding)):
        return str(found)
    return data.decode("cp1251" if cyrillic else "cp1252", "replace")


def _reads_better(data: bytes, encoding: str) -> bool:
    """Whether `encoding` puts letters where CP1252 puts signs inside words (`Wa³êsa` for `Wałęsa`)."""

    def odd(text: str) -> int:
        return sum(a.isalpha() and b > "\x7f" and not b.isalpha() and b not in "’‘“”–—…«» " for a, b in pairwise(text))

    return odd(data.decode(encoding, "replace")) < odd(data.decode("cp1252", "replace"))


_ESCAPES = re.compile(
    r"""(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?             # control sequences: colours, cursor, modes
      | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])       # strings to the terminal: title, clipboard, links …
        (?:[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c))?
      | \x1b[ -/]*[0-~]?                              # the short ones; a lone ESC
    """,
    re.VERBOSE,
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HARMFUL = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls, save for tabs and line ends
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # what turns the order of letters on the screen around
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"  # stray marks, non-characters, halves of a pair
)
_CONTROLS = re.compile(f"[{_HARMFUL}]")
_SUSPECT = re.compile(f"[{_HARMFUL}\t\r\x0b\x0c\x85\u2028\u2029]")


def neutralise(text: str) -> str:
    """`text` without anything that could steer a terminal or turn what is read around.

    Escape sequences go whole, other controls, bidirectional overrides and
    isolates, and lone surrogates one by one; a tab becomes four spaces; every
    kind of line end becomes `\\n`. Nothing else changes.
    """
    if not _SUSPECT.search(text):
        return text
    if "\x1b" in text or any(c in text for c in "\x9b\x9d\x90\x98\x9e\x9f"):
        text = _ESCAPES.sub("", text)
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", "    ")


_UNPRINTABLE = re.compile(f"[{_HARMFUL}\t\n\r\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""`text` on one line and harmless, for messages: a line end shows as `\n`, an odd byte as `\xff`."""
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    if 0xDC80 <= code <= 0xDCFF:  # how Python writes a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
