"""Files of many articles in no layout of a database: told apart, or reported; one article stays one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.sources.made_database_exports import Made, all_made, read_export
from tests.trials import examples

ENGLISH = ("Title", "Source", "Date", "Author", "Text")
RUSSIAN = ("Заголовок", "Источник", "Дата", "Автор", "Текст")
ARABIC = ("العنوان", "المصدر", "التاريخ", "الكاتب", "النص")
CHINESE = ("标题", "来源", "日期", "作者", "正文")
TURKISH = ("Başlık", "Kaynak", "Tarih", "Yazar", "Metin")
LONG = (
    "The two delegations met for a second round of talks by the lake, and agreed to exchange the lists of prisoners "
    "before the end of the month, said the mediators."
)
Layout = Callable[[Made, tuple[str, ...]], str]


def plain(article: Made, labels: tuple[str, ...]) -> str:
    values = (article.title, article.outlet, article.month_first, article.author)
    head = "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=False) if value)
    return f"{head}\n\n" + "\n\n".join(article.body)


def front_matter(article: Made, labels: tuple[str, ...]) -> str:
    values = (f'"{article.title}"', article.outlet, article.month_first, article.author)
    head = "\n".join(f"{label.lower()}: {value}" for label, value in zip(labels, values, strict=False) if value)
    tags = "tags:\n" + "\n".join(f"  - {tag}" for tag in article.tags) + "\n" if article.tags else ""
    return f"---\n{head}\n{tags}---\n\n" + "\n\n".join(article.body)


def markdown(article: Made, labels: tuple[str, ...]) -> str:
    values = (article.outlet, article.month_first, article.author)
    head = "\n".join(f"- **{label}:** {value}" for label, value in zip(labels[1:], values, strict=False) if value)
    return f"# {article.title}\n\n{head}\n\n" + "\n\n".join(article.body)


@settings(max_examples=examples(25))
@given(
    all_made(20),
    st.sampled_from((plain, front_matter, markdown)),
    st.sampled_from((ENGLISH, RUSSIAN, ARABIC, CHINESE, TURKISH)),
    st.sampled_from(("\n\n", "\n\n\n\n", "\n\n----------\n\n", "\n\n==========\n\n")),
)
def test_each_article_is_read_exactly(
    articles: list[Made], layout: Layout, labels: tuple[str, ...], between: str
) -> None:
    if len(articles) < 2:
        return
    articles = [
        Made(a.number, a.title, a.outlet or f"Herald {a.number}", a.day, a.author, a.body, a.tags) for a in articles
    ]
    found, errors, _ = read_export(between.join(layout(article, labels) for article in articles))
    assert not errors
    for one, made in zip(found, articles, strict=True):
        assert one.title == made.title
        assert one.outlet == made.outlet
        assert one.published == made.month_first
        assert one.authors == ([made.author] if made.author else [])
        assert one.body == made.body
        if layout is front_matter:
            assert one.tags == list(made.tags)


def test_an_article_that_lacks_the_usual_first_field_is_not_part_of_the_one_before() -> None:
    articles = [Made(n, f"Talks {n}", f"Courier {n}", n, f"Ana Torlak{n}", (f"{n}. {LONG}",)) for n in (1, 2, 3)]
    text = "\n\n".join(plain(article, ENGLISH) for article in articles).replace("Title: Talks 2\n", "")
    found, _, _ = read_export(text)
    assert [one.title for one in found] == ["Talks 1", "", "Talks 3"]
    assert [one.outlet for one in found] == ["Courier 1", "Courier 2", "Courier 3"]
    assert all(len(one.body) == 1 for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "An interview\n\n" + "\n\n".join(f"Q: What did you see on day {n}?\n\nA: {LONG}" for n in range(6)),
        "The letters\n\n" + "\n\n".join(
            f"From: Ana Torlak\nSent: May {n}, 2025\nTo: Ilko Ferran\nSubject: The bridge {n}\n\n{LONG}"
            for n in range(1, 5)
        ),
        "Pictures of the day\n\n" + "\n\n".join(f"{LONG}\n\nSource: Amber\nDate: May {n}, 2025" for n in range(1, 6)),
        "Pictures of the day\n\n" + "\n\n".join(f"Picture: bridge\nSource: Amber {n}\n\n{LONG}" for n in range(6)),
        "The agreement\n\n" + "\n\n".join(f"Article {n}\n\n{n}. {LONG}" for n in range(1, 12)),
        "The long read\n\n" + "\n\n".join(f"{LONG} {LONG}\n\nPage {n} of 9" for n in range(1, 10)),
        "A print\n\n" + "\n\n".join(f"12.05.2025, 10:31    A print\n\n{LONG}\n\n{n}/9" for n in range(1, 10)),
        "A chronicle\n\n" + "\n\n".join(f"{n} May 2025\n\n{LONG}" for n in range(1, 10)),
        "Live\n\n" + "\n\n-----\n\n".join(f"10:{n}0\n\n{LONG}" for n in range(1, 6)),
        "More\n\n" + "\n".join(f"Title: A teaser {n}\nDate: May {n}, 2025\n" for n in range(1, 9)),
        f"A poem\n\n{LONG}\n\n* * * * * *\n\n{LONG}\n\n* * * * * *\n\n{LONG} May 3, 2025\n\n* * * * * *\n\n{LONG}",
    ],
)  # fmt: skip
def test_one_article_is_never_divided_nor_refused(text: str) -> None:
    found, errors, documents = read_export(text)
    assert not errors
    assert len(documents) == 1
    assert found[0].record == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("\n\n".join(f"Document {n} of 12\n\nTalks {n} resume\n\n{LONG}" for n in range(1, 13)), 12),
        ("\n\n".join(f"Dokument {n} von 3\n\nGespräche {n}\n\n{LONG}" for n in range(1, 4)), 3),
        ("\n\n".join(f"[{n}/7]\n\nTalks {n} resume\n\nAmber Courier, May {n}, 2025\n\n{LONG}" for n in range(1, 8)), 7),
        (
            "\n\n".join(f"Article {n}\n\nTalks {n} resume\nAmber Courier, {n} May 2025\n\n{LONG}" for n in range(1, 5)),
            4,
        ),
        ("\n\n=====\n\n".join(f"Talks {n} resume\nAmber Courier, {n} May 2025\n\n{LONG}" for n in range(1, 5)), 4),
    ],
)
def test_a_file_of_several_articles_of_unknown_layout_is_reported(text: str, count: int) -> None:
    found, errors, _ = read_export(text)
    assert not found
    assert len(errors) == 1
    assert f"looks like {count} articles" in errors[0]


def pressreader(number: int) -> str:
    return (
        f"Talks {number} resume\nAmber Courier · 12 May 2025 · By Ana Torlak\n\n{LONG}\n\nNewspapers | Lakeland\n\n"
        f"https://www.pressreader.com/lakeland/amber-courier/20250512/28158235510571{number}\n\n"
        "© PressReader. All rights reserved.\n\n"
    )


def test_an_article_of_pressreader() -> None:
    (found,), errors, documents = read_export(pressreader(1))
    assert not errors
    assert found.title == "Talks 1 resume"
    assert found.outlet == "Amber Courier"
    assert found.published == "2025-05-12"
    assert found.authors == ["Ana Torlak"]
    assert found.body == (LONG,)
    assert documents[0].stated["url"] == "https://www.pressreader.com/lakeland/amber-courier/20250512/281582355105711"


def test_several_articles_of_pressreader_are_reported() -> None:
    found, errors, _ = read_export(pressreader(1) + pressreader(2) + pressreader(3))
    assert not found
    assert len(errors) == 1
    assert "looks like 3 articles" in errors[0]
