"""Paragraphs from kept lines: what a scraper glued together is parted again. No word is made up and none is lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from peaceindex.text.language import ALL_FUNCTION_WORDS

_GLUED_STOP = re.compile(r"([.!?…])([\"'”’»)\]]{0,2})(?=[\"'“‘„«(]?[^\W\d_])")
_GLUED_CASE = re.compile(r"(?<!\w)([^\W\d_]{3,40}?[^\W\d_A-Z])(?=[^\W\d_a-zа-яіїєґё][^\W\d_A-Z]{0,12}(?: |$))")
_CASE_CHANGE = re.compile(r"[A-Z\u00c0-\u1fff\u2c00-\U0010ffff](?<=[^\W\d_A-Z].)")
"""Where `_GLUED_CASE` may apply: a capital, or a letter that may be one, behind a letter that is none of A to Z."""
_TAILS = frozenset(
    ("com", "org", "net", "gov", "edu", "info", "news", "tv", "io", "co", "uk", "de", "fr", "ru", "ua", "tr", "eu",
     "js", "py", "ai", "md", "pdf", "html", "php")
)  # fmt: skip
_VARIATION = "\ufe0f\ufe0e\u200d"
_FAR = re.compile(f"[^\\x00-\\u2021{_VARIATION}]")
_OPENERS = "\"'“‘„«("
_MOST_SPLITS = 400


def paragraphs(text: str, *, bullet: bool = False) -> list[str]:
    """One kept line as the paragraphs that it holds: inline bullets as `• item`, glued sentences parted."""
    lead, items, rest = _inline_bullets(text)
    if not items:
        parts = part_glued(text)
        return [f"• {parts[0]}", *parts[1:]] if bullet and parts else parts
    out = part_glued(lead) if lead else []
    out.extend(f"• {item}" for item in items)
    out.extend(part_glued(rest))
    return out


def part_glued(text: str) -> list[str]:
    """The text parted where two sentences stand without a space: `reporters.The second round`."""
    parts: list[str] = []
    start = 0
    for match in _GLUED_STOP.finditer(text):
        cut = match.end()
        if match[2] and match[2][-1] in "\"'" and text.count(match[2][-1], start, match.end()) % 2:
            cut = match.start(2) + len(match[2]) - 1  # a straight quotation mark that opens what follows
        if cut > start and _parts_here(text, start, match.start(), cut):
            parts.append(text[start:cut].strip())
            start = cut
        if len(parts) >= _MOST_SPLITS:
            break
    parts.append(text[start:].strip())
    return [p for part in parts for p in _part_small_words(part) if p]


def _parts_here(text: str, start: int, stop: int, cut: int) -> bool:
    before = text[max(start, stop - 30) : stop].rstrip("\"'”’»)]")
    word = re.split(r"[\s(\[“\"'‘„«/-]", before)[-1]
    after = text[cut : cut + 40].lstrip(_OPENERS)
    if not word or not after[:1].isupper() or "." in word or "@" in word:
        return False
    following = re.match(r"\w+", after)
    follower = following[0] if following else ""
    if follower.casefold() in _TAILS or (len(follower) > 1 and follower.isupper() and len(word) < 4):
        return False
    small = word[-1].islower() and len(word) >= 2 and not (word[0].isupper() and len(word) <= 3 and text[stop] == ".")
    number = word[-1].isdigit() and len(word) >= 2
    shouted = word.isupper() and len(word) >= 4
    closed = text[stop - 1 : stop] in "\"'”’»)]%"
    if not (small or number or shouted or closed):
        return False
    # Both sides must be long enough to be sentences, so that names such as "Ask.Fm" stay whole.
    return text.count(" ", max(start, cut - 400), cut) >= 2 and text.count(" ", cut, cut + 200) >= 2


def _part_small_words(text: str) -> list[str]:
    """Parted where a small word with a capital is glued to the end of another: `holidayThe ministers`."""
    for match in _GLUED_CASE.finditer(text) if _CASE_CHANGE.search(text) else ():
        word, after = match[1], text[match.end() :]
        follower = re.match(r"\w+", after)
        if (
            follower
            and word[0].islower()
            and len(follower[0]) > 1
            and word[-1].islower()
            and follower[0][0].isupper()
            and follower[0].casefold() in ALL_FUNCTION_WORDS
            and text.count(" ", 0, match.end()) >= 3
            and after.count(" ", 0, 200) >= 4
        ):
            return [text[: match.end()].strip(), *_part_small_words(after)] if len(text) < 20_000 else [text]
    return [text]


def _inline_bullets(text: str) -> tuple[str, list[str], str]:
    """(text before the bullets, the items, text glued to the last item), or no items if there are no inline bullets."""
    if text.isascii():
        return text, [], ""
    signs = Counter(filter(_is_sign, _FAR.findall(text)))
    for sign, count in signs.most_common(1):
        if count < 2:
            break
        pieces = [p.strip(_VARIATION + " ") for p in text.split(sign)]
        items = [p for p in pieces[1:] if p]
        if len(items) >= 2 and sum(p.count(" ") >= 1 for p in items) >= 0.7 * len(items):
            items[-1], rest = _split_last(items[-1])
            return pieces[0], items, rest
    return text, [], ""


def _is_sign(char: str) -> bool:
    return (char > "\u218f" and unicodedata.category(char) == "So") or char in "•‣◦▪▫■□●○★☆►▶▸▹‧➤➔"


def _split_last(item: str) -> tuple[str, str]:
    """The last bullet and the text after it: glued to it without a space, or parted by a full stop and capital."""
    for match in _GLUED_CASE.finditer(item):
        word, after = match[1], item[match.end() :]
        follower = re.match(r"\w+", after)
        if not follower or item.count(" ", 0, match.start()) < 1 or after.count(" ", 0, 200) < 3:
            continue
        if not word[-1].islower() or not follower[0][0].isupper():
            continue
        known = follower[0].casefold() in ALL_FUNCTION_WORDS
        # With a capital on both sides it may be a name such as "YouTube": then a sentence must follow.
        sentence = len(word) > 4 and after.count(" ", 0, 400) >= 6 and any(stop in after for stop in ".!?")
        if known or (word[0].islower() and len(word) > 3 and len(follower[0]) > 2) or sentence:
            return item[: match.end()].strip(), after.strip()
    parts = part_glued(item)
    if len(parts) > 1:
        return parts[0], item[len(parts[0]) :].strip()
    return item, ""
