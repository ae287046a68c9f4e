"""Characters that a terminal may act on, and how they are handled: one gate for incoming text, one for outgoing text.

The author of a page, an archive, a library's database, a YAML file or a file name may have put characters into it that
have an effect when they are printed. Only this module defines which characters these are, and how they are handled:

- Escape sequences (CSI, OSC, DCS, APC, PM, SOS; with ESC or one 8-bit control). In: the whole sequence is removed, up
  to its end or the end of the line. Out: its first character shows as `\\x1b` or `\\x9d`, and the rest is text.
- Other controls (C0, DEL, C1). In: removed. Out: shown as `\\x07`.
- Line ends (CR LF, CR, VT, FF, NEL, U+2028, U+2029). In: they become `\\n`. Out: shown as `\\r`, `\\u2028`.
- Tabs. In: they become four spaces. Out: they stay; where the output is a single line they show as `\\t`.
- Bidi embeddings, overrides and isolates (U+202A to E, U+2066 to F). In: removed, and the words keep the order in which
  they were written. Out: shown as `\\u202e`.
- Halves of surrogate pairs. In: removed. Out: shown as `\\ud800`; a byte of a file name that is not UTF-8 as `\\xff`.
- U+FEFF, U+FFF9 to B, U+FFFE, U+FFFF. In: removed. Out: shown as `\\ufeff`.
- Joiners and marks (ZWJ, ZWNJ, ZWSP, soft hyphen, LRM, RLM, ALM, variation selectors, tags). They stay: Persian, Khmer
  and emoji need them, and they have no effect on a terminal.

The gate in is `neutralise`. None of the characters that it removes is part of a word, so no word is lost. The gates out
are `shown` and `printable`. They leave nothing out. Text from a source has already passed the first gate, so only file
names, and text that a stranger wrote into a database, contain anything to escape. JSON uses the escapes of JSON itself,
and is read back unchanged (`escaped_json`).

`SafeText` is the type of text that has passed a gate. `RawDocument`, `Cut` and `Article` accept no other type, and mypy
rejects a plain `str` there. Only this module makes a `SafeText` from a `str`. The name of a file (`source`) is not a
`SafeText`: scripts find the file by it, so it stays unchanged, and is escaped on its way out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NewType, cast, overload

from peaceindex.startup.late_pattern import late_pattern

SafeText = NewType("SafeText", str)
"""Text that `neutralise` or `printable` returned: a terminal acts on nothing in it."""

EMPTY: Final = SafeText("")

Stated = NewType("Stated", Mapping[str, Any])
"""What a source states about itself, with all text in it safe. `stated` makes it."""

LINE_END: Final = SafeText("\n")

_REMOVED_CHARACTERS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls, except tabs and line ends
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # these reverse the order of letters on the screen
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"  # stray marks, non-characters, halves of surrogate pairs
)
_LINE_END_CHARACTERS = "\r\x0b\x0c\x85\u2028\u2029"
_ESCAPE_SEQUENCE = late_pattern(
    r"""(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?             # control sequences: colours, cursor, modes
      | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])       # strings to the terminal: title, clipboard, links …
        (?:[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c))?
      | \x1b[ -/]*[0-~]?                              # the short ones; a lone ESC
    """,
    re.VERBOSE,
)
_LINE_END = late_pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_REMOVED = late_pattern(f"[{_REMOVED_CHARACTERS}]")
_MAY_CHANGE = late_pattern(f"[{_REMOVED_CHARACTERS}{_LINE_END_CHARACTERS}\t]")
_ACTIVE = late_pattern(f"[{_REMOVED_CHARACTERS}{_LINE_END_CHARACTERS}]")
_UNPRINTABLE = late_pattern(f"[{_REMOVED_CHARACTERS}{_LINE_END_CHARACTERS}\t\n]")
_SURROGATE = late_pattern("[\ud800-\udfff]")
_SAFE_ASCII = bytes(code for code in range(128) if (code >= 32 and code != 127) or code == 10)
_UNSAFE_ASCII = bytes(code for code in range(128) if code not in _SAFE_ASCII)


def neutralise(text: str) -> SafeText:
    """Return `text` without anything that could control a terminal or reverse what is read (see the list above).

    Line ends become `\\n`, a tab becomes four spaces, and nothing else changes.
    """
    if text.isprintable():  # then nothing in it acts; this takes a tenth of the time of a regex search
        return SafeText(text)
    if text.isascii():  # then looking for odd characters takes a fifth of the time
        data = text.encode("ascii")
        if len(data.translate(None, _UNSAFE_ASCII)) == len(data):
            return SafeText(text)
    elif not _MAY_CHANGE.search(text):
        return SafeText(text)
    if "\x1b" in text or any(c in text for c in "\x9b\x9d\x90\x98\x9e\x9f"):
        text = _ESCAPE_SEQUENCE.sub("", text)
    return SafeText(_REMOVED.sub("", _LINE_END.sub("\n", text)).replace("\t", "    "))


@overload
def one_line(text: str) -> SafeText: ...
@overload
def one_line(text: str | None) -> SafeText | None: ...
def one_line(text: str | None) -> SafeText | None:
    """Return `text` neutralised, on one line with single spaces. None stays None."""
    return None if text is None else SafeText(" ".join(neutralise(text).split()))


@overload
def neutralise_optional(value: str) -> SafeText: ...
@overload
def neutralise_optional(value: str | None) -> SafeText | None: ...
def neutralise_optional(value: str | None) -> SafeText | None:
    """Return a value that may be missing, neutralised."""
    return None if value is None else neutralise(value)


def neutralise_all(values: Iterable[str]) -> tuple[SafeText, ...]:
    """Return several texts, each neutralised."""
    return tuple(map(neutralise, values))


def neutralise_values(values: Mapping[str, Any]) -> Stated:
    """Return what a source states, with every text in it neutralised, including those in lists."""
    return Stated({name: _neutralised(value) for name, value in values.items()})


def _neutralised(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, list | tuple):
        return [_neutralised(part) for part in value] if any(isinstance(part, str | list) for part in value) else value
    if isinstance(value, Mapping):
        return {name: _neutralised(part) for name, part in value.items()}
    return value


def parts(text: SafeText, between: str) -> tuple[SafeText, ...]:
    """Return a safe text split at a separator. An empty text has no pieces."""
    return cast("tuple[SafeText, ...]", tuple(text.split(between))) if text else ()


def joined(between: str, parts: Iterable[SafeText]) -> SafeText:
    """Return safe texts joined by a separator, which must be a trusted text."""
    return SafeText(between.join(parts))


def typed(text: str) -> str:
    """Return what a person typed, pasted or passed as an argument, fit for storage: undecodable bytes become U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def printable(text: str) -> SafeText:
    r"""Return `text` on one line and harmless, nothing left out: a line end shows as `\n`, an odd byte as `\xff`."""
    if text.isascii() and text.isprintable():
        return SafeText(text)
    return SafeText(_UNPRINTABLE.sub(_escaped, text))


def shown(text: str) -> str:
    r"""Return `text` fit for output, with nothing left out. Lines and tabs stay; what could act shows as `\x1b`."""
    return text if text.isascii() and text.isprintable() else _ACTIVE.sub(_escaped, text)


def escaped_json(text: str) -> str:
    r"""Return JSON with everything that could act written as JSON escapes. Its meaning is the same on any stream.

    Line ends between values stay; JSON has none within values. A byte of a file name that is not UTF-8 becomes
    `\udcXX`.
    """
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    if 0xDC80 <= code <= 0xDCFF:  # how Python represents a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_WEB_ADDRESS = late_pattern(r"https?://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)
_NEEDS_ENCODING = late_pattern(r"""[\s"'<>\\^`{|}]""")


def web_address(text: str | None) -> SafeText | None:
    """Return `text` as a web address that is safe to pass to a browser, or None if it is anything else.

    It must be http or https, with a host, and nothing in it may act. Spaces and quotation marks are percent-encoded.
    """
    address = (text or "").strip(" ")
    if _UNPRINTABLE.search(address) or not _WEB_ADDRESS.fullmatch(address):
        return None
    return SafeText(_NEEDS_ENCODING.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address))


def stated_address(text: str) -> SafeText:
    """Return the address that a format states, unchanged. Return "" if it is not a web address or something in it acts.

    It is not repaired, since an address without its control characters is a different address.
    """
    address = " ".join(text.split())
    return SafeText(address) if web_address(address) else EMPTY
