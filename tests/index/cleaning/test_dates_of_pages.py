"""The date of an article in pages and records, by the command line: fields, labels, lines of their own, languages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TEXTS = {
    "en": (
        "Envoys agree to open the harbour road",
        "The two envoys met in the harbour town on Monday and agreed to open the road for grain, officials said.",
        "Observers counted three violations along the river during the night, but the truce held, the monitors said.",
        "A further round of talks is planned for next week, and each side is to bring a list of prisoners.",
    ),
    "de": (
        "Unterhändler öffnen die Straße zum Hafen",
        "Die beiden Delegationen trafen sich am Montag in der Hafenstadt und öffneten die Straße für das Getreide.",
        "Beobachter zählten in der Nacht drei Verstöße entlang des Flusses, doch die Waffenruhe hielt dennoch.",
        "Eine weitere Runde ist für die kommende Woche geplant, und jede Seite soll eine Liste ihrer Leute mitbringen.",
    ),
    "uk": (
        "Посланці відкрили дорогу до порту",
        "Обидві делегації зустрілися в понеділок у портовому місті та домовилися відкрити дорогу для зерна.",
        "Спостерігачі нарахували три порушення вздовж річки протягом ночі, але перемир'я трималося, сказали вони.",
        "Наступний раунд планують на наступний тиждень, і кожна сторона має привезти списки полонених.",
    ),
    "ar": (
        "المبعوثون يفتحون طريق الميناء",
        "اجتمع الوفدان يوم الاثنين في مدينة الميناء واتفقا على فتح الطريق أمام شحنات الحبوب خلال الأسبوع.",
        "أحصى المراقبون ثلاثة خروقات على طول النهر خلال الليل لكن الهدنة صمدت وفق المراقبين في المدينة.",
        "من المقرر عقد جولة أخرى الأسبوع المقبل وسيحضر كل طرف قائمة بأسماء الأسرى لديه.",
    ),
    "ko": (
        "특사들 항구 도로 개방 합의",
        "양측 대표단은 월요일 항구 도시에서 만나 곡물 수송을 위해 도로를 개방하기로 합의했다.",
        "감시단은 밤사이 강을 따라 세 건의 위반을 집계했지만 휴전은 유지됐다고 말했다.",
        "다음 회담은 다음 주로 예정돼 있으며 양측은 포로 명단을 가져오기로 했다.",
    ),
    "zh": (
        "特使同意开放港口道路",
        "双方代表团星期一在港口城市会晤，同意为运送粮食开放道路，官员表示，车队本周内即可通行。",
        "观察员在夜间统计到沿河三起违规事件，但停火仍然得到遵守，双方指挥官继续保持联系。",
        "下一轮谈判计划于下周举行，双方将带来战俘名单，并讨论流离失所家庭返回家园的问题。",
    ),
    "hr": (
        "Izaslanici otvorili cestu do luke",
        "Dva izaslanstva sastala su se u ponedjeljak u lučkom gradu i dogovorila da se otvori cesta za žito.",
        "Promatrači su tijekom noći izbrojili tri kršenja uz rijeku, ali je primirje izdržalo, rekli su.",
        "Novi krug planiran je za idući tjedan, a svaka strana donosi popis zarobljenika.",
    ),
}  # fmt: skip
MAY, JUNE = "2025-05-12", "2025-06-01"


def text(language: str, *head: str, above: bool = False) -> str:
    title, *paragraphs = TEXTS[language]
    parts = ["\n".join(head), title] if above else [title, "\n".join(head)]
    return "\n\n".join([*parts, *paragraphs]) + "\n"


def page(language: str, shown: str, head: str = "", stated: str = "") -> str:
    title, *paragraphs = TEXTS[language]
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{stated or language}"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'</head><body><nav><a href="/">A</a> <a href="/b">B</a></nav><main><h1>{title}</h1>{shown}{body}</main>'
        "<footer>The Courier</footer></body></html>"
    )


BOTH_EN = "Updated 1 June 2025 | Posted on May 12, 2025"
CANONICAL = '<link rel="canonical" href="https://www.paper.com.au/news/road">'
CASES: dict[str, tuple[str, str | None, str | None]] = {
    "below-en.txt": (text("en", "Monday, 12 May 2025"), MAY, None),
    "below-de.txt": (text("de", "Montag, 12. Mai 2025, 09:14 Uhr"), MAY, None),
    "below-uk.txt": (text("uk", "12 травня 2025 р., 09:14"), MAY, None),
    "below-ar.txt": (text("ar", "الاثنين 12 أيار/مايو 2025 م"), MAY, None),
    "below-ko.txt": (text("ko", "입력 2025.05.12. 오전 9:14"), MAY, None),
    "above-zh.txt": (text("zh", "2025年05月12日 星期一 09:14", above=True), MAY, None),
    "numerals.txt": (text("zh", "二〇二五年五月十二日"), MAY, None),
    "minguo.html": (page("zh", "<p>中華民國114年5月12日</p>", stated="zh-TW"), MAY, None),
    "below-hr.txt": (text("hr", "3. listopada 2025."), "2025-10-03", None),
    "above-en.txt": (text("en", "Monday, 12 May 2025", above=True), MAY, None),
    "above-uk.txt": (text("uk", "12 травня 2025", above=True), MAY, None),
    "old.txt": (text("en", "17 September 1878"), "1878-09-17", None),
    "byline.txt": (text("en", "By Ana Torlak, September 17, 1978"), "1978-09-17", None),
    "both.txt": (text("en", BOTH_EN), MAY, JUNE),
    "two-labels.txt": (text("en", "Published", "May 12, 2025", "Last updated", "June 1, 2025"), MAY, JUNE),
    "unsure.txt": (text("en", "03/04/2025"), None, None),
    "future.txt": (text("en", "12 May 2093"), None, None),
    "p-de.html": (page("de", "<p>Veröffentlicht: 3. Oktober 1890</p>"), "1890-10-03", None),
    "both.html": (page("en", f"<p>{BOTH_EN}</p>"), MAY, JUNE),
    "both-place.html": (page("en", f'<div class="date">{BOTH_EN}</div>'), MAY, JUNE),
    "both-ar.html": (page("ar", "<p>نشر في: 12 مايو 2025 - آخر تحديث: 1 يونيو 2025</p>"), MAY, JUNE),
    "list.html": (page("en", "<dl><dt>Updated</dt><dd>June 1, 2025</dd><dt>Published</dt><dd>May 12, 2025</dd></dl>"),
                  MAY, JUNE),
    "times.html": (page("en", '<p>Updated <time datetime="2025-06-01T10:00Z">June 1</time>, first published '
                        '<time datetime="2025-05-12">May 12</time></p>'), MAY, JUNE),
    "us.html": (page("en", "<p>05/12/2025</p>", stated="en-US"), MAY, None),
    "gb.html": (page("en", "<p>12/05/2025</p>", stated="en-GB"), MAY, None),
    "host.html": (page("en", "<p>03/04/2025</p>", CANONICAL), "2025-04-03", None),
    "locale.html": (page("en", "<p>03/04/2025</p>", '<meta property="og:locale" content="en_US">'), "2025-03-04", None),
    "meta.html": (page("en", "", '<meta name="date" content="03/04/2025">', "en-US"), "2025-03-04", None),
    "unsure.html": (page("en", "<p>03/04/2025</p>"), None, None),
    "shown-elsewhere.html": (page("en", "<p>03/04/2025</p><p>Also read on 25/04/2025</p>"), "2025-04-03", None),
}  # fmt: skip


FIELDS: list[tuple[Any, str | None]] = [
    ("۱۴۰۴/۰۲/۲۲", "2025-05-12"), ("1404-02-22", "2025-05-12"), ("12 травня 2025", "2025-05-12"),
    ("17/09/1978", "1978-09-17"),
    ("19530727", "1953-07-27"), (-520_000_000, "1953-07-10"), ("Mon, 12 May 1958 09:14:00 +0000", "1958-05-12"),
    ("1893-05-01", "1893-05-01"), ("2025年5月12日", "2025-05-12"), ("1747041240", "2025-05-12"),
    ({"$date": "1953-07-27T00:00:00Z"}, "1953-07-27"), ("May 1953", None), ("03/04/1953", None), ("1599-01-01", None),
    ("2093-01-01", None),
]  # fmt: skip
"""What a record has as its date, and the day."""


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory, names_ready: Path) -> dict[str, dict[str, Any]]:
    """The articles of all cases, by file name, cleaned in one run of the program."""
    folder = tmp_path_factory.mktemp("pages")
    for name, (content, _, _) in CASES.items():
        (folder / name).write_text(content, "utf-8")
    article = {"title": TEXTS["en"][0], "text": "\n\n".join(TEXTS["en"][1:])}
    records = [{**article, "id": f"r{n}", "date": value} for n, (value, _) in enumerate(FIELDS)]
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, records)))
    home = {f"XDG_{kind}_HOME": str(folder / "home") for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    shutil.copytree(names_ready, folder / "home", copy_function=os.link)
    paths = [str(folder / name) for name in (*CASES, "records.jsonl")]
    done = subprocess.run(
        [sys.executable, "-m", "peacereader", "clean", "--json", *paths],
        capture_output=True, encoding="utf-8", env={**os.environ, **home}, check=True,
    )  # fmt: skip
    articles = map(json.loads, done.stdout.splitlines())
    return {Path(article["source"]).name: article for article in articles}


@pytest.mark.parametrize("n", range(len(FIELDS)))
def test_the_date_of_a_record(cleaned: dict[str, dict[str, Any]], n: int) -> None:
    article = cleaned[f"records.jsonl!r{n}"]
    assert article["date"] == FIELDS[n][1]
    assert article["provenance"]["date"] == ("stated" if FIELDS[n][1] else "none")


@pytest.mark.parametrize("name", CASES)
def test_the_date_of_a_page(cleaned: dict[str, dict[str, Any]], name: str) -> None:
    content, day, changed = CASES[name]
    article = cleaned[name]
    assert article["date"] == day
    assert (article["modified"] or "")[:10] == (changed or "")
    language = next(code for code, (title, *_) in TEXTS.items() if title in content)
    assert article["paragraphs"][-3:] == list(TEXTS[language][1:])


@pytest.mark.parametrize(
    "name", ["below-en.txt", "below-ar.txt", "above-uk.txt", "below-ko.txt", "above-zh.txt", "both.html", "unsure.html"]
)
def test_a_date_line_is_cut(cleaned: dict[str, dict[str, Any]], name: str) -> None:
    assert len(cleaned[name]["paragraphs"]) == 3


@pytest.mark.parametrize("name", ["unsure.txt", "unsure.html"])
def test_a_date_of_two_readings_is_left_open_and_says_both(cleaned: dict[str, dict[str, Any]], name: str) -> None:
    reasons = {cut["text"].strip(): cut["reason"] for cut in cleaned[name]["cuts"]}
    assert reasons["03/04/2025"] == "date line: 3 April or 4 March 2025"
    assert cleaned[name]["provenance"]["date"] == "none"
