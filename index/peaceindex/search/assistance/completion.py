"""Completion of the word being typed: field names, outlets, tags, dates, known names, and words of the index."""

from __future__ import annotations

import re
import time
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.model.query_language import (
    DATE_FIELDS,
    FIELD_NAMES,
    FIELDS,
    OWN_FIELDS,
    OWN_WORDS,
    RELATIVE_DATES,
    STATE_FIELD,
    STATES,
)
from peaceindex.model.search_results import Completion, CompletionKind
from peaceindex.search.assistance.vocabulary import TEXT_FIELDS, Vocabulary
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, query_key
from peaceindex.text.unspaced import begins_run, first_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from peaceindex.names import Names
    from peaceindex.search.columns import Columns

    OwnNames = Callable[[str], Iterable[tuple[str, int]]]
    """Returns the user's labels or tags for a field of `OWN_FIELDS`, each with its number of articles."""

_MIN_LETTERS = 2
"""Words and names are offered after this many letters of a word."""
_MAX_NAMES = 4
"""At most this many names are offered before the words."""

_HOUR = 3600

_TYPED_WORD = re.compile(
    r"""(?:^|(?<=[\s(=\-\u2212"“„«]))      # where a word may begin
    (?![=\-\u2212])
    (?:(?P<field>[A-Za-z]+):)?
    (?P<value>(?<=:)["“][^"”]*|[^\s()"“”„«»:=]*)$""",
    re.VERBOSE,
)
_REST_OF_WORD = re.compile(r"[^\s()\"“”]*[\"”]?")

_Offer = tuple[str, CompletionKind, int]
"""The completed text, its kind, and the number of articles that contain it."""


class Completer:
    """A completer for queries on one generation of an index. It is safe to use from any thread."""

    def __init__(self, columns: Columns, vocabulary: Vocabulary, names: Names) -> None:
        self._columns = columns
        self._vocabulary = vocabulary
        self._names = names

    def complete(
        self, text: str, cursor: int, limit: int, own_names: OwnNames = lambda field: ()
    ) -> tuple[Completion, ...]:
        """Return up to `limit` completions of the word that ends at the cursor, most frequent first within a kind."""
        cursor = max(0, min(cursor, len(text)))
        typed = _TYPED_WORD.search(text[:cursor])
        if typed is None:
            return ()
        field, value = typed["field"], typed["value"]
        start = typed.start("value") if field else typed.start()
        rest = _REST_OF_WORD.match(text, cursor)
        end = rest.end() if rest and value[:1] in ('"', "“") else _word_end(text, cursor)
        found = []
        for offered, kind, count in self._offers(field.lower() if field else None, value.lstrip('"“'), own_names):
            inserted = offered if kind in ("field", "word", "state") or _is_one_word(offered) else f'"{offered}"'
            following = text[end:] or ("" if kind == "field" else " ")
            completed = text[:start] + inserted + following
            if completed.rstrip() != text.rstrip():
                new_cursor = start + len(inserted) + (not text[end:] and bool(following))
                found.append(Completion(offered, kind, count, completed, new_cursor, start))
            if len(found) == limit:
                break
        return tuple(found)

    def _offers(self, field: str | None, typed: str, own_names: OwnNames) -> Iterator[_Offer]:
        if field is None:
            yield from self._without_field(typed)
            return
        known = FIELDS.get(field, field)
        if known == "outlet":
            yield from _matching(self._outlets, typed)
        elif known == "tag":
            yield from _matching(self._tags, typed)
        elif known == STATE_FIELD:
            yield from ((state, "state", 0) for state in STATES if state.startswith(typed.lower()))
        elif known in OWN_FIELDS:
            names, counts = list(zip(*own_names(known), strict=True)) or ((), ())
            yield from _matching(_ranked(names, counts, "label" if known == "label" else "tag"), typed)
            yield from ((word, "state", 0) for word in OWN_WORDS if word.startswith(typed.lower()))
        elif known in DATE_FIELDS:
            relative = RELATIVE_DATES if known == "added" else ()
            yield from ((word, "date", 0) for word in relative if word.startswith(typed.lower()))
            yield from self._dates(typed, self._months_added if known == "added" else self._months)
        elif known in FIELDS.values():
            words = query_key(typed)
            if words and begins_run(words[-1]):
                yield from self._continued(typed, (known,))
            elif len(words) < 2:
                frequent = self._vocabulary.frequent("".join(words), (known,))
                yield from ((word, "word", count) for word, count in frequent)

    def _without_field(self, typed: str) -> Iterator[_Offer]:
        """Yield what fits where no field is named: fields, then names, then words."""
        lowered = typed.lower()
        yield from ((f"{name}:", "field", 0) for name in FIELD_NAMES if lowered and name.startswith(lowered))
        words = query_key(typed)
        if words and begins_run(words[-1]):
            yield from self._continued(typed, TEXT_FIELDS)
            return
        if len(words) != 1 or len(words[0]) < _MIN_LETTERS or words[0] != fold(typed):
            return
        shown = {words[0]}
        for form, count in self._known_names(words[0]):
            shown.update(folded_words(form) if " " not in form else ())
            yield form, "name", count
        for word, count in self._vocabulary.frequent(words[0], TEXT_FIELDS):
            if word not in shown:
                yield word, "word", count

    def _continued(self, typed: str, fields: Sequence[str]) -> Iterator[_Offer]:
        """Yield what was typed with the next unit of a script without spaces, where this occurs in the index."""
        words = query_key(typed)
        last = folded_words(typed)[-1]
        found = []
        for pair, _ in self._vocabulary.frequent(last, fields):
            if first_unit(pair) != last or pair == last:
                continue
            key = [*(words[:-1] if last == words[-1] else words), pair]
            if count := self._vocabulary.phrase_frequency(key, fields):
                found.append((typed + pair[len(last) :], count))
        yield from ((word, "word", count) for word, count in sorted(found, key=lambda one: (-one[1], one[0])))

    def _known_names(self, prefix: str) -> list[tuple[str, int]]:
        """Return known names that begin like this and occur in the index.

        For each name, this is the most frequent one-word form, or the topic.
        """
        best: dict[str, tuple[str, int]] = {}
        for form, name in self._names.beginning_with(prefix):
            words = folded_words(form)
            count = self._vocabulary.frequency(words[0]) if len(words) == 1 else 0
            if count > best.get(name, ("", 0))[1]:
                best[name] = (form, count)
        for folded, (topic, _, count) in self._tags:
            if folded.startswith(prefix) and " " in folded and folded in self._canonical:
                best[topic] = (topic, count)
        return sorted(best.values(), key=lambda one: (-one[1], one[0]))[:_MAX_NAMES]

    def _dates(self, typed: str, counted: tuple[list[int], list[int]]) -> Iterator[_Offer]:
        """Yield years, or the months of a year that has been typed, newest first. After `..` they end a span."""
        start, dots, last = typed.rpartition("..")
        months, counts = counted
        monthly = {f"{m // 12:04}-{m % 12 + 1:02}": n for m, n in zip(months, counts, strict=True)}
        years: dict[str, int] = {}
        for month, count in monthly.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        found = monthly if len(last) >= 4 else years
        for value in sorted(found, reverse=True):
            if value.startswith(last):
                yield f"{start}{dots}{value}", "date", found[value]

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
        return frozenset(fold(name) for name in self._names.canonical)

    @cached_property
    def _months(self) -> tuple[list[int], list[int]]:
        month = self._columns.month[self._columns.alive]
        months, counts = np.unique(month[month > 0], return_counts=True)
        return months.tolist(), counts.tolist()

    @cached_property
    def _months_added(self) -> tuple[list[int], list[int]]:
        """The months in which articles were added, where the user is, and their numbers of articles."""
        added = self._columns.added[self._columns.alive]
        seconds, counts = np.unique(added[added > 0] // _HOUR * _HOUR, return_counts=True)
        by_month: dict[int, int] = {}
        for second, count in zip(seconds.tolist(), counts.tolist(), strict=True):
            local = time.localtime(second)
            month = local.tm_year * 12 + local.tm_mon - 1
            by_month[month] = by_month.get(month, 0) + count
        return list(by_month), list(by_month.values())


def _word_end(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace() and text[position] not in '()"“”:':
        position += 1
    return position


def _is_one_word(value: str) -> bool:
    """Return whether a value needs no quotation marks: it is one word, and none that means something else."""
    return not set(value) & set(" ()") and value.lower() not in OWN_WORDS


def _ranked(values: Sequence[str], counts: Sequence[int], kind: CompletionKind) -> list[tuple[str, _Offer]]:
    """Return values with their folded forms, most frequent first, without those that contain quotation marks."""
    found = [
        (fold(value), (value, kind, count))
        for value, count in zip(values, counts, strict=True)
        if value and count and not set(value) & set('"“”„‟«»')
    ]
    return sorted(found, key=lambda one: (-one[1][2], one[0]))


def _matching(values: list[tuple[str, _Offer]], typed: str) -> Iterator[_Offer]:
    """Yield the values that begin with what was typed, then those in which a later word does."""
    prefix = fold(typed)
    later_word = f" {prefix}"
    yield from (offer for folded, offer in values if folded.startswith(prefix))
    yield from (offer for folded, offer in values if later_word in folded and not folded.startswith(prefix))
