"""The page as lines: what each looks like, before anybody asks what it means."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

BULLETS = "•‣◦▪▫■□●○★☆►▶▸▹→»›·‧–—*+-"
"""Signs that open an item of a list, as scrapers write them (a dash or a star only before a space)."""

ENDS = ".!?…。！？؟۔।"
"""Signs that end a sentence, in the scripts that we meet."""

_CLOSERS = "\"'”’»«“‘)]}›*"
_TAG = re.compile(r"(?<=[.!?…\"”»])\s*[(\[][^()\[\]]{2,40}[)\]]$")
_LEADING = re.compile(r"(\s*)(?:([•‣◦▪▫■□●○★☆►▶▸▹‧])\s*|([→»›·–—*+\-])\s+)?")
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_SQUASH = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds something. `number` counts all lines of the source from 1; `gap` the empty ones before it.

    `raw` is the line as it stands, `text` without its bullet and with single
    spaces, `key` the same in small letters without signs, for comparing;
    `words` counts groups of letters and digits (two signs count as a word in
    scripts without spaces); `end` is the sign it ends with, as `end_sign` has it.
    """

    number: int
    raw: str
    text: str
    key: str
    bullet: bool
    indent: int
    gap: int
    words: int
    end: str


def end_sign(text: str) -> str:
    """The sign a text ends with, closing quotation marks and brackets aside; empty if that is a letter or digit.

    A tag in brackets behind a sentence, as agencies set it, is passed over.
    """
    if text[-1:].isalnum():
        return ""
    if text[-1:] in (")", "]") and (tag := _TAG.search(text[-60:])):
        text = text[: len(text) - len(tag[0])]
    text = text.rstrip(_CLOSERS)
    last = text[-1:]
    return "" if last.isalnum() else last


def squash(text: str) -> str:
    """The text in small letters with one space for anything that is no letter or digit."""
    return _SQUASH.sub(" ", text).strip().casefold()


def fold(text: str) -> str:
    """The text in small letters without accents, for comparing names."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i")


def word_count(key: str) -> int:
    """Words in a squashed text; where a script has no spaces, two signs count as a word."""
    if not key:
        return 0
    spaces = key.count(" ") + 1
    if not key.isascii() and len(key) > 12 * spaces and any("\u3040" <= c <= "\u9fff" for c in key[:40]):
        return len(key) // 2
    return spaces


def tidy(text: str) -> str:
    """The text with single plain spaces, none at its ends, and without soft hyphens and signs of no width."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def split(text: str) -> list[Line]:
    """The lines of a text that hold more than space, in order."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace():
            gap += 1
            continue
        lead = None if raw[0].isalnum() else _LEADING.match(raw)
        bullet = bool(lead and (lead[2] or lead[3]))
        body = tidy(raw[lead.end() :]) if lead and bullet else tidy(raw)
        if not body:
            bullet, body = False, tidy(raw)
        if not body:
            gap += 1
            continue
        indent = len(lead[1]) if lead else 0
        key = squash(body)
        lines.append(Line(number, raw, body, key, bullet, indent, gap, word_count(key), end_sign(body)))
        gap = 0
    return lines


def is_sentence_like(line: Line) -> bool:
    """Whether the line reads like running text: long enough, and ended like a sentence or very long."""
    words = line.words
    if words >= 40:
        return True
    return (words >= 6 and line.end in ENDS and line.end != "") or words >= 28
