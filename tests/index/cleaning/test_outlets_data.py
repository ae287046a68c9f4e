"""The register of outlets that the package carries: its shape, and that each sign belongs to one outlet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import peaceindex.cleaning
from peaceindex.cleaning.outlets import Outlets
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = Path(peaceindex.cleaning.__file__).with_name("outlets.yaml")
LISTS = ("aliases", "hosts", "agency", "legal")
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}")

# Lines of a menu or words of a sentence, which would give a page away to the wrong outlet.
_COMMON_WORDS = """
    news world politics business sport opinion europe ukraine russia war analysis culture science tech time
    sun mirror express star independent metro post times mail guardian observer nation week welt welten
    politik panorama monde economie новости политика экономика мир война новини світ україна
    us who it the
"""
COMMON = set(_COMMON_WORDS.split())


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert list(found) == ["outlets"]
    assert isinstance(found["outlets"], list)
    return found["outlets"]


@pytest.fixture(scope="module")
def outlets() -> Outlets:
    return Outlets.load()


def strings(entry: dict[str, Any]) -> Iterator[str]:
    yield entry["name"]
    for field in LISTS:
        yield from entry.get(field, [])


def twice(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The values that two outlets claim, compared without case and accents."""
    owner: dict[str, str] = {}
    return [
        (value, owner[fold(value)], outlet)
        for value, outlet in pairs
        if owner.setdefault(fold(value), outlet) != outlet
    ]


def test_every_entry_has_the_shape_that_the_header_promises(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        assert set(entry) <= {"name", *LISTS}, entry
        assert all(isinstance(text, str) for text in strings(entry)), entry
        assert entry.get("hosts"), entry
        assert all(entry[field] for field in LISTS if field in entry), entry


def test_there_are_enough_of_them(entries: list[dict[str, Any]]) -> None:
    assert len(entries) >= 300
    assert sum("agency" in entry for entry in entries) >= 50
    assert sum("legal" in entry for entry in entries) >= 80


def test_texts_are_trimmed_composed_and_printable(entries: list[dict[str, Any]]) -> None:
    for text in (text for entry in entries for text in strings(entry)):
        assert text and text == " ".join(text.split()), text
        assert text == unicodedata.normalize("NFC", text), text
        assert not any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"} for c in text), text


def test_hosts_are_bare_host_names(entries: list[dict[str, Any]]) -> None:
    hosts = [host for entry in entries for host in entry["hosts"]]
    assert [host for host in hosts if not HOST.fullmatch(host) or host.startswith("www.")] == []
    assert [host for host, count in Counter(hosts).items() if count > 1] == []


def test_names_and_aliases_belong_to_one_outlet(entries: list[dict[str, Any]]) -> None:
    assert [n for n, count in Counter(fold(e["name"]) for e in entries).items() if count > 1] == []
    assert twice((n, e["name"]) for e in entries for n in (e["name"], *e.get("aliases", []))) == []
    for entry in entries:
        known = [text.lower() for text in (entry["name"], *entry.get("aliases", []))]
        assert len(known) == len(set(known)), entry


@pytest.mark.parametrize("field", ["agency", "legal"])
def test_tags_and_legal_names_belong_to_one_outlet(entries: list[dict[str, Any]], field: str) -> None:
    """Nor may a tag or a legal name be the name of another outlet."""
    pairs = [(value, e["name"]) for e in entries for value in e.get(field, [])]
    assert twice(pairs) == []
    assert twice([*pairs, *((n, e["name"]) for e in entries for n in (e["name"], *e.get("aliases", [])))]) == []
    for entry in entries:
        assert len(entry.get(field, [])) == len({v.lower() for v in entry.get(field, [])}), entry


def test_no_name_is_a_common_word(entries: list[dict[str, Any]]) -> None:
    names = [n for e in entries for n in (e["name"], *e.get("aliases", []), *e.get("agency", []))]
    assert [name for name in names if fold(name) in COMMON] == []
    assert [name for name in names if len(name) < 2] == []


@pytest.mark.parametrize(
    ("sign", "outlet"),
    [
        ("https://sputnikglobe.com/20250101/a-page-1.html", "Sputnik International"),
        ("https://www.sputniknews.com/world/", "Sputnik International"),
        ("ilkha.com", "ILKHA"),
        ("worthynews.com", "Worthy News"),
        ("amedpost.com", "The Amed Post"),
        ("https://www.bbc.co.uk/news/1", "BBC News"),
        ("https://russian.rt.com/page", "RT"),
        ("https://en.interfax.com.ua/news/1.html", "Interfax-Ukraine"),
        ("https://interfax.ru/1", "Interfax"),
        ("https://news.example/sputnikglobe.com", None),
    ],
)
def test_an_address_tells_its_outlet(outlets: Outlets, sign: str, outlet: str | None) -> None:
    assert outlets.by_host(sign) == outlet


@pytest.mark.parametrize(
    ("tag", "outlet"),
    [
        ("AP", "Associated Press"),
        ("Reuters", "Reuters"),
        ("TASS", "TASS"),
        ("AA", "Anadolu Agency"),
        ("ILKHA", "ILKHA"),
        ("dpa", "Deutsche Presse-Agentur"),
        ("BelTA", "BelTA"),
        ("UNN", "Ukrainian National News"),
        ("Worthy News", "Worthy News"),
    ],
)
def test_a_tag_tells_its_outlet(outlets: Outlets, tag: str, outlet: str) -> None:
    assert outlets.by_tag(tag) == outlet


@pytest.mark.parametrize("name", ["amedpost", "Amed Post", "THE AMED POST"])
def test_an_alias_tells_its_outlet(outlets: Outlets, name: str) -> None:
    assert outlets.by_name(name) == "The Amed Post"
