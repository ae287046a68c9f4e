"""Word families: the words of an index that are forms of one word (negotiate, negotiated, negotiations)."""

from __future__ import annotations

from collections import Counter, OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.search.assistance.joined_forms import FIELDS, JoinedForms
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import affixes
from peaceindex.text.clitics import without_clitic
from peaceindex.text.folding import INDIAN_MARKS
from peaceindex.text.stemming import (
    LANGUAGES_WITH_FIXED_NAMES,
    LANGUAGES_WITH_GENITIVE,
    beginnings,
    irregular_forms,
    language_of,
    meet,
    stems,
)
from peaceindex.text.unspaced import begins_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from peaceindex.names import Names
    from peaceindex.search.assistance.vocabulary import Vocabulary

MAX_MEMBERS = 16
"""The most words in a family, in addition to the word itself. The most frequent ones are kept."""

MAX_MEMBERS_WITH_ENDINGS = 100
"""The same where words have more forms."""

_MAX_FORMS_IN_NAME = 30
_MIN_LETTERS = {"am": 2, "ti": 2, "ka": 2, "hi": 2, "ne": 2}
"""The fewest letters of a word that has a family, where they are not three."""
_LETTERS = late_pattern(rf"(?:[^\W\d_]|[{INDIAN_MARKS}]|(?<=[\u0400-\u052f])'(?=[\u0400-\u052f]))+")
_TWO_WORDS = late_pattern(r"((?:(?=[\0-\u036f])[^\W\d_])+)(['-])((?:(?=[\0-\u036f])[^\W\d_])+)")
_MANY_ARTICLES = 200
_MAX_CACHED_WORDS = 512
_MAX_CACHED_TERMS = 8192

_Forms = dict[str, tuple[str, ...]]
"""The other forms of a word, most frequent first, each with the languages in whose articles it counts (all: ())."""


class WordFamilies:
    """The word families of one generation of an index, computed one by one on request.

    It is safe to use from any thread, also while a search is running.
    """

    def __init__(self, vocabulary: Vocabulary, names: Names) -> None:
        self.token = object()
        """An identity that distinguishes these families from those of another generation."""
        self._vocabulary = vocabulary
        self._names = names
        self._joined = JoinedForms(vocabulary, names, self._languages_of, self._may_be_of)
        self._cache: OrderedDict[str, _Forms] = OrderedDict()
        self._terms: dict[str, bool] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """Return the other words of the family of a folded word, most frequent first.

        Words with spaces between them are a phrase: the family of one is how it is written as one word, and if it is a
        known name, the forms of its words side by side (للأمم المتحدة, Vereinten Nationen). That of two Latin words
        with an apostrophe or a hyphen between them is the one word that they mean (l'accord).
        """
        return tuple(self._family(word))

    def _family(self, word: str) -> _Forms:
        found = self._cache.get(word)
        if found is None:
            found = self._cache[word] = self._members(word)
            while len(self._cache) > _MAX_CACHED_WORDS:
                self._cache.popitem(last=False)
        return found

    def languages_of_form(self, word: str, form: str) -> tuple[str, ...]:
        """Return the codes of the languages of those articles in which a form of a word counts; none if in all."""
        return self._family(word).get(form, ())

    def has_term(self, term: str) -> bool:
        """Return whether the index has a term in a title, a text or a tag."""
        found = self._terms.get(term)
        if found is None:
            if len(self._terms) >= _MAX_CACHED_TERMS:
                self._terms.clear()
            found = self._terms[term] = self._vocabulary.frequency(term, FIELDS) > 0
        return found

    def _members(self, word: str) -> _Forms:
        if " " in word:
            parts = tuple(word.split(" "))
            return dict.fromkeys((*self._joined.joined(parts), *self._forms_of_name(word, parts)), ())
        if ("'" in word or "-" in word) and (two := _TWO_WORDS.fullmatch(word)):
            meant = without_clitic(two[1], two[2], two[3], self._in_library)
            return {meant: ()} if meant is not None else {}
        if not _is_of_letters(word):
            return {}
        if (joined := self._joined.of(word)) is not None:
            return dict.fromkeys(joined, ())
        frequencies: Counter[str] = Counter()
        stated_with: dict[str, set[str]] = {}
        limit = MAX_MEMBERS
        for language, stated in self._rules_for(word).items():
            if language not in LANGUAGES_WITH_FIXED_NAMES:
                limit = MAX_MEMBERS_WITH_ENDINGS
            for form, frequency in self._forms(word, language).items():
                frequencies[form] = frequency
                stated_with[form] = stated_with.get(form, set()) | stated
        found = {
            form: languages
            for form, stated in stated_with.items()
            if (languages := self._stating(form, stated)) is not None
        }
        return {form: found[form] for form in sorted(found, key=lambda form: (-frequencies[form], form))[:limit]}

    def _forms_of_name(self, name: str, parts: Sequence[str]) -> list[str]:
        """Return the forms of a known name of several words, most frequent first."""
        if self._names.longest_form_length(parts) != len(parts):
            return []
        last = len(parts) - 1
        choices: list[list[str]] = []
        for at in range(last, -1, -1):  # the last word has the fewest forms to look up
            choices.insert(0, self._forms_in_name(parts[at], at == 0, at == last))
            if not any(map(self.has_term, choices[0])):
                return []
        if all(len(words) == 1 for words in choices):
            return []
        found = self._vocabulary.phrases(choices, FIELDS)
        del found[name]
        return sorted(found, key=lambda form: (-found[form], form))[:MAX_MEMBERS_WITH_ENDINGS]

    def _forms_in_name(self, word: str, is_first: bool, is_last: bool) -> list[str]:
        """Return a word of a name, and its forms in the languages that inflect names."""
        joined = self._joined.with_prefixes(word) if is_first else None
        if joined is not None:
            return joined
        if is_last and (affixes.is_korean(word) or affixes.joins(word)):
            return [word, *(self._joined.of(word) or ())] if affixes.is_korean(word) else self._joined.definite(word)
        forms: Counter[str] = Counter()
        for language, stated in self._rules_for(word).items() if _is_of_letters(word) else ():
            if language not in LANGUAGES_WITH_FIXED_NAMES:
                found = self._forms(word, language)
                forms |= Counter({form: found[form] for form in found if self._stating(form, stated) is not None})
        return [word, *(form for form, _ in forms.most_common(_MAX_FORMS_IN_NAME))]

    def _rules_for(self, word: str) -> dict[str, set[str]]:
        """Return the languages of the library whose rules apply to a word, and by which codes articles state each.

        A word that is in articles of some languages, and in none of hundreds of articles in another, is no word of it.
        """
        found: dict[str, set[str]] = {}
        counts = self._language_counts(word) if len(self._in_library) > 1 else Counter[str]()
        is_known = any(counts.values())
        for stated, size in self._articles_by_language.items():
            if is_known and not counts[stated] and size >= _MANY_ARTICLES:
                continue
            if (language := language_of(word, stated)) is not None and len(word) >= _MIN_LETTERS.get(language, 3):
                found.setdefault(language, set()).add(stated)
        return found

    def _stating(self, form: str, stated: set[str]) -> tuple[str, ...] | None:
        """Return in the articles of which of the stated languages a form counts: () if it counts wherever it is.

        Return None if no article in one of these has it. A form of a word in one language may be another word in
        another one: the English dies, the German dies.
        """
        if len(stated) == len(self._in_library):
            return ()
        counts = self._language_counts(form, FIELDS)
        found = tuple(sorted(code for code in stated if counts[code]))
        is_elsewhere = any(count for code, count in counts.items() if code not in stated)
        return None if not found else found if is_elsewhere and "" not in found else ()

    def _forms(self, word: str, language: str) -> Counter[str]:
        """Return the other forms of a word by the rules of a language, in articles of any language."""
        (its_stems,) = stems([word], language)
        frequencies: Counter[str] = Counter()
        for begin in beginnings(word, its_stems, language):
            frequencies |= self._vocabulary.with_prefix(begin, FIELDS)
        for form in irregular_forms(its_stems, language):
            if frequency := self._vocabulary.frequency(form, FIELDS):
                frequencies[form] = frequency
        frequencies.pop(word, None)
        candidates = [other for other in frequencies if _is_of_letters(other)]
        found: Counter[str] = Counter()
        for other, other_stems in zip(candidates, stems(candidates, language), strict=True):
            if meet(its_stems, other_stems, language) and self._may_be_one_name(word, other, language):
                found[other] = frequencies[other]
        return found

    def _may_be_one_name(self, word: str, other: str, language: str) -> bool:
        """Return whether two words are no names, or may be forms of one name. A name is not cut: Hama is not Hamas."""
        proper = [self._names.is_proper(one) for one in (word, other)]
        if not any(proper):
            return True
        if language in LANGUAGES_WITH_FIXED_NAMES:
            is_genitive = (proper[0] and other == word + "s") or (proper[1] and word == other + "s")
            return language in LANGUAGES_WITH_GENITIVE and is_genitive and not all(proper)
        return not ((proper[0] and word.startswith(other)) or (proper[1] and other.startswith(word)))

    def _language_counts(self, word: str, fields: Sequence[str] = ("body",)) -> Counter[str]:
        """Return how many articles with this word state which language. "" is that of articles that state none.

        An article that has it in two fields counts twice.
        """
        counts: Counter[str] = Counter()
        for leaf, (names, language) in zip(self._vocabulary.leaves, self._languages, strict=True):
            for field in (leaf.fields[name] for name in fields if name in leaf.fields):
                if (number := field.terms.find(word.encode())) is not None:
                    documents = field.documents[int(field.start[number]) : int(field.start[number + 1])]
                    for name, count in zip(names, np.bincount(language[documents], minlength=len(names)), strict=True):
                        counts[name] += int(count)
        return counts

    def _languages_of(self, word: str) -> list[str]:
        counts = self._language_counts(word)
        return [name for name, count in counts.items() if count] or self._in_library

    def _may_be_of(self, word: str) -> list[str]:
        """Return the languages of the articles with a word, and those of so few articles that it may be missing."""
        counts = self._language_counts(word)
        return [name for name, size in self._articles_by_language.items() if counts[name] or size < _MANY_ARTICLES]

    @cached_property
    def _in_library(self) -> list[str]:
        return list(self._articles_by_language)

    @cached_property
    def _articles_by_language(self) -> dict[str, int]:
        """How many articles state each language; "" is that of those that state none, if there are any."""
        found: Counter[str] = Counter()
        for names, language in self._languages:
            for name, count in zip(names, np.bincount(language, minlength=len(names)).tolist(), strict=True):
                found[name] += count
        return {name: count for name, count in found.items() if count}

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
