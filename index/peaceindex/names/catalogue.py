"""The names file in memory: which spellings are the same word, and which names a text mentions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

from peaceindex.names.entry import Kind, Name
from peaceindex.names.tables import Capitals, NameTables, Openings, load_tables
from peaceindex.text.edit_distance import distance
from peaceindex.text.tokens import folded_words, written_words

MAX_TOPICS = 12
"""More names than this are a list, not what an article is about."""


class Names:
    """Names with their spellings. The time of a lookup depends on the length of the text, not of the names file."""

    def __init__(self, tables: NameTables) -> None:
        self._tables = tables
        self._families = tables.families
        self._keys = tables.keys
        self.problem = ""
        """Why the user's own file was ignored, in plain words; empty if it was not."""

    @classmethod
    def load(cls, user_file: Path | None = None) -> Names:
        """Return the names of the package, extended by the user's file if it exists.

        An entry in the user's file for a known name adds its forms and phrases
        to that name. Raise DataFileError, which names the file and the field,
        if the user's file is broken.
        """
        return cls(load_tables(Path(__file__).with_name("names.yaml"), user_file))

    @classmethod
    def of(cls, entries: Sequence[Name]) -> Names:
        """Return names made from existing entries, for tests and for callers that have a list of their own."""
        return cls(NameTables.of(entries))

    @cached_property
    def _openings(self) -> Openings:
        return self._tables.decode_openings()

    def __len__(self) -> int:
        return len(self._tables.names)

    @property
    def entries(self) -> tuple[Name, ...]:
        """All entries, in the order of the file. Forms that fold to the same words are listed once."""
        return tuple(
            Name(name, cast(Kind, kind), tuple(form for _, form in family), tuple(phrases))
            for (name, kind, phrases), family in zip(self._tables.names, self._families, strict=True)
        )

    def variants(self, word: str) -> tuple[str, ...]:
        """Return the other spellings of a word or phrase, as the file writes them. Unknown forms have none.

        Spellings that differ from it or from each other only in case and accents
        are left out, since folding makes them the same anyway.
        """
        return self.variants_of(folded_words(word))

    def variants_of(self, key: Sequence[str]) -> tuple[str, ...]:
        """Return the `variants` of a word or phrase that is already tokenized and folded."""
        joined = " ".join(key)
        found: dict[str, str] = {}
        for family in self._keys.get(joined, ()):
            for other, form in self._families[family]:
                found.setdefault(other, form)
        found.pop(joined, None)
        return tuple(found.values())

    def beginning_with(self, beginning: str) -> list[tuple[str, str]]:
        """Return the forms whose folded words begin like this, sorted, each with the name that it is a form of."""
        return [
            (dict(self._families[number])[key], self._tables.names[number][0])
            for key in sorted(key for key in self._keys if key.startswith(beginning))
            for number in self._keys[key]
        ]

    def like(self, word: str, most: int) -> dict[str, int]:
        """Return the one-word forms within an edit distance of `most` from a folded word, with their distances.

        The word itself is left out.
        """
        found: dict[str, int] = {}
        letters = set(word)
        for key, numbers in self._keys.items():
            if abs(len(key) - len(word)) <= most and len(letters.symmetric_difference(key)) <= 2 * most:
                edits = distance(word, key, most)
                if " " not in key and 0 < edits <= most:
                    found[dict(self._families[numbers[0]])[key]] = edits
        return found

    def is_proper(self, word: str) -> bool:
        """Return whether a folded word is a proper name, not the name of a subject."""
        return any(self._tables.names[number][1] != "subject" for number in self._keys.get(word, ()))

    def longest_form_length(self, key: Sequence[str], start: int = 0) -> int:
        """Return how many of the folded words from `start` on make up a known form of several words, or 0."""
        for count in range(min(self._tables.longest, len(key) - start), 1, -1):
            if " ".join(key[start : start + count]) in self._keys:
                return count
        return 0

    def topics(self, text: str) -> tuple[str, ...]:
        """Return the canonical names that a text mentions, most frequent first, at most `MAX_TOPICS`.

        Where names overlap, only the longest counts ("Foreign Minister of Turkey"
        is no mention of Turkey). A form that the file writes with a capital needs
        one in the text too, and short all-capital forms (US, EU) need all capitals.
        """
        counts: dict[int, int] = {}
        written = written_words(text)
        folded = folded_words(text)
        openings = self._openings
        next_start = 0
        for start in [start for start, word in enumerate(folded) if word in openings]:
            if start < next_start:
                continue
            for rest, entry, capitals in openings[folded[start]]:
                end = start + 1 + len(rest)
                if folded[start + 1 : end] == rest and _has_required_capitals(written[start:end], capitals):
                    counts[entry] = counts.get(entry, 0) + 1
                    next_start = end
                    break
        most_frequent = sorted(counts, key=counts.__getitem__, reverse=True)[:MAX_TOPICS]
        return tuple(self._tables.names[entry][0] for entry in most_frequent)


def _has_required_capitals(written: Sequence[str], capitals: int) -> bool:
    if capitals == Capitals.INITIAL:
        return not written[0][0].islower()
    return capitals == Capitals.NONE or "".join(written).isupper()


def default_names() -> Names:
    """Return the names for this user: the package's, extended by `names.yaml` in the config folder. Loaded only once.

    If the user's file is broken, it is ignored, and `problem` of the result
    says what is wrong with it.
    """
    from peaceindex import paths

    return _names_with(paths.config_dir() / "names.yaml")


@lru_cache(maxsize=1)
def _names_with(user_file: Path) -> Names:
    from peaceindex.errors import DataFileError

    try:
        return Names.load(user_file)
    except DataFileError as error:
        names = Names.load()
        names.problem = str(error)
        return names
