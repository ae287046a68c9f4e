"""The user's corrections, applied to the result of cleaning in the same way wherever an article is made."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.model.correction import FIELDS, Correction, Field, Value
from peaceindex.model.safe_text import SafeText, neutralise, neutralise_all, neutralise_optional, printable
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article


LISTS = frozenset({"authors", "tags"})
"""The fields that hold several names."""
_ADDRESS = late_pattern(r"https?://[^\s/]+\.?[^\s]*", re.IGNORECASE)
_LANGUAGE = late_pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def line_hash(line: str) -> str:
    """Return the hash that identifies a line: SHA-256 of its text with single spaces, as hex."""
    return hashlib.sha256(" ".join(line.split()).encode("utf-8", "surrogatepass")).hexdigest()


def line_places(text: str) -> dict[tuple[str, int], int]:
    """Return the number (from 1) of each line of a source text, by its hash and its occurrence among equal lines."""
    seen: Counter[str] = Counter()
    places: dict[tuple[str, int], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            key = line_hash(line)
            seen[key] += 1
            places[key, seen[key]] = number
    return places


def choices(corrections: Iterable[Correction], text: str) -> dict[int, bool]:
    """Return the lines of a source text that the user keeps (True) or cuts (False), by number, without lost ones."""
    lines = [c for c in corrections if c.field == "line"]
    if not lines:
        return {}
    places = line_places(text)
    numbered = ((places.get((c.line_hash, c.occurrence)), c.value == "keep") for c in lines)
    return {number: keep for number, keep in numbered if number is not None}


def with_fields(article: Article, corrections: Sequence[Correction], cleaner: Cleaner) -> Article:
    """Return the article with the fields that the user stated.

    Their provenance is `stated`, because a person states them. A field that the user emptied is unknown, with
    provenance `none`. A missing title is derived, as cleaning does. A time of publication that contradicts the user's
    date is removed.
    """
    stated = {c.field: _safe_value(c.value) for c in corrections if c.field != "line"}
    if not stated:
        return article
    changes: dict[str, Any] = {name: stated[name] for name in FIELDS if name in stated}
    provenance = dict(article.provenance) | {name: "stated" if value else "none" for name, value in changes.items()}
    for name in LISTS & changes.keys():
        changes[name] = changes[name] or ()
    if "date" in changes and (article.published or "")[:10] != changes["date"]:
        changes["published"] = None
    if "title" in changes:
        if not changes["title"] and article.paragraphs:
            from peaceindex.cleaning.metadata.titles import derive

            changes["title"] = derive(article.paragraphs[0])
            provenance["title"] = "derived" if changes["title"] else "none"
        changes["topics"] = cleaner.topics(changes["title"], article.text)
    return replace(article, **changes, provenance=MappingProxyType(provenance))


def _safe_value(value: Value) -> SafeText | tuple[SafeText, ...] | None:
    return neutralise_all(value) if isinstance(value, tuple) else neutralise_optional(value)


def newest(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return only the last correction made to each thing, in the order in which they were made."""
    last = {(c.field, c.line_hash, c.occurrence): c for c in sorted(corrections, key=lambda c: c.made)}
    return tuple(sorted(last.values(), key=lambda c: c.made))


def checked_value(field: Field, value: Value) -> Value:
    """Return a value in the form in which it is stored: on one line and without control characters.

    A date may be written in any way that names day, month and year, or only month and year, or the year. A language is
    a code such as `uk` or `ukr`, or an English name. Raise PeaceindexError if the field does not exist, if the value is
    not a date, a web address or a language, or names a day that there is not.
    """
    if field not in FIELDS:
        raise PeaceindexError(f"There is no field {printable(field)}.", f"There are: {', '.join(FIELDS)}.")
    if field in LISTS:
        names = value.split(",") if isinstance(value, str) else value or ()
        return tuple(dict.fromkeys(filter(None, map(_one_line, names))))
    text = _one_line(value if isinstance(value, str) else ", ".join(value or ()))
    check = _CHECKS.get(field)
    return (check(text) if check and text else text) or None


def _checked_date(text: str) -> str:
    from peaceindex.cleaning.dates.typed import read_typed_date

    return read_typed_date(text)


def _checked_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise PeaceindexError(f"'{printable(text)}' is not a web address.", "It begins with https:// or http://.")
    return text


def _checked_language(text: str) -> str:
    from peaceindex.sources.database_exports.language_names import code_of_name
    from peaceindex.sources.record_kinds.values import language

    if _LANGUAGE.fullmatch(text):
        code, hyphen, region = text.lower().partition("-")
        return f"{language(code)}{hyphen}{region}"
    if not (found := code_of_name(text)):
        raise PeaceindexError(f"'{printable(text)}' is not a language.", "Write its code, as en, uk or ar.")
    return found


_CHECKS = {"date": _checked_date, "url": _checked_address, "language": _checked_language}


def _one_line(text: str) -> str:
    return " ".join(neutralise(text).split())
