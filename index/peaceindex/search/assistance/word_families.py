"""Word families: the words of an index that are forms of one word (negotiate, negotiated, negotiations)."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from peaceindex.search.assistance.joined_forms import FIELDS, JoinedForms
from peaceindex.text.folding import INDIAN_MARKS
from peaceindex.text.stemming import LANGUAGES_WITH_FIXED_NAMES, irregular_forms, language_of, stems
from peaceindex.text.unspaced import begins_run

if TYPE_CHECKING:
    from peaceindex.names import Names
    from peaceindex.search.assistance.vocabulary import Vocabulary

MAX_MEMBERS = 16
"""The most words in a family, in addition to the word itself. The most frequent ones are kept."""

_MIN_LETTERS = 3
_LETTERS = re.compile(rf"(?:[^\W\d_]|[{INDIAN_MARKS}])+")
_MAX_CACHED_WORDS = 512
_MAX_CACHED_TERMS = 8192


class WordFamilies:
    """The word families of one generation of an index, computed one by one on request.

    It is safe to use from any thread, also while a search is running.
    """

    def __init__(self, vocabulary: Vocabulary, names: Names) -> None:
        self.token = object()
        """An identity that distinguishes these families from those of another generation."""
        self._vocabulary = vocabulary
        self._names = names
        self._joined = JoinedForms(vocabulary, names, self._languages_of)
        self._cache: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._terms: dict[str, bool] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """Return the other words of the family of a folded word, most frequent first.

        Words with spaces between them are a phrase: the family of one is how it is written as one word.
        """
        found = self._cache.get(word)
        if found is None:
            found = self._cache[word] = self._members(word)
            while len(self._cache) > _MAX_CACHED_WORDS:
                self._cache.popitem(last=False)
        return found

    def has_term(self, term: str) -> bool:
        """Return whether the index has a term in a title, a text or a tag."""
        found = self._terms.get(term)
        if found is None:
            if len(self._terms) >= _MAX_CACHED_TERMS:
                self._terms.clear()
            found = self._terms[term] = self._vocabulary.frequency(term, FIELDS) > 0
        return found

    def _members(self, word: str) -> tuple[str, ...]:
        if " " in word:
            return tuple(self._joined.joined(tuple(word.split(" "))))
        if not _is_of_letters(word):
            return ()
        if (joined := self._joined.of(word)) is not None:
            return tuple(joined)
        if len(word) < _MIN_LETTERS:
            return ()
        counts = self._language_counts(word)
        language = language_of(word, max(counts, key=counts.__getitem__, default=""))
        if language is None or (language in LANGUAGES_WITH_FIXED_NAMES and self._names.is_proper(word)):
            return ()
        (stem,) = stems([word], language)
        frequencies = self._vocabulary.with_prefix(_shared_prefix(word, stem), FIELDS)
        for form in irregular_forms(stem, language):
            if frequency := self._vocabulary.frequency(form, FIELDS):
                frequencies[form] = frequency
        frequencies.pop(word, None)
        candidates = [other for other in frequencies if _is_of_letters(other)]
        family = [
            other
            for other, its_stem in zip(candidates, stems(candidates, language), strict=True)
            if its_stem == stem and not (language in LANGUAGES_WITH_FIXED_NAMES and self._names.is_proper(other))
        ]
        family.sort(key=lambda other: (-frequencies[other], other))
        return tuple(family[:MAX_MEMBERS])

    def _language_counts(self, word: str) -> Counter[str]:
        """Return how many articles with this word state which language. "" is that of articles that state none."""
        counts: Counter[str] = Counter()
        for leaf, (names, language) in zip(self._vocabulary.leaves, self._languages, strict=True):
            body = leaf.fields.get("body")
            if body is not None and (number := body.terms.find(word.encode())) is not None:
                documents = body.documents[int(body.start[number]) : int(body.start[number + 1])]
                for name, count in zip(names, np.bincount(language[documents], minlength=len(names)), strict=True):
                    counts[name] += int(count)
        return counts

    def _languages_of(self, word: str) -> list[str]:
        counts = self._language_counts(word)
        return [name for name, count in counts.items() if count] or self._in_library

    @cached_property
    def _in_library(self) -> list[str]:
        return list(dict.fromkeys(name for names, _ in self._languages for name in names))

    @cached_property
    def _languages(self) -> list[tuple[list[str], npt.NDArray[np.uint8]]]:
        """For each segment, its language codes, and for each document the index of its code; "" is index 0."""
        found = []
        for leaf in self._vocabulary.leaves:
            field = leaf.fields.get("lang")
            names = [""]
            language = np.zeros(leaf.size, np.uint8)
            for number, code in enumerate(field.terms[:254] if field is not None else ()):
                assert field is not None
                language[field.documents[int(field.start[number]) : int(field.start[number + 1])]] = len(names)
                names.append(code.decode())
            found.append((names, language))
        return found


def _is_of_letters(word: str) -> bool:
    """Return whether a word has only letters and vowel signs, in a script that has words."""
    return (word.isalpha() or _LETTERS.fullmatch(word) is not None) and not begins_run(word)


def _shared_prefix(word: str, stem: str) -> str:
    """Return how the forms of a word begin: with its stem, except for a last letter that the rules may have changed."""
    common = next((stem[:at] for at in range(len(stem), 0, -1) if word.startswith(stem[:at])), "")
    if len(common) < _MIN_LETTERS <= len(stem):
        common = stem  # said, say
    return common[:-1] if len(common) > _MIN_LETTERS and common == stem else common
