"""Make the table of month and weekday words by which `cleaning/dates` reads dates, from the CLDR data in Babel.

    python -m training.date_words

Babel (extra `dev`) is needed only for this. CLDR has the names on their own and the names used in dates. Other forms
that people write (other cases, older and regional names, other spellings) are in `OTHER_SPELLINGS` and `_inflected`.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from babel import Locale, localedata

from peaceindex.cleaning.dates.calendars import MONTHS
from peaceindex.cleaning.dates.words import MAX_NAME_WORDS, TABLE, TOKEN, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEWS_LANGUAGES: Final = tuple(
    re.findall(
        r"\w+",
        "en es fr de pt it ru ar zh ja ko hi bn ur fa tr pl uk nl ro cs el hu sv he id ms vi th bg sr hr sk da fi nb "
        "no nn sl lt lv et be ka hy az kk uz ky tg mn sq mk bs ca gl eu is ga cy mt sw am so ha yo zu af ta te mr gu "
        "pa ml kn ne si my km lo ps ku ckb fil tk tt ti om rw sd",
    )
)
"""The languages of most news, those with the most first. If a word names different months, the first language
decides."""

_SLAVIC_LATIN = (
    "januara januar|februara februar|marta mart|aprila|maja|juna|jula|avgusta|septembra|oktobra|novembra|decembra"
)
OTHER_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    # Months from January to December, separated by |; an underscore stands for a space in a name.
    "ar": (
        "كانون_الثاني كانون_ثاني كانون_ثان كانون_2|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين_الأول تشرين_أول "
        "تشرين_1|تشرين_الثاني تشرين_ثاني تشرين_ثان تشرين_2|كانون_الأول كانون_أول كانون_1",
        "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "يناير|فبراير|مارس|أبريل إبريل|ماي مايو|يونيو يونيه|يوليوز يوليو يوليه|غشت أغسطس أغشت|شتنبر شتمبر|أكتوبر"
        "|نونبر|دجنبر دجمبر",
    ),
    "az": ("yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr",),
    "bn": (
        "জানুয়ারি জানুয়ারী|ফেব্রুয়ারি ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট অগাস্ট আগষ্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
    ),
    "bs": (_SLAVIC_LATIN,),
    "ckb": (
        "کانوونی_دووەم کانونی_دووەم|شوبات|ئازار|نیسان|ئایار مایس|حوزەیران|تەمووز تەموز|ئاب|ئەیلوول ئەیلول"
        "|تشرینی_یەکەم|تشرینی_دووەم|کانوونی_یەکەم کانونی_یەکەم",
    ),
    "cy": ("Ionawr|Chwefror|Fawrth|Ebrill|Fai|Fehefin|Orffennaf|Awst|Fedi|Hydref|Dachwedd|Ragfyr",),
    "de": ("Jänner|Feber|Maerz Mrz|Apr|Mai|Jun|Jul|Aug|Sept|Okt|Nov|Dez",),
    "el": (
        "Γενάρη Γενάρης|Φλεβάρη Φλεβάρης|Μάρτη Μάρτης|Απρίλη Απρίλης|Μάη Μάης|Ιούνη Ιούνης|Ιούλη Ιούλης"
        "|Αυγούστου Αύγουστος|Σεπτέμβρη Σεπτέμβρης|Οκτώβρη Οκτώβρης|Νοέμβρη Νοέμβρης|Δεκέμβρη Δεκέμβρης",
    ),
    "en": ("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept Sep|Oct|Nov|Dec",),
    "es": ("ene|feb|mar|abr|may|jun|jul|ago|set sep setiembre|oct|nov|dic",),
    "fa": (
        "ژانویه جنوری|فوریه فبروری|مارس مارچ|آوریل اپریل|مه می|ژوئن جون|ژوئیه جولای|اوت آگوست اگست"
        "|سپتامبر سپتمبر|اکتبر اکتوبر|نوامبر نومبر|دسامبر دسمبر",
    ),
    "fi": (
        "tammikuun|helmikuun|maaliskuun|huhtikuun|toukokuun|kesäkuun|heinäkuun|elokuun|syyskuun|lokakuun"
        "|marraskuun|joulukuun",
    ),
    "he": ("ינואר|פברואר|מרץ מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",),
    "hi": ("जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",),
    "hr": ("sij|velj|ožu|tra|svi|lip|srp|kol|ruj|lis|stu|pro",),
    "id": ("Jan|Pebruari Peb|Mar|Apr|Mei|Jun|Jul|Agt Agu Agust|Sep|Okt|Nopember Nop|Des",),
    "it": ("gen|feb|mar|apr|mag|giu|lug|ago|set sett|ott|nov|dic",),
    "ku": (
        "Çile Çileya_paşîn Rêbendan|Sibat Reşemî|Adar|Nîsan Avrêl|Gulan|Hezîran Pûşper|Tîrmeh Temûz|Tebax Gelawêj"
        "|Îlon Rezber|Cotmeh|Mijdar|Kanûn Çileya_pêşîn Berfanbar",
    ),
    "lv": (
        "janvāra janvārī janvāri|februāra februārī februāri|marta martā martu|aprīļa aprīlī aprīli|maija maijā maiju"
        "|jūnija jūnijā jūniju|jūlija jūlijā jūliju|augusta augustā augustu|septembra septembrī septembri"
        "|oktobra oktobrī oktobri|novembra novembrī novembri|decembra decembrī decembri",
    ),
    "my": ("ဇန်နဝါရီ|ဖေဖော်ဝါရီ|မတ်|ဧပြီ|မေ|ဇွန်|ဇူလိုင်|သြဂုတ် ဩဂုတ်|စက်တင်ဘာ|အောက်တိုဘာ|နိုဝင်ဘာ|ဒီဇင်ဘာ",),
    "nl": ("jan|feb|mrt|apr|mei|jun|jul|aug|sept|okt|nov|dec",),
    "pt": ("jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez",),
    "ru": (
        "янв|фев февр|мар|апр|май мая|июн|июл|авг|сен сент|окт|ноя нояб|дек",
    ),
    "si": ("ජනවාරි|පෙබරවාරි|මාර්තු|අප්\u200dරේල්|මැයි|ජූනි|ජූලි|අගෝස්තු|සැප්තැම්බර්|ඔක්තෝබර්|නොවැම්බර්|දෙසැම්බර්",),
    "sl": (
        "januarja|februarja|marca|aprila|maja|junija|julija|avgusta|septembra|oktobra|novembra|decembra",
    ),
    "so": ("Janaayo|Febraayo|Maarso|Abriil|Maajo Maayo|Juun Juunyo|Luulyo|Ogosto Agoosto|Sebtembar|Oktoobar|Noofembar"
           "|Diseembar Desembar",),
    "sr": (
        _SLAVIC_LATIN,
        "јануара|фебруара|марта|априла|маја|јуна|јула|августа|септембра|октобра|новембра|децембра",
    ),
    "tg": ("Январ|Феврал|Март|Апрел|Май|Июн|Июл|Август|Сентябр|Октябр|Ноябр|Декабр",),
    "uk": (
        "січ|лют|бер|кві квіт|тра трав|чер черв|лип|сер серп|вер|жов жовт|лис лист|гру груд",
    ),
    "ur": ("جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",),
    "vi": (
        "tháng_một tháng_giêng|tháng_hai|tháng_ba|tháng_tư tháng_bốn|tháng_năm|tháng_sáu|tháng_bảy|tháng_tám"
        "|tháng_chín|tháng_mười|tháng_mười_một|tháng_mười_hai tháng_chạp",
    ),
}  # fmt: skip
"""Other ways of writing months than CLDR's names, by language."""
_ALSO_ENGLISH_WORDS: Final = frozenset(
    ("out", "set", "few", "fab", "gas", "led", "sub", "sat", "pro", "see", "man", "mud", "gun")
)
"""Short forms that are also English words: they count as months only if the language is known."""
_NUMBERED_MONTHS: Final = {
    "vi": ("tháng {}", "thg {}"),
    "mn": ("{} р сар", "{} р сарын", "{} сар", "{} сарын", "{} дугаар сарын", "{} дүгээр сарын"),
}
"""Months named by their number, with words separated by spaces or hyphens."""


def main() -> None:
    """Make the table and print its size."""
    stored = make_table()
    lines = json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    TABLE.write_text(lines, "utf-8")
    names = sum(words.count("|") + 1 for words in stored["months"])
    print(f"{names} names of months, {len(stored['by_language'])} by language, {len(lines.encode()) // 1000} kB")


def make_table() -> dict[str, Any]:
    """Return the table.

    `months` has twelve lists of words separated by |; `by_language` has the words that differ by language; `weekdays`
    has the weekdays; `calendars` has the months of other calendars; `zeros` has the zero digits beyond ASCII.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    weekdays: set[str] = set()
    for locale in _locales():
        for month, name in _months(locale):
            for spelling in (name, *_inflected(locale.language, name)):
                if word := _key(spelling):
                    found[word].setdefault(locale.language, month)
        for names in (
            locale.days[kind][width] for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")
        ):
            weekdays.update(word for name in names.values() for word in _tokens(name) if not word.isdigit())
    for language, lists in OTHER_SPELLINGS.items():
        for twelve in lists:
            for month, names in enumerate(twelve.split("|"), 1):
                for name in names.split():
                    for spelling in (name, *_inflected(language, name.replace("_", " "))):
                        if word := _key(spelling.replace("_", " ")):
                            found[word][language] = month
    for language, patterns in _NUMBERED_MONTHS.items():
        for month in range(1, 13):
            for pattern in patterns:
                found[" ".join(_tokens(pattern.format(month)))][language] = month
    weekdays.update(word + "ที่" for word in [*weekdays] if "ก" <= word[0] <= "๎")
    months: list[list[str]] = [[] for _ in range(12)]
    by_language: dict[str, dict[str, int]] = {}
    for word, languages in sorted(found.items()):
        known = (
            0
            if word in _ALSO_ENGLISH_WORDS
            else next((languages[code] for code in NEWS_LANGUAGES if code in languages), 0)
        )
        if len(set(languages.values())) == 1 and len(word) > 1 and (known or _is_distinctive(word)):
            months[next(iter(languages.values())) - 1].append(word)
        else:
            differing = {code: month for code, month in sorted(languages.items()) if month != known or len(word) == 1}
            by_language[word] = differing | ({"": known} if known and len(word) > 1 else {})
    return {
        "calendars": {
            calendar: ["|".join(fold(re.sub("[_-]", " ", name)) for name in names.split()) for names in twelve]
            for calendar, twelve in MONTHS.items()
        },
        "months": ["|".join(words) for words in months],
        "by_language": by_language,
        "weekdays": "|".join(sorted(weekdays)),
        "zeros": "".join(filter(_is_zero, map(chr, range(0x80, sys.maxunicode + 1)))),
    }  # fmt: skip


def _locales() -> Iterator[Locale]:
    for name in sorted(localedata.locale_identifiers()):
        try:
            yield Locale.parse(name)
        except ValueError:
            continue


def _months(locale: Locale) -> Iterator[tuple[int, str]]:
    """Yield (month, name) in all widths but the narrow one, which is a single letter."""
    for kind in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[kind][width].items():
                if not re.search(r"\d", name):
                    yield month, name


def _key(name: str) -> str:
    """Return a name as the table has it; empty if it is not one that the table can hold."""
    word = " ".join(_tokens(name))
    long = len(word) > 1 or not word.isascii()
    return word if long and word.count(" ") < MAX_NAME_WORDS and not word.isdigit() else ""


def _tokens(name: str) -> list[str]:
    return [fold(token[0]) for token in TOKEN.finditer(name)]


def _is_zero(character: str) -> bool:
    return unicodedata.decimal(character, None) == 0


def _is_distinctive(word: str) -> bool:
    """Return whether a word of a small language is long enough that it is hardly another word in a larger one."""
    return len(word) >= 5 if word.isascii() else len(word) >= 4


def _inflected(language: str, name: str) -> Iterable[str]:
    """Return the forms of a name with the endings and prefixes that its language uses in dates."""
    if language == "he":
        return ("ב" + name, "ל" + name)
    if language == "ka" and name.endswith("ი"):
        return (name[:-1] + "ს", name[:-1] + "ის")
    if language == "az":
        vowel = next((c for c in reversed(name.lower()) if c in "aıoueəiöüу"), "a")
        ending = {"a": "ın", "ı": "ın", "o": "un", "u": "un", "e": "in", "ə": "in", "i": "in", "ö": "ün", "ü": "ün"}
        return (name + ending.get(vowel, "ın"), name + "da", name + "də")
    if language in ("kk", "ky"):
        return (name + "да", name + "де", name + "та", name + "те", name + "дын", name + "дің", name + "ы", name + "ы")
    if language == "uz":
        return (name + "da", name + "да", name + "ning", name + "нинг")
    if language == "tg":
        return (name + "и",)
    if language == "et":
        return (name + "il", name + "i")
    if language == "eu" and name.endswith("a"):
        return (name + "k", name + "ren", name[:-1] + "eko")
    if language == "th":
        return ("เดือน" + name,)
    if language == "lo":
        return ("ເດືອນ" + name,)
    if language == "km":
        return ("ខែ" + name,)
    if language == "my":
        return (name + "လ",)
    if language == "ckb":
        return (name + "ی",)
    if language == "mn" and name.endswith("сар"):
        return (name + "ын",)
    if language == "ku":
        return (name + "ê", name + "a", name + "ya")
    if language == "tr":
        return (name + "'ın", name + "'in", name + "'da", name + "'ta", name + "'de")
    return ()


if __name__ == "__main__":
    main()
