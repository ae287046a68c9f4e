"""The exports of Telegram Desktop in JSON: `result.json` of one chat, or of all chats of an account.

Source of the layout: `export_output_json.cpp` of Telegram Desktop. A message states its local time and the same moment
in seconds, so that its offset is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from peaceindex.sources.record_documents import Record, Skipped
from peaceindex.sources.record_kinds import values

_CHANNELS: Final = frozenset({"public_channel", "private_channel"})
_WITH_ADDRESS: Final = _CHANNELS | {"public_supergroup", "private_supergroup"}
"""The kinds of chat whose messages have an address that their members can open."""
_MAX_TITLE_CHARACTERS: Final = 250
_MAX_OFFSET: Final = timedelta(hours=15)


def collection(record: Mapping[str, Any]) -> Iterator[Record | Skipped] | None:
    """Return the messages of an export; None for a record that is none."""
    chats = [record] if _is_chat(record) else []
    for name in ("chats", "left_chats"):
        chats += [chat for chat in values.mappings(values.mapping(record, name).get("list")) if _is_chat(chat)]
    return (message for chat in chats for message in _messages(chat)) if chats else None


def _is_chat(record: Mapping[str, Any]) -> bool:
    messages = record.get("messages")
    if not isinstance(messages, list) or "type" not in record:
        return False
    first = next(iter(values.mappings(messages)), None)
    return first is None or ("id" in first and "type" in first and ("text" in first or "date" in first))


def _messages(chat: Mapping[str, Any]) -> Iterator[Record | Skipped]:
    for message in values.mappings(chat["messages"]):
        yield _message(chat, message)


def _message(chat: Mapping[str, Any], message: Mapping[str, Any]) -> Record | Skipped:
    if message.get("type") == "service":
        return Skipped("service messages")
    pieces = _pieces(message)
    text = "".join(text for _, text in pieces).strip()
    if not text:
        return Skipped("messages without a text")
    title = _bold_title(pieces, text)
    kind, name = chat.get("type"), values.text(chat, "name")
    is_forwarded = "forwarded_from" in message or "forwarded_from_id" in message
    sender = values.text(message, "author") or ("" if kind in _CHANNELS else values.text(message, "from"))
    if is_forwarded or "saved_from" in message:
        sender = ""  # who forwards a message is not its author
    stated: dict[str, Any] = {
        "title": title,
        "outlet": name or ("Saved Messages" if kind == "saved_messages" else ""),
        "published": _when(message, "date"),
        "modified": _when(message, "edited"),
        "authors": [sender] if sender and sender != name else [],
    }
    number, chat_id = values.text(message, "id"), values.text(chat, "id")
    found = ["title"] if title else []
    if kind in _WITH_ADDRESS and chat_id.isdigit() and number.isdigit():
        stated["url"] = f"https://t.me/c/{chat_id}/{number}"
        found.append("url")  # the address is formed of its parts
    stated["found"] = found
    details = {"document_id": f"message {number}" if number else ""}
    if is_forwarded:
        details["origin"] = values.text(message, "forwarded_from", "forwarded_from_id") or "forwarded, origin unknown"
    elif saved := values.text(message, "saved_from"):
        details["origin"] = saved
    if reply := values.text(message, "reply_to_message_id"):
        details["reply_to"] = f"message {reply}"
    key = f"{chat_id or name}/{number}" if number else ""
    return Record(key, text, stated=stated, details=details, title_lines=1 if title else 0, is_post=True)


def _pieces(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the pieces of the text of a message, each with its kind (`bold`, `link` …; "" for plain text)."""
    text = message.get("text")
    if not text and isinstance(message.get("text_entities"), list):
        text = message["text_entities"]  # where there is a text, they may hold only a part of it
    found = []
    for piece in text if isinstance(text, list) else [text]:
        if isinstance(piece, str):
            found.append(("", piece))
        elif isinstance(piece, Mapping) and isinstance(piece.get("text"), str):
            found.append((str(piece.get("type")), piece["text"]))
    return found


def _bold_title(pieces: list[tuple[str, str]], text: str) -> str:
    """Return the first line of a message if all its words are bold, and more lines follow; else ""."""
    line, _, rest = text.partition("\n")
    bold = ""
    for kind, piece in pieces:
        if kind != "bold" and any(c.isalnum() for c in piece.partition("\n")[0]):
            break
        bold += piece
        if "\n" in piece.lstrip("\n"):
            break
    is_bold = any(kind == "bold" for kind, _ in pieces[:3]) and bold.strip().startswith(line.strip())
    is_bold = is_bold and any(c.isalnum() for c in line)
    return line.strip() if rest.strip() and is_bold and len(line) <= _MAX_TITLE_CHARACTERS else ""


def _when(message: Mapping[str, Any], name: str) -> str:
    """Return the moment in a field, in the local time of the export, with its offset where it can be told."""
    written = values.text(message, name)
    moment = values.moment(message.get(f"{name}_unixtime"))
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        return moment.isoformat() if moment else written
    if local.tzinfo or moment is None:
        return local.isoformat()
    offset = local - moment.replace(tzinfo=None)
    if abs(offset) > _MAX_OFFSET or offset % timedelta(minutes=15):
        return local.isoformat()
    return local.replace(tzinfo=timezone(offset)).isoformat()
