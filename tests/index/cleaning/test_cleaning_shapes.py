"""Pages of the shapes that scrapers leave behind, from outlets that nobody has registered, in several languages.

All text here is written for these tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.model.article import Article, RawDocument


def clean(text: str, mtime: float | None = None) -> Article:
    return Cleaner(Outlets()).clean(RawDocument.of("page.txt", text, mtime=mtime))


@dataclass(frozen=True)
class Story:
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    teasers: tuple[str, ...]
    language: str


HARBOUR = Story(
    "Envoys agree to reopen the harbour road for grain trucks",
    "Negotiators from both sides said the first lorries would cross the bridge before the end of the week.",
    (
        "The two delegations met for the third time in a hotel above the bay, and this time they left with a "
        "signed page. "
        "It lists eleven villages through which grain may travel by daylight.",
        "Inspectors from a neutral country will count the lorries at the northern gate. Each driver has to carry a "
        "certificate, and no vehicle may stop for longer than twenty minutes.",
        "A spokeswoman for the mayor called the agreement a modest beginning. “We have had larger promises "
        "and smaller "
        "results,” she told reporters in the courtyard.",
        "Fishermen who watched the cars leave were less patient. They asked when the nets could be mended in peace.",
    ),
    (
        "A bakery in the old town has been fined for selling yesterday’s rolls as fresh, the consumer office "
        "announced.",
        "Three climbers were brought down from the western ridge on Tuesday after a night in the snow, rescuers said.",
        "The national orchestra has postponed its tour because two of the cellos were lost at an airport.",
    ),
    "en",
)
BRUECKE = Story(
    "Unterhändler einigen sich auf Öffnung der Brücke für Getreide",
    "Beide Seiten teilten mit, dass die ersten Lastwagen noch in dieser Woche über die Brücke fahren sollen.",
    (
        "Die Delegationen trafen sich zum dritten Mal in einem Hotel über der Bucht und gingen diesmal mit einem "
        "unterschriebenen Blatt auseinander. Es nennt elf Dörfer, durch die Getreide bei Tag fahren darf.",
        "Beobachter aus einem neutralen Land werden die Lastwagen am nördlichen Tor zählen. Jeder Fahrer muss eine "
        "Bescheinigung bei sich haben, und kein Wagen darf länger als zwanzig Minuten halten.",
        "Eine Sprecherin des Bürgermeisters nannte die Einigung einen bescheidenen Anfang. „Wir hatten schon größere "
        "Versprechen und kleinere Ergebnisse“, sagte sie vor Journalisten.",
        "Die Fischer, die den Wagen nachsahen, waren weniger geduldig und fragten, wann die Netze geflickt "
        "werden können.",
    ),
    (
        "Eine Bäckerei in der Altstadt muss Strafe zahlen, weil sie Brötchen vom Vortag als frisch verkauft hat.",
        "Drei Bergsteiger sind am Dienstag nach einer Nacht im Schnee vom Westgrat gerettet worden.",
    ),
    "de",
)
MIST = Story(
    "Переговірники домовилися відкрити міст для вантажівок із зерном",
    "Обидві сторони повідомили, що перші вантажівки проїдуть мостом ще до кінця цього тижня.",
    (
        "Делегації зустрілися втретє в готелі над затокою і цього разу розійшлися з підписаним аркушем. У "
        "ньому названо "
        "одинадцять сіл, через які можна возити зерно вдень.",
        "Спостерігачі з нейтральної країни рахуватимуть вантажівки біля північної брами. Кожен водій повинен мати "
        "довідку, і жодна машина не може стояти довше ніж двадцять хвилин.",
        "Речниця міського голови назвала домовленість скромним початком. «Ми вже мали більші обіцянки і менші "
        "результати», сказала вона журналістам у дворі.",
    ),
    (
        "Пекарню у старому місті оштрафували за те, що вона продавала вчорашні булочки як свіжі, повідомили "
        "у відомстві.",
        "Трьох альпіністів зняли у вівторок із західного хребта після ночі в снігу, розповіли рятувальники.",
    ),
    "uk",
)
KOPRU = Story(
    "Heyetler tahıl kamyonları için köprünün açılmasında anlaştı",
    "Taraflar, ilk kamyonların bu hafta bitmeden köprüden geçeceğini açıkladı.",
    (
        "Heyetler körfeze bakan bir otelde üçüncü kez bir araya geldi ve bu kez imzalı bir sayfayla ayrıldı. Metinde "
        "tahılın gündüz geçebileceği on bir köyün adı yer alıyor.",
        "Tarafsız bir ülkeden gelen gözlemciler kamyonları kuzey kapısında sayacak. Her sürücünün yanında bir belge "
        "bulunması gerekiyor ve hiçbir araç yirmi dakikadan uzun süre duramayacak.",
        "Belediye başkanının sözcüsü anlaşmayı mütevazı bir başlangıç olarak nitelendirdi ve daha büyük "
        "sözlerin daha "
        "küçük sonuçlar verdiğini söyledi.",
    ),
    (
        "Eski şehirdeki bir fırına, bir gün önceki ekmekleri taze diye sattığı için ceza verildi.",
        "Batı sırtında bir gece mahsur kalan üç dağcı salı günü kurtarıldı.",
    ),
    "tr",
)
STORIES = [HARBOUR, BRUECKE, MIST, KOPRU]
ids = [s.language for s in STORIES]


def same_text(article: Article, story: Story) -> None:
    assert article.paragraphs == story.paragraphs
    assert article.language == story.language


# --- the values of machine fields, one a line -------------------------------------------------------------------


def bare_fields(story: Story, *, glued: bool, host: str, name: str, day: str) -> str:
    body = story.paragraphs
    contact = f"{name} desk@{host} +15550001122 Harbour Media Holding 310 75"
    lines = [
        f" date {day} https://{host}/{day.replace('-', '/')}/grain-road-4711.html",
        story.title,
        story.title,
        name,
        story.lead,
        f"{day}T08:05+0000",
        f"{day}T08:05+0000",
        f"{day}T09:40+0000",
        "harbour",
        "grain talks",
        "world",
        f"https://img.{host}/pictures/07e9/grain_0:0:3000:1700_1920x0_80_0_0.jpg",
        ("" if glued else " ").join(body),
        f"https://{host}/2025/01/02/an-older-story-4600.html",
        "harbour",
        contact,
        day[:4],
        contact,
        "News",
        "en_GB",
        contact,
        "1280 720 true",
        "1280 960 true",
        contact,
        name,
        "grain road, harbour talks, when will the road open",
    ]
    return "\n\n".join(lines)


@pytest.mark.parametrize("story", STORIES, ids=ids)
@pytest.mark.parametrize(
    ("host", "name", "day"),
    [
        ("lowtidewire.example", "Lowtide Wire", "2025-04-07"),
        ("northquay.example", "The North Quay", "2024-11-30"),
    ],
)
def test_bare_machine_fields(story: Story, host: str, name: str, day: str) -> None:
    article = clean(bare_fields(story, glued=True, host=host, name=name, day=day))
    assert article.title == story.title
    assert article.outlet == name
    assert article.date == day
    assert article.published == f"{day}T08:05+00:00"
    assert article.modified == f"{day}T09:40+00:00"
    assert article.tags == ("harbour", "grain talks", "world")
    assert article.url == f"https://{host}/{day.replace('-', '/')}/grain-road-4711.html"
    assert article.lead == story.lead
    assert article.authors == ()
    assert article.paragraphs == (story.lead, *story.paragraphs)
    assert {article.provenance[f] for f in ("title", "date", "url", "tags", "outlet")} == {"stated"}


@pytest.mark.parametrize("sign", ["🔶", "▪️", "✅", "•", "➡️"])
def test_bullets_in_a_row_become_items_and_the_text_behind_them_is_parted(sign: str) -> None:
    items = (
        "The road opens for lorries by daylight",
        "Neutral inspectors count them at the northern gate",
        "No vehicle may stop for longer than twenty minutes",
    )
    line = f"What was agreed:{sign}{sign.join(items)}The signing " + HARBOUR.paragraphs[1]
    page = bare_fields(HARBOUR, glued=False, host="lowtidewire.example", name="Lowtide Wire", day="2025-04-07")
    article = clean(page.replace(" ".join(HARBOUR.paragraphs), line))
    assert article.paragraphs[1] == "What was agreed:"
    assert article.paragraphs[2:5] == tuple(f"• {item}" for item in items)
    assert article.paragraphs[5] == f"The signing {HARBOUR.paragraphs[1]}"


# --- agency copy, then a legal notice, then the leads of other stories ------------------------------------------

NOTICES = [
    "LEGAL NOTICE: All rights of the news, pictures and videos published here are reserved by Tamarisk Haber Ajansı "
    "Yayıncılık A.Ş. They may not be used in whole or in part without a written contract.",
    "COPYRIGHT: The text and photos belong to Tamarisk Haber Ajansı. Copying without permission or "
    "licence is an offence.",
    "All rights reserved. No part of this material may be reproduced without the written consent of "
    "Tamarisk Haber Ajansı.",
    "YASAL UYARI: Yayınlanan haber, fotoğraf ve videoların tüm hakları Tamarisk Haber Ajansı A.Ş.’ye aittir. Yazılı "
    "sözleşme olmadan hiçbir şekilde kullanılamaz.",
    "© 2019-2026 Tamarisk Haber Ajansı. Alle Rechte vorbehalten.",
]


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("story", STORIES, ids=ids)
def test_leads_of_other_stories_after_a_notice(story: Story, notice: str) -> None:
    *body, last = story.paragraphs
    article = clean("\n".join([story.title, *body, f"{last} (TAHA)", notice, *story.teasers, f".{story.teasers[0]}"]))
    assert article.paragraphs == (*body, f"{last} (TAHA)")
    assert article.language == story.language
    assert article.title == story.title
    assert article.date is None
    assert article.outlet == "TAHA"
    assert article.authors == ()
    assert article.url is None
    assert next(c for c in article.cuts if c.text == notice).reason == "copyright or legal notice"


# --- a glued byline, a dateline with the agency, a copyright line, a heading, other stories ----------------------


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Orla P. Quince, Senior Harbour Correspondent Saltpan News", "Orla P. Quince"),
        ("By Tomasz Wierzba, Foreign Editor, Saltpan News", "Tomasz Wierzba"),
        ("By Nadia El-Amin | Saltpan News", "Nadia El-Amin"),
        ("By Orla Quince", "Orla Quince"),
    ],
)
@pytest.mark.parametrize(
    "notice",
    ["Copyright 2003-2026 Saltpan News. This article was first published there and is used with permission."],
)
def test_glued_byline_and_no_title(byline: str, author: str, notice: str) -> None:
    first, *rest = HARBOUR.paragraphs
    page = "\n".join(
        [
            "",
            byline,
            f"ODESA/VARNA (Saltpan News) – {first}",
            *rest,
            notice,
            "Latest News from Saltpan News",
            *HARBOUR.teasers,
        ]
    )
    article = clean(page)
    assert article.paragraphs == (f"ODESA/VARNA (Saltpan News) – {first}", *rest)
    assert article.authors == (author,)
    assert article.outlet == "Saltpan News"
    assert article.date is None
    assert article.provenance["title"] == "derived"
    assert article.title
    assert article.title.rstrip("…") in first


# --- a whole page, menus and teasers included --------------------------------------------------------------------


def whole_page(story: Story, *, menu: list[str], month: str, author: str, site: str, marks: bool) -> str:
    handle = site.lower().replace("the ", "").replace(" ", "")
    bullets = [f"  • {m}" for m in menu]
    hot = [t.rstrip(".") + " | World | News" for t in HARBOUR.teasers]
    caption = [
        "Lorries Queue In Front Of A Bridge In The Morning Li",
        "",
        "Lorries in front of the bridge (Image: PIXLAKE)",
        "",
    ]
    body: list[str] = []
    for i, paragraph in enumerate(story.paragraphs):
        body += [paragraph, ""]
        if i == 0 and marks:
            body += ["READ MORE: The lighthouse keeper who counted every ship", "", *caption]
    return "\n".join(
        [
            "Close Menu", f"{handle}{handle}", *bullets, "What's Hot", "", hot[0], "", "June 9, 2025", "", hot[1], "",
            "June 9, 2025", "Facebook X (Twitter) Instagram", "Trending", *[f"  • {t}" for t in hot], *bullets,
            "Subscribe", "Monday, June 9", *bullets, "Home»World", "", f"{story.title} | World | News", "",
            f"{author}By {author}{month} World No Comments3 Mins Read", "Share", "Facebook Twitter LinkedIn Email", "",
            *(caption if marks else []), *body, "Keep Reading", "", hot[2], "", hot[0], "", "Add A Comment",
            "Leave A Reply Cancel Reply", "", "Editors Picks", "", hot[1], "", "May 2, 2021", "Latest Posts",
            "", hot[2],
            "",
            "January 20, 2021", "", "Subscribe to Updates", "",
            "Get the latest creative news about art, design and business.", "", f"© 2025 {site}", "",
            "Type above and press Enter to search. Press Esc to cancel.",
        ]
    )  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=ids)
@pytest.mark.parametrize(
    ("menu", "month", "day", "author", "site", "marks"),
    [
        (
            ["News", "World", "Sport", "Travel"],
            "April 7, 2025",
            "2025-04-07",
            "quaycourier",
            "The Quay Courier",
            True,
        ),
        (
            ["Home", "Politics", "Money", "Podcasts", "Jobs"],
            "Nov 30, 2024",
            "2024-11-30",
            "Ada Brandt",
            "Tern Daily",
            True,
        ),
        (["Start", "Welt", "Leute"], "March 18, 2025", "2025-03-18", "Jonas Ahlgren", "The Lantern", False),
    ],
)
def test_whole_page_with_menus_and_teasers(
    story: Story, menu: list[str], month: str, day: str, author: str, site: str, marks: bool
) -> None:
    article = clean(whole_page(story, menu=menu, month=month, author=author, site=site, marks=marks))
    same_text(article, story)
    assert article.title == story.title
    assert article.date == day
    assert article.authors == (author,)
    assert article.outlet == site
    assert article.tags == ()
    assert article.url is None


# --- single properties of shapes ----------------------------------------------------------------------------------


def test_quotation_goes_on_behind_a_caption() -> None:
    opened = "The mayor had asked for calm in the morning. “We shall open the road when the last mine has been found."
    closed = "“Until then nobody walks there, and I mean nobody, neither soldiers nor reporters nor children.”"
    page = [
        HARBOUR.title, "", *HARBOUR.paragraphs[:2], opened, "", "READ MORE: How to fold a map", "",
        "The mayor in front of the town hall (Photo: PIXLAKE)", "", closed, *HARBOUR.paragraphs[2:],
    ]  # fmt: skip
    article = clean("\n".join(page))
    place = article.paragraphs.index(opened)
    assert article.paragraphs[place + 1] == closed


def test_date_after_the_source_was_written_is_none() -> None:
    page = f"{HARBOUR.title}\nBy Orla Quince\nApril 7, 2025\n\n" + "\n\n".join(HARBOUR.paragraphs)
    assert clean(page).date == "2025-04-07"
    assert clean(page, mtime=1_700_000_000.0).date is None


@pytest.mark.parametrize(
    "labels",
    [
        ("Title", "Author", "Published", "URL", "Source"),
        ("title", "byline", "date", "link", "outlet"),
        ("Titel", "Autor", "Datum", "Link", "Quelle"),
        ("Заголовок", "Автор", "Дата", "Посилання", "Джерело"),
        ("Başlık", "Yazar", "Tarih", "Link", "Kaynak"),
    ],
)
def test_labelled_fields(labels: tuple[str, ...]) -> None:
    values = (HARBOUR.title, "Orla Quince", "2025-04-07", "https://saltpan.example/a/1", "Saltpan News")
    head = [f"{label}: {value}" for label, value in zip(labels, values, strict=True)]
    article = clean("\n".join([*head, "Crawled: 2026-01-02", "", *HARBOUR.paragraphs]))
    assert (article.title, article.authors, article.date, article.url, article.outlet) == (
        HARBOUR.title,
        ("Orla Quince",),
        "2025-04-07",
        "https://saltpan.example/a/1",
        "Saltpan News",
    )
    assert article.paragraphs == HARBOUR.paragraphs
    assert article.provenance["date"] == "stated"


def test_empty_text_gives_an_article_without_paragraphs() -> None:
    article = clean("\n \n")
    assert article.paragraphs == ()
    assert article.title is None
    assert set(article.provenance.values()) == {"none"}
