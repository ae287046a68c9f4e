"""What may act in a terminal, and what becomes of it: one gate for text that comes in, one for what goes out.

Whoever wrote a page, an archive, a library's database, a YAML file or a file's name may have put signs into it that do
something where they are printed. This page alone says which signs these are, and what is done with them:

- Escape sequences (CSI, OSC, DCS, APC, PM, SOS; with ESC or one 8-bit control). In: the whole sequence goes, up to its
  end or that of the line. Out: its first sign shows as `\\x1b` or `\\x9d`, and the rest is text.
- Other controls (C0, DEL, C1). In: they go. Out: they show as `\\x07`.
- Line ends (CR LF, CR, VT, FF, NEL, U+2028, U+2029). In: they become `\\n`. Out: they show as `\\r`, `\\u2028`.
- Tabs. In: four spaces. Out: they stay; on one line they show as `\\t`.
- Bidi embeddings, overrides and isolates (U+202A to E, U+2066 to F). In: they go, and the words keep the order in which
  they were written. Out: they show as `\\u202e`.
- Halves of surrogate pairs. In: they go. Out: they show as `\\ud800`; a byte of a name that is no UTF-8 as `\\xff`.
- U+FEFF, U+FFF9 to B, U+FFFE, U+FFFF. In: they go. Out: they show as `\\ufeff`.
- Joiners and marks (ZWJ, ZWNJ, ZWSP, soft hyphen, LRM, RLM, ALM, variation selectors, tags). They stay: Persian, Khmer
  and emoji need them, and a terminal does nothing by them.

In is `neutralise`: none of these signs is part of a word, so no word is lost. Out are `shown` and `printable`, which
leave nothing out: a text from a source has been through the first gate, so that only the names of files, and what a
stranger wrote into a database, have anything left to show. JSON gets JSON's own escapes, and reads back as it was
(`escaped_json`).

`SafeText` is the type of a text that went through: `RawDocument`, `Cut` and `Article` take no other, and mypy refuses a
plain `str` there. Only this module makes it of a `str`. The name of a file (`source`) is no `SafeText`: scripts find
the file by it, so it stays as it is, and passes the gate on its way out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NewType, cast, overload

SafeText = NewType("SafeText", str)
"""A text that `neutralise` or `printable` gave: nothing in it acts."""

NOTHING: Final = SafeText("")

Stated = NewType("Stated", Mapping[str, Any])
"""What a source states about itself, each text in it safe; `stated` makes it."""

LINE_END: Final = SafeText("\n")

_HARMFUL = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls, save for tabs and line ends
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # what turns the order of letters on the screen around
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"  # stray marks, non-characters, halves of a pair
)
_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_ESCAPES = re.compile(
    r"""(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?             # control sequences: colours, cursor, modes
      | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])       # strings to the terminal: title, clipboard, links …
        (?:[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c))?
      | \x1b[ -/]*[0-~]?                              # the short ones; a lone ESC
    """,
    re.VERBOSE,
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(f"[{_HARMFUL}]")
_SUSPECT = re.compile(f"[{_HARMFUL}{_ENDS}\t]")
_ACTING = re.compile(f"[{_HARMFUL}{_ENDS}]")
_UNPRINTABLE = re.compile(f"[{_HARMFUL}{_ENDS}\t\n]")
_HALVES = re.compile("[\ud800-\udfff]")
_PLAIN_ASCII = bytes(code for code in range(128) if (code >= 32 and code != 127) or code == 10)
_ODD_ASCII = bytes(code for code in range(128) if code not in _PLAIN_ASCII)


def neutralise(text: str) -> SafeText:
    """`text` without anything that could steer a terminal or turn what is read around (see the table above).

    Line ends become `\\n`, a tab four spaces; nothing else changes.
    """
    if text.isprintable():  # so is nothing that acts; this takes a tenth of the time that a search does
        return SafeText(text)
    if text.isascii():  # then to look for odd signs takes a fifth of the time
        data = text.encode("ascii")
        if len(data.translate(None, _ODD_ASCII)) == len(data):
            return SafeText(text)
    elif not _SUSPECT.search(text):
        return SafeText(text)
    if "\x1b" in text or any(c in text for c in "\x9b\x9d\x90\x98\x9e\x9f"):
        text = _ESCAPES.sub("", text)
    return SafeText(_CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", "    "))


@overload
def one_line(text: str) -> SafeText: ...
@overload
def one_line(text: str | None) -> SafeText | None: ...
def one_line(text: str | None) -> SafeText | None:
    """`text` neutralised, on one line with single spaces; None stays None."""
    return None if text is None else SafeText(" ".join(neutralise(text).split()))


@overload
def passed(value: str) -> SafeText: ...
@overload
def passed(value: str | None) -> SafeText | None: ...
def passed(value: str | None) -> SafeText | None:
    """A value that may be missing, neutralised."""
    return None if value is None else neutralise(value)


def all_passed(values: Iterable[str]) -> tuple[SafeText, ...]:
    """Several texts, neutralised one by one."""
    return tuple(map(neutralise, values))


def stated(values: Mapping[str, Any]) -> Stated:
    """What a source states, with every text in it neutralised, in lists too."""
    return Stated({name: _deep(value) for name, value in values.items()})


def _deep(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, list | tuple):
        return [_deep(part) for part in value] if any(isinstance(part, str | list) for part in value) else value
    if isinstance(value, Mapping):
        return {name: _deep(part) for name, part in value.items()}
    return value


def parts(text: SafeText, between: str) -> tuple[SafeText, ...]:
    """A safe text cut into pieces; none of an empty one."""
    return cast("tuple[SafeText, ...]", tuple(text.split(between))) if text else ()


def joined(between: str, parts: Iterable[SafeText]) -> SafeText:
    """Safe texts as one, with a text of our own between them."""
    return SafeText(between.join(parts))


def typed(text: str) -> str:
    """What a person typed, pasted or gave as an argument, as it can be kept: an odd byte in it becomes U+FFFD."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def printable(text: str) -> SafeText:
    r"""`text` on one line and harmless, nothing left out: a line end shows as `\n`, an odd byte as `\xff`."""
    if text.isascii() and text.isprintable():
        return SafeText(text)
    return SafeText(_UNPRINTABLE.sub(_escaped, text))


def shown(text: str) -> str:
    r"""`text` as it may leave the program, nothing left out: lines and tabs stay, what could act shows as `\x1b`."""
    return text if text.isascii() and text.isprintable() else _ACTING.sub(_escaped, text)


def escaped_json(text: str) -> str:
    r"""JSON in which what could act is written with JSON's own escapes: it says the same, and goes into any stream.

    Line ends between values stay; in values JSON has none. A byte of a file name that is no UTF-8 comes as `\udcXX`.
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    if 0xDC80 <= code <= 0xDCFF:  # how Python writes a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)
_TO_ENCODE = re.compile(r"""[\s"'<>\\^`{|}]""")


def web_address(text: str | None) -> SafeText | None:
    """`text` as an address that a browser may be given; None for anything else.

    That is http or https, with a host, and nothing in it that acts; spaces and quotation marks are percent-encoded.
    """
    address = (text or "").strip(" ")
    if _UNPRINTABLE.search(address) or not _ADDRESS.fullmatch(address):
        return None
    return SafeText(_TO_ENCODE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address))


def stated_address(text: str) -> SafeText:
    """An address that a format states, as it stands there; empty if it is no web address, or something in it acts.

    What would be left of an address without its control characters is another address.
    """
    address = " ".join(text.split())
    return SafeText(address) if web_address(address) else NOTHING
