"""JSON, as one document or one to a line: each record that holds a text is a document, and states what it states."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from peaceindex.errors import SourceError
from peaceindex.model.article import BODY_STATED, RawDocument
from peaceindex.model.safe_text import neutralise, printable, stated
from peaceindex.sources import bodies, fields, own_records
from peaceindex.sources.bounds import MAX_VALUES, MemberNames, has_too_many_values
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, Found
from peaceindex.sources.source import MAX_BYTES, Source, digest

_LISTS = ("articles", "items", "results", "docs", "data", "news", "posts", "entries", "stories", "hits", "documents")
_WRAPPERS = ("_source", "article", "document", "post", "story", "node", "item", "page")
"""Where a record of a database may hold that of its article."""
_ALL = (*fields.BODIES, *fields.TEXTS, *fields.MARKUPS)
_DEEPEST = 4
_BEGINS = re.compile(r"[,\n]\s*+(?=\{)")
_TRIES = 30
"""So many objects are tried behind a broken record; each may take time by the length of all that follows."""
_CHUNK = 1 << 16


def _documents(source: Source) -> Iterator[Found]:
    names = MemberNames(source.shown)
    number = odd = 0
    for record in _records(source):
        number += 1
        if isinstance(record, SourceError):
            yield record
            continue
        one = None
        try:
            for one in _unwrapped(record):
                try:
                    yield _document(source, one, number, names)
                except SourceError as error:
                    yield error
                    if names.are_used_up:
                        return
        except RecursionError:
            yield SourceError(f"Record {number} of {source.shown} is nested too deeply.", "Leave it out.")
            continue
        odd += one is None
    if odd:
        what = "1 value that is no record" if odd == 1 else f"{odd:,} values that are no records"
        yield SourceError(f"{source.shown} holds {what} of an article (a number, a word, nothing).", "Leave it out.")
    elif not number:
        yield SourceError(f"{source.shown} holds no records.", "Leave it out.")


def _records(source: Source) -> Iterator[object]:
    """The values at the top: one to a line, or those of one long list, or the only one there is."""
    if source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _listed(source)
        return
    stream = source.whole
    first = stream.readline(MAX_BYTES + 1)
    value = _parsed(source, first, f"Line 1 of {source.shown}")
    if isinstance(value, SourceError) and len(first) <= MAX_BYTES:
        data = first + stream.read(MAX_BYTES + 1 - len(first))
        if len(data) > MAX_BYTES:
            yield SourceError(f"{source.shown} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Split it up.")
            return
        if not data.strip():
            return
        whole = _parsed(source, data, source.shown)
        if not isinstance(whole, SourceError) or b"\n{" not in data:
            yield whole
            return
        if first.strip() in (b"{", b"[") or not first.strip():
            yield from _one_by_one(data, source)
            return
        yield value
        for number, line in enumerate(data.split(b"\n")[1:], 2):
            if line.strip():
                yield _parsed(source, line, f"Line {number} of {source.shown}")
        return
    yield value
    number = 1
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if line.strip():
            yield _parsed(source, line, f"Line {number} of {source.shown}")
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def _one_by_one(data: bytes, source: Source) -> Iterator[object]:
    """Values over several lines, one behind the other; after one that is broken the next is sought."""
    text = source.decode(data, source.shown).text
    place = number = broken = 0
    while (place := _begin(text, place)) < len(text) and broken < _TRIES:
        number += 1
        try:
            value, place = _value_at(text, place)
            yield value
        except RecursionError:
            yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
            return
        except ValueError as error:
            what = f"Record {number} of {source.shown} is no JSON"
            yield SourceError(f"{what} ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
            broken += 1
            following = text.find("\n{", place + 1)
            place = following if following >= 0 else len(text)
    if place < len(text):
        yield SourceError(f"{source.shown} is broken in {broken} places; the rest of it was not read.", "Mend it.")


def _begin(text: str, place: int) -> int:
    """Where the next value begins; values may be parted by commas."""
    while place < len(text) and (text[place].isspace() or text[place] in ",\ufeff"):
        place += 1
    return place


def _told_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys may stand in it more than once: what is empty takes nothing away, and no text is lost."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found.clear()
    for key, value in pairs:
        before = found.get(key)
        if isinstance(before, str) and isinstance(value, str) and before.strip() and key in _ALL and value != before:
            value = f"{before}\n\n{value}" if value.strip() else before
        elif value in ("", None, [], {}) and key in found:
            continue
        found[key] = value
    return found


def _whole_number(digits: str) -> int | str:
    """A number of JSON; one of more digits than Python reads stays text, since a record may be good but for it."""
    return int(digits) if len(digits) < _MOST_DIGITS else digits


_MOST_DIGITS = 1000
_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_told_twice, parse_int=_whole_number)


def _value_at(text: str, place: int) -> tuple[object, int]:
    """The value that begins in a text there, and where it ends. Raises ValueError, and RecursionError."""
    if len(text) - place > MAX_VALUES and has_too_many_values(text[place:]):
        raise _TooManyError(_TOO_MANY)
    return _DECODER.raw_decode(text, place)


class _TooManyError(ValueError):
    """A record that would take too much memory."""


_TOO_MANY = f"it holds more than {MAX_VALUES:,} values"


def _listed(source: Source) -> Iterator[object]:
    """The values of one list, however long it is: only one of them is in memory at a time."""
    stream = source.whole
    place, ended = 0, False
    begun = False
    codec = source.encoding or "utf-8"
    source.read_as = codec, None
    first = stream.read(_CHUNK)
    if not source.encoding and not _is_utf8(first):
        # Which it is tells the whole of it best.
        data = first + stream.read(MAX_BYTES + 1 - len(first))
        if len(data) > MAX_BYTES:
            yield SourceError(f"{source.shown} is not UTF-8, and larger than 16 MB.", "Give its --encoding.")
            return
        try:
            first, codec = source.decode(data).text.encode("utf-8", "surrogatepass"), "utf-8"
        except SourceError as error:
            yield error
            return
    elif source.seen is not None:
        source.seen[:] = [first]
    letters = codecs.getincrementaldecoder(codec)("replace")
    text = letters.decode(first)
    while True:
        while place < len(text) and (
            text[place].isspace() or text[place] in (",", "\ufeff") or (not begun and text[place] == "[")
        ):
            begun = begun or text[place] == "["
            place += 1
        if place < len(text):
            if text[place] == "]":
                return
            try:
                value, end = _value_at(text, place)
                if end < len(text) or ended:
                    yield value
                    place = end
                    continue
            except RecursionError:
                yield SourceError(f"{source.shown} is nested too deeply.", "Leave it out.")
                return
            except ValueError as error:
                if ended or len(text) - place > MAX_BYTES or isinstance(error, _TooManyError):
                    what = "is broken" if ended else "has a record that is too large or broken"
                    yield SourceError(f"{source.shown} {what} ({printable(str(error))[:80]}).", "Fetch it again.")
                    place = _next_record(text, place)
                    if place == len(text):
                        return
                    continue
        if ended:
            return
        data = stream.read(max(_CHUNK, len(text) - place))
        ended = not data
        text, place = text[place:] + letters.decode(data, ended), 0


def _next_record(text: str, place: int) -> int:
    """Where the first record with a text begins behind a broken one; the end of the text if none is found."""
    for _ in range(_TRIES):
        found = _BEGINS.search(text, place + 1)
        if found is None:
            break
        place = found.end()
        try:
            value, _end = _value_at(text, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, Mapping) and _first(value, _ALL):
            return place
    return len(text)


def _is_utf8(beginning: bytes) -> bool:
    """Whether the first bytes of a file are UTF-8; a letter may be cut off at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _parsed(source: Source, data: bytes, what: str) -> object:
    if len(data) > MAX_BYTES:
        return SourceError(f"{what} is larger than {MAX_BYTES // 1024 // 1024} MB.", "Leave it out.")
    try:
        text = source.decode(data, what).text
        if has_too_many_values(text):
            return SourceError(f"{what} holds more than {MAX_VALUES:,} values.", "Split it up, or leave it out.")
        return json.loads(text, strict=False, object_pairs_hook=_told_twice, parse_int=_whole_number)
    except RecursionError:
        return SourceError(f"{what} is nested too deeply.", "Leave it out.")
    except ValueError as error:
        return SourceError(f"{what} is no JSON ({printable(str(error))[:80]}).", "Mend it, or leave it out.")
    except SourceError as error:
        return error


def _unwrapped(record: object) -> Iterator[Mapping[str, Any]]:
    """The records in an answer that wraps a list of them: `{"status": "ok", "articles": […]}`.

    A text alone is a record of nothing else; what is neither, and no list, holds none.
    """
    if isinstance(record, Mapping):
        if isinstance(graph := record.get("@graph"), list):
            # A page in the terms of schema.org, its article among pictures, people and the like.
            told = [part for part in graph if isinstance(part, Mapping) and _first(part, fields.BODIES)]
            yield from told or [record]
            return
        answers = (record.get(name) for name in ("response", "hits", "result"))
        inner = next((answer for answer in answers if isinstance(answer, Mapping)), record)
        for name in _LISTS:
            value = inner.get(name) if isinstance(inner, Mapping) else None
            if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
                for part in value:
                    yield from _inside(part)
                return
        yield from _inside(record)
    elif isinstance(record, list):
        for part in record:
            yield from _unwrapped(part)
    elif isinstance(record, str) and _is_text(record):
        yield {"text": record}


def _inside(record: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """A record, with what one in it says of its article; or those that it holds by their keys: `{"17": {…}, …}`."""
    for name in _WRAPPERS:
        if isinstance(inner := record.get(name), Mapping) and _first(inner, _ALL):
            yield {**{key: value for key, value in record.items() if key != name}, **inner}
            return
    held = list(record.values())
    keyed = depth < _DEEPEST and all(isinstance(v, Mapping) for v in held) and not _first(record, _ALL)
    if keyed and (len(held) == 1 or any(_first(value, _ALL) for value in held)):
        for value in held:
            yield from _inside(value, depth + 1)
    else:
        yield record


def _is_text(value: str) -> bool:
    """Whether a text alone may be an article, and no name, number or key."""
    plain = value.strip()
    return " " in plain or (len(plain) >= 8 and not plain.isascii())


def _document(source: Source, record: Mapping[str, Any], number: int, names: MemberNames) -> RawDocument | Markup:
    known = fields.stated(record, source.fields)
    own = record.get("id") or record.get("uuid") or record.get("_id")
    key = names.of(str(known.get("url") or (own if isinstance(own, str | int) else "") or f"record {number}")[:400])
    name, member = source.within(key)
    place: dict[str, Any] = {
        "path": source.path, "member": member, "mtime": source.mtime,
        "sha256": digest(json.dumps(record, sort_keys=True, default=str).encode("utf-8", "surrogatepass")),
    }  # fmt: skip
    encoding, confidence = source.read_as
    read_as: dict[str, Any] = {"encoding": encoding, "encoding_confidence": confidence}
    page: dict[str, Any] = {**place, "encoding": encoding, "confidence": confidence}
    if own_records.is_ours(record):
        text, told = own_records.text_and_stated(record)
        return RawDocument(name, neutralise(text), stated=stated(told), **place, **read_as)
    text = _first(record, tuple(source.fields.get("text", ())))
    if body := "" if text else _first(record, fields.BODIES) or _sections(record.get("body")):
        return Markup(name, bodies.plain_or_markup(body)[0], surely=known, whole=True, **page)
    whole_page = False
    if not text:
        held = next((field for field in fields.TEXTS if _first(record, (field,))), "")
        text = _first(record, (held,)) if held else _first(record.get("fields"), (*fields.BODIES, "body"))
        whole_page = bool(held) and fields.is_page_text(record, held)
    markup = _first(record, fields.MARKUPS)
    if text and text.lstrip()[:1] == "<" and not markup and (whole_page or _is_page(text)):
        text, markup = "", text
    marked_up = False
    if text and not whole_page:
        text, marked_up = bodies.plain_or_markup(text)
    if marked_up:
        return Markup(name, text, surely=known, whole=True, **page)
    if text:
        says = known if whole_page else {**known, BODY_STATED: True}
        return RawDocument(name, neutralise(text), stated=stated(says), **place, **read_as)
    if not markup:
        raise SourceError(f"{printable(name)} {_lack(record, source)}.", "Leave it out, or name its fields.")
    if _is_page(markup):
        return Markup(name, markup, known=known, **page)
    return Markup(name, bodies.plain_or_markup(markup)[0], surely=known, whole=True, **page)


def _is_page(markup: str) -> bool:
    return "<body" in markup[:20_000].lower() or "<html" in markup[:2000].lower()


def _first(record: object, names: tuple[str, ...]) -> str:
    if not isinstance(record, Mapping):
        return ""
    for name in names:
        text = bodies.text_of(fields.inside(record, name))
        if neutralise(text).strip():
            return text
    return ""


def _lack(record: Mapping[str, Any], source: Source) -> str:
    """Why there is no text in a record, as the end of a sentence."""
    held = next((name for name in (*source.fields.get("text", ()), *_ALL) if name in record), "")
    if not held:
        return "has no field with a text"
    value = record[held]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"has no text: its field {printable(held)} holds {'a number' if is_number else 'none'}"


def _sections(body: object) -> str:
    """The text of a body in sections, each with a headline and paragraphs."""
    if not isinstance(body, Mapping):
        return ""
    parts: list[object] = [*_strings(body.get("summary"))]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            parts += [*_strings(section.get("headline")), *_strings(section.get("paragraphs"))]
    return "\n\n".join(str(part) for part in parts)


def _strings(value: object) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v.strip()]


def _sniff(head: bytes) -> bool:
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if plain[:1] == b"{":
        return plain[1:].lstrip()[:1] in (b'"', b"}") and b'":' in plain.replace(b'" :', b'":')
    return plain[:1] == b"[" and plain[1:].lstrip()[:1] in (b"{", b"[")


FORMAT = Format(
    name="JSON", suffixes=(".json", ".jsonl", ".ndjson", ".jl"), sniff=_sniff, documents=_documents, by_name=True
)
