"""The export of a chat of Telegram in HTML: `messages.html`, `messages2.html` and so on.

Source of the layout: `export_output_html.cpp` of Telegram Desktop. Each message is an element with the class `message`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from peaceindex.sources.record_documents import Item, Record, Skipped
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_TIME = late_pattern(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
_SPACE = late_pattern(r"\s+")
_MAX_TITLE_CHARACTERS: Final = 250


def looks_like_telegram(head: bytes) -> bool:
    """Return whether a page begins as those of Telegram's export do."""
    return b'class="page_header' in head and b'class="page_body chat_page' in head


def items(markup: str) -> Iterator[Item]:
    """Yield the messages in a page; those without a text, and those about the chat, are skipped."""
    from peaceindex.sources.html import parsing

    root = parsing.parse(markup)
    if root is None:
        return
    header = _first(root, "page_header")
    chat = _words(_first(header, "text")) if header is not None else ""
    sender = origin = ""
    for message in root.iter("div"):
        classes = _classes(message)
        if "message" not in classes:
            continue
        if "default" not in classes:
            if message.get("id", "").removeprefix("message").lstrip("-").isdigit() and not _is_day(message):
                yield Skipped("service messages")
            continue
        forwarded = next((part for part in message.iter("div") if {"forwarded", "body"} <= _classes(part)), None)
        if "joined" not in classes:
            sender = origin = ""
        for part in message.iter("div"):
            if "from_name" in _classes(part):
                is_origin = forwarded is not None and forwarded in part.iterancestors()
                name = _words(part, "details")
                sender, origin = (sender, name) if is_origin else (name, origin)
        yield _message(message, chat, sender, origin if forwarded is not None else "")


def _message(message: _Element, chat: str, sender: str, origin: str) -> Record | Skipped:
    body = next((part for part in message.iter("div") if _classes(part) == {"text"}), None)
    text = _lines(body) if body is not None else ""
    if not text:
        return Skipped("messages without a text")
    number = message.get("id", "").removeprefix("message")
    date = next((part.get("title", "") for part in message.iter("div") if {"date", "details"} <= _classes(part)), "")
    signature = _words(_first(message, "signature"))
    author = "" if origin else signature or ("" if sender == chat else sender)  # who forwards is not the author
    title = _title(body, text)
    reply = re.search(r"#go_to_message(\d+)", " ".join(link.get("href", "") for link in message.iter("a")))
    stated = {
        "title": title, "outlet": chat, "published": _time(date), "authors": [author] if author else [],
        "found": ["title"] if title else [],
    }  # fmt: skip
    details = {
        "document_id": f"message {number}", "origin": origin, "reply_to": f"message {reply[1]}" if reply else "",
    }  # fmt: skip
    return Record(number, text, stated=stated, details=details, title_lines=1 if title else 0, is_post=True)


def _title(body: _Element | None, text: str) -> str:
    """Return the first line of a message if it is bold and more lines follow; else ""."""
    first, _, rest = text.partition("\n")
    if body is None or not rest.strip() or (body.text or "").strip() or len(first) > _MAX_TITLE_CHARACTERS:
        return ""
    bold = next(iter(body), None)
    return first if bold is not None and bold.tag in ("strong", "b") and _words(bold) == first else ""


def _lines(element: _Element, without: str = "") -> str:
    """Return the text of an element, in which only `<br>` ends a line, without the parts of the class `without`."""
    from lxml import etree

    parts: list[str] = []
    left_out: _Element | None = None
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if left_out is None and without and without in _classes(part):
                left_out = part
            if left_out is None:
                parts += ("\n" if part.tag == "br" else "", _SPACE.sub(" ", part.text or ""))
            continue
        if part is left_out:
            left_out = None
        if part is not element and left_out is None:
            parts.append(_SPACE.sub(" ", part.tail or ""))
    return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()


def _words(element: _Element | None, without: str = "") -> str:
    return "" if element is None else " ".join(_lines(element, without).split())


def _first(element: _Element, name: str) -> _Element | None:
    return next((part for part in element.iter("div") if name in _classes(part)), None)


def _classes(element: _Element) -> set[str]:
    return set((element.get("class") or "").split())


def _is_day(message: _Element) -> bool:
    """Return whether a service message is only the day of those below it; their numbers are negative."""
    return message.get("id", "").startswith("message-")


def _time(written: str) -> str:
    """Return a time like `12.05.2025 09:14:00 UTC+02:00` in ISO 8601; any other text unchanged."""
    found = _TIME.match(written)
    if not found:
        return written
    try:
        return datetime.fromisoformat(f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}").isoformat()
    except ValueError:
        return written
