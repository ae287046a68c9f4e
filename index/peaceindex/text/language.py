"""The language of a text, detected by its script and its commonest small words. Cheap, and good enough for news."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import arabic_script
from peaceindex.text.lines import ascii_groups

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of to and in that is for on with as was it at by from be have are has this not they an his will "
        "but who he we its were which their been or said after you she her about more would had i if what there",
        "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
        "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ont "
        "son aux cette mais ses été comme on elle ou leur nous sa après deux être fait",
        "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ha o este sí "
        "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde fue era han está son según",
        "it": "di e il la che in a per un del è una non i con si le da al sono dei della come più nel alla ha gli "
        "anche ma lo delle su nella ai ci questo se dal stato hanno degli o era quando essere",
        "pt": "de a que o e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à "
        "seu sua ou ser quando muito há nos já está também só pelo pela até isso são",
        "nl": "de van het een en in is dat op te zijn met voor niet die er aan om ook als dan maar bij door naar uit "
        "hij worden wordt heeft over nog was tot werd ze zo meer hebben deze dit",
        "sv": "och att det i en som på är av för med till den har de inte om ett men var sig så vi från kan när hon "
        "han efter vid också ska eller där nu blev",
        "no": "og i det er på som en til av for med at har de ikke et den om fra var vi men seg ved så han skal kan "
        "etter hun blir ble eller også mot sier være over",
        "da": "og i at det er en til på som af for med de den har ikke der et var fra om han men også sig kan ved skal "
        "eller blev efter være hun siger mod over",
        "fi": "ja on ei että se hän oli mutta myös kun ovat joka ole mukaan sen kuin tai jos jo niin vain ovat ollut",
        "is": "og að í á er sem til við um það en af var með ekki fyrir hann eru því frá hafa hefur þá þess",
        "pl": "w i na z się do nie że to o jest jak po od za co ale dla przez ma jego są oraz był tym już tylko przed "
        "jej która który czy także może tego",
        "cs": "a v na se je že o s z do to i ve pro za by k po jako ale jsou jeho od který byl také jen podle při už "
        "není která bude",
        "sk": "a v na sa je že o s z do to aj vo pre za by k po ako ale sú jeho od ktorý bol tiež len podľa pri už nie",
        "hu": "a az és hogy nem is egy volt meg de csak ez azt már még el mint ha van lesz után szerint vagy",
        "ro": "de și în a la cu pe că din nu o este pentru mai au un care se fi sunt fost să ale după dar prin",
        "tr": "ve bir bu da de için ile olarak çok daha olan kadar sonra gibi en ise ancak değil dedi oldu her ne "
        "göre tarafından ki var olduğu",
        "lt": "ir kad į yra su iš tai jis ne kaip bet buvo apie po dėl už jo prie taip ar",
        "lv": "un ir ar par no ka uz kas arī bet tas viņš kā ne pēc vai lai bija",
        "et": "ja on et ei ta oli see ka mis kui aga või oma ning kes pärast",
        "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena oleh saat ada tersebut bisa "
        "telah mereka adalah kepada",
        "sw": "na ya wa kwa ni katika la za kuwa hiyo huo alisema kama huyo baada ambao cha",
        "af": "die van en in is het dat te nie vir met op wat hy sy was om aan word ook as deur sal",
        "zu": "ukuthi uma futhi kanye ngoba kodwa lapho ukuze ngesikhathi nge yena kuthiwa kusho khona kule ukuba",
        "lb": "an de d den déi ass zu vun op fir mat datt et dat net si der am ginn huet awer och",
        "hr": "i u je se na da za su od o s a koji će kao nije to bi ne iz što po ali bio nakon",
        "uk": "і в на з що не до у та за про це як від є його для під але він року також після якщо або був їх які",
        "ru": "и в на не что с по он как из за о к от это для его но после а у был также которые до об года так их все",
        "bg": "и на да в за се от е не са с по като че това до ще си но той през към след които",
        "sr": "и у је да се на за су од о са а који ће као није то би не из што по али",
        "be": "і ў на з што не да у за пра гэта як ад яго для але ён таксама пасля",
        "mk": "на и во да се од за е не со што ќе ги го беше по како",
    }.items()
}

ALL_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())

_CYRILLIC = ("uk", "ru", "bg", "sr", "be", "mk")
_LATIN = tuple(c for c in FUNCTION_WORDS if c not in _CYRILLIC)
_DISTINCTIVE_LETTERS = {"uk": "їєґ", "ru": "ыэё", "be": "ў", "sr": "ђјљњћџ", "mk": "ѓќѕ", "bg": ""}
_SCRIPTS = (
    ("he", "\u0590", "\u05ff"),
    ("ar", "\u0600", "\u06ff"),
    ("el", "\u0370", "\u03ff"),
    ("hy", "\u0530", "\u058f"),
    ("ka", "\u10a0", "\u10ff"),
    ("ko", "\uac00", "\ud7af"),
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
    ("cyrillic", "\u0400", "\u04ff"),
)
_LETTERS_TABLE = bytes(c if chr(c).isalpha() else ord(" ") for c in range(128)) + bytes(128)
"""A table for ASCII: each letter maps to itself, any other character to a space."""
_WORD = late_pattern(r"[^\W\d_]+")
_MIN_SCRIPT_SHARE = 0.35
"""The share of a text's letters from which on a script is taken as the script of the text."""
_LETTER = late_pattern(r"[^\W\d_]")
_NON_LATIN = late_pattern(r"[^\u0000-\u036f]+")
SAMPLE: Final = 2000
"""The maximum number of characters of a text that are read."""


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of most of the text, or None if there is too little evidence."""
    sample = text[:SAMPLE].casefold()
    ascii_words = ascii_groups(sample, _LETTERS_TABLE)
    words = _WORD.findall(sample) if ascii_words is None else ascii_words
    letters = len("".join(words))
    if letters < 12:
        return None
    if ascii_words is None:
        script = _detect_script(sample, letters)
        if script == "cyrillic":
            return _detect_by_words(sample, words, _CYRILLIC)
        if script == "ar":
            return arabic_script.language_by_letters(sample, letters)
        if script:
            return script
    return _detect_by_words(sample, words, _LATIN)


def function_words(code: str | None) -> frozenset[str]:
    """Return the commonest small words of a language, or of all languages if it is not known."""
    return FUNCTION_WORDS.get(code or "", ALL_FUNCTION_WORDS)


def _detect_script(sample: str, letters: int) -> str | None:
    non_latin = "".join(_NON_LATIN.findall(sample))
    if len(non_latin) < _MIN_SCRIPT_SHARE * letters:  # true of nearly all texts in Latin letters
        return None
    counts = Counter(_LETTER.findall(non_latin))
    if sum(counts.values()) < _MIN_SCRIPT_SHARE * letters:
        return None
    shares = {code: sum(n for c, n in counts.items() if low <= c <= high) for code, low, high in _SCRIPTS}
    if shares["ja"] > 0.1 * letters:
        return "ja"
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= _MIN_SCRIPT_SHARE * letters else None


def _detect_by_words(sample: str, words: list[str], codes: tuple[str, ...]) -> str | None:
    languages, divisors = _languages_by_word(codes)
    counts = dict.fromkeys(codes, 0.0)
    for word, count in Counter([word for word in words if word in languages]).items():
        for code in languages[word]:
            counts[code] += count
    scores = {code: count / divisors[code] for code, count in counts.items()}
    if not sample.isascii():
        for code in codes:
            for letter in _DISTINCTIVE_LETTERS.get(code, ""):
                scores[code] += 0.25 * sample.count(letter)
    best = max(scores, key=lambda code: scores[code])
    if scores[best] >= max(1.0, 0.02 * len(words)):
        return best
    return None


@cache
def _languages_by_word(codes: tuple[str, ...]) -> tuple[dict[str, list[str]], dict[str, float]]:
    """Return which of these languages have each small word, and the divisor of each language's count."""
    languages: dict[str, list[str]] = {}
    for code in codes:
        for word in FUNCTION_WORDS[code]:
            languages.setdefault(word, []).append(code)
    return languages, {code: len(FUNCTION_WORDS[code]) ** 0.25 for code in codes}
