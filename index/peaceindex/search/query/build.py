"""The step from the words of a query to Whoosh queries: which fields to search, and which other spellings count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from whoosh import query

from peaceindex.search.query.engine_queries import LANGUAGE_FIELD, Group, Key, Languages
from peaceindex.search.query.expansion import FuzzyWord
from peaceindex.search.query.ordinals import after_point, other_ordinals
from peaceindex.search.query.spellings import HasTerm, in_spaced_groups, other_initials, other_spellings
from peaceindex.search.schema import MAX_TERM_CHARS
from peaceindex.text.folding import fold
from peaceindex.text.tokens import query_words

if TYPE_CHECKING:
    from peaceindex.names import Names
    from peaceindex.text.tokens import Word

TITLE_BOOST = 2.0
"""The extra weight of a word in the title, on top of the preference that Whoosh gives to short fields."""

TEXT_FIELDS = ("title", "body")
MAX_FUZZY_EDITS = 2
_WIDENED_FIELDS = (*TEXT_FIELDS, "tag")
_MAX_VARIANTS = 64
_MAX_FORM_WORDS = 3
"""The words of a form that is known by its shape, such as 7 of October."""

Slots = list[list[Key]]
"""The alternatives for each part of a phrase."""

_MakeQuery = Callable[[str, float], query.Query]


class Synonyms(query.Or):
    """One word or phrase of a query, in all the spellings and fields in which it is searched."""


class AddedSpelling(msgspec.Struct, frozen=True):
    """A spelling that is searched in addition to the word that was typed."""

    word: str
    form: str
    key: Key


@dataclass
class Builder:
    """A builder of queries from words. `added_spellings` records the other words that were added to them."""

    names: Names | None
    """The source of other spellings; None to search for words as they are written."""
    family: Callable[[str], tuple[str, ...]] = lambda word: ()
    """The function that returns the other forms of a folded word (talks, talked). It is not used for quoted words.

    Words with spaces between them are a phrase, in what it takes and in what it returns.
    """
    has_term: HasTerm = lambda word: False
    """The function that returns whether the index has a term."""
    languages_of_form: Callable[[str, str], Languages] = lambda word, form: ()
    """The function that returns the languages of those articles in which a form of a word counts; none if in all."""
    added_spellings: list[AddedSpelling] = field(default_factory=list)
    neighbours: str = ""
    """The folded words of the whole query, joined by spaces. By these a homonym tells its sense."""

    def words(
        self, fieldname: str | None, text: str, *, slop: int = 1, exact: bool = False, family: bool = True
    ) -> query.Query | None:
        """Return the query for a word or phrase, or None if the text contains no word."""
        found = query_words(text)
        if not found:
            return None
        key = tuple(word.text[:MAX_TERM_CHARS] for word in found)
        widen = not exact and (fieldname is None or fieldname in _WIDENED_FIELDS)
        choices = [key]
        languages: dict[Key, Languages] = {}
        sequences: list[Slots] = []
        if widen:
            shown = text.strip()
            if family and self.names is not None and len(key) == 2:
                choices += self._meant(shown, key)
            choices += [other for meant in choices[1:] for other in self._variants(meant[0], meant)]
            choices += self._variants(shown, key)
            if family and self.names is not None:
                languages = self._families(shown, choices)
                choices += languages
            ordinals = self._ordinals(shown, key, choices)
            languages = {**languages, **ordinals}
            choices += ordinals
            if len(key) > 1:
                sequences = self._sequences(text, found, key, slop)
        return self._in_all_fields(fieldname, choices, sequences, slop, languages)

    def languages(self, shown: str, codes: Sequence[str]) -> query.Query:
        """Return the query for articles in a language that is named in words, by its codes."""
        keys: list[Key] = [(code,) for code in codes]
        self.added_spellings += [AddedSpelling(shown, key[0], key) for key in keys]
        return self._in_all_fields(LANGUAGE_FIELD, [tuple(word.text for word in query_words(shown)), *keys], (), 1)

    def known_form(self, fieldname: str | None, texts: Sequence[str]) -> query.Query | None:
        """Return the query for adjacent words that are a known form: all of them, or another spelling of the whole.

        Return None if the texts contain no word.
        """
        shown = " ".join(texts)
        key = tuple(word.text for word in query_words(shown))
        is_name = self.names is not None and self.names.longest_form_length(key) == len(key)
        parts = [built for text in texts if (built := self.words(fieldname, text, family=not is_name))]
        others = self._variants(shown, key)
        languages = self._families(shown, [key, *others]) if is_name else {}
        if not others and not languages:
            return query.And(parts) if parts else None
        return query.Or([query.And(parts), self._in_all_fields(fieldname, [*others, *languages], (), 1, languages)])

    def known_form_length(self, key: Sequence[str]) -> int:
        """Return how many of these folded words, from the first, are one form that has other spellings, or 0."""
        if self.names is None:
            return 0
        if length := self.names.longest_form_length(key):
            return length
        for length in range(min(len(key), _MAX_FORM_WORDS), 1, -1):
            start = tuple(key[:length])
            if other_spellings(start, " ".join(start), self.has_term):
                return length
        return 0

    def as_one_word(self, fieldname: str | None, text: str) -> query.Query | None:
        """Return the query for adjacent words written as one, or None if the index has no such word."""
        found = self._families(text, [tuple(word.text for word in query_words(text))])
        return self._in_all_fields(fieldname, list(found), (), 1, found) if found else None

    def pattern(self, fieldname: str | None, text: str) -> query.Query | None:
        """Return the query for a word that contains `*` or `?`."""
        folded = fold(text)
        if folded.endswith("*") and not set(folded[:-1]) & set("*?"):
            return self._pattern_in_all_fields(
                fieldname, lambda name, boost: query.Prefix(name, folded[:-1], boost=boost)
            )
        return self._pattern_in_all_fields(fieldname, lambda name, boost: query.Wildcard(name, folded, boost=boost))

    def fuzzy(self, fieldname: str | None, word: str, distance: int | None) -> query.Query:
        """Return the query for similar words.

        They differ by up to `distance` letters, never more than two. By default this
        is one letter, or two for words of six letters or more.
        """
        max_edits = distance if distance is not None else (1 if len(word) < 6 else 2)
        max_edits = min(max_edits, MAX_FUZZY_EDITS, max(0, len(word) - 2))
        return self._pattern_in_all_fields(fieldname, lambda name, boost: FuzzyWord(name, word, boost, max_edits, 1))

    def _variants(self, shown: str, key: Key) -> list[Key]:
        if self.names is None:
            return []
        forms = self.names.variants_of(key, self.neighbours, shown)
        if not forms and len(key) == 1 and (other_form := other_initials(key[0])):
            forms = self.names.variants_of(other_form[0], self.neighbours, shown)
        found: dict[Key, str] = {}
        for form in forms[:_MAX_VARIANTS]:
            other = tuple(word.text for word in query_words(form))
            found[other] = form
            initials = other_initials(other[0]) if form.isupper() and len(other) == 1 else None
            if initials and self.has_term(initials[0][0]):
                found.setdefault(*initials)
        for form, other in other_spellings(key, shown, self.has_term):
            found.setdefault(other, form)
        found.pop(key, None)
        self.added_spellings += [AddedSpelling(shown, form, other) for other, form in found.items()]
        return list(found)

    def _ordinals(self, shown: str, key: Key, choices: Sequence[Key]) -> dict[Key, Languages]:
        """Return the other spellings of an ordinal by itself, each with the languages where it counts."""
        found: dict[Key, Languages] = {}
        for other in other_ordinals(key, shown):
            if other.is_sure and other.key not in choices and all(map(self.has_term, other.key)):
                if other.key not in found:
                    self.added_spellings.append(AddedSpelling(shown, other.shown, other.key))
                found[other.key] = (*found.get(other.key, ()), *other.languages)
        return found

    def _ordinals_within(self, shown: str, key: Key) -> list[Key]:
        """Return the other spellings of an ordinal within a phrase, where the words around it decide what it means."""
        found = {
            other.key: other.shown
            for other in (*other_ordinals(key, shown), *after_point(key, shown))
            if all(map(self.has_term, other.key))
        }
        self.added_spellings += [AddedSpelling(shown, form, other) for other, form in found.items()]
        return list(found)

    def _sequences(self, text: str, found: Sequence[Word], key: Key, slop: int) -> list[Slots]:
        """Return the ways to look for a phrase with other spellings of its parts; none if no part has any.

        A part is a word, or several words that are one form, as in "post-war order" and "UN Security Council vote".
        Within a part no words may stand between, so with `slop` its words count one by one, too.
        """
        by_word: Slots = [
            [
                (folded,),
                *self._variants(text[word.start : word.end], (folded,)),
                *self._spaced(folded),
                *self._ordinals_within(_with_point(text, word), (folded,)),
            ]
            for folded, word in zip(key, found, strict=True)
        ]
        by_part: Slots = []
        at = 0
        while at < len(key):
            part, length = self._part_at(text, found, key, at, by_word)
            by_part.append(part)
            at += length
        ways = [by_part] if slop == 1 or len(by_part) == len(by_word) else [by_word, by_part]
        return [way for way in ways if len(way) > 1 and any(len(slot) > 1 for slot in way)]

    def _spaced(self, word: str) -> list[Key]:
        """Return a number in groups, if the index has these. Alone it needs none: the whole is a term of the index."""
        groups = in_spaced_groups(word)
        return [groups] if groups and all(map(self.has_term, groups)) else []

    def _part_at(self, text: str, found: Sequence[Word], key: Key, at: int, by_word: Slots) -> tuple[list[Key], int]:
        """Return the spellings of the longest part of a phrase that begins at a word, and the number of its words."""
        most = len(key) - at - (at == 0)  # the whole phrase is no part of it
        lengths = [*range(min(most, _MAX_FORM_WORDS), 1, -1)]
        if self.names is not None and (length := self.names.longest_form_length(key[: at + most], at)):
            lengths.insert(0, length)
        for length in dict.fromkeys(lengths):
            end = at + length
            shown = text[found[at].start : found[end - 1].end]
            others = [*self._variants(shown, key[at:end]), *self._ordinals_within(shown, key[at:end])]
            if others and prod(map(len, by_word[at:end])) <= _MAX_VARIANTS:
                spelled = [tuple(chain.from_iterable(words)) for words in product(*by_word[at:end])]
                return list(dict.fromkeys((*spelled, *others))), length
        return by_word[at], 1

    def _meant(self, shown: str, key: Key) -> list[Key]:
        """Return the one word that two words with an apostrophe or a hyphen between them mean, if they do: l'accord."""
        sign = next((sign for sign in "'-" if sign in fold(shown)), "")
        found = self.family(sign.join(key)) if sign else ()
        self.added_spellings += [AddedSpelling(shown, form, (form,)) for form in found]
        return [(form,) for form in found]

    def _families(self, shown: str, choices: Sequence[Key]) -> dict[Key, Languages]:
        """Return the other forms of a word and of its spellings, each with the languages of which it is a form."""
        found: dict[Key, Languages] = {}
        for choice in choices:
            word = " ".join(choice)
            for form in self.family(word):
                other, languages = tuple(form.split(" ")), self.languages_of_form(word, form)
                if other in found:
                    both = found[other] and languages
                    found[other] = tuple(dict.fromkeys((*found[other], *languages))) if both else ()
                elif other not in choices:
                    found[other] = languages
                    self.added_spellings.append(AddedSpelling(shown, form, other))
        return found

    def _in_all_fields(
        self,
        fieldname: str | None,
        choices: Sequence[Key],
        sequences: Sequence[Slots],
        slop: int,
        languages: Mapping[Key, Languages] = MappingProxyType({}),
    ) -> query.Query:
        """Return a query for any of the choices in any of the fields.

        `sequences` has the ways to look for the first choice with other spellings of its parts; `languages`, for
        choices that count only in articles in some languages, their codes.
        """
        queries: list[query.Query] = []
        is_separate = bool(sequences) or slop > 1
        grouped = tuple(dict.fromkeys(choices[1:] if is_separate else choices))
        stated = tuple(languages.get(key, ()) for key in grouped)
        for name, boost in _fields(fieldname):
            for slots in sequences:
                parts = [_any([_one(name, key) for key in slot]) for slot in slots]
                queries.append(query.Sequence(parts, slop=slop, boost=boost))
            if is_separate and not sequences:
                queries.append(_one(name, choices[0], boost, slop))
            if len(grouped) > 1 or any(stated):
                queries.append(Group(name, grouped, boost, stated))
            elif grouped:
                queries.append(_one(name, grouped[0], boost))
        return _scored(fieldname, Synonyms(queries))

    def _pattern_in_all_fields(self, fieldname: str | None, make: _MakeQuery) -> query.Query:
        """Return a query for a pattern in each field, which gives all words that it matches the same score."""
        fields = _fields(fieldname)
        return _scored(
            fieldname, Synonyms([query.ConstantScoreQuery(make(name, 1.0), boost) for name, boost in fields])
        )


def _with_point(text: str, word: Word) -> str:
    """Return a word of a phrase as it is written, with the point that may stand between it and the next."""
    end = word.end + 1 if text[word.end : word.end + 2] == ". " else word.end
    return text[word.start : end]


def _fields(fieldname: str | None) -> Sequence[tuple[str, float]]:
    if fieldname is None:
        return [("title", TITLE_BOOST), ("body", 1.0)]
    return [(fieldname, TITLE_BOOST if fieldname == "title" else 1.0)]


def _one(name: str, key: Key, boost: float = 1.0, slop: int = 1) -> query.Query:
    if len(key) == 1:
        return query.Term(name, key[0], boost=boost)
    return query.Phrase(name, list(key), slop=slop, boost=boost)


def _any(queries: list[query.Query]) -> query.Query:
    return queries[0] if len(queries) == 1 else query.Or(queries)


def _scored(fieldname: str | None, built: query.Query) -> query.Query:
    """Give every article the same score for fields that only filter, so that they do not affect the order."""
    if fieldname is None or fieldname in TEXT_FIELDS:
        return built
    return query.ConstantScoreQuery(built, 1.0)


def slots_of(tree: query.Sequence) -> tuple[str, list[list[Key]]] | None:
    """Return the field and the alternatives for each word of a sequence, or None if it is not of this simple kind.

    The sequence must be ordered and in a single field, and its parts must be words or exact phrases without boosts.
    """
    slots: list[list[Key]] = []
    fields: set[str] = set()
    for sub in tree.subqueries:
        slot: list[Key] = []
        for choice in sub.subqueries if isinstance(sub, query.Or) and sub.boost == 1.0 else [sub]:
            if type(choice) is query.Term and choice.boost == 1.0:
                slot.append((choice.text,))
            elif type(choice) is query.Phrase and choice.slop == 1 and choice.boost == 1.0:
                slot.append(tuple(choice.words))
            else:
                return None
            fields.add(choice.fieldname)
        slots.append(slot)
    return (fields.pop(), slots) if len(fields) == 1 and tree.ordered else None
