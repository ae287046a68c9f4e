"""How many articles of a library contain a word or phrase: what tells which packs of names belong to it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from whoosh import query

from peaceindex.names import cache
from peaceindex.search.assistance.vocabulary import TEXT_FIELDS, Vocabulary

if TYPE_CHECKING:
    from peaceindex.search.execution.execute import Executor


class LibraryWords:
    """The words of one generation of an index. Not to be used while a search is running.

    What has been counted is cached, since the same words are counted each time that the index is opened.
    """

    def __init__(self, vocabulary: Vocabulary, executor: Executor, generation: str) -> None:
        """`generation` is a text that no other generation of any index has."""
        self._vocabulary = vocabulary
        self._executor = executor
        self._key = hashlib.sha256(generation.encode("utf-8", "surrogateescape")).hexdigest()[:32]
        self._cache = f"words-{self._key[:16]}.msgpack"
        self._counts = cache.load(self._cache, self._key, dict[str, int]) or {}
        self._saved = len(self._counts)

    def articles_with(self, phrase: str) -> int:
        """Return how many articles contain folded words in this order, in the title or in the text: the greater number.

        For a single word, deleted articles that are still in the index count too.
        """
        if (count := self._counts.get(phrase)) is None:
            words = phrase.split(" ")
            # Most are names of other conflicts: their first word is in no field.
            is_known = self._vocabulary.frequency(words[0]) > 0
            count = max(self._count(words, field) for field in TEXT_FIELDS) if is_known else 0
            self._counts[phrase] = count
        return count

    def save(self) -> None:
        """Save what has been counted, if it is more than before."""
        if len(self._counts) > self._saved:
            cache.save(self._cache, self._key, self._counts, "words-*.msgpack")
            self._saved = len(self._counts)

    def _count(self, words: list[str], field: str) -> int:
        fields = (field,)
        rarest = self._vocabulary.frequency(words[0], fields)
        for word in words[1:]:
            if not rarest:
                return 0
            rarest = min(rarest, self._vocabulary.frequency(word, fields))
        if len(words) == 1 or not rarest:
            return rarest
        return len(self._executor.execute(query.Phrase(field, words), lambda: None).documents)
