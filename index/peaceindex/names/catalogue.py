"""Names in memory: which spellings are the same word, and which names a text mentions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from peaceindex.model.related import NameMention
from peaceindex.names.entry import Kind, Name
from peaceindex.names.packs import all_packs
from peaceindex.names.tables import ALWAYS, CAPITAL, NameTables, load_tables
from peaceindex.names.topics import MAX_TOPICS, TopicFinder
from peaceindex.text.edit_distance import distance
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, query_key, written_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from peaceindex.model.name_packs import PackState

__all__ = ["MAX_TOPICS", "Names"]

_MAX_KNOWN_WORDS = 3


class Names:
    """Names with their spellings. The time of a lookup depends on the length of the text, not of the packs."""

    def __init__(self, tables: NameTables, *, every_pack_counts: bool = False) -> None:
        self._tables = tables
        self._every_pack_counts = every_pack_counts
        self.problem = ""
        """Why the user's own file was ignored, in plain words; empty if it was not."""

    @classmethod
    def load(
        cls, user_file: Path | None = None, packs: Sequence[str] | None = None, *, every_pack_counts: bool = False
    ) -> Names:
        """Return the names of these packs (None: of all) and of `common`, extended by the user's file if it exists.

        An entry in the user's file for a known name adds its forms and phrases
        to that name. `every_pack_counts` is as in `topics`. Raise DataFileError,
        which names the file and the field, if the user's file is broken.
        """
        known = all_packs()
        chosen = known.packs if packs is None else known.of(packs)
        return cls(load_tables(chosen, user_file), every_pack_counts=every_pack_counts)

    @classmethod
    def of(cls, entries: Sequence[Name]) -> Names:
        """Return names made from existing entries, for tests and for callers that have a list of their own."""
        return cls(NameTables.of([(ALWAYS, entries)]))

    @cached_property
    def _topics(self) -> TopicFinder:
        return TopicFinder(self._tables, self._every_pack_counts)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return (*self._tables.keys, *self._tables.shared)

    def __len__(self) -> int:
        return len(self._tables.names)

    @property
    def entries(self) -> tuple[Name, ...]:
        """All entries, in the order of the files. Forms that fold to the same words are listed once."""
        return tuple(
            Name(name, cast(Kind, kind), tuple(form for _, form in self._tables.family(number)), tuple(phrases))
            for number, (name, kind, phrases) in enumerate(self._tables.names)
        )

    @property
    def canonical(self) -> tuple[str, ...]:
        """The names under which all entries are shown as topics."""
        return tuple(name for name, _, _ in self._tables.names)

    @property
    def has_homonyms(self) -> bool:
        """Whether any form needs other words near it, so that the `neighbours` of a word are worth finding."""
        return bool(self._tables.near)

    def variants(self, word: str, neighbours: str = "") -> tuple[str, ...]:
        """Return the other spellings of a word or phrase, as the packs write them. Unknown forms have none.

        Spellings that differ from it or from each other only in case and accents
        are left out, since folding makes them the same anyway. A homonym has
        spellings, and is one, only if `neighbours`, the other words of the query,
        hold one of the words that its entry names, or if a capital tells its sense.
        """
        return self.variants_of(query_key(word), " ".join(folded_words(neighbours)), word)

    def spellings(self, text: str) -> tuple[str, ...]:
        """Return the other spellings of a text, folded: those of the whole, and with one of its words in another."""
        words, written = folded_words(text), written_words(text)
        found = [fold(name) for name in self.variants_of(words, written=text)]
        for number, word in enumerate(words if len(words) > 1 else ()):
            others = self.variants_of([word], written=written[number])
            found += [" ".join((*words[:number], fold(name), *words[number + 1 :])) for name in others]
        return tuple(dict.fromkeys(found))

    def variants_of(self, key: Sequence[str], neighbours: str = "", written: str = "") -> tuple[str, ...]:
        """Return the `variants` of a word or phrase that is already tokenized and folded.

        So are the `neighbours`, which spaces join. `written` is the word or phrase as it was, with its capitals.
        """
        joined = " ".join(key)
        around = f" {neighbours} {CAPITAL} " if written[:1].isupper() else f" {neighbours} "
        found: dict[str, str] = {}
        for family in self._tables.families_of(joined):
            near = self._tables.near_of(family)
            if near and not _is_near(near, joined, around):
                continue
            for other, form in self._tables.family(family):
                if not near or _is_near(near, other, around) or CAPITAL in near[other]:
                    found.setdefault(other, form)
        found.pop(joined, None)
        return tuple(found.values())

    def beginning_with(self, beginning: str) -> list[tuple[str, str]]:
        """Return the forms whose folded words begin like this, sorted, each with the name that it is a form of."""
        return [
            (dict(self._tables.family(number))[key], self._tables.names[number][0])
            for key in sorted(key for key in self._keys if key.startswith(beginning))
            for number in self._tables.families_of(key)
        ]

    def like(self, word: str, most: int) -> dict[str, int]:
        """Return the one-word forms within an edit distance of `most` from a folded word, with their distances.

        The word itself is left out.
        """
        found: dict[str, int] = {}
        letters = set(word)
        for key in self._keys:
            if abs(len(key) - len(word)) <= most and len(letters.symmetric_difference(key)) <= 2 * most:
                edits = distance(word, key, most)
                if " " not in key and 0 < edits <= most:
                    found[dict(self._tables.family(self._tables.families_of(key)[0]))[key]] = edits
        return found

    def is_proper(self, word: str) -> bool:
        """Return whether a folded word is a proper name, not the name of a subject."""
        return any(self._tables.names[number][1] != "subject" for number in self._tables.families_of(word))

    def is_person(self, key: Sequence[str]) -> bool:
        """Return whether folded words are a form of a person's name."""
        return any(self._tables.names[number][1] == "person" for number in self._tables.families_of(" ".join(key)))

    def knows(self, key: Sequence[str]) -> bool:
        """Return whether up to three folded words are a name, a form or a phrase of any entry, or are within one."""
        return " ".join(key) in self._parts

    @cached_property
    def _parts(self) -> frozenset[str]:
        texts = (text for name, _, phrases in self._tables.names for text in (name, *phrases))
        written = [*(key.split(" ") for key in self._keys), *map(folded_words, texts)]
        return frozenset(
            " ".join(words[start : start + count])
            for words in written
            for count in range(1, _MAX_KNOWN_WORDS + 1)
            for start in range(len(words) - count + 1)
        )

    def longest_form_length(self, key: Sequence[str], start: int = 0) -> int:
        """Return how many of the folded words from `start` on make up a known form of several words, or 0."""
        for count in range(min(self._tables.longest, len(key) - start), 1, -1):
            if self._tables.families_of(" ".join(key[start : start + count])):
                return count
        return 0

    def topics(self, text: str) -> tuple[str, ...]:
        """Return the canonical names that a text mentions, most frequent first, at most `MAX_TOPICS`.

        A name of a pack counts only if the text holds one of the pack's signals,
        whatever else the library holds; names of `common` and of the user count
        always, and with `every_pack_counts` all do.
        Where names overlap, only the longest counts ("Foreign Minister of Turkey"
        is no mention of Turkey). A form that a pack writes with a capital needs
        one in the text too, and short all-capital forms (US, EU) need all capitals.
        A homonym counts if one of its mentions is near one of the words that its
        entry names, or if the text names the same thing in another way.
        """
        return self._topics.topics(text)

    def mentions(self, text: str) -> list[NameMention]:
        """Return where names stand in a text, in order; those of the packs that `topics` would count."""
        entries = self._tables.names
        found = self._topics.mentions(text)
        return [
            NameMention(entries[entry][0], cast(Kind, entries[entry][1]), start, end) for start, end, entry in found
        ]

    def choose(self, articles: int, count: Callable[[str], int]) -> Names:
        """Return these names, whatever the words of a library. See `LibraryNames.choose`."""
        return self

    def states(self, articles: int, count: Callable[[str], int]) -> tuple[PackState, ...]:
        """Return no packs. See `LibraryNames.states`."""
        return ()


def _is_near(near: dict[str, list[str]], key: str, around: str) -> bool:
    """Return whether a form is no homonym, or one of the words that must be near it is among the words around it."""
    words = near.get(key)
    return words is None or any(f" {word} " in around for word in words)
