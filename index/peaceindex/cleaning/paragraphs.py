"""Paragraphs made from kept lines: text that a scraper joined is split again. No word is added and none is lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.language import ALL_FUNCTION_WORDS

_JOINED_SENTENCES = late_pattern(r"([.!?…])([\"'”’»)\]]{0,2})(?=[\"'“‘„«(]?[^\W\d_])")
_JOINED_WORDS = late_pattern(r"(?<!\w)([^\W\d_]{3,40}?[^\W\d_A-Z])(?=[^\W\d_a-zа-яіїєґё][^\W\d_A-Z]{0,12}(?: |$))")
_CASE_CHANGE = late_pattern(r"[^\x00-@\[-\u00bf\u2000-\u2bff](?<=[^\W\d_A-Z].)")
"""The places where `_JOINED_WORDS` may apply: a capital, or a letter that may be one, after a letter outside A to Z.
It names what is none, since a range up to the last character takes 7 ms to compile."""
_NAME_SUFFIXES = frozenset(
    ("com", "org", "net", "gov", "edu", "info", "news", "tv", "io", "co", "uk", "de", "fr", "ru", "ua", "tr", "eu",
     "js", "py", "ai", "md", "pdf", "html", "php")
)  # fmt: skip
_VARIATION_SELECTORS = "\ufe0f\ufe0e\u200d"
_BEYOND_PUNCTUATION = late_pattern(f"[^\\x00-\\u2021{_VARIATION_SELECTORS}]")
_OPENERS = "\"'“‘„«("
_MAX_SPLITS = 400


def paragraphs(text: str, *, bullet: bool = False) -> list[str]:
    """Return the paragraphs in one kept line, with inline bullets as `• item` and joined sentences split."""
    lead, items, rest = _inline_bullets(text)
    if not items:
        parts = split_joined(text)
        return [f"• {parts[0]}", *parts[1:]] if bullet and parts else parts
    found = split_joined(lead) if lead else []
    found.extend(f"• {item}" for item in items)
    found.extend(split_joined(rest))
    return found


def split_joined(text: str) -> list[str]:
    """Return the text, split where two sentences meet without a space: `reporters.The second round`."""
    parts: list[str] = []
    start = 0
    for match in _JOINED_SENTENCES.finditer(text):
        cut = match.end()
        if match[2] and match[2][-1] in "\"'" and text.count(match[2][-1], start, match.end()) % 2:
            cut = match.start(2) + len(match[2]) - 1  # a straight quotation mark that opens what follows
        if cut > start and _is_sentence_break(text, start, match.start(), cut):
            parts.append(text[start:cut].strip())
            start = cut
        if len(parts) >= _MAX_SPLITS:
            break
    parts.append(text[start:].strip())
    return [p for part in parts for p in _split_function_words(part) if p]


def _is_sentence_break(text: str, start: int, stop: int, cut: int) -> bool:
    before = text[max(start, stop - 30) : stop].rstrip("\"'”’»)]")
    word = re.split(r"[\s(\[“\"'‘„«/-]", before)[-1]
    after = text[cut : cut + 40].lstrip(_OPENERS)
    if not word or not after[:1].isupper() or "." in word or "@" in word:
        return False
    match = re.match(r"\w+", after)
    next_word = match[0] if match else ""
    if next_word.casefold() in _NAME_SUFFIXES or (len(next_word) > 1 and next_word.isupper() and len(word) < 4):
        return False
    is_lower = (
        word[-1].islower() and len(word) >= 2 and not (word[0].isupper() and len(word) <= 3 and text[stop] == ".")
    )
    is_number = word[-1].isdigit() and len(word) >= 2
    is_capitals = word.isupper() and len(word) >= 4
    is_closed = text[stop - 1 : stop] in "\"'”’»)]%"
    if not (is_lower or is_number or is_capitals or is_closed):
        return False
    # Both sides must be long enough to be sentences, so that names such as "Ask.Fm" stay whole.
    return text.count(" ", max(start, cut - 400), cut) >= 2 and text.count(" ", cut, cut + 200) >= 2


def _split_function_words(text: str) -> list[str]:
    """Return the text, split where a capitalised function word is joined to the word before: `holidayThe ministers`."""
    for match in _JOINED_WORDS.finditer(text) if _CASE_CHANGE.search(text) else ():
        word, after = match[1], text[match.end() :]
        next_word = re.match(r"\w+", after)
        if (
            next_word
            and word[0].islower()
            and len(next_word[0]) > 1
            and word[-1].islower()
            and next_word[0][0].isupper()
            and next_word[0].casefold() in ALL_FUNCTION_WORDS
            and text.count(" ", 0, match.end()) >= 3
            and after.count(" ", 0, 200) >= 4
        ):
            return [text[: match.end()].strip(), *_split_function_words(after)] if len(text) < 20_000 else [text]
    return [text]


def _inline_bullets(text: str) -> tuple[str, list[str], str]:
    """Return (text before the bullets, the items, text joined to the last item); no items without inline bullets."""
    if text.isascii():
        return text, [], ""
    bullets = Counter(filter(_is_bullet, _BEYOND_PUNCTUATION.findall(text)))
    for bullet, count in bullets.most_common(1):
        if count < 2:
            break
        pieces = [p.strip(_VARIATION_SELECTORS + " ") for p in text.split(bullet)]
        items = [p for p in pieces[1:] if p]
        if len(items) >= 2 and sum(p.count(" ") >= 1 for p in items) >= 0.7 * len(items):
            items[-1], rest = _split_last_item(items[-1])
            return pieces[0], items, rest
    return text, [], ""


def _is_bullet(char: str) -> bool:
    return (char > "\u218f" and unicodedata.category(char) == "So") or char in "•‣◦▪▫■□●○★☆►▶▸▹‧➤➔"


def _split_last_item(item: str) -> tuple[str, str]:
    """Return the last bullet and the text after it, joined without a space or after a full stop with a capital."""
    for match in _JOINED_WORDS.finditer(item):
        word, after = match[1], item[match.end() :]
        next_word = re.match(r"\w+", after)
        if not next_word or item.count(" ", 0, match.start()) < 1 or after.count(" ", 0, 200) < 3:
            continue
        if not word[-1].islower() or not next_word[0][0].isupper():
            continue
        is_function_word = next_word[0].casefold() in ALL_FUNCTION_WORDS
        # With a capital on both sides it may be a name such as "YouTube", so a sentence must follow.
        is_sentence = len(word) > 4 and after.count(" ", 0, 400) >= 6 and any(stop in after for stop in ".!?")
        if is_function_word or (word[0].islower() and len(word) > 3 and len(next_word[0]) > 2) or is_sentence:
            return item[: match.end()].strip(), after.strip()
    parts = split_joined(item)
    if len(parts) > 1:
        return parts[0], item[len(parts[0]) :].strip()
    return item, ""
