"""The words of an index that are one word with different things joined to it: articles, prefixes, endings, particles.

They need not begin like the word that was typed. So they are made from its stem, and each is looked up in the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.text import affixes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from peaceindex.names import Names
    from peaceindex.search.assistance.vocabulary import Vocabulary
    from peaceindex.text.affixes import Affixes

FIELDS = ("body", "title", "tag")
MAX_FORMS = 100
MAX_KOREAN_FORMS = 1000
"""A search for a Korean word finds all words that begin with it: this many of them, the most frequent ones."""
_MAX_TIMES_AS_FREQUENT = 2
"""A form with a preposition is hardly ever more frequent than the word itself. One that is by more than this factor is
another word: لبنان (Lebanon) is not بنان (fingers) with a preposition."""
_MAX_STEMS = 12
_MIN_KOREAN_SYLLABLES = 2


class JoinedForms:
    """The joined forms of the words of one generation of an index. It is safe to use from any thread."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        names: Names,
        languages_of: Callable[[str], Collection[str]],
        may_be_of: Callable[[str], Collection[str]],
    ) -> None:
        """`languages_of` returns the languages of the articles with a word, or of all articles if none has it;
        `may_be_of` all of which a word that is typed may be."""
        self._vocabulary = vocabulary
        self._names = names
        self._languages_of = languages_of
        self._may_be_of = may_be_of

    def of(self, word: str) -> list[str] | None:
        """Return the other forms of a folded word, most frequent first. Those of several words have spaces in them.

        Return None if its script is not one in which words are joined.
        """
        if affixes.is_korean(word):
            return self._korean(word)
        if not affixes.joins(word):
            return None
        rules = affixes.affixes_of(word, self._may_be_of(word))
        if rules is None:
            return None
        found = self._formed(word, rules) if len(word) >= affixes.MIN_STEM else {}
        if affixes.is_arabic(word):
            found |= self._divided(word)
        return _most_frequent(found, word, MAX_FORMS)

    def joined(self, parts: tuple[str, ...]) -> list[str]:
        """Return how the index writes some words of the Arabic script as one word."""
        if not all(map(affixes.is_arabic, parts)):
            return []
        return [word for word in dict.fromkeys(affixes.joined(parts)) if self._frequency(word)]

    def with_prefixes(self, word: str) -> list[str] | None:
        """Return a word that begins a name, and the forms that the index has of it with an article or a short word.

        Return None if its script is not one in which such words are joined.
        """
        if not affixes.joins(word):
            return None
        rules = affixes.affixes_of(word, self._may_be_of(word)) or {}
        formed = [form for rule in rules.values() for form in rule.with_prefixes(word)]
        return [word, *(form for form in dict.fromkeys(formed) if form != word and self._frequency(form))]

    def definite(self, word: str) -> list[str]:
        """Return a word that ends a name, in Hebrew with its article too: הפסקת האש is the ceasefire."""
        return affixes.HEBREW.with_article(word) if affixes.is_hebrew(word) else [word]

    def _frequency(self, word: str) -> int:
        return self._vocabulary.frequency(word, FIELDS)

    def _formed(self, word: str, rules: dict[str, Affixes]) -> dict[str, int]:
        """Return the forms of a word that the index has, with their frequencies."""
        found: dict[str, int] = {}
        own_frequency = self._frequency(word)
        for language, rule in rules.items():
            formed: dict[str, int] = {}
            stems = [word]
            is_proper = self._names.is_proper(word)
            if is_proper:
                formed |= dict(self._occurring(rule.with_prefixes(word, affixes.MIN_STEM + 1)))
            for stem, is_article in () if is_proper else rule.stems(word):
                frequency = sum(map(self._frequency, rule.with_article(stem)))
                if is_article or (frequency and own_frequency <= _MAX_TIMES_AS_FREQUENT * frequency):
                    stems.append(stem)
            for stem in list(dict.fromkeys(stems))[:_MAX_STEMS]:
                formed |= self._forms_of(stem, rule)
            found |= {form: count for form, count in formed.items() if self._is_in(language, form)}
        return found

    def _is_in(self, language: str, form: str) -> bool:
        """Return whether articles in a language have a form, as far as articles state languages of its script."""
        stated = affixes.languages_of_script(self._languages_of(form))
        return language not in affixes.ARABIC_SCRIPT or not stated or language in stated

    def _forms_of(self, stem: str, rule: Affixes) -> dict[str, int]:
        found = {form: frequency for form in rule.with_article(stem) if (frequency := self._frequency(form))}
        # Three letters that stand nowhere alone are more likely the end of another word than a word with a prefix.
        is_doubtful = not found and len(stem) <= affixes.MIN_STEM
        most = _MAX_TIMES_AS_FREQUENT * sum(found.values())
        for form in rule.forms(stem):
            if is_doubtful and not form.startswith(stem):
                continue
            if form not in found and (frequency := self._frequency(form)) and (not most or frequency <= most):
                found[form] = frequency
        return found

    def _divided(self, word: str) -> dict[str, int]:
        """Return the ways in which the index writes a word in two parts or more."""
        found: dict[str, int] = {}
        own_frequency = self._frequency(word)
        for parts, is_certain in affixes.divisions(word):
            if all(map(self._frequency, parts)):
                frequency = self._vocabulary.phrase_frequency(parts, FIELDS)
                if frequency and (is_certain or own_frequency <= _MAX_TIMES_AS_FREQUENT * frequency):
                    found[" ".join(parts)] = frequency
        return found

    def _korean(self, word: str) -> list[str]:
        found: dict[str, int] = {}
        if len(word) >= _MIN_KOREAN_SYLLABLES:
            found |= self._vocabulary.with_prefix(word, FIELDS)
        own_frequency = self._frequency(word)
        for stem in (word, *affixes.korean_stems(word)):
            forms = dict(self._occurring([stem, *affixes.korean_forms(stem)]))
            if stem == word or own_frequency <= _MAX_TIMES_AS_FREQUENT * (sum(forms.values()) - own_frequency):
                found |= forms
        return _most_frequent(found, word, MAX_KOREAN_FORMS)

    def _occurring(self, words: Iterable[str]) -> Iterator[tuple[str, int]]:
        return ((word, frequency) for word in words if (frequency := self._frequency(word)))


def _most_frequent(found: dict[str, int], word: str, most: int) -> list[str]:
    found.pop(word, None)
    return sorted(found, key=lambda form: (-found[form], form))[:most]
