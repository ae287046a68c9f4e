"""The packs of names that the package carries: their shape, and that no spelling says more than it should."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import peaceindex.names
from peaceindex.names import Names
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words

FILES = sorted(Path(peaceindex.names.__file__).with_name("packs").glob("*.yaml"))
KINDS = ["person", "place", "organisation", "weapon", "subject"]

# Words that mean something else in nearly every text; some are reached only by folding (Łuck, Støre, Şam, Suède).
_COMMON_WORDS = """
    a about after all also am an and any are as at be because been before being both but by can could did do
    does down each for from get had has have he her here hers him his how i if in into is it its just me mine
    more most my no nor not now of off on once one only or other our ours out over own same she should so some
    such than that the their theirs them then there these they this those through to too under until up us very
    was we were what when where which while who whom whose why will with would you your yours
    may march mark sun time post mirror star face lost luck store sam suede grad word world will bill sue
    musk powell baker young long power rose peace war talk talks deal people state states law press
    un une le la les des der die das und mit ein eine el los las que por con sur agit seul vienne haga hollande
"""
COMMON = set(_COMMON_WORDS.split())


@cache
def pack(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)
    return found


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def entries(file: Path) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = pack(file)["names"]
    return names


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load(every_pack_counts=True)


def strings(entry: dict[str, Any]) -> list[str]:
    return [entry["name"], *entry.get("forms", []), *entry.get("phrases", [])]


def test_every_pack_has_a_head(file: Path) -> None:
    found = pack(file)
    assert list(found) == ["pack", "title", "signals", "names"]
    assert found["pack"] == file.stem
    assert found["title"] and isinstance(found["title"], str)
    signals = [" ".join(folded_words(signal)) for signal in found["signals"]]
    assert len(signals) == len(set(signals)) and all(signals)
    assert (not signals) if file.stem == "common" else (len(signals) >= 8)
    assert not COMMON & set(signals)


def test_every_entry_has_the_shape_that_the_documentation_promises(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        assert set(entry) <= {"name", "kind", "forms", "phrases", "only_near", "homonyms", "common_words"}, entry
        assert entry["kind"] in KINDS, entry
        assert all(isinstance(text, str) for text in strings(entry)), entry
        assert entry.get("forms") or entry.get("phrases"), entry


def test_homonyms_are_forms_and_have_words_to_be_near(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        near, homonyms = entry.get("only_near", []), entry.get("homonyms", [])
        assert set(homonyms) <= {entry["name"], *entry["forms"]}, entry
        assert near or not homonyms, entry
        assert set(entry.get("common_words", [])) <= set(homonyms), entry
        keys = [" ".join(folded_words(word)) for word in near]
        assert all(len(key) > 1 for key in keys), entry
        assert not set(keys) & {" ".join(folded_words(form)) for form in (homonyms or entry["forms"])}, entry


def test_there_are_enough_names() -> None:
    counts = {file.stem: Counter(entry["kind"] for entry in pack(file)["names"]) for file in FILES}
    assert {"common", "russia-ukraine", "northern-ireland"} <= set(counts)
    for name, kinds in counts.items():
        assert kinds.total() >= 40, name
        assert name == "common" or min(kinds["person"], kinds["place"], kinds["organisation"]) >= 5, name


def test_entries_are_sorted_by_kind_then_name_and_no_name_comes_twice(entries: list[dict[str, Any]]) -> None:
    keys = [(KINDS.index(entry["kind"]), fold(entry["name"])) for entry in entries]
    assert keys == sorted(keys)
    assert [key for key, count in Counter(key[1] for key in keys).items() if count > 1] == []


def test_texts_are_trimmed_composed_and_printable(entries: list[dict[str, Any]]) -> None:
    for text in (text for entry in entries for text in strings(entry)):
        assert text and text == " ".join(text.split()), text
        assert text == unicodedata.normalize("NFC", text), text
        visible = text.replace("\u200c", "")  # Persian writes it within words
        assert not any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"} for c in visible), text
        assert folded_words(text), text


def test_no_form_or_phrase_stands_in_two_entries_of_a_pack(entries: list[dict[str, Any]]) -> None:
    owner: dict[str, str] = {}
    clashes = []
    for entry in entries:
        for text in [*entry.get("forms", []), *entry.get("phrases", [])]:
            key = " ".join(folded_words(text))
            if owner.setdefault(key, entry["name"]) != entry["name"]:
                clashes.append((text, owner[key], entry["name"]))
    assert clashes == []


def test_within_an_entry_nothing_is_written_twice(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        texts = [text.casefold() for text in [*entry.get("forms", []), *entry.get("phrases", [])]]
        assert [text for text, count in Counter(texts).items() if count > 1] == [], entry["name"]


def test_no_form_is_a_common_word(entries: list[dict[str, Any]]) -> None:
    forms = [(entry["name"], form) for entry in entries for form in entry.get("forms", [])]
    assert [pair for pair in forms if " ".join(folded_words(pair[1])) in COMMON or not folded_words(pair[1])] == []
    assert [pair for pair in forms if len(fold(pair[1])) < 2] == []


def test_no_word_mixes_latin_and_cyrillic(entries: list[dict[str, Any]]) -> None:
    """A Latin letter that only looks Cyrillic would make a spelling that nobody ever finds."""
    for text in (text for entry in entries for text in strings(entry)):
        for word in folded_words(text):
            scripts = {unicodedata.name(c).split()[0] for c in word if c.isalpha()}
            assert len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) < 2, text


def test_every_name_tells_its_own_topic(names: Names, entries: list[dict[str, Any]]) -> None:
    texts = {entry["name"]: f"{entry['name']}, and {' and '.join(entry.get('only_near', [])[:3])}" for entry in entries}
    assert [name for name, text in texts.items() if name not in names.topics(text)] == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelensky", "Zelenskyy", "Zelenskiy", "Selenskyj", "Зеленський", "Зеленского"),
        ("Kyiv", "Kiev", "Київ", "Киев", "Kyjiw", "Kiew"),
        ("Erdoğan", "Эрдоган", "Ердоган"),
        ("Türkiye", "Turkey", "Turquie"),
        ("Donbas", "Donbass", "Донбас"),
        ("Odesa", "Odessa"),
        ("Kharkiv", "Kharkov"),
        ("Luhansk", "Lugansk"),
        ("Zaporizhzhia", "Zaporozhye"),
        ("Bakhmut", "Artemovsk"),
        ("Umerov", "Umyerov", "Умєров"),
        ("Medinsky", "Medinskiy", "Мединский"),
        ("Sybiha", "Sibiga"),
        ("Yermak", "Ermak"),
        ("NATO", "OTAN", "НАТО", "North Atlantic Treaty Organization"),
        ("IAEA", "МАГАТЭ", "International Atomic Energy Agency"),
        ("UN", "U.N.", "United Nations", "ООН"),
        ("US", "U.S.", "USA", "United States"),
        ("WHO", "World Health Organization"),
        ("AU", "African Union"),
        ("OSCE", "Organization for Security and Co-operation in Europe"),
        ("UNRWA", "United Nations Relief and Works Agency"),
        ("SDF", "Syrian Democratic Forces"),
        ("SBU", "Security Service of Ukraine"),
        ("Shahed", "Geran"),
        ("prisoner swap", "prisoner exchange", "POW exchange"),
        ("ceasefire", "cease-fire", "Waffenruhe"),
        ("Minsk agreements", "Минские соглашения"),
        ("Derry", "Londonderry", "Doire", "Дерри"),
        ("Sinn Féin", "Шинн Фейн"),
        ("Good Friday Agreement", "Belfast Agreement"),
    ],
)
def test_spellings_of_one_name_find_each_other(names: Names, spellings: tuple[str, ...]) -> None:
    for one in spellings:
        found = {fold(form) for form in names.variants(one)}
        assert {fold(other) for other in spellings if other != one} <= found | {fold(one)}, one


@pytest.mark.parametrize("word", ["us", "who", "un", "it", "mark", "truce", "costa", "turkish", "patriot", "georgia"])
def test_ambiguous_words_are_not_widened(names: Names, word: str) -> None:
    assert names.variants(word) == ()


WRITTEN = ("CYRILLIC", "ARABIC", "HEBREW", "CJK")
LEAST_WRITTEN = {
    "afghanistan": (120, 130, 60, 95),
    "armenia-azerbaijan": (120, 70, 40, 65),
    "colombia": (100, 50, 30, 55),
    "common": (485, 350, 320, 330),
    "drc-m23": (130, 125, 50, 90),
    "ethiopia-tigray": (90, 95, 35, 60),
    "iran-nuclear": (115, 125, 85, 100),
    "israel-palestine": (155, 165, 165, 130),
    "kurdish-process": (100, 110, 50, 55),
    "libya": (105, 125, 45, 75),
    "myanmar": (85, 60, 20, 115),
    "northern-ireland": (75, 45, 30, 50),
    "philippines-bangsamoro": (75, 80, 25, 60),
    "russia-ukraine": (470, 245, 205, 240),
    "sahel": (135, 140, 35, 80),
    "somalia": (80, 105, 30, 55),
    "sudan": (95, 130, 40, 75),
    "syria": (95, 100, 75, 80),
    "western-balkans": (145, 70, 55, 80),
    "yemen": (90, 110, 45, 65),
}
"""How many names of each pack are at least written in each of the scripts of `WRITTEN`."""


def test_names_are_written_in_the_scripts_of_the_press(file: Path, entries: list[dict[str, Any]]) -> None:
    written: Counter[str] = Counter()
    for entry in entries:
        written.update({unicodedata.name(letter, "").partition(" ")[0] for form in entry["forms"] for letter in form})
    least = dict(zip(WRITTEN, LEAST_WRITTEN[file.stem], strict=True))
    assert {script: number for script, number in least.items() if written[script] < number} == {}, written


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("Athens", "أثينا"),
        ("Athens", "雅典"),
        ("Steinmeier", "פרנק-ולטר שטיינמאייר"),
        ("Simferopol", "辛菲罗波尔"),
        ("Windsor Framework", "温莎框架"),
        ("New IRA", "Новая ИРА"),
        ("Resolution 2254", "החלטה 2254"),
        ("Mukwege", "דניס מוקווגה"),
        ("Hodeidah Agreement", "הסכם חודיידה"),
        ("Holbrooke", "ריצ'רד הולברוק"),
    ],
)
def test_a_name_finds_its_spelling_in_another_script(names: Names, query: str, other: str) -> None:
    assert other in names.variants(query)


@pytest.mark.parametrize(
    "word", ["罗马", "印度", "里加", "苏梅", "卡梅伦", "קובה", "كوبا", "חסכה", "גונדר", "קרץ", "הודו", "фермана"]
)
def test_no_spelling_of_a_name_is_a_word_of_its_language(names: Names, word: str) -> None:
    assert names.variants(word) == ()
