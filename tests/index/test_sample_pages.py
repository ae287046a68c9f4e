"""The sample pages: complete, decodable, invented where they must be, and told in our own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import ftfy
import pytest

from peaceindex import load_yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = REPOSITORY / "seeds"
EXPECTED: dict[str, dict[str, Any]] = load_yaml(Path(__file__).parent / "sample_expectations.yaml", dict)
PAGES = sorted(EXPECTED)

# Addresses and mails, and bare names that end like a host; glued sentences ("said.The") go on with a capital.
ADDRESS = re.compile(r"(?:https?://|www\.|[\w.+-]+@)([a-z0-9.-]+[a-z0-9])")
BARE_HOST = re.compile(r"\b[a-z0-9-]+\.(?:com|org|net|info|news|eu|int|uk|ua|ru|de|fr|es|tr|at|ch|pl|us|io|co|me|tv)\b")
SPELLINGS = (
    *("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenski", "Selenskyj", "Зеленський"),
    *("Kyiv", "Kiev", "Київ", "Odesa", "Odessa", "Donbas", "Donbass", "Донбас"),
    *("Erdogan", "Erdoğan", "Turkey", "Türkiye", "Istanbul", "İstanbul", "Medinsky", "Medinskiy"),
)


def page_text(name: str) -> str:
    """The page as a person reads it: decoded as declared, mojibake mended, soft hyphens gone."""
    text = (SEEDS / name).read_bytes().decode(EXPECTED[name].get("encoding", "utf-8"))
    if EXPECTED[name].get("mojibake"):
        text = ftfy.fix_text(text, uncurl_quotes=False)
    return text.replace("\u00ad", "").replace("\u00a0", " ")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_there_are_28_pages_and_each_has_its_expectations() -> None:
    assert len(PAGES) == 28
    assert sorted(path.name for path in SEEDS.glob("*.txt")) == PAGES
    assert {path.name for path in SEEDS.iterdir()} == {*PAGES, "README.md"}


@pytest.mark.parametrize("name", PAGES)
def test_readme_tells_the_same_about_each_page(name: str) -> None:
    rows = [line for line in (SEEDS / "README.md").read_text(encoding="utf-8").splitlines() if name in line]
    assert len(rows) == 1
    cells = [cell.strip() for cell in rows[0].strip("|").split("|")]
    page = EXPECTED[name]
    assert cells[0] == f"`{name}`"
    assert cells[2].split(":")[0].split(", ") == page["kinds"]
    found = [page["title"], page["outlet"], page["date"], ", ".join(page["authors"])]
    assert cells[3:] == [value or "none" for value in found]


def test_readme_marks_them_as_samples() -> None:
    text = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert "samples, written for this project" in text
    assert "outlets are invented" in text


@pytest.mark.parametrize("name", PAGES)
def test_page_is_encoded_as_declared(name: str) -> None:
    data = (SEEDS / name).read_bytes()
    page = EXPECTED[name]
    if page.get("encoding"):
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
    text = page_text(name)
    assert "\ufffd" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    assert bool(re.search(r"â€|Ã[‡©¶¼]", data.decode(page.get("encoding", "utf-8")))) is page.get("mojibake", False)


@pytest.mark.parametrize("name", [*PAGES, "README.md"])
def test_no_real_host_is_named(name: str) -> None:
    text = page_text(name) if name in EXPECTED else (SEEDS / name).read_text(encoding="utf-8")
    assert [host for host in ADDRESS.findall(text) if not host.endswith(".example")] == []
    assert BARE_HOST.findall(text) == []


@pytest.mark.parametrize("name", PAGES)
def test_expectations_can_be_met_by_the_page(name: str) -> None:
    page, text = EXPECTED[name], squeezed(page_text(name))
    assert 0 <= text.find(page["starts"]) < text.rfind(page["ends"])
    assert [fragment for fragment in page["cut"] if fragment not in text] == []
    assert 180 <= page["words"] <= 600
    for value in (page["title"], page["outlet"], page.get("url"), *page["authors"], *page.get("tags", [])):
        assert value is None or value.casefold() in text.casefold()
    if page["date"]:
        year, _, day = page["date"].split("-")
        assert year in text
        assert re.search(rf"(?<!\d)0?{int(day)}(?!\d)", text)


def test_enough_pages_have_no_date_no_title_no_outlet() -> None:
    def without(field: str) -> int:
        return sum(page[field] is None for page in EXPECTED.values())

    assert without("date") >= 5
    assert without("title") >= 3
    assert without("outlet") >= 3


def test_each_kind_of_dirt_is_on_two_pages_or_more() -> None:
    kinds = [kind for page in EXPECTED.values() for kind in page["kinds"]]
    assert set(kinds) == set("abcdefghijklm")
    assert [kind for kind in set(kinds) if kinds.count(kind) < 2] == []


def test_two_pairs_carry_the_same_wire_copy_under_other_headlines() -> None:
    pairs = {tuple(sorted((name, page["twin"]))) for name, page in EXPECTED.items() if "twin" in page}
    assert len(pairs) == 2
    for one, other in pairs:
        assert EXPECTED[one]["twin"] == other and EXPECTED[other]["twin"] == one
        assert EXPECTED[one]["title"] != EXPECTED[other]["title"]
        assert EXPECTED[one]["outlet"] != EXPECTED[other]["outlet"]
        first, second = runs(page_text(one)), runs(page_text(other))
        assert len(first & second) > 0.4 * min(len(first), len(second))


def test_names_come_in_several_spellings_and_five_languages() -> None:
    everything = " ".join(map(page_text, PAGES))
    assert [word for word in SPELLINGS if not re.search(rf"\b{word}\b", everything)] == []
    assert {page["language"] for page in EXPECTED.values()} == {"en", "uk", "de", "tr", "es"}


@pytest.mark.shared
def test_no_sentence_of_the_real_documents_is_used(shared_dir: Path) -> None:
    real: set[tuple[str, ...]] = set()
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        real |= runs(path.read_text(encoding="utf-8"))
    assert real
    for name in PAGES:
        assert runs(page_text(name)) & real == set(), name
    for path in (SEEDS / "README.md", Path(__file__).parent / "sample_expectations.yaml"):
        assert runs(path.read_text(encoding="utf-8")) & real == set(), path.name
