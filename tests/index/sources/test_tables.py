"""Tables: one article a row, in many languages, encodings and dialects, and what is reported about damaged rows."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources import documents
from tests.index.sources.made import TEXT, read, tarred, zipped
from tests.index.sources.workbooks import workbook
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

LONG = " ".join(TEXT.split())


def written(rows: list[list[str]], encoding: str = "utf-8", **options: Any) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows(rows)
    return out.getvalue().encode(encoding)


LANGUAGES = {
    "English": ("Headline", "Publication Date", "Newspaper", "Link", "Full Text"),
    "German": ("Überschrift", "Erscheinungsdatum", "Zeitung", "Webadresse", "Volltext"),
    "French": ("Titre", "Date de parution", "Source", "Lien", "Texte intégral"),
    "Spanish": ("Titular", "Fecha", "Medio", "Enlace", "Contenido"),
    "Portuguese": ("Título", "Data de publicação", "Veículo", "Endereço", "Conteúdo"),
    "Italian": ("Titolo", "Data", "Testata", "Indirizzo", "Testo"),
    "Dutch": ("Kop", "Publicatiedatum", "Krant", "Link", "Tekst"),
    "Russian": ("Заголовок", "Дата публикации", "Источник", "Ссылка", "Текст"),
    "Ukrainian": ("Назва", "Дата публікації", "Джерело", "Посилання", "Текст статті"),
    "Turkish": ("BAŞLIK", "Yayın Tarihi", "Gazete", "Bağlantı", "Haber Metni"),
    "Arabic": ("العنوان", "تاريخ النشر", "الصحيفة", "الرابط", "النص الكامل"),
    "Persian": ("تیتر", "تاریخ انتشار", "روزنامه", "لینک", "متن خبر"),
    "Chinese": ("标题", "发布日期", "媒体", "链接", "正文"),
    "Polish": ("Tytuł", "Data publikacji", "Gazeta", "Odnośnik", "Treść"),
    "Japanese": ("見出し", "公開日", "新聞社", "リンク", "本文"),
    "Korean": ("제목", "날짜", "언론사", "링크", "본문"),
    "a program": ("article_title", "publishDate", "media-name", "article.url", "cleanedText"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_known_by_their_names(tmp_path: Path, language: str) -> None:
    values = ["Talks go on", "2025-05-12", "Amber Courier", "https://amber.example/1", TEXT]
    (found,), errors = read(tmp_path, "a.csv", written([["Nr", *LANGUAGES[language]], ["7", *values]], delimiter=";"))
    assert not errors
    says = found.stated
    assert [says["title"], says["published"], says["outlet"], says["url"], found.text] == values
    assert (found.evidence.record, found.evidence.line, found.kind) == (2, 2, "table")


ROWS = [
    ["titel", "datum", "quelle", "text"],
    ["Überfall; „Größe“", "2025-05-12", "Ölbote", 'Sie sagte: "Schöne Grüße", und ging über die Brücke;\nzwei Zeilen.'],
    [
        "Straße gesperrt",
        "2025-05-13",
        "Ölbote",
        "Die Straße wurde früh gesperrt, wie die Behörde für Bürger mitteilte.",
    ],
]
SHAPES = {
    "semicolons in windows-1252": written(ROWS, "cp1252", delimiter=";"),
    "for Excel": b"sep=;\r\n" + written(ROWS, "cp1252", delimiter=";"),
    "tabs": written(ROWS, delimiter="\t"),
    "bars": written(ROWS, delimiter="|"),
    "byte order mark": written(ROWS, "utf-8-sig"),
    "UTF-16": written(ROWS, "utf-16", delimiter="\t"),
    "all quoted": written(ROWS, quoting=csv.QUOTE_ALL, lineterminator="\n"),
    "NUL bytes": written(ROWS).replace(b"datum", b"da\0tum").replace(b"wurde", b"wur\0de"),
    "backslashes": written(ROWS, doublequote=False, escapechar="\\"),
    "empty rows": written([[], *ROWS[:2], [], ["", "", "", ""], ROWS[2]]),
    "empty columns": written([[*row, "", ""] for row in ROWS]),
    "something above": written([["Export of 1 June"], [], *ROWS]),
    "header again": written([*ROWS[:2], ROWS[0], ROWS[2]]),
    "rows named by R": written([ROWS[0], *([str(n), *row] for n, row in enumerate(ROWS[1:]))]),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_tables_are_read_in_any_dialect(tmp_path: Path, shape: str, name: str) -> None:
    if name == "a.txt" and shape in ("something above", "empty rows", "rows named by R"):
        pytest.skip("only the name shows that this is a table")
    found, errors = read(tmp_path, name, SHAPES[shape])
    assert not errors
    assert [[d.stated["title"], d.stated["published"], d.stated["outlet"], d.text] for d in found] == ROWS[1:]


def test_tables_lie_in_archives(tmp_path: Path) -> None:
    data = written(ROWS)
    for name, archive in {
        "a.csv.gz": gzip.compress(data), "a.zip": zipped({"x/a.csv": data}), "a.tar": tarred({"a.csv": data}),
    }.items():  # fmt: skip
        assert len(read(tmp_path, name, archive)[0]) == 2


def test_source_is_outlet_or_address(tmp_path: Path) -> None:
    for value, field in {"Amber Courier": "outlet", "https://amber.example/a": "url"}.items():
        (found,), _ = read(tmp_path, "a.csv", written([["title", "source", "text"], ["A", value, TEXT]]))
        assert found.stated[field] == value
        assert not {"outlet", "url"} - {field} & found.stated.keys() - {field}


def test_values_of_programs(tmp_path: Path) -> None:
    rows = [
        ["date", "authors", "title", "text"],
        ["31/12/2024", "['Mira Tallinn', 'Jonas Ferrin']", "nan", f"['{LONG}', 'The end.']"],
        ["05/01/2025", "NULL", "A", TEXT],
        ["20250106", "", "B", TEXT + "b"],
        ["1736208000", "", "C", TEXT + "c"],
    ]
    found, _ = read(tmp_path, "a.csv", written(rows))
    assert [d.stated["published"][:10] for d in found] == ["2024-12-31", "2025-01-05", "2025-01-06", "2025-01-07"]
    assert found[0].stated["authors"] == ["Mira Tallinn", "Jonas Ferrin"]
    assert found[0].text == f"{LONG}\n\nThe end."
    assert "title" not in found[0].stated
    assert "authors" not in found[1].stated


def test_a_day_that_may_be_a_month_stays_as_it_is(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "a.csv", written([["date", "title", "text"], ["05/06/2025", "A", TEXT]]))
    assert found.stated["published"] == "05/06/2025"


def test_damaged_rows_are_reported_with_their_place(tmp_path: Path) -> None:
    data = (
        'id,title,text\n1,One,"First text, long\nand more"\n2,Two,extra,"Second"\n3,Three,"Never closed\n'
        '4,Four,"He said "hello" to all"\n5,Five\n6,Six,\n7,Seven,\n8,Eight,Plain words\n9,Nine,"cut o'
    )
    found, errors = read(tmp_path, "a.csv", data.encode())
    assert [(d.stated["title"], d.text) for d in found] == [
        ("One", "First text, long\nand more"), ("Four", 'He said "hello" to all'), ("Eight", "Plain words"),
    ]  # fmt: skip
    assert [error.split(" was not read")[0].split(" has ")[0] for error in errors] == [
        "Row 3 of a.csv (line 4)", "Row 4 of a.csv (line 5)", "Row 6 of a.csv (line 7)", "Row 10 of a.csv (line 11)",
        "In a.csv, 2 rows have no text. The first is: Row 7 of a.csv (line 8).",
    ]  # fmt: skip


def test_many_damaged_rows_are_counted(tmp_path: Path) -> None:
    rows = [["id", "title", "text"], *([str(n), "A", f"{LONG} {n}", "more"][: 3 + n % 2] for n in range(100))]
    found, errors = read(tmp_path, "a.csv", written(rows))
    assert (len(found), len(errors)) == (50, 21)
    assert errors[-1].startswith("30 more rows of a.csv were not read")


def test_an_unknown_text_column_is_asked_for(tmp_path: Path) -> None:
    data = written([["kol1", "kol2", "kol3"], ["A", LONG, "2025"], ["B", LONG + " b", "2024"]])
    (tmp_path / "a.csv").write_bytes(data)
    (error,) = documents(tmp_path / "a.csv", "a.csv", named=False)
    assert isinstance(error, SourceError)
    assert not isinstance(error, NoSourceError)
    assert "kol1, kol2, kol3" in error.what
    assert 'fields: {text: "kol2"}' in error.advice
    found = list(documents(tmp_path / "a.csv", "a.csv", {"text": ("kol2",), "title": ("KOL1",)}))
    assert [d.stated["title"] for d in found if isinstance(d, RawDocument)] == ["A", "B"]


def test_a_table_of_one_column_is_read(tmp_path: Path) -> None:
    data = f'text\n"{TEXT}"\nAnother, with commas, is here.\n"A third, quoted."\n'
    found, errors = read(tmp_path, "a.csv", data.encode())
    assert not errors
    assert [d.text for d in found] == [TEXT, "Another, with commas, is here.", "A third, quoted."]


def test_a_table_without_a_header_is_read_by_number(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([["1", "A title", LONG], ["2", "Another", LONG + " b"]]))
    (error,) = documents(tmp_path / "a.csv", "a.csv")
    assert "column 1, column 2, column 3" in str(error)
    found = list(documents(tmp_path / "a.csv", "a.csv", {"text": ("column 3",)}))
    assert [d.text for d in found if isinstance(d, RawDocument)] == [LONG, LONG + " b"]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"date,count\n2025-01-01,5\n", b"title,text\n", b"id;title;url\n"])
def test_tables_of_numbers_are_skipped_in_folders(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    (found,) = documents(tmp_path / "a.csv", "a.csv", named=False)
    assert isinstance(found, NoSourceError)
    assert found.kind in ("tables", "tables of addresses without texts")


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    for text in (TEXT, "Title, date, text\nare three words, and more follow.\n" + TEXT):
        (found,), _ = read(tmp_path, "a.txt", text.encode())
        assert found.kind == "plain text"


def test_a_text_column_may_hold_markup_or_very_long_texts(tmp_path: Path) -> None:
    long = " ".join([LONG] * 400)
    rows = [["title", "text"], ["A", f"<p>{LONG}</p><p>The end.</p>"], ["B", long], ["C", "x" * 32_767]]
    found, errors = read(tmp_path, "a.csv", written(rows))
    assert [found[0].text, found[1].text] == [f"{LONG}\n\nThe end.", long]
    assert "exactly 32,767 characters" in errors[0]


def test_a_quotation_mark_never_closed_loses_no_other_row(tmp_path: Path) -> None:
    rows = "".join(f"{n},Title {n},{LONG.replace(',', '').replace(chr(34), '')} {n}\n" for n in range(2, 40))
    found, errors = read(tmp_path, "a.csv", f'id,title,text\n1,One,"Never closed\n{rows}'.encode())
    assert [d.stated["title"] for d in found] == [f"Title {n}" for n in range(2, 40)]
    assert len(errors) == 1
    assert "Row 2" in errors[0]


def test_summaries_alone_are_said_to_be_so(tmp_path: Path) -> None:
    (found,), _ = read(
        tmp_path, "a.csv", written([["Title", "Url", "Abstract Note"], ["A", "https://a.example/", LONG]])
    )
    assert found.stated["details"] == {"extent": "only a summary"}


def test_hostile_cells_are_harmless(tmp_path: Path) -> None:
    rows = [["title", "source", "text"], ["\x1b]0;x\x07Bad", "=cmd|' /C calc'!A0", f"\x1b[31m{LONG}\u202e"]]
    (found,), _ = read(tmp_path, "a.csv", written(rows))
    assert (found.stated["title"], found.text) == ("Bad", LONG)


cells = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\\"), min_size=1)


@settings(max_examples=examples(60))
@given(
    titles=st.lists(cells, min_size=1, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_each_row_is_read_back(tmp_path: Path, titles: list[str], delimiter: str, quoting: Any, end: str) -> None:
    rows = [
        [f"Title {n} {title}", f"Outlet {n}", f"2025-01-{n + 1:02}", f"Mira {n}", f"{title} {LONG}\nline {n}"]
        for n, title in enumerate(titles)
    ]
    header = ["title", "outlet", "date", "author", "text"]
    data = written([header, *rows], delimiter=delimiter, quoting=quoting, lineterminator=end)
    found, errors = read(tmp_path, "a.csv", data)
    assert not errors
    assert [d.stated["outlet"] for d in found] == [row[1] for row in rows]
    assert [d.stated["published"] for d in found] == [row[2] for row in rows]
    assert [d.stated["authors"] for d in found] == [[row[3]] for row in rows]
    for number, document in enumerate(found):
        assert f"line {number}" in document.text
        assert document.stated["title"].startswith(f"Title {number} ")


@settings(max_examples=examples(80))
@given(st.binary(max_size=400), st.sampled_from([b"", b"title,text\n", b"sep=;\n", b"\xff\xfe"]))
def test_any_bytes_give_documents_or_reports(tmp_path: Path, data: bytes, head: bytes) -> None:
    read(tmp_path, "a.csv", head + data)


# --- workbooks


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    data = workbook({
        "Notes": [["made on Monday"], [1, 2]],
        "Artikel": [
            ["Titel", "Datum", "Zeitung", "Link", "Volltext"],
            ["Eins", "date:45789", "Ölbote", "https://a.example/1", TEXT],
            [],
            ["Zwei", "date:45790.4375", "Ölbote", None, ("1+1", LONG)],
            ["ohne", None, None, None, None],
        ],
        "More": [["title", "text"], ["Three", f"{LONG}_x000D_\nThe end."]],
    })  # fmt: skip
    found, errors = read(tmp_path, "a.xlsx", data)
    assert [d.stated.get("published") for d in found] == ["2025-05-12", "2025-05-13 10:30:00", None]
    assert [d.text for d in found] == [TEXT, LONG, f"{LONG}\n\nThe end."] or found[2].text.endswith("The end.")
    assert [(d.evidence.record, d.member.partition("!")[0]) for d in found] == [
        (2, "Artikel"), (4, "Artikel"), (2, "More"),
    ]  # fmt: skip
    assert len(errors) == 1
    assert "Row 5 of a.xlsx!Artikel" in errors[0]


def test_a_workbook_of_numbers_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook({"A": [["x", "y"], [1, 2]], "B": [[3]]}))
    (found,) = documents(tmp_path / "a.xlsx", "a.xlsx", named=False)
    assert isinstance(found, NoSourceError)
    assert found.kind == "tables"


def test_a_broken_or_hostile_workbook_is_reported(tmp_path: Path) -> None:
    whole = workbook({"A": [["title", "text"], ["One", TEXT]]})
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    evil = workbook({"A": [["title", "text"], ["One", TEXT]]}, head=entity)
    assert all("root:" not in d.text for d in read(tmp_path, "evil.xlsx", evil)[0])
    for size in (len(whole) // 3, len(whole) - 30):
        assert read(tmp_path, "a.xlsx", whole[:size])[1]
    broken = workbook({"A": [["title", "text"], ["One", TEXT]]}, more={"xl/worksheets/sheet1.xml": b"<worksheet><row"})
    assert read(tmp_path, "a.xlsx", broken)[1]


def test_a_workbook_that_expands_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 4_000_000
    data = workbook({"A": [["title", "text"]]}, more={"xl/worksheets/sheet1.xml": bomb})
    found, errors = read(tmp_path, "a.xlsx", data)
    assert not found
    assert errors


# --- Parquet


def test_parquet_is_read_or_its_package_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    columns = {"headline": ["A", "B"], "content": [TEXT, None], "authors": [["Mira Tallinn"], []], "source": ["X", "Y"]}
    parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    found, errors = read(tmp_path, "a.parquet", (tmp_path / "a.parquet").read_bytes())
    assert [(d.stated["title"], d.stated["authors"], d.stated["outlet"], d.text) for d in found] == [
        ("A", ["Mira Tallinn"], "X", TEXT)
    ]
    assert len(errors) == 1
    assert read(tmp_path, "b.parquet", b"PAR1" + bytes(400))[1]
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (error,) = documents(tmp_path / "a.parquet", "a.parquet")
    assert 'pip install "peacereader[parquet]"' in str(error)
