"""Advice when a search finds nothing: which words were probably meant, and what to leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from whoosh.qparser import syntax

from peaceindex.model.search import Request, Selection
from peaceindex.model.search_results import Relaxation, Suggestion
from peaceindex.search.assistance.vocabulary import TEXT_FIELDS, Vocabulary
from peaceindex.search.query import nodes, plugins
from peaceindex.search.query.parser import MAX_QUERY_CHARS
from peaceindex.search.query.syntax import parser as new_parser
from peaceindex.text.edit_distance import distance
from peaceindex.text.tokens import folded_words, words

if TYPE_CHECKING:
    from peaceindex.names import Names

MAX_SUGGESTIONS = 3
_MAX_PARTS = 8
_MAX_QUERY_WORDS = 20
"""A query of more words is a list. Looking for words similar to each would take longer than searching for all."""
_MAX_CHOICES = 3
_MIN_WORD_LETTERS = 4
"""Shorter words are similar to too many others."""
_MAX_WORD_LETTERS = 60
"""Longer strings are not words."""
_MAX_RARE_ARTICLES, _MIN_FREQUENCY_RATIO = 25, 50
"""A word in at most `_MAX_RARE_ARTICLES` articles may also be a typing error, for a word in at least
`_MIN_FREQUENCY_RATIO` times as many."""

Count = Callable[[Request], int]


@dataclass(frozen=True)
class _Piece:
    """A piece of a query's text, its parsed node, and the field it is in."""

    node: object
    start: int
    end: int
    field: str | None
    excluded: bool


class Adviser:
    """An adviser on requests that found nothing. `count` returns the number of hits of a request, and may raise."""

    def __init__(self, vocabulary: Vocabulary, names: Names, count: Count) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self._count = count

    def suggestions(self, request: Request) -> tuple[Suggestion, ...]:
        """Return the text with known words for unknown ones, where this finds something, the likeliest first."""
        text = request.text
        typed_words = [
            (piece, word)
            for piece in _pieces(text)
            if isinstance(piece.node, nodes.Plain | nodes.Exact | nodes.Quoted) and not piece.excluded
            for word in words(text[piece.start : piece.end])
        ]
        if len(typed_words) > _MAX_QUERY_WORDS:
            return ()
        unknown = [
            (word.start + piece.start, word.end + piece.start, choices)
            for piece, word in typed_words
            for frequency in [self._frequency(word.text, piece.field)]
            if frequency <= _MAX_RARE_ARTICLES
            for choices in [self._choices(word.text, text[piece.start :][word.start : word.end], piece.field)]
            if choices or not frequency
        ]
        if not unknown or not all(choices for _, _, choices in unknown):
            return ()
        found: dict[str, Suggestion] = {}
        for replaced in islice(_replaced_texts(text, unknown), 2 * MAX_SUGGESTIONS):
            if count := self._count(replace(request, text=replaced)):
                found[replaced] = Suggestion(replaced, count)
        return tuple(found.values())[:MAX_SUGGESTIONS]

    def relaxations(self, request: Request) -> tuple[Relaxation, ...]:
        """Return what can be left out so that something is found.

        This is a part of the text, the ticks of a facet, `exact`, or quotation marks.
        """
        found = []
        for what, relaxed in self._relaxed(request):
            if count := self._count(relaxed):
                found.append(Relaxation(what, relaxed, count))
        return tuple(found)

    def _relaxed(self, request: Request) -> Iterator[tuple[str, Request]]:
        nothing = Selection()
        if request.outlets:
            yield "in any outlet", replace(request, outlets=nothing)
        if request.dates:
            yield "at any date", replace(request, dates=nothing)
        if request.tags:
            yield "with any tags", replace(request, tags=nothing)
        if request.languages:
            yield "in any language", replace(request, languages=nothing)
        if request.authors:
            yield "by any author", replace(request, authors=nothing)
        if request.labels:
            yield "with any label or none", replace(request, labels=nothing)
        if request.states:
            yield "read or not, with passages or without", replace(request, states=nothing)
        if request.exact:
            yield "with other spellings and forms", replace(request, exact=False)
        text = request.text
        for piece in _pieces(text):
            if isinstance(piece.node, nodes.Quoted) and len(folded_words(piece.node.text)) > 1:
                loose = f"{text[: piece.start]}({piece.node.text}){text[piece.end :]}"
                yield f"without the quotation marks around {piece.node.text}", replace(request, text=loose)
        parts = _parts(text)
        if 1 < len(parts) <= _MAX_PARTS:
            shown = [text[start:end].strip() for start, end in parts]
            for number, part in enumerate(shown):
                rest = " ".join(shown[:number] + shown[number + 1 :])
                yield f"without {part}", replace(request, text=rest)

    def _frequency(self, word: str, field: str | None) -> int:
        """Return in how many documents a word occurs, or another spelling of it if that is more frequent."""
        fields = TEXT_FIELDS if field is None else (field,)
        return max(
            self._vocabulary.frequency(word, fields),
            *(self._form_occurs(form, fields) for form in ("", *self._names.variants_of([word]))),
        )

    def _form_occurs(self, form: str, fields: Sequence[str]) -> int:
        """Return in how many documents the rarest word of a form occurs."""
        return min((self._vocabulary.frequency(word, fields) for word in folded_words(form)), default=0)

    def _choices(self, word: str, written: str, field: str | None) -> list[str]:
        """Return the words that may have been meant instead of an unknown one, the likeliest first."""
        fields = TEXT_FIELDS if field is None else (field,)
        ranked: dict[str, tuple[int, int]] = {}
        if len(word) > _MAX_WORD_LETTERS:
            return []
        max_edits = 1 if len(word) < _MIN_WORD_LETTERS + 2 else 2
        known = self._frequency(word, field)
        if len(word) >= _MIN_WORD_LETTERS:
            for prefix_letters, edits in ((1, max_edits), (0, 1)):
                for other, frequency in self._vocabulary.near(word, edits, prefix_letters, fields).items():
                    if other != word and frequency >= known * _MIN_FREQUENCY_RATIO:
                        ranked[_with_capitals_of(other, written)] = (distance(word, other, max_edits), -frequency)
                if ranked or known:
                    break
        if len(word) >= _MIN_WORD_LETTERS and not known:
            for form, edits in self._names.like(word, max_edits).items():
                spellings = [form, *self._names.variants(form)]
                best = max(spellings, key=lambda one: self._form_occurs(one, fields))
                if frequency := self._form_occurs(best, fields):
                    ranked = {key: rank for key, rank in ranked.items() if key.casefold() != best.casefold()}
                    ranked[best.upper() if written.isupper() else best] = (edits, -frequency)
            for split in range(2, len(word) - 1):
                first, second = (self._vocabulary.frequency(half, fields) for half in (word[:split], word[split:]))
                if first and second and min(split, len(word) - split) > 2:
                    ranked[f"{word[:split]} {word[split:]}"] = (2, -min(first, second))
        return sorted(ranked, key=lambda one: (*ranked[one], one))[:_MAX_CHOICES]


def _with_capitals_of(word: str, written: str) -> str:
    """Return a word with the capitalization of another."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


def _replaced_texts(text: str, unknown: list[tuple[int, int, list[str]]]) -> Iterator[str]:
    """Yield the text with the best choices, then with one place at a time changed to its next best choice."""
    best = [0] * len(unknown)
    combinations = [best]
    for choice in range(1, _MAX_CHOICES):
        combinations += [[*best[:n], choice, *best[n + 1 :]] for n, one in enumerate(unknown) if choice < len(one[2])]
    for combination in combinations:
        replaced, position = [], 0
        for (start, end, choices), choice in zip(unknown, combination, strict=True):
            replaced += [text[position:start], choices[choice]]
            position = end
        yield "".join([*replaced, text[position:]])


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the pieces of a query's text in order, each with its field."""
    parser = new_parser(None, lambda name: None, lambda word: ())
    pending_field: str | None = None
    excluded = False
    outer: list[str | None] = []
    for node in parser.tag(text[:MAX_QUERY_CHARS]):
        if isinstance(node, syntax.WordNode | syntax.Whitespace):
            continue
        inside = next((field for field in reversed(outer) if field), None)
        if isinstance(node, syntax.FieldnameNode):
            pending_field = node.fieldname
        elif isinstance(node, plugins.BracketsPlugin.OpenBracket):
            outer.append(pending_field)
            pending_field = None
        elif isinstance(node, plugins.BracketsPlugin.CloseBracket) and outer:
            outer.pop()
        yield _Piece(node, node.startchar, node.endchar, pending_field or inside, excluded)
        if isinstance(node, nodes.Leaf):
            pending_field = None
        if not isinstance(node, syntax.FieldnameNode):
            excluded = isinstance(node, syntax.PrefixOperator)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return the spans of the parts that a written or implicit AND joins; none if they cannot be separated safely."""
    parts: list[tuple[int, int]] = []
    depth = 0
    is_joined = has_and = has_or = False
    for piece in _pieces(text):
        node = piece.node
        if depth == 0 and isinstance(node, syntax.Operator) and not isinstance(node, syntax.PrefixOperator):
            if node.grouptype is syntax.OrGroup:
                is_joined = has_or = True
            else:
                has_and = True
            continue
        if isinstance(node, syntax.MarkerNode):
            continue
        if parts and (is_joined or depth):
            parts[-1] = (parts[-1][0], piece.end)
        else:
            parts.append((piece.start, piece.end))
        if isinstance(node, plugins.BracketsPlugin.OpenBracket):
            depth += 1
        elif isinstance(node, plugins.BracketsPlugin.CloseBracket):
            depth = max(0, depth - 1)
        is_joined = isinstance(node, syntax.FieldnameNode | syntax.PrefixOperator)
    return [] if has_and and has_or else parts
