"""Words that are written in several ways: initials, hyphens, numbers, ordinals, weapons, resolutions and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = (
    "The U.S. envoy met the Syrian side.",  # 1
    "A US envoy flew to Doha. The WHO sent doctors, and IT staff stayed.",  # 2
    "They told us who it was that came.",  # 3
    "The U. S. envoy of 1995 wrote a book.",  # 4
    "TRUMP TELLS US TO WAIT FOR IT",  # 5
    "The I.A.E.A. inspectors and J.D. Vance spoke; so did Nato.",  # 6
    "IAEA reports reached JD Vance and NATO.",  # 7
    "The pre-war border is where al-Shabaab stood.",  # 8
    "A prewar map was shown; alshabaab is written so by some.",  # 9
    "The pre war days are over. Shells of the cease-fire line fell.",  # 10
    "An AK-47 was found, and an F-16 flew.",  # 11
    "AK-47s were sold. F16s came. Two AK47 rifles.",  # 12
    "Some 1,200 people fled.",  # 13
    "Près de 1 200 personnes ont fui.",  # 14
    "Rund 1.200 Menschen flohen.",  # 15
    "Exactly 1200 were counted in 1 200 houses.",  # 16
    "Resolution 1701 is in force.",  # 17
    "The text of S/RES/1701 (2006) was read.",  # 18
    "The attack of October 7 changed much.",  # 19
    "Since 7 October the attack is remembered.",  # 20
    "On Oct. 7 the attack began; on the 7th of October it was known.",  # 21
    "In October 70 people came, and 7 attacks were counted.",  # 22
    "It is FAR from over; the FAR fled. Salt is dear, SALT was signed.",  # 23
    "The war before was long. Shabaab al is no name.",  # 24
    "Müller und Støre trafen sich in Århus.",  # 25
    "Mueller met Stoere in Aarhus.",  # 26
    "The poet hid a pot. Muller is a name.",  # 27
    "The I. C. R. C. delegate met the third round of guests on the twenty-first floor.",  # 28
    "An ICRC delegate; the 3rd round of drinks; the 21st floor.",  # 29
    "Aid for ١٥٬٠٠٠ and for ١٥ ٠٠٠, CHF 15'000 refugees",  # 30
    "Some 15 000 refugees, of the postwar line",  # 31
    "The post-war line, 15,000 refugees",  # 32
    "In the second half, 3 round tables",  # 33
)


@pytest.fixture(scope="module")
def index(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    with index_of([article("", text) for text in TEXTS]) as built:
        yield built


def rows(index: SearchIndex, text: str, **request: Any) -> list[int]:
    return sorted(int(row) for row in index.search(Request(text, **request)).rows)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("US", [1, 2, 4, 5]),
        ("U.S.", [1, 2, 4, 5]),
        ("U. S. envoy", [1, 2, 4]),
        ("u.s. envoy", [1, 2, 4]),
        ("US envoy", [1, 2, 4]),
        ('"US envoy"', [1, 2, 4]),
        ('"the U.S. envoy"', [1, 4]),
        ("us", [3, 5]),
        ("=US", [2, 5]),
        ('="U.S."', [1, 4]),
        ("WHO", [2]),
        ("who", [3]),
        ("IT", [2, 5]),
        ("it", [3, 5, 21, 23]),
        ("IAEA", [6, 7]),
        ("iaea", [6, 7]),
        ("I.A.E.A.", [6, 7]),
        ("=iaea", [7]),
        ("NATO", [6, 7]),
        ("N.A.T.O.", [6, 7]),
        ("JD Vance", [6, 7]),
        ('"J.D. Vance"', [6, 7]),
        ("FAR", [23]),
        ("far", [23]),
        ("SALT", [23]),
        ("pre-war", [8, 9, 10]),
        ("prewar", [8, 9, 10]),
        ("pre war", [8, 9, 10]),
        ('"pre war"', [8, 9, 10]),
        ("=prewar", [9]),
        ("al-Shabaab", [8, 9]),
        ('"al Shabaab"', [8, 9]),
        ("alshabaab", [8, 9]),
        ("ceasefire", [10]),
        ("AK-47", [11, 12]),
        ("AK-47s", [11, 12]),
        ("ak47", [11, 12]),
        ('"AK-47"', [11, 12]),
        ('="AK-47"', [11]),
        ("F16", [11, 12]),
        ("F-16", [11, 12]),
        ("F-16s", [11, 12]),
        ("=F16s", [12]),
        ("1,200", [13, 14, 15, 16]),
        ("1200", [13, 14, 15, 16]),
        ("1.200", [13, 14, 15, 16]),
        ('"1 200"', [13, 14, 15, 16]),
        ("Resolution 1701", [17, 18]),
        ("S/RES/1701", [17, 18]),
        ("UNSCR 1701", [17, 18]),
        ('="Resolution 1701"', [17]),
        ('"October 7"', [19, 20, 21]),
        ('"7 October"', [19, 20, 21]),
        ('"Oct. 7"', [19, 20, 21]),
        ('"October 7th"', [19, 20, 21]),
        ('"7th of October"', [19, 20, 21]),
        ('"the attack of October 7"', [19]),
        ('="October 7"', [19]),
        ("mueller", [25, 26, 27]),
        ("Müller", [25, 26, 27]),
        ("=mueller", [26]),
        ("stoere", [25, 26]),
        ("Støre", [25, 26]),
        ("aarhus", [25, 26]),
        ("poet", [27]),
        ("pot", [27]),
        ("ICRC", [28, 29]),
        ("I. C. R. C.", [28, 29]),
        ('"I.C.R.C. delegate"', [28, 29]),
        ('"third round"', [28, 29]),
        ('"3rd round"', [28, 29]),
        ('"21st floor"', [28, 29]),
        ('"twenty-first floor"', [28, 29]),
        ("=3rd", [29]),
        ("2nd", [33]),
        ("15000", [30, 31, 32]),
        ('"15,000 refugees"', [30, 31, 32]),
        ('"15 000 refugees"', [30, 31, 32]),
        ('"post-war line"', [31, 32]),
        ('"postwar line"', [31, 32]),
        ('"AK-47s were sold"', [12]),
        ('"An F16 flew"', [11]),
        ('"the cease-fire line"~2', [10]),
        ('"shells the ceasefire fell"~3', [10]),
        ('="post-war line"', [32]),
    ],
)
def test_other_spellings_are_found(index: SearchIndex, query: str, found: list[int]) -> None:
    assert rows(index, query) == found


def test_they_are_shown_and_can_be_turned_off(index: SearchIndex) -> None:
    assert index.search(Request("IAEA")).also_matching == {"IAEA": ("I.A.E.A.",)}
    assert index.search(Request("prewar")).also_matching == {"prewar": ("pre-war",)}
    assert "F-16" in index.search(Request("F16")).also_matching["F16"]
    assert rows(index, "IAEA", exact=True) == [7]
    assert index.search(Request("talks")).also_matching == {}


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("US envoy", TEXTS[0], ["U.S", "envoy"]),
        ("US envoy", TEXTS[1], ["US", "envoy"]),
        ("US", TEXTS[3], ["U. S"]),
        ("us", TEXTS[1], []),
        ("prewar", TEXTS[7], ["pre-war"]),
        ("F16", TEXTS[10], ["F-16"]),
        ('"October 7"', TEXTS[19], ["7 October"]),
        ("1701", TEXTS[17], ["1701"]),
        ("mueller", TEXTS[24], ["Müller"]),
        ("ICRC", TEXTS[27], ["I. C. R. C"]),
        ('"15,000 refugees"', TEXTS[30], ["15 000 refugees"]),
        ('"postwar line"', TEXTS[31], ["post-war line"]),
    ],
)
def test_they_are_marked_in_the_text(index: SearchIndex, query: str, text: str, marked: list[str]) -> None:
    spans = index.highlighter(Request(query)).spans(text)
    assert [text[start:end] for start, end in spans] == marked


def test_words_that_only_look_alike_do_not_meet(index: SearchIndex) -> None:
    assert 24 not in rows(index, "prewar")
    assert 24 not in rows(index, '"pre-war"')
    assert 22 not in rows(index, '"October 7"')
    assert rows(index, "AK-470") == []
    assert rows(index, "Resolution 17") == []


ORDINALS = (
    ("fr", "Le deuxième tour des pourparlers"),  # 1
    ("fr", "Le 2e tour des pourparlers"),  # 2
    ("fr", "Le 1er tour. Le Premier ministre a parlé de la seconde de silence."),  # 3
    ("fr", "Le premier tour. La 2nde"),  # 4
    ("es", "La tercera ronda de diálogo"),  # 5
    ("es", "La 3ª ronda de diálogo, el 7º día"),  # 6
    ("es", "La puerta 3A del aeropuerto, el séptimo día"),  # 7
    ("en", "Article 3a, gate 7O, deuxième, tercera"),  # 8
    ("pt", "A segunda-feira e a terceira ronda; a 2ª ronda"),  # 9
    ("pt", "A segunda ronda, a 3.ª ronda e a 3ª"),  # 10
    ("it", "Il quinto incontro, un quarto dei profughi"),  # 11
    ("it", "Il 5º incontro, il 4º giorno"),  # 12
    ("nl", "De tweede ronde, de 8ste dag"),  # 13
    ("nl", "De 2e ronde, de achtste dag"),  # 14
    ("ru", "Второй раунд переговоров, до третьего дня"),  # 15
    ("ru", "2-й раунд переговоров, до 3-го дня"),  # 16
    ("uk", "Другий раунд перемовин"),  # 17
    ("uk", "2-й раунд перемовин"),  # 18
    ("ru", "Вторник, 2 й"),  # 19
    ("de", "Die dritte Runde beginnt"),  # 20
    ("de", "Die 3. Runde beginnt"),  # 21
    ("de", "Es gab nur 3. Die dritten Wagen und 3 Runden"),  # 22
    ("ar", "نزح ١٥،٠٠٠ شخص، وقتل 3،5"),  # 23
    ("ar", "عاد 15000 شخص في 1990،2000،2010"),  # 24
)


@pytest.fixture(scope="module")
def ordinals(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    with index_of([article("", text, language=language) for language, text in ORDINALS]) as built:
        yield built


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("deuxième", [1, 2, 8]),
        ("2e", [1, 2, 13, 14]),
        ("2ème tour", [1, 2]),
        ('"le deuxième tour"', [1, 2]),
        ('"2ème tour"', [1, 2]),
        ("=deuxième", [1, 8]),
        ("1er", [3]),
        ('"le premier tour"', [3, 4]),
        ('"1er tour"', [3, 4]),
        ("3ª", [5, 6, 7, 8, 9, 10]),
        ("tercera", [5, 8]),
        ('"tercera ronda"', [5, 6]),
        ('"3ª ronda"', [5, 6, 9]),
        ("3.ª", [5, 6, 7, 9, 10]),
        ("7º", [6, 7, 8]),
        ("séptimo", [6, 7]),
        ("3a", [6, 7, 8, 10]),
        ("segunda", [9, 10]),
        ('"segunda ronda"', [9, 10]),
        ("quarto", [11]),
        ("quinto", [11, 12]),
        ("5º", [11, 12]),
        ("tweede", [13, 14]),
        ("achtste", [13, 14]),
        ("8ste", [13, 14]),
        ("второй", [15, 16, 19]),
        ("2-й", [15, 16, 17, 18, 19]),
        ("другий", [17, 18]),
        ("третьего", [15, 16]),
        ('"2-й раунд переговоров"', [15, 16]),
        ('"второй раунд"', [15, 16, 18]),
        ('"3. Runde"', [20, 21]),
        ('"die 3. Runde beginnt"', [20, 21]),
        ('"nur 3."', [22]),
        ('="3. Runde"', [21]),
        ("15000", [23, 24]),
        ("15،000", [23, 24]),
        ("١٥٬٠٠٠", [23, 24]),
        ("35", []),
        ("2000", [24]),
    ],
)
def test_ordinals_of_other_languages(ordinals: SearchIndex, query: str, found: list[int]) -> None:
    assert rows(ordinals, query) == found


def test_ordinals_are_shown_and_marked(ordinals: SearchIndex) -> None:
    assert "2e" in ordinals.search(Request("deuxième")).also_matching["deuxième"]
    assert "второй" in ordinals.search(Request("2-й")).also_matching["2-й"]
    for query, text, marked in (
        ("deuxième", ORDINALS[1][1], ["2e"]),
        ('"3. Runde"', ORDINALS[19][1], ["dritte Runde"]),
        ("второй", ORDINALS[15][1], ["2-й"]),
        ("15000", ORDINALS[22][1], ["١٥،٠٠٠"]),
    ):
        spans = ordinals.highlighter(Request(query)).spans(text)
        assert [text[start:end] for start, end in spans] == marked
