"""Dates as people write them: in all languages, scripts and calendars; labels beside them; and where there are none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import jdatetime  # type: ignore[import-untyped]
import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format, parse_pattern
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import checked_value
from peaceindex.annotations.event_dates import read_event_date
from peaceindex.cleaning import dates
from peaceindex.cleaning.dates import calendars, labels, words

LANGUAGES = (
    "af am ar ar_DZ ar_IQ ar_LB ar_MA az be bg bn bs ca ckb cs cy da de de_AT el en en_GB es es_MX et eu fa fa_AF fi "
    "fil fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my nb ne nl nn "
    "no pa pl ps pt pt_PT ro ru rw si sk sl so sq sr sr_Latn sv sw ta te tg th tk tr uk ur uz uz_Cyrl vi zh zh_Hant zu"
)  # fmt: skip
DAYS = st.dates(date(1600, 1, 1), date(2199, 12, 31))


def read(text: str, language: str | None = None) -> list[str]:
    return [hit.day.isoformat() for hit in dates.find_all(text, language=language) if not hit.ambiguous]


@given(st.sampled_from(LANGUAGES.split()), st.sampled_from(["full", "long", "medium"]), DAYS)
def test_what_cldr_writes_is_read_back(locale: str, form: str, day: date) -> None:
    text = format_date(day, form, locale)
    assert read(text, locale.replace("_", "-")) == [day.isoformat()], text


@given(st.sampled_from(LANGUAGES.split()), DAYS)
def test_a_month_is_typed_in_every_language_in_which_dates_are_read(locale: str, day: date) -> None:
    if (locale, day.month) != ("hr", 10):  # Croatian calls October as other languages call November
        assert checked_value("date", format_skeleton("yMMMM", day, locale=locale)) == day.isoformat()[:7]


def test_every_name_of_a_month_is_read_alone_as_it_is_with_a_day() -> None:
    count = 0
    for name, month in words.table().names.items():
        typed = f"12 {name} 2025"
        if month.calendar == "gregorian" and [(one.start, one.end) for one in dates.find_all(typed)] == [
            (0, len(typed))
        ]:
            count += 1
            assert checked_value("date", f"{name} 2025") == f"2025-{month.number:02}"
            assert checked_value("date", f"2025 {name}.") == f"2025-{month.number:02}"
            assert read_event_date(f"12 {name}", "2025-12-31").date == f"2025-{month.number:02}-12"
    assert count > 3000


@given(st.sampled_from(LANGUAGES.split()), DAYS)
def test_short_dates_are_read_back_where_the_order_is_known(locale: str, day: date) -> None:
    pattern = get_date_format("short", locale)
    if "yyyy" not in pattern.pattern:
        pattern = parse_pattern(pattern.pattern.replace("yy", "y"))
    language = "en-US" if locale == "en" else locale.replace("_", "-")
    text = pattern.apply(day, Locale.parse(locale))
    found = dates.find_all(text, language=language)
    assert len(found) == 1, text
    assert day in (found[0].day, found[0].other), text
    assert found[0].ambiguous or found[0].day == day, text


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_days_of_the_persian_calendar(day: date) -> None:
    theirs = jdatetime.date.fromgregorian(date=day)
    assert calendars.persian(theirs.year, theirs.month, theirs.day) == day
    if 1250 <= theirs.year < 1500:
        assert read(f"{theirs.year}/{theirs.month:02}/{theirs.day:02}", "fa") == [day.isoformat()]


@given(st.dates(date(1924, 8, 1), date(2077, 11, 1)))
def test_neighbours_in_the_lunar_calendar_are_a_day_apart(day: date) -> None:
    from hijridate import Gregorian

    theirs = Gregorian(day.year, day.month, day.day).to_hijri()
    assert calendars.hijri(theirs.year, theirs.month, theirs.day) == day


@given(st.integers(1600, 2100), st.integers(1, 13), st.integers(1, 6))
def test_days_of_the_ethiopian_calendar_go_on_without_a_gap(year: int, month: int, day: int) -> None:
    found = calendars.ethiopic(year, month, day)
    if found is None:
        assert month == 13
        assert day == 6
        return
    after = calendars.ethiopic(year, month, day + 1) or calendars.ethiopic(year + month // 13, month % 13 + 1, 1)
    assert after == found + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 كانون الثاني 2026", "2026-01-12"),
        ("3 تشرين الأول 2025", "2025-10-03"),
        ("3 تشرين 1 2025", "2025-10-03"),
        ("9 تشرين ثاني 2024", "2024-11-09"),
        ("12 أيار/مايو 2025", "2025-05-12"),
        ("12 أيار (مايو) 2025", "2025-05-12"),
        ("12 جويلية 2025", "2025-07-12"),
        ("5 أوت 2025", "2025-08-05"),
        ("٢٣ ذو القعدة ١٤٤٦", "2025-05-21"),
        ("14 ذو القعدة 1446 هـ - 12 مايو 2025 م", "2025-05-12"),
        ("۲۲ اردیبهشت ۱۴۰۴", "2025-05-12"),
        ("۲۲ ثور ۱۴۰۴", "2025-05-12"),
        ("د ۱۴۰۴ کال د غويي ۲۲", None),
        ("22 غویی 1404", "2025-05-12"),
        ("١٢ مايو ٢٠٢٥", "2025-05-12"),
        ("12 במאי 2025", "2025-05-12"),
        ("י״ב באייר", None),
        ("12 MAYIS 2025", "2025-05-12"),
        ("1 AĞUSTOS 2025", "2025-08-01"),
        ("12 mayis 2025", "2025-05-12"),
        ("12 Aralık 2024", "2024-12-12"),
        ("2025-ci il mayın 12-də", "2025-05-12"),
        ("2025 жылғы 12 мамыр", "2025-05-12"),
        ("2025-yil 12-may", "2025-05-12"),
        ("12. V 2025.", "2025-05-12"),
        ("12.V.2025", "2025-05-12"),
        ("12. maja 2025.", "2025-05-12"),
        ("12. маја 2025. године", "2025-05-12"),
        ("12 трав. 2025 р.", "2025-05-12"),
        ("12 мая 2025 года", "2025-05-12"),
        ("2025. gada 12. maijā", "2025-05-12"),
        ("2025 m. gegužės 12 d.", "2025-05-12"),
        ("2025eko maiatzaren 12a", "2025-05-12"),
        ("toukokuun 12. 2025", "2025-05-12"),
        ("12 d’abril del 2025", "2025-04-12"),
        ("12 de setiembre del año 2025", "2025-09-12"),
        ("Mayo 12 de 2025", "2025-05-12"),
        ("le 1er août 2025", "2025-08-01"),
        ("le 1er aout 2025", "2025-08-01"),
        ("12 ΜΑΪΟΥ 2025", "2025-05-12"),
        ("12 Μάη 2025", "2025-05-12"),
        ("12 მაისს, 2025", "2025-05-12"),
        ("१२ मई २०२५", "2025-05-12"),
        ("12 सितम्बर 2025", "2025-09-12"),
        ("১২ মে ২০২৫", "2025-05-12"),
        ("၂၀၂၅ ခုနှစ် မေလ ၁၂ ရက်", "2025-05-12"),
        ("ថ្ងៃទី១២ ខែឧសភា ឆ្នាំ២០២៥", "2025-05-12"),
        ("12 พฤษภาคม พ.ศ. 2568", "2025-05-12"),
        ("๑๒ พฤษภาคม ๒๕๖๘", "2025-05-12"),
        ("12 พ.ค. 68", "2025-05-12"),
        ("12 พ.ค. 2568", "2025-05-12"),
        ("Ngày 12 tháng 5 năm 2025", "2025-05-12"),
        ("12 tháng Năm, 2025", "2025-05-12"),
        ("2025 оны 5-р сарын 12", "2025-05-12"),
        ("ግንቦት 4 ቀን 2017 ዓ.ም", "2025-05-12"),
        ("2025年5月12日(月)", "2025-05-12"),
        ("２０２５年５月１２日", "2025-05-12"),
        ("二〇二五年五月十二日", "2025-05-12"),
        ("2025年の報告 (May 12, 2025)", "2025-05-12"),
        ("令和7年5月12日", "2025-05-12"),
        ("令和元年5月1日", "2019-05-01"),
        ("昭和53年9月17日", "1978-09-17"),
        ("平成元年1月7日", None),
        ("民國114年5月12日", "2025-05-12"),
        ("2025년 5월 12일", "2025-05-12"),
        ("주체114(2025)년 5월 12일", "2025-05-12"),
        ("2025. 5. 12.", "2025-05-12"),
        ("12.05.2025.", "2025-05-12"),
        ("12. 5. 2025", "2025-05-12"),
        ("12\u200f/13\u200f/2025", "2025-12-13"),
        ("١٣\u200f/١٢\u200f/٢٠٢٥", "2025-12-13"),
        ("May 12th, 2025", "2025-05-12"),
        ("12th of May 2025", "2025-05-12"),
        ("WorldMay 12, 2025", "2025-05-12"),
        ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28"),
        ("Oct 17, 20235757 Shares", "2023-10-17"),
        ("17 September 1878", "1878-09-17"),
        ("31 February 2025", None),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(text: str, day: str | None) -> None:
    assert read(text) == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("3. listopada 2025.", "hr", "2025-10-03"),
        ("3 listopada 2025", "pl", "2025-11-03"),
        ("3. listopadu 2025", "cs", "2025-11-03"),
        ("3 lip 2025", "pl", "2025-07-03"),
        ("3. lip 2025.", "hr", "2025-06-03"),
        ("3. srpna 2025", "cs", "2025-08-03"),
        ("3. srpnja 2025.", "hr", "2025-07-03"),
        ("03/04/2025", "en-US", "2025-03-04"),
        ("03/04/2025", "en_US", "2025-03-04"),
        ("3. lip 2025.", "hr_HR", "2025-06-03"),
        ("03/04/2025", "en-GB", "2025-04-03"),
        ("03/04/2025", "fr", "2025-04-03"),
        ("03/04/2025", "fil", "2025-03-04"),
        ("03.04.2025", "en-US", "2025-04-03"),
        ("1404/02/22", "fa", "2025-05-12"),
        ("1446/11/14", "ar", None),
        ("12/05/2568", "th", "2025-05-12"),
        ("12/05/68", "th", "2025-05-12"),
        ("R7.5.12", "ja", "2025-05-12"),
        ("25.4.24", "de", "2024-04-25"),
        ("25.4.24", "en", None),
        ("12 ጉንበት 2025", "ti", "2025-05-12"),
        ("5 out 2025", "pt", "2025-10-05"),
        ("5 out 2025", "en", None),
    ],
)  # fmt: skip
def test_the_language_decides(text: str, language: str, day: str | None) -> None:
    assert read(text, language) == ([day] if day else [])


def test_a_date_of_two_readings_tells_both() -> None:
    (hit,) = dates.find_all("03/04/2025")
    assert (hit.day, hit.other) == (date(2025, 4, 3), date(2025, 3, 4))
    (hit,) = dates.find_all("03/04/2025", language="en")
    assert hit.ambiguous


@pytest.mark.parametrize(
    ("language", "host", "first"),
    [
        ("en-US", "", True), ("en_GB", "", False), ("en", "", None), ("en", "paper.co.uk", False),
        ("en", "paper.com.au", False), ("en", "paper.us", True), ("en", "news.gov", True), ("en", "paper.com", None),
        ("en", "paper.io", None), ("en-CA", "", None), ("de", "", False), ("zh", "", None), (None, "paper.uk", None),
    ],
)  # fmt: skip
def test_order_of_day_and_month(language: str | None, host: str, first: bool | None) -> None:
    assert dates.month_first(language, host) is first


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("May 12, 2025 9:14 PM", "2025-05-12T21:14"),
        ("12.05.2025, 09:14 Uhr", "2025-05-12T09:14"),
        ("Dec 22 20231:17 AM EST", "2023-12-22T01:17"),
        ("09:14, 12 травня 2025", "2025-05-12T09:14"),
        ("12 мая 2025 года, 10:00 (МСК)", "2025-05-12T10:00"),
        ("2025年5月12日 午後3時14分", "2025-05-12T15:14"),
        ("2025.05.12. 오전 9:14", "2025-05-12T09:14"),
        ("2025-05-12T09:14:00.000Z", "2025-05-12T09:14+00:00"),
        ("2025-05-12 09:14:00 +0300", "2025-05-12T09:14+03:00"),
        ("12.05.2025 – 14.06.2025", "2025-05-12"),
    ],
)
def test_the_time_beside_a_date(text: str, stamp: str) -> None:
    assert dates.find_all(text)[0].stamp == stamp


NO_DATES = [
    "Vol. 329 No. 5 (December 2023)",
    "Version 3.11.14 is out", "Python 3.11.14", "v10.12.25", "iOS 18.10.25", "They won 2-1 and 3-0 in 2025",
    "the server at 192.168.12.20 and 10.12.20.25", "+49 30 12-11-2020-33", "call 03.12.20.25.11",
    "$12.05 in 2025", "12,500 people in May 2025", "May 2025", "in March 5,000 people",
    "In 2024 March 5,000 people left",
    "may 2025 bring peace", "12 people in 2025", "of 1,404/02/22,5", "between 10 and 12 in 2025", "Route 12/5",
    "12 mehr 2025", "30 days in 2025 and 12 in 2026", "World War II 2025", "Chapter V 2025", "5 out of 2025 people",
    "100.5.2025.3", "2025/13/12", "2025-02-30", "99/99/2025", "12/2025", "05:12:2025", "12-2025", "2025-05", "3/4",
    "1 may be 2 in 2025", "He ran 12 set 3 in 2025, 4 times", "20250512345", "Nr. 12/345/2025", "12 %, 2025",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates_where_there_are_none(text: str) -> None:
    assert [text[hit.start : hit.end] for hit in dates.find_all(text)] == []


WORDS = re.findall(
    r"\w+",
    "the envoys met and agreed to open a road for grain while observers counted three violations along the river but "
    "the truce held Monday talks are planned next week each side is to bring a list of prisoners die Delegationen "
    "trafen sich am Montag делегації зустрілися в понеділок у місті та домовилися відкрити дорогу для зерна les deux "
    "délégations se sont réunies lundi",
)
NUMBERS = st.sampled_from(["2-1", "12", "5,000", "3.5", "2025", "40 %", "10:30", "1,200", "№ 7", "(19)", "$5", "1990s"])


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), NUMBERS), max_size=40).map(" ".join))
def test_prose_with_numbers_holds_no_dates(text: str) -> None:
    assert dates.find_all(text) == []


@given(st.text(max_size=200), st.sampled_from([None, "en", "en-US", "fa", "th", "ja", "xx"]))
def test_any_text_is_read_and_the_dates_lie_within_it(text: str, language: str | None) -> None:
    end = 0
    for hit in dates.find_all(text, language=language):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


BOTH = [
    ("en", "Updated: June 1, 2025 10:00 | First published: 12 May 2025 09:14"),
    ("en", "Posted on May 12, 2025; last modified on June 1, 2025"),
    ("de", "Veröffentlicht am 12.05.2025, zuletzt aktualisiert am 01.06.2025"),
    ("fr", "Mis à jour le 1er juin 2025 · publié le 12 mai 2025 à 9h14"),
    ("es", "Publicado el 12/05/2025 - Actualizado el 01/06/2025"),
    ("pt", "Publicado em 12/05/2025 às 10h14, atualizado em 01/06/2025"),
    ("it", "Pubblicato il 12 maggio 2025. Aggiornato il 1 giugno 2025"),
    ("nl", "Gepubliceerd op 12 mei 2025, bijgewerkt op 1 juni 2025"),
    ("sv", "Publicerad 12 maj 2025 Uppdaterad 1 juni 2025"),
    ("nb", "Publisert 12.05.2025 Oppdatert 01.06.2025"),
    ("da", "Opdateret 1. juni 2025. Publiceret 12. maj 2025"),
    ("fi", "Julkaistu 12.5.2025, päivitetty 1.6.2025"),
    ("pl", "Aktualizacja: 1 czerwca 2025, publikacja: 12 maja 2025"),
    ("cs", "Publikováno 12. května 2025, aktualizováno 1. června 2025"),
    ("hu", "Megjelent: 2025. május 12. Frissítve: 2025. június 1."),
    ("ro", "Publicat: 12 mai 2025. Actualizat: 1 iunie 2025"),
    ("ru", "Опубликовано 12 мая 2025, обновлено 1 июня 2025"),
    ("uk", "Оновлено: 1 червня 2025, 10:00. Опубліковано: 12 травня 2025, 09:14"),
    ("bg", "Публикувано: 12.05.2025 | Обновено: 01.06.2025"),
    ("hr", "Objavljeno: 12.05.2025. Ažurirano: 01.06.2025."),
    ("sr", "Објављено: 12. мај 2025. Ажурирано: 1. јун 2025."),
    ("el", "Δημοσίευση: 12/05/2025 Τελευταία ενημέρωση: 01/06/2025"),
    ("tr", "Yayınlanma: 12.05.2025 - Güncelleme: 01.06.2025"),
    ("ar", "نشر في: 12 مايو 2025 - آخر تحديث: 1 يونيو 2025"),
    ("fa", "تاریخ انتشار: ۲۲ اردیبهشت ۱۴۰۴ - به‌روزرسانی: ۱۱ خرداد ۱۴۰۴"),
    ("he", "פורסם: 12.05.2025 עודכן: 01.06.2025"),
    ("hi", "प्रकाशित: 12 मई 2025 | अपडेट: 1 जून 2025"),
    ("th", "เผยแพร่: 12 พ.ค. 2568 ปรับปรุง: 1 มิ.ย. 2568"),
    ("vi", "Đăng ngày 12/05/2025, cập nhật 01/06/2025"),
    ("id", "Diterbitkan 12 Mei 2025, diperbarui 1 Juni 2025"),
    ("zh", "更新时间：2025-06-01 发布时间：2025-05-12"),
    ("ja", "公開日：2025年5月12日　最終更新日：2025年6月1日"),
    ("ja", "2025年5月12日 公開 2025年6月1日 更新"),
    ("ko", "입력 2025.05.12 09:14 | 수정 2025.06.01 10:00"),
    ("ka", "გამოქვეყნდა: 12 მაისი 2025, განახლდა: 1 ივნისი 2025"),
]


@pytest.mark.parametrize(("language", "text"), BOTH)
def test_labels_tell_publishing_from_changes(language: str, text: str) -> None:
    found = dates.find_all(text, language=language)
    told = dict(zip(labels.roles(text, found), (hit.day.isoformat() for hit in found), strict=True))
    assert told == {"published": "2025-05-12", "modified": "2025-06-01"}
    assert labels.is_date_line(text, found)


@pytest.mark.parametrize("text", ["On May 12, 2025 the envoys met", "Born 12 May 2025", "Birth: 12 May 2025 in Oslo"])
def test_what_holds_other_words_is_no_date_line(text: str) -> None:
    found = dates.find_all(text)
    assert found
    assert not labels.is_date_line(text, found)
