"""The names of authors as bibliographies need them: family name, given names, particle; or a name that stays whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCRIPTS_WITH_FAMILY_NAME_LAST: Final = frozenset(["LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN"])
"""The first words of Unicode's names of letters. A name in other letters is not divided into its parts: Chinese,
Japanese and Korean put the family first, and many Arabic or Burmese names have no family name."""

_PARTICLES: Final = frozenset("""
    af av d' da das de dei del della den der des di do dos du el het la las le los op 't ten ter van vom von zu zum zur
""".split())  # fmt: skip  # noqa: SIM905
"""Words between given and family names that are not part of the family name while they are in small letters."""

_SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv"])

_WORDS_OF_ORGANISATIONS: Final = frozenset("""
    agence agencia agency agentur associated association authority board broadcasting bureau center centre chronicle
    commission committee company corporation correspondent correspondents council courant daily department desk
    dispatch editor editorial editors embassy federation foundation gazette government group herald inc institute
    journal ltd magazine media ministry monitor network news newspaper newsroom observatory office organisation
    organization party press presse radio redacción redaktion redazione report reporter reporters reuters review
    rédaction service society staff studio team television times tribune tv union united university watch writer
    writers and & et for of the und
""".split())  # fmt: skip  # noqa: SIM905

_OTHERS: Final = re.compile(
    r"(?:^|[\s,;]+)(?:and others|others|et al\.?|& al\.?|u\. ?a\.|и др\.|та ін\.)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A name in its parts. Without `given`, the whole name is in `family`: that of an organisation, for example."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def in_order(self) -> str:
        """The name as it is spoken: `Martin Luther King Jr.`, `Simone de Beauvoir`."""
        return " ".join(filter(None, [self.given, self.particle, self.family, self.suffix]))

    @property
    def initials(self) -> str:
        """The initials of the given names: `J.-P. M.`."""
        parts = (["-".join(filter(None, map(_initial, word.split("-"))))] for word in self.given.split())
        return " ".join(initial for (initial,) in parts if initial)


def author_names(authors: Iterable[str], outlet: str | None = None) -> tuple[tuple[AuthorName, ...], bool]:
    """Return the names of authors in their parts, and whether they stand for others too ("and others", "et al.").

    A name that is the outlet's, or has a word that only organisations have, stays whole.
    """
    names, others = [], False
    for author in authors:
        name = " ".join(author.split())
        if found := _OTHERS.search(name):
            name, others = name[: found.start()], True
        if name:
            is_outlet = outlet is not None and name.casefold() == " ".join(outlet.split()).casefold()
            names.append(AuthorName(name) if is_outlet else _parts(name))
    return tuple(names), others


def _parts(name: str) -> AuthorName:
    whole = AuthorName(name)
    words = name.split()
    if len(words) < 2 or not _has_parts(name, words):
        return whole
    suffix = ""
    if words[-1].rstrip(".").casefold() in _SUFFIXES and len(words) > 2:
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    if name.count(",") > 1 or any("," in word[:-1] for word in words):
        return whole
    inverted = [place for place, word in enumerate(words) if word.endswith(",")]
    if inverted:  # Stone, Ada
        end = inverted[0] + 1
        family, given = words[:end], words[end:]
        family[-1] = family[-1].rstrip(",")
    else:
        start = _start_of_family(words)
        family, given = words[start:], words[:start]
    particle = []
    while len(family) > 1 and _is_particle(family[0]):
        particle.append(family.pop(0))
    if not given or not family[-1]:
        return whole
    return AuthorName(" ".join(family), " ".join(given), " ".join(particle), suffix)


def _has_parts(name: str, words: list[str]) -> bool:
    """Return whether a name may be divided: it is in letters of which we know the order, and not an organisation's."""
    if any(c.isdigit() or c in "@/:;()[]|" for c in name):
        return False
    if any(word.casefold().strip(".,") in _WORDS_OF_ORGANISATIONS for word in words):
        return False
    if len(words[0]) > 2 and words[0].isalpha() and words[0].isupper() and not name.isupper():  # AFP Kyiv
        return False
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all(
        unicodedata.name(c, "").partition(" ")[0] in _SCRIPTS_WITH_FAMILY_NAME_LAST for c in letters
    )


def _start_of_family(words: list[str]) -> int:
    """Return the place of the first word of the family name or its particle, in a name that begins with a given one."""
    if "y" in words[2:-1]:  # José Ortega y Gasset
        return words.index("y", 2) - 1
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return start


def _is_particle(word: str) -> bool:
    return word == word.casefold() and word in _PARTICLES


def _initial(name: str) -> str:
    """Return the first letter of a name with its marks and a stop; "" if it does not begin with a letter."""
    if not name[:1].isalpha():
        return ""
    end = 1
    while end < len(name) and unicodedata.combining(name[end]):
        end += 1
    return f"{name[:end].upper()}."
