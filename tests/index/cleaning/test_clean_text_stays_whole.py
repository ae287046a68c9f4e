"""What is clean already comes out as it went in: no word of a text that is prose alone is ever lost."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.model.article import BODY_STATED, Article, RawDocument
from peaceindex.sources import documents
from tests.trials import examples

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
_SENTENCE = re.compile(r"(?<=[a-zа-яіїєç]{3}[.!?])\s+(?=[^\W\d_a-z])")


@cache
def cleaner() -> Cleaner:
    return Cleaner()


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the sample pages' own articles, a few words long or more."""
    found: list[str] = []
    for path in sorted(SEEDS.glob("*.txt")):
        for document in documents(path, path.name):
            if isinstance(document, RawDocument):
                for paragraph in cleaner().clean(document).paragraphs:
                    found += [s for s in _SENTENCE.split(paragraph) if len(s.split()) >= 5 and s[-1] in ".!?"]
    return tuple(dict.fromkeys(found))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def lost(text: str, article: Article) -> Counter[str]:
    """The words of a text that stand neither in the article nor in its title."""
    return words(text) - words("\n".join([article.title or "", *article.paragraphs]))


@st.composite
def prose(draw: st.DrawFn) -> list[str]:
    """Paragraphs of one to four sentences."""
    some = draw(st.lists(st.sampled_from(sentences()), min_size=1, max_size=24, unique=True))
    paragraphs = []
    while some:
        size = draw(st.integers(1, 4))
        paragraphs.append(" ".join(some[:size]))
        some = some[size:]
    return paragraphs


QUIET = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(prose(), st.sampled_from(("\n", "\n\n")))
def test_a_text_of_prose_alone_keeps_every_word(paragraphs: list[str], gap: str) -> None:
    text = gap.join(paragraphs)
    article = cleaner().clean(RawDocument.of("prose.txt", text))
    assert not lost(text, article)


@QUIET
@given(prose(), st.sampled_from(("Envoys agree to meet again", "Перемовини тривають", "Ateşkes uzatıldı")))
def test_a_title_takes_no_word_from_the_text_below_it(paragraphs: list[str], title: str) -> None:
    text = "\n\n".join([title, *paragraphs])
    article = cleaner().clean(RawDocument.of("titled.txt", text))
    assert not words("\n".join(paragraphs)) - words(article.text)
    assert not lost(text, article)


@QUIET
@given(prose(), st.booleans())
def test_a_stated_body_keeps_every_paragraph(paragraphs: list[str], titled: bool) -> None:
    stated = {BODY_STATED: True} | ({"title": "Envoys agree to meet again"} if titled else {})
    article = cleaner().clean(RawDocument.of("record", "\n".join(paragraphs), says=stated))
    assert article.paragraphs == tuple(paragraphs)


BODY = "The envoys met on Monday in the capital. They agreed to exchange lists of prisoners before the month ends."


@pytest.mark.parametrize(
    "line",
    [
        "Continue reading →", "The post Envoys meet appeared first on The Harbour Post.", "Lire la suite",
        "Der Beitrag Waffenruhe hält erschien zuerst auf Hafenbote.", "Subscribe to read the full story",
        "Already a subscriber? Log in", "Читать далее", "Devamını oku", "اقرأ المزيد", "続きを読む", "阅读全文",
        "Suscríbete para seguir leyendo", "© 2024 Harbour Media. All rights reserved.", "Share on Facebook Twitter",
        "READ MORE: Bridge reopens after six weeks", "Photo: Harbour Media", "Kun for abonnenter", "Leia mais",
    ],
)  # fmt: skip
def test_what_says_itself_that_it_is_furniture_goes_from_a_stated_body(line: str) -> None:
    article = cleaner().clean(RawDocument.of("record", f"{BODY}\n{line}", says={BODY_STATED: True}))
    assert article.paragraphs == (BODY,)
    assert [cut.text for cut in article.cuts] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law was discussed in parliament on Tuesday, the minister said.", "WASHINGTON (AP) — He left.",
        "Share prices fell on Friday.", "Sign up, the army told young men.", "Related to the attack, three were held.",
        "The post office was shelled and appeared first on the list of targets.", "– Reuters, Kyiv", "Two dead",
        "Members only were admitted to the session.", "Print media were closed.", "May 2025: the talks begin",
        "By the river, the bridge stood empty.", "More than 40 people were killed.", "Kyiv, 12 May (Interfax)",
        "Kyiv hopes to become a member of the European Union by 2030.", "Register now, the ministry told voters.",
        "Already a member, Finland will host the summit in June.", "Jetzt testen die Behörden neue Sirenen im Hafen.",
        "Анна Торлак, Київ", "“Read more about history before you talk,” he said.", "A list of the freed:",
    ],
)  # fmt: skip
def test_nothing_else_goes_from_a_stated_body(line: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}\n{line}", f"{BODY}\n{line}\n{BODY} It was late."):
        stated = {BODY_STATED: True, "title": "Envoys agree", "date": "2025-05-12", "authors": ["Ana Torlak"]}
        article = cleaner().clean(RawDocument.of("record", text, says=stated))
        assert "\n".join(article.paragraphs) == text


@pytest.mark.parametrize(
    "text",
    [
        "Two people were killed near the bridge on Monday.", "停火协议在首都签署。", "Ateşkes uzatıldı.",
        "Curfew lifted", "Мінський раунд перенесено на п'ятницю.", "عاد الهدوء إلى المدينة.", "停戦が延長された。",
        "मंगलवार को युद्धविराम बढ़ाया गया।", "ข้อตกลงหยุดยิงได้รับการต่ออายุ", "휴전이 연장됐다.",
    ],
)  # fmt: skip
def test_a_source_of_one_sentence_is_an_article(text: str) -> None:
    article = cleaner().clean(RawDocument.of("brief.txt", text))
    assert article.paragraphs == (text,)


def test_what_clean_printed_is_cleaned_to_the_same_again() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        for document in documents(path, path.name):
            assert isinstance(document, RawDocument)
            once = cleaner().clean(document)
            head = [once.title] if once.title and once.provenance["title"] != "derived" else []
            again = cleaner().clean(RawDocument.of("again.txt", "\n\n".join([*head, *once.paragraphs])))
            assert again.paragraphs == once.paragraphs, path.name


TALKS = (
    "The talks in the harbour town will go on until the end of the month, the mediators said on Monday after a long "
    "day of meetings behind closed doors.",
    "Both sides had asked for more time to look at the maps, and the envoys agreed to come back with new proposals "
    "within two weeks.",
    "Nobody expects a signature before the summer, but the people in the town hope that the ferries will run again.",
    "The rounds that follow are public, and each of them will be held in another of the towns along the coast.",
)
TOWNS = ("Selm", "Karnow", "Adra", "Torlak", "Mirova", "Dovik", "Hasle", "Brenta", "Lodar", "Vesk", "Oralu", "Tamsin")


@pytest.mark.parametrize(
    "item",
    ["• {}, the old town hall", "{n}) {} Town Hall", "June {n} -- {} Theatre, {}", "Ferry to {} ${n}",
     "    {}, the old town hall", "{n}. Зал собраний, {}", "{} | {n} votes | 2 seats", "[{n}] Gemeindehaus {}"],
)  # fmt: skip
@pytest.mark.parametrize("title", ["Talks go on along the coast", None])
def test_a_list_at_the_end_of_a_clean_text_stays(item: str, title: str | None) -> None:
    items = [item.replace("{n}", str(n)).replace("{}", town) for n, town in enumerate(TOWNS, 3)]
    text = "\n\n".join([*([title] if title else []), *TALKS, "\n".join(items)])
    assert not lost(text, cleaner().clean(RawDocument.of("list.txt", text)))


@pytest.mark.parametrize(
    "first",
    ["The former envoy has never owned a house in the harbour town of Selm.",
     "This report was paid for by the Harbour Fund. All views are those of the authors. #harbour",
     "Tickets for the ferry between Selm and Karnow are sold out until the end of May! 🙂"],
)  # fmt: skip
def test_a_first_paragraph_that_could_be_a_title_stays_in_the_text(first: str) -> None:
    text = "\n\n".join([first, *TALKS])
    assert cleaner().clean(RawDocument.of("untitled.txt", text)).paragraphs[0].startswith(first)
