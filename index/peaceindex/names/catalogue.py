"""The names file in memory: which spellings are one word, and which names a text speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

from peaceindex.names.compiled import Compiled, Openings, load_compiled
from peaceindex.names.entry import Kind, Name
from peaceindex.text.edit_distance import distance
from peaceindex.text.tokens import word_list, written_words

MAX_TOPICS = 12
"""More names than this are a list, not what an article is about."""


class Names:
    """Names with their spellings. A look-up takes time in the length of the text, not of the names file."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._families = compiled.families
        self._keys = compiled.keys
        self.problem = ""
        """Why the user's own file was passed over, in plain words; empty if it was not."""

    @classmethod
    def load(cls, user_file: Path | None = None) -> Names:
        """The names of the package, with the user's file on top if it exists.

        An entry of the user's whose name is known adds its forms and phrases
        to it. Raises DataFileError, which names file and field, only for a
        broken user file.
        """
        return cls(load_compiled(Path(__file__).with_name("names.yaml"), user_file))

    @classmethod
    def of(cls, entries: Sequence[Name]) -> Names:
        """Names from entries at hand, for tests and for callers with a list of their own."""
        return cls(Compiled.of(entries))

    @cached_property
    def _openings(self) -> Openings:
        return self._compiled.unpacked_openings()

    def __len__(self) -> int:
        return len(self._compiled.names)

    @property
    def entries(self) -> tuple[Name, ...]:
        """All entries, in the order of the file; forms that folding makes one are there once."""
        return tuple(
            Name(name, cast(Kind, kind), tuple(form for _, form in family), tuple(phrases))
            for (name, kind, phrases), family in zip(self._compiled.names, self._families, strict=True)
        )

    def variants(self, word: str) -> tuple[str, ...]:
        """The other spellings of a word or phrase, as the file writes them; none if it is no known form.

        Spellings that differ from it or from each other by case and accents
        alone are left out, since folding makes them one anyway.
        """
        return self.variants_of(word_list(word))

    def variants_of(self, key: Sequence[str]) -> tuple[str, ...]:
        """`variants` of a word or phrase that is already divided and folded."""
        joined = " ".join(key)
        found: dict[str, str] = {}
        for family in self._keys.get(joined, ()):
            for other, form in self._families[family]:
                found.setdefault(other, form)
        found.pop(joined, None)
        return tuple(found.values())

    def beginning_with(self, beginning: str) -> list[tuple[str, str]]:
        """The forms whose folded words begin so, in alphabetical order, each with the name that it is a form of."""
        return [
            (dict(self._families[number])[key], self._compiled.names[number][0])
            for key in sorted(key for key in self._keys if key.startswith(beginning))
            for number in self._keys[key]
        ]

    def like(self, word: str, most: int) -> dict[str, int]:
        """The forms of one word that differ from a folded word by so many letters at most, and by how many."""
        found: dict[str, int] = {}
        letters = set(word)
        for key, numbers in self._keys.items():
            if abs(len(key) - len(word)) <= most and len(letters.symmetric_difference(key)) <= 2 * most:
                away = distance(word, key, most)
                if " " not in key and 0 < away <= most:
                    found[dict(self._families[numbers[0]])[key]] = away
        return found

    def is_proper(self, word: str) -> bool:
        """Whether a folded word is a name of somebody or something, not of a subject."""
        return any(self._compiled.names[number][1] != "subject" for number in self._keys.get(word, ()))

    def longest_form(self, key: Sequence[str], start: int = 0) -> int:
        """How many of the folded words from `start` on are a known form of several words; 0 if none are."""
        for count in range(min(self._compiled.longest, len(key) - start), 1, -1):
            if " ".join(key[start : start + count]) in self._keys:
                return count
        return 0

    def topics(self, text: str) -> tuple[str, ...]:
        """The canonical names that a text speaks of, most mentioned first, at most `MAX_TOPICS`.

        Where names overlap the longest counts (a Foreign Minister of Turkey is
        no mention of Turkey). A form that the file writes with a capital needs
        one in the text too, and short capitals (US, EU) need capitals.
        """
        counts: dict[int, int] = {}
        written = written_words(text)
        folded = word_list(text)
        openings = self._openings
        after = 0
        for at in [at for at, word in enumerate(folded) if word in openings]:
            if at < after:
                continue
            for rest, entry, capitals in openings[folded[at]]:
                end = at + 1 + len(rest)
                if folded[at + 1 : end] == rest and _capitals_agree(written[at:end], capitals):
                    counts[entry] = counts.get(entry, 0) + 1
                    after = end
                    break
        best = sorted(counts, key=counts.__getitem__, reverse=True)[:MAX_TOPICS]
        return tuple(self._compiled.names[entry][0] for entry in best)


def _capitals_agree(written: Sequence[str], capitals: int) -> bool:
    if capitals == 1:
        return not written[0][0].islower()
    return capitals == 0 or "".join(written).isupper()


def default_names() -> Names:
    """The names of this user: the package's, with `names.yaml` of the config folder on top; loaded once.

    A broken file of the user's is passed over; `problem` of the result says
    what is wrong with it.
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
