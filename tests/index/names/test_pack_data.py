"""The packs of names that the package carries: their shape, and that no spelling says more than it should."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import peaceindex.names
from peaceindex.names import Name, Names
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words

FOLDER = Path(peaceindex.names.__file__).with_name("packs")
KINDS = ["person", "place", "organisation", "weapon", "subject"]

# The scripts, apart from Latin, that the press of each region uses.
SCRIPTS: dict[str, set[str]] = {
    "israel-palestine": {"ARABIC", "HEBREW"},
    "syria": {"ARABIC"},
    "yemen": {"ARABIC"},
    "sudan": {"ARABIC"},
    "ethiopia-tigray": {"ETHIOPIC"},
    "drc-m23": set(),
    "colombia": set(),
    "kurdish-process": {"ARABIC"},
    "armenia-azerbaijan": {"ARMENIAN", "CYRILLIC"},
    "afghanistan": {"ARABIC"},
    "myanmar": {"MYANMAR"},
    "sahel": set(),
    "philippines-bangsamoro": set(),
    "western-balkans": {"CYRILLIC"},
    "libya": {"ARABIC"},
    "somalia": {"ARABIC"},
    "iran-nuclear": {"ARABIC"},
}
PACKS = sorted(SCRIPTS)

WORDS = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
"""`common`: words that mean something else in many a text, as they are after folding. `one_name`: for each pack, groups
of spellings that must be of one entry."""


def alike(text: str) -> str:
    """Return the folded text with one letter for those of the Arabic script that look alike."""
    return fold(text).translate(str.maketrans("ىیکأإآةؤئ", "ييكاااهوي"))


COMMON = {alike(word) for word in WORDS["common"]}

Entry = dict[str, Any]


@cache
def key(text: str) -> str:
    return " ".join(alike(word) for word in folded_words(text))


@cache
def pack(name: str) -> dict[str, Any]:
    found = yaml.load(
        (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    assert isinstance(found, dict)
    return found


def entries(name: str) -> list[Entry]:
    found: list[Entry] = pack(name)["names"]
    return found


def searched(entry: Entry) -> list[str]:
    """Return the texts by which an entry is found: its forms, and its name if that is one word."""
    one_word = [entry["name"]] if len(folded_words(entry["name"])) == 1 else []
    return [*entry["forms"], *(name for name in one_word if name not in entry["forms"])]


def strings(entry: Entry) -> list[str]:
    return [entry["name"], *entry["forms"], *entry.get("phrases", []), *entry.get("only_near", [])]


def scripts(text: str) -> set[str]:
    return {unicodedata.name(c).split()[0] for c in text if c.isalpha()}


def homonyms(entry: Entry) -> set[str]:
    """Return the forms of an entry that mean it only near certain words, folded."""
    if "only_near" not in entry:
        return set()
    return set(map(key, entry.get("homonyms", searched(entry))))


def sure(name: str) -> list[tuple[str, str]]:
    """Return the forms of a pack that mean their entry wherever they stand, each after its name."""
    return [
        (entry["name"], form) for entry in entries(name) for form in searched(entry) if key(form) not in homonyms(entry)
    ]


@pytest.mark.parametrize("name", PACKS)
def test_the_head_says_what_the_pack_is(name: str) -> None:
    assert (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").startswith("# ")
    assert list(pack(name)) == ["pack", "title", "signals", "names"]
    assert pack(name)["pack"] == name
    assert isinstance(pack(name)["title"], str) and pack(name)["title"].strip()


@pytest.mark.parametrize("name", PACKS)
def test_signals_are_sure_forms_of_the_pack_or_words_for_its_people(name: str) -> None:
    signals = pack(name)["signals"]
    forms = {key(form) for _, form in sure(name)}
    doubtful = set().union(*map(homonyms, entries(name)))
    assert len(signals) >= 50 and len(signals) == len(set(signals))
    assert SCRIPTS[name] <= scripts("".join(signals))
    assert [signal for signal in signals if key(signal) in doubtful - forms or key(signal) in COMMON] == []
    assert sum(key(signal) in forms for signal in signals) >= len(signals) / 2


@pytest.mark.parametrize("name", PACKS)
def test_every_entry_has_the_shape_of_an_entry(name: str) -> None:
    for entry in entries(name):
        assert set(entry) <= {"name", "kind", "forms", "phrases", "only_near", "homonyms"}, entry
        assert entry["kind"] in KINDS, entry
        assert entry["forms"], entry
        for text in strings(entry):
            assert isinstance(text, str), entry
            assert text == " ".join(text.split()) == unicodedata.normalize("NFC", text), text
            assert not any(unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"} for c in text), text
            assert "(" not in "".join(entry["forms"]), entry
            # The zero-width non-joiner is a letter of Persian spelling; no other invisible character belongs here.
            assert not any(unicodedata.category(c) == "Cf" and c != "\u200c" for c in text), text
            assert folded_words(text), text


@pytest.mark.parametrize("name", PACKS)
def test_there_are_enough_names_of_each_kind(name: str) -> None:
    counts = Counter(entry["kind"] for entry in entries(name))
    assert sum(counts.values()) >= 50
    assert counts["person"] >= 10 and counts["place"] >= 8 and counts["organisation"] >= 6 and counts["subject"] >= 8


@pytest.mark.parametrize("name", PACKS)
def test_entries_are_sorted_by_kind_then_name_and_no_name_comes_twice(name: str) -> None:
    keys = [(KINDS.index(entry["kind"]), fold(entry["name"])) for entry in entries(name)]
    assert keys == sorted(keys)
    assert [one for one, count in Counter(folded for _, folded in keys).items() if count > 1] == []


@pytest.mark.parametrize("name", PACKS)
def test_homonyms_are_forms_and_name_other_words_to_be_near(name: str) -> None:
    for entry in entries(name):
        assert ("only_near" in entry) or ("homonyms" not in entry), entry
        assert set(entry.get("homonyms", [])) <= set(searched(entry)), entry
        near = set(map(key, entry.get("only_near", [])))
        assert not near & ({key(form) for form in searched(entry)} | COMMON), entry


@pytest.mark.parametrize("name", PACKS)
def test_no_form_comes_twice(name: str) -> None:
    owner: dict[str, str] = {}
    for entry in entries(name):
        texts = [*entry["forms"], *entry.get("phrases", [])]
        assert [text for text in texts if owner.setdefault(key(text), entry["name"]) != entry["name"]] == []
        # Arabic and Persian letters for one sound are two spellings, though a search takes them for one; so are Hebrew
        # initials with their mark and without, and traditional and simplified Chinese characters.
        spellings = [text if scripts(text) & {"ARABIC", "HEBREW", "CJK"} else key(text) for text in texts]
        assert [text for text, count in Counter(spellings).items() if count > 1] == [], entry["name"]


@pytest.mark.parametrize("name", PACKS)
def test_no_form_is_a_common_word_unless_its_neighbours_decide(name: str) -> None:
    assert [pair for pair in sure(name) if key(pair[1]) in COMMON or len(key(pair[1])) < 2] == []


@pytest.mark.parametrize("name", PACKS)
def test_no_word_mixes_scripts(name: str) -> None:
    """A letter of another script that only looks the same would make a spelling that nobody ever finds."""
    words = {word for entry in entries(name) for text in strings(entry) for word in folded_words(text)}
    assert [word for word in words if len(scripts(word)) > 1] == []


@pytest.mark.parametrize("name", PACKS)
def test_people_and_places_are_written_with_capitals(name: str) -> None:
    forms = [form for entry in entries(name) if entry["kind"] == "person" for form in entry["forms"]]
    assert [form for form in forms if form == form.lower() != form.upper()] == []


@pytest.mark.parametrize("name", [name for name in PACKS if SCRIPTS[name]])
def test_people_and_organisations_have_the_spellings_of_their_region(name: str) -> None:
    named = [entry for entry in entries(name) if entry["kind"] in {"person", "organisation"}]
    local = [entry for entry in named if any(scripts(form) & SCRIPTS[name] for form in entry["forms"])]
    assert len(local) >= len(named) / 3


@cache
def names_of(name: str) -> Names:
    """Return the names of a pack alone, as if none were a homonym."""
    return Names.of(
        [
            Name(entry["name"], entry["kind"], tuple(entry["forms"]), tuple(entry.get("phrases", [])))
            for entry in entries(name)
        ]
    )


@pytest.mark.parametrize("name", PACKS)
def test_every_name_tells_its_own_topic(name: str) -> None:
    names = names_of(name)
    assert [entry["name"] for entry in entries(name) if entry["name"] not in names.topics(entry["name"])] == []


def test_a_form_in_two_packs_is_a_form_of_the_same_name() -> None:
    """Else a search would widen to both. Only where both are homonyms do the words around them decide."""
    owner: dict[str, tuple[str, str, bool]] = {}
    clashes = []
    for name in PACKS:
        for entry in entries(name):
            for form in entry["forms"]:
                homonym = key(form) in homonyms(entry)
                first, other, homonym_there = owner.setdefault(key(form), (entry["name"], name, homonym))
                if first != entry["name"] and not (homonym and homonym_there):
                    clashes.append((form, first, other, entry["name"], name))
    assert clashes == []


def test_a_name_in_two_packs_is_of_one_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for name in PACKS:
        for entry in entries(name):
            kinds.setdefault(fold(entry["name"]), set()).add(entry["kind"])
    assert [name for name, found in kinds.items() if len(found) > 1] == []


def test_every_pack_is_tested() -> None:
    elsewhere = {"common", "russia-ukraine", "northern-ireland"}
    assert {path.stem for path in FOLDER.glob("*.yaml")} - elsewhere == set(PACKS)


@pytest.mark.parametrize(
    ("name", "spellings"), [(name, group) for name, groups in WORDS["one_name"].items() for group in groups]
)
def test_spellings_of_one_name_find_each_other(name: str, spellings: list[str]) -> None:
    names = names_of(name)
    for one in spellings:
        found = {fold(form) for form in names.variants(one)}
        assert {fold(other) for other in spellings if other != one} <= found | {fold(one)}, one


@pytest.mark.parametrize("pack_name", ["common", "russia-ukraine"])
def test_the_most_frequent_names_are_written_in_other_scripts(pack_name: str) -> None:
    written: Counter[str] = Counter()
    for entry in entries(pack_name):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for form in entry["forms"] for letter in form}
        written.update(scripts & {"ARABIC", "HEBREW", "CJK"})
    assert all(written[script] >= 60 for script in ("ARABIC", "HEBREW", "CJK")), written
