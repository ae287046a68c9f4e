"""What is added to the Snowball rules of a language: forms that they miss, or that need accents.

A word may stand for other words (voces: voz; getötet: töten), which are stemmed as well. The end of a stem is
normalised, and there may be further stems. All words here are folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.endings import Compiled, Patterns, compiled, shared_beginning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIN_STEM = 2
_MIN_BEGINNING = 3
_FIRST_DEVANAGARI = "\u0900"


@dataclass(frozen=True)
class Additions:
    """Patterns for words, and for the stems that Snowball's rules give, each with what is put in place of a match.

    `ends` are the ends of all stems that are not left as they are; without it all are looked at.
    `unsteady` is a pattern for what other forms of a word may not have. Beginnings have `shortest` letters at least, if
    the stem has. `before` may stand before the forms of a word, and behind those prefixes of a verb that `separable`
    matches.
    """

    readings: Patterns = ()
    normalised: Patterns = ()
    others: Patterns = ()
    ends: tuple[str, ...] = ()
    unsteady: str = ""
    shortest: int = 2
    before: str = ""
    separable: str = ""

    def readings_of(self, word: str) -> list[str]:
        """Return a folded word and the other words that it may stand for, as Snowball's rules are to see them."""
        found = [self.plain(word)]
        for pattern, other in self._readings:
            reading, count = pattern.subn(other, word)
            if count and len(reading) > _MIN_STEM:
                found.append(reading)
        return found

    def plain(self, word: str) -> str:
        """Return a folded word as Snowball's rules are to see it."""
        return one_nasal(word) if word[:1] >= _FIRST_DEVANAGARI else word

    def stems_of(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the normalised stems and the further ones of a word for which Snowball's rules give these."""
        if len(found) == 1 and self.ends and not found[0].endswith(self.ends):
            return (found[0],)
        return tuple(dict.fromkeys(stem for one in found for stem in self._normalised_stems(one)))

    def beginnings(self, word: str, its_stems: Sequence[str]) -> Iterator[str]:
        """Yield how the forms of a word with these stems may begin."""
        word = before_nasal(word)
        for reading in (word, *self.readings_of(word)):
            begin = re.sub(self.unsteady, "", reading) if self.unsteady else reading
            begins = {shared_beginning(begin, stem) for stem in its_stems if stem[:1] == begin[:1]}
            if self.before and word.startswith(self.before):
                bare = [stem for stem in its_stems if not stem.startswith(self.before)]
                begins |= {stem[:_MIN_BEGINNING] for stem in bare}
            for shared in begins:
                start = shared[:-1] if len(shared) > _MIN_BEGINNING and shared in its_stems else shared
                if len(start) < self.shortest:
                    start = its_stems[0]
                yield start
                if self.before and not start.startswith(self.before):
                    yield self.before + start
                if self.separable and (found := re.match(self.separable, shared)):
                    yield found[0] + self.before + shared[found.end() :][:_MIN_STEM]

    def _normalised_stems(self, stem: str) -> Iterator[str]:
        for pattern, other in self._normalised:
            normalised = pattern.sub(other, stem)
            stem = normalised if len(normalised) >= _MIN_STEM else stem
        yield stem
        for pattern, other in self._others:
            further, count = pattern.subn(other, stem)
            if count and len(further) >= _MIN_STEM:
                yield further

    @cached_property
    def _readings(self) -> Compiled:
        return compiled(self.readings)

    @cached_property
    def _normalised(self) -> Compiled:
        return compiled(self.normalised)

    @cached_property
    def _others(self) -> Compiled:
        return compiled(self.others)


_APART_IN_GERMAN = "biet|richt|wicht|sicht|dicht|schaft|walt|samt|halt|stalt|rat|schicht|fecht|brecht|recht|leit|rust"
_GERMAN_PREFIXES = "an|auf|aus|ab|ein|vor|zu|uber|um|nach|mit|bei|fest|zuruck|los|hin|her|weg|frei|nieder|fort|heim"
_END_OF_PARTICIPLE = "(?:e?t)(?:e[rsnm]?)?$"

_FRENCH_NOUNS = (
    ".*(?:par|arg|id|tin|urg|ag|tal|pat|excell|ori|cli|rec|dec|differ|cont|souv|abs|pres|prud|viol|ard|reg|sc)ent"
    "|(?:.*[aio])?[vcdl]ent"
)
_FINNISH_VOWEL = "[aeiouy]"
_ENDINGS_OF_NEN = "e(?:n|t|na|lla|lle|lta|ssa|sta|en|ksi)|ta|ten|i(?:a|lla|lle|lta|ssa|sta|in|na|ksi|en)"

_SHORTENED = ((r"([bdfgklmnprstv])\1?el$", r"\1l"),)
"""Danish gidsel, gidslerne; Norwegian gissel, gislene."""

ADDITIONS = {
    "en": Additions(
        normalised=((r"(?<=....)is$", "iz"), (r"(?<=...)our$", "or"), (r"(?<=....)ll$", "l")),  # British and American
        others=((r"(?<=.......)iz$", ""),),
        ends=("is", "iz", "our", "ll"),
        shortest=3,
    ),
    "de": Additions(
        readings=(
            (rf"^ge(?!(?:{_APART_IN_GERMAN}))(.{{2,}}?){_END_OF_PARTICIPLE}", r"\1en"),
            (rf"^({_GERMAN_PREFIXES})ge(.{{2,}}?){_END_OF_PARTICIPLE}", r"\1\2en"),
            (rf"^({_GERMAN_PREFIXES})zu(.{{3,}}en)$", r"\1\2"),
            (r"(e[lr])t(?:e|en|et|est)?$", r"\1n"),
            (rf"^(ent|ver|be|er|zer|uber|unter)(.{{3,}}?){_END_OF_PARTICIPLE}", r"\1\2en"),
            (r"(...)ete(?:n|t|st)?$", r"\1en"),
            (r"(....)ten?$", r"\1en"),
        ),
        before="ge",
        separable=rf"^(?:{_GERMAN_PREFIXES})(?=..)",
    ),
    "nl": Additions(
        readings=((r"^(.{3,}[^aeiou])en$", r"\1"),),
        unsteady=r"([aeou])\1[bdfgklmnprst]$",  # soldaat, soldaten
        before="ge",
    ),
    "sv": Additions(
        readings=(
            (r"([^aeiouy])ans?$", r"\1a"),
            (r"(...at)$", r"\1en"),
            (r"(..[oa]r)$", r"\1et"),
            (r"(..[dt])r(?:ar|arnas?|ars)$", r"\1er"),
        )
    ),
    "da": Additions(normalised=(*_SHORTENED, (r"([^aeiouy])\1$", r"\1"))),
    "no": Additions(normalised=_SHORTENED),
    "nb": Additions(normalised=_SHORTENED),
    "nn": Additions(normalised=_SHORTENED),
    "ca": Additions(readings=((r"([cs])ions$", r"\1io"),)),
    "fr": Additions(
        normalised=((r"(tt|nd|rd|mp)(?:r|ent|u|us|ir|it|ait|ant)$", r"\1"),),
        readings=(
            (r"^(..+)eaux$", r"\1eau"),
            (r"ees?$", "e"),
            (r"(..[^s])s$", r"\1"),
            (r"erent$", "er"),
            (r"ers$", "er"),
            (r"([cdlf])iee?s?$", r"\1ier"),
            (rf"^(?!(?:{_FRENCH_NOUNS})$)(..+)(?<!m)ent$", r"\1er"),
            (r"trices?$", "teur"),
        ),
        unsteady="(?:eur|rice)s?$",
    ),
    "es": Additions(
        readings=(
            (r"ces$", "z"),
            (r"([dlnr])es$", r"\1"),
            (r"(..[aeo])s$", r"\1"),
            (r"que(n|s|mos)?$", r"ca\1"),
            (r"gue(n|s|mos)?$", r"ga\1"),
        ),
        unsteady="z$",
    ),
    "pt": Additions(
        readings=(
            (r"(..[aeo])s$", r"\1"),
            (r"(?:oes|aes|aos)$", "ao"),
            (r"ns$", "m"),
            (r"([aeou])is$", r"\1l"),
            (r"eis$", "il"),
            (r"is$", "il"),
            (r"([rz])es$", r"\1"),
            (r"qu(?:e|em|es|ei)$", "ca"),
            (r"gu(?:e|em|es|ei)$", "ga"),
        ),
        unsteady="(?:m|[aeiou]l|ao|oes|aes)$",
    ),
    "it": Additions(normalised=((r"h$", ""), (r"(?<=..)[aeio]$", ""))),
    "el": Additions(readings=((r"ι(?:α|ων)$", "ι"),), normalised=((r"(?<=...)ι$", ""),)),
    "ru": Additions(
        readings=((r"([ое]в)$", r"\1а"),),  # a name or a genitive: Киев, послов
        normalised=(
            (r"(?<=...)[ое]в$", ""),  # Горбачев, Горбачева
            (r"([аеиоуыэюя])ец$", r"\1йц"),  # боец, бойца
            (r"(?<=....)жд$", "д"),  # освободить, освобождён
            (r"(?<=[бвгджзклмнпрстфхцчш])ь?[ео]([цкнл])$", r"\1"),  # беженец, беженца; огонь, огня
        ),
    ),
    "hi": Additions(shortest=1),
    "ne": Additions(shortest=1),
    "fi": Additions(
        readings=(
            (rf"(?<=..i)s(?:{_ENDINGS_OF_NEN})$", "nen"),  # pakolaisten, pakolainen
            (r"(...)asi(?:vat)?$", r"\1ata"),  # vastasi, vastata
            (r"(...)ne(?:et|en|ita|iden|ille|illa|ista|issa)$", r"\1nut"),
            (r"(?<=..)e(?:ja|jen|ihin|issa|ista|illa|ilta|ille|in|ina|iksi)$", "i"),  # uhreja, uhri
            (rf"({_FINNISH_VOWEL})$", r"\1n"),  # Ukraina is no essive
        ),
        normalised=(
            (r"([kpt])\1", r"\1"),
            (r"ng(?=[aeiouy]*$)", "nk"),
            (rf"({_FINNISH_VOWEL})d(?=[aeiouy]*$)", r"\1t"),
            (r"ks(?=[aeiouy]?$)", "s"),
            (rf"({_FINNISH_VOWEL}{{2}})[aouy]$", r"\1"),
            (r"(?<=....)iv$", ""),
            (r"(?<=....)as$", ""),
        ),
        others=(
            (rf"(l)l({_FINNISH_VOWEL}?)$", r"\1t\2"),
            (rf"(n)n({_FINNISH_VOWEL}?)$", r"\1t\2"),
            (rf"(r)r({_FINNISH_VOWEL}?)$", r"\1t\2"),
            (rf"(m)m({_FINNISH_VOWEL}?)$", r"\1p\2"),
            (rf"({_FINNISH_VOWEL}|l|r)v({_FINNISH_VOWEL}?)$", r"\1p\2"),
        ),
        unsteady="(?<=..)(?:nen|ata|..?)$",
    ),
}
"""By language code."""

_WRITTEN_NASAL = "(?:\u0901|[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939]))"
_NASAL_SIGN = "\u0902"
_NASAL = late_pattern(_WRITTEN_NASAL)
_ANY_NASAL = late_pattern(f"{_WRITTEN_NASAL}|{_NASAL_SIGN}")


def one_nasal(word: str) -> str:
    """Return a word in Devanagari with its nasals written as one sign: शान्ति as शांति, गाँव as गांव."""
    return _NASAL.sub(_NASAL_SIGN, word)


def before_nasal(word: str) -> str:
    """Return the beginning of a word in Devanagari on which its spellings agree; at least its first letter."""
    found = _ANY_NASAL.search(word)
    return word[: max(1, found.start())] if found else word
