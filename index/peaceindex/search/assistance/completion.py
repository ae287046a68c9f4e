"""How a word that is being typed may go on: field names, outlets, tags, dates, known names, words that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from peaceindex.model.search import Completion, CompletionKind
from peaceindex.names import Names
from peaceindex.search.assistance.vocabulary import TEXT, Vocabulary
from peaceindex.search.columns import Columns
from peaceindex.search.query.plugins import FieldsPlugin, StatesPlugin
from peaceindex.search.query.syntax import Parser
from peaceindex.text.folding import fold
from peaceindex.text.tokens import word_list

_SHORTEST = 2
"""So many letters of a word must be there before words and names are offered."""
_MOST_NAMES = 4
"""So many names come before the words."""

_TYPED = re.compile(
    r"""(?:^|(?<=[\s(=\-\u2212"“„«]))      # where a word may begin
    (?![=\-\u2212])
    (?:(?P<field>[A-Za-z]+):)?
    (?P<value>(?<=:)["“][^"”]*|[^\s()"“”„«»:=]*)$""",
    re.VERBOSE,
)
_REST = re.compile(r"[^\s()\"“”]*[\"”]?")
_DATES = ("date", "after", "before")

_Offer = tuple[str, CompletionKind, int]
"""What may be typed, what it is, and in how many articles it is."""


class Completer:
    """Completes queries from one generation of an index. May be asked from any thread."""

    def __init__(self, columns: Columns, vocabulary: Vocabulary, names: Names) -> None:
        self._columns = columns
        self._vocabulary = vocabulary
        self._names = names

    def complete(self, text: str, cursor: int, limit: int) -> tuple[Completion, ...]:
        """How the word that ends at a place in a text may go on, the most frequent of each kind first."""
        cursor = max(0, min(cursor, len(text)))
        typed = _TYPED.search(text[:cursor])
        if typed is None:
            return ()
        field, value = typed["field"], typed["value"]
        start = typed.start("value") if field else typed.start()
        rest = _REST.match(text, cursor)
        end = rest.end() if rest and value[:1] in ('"', "“") else _word_end(text, cursor)
        found = []
        for offered, kind, count in self._offers(field.lower() if field else None, value.lstrip('"“')):
            shown = offered if kind in ("field", "word", "state") or " " not in offered else f'"{offered}"'
            after = text[end:] or ("" if kind == "field" else " ")
            whole = text[:start] + shown + after
            if whole.rstrip() != text.rstrip():
                moved = start + len(shown) + (not text[end:] and bool(after))
                found.append(Completion(offered, kind, count, whole, moved, start))
            if len(found) == limit:
                break
        return tuple(found)

    def _offers(self, field: str | None, typed: str) -> Iterator[_Offer]:
        if field is None:
            yield from self._free(typed)
            return
        known = FieldsPlugin.FIELDS.get(field, field)
        if known == "outlet":
            yield from _matching(self._outlets, typed)
        elif known == "tag":
            yield from _matching(self._tags, typed)
        elif known == "is":
            yield from ((state, "state", 0) for state in StatesPlugin.STATES if state.startswith(typed.lower()))
        elif known in _DATES:
            yield from self._dates(typed)
        elif known in FieldsPlugin.FIELDS.values():
            words = word_list(typed)
            if len(words) < 2:
                frequent = self._vocabulary.frequent("".join(words), (known,))
                yield from ((word, "word", count) for word, count in frequent)

    def _free(self, typed: str) -> Iterator[_Offer]:
        """Where no field is named: fields, names, then words."""
        lowered = typed.lower()
        yield from ((name, "field", 0) for name in Parser.field_names if lowered and name.startswith(lowered))
        words = word_list(typed)
        if len(words) != 1 or len(words[0]) < _SHORTEST or words[0] != fold(typed):
            return
        shown = {words[0]}
        for form, count in self._known_names(words[0]):
            shown.update(word_list(form) if " " not in form else ())
            yield form, "name", count
        for word, count in self._vocabulary.frequent(words[0], TEXT):
            if word not in shown:
                yield word, "word", count

    def _known_names(self, beginning: str) -> list[tuple[str, int]]:
        """Known names that begin so and occur: of each name the most frequent form of one word, or the topic."""
        best: dict[str, tuple[str, int]] = {}
        for form, name in self._names.beginning_with(beginning):
            words = word_list(form)
            count = self._vocabulary.frequency(words[0]) if len(words) == 1 else 0
            if count > best.get(name, ("", 0))[1]:
                best[name] = (form, count)
        for folded, (topic, _, count) in self._tags:
            if folded.startswith(beginning) and " " in folded and folded in self._canonical:
                best[topic] = (topic, count)
        return sorted(best.values(), key=lambda one: (-one[1], one[0]))[:_MOST_NAMES]

    def _dates(self, typed: str) -> Iterator[_Offer]:
        """Years, and once a year is there its months, newest first; after `..` for the end of a span."""
        begun, dots, last = typed.rpartition("..")
        months, counts = self._months
        monthly = {f"{m // 12:04}-{m % 12 + 1:02}": n for m, n in zip(months, counts, strict=True)}
        years: dict[str, int] = {}
        for month, count in monthly.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        found = monthly if len(last) >= 4 else years
        for value in sorted(found, reverse=True):
            if value.startswith(last):
                yield f"{begun}{dots}{value}", "date", found[value]

    @cached_property
    def _outlets(self) -> list[tuple[str, _Offer]]:
        counts = np.bincount(self._columns.outlet[self._columns.alive], minlength=len(self._columns.outlets))
        return _ranked(self._columns.outlets, counts.tolist(), "outlet")

    @cached_property
    def _tags(self) -> list[tuple[str, _Offer]]:
        counts = np.bincount(self._columns.tag, minlength=len(self._columns.tags))
        return _ranked(self._columns.tags, counts.tolist(), "tag")

    @cached_property
    def _canonical(self) -> frozenset[str]:
        return frozenset(fold(entry.name) for entry in self._names.entries)

    @cached_property
    def _months(self) -> tuple[list[int], list[int]]:
        month = self._columns.month[self._columns.alive]
        months, counts = np.unique(month[month > 0], return_counts=True)
        return months.tolist(), counts.tolist()


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace() and text[at] not in '()"“”:':
        at += 1
    return at


def _ranked(values: tuple[str, ...], counts: list[int], kind: CompletionKind) -> list[tuple[str, _Offer]]:
    """Values with their folded forms, most frequent first; not those that a quotation mark would cut in two."""
    found = [
        (fold(value), (value, kind, count))
        for value, count in zip(values, counts, strict=True)
        if value and count and not set(value) & set('"“”„‟«»')
    ]
    return sorted(found, key=lambda one: (-one[1][2], one[0]))


def _matching(values: list[tuple[str, _Offer]], typed: str) -> Iterator[_Offer]:
    """Those that begin as typed, then those with a later word that does."""
    beginning = fold(typed)
    later = f" {beginning}"
    yield from (offer for folded, offer in values if folded.startswith(beginning))
    yield from (offer for folded, offer in values if later in folded and not folded.startswith(beginning))
