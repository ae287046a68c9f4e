"""The text of an article in a record: a string, a list of paragraphs, the blocks of an editor, or markup."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_TEXT_KEYS: Final = (
    "rendered", "text", "value", "html", "content", "body", "paragraphs", "blocks", "children", "data", "items",
)  # fmt: skip
"""The keys under which an object may hold its text. The first that has any counts."""
_KIND_KEYS: Final = ("type", "_type", "blockType", "kind")
_INLINE_KINDS: Final = frozenset(
    {"text", "span", "link", "a", "strong", "b", "em", "i", "bold", "italic", "inline", "mark"}
)
_TEXTLESS_KINDS: Final = frozenset(
    """image images img picture figure photo gallery video audio embed media iframe ad advert advertisement caption
    related newsletter share social divider hr horizontalrule button script""".split()  # noqa: SIM905
)
_MAX_DEPTH: Final = 12

_BLOCK_TAGS: Final = (
    r"(?:p|br|div|h[1-6]|li|ul|ol|blockquote|section|article|table|tr|td|figure|figcaption|hr|pre|aside)"
)
_ANY_TAG: Final = (
    rf"(?:{_BLOCK_TAGS}|a|b|i|em|strong|span|u|s|sup|sub|small|img|mark|q|cite|code|font|script|style|iframe)"
)
_BLOCK = late_pattern(rf"<(?:/\s*)?{_BLOCK_TAGS}(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_PARAGRAPH = late_pattern(r"<(?:p|br|div)\b", re.IGNORECASE)
_TAG = late_pattern(rf"<(?:/\s*)?{_ANY_TAG}(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_ESCAPED_TAG = late_pattern(rf"&(?:amp;)?lt;/?\s?{_BLOCK_TAGS}(?:\s[^<>]{{0,500}}?)?/?&(?:amp;)?gt;", re.IGNORECASE)
_ENTITY = late_pattern(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|nbsp|quot|apos|lt|gt|[lr][ds]quo|hellip|[mn]dash|[lr]aquo|shy|"
    r"[a-z](?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron)|szlig|euro|pound|copy);",
    re.IGNORECASE,
)
_EMPTY_LINE = late_pattern(r"\n[^\S\n]*\n\s*")


def text_of(value: object, depth: int = 0) -> str:
    """Return the text in the value of a field, with paragraphs separated by empty lines; "" if it holds none."""
    if isinstance(value, str):
        return value if depth == 0 or value.strip() else value.strip("\n")
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, Mapping):
        if _kind(value) in _TEXTLESS_KINDS:
            return ""
        return next((text for name in _TEXT_KEYS if (text := text_of(value.get(name), depth + 1)).strip()), "")
    if isinstance(value, list):
        inline = bool(value) and all(isinstance(item, Mapping) and _kind(item) in _INLINE_KINDS for item in value)
        texts = (text_of(item, depth + 1) for item in value)
        return "".join(texts) if inline else "\n\n".join(item for item in texts if item.strip())
    return ""


def _kind(value: Mapping[str, object]) -> str:
    found = next((kind for name in _KIND_KEYS if isinstance(kind := value.get(name), str)), "")
    return found.lower().removeprefix("core/")


def plain_or_markup(text: str) -> tuple[str, bool]:
    """Return the text as it is meant, and whether it is markup.

    Markup that was escaped once more is unescaped, and entities in plain text
    are resolved. If the lines of markup are paragraphs, they are marked as such.
    """
    for _ in range(2):
        if _ESCAPED_TAG.search(text):
            text = html.unescape(text)
    if not _TAG.search(text):
        return (html.unescape(text) if _ENTITY.search(text) else text), False
    if "\n" in text and not _PARAGRAPH.search(text) and (not _BLOCK.search(text) or _EMPTY_LINE.search(text)):
        parts = _EMPTY_LINE.split(text.strip())
        text = "".join(f"<p>{part if _BLOCK.search(part) else part.replace(chr(10), '<br>')}</p>" for part in parts)
    return text, True
