"""One state of the search index, opened: its columns, its posting lists, and the answers that it has given."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
import numpy as np

from peaceindex.errors import LibraryDamagedError
from peaceindex.search.columns import Columns, Floats, Longs
from peaceindex.search.files import FORMAT, columns_name

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.names import Names, NamesForLibraries
    from peaceindex.search.assistance.completion import Completer
    from peaceindex.search.assistance.library_words import LibraryWords
    from peaceindex.search.assistance.vocabulary import Vocabulary
    from peaceindex.search.assistance.word_families import WordFamilies
    from peaceindex.search.execution.execute import Executor
    from peaceindex.search.query.parser import ParsedQuery
    from peaceindex.search.seal import Seal

_MAX_CACHED_ANSWERS = 16
"""The number of query texts whose answers are cached."""
_MAX_CACHED_QUERIES = 256
"""The number of query texts that are cached as parsed: while the user types and deletes, the same texts come again."""


class Answer(msgspec.Struct, frozen=True, dict=True):
    """The documents that match a query text, before facets narrow them and before they are sorted."""

    documents: Longs
    scores: Floats
    also_matching: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    hint: str = ""
    refusal: str = ""

    @classmethod
    def of_every_document(cls, columns: Columns, hint: str = "", refusal: str = "") -> Answer:
        """Return the answer to a text that asks for nothing: every document that is not deleted, with a score of 0."""
        documents = np.flatnonzero(columns.alive)
        return cls(documents, np.zeros(len(documents)), {}, hint, refusal)


Kept = TypeVar("Kept")


class RecentTexts(Generic[Kept]):
    """What was made of the query texts that were searched for last, each with or without spelling variants."""

    def __init__(self, limit: int) -> None:
        """At most `limit` texts are kept."""
        self._limit = limit
        self._kept: OrderedDict[tuple[str, bool], Kept] = OrderedDict()

    def get(self, text: str, exact: bool) -> Kept | None:
        """Return what is kept of a text, or None."""
        kept = self._kept.get((text, exact))
        if kept is not None:
            self._kept.move_to_end((text, exact))
        return kept

    def put(self, text: str, exact: bool, value: Kept) -> None:
        """Keep a value; that of the least recently used text makes room for it."""
        self._kept[text, exact] = value
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)


class Generation:
    """One state of the index, opened.

    Only the columns are read at once. The search engine opens its files when a text is first searched for. Raises
    OSError, ValueError or KeyError if the columns cannot be read.
    """

    def __init__(self, folder: Path, seal: Seal, names: NamesForLibraries, number: int, state: object) -> None:
        self.state = state
        """The state of the seal to which this generation belongs."""
        self._all_names = names
        self._seal = seal
        self._number = number
        self.columns = Columns.load(folder / columns_name(number))
        self.answers: RecentTexts[Answer] = RecentTexts(_MAX_CACHED_ANSWERS)
        self.parsed: RecentTexts[ParsedQuery] = RecentTexts(_MAX_CACHED_QUERIES)
        """Queries without `is:` and `today`, whose documents can change while the index does not."""
        self._folder = folder
        self._executor: Executor | None = None
        self._completer: Completer | None = None
        self.vocabulary: Vocabulary | None = None
        self.families: WordFamilies | None = None
        self.words: LibraryWords | None = None
        self.names: Names | None = None
        """These, from the vocabulary on, are None until `executor` has been read."""

    @property
    def executor(self) -> Executor:
        """What runs queries on this state. Raises LibraryDamagedError if the engine's files cannot be opened."""
        if self._executor is None:
            from whoosh.index import IndexError as EngineError
            from whoosh.index import open_dir

            from peaceindex.search.assistance.library_words import LibraryWords
            from peaceindex.search.assistance.vocabulary import Vocabulary
            from peaceindex.search.assistance.word_families import WordFamilies
            from peaceindex.search.execution.execute import Executor
            from peaceindex.search.schema import schema

            if self._seal.generation(FORMAT) != self._number:
                raise unusable_index(self._folder)  # the files have changed since the columns were read
            try:
                reader = open_dir(str(self._folder), readonly=True, schema=schema()).reader()
            except (OSError, EngineError) as error:
                raise unusable_index(self._folder) from error
            executor = Executor(reader, self.columns)
            self.vocabulary = Vocabulary(executor.leaves)
            self.words = LibraryWords(self.vocabulary, executor, f"{self._folder.absolute()} {self.state}")
            self.names = self._all_names.choose(self.columns.count, self.words.articles_with)
            self.words.save()
            self.families = WordFamilies(self.vocabulary, self.names)
            self._executor = executor
        return self._executor

    @property
    def completer(self) -> Completer:
        """What completes queries, once `executor` has been read."""
        if self._completer is None:
            from peaceindex.search.assistance.completion import Completer

            assert self.vocabulary is not None and self.names is not None
            self._completer = Completer(self.columns, self.vocabulary, self.names)
        return self._completer

    def close(self) -> None:
        """Close the engine's files."""
        if self._executor is not None:
            self._executor.close()


def unusable_index(folder: Path) -> LibraryDamagedError:
    """Return the error for an index that cannot be used."""
    return LibraryDamagedError(
        f"The search index in {str(folder)!r} cannot be used: it is missing, of another version, "
        "changed or not made by you.",
        "Run “peacereader rebuild” to make it anew from the library.",
    )
