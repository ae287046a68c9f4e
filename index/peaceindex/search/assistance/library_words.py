"""How many articles of a library contain a word or phrase: what tells which packs of names belong to it."""

from __future__ import annotations

from whoosh import query

from peaceindex.search.assistance.vocabulary import TEXT_FIELDS, Vocabulary
from peaceindex.search.execution.execute import Executor


class LibraryWords:
    """The words of one generation of an index. Not to be used while a search is running."""

    def __init__(self, vocabulary: Vocabulary, executor: Executor) -> None:
        self._vocabulary = vocabulary
        self._executor = executor

    def articles_with(self, phrase: str) -> int:
        """Return how many articles contain folded words in this order, in the title or in the text: the greater number.

        For a single word, deleted articles that are still in the index count too.
        """
        words = phrase.split(" ")
        return max(self._count(words, field) for field in TEXT_FIELDS)

    def _count(self, words: list[str], field: str) -> int:
        rarest = min(self._vocabulary.frequency(word, (field,)) for word in words)
        if len(words) == 1 or not rarest:
            return rarest
        return len(self._executor.execute(query.Phrase(field, words), lambda: None).documents)
