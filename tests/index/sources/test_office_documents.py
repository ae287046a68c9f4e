"""Word, OpenDocument and RTF documents: one article each, or the articles of an export that was saved as one."""

# ruff: noqa: E501 - markup is easier to read in one line
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.errors import SourceError
from peaceindex.sources import documents
from tests.index.sources.made import compound, read, zipped
from tests.index.sources.made_documents import docx, odt, packed, word_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE = "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said."
TWO = "An adviser told reporters that the list had been handed over and would be checked by the end of the week."
TITLE = "Delegations meet again in Harbour City"


def rtf(*paragraphs: str, head: str = "") -> bytes:
    """A document in RTF. Characters beyond ASCII are written as programs do."""
    body = "\\par\n".join(paragraphs)
    written = "".join(c if c.isascii() else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in body)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0 {head}{written}\\par}}".encode("ascii")


def as_docx(*lines: str) -> bytes:
    return docx("".join(map(word_paragraph, lines)))


def as_odt(*lines: str) -> bytes:
    return odt("".join(f"<text:p>{line}</text:p>" for line in lines))


def as_rtf(*lines: str) -> bytes:
    return rtf(*lines)


MAKERS: dict[str, Callable[..., bytes]] = {"docx": as_docx, "odt": as_odt, "rtf": as_rtf}


def article(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    (folder / name).write_bytes(data)
    (found,) = documents(folder / name, name)
    assert not isinstance(found, SourceError), found
    cleaned = extract(make_cleaner([]), found)
    assert not isinstance(cleaned, SourceError), cleaned
    return cleaned.as_record()


@pytest.mark.parametrize("kind", MAKERS)
def test_a_document_is_one_article(tmp_path: Path, kind: str) -> None:
    found = article(tmp_path, f"talks.{kind}", MAKERS[kind](TITLE, "By Ann Example", "12 May 2025", ONE, TWO))
    assert (found["title"], found["date"], found["authors"]) == (TITLE, "2025-05-12", ["Ann Example"])
    assert found["paragraphs"] == [ONE, TWO]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    "labels", [("Title", "Source", "Date"), ("Titel", "Quelle", "Datum"), ("Заголовок", "Источник", "Дата")]
)
def test_an_export_in_a_document_gives_its_articles(tmp_path: Path, kind: str, labels: tuple[str, ...]) -> None:
    lines = []
    for n in range(1, 4):
        values = (f"Talks number {n} go on", f"The Post {n}", f"1{n} May 2025")
        lines += [f"{label}: {value}" for label, value in zip(labels, values, strict=True)]
        lines += [f"{ONE} Number {n}.", TWO]
    found, errors = read(tmp_path, f"export.{kind}", MAKERS[kind](*lines))
    assert errors == []
    assert [(d.stated["title"], d.stated["outlet"], d.stated["published"]) for d in found] == [
        (f"Talks number {n} go on", f"The Post {n}", f"1{n} May 2025") for n in range(1, 4)
    ]
    assert [d.evidence.record for d in found] == [1, 2, 3]
    assert all(d.evidence.line for d in found)


def test_a_document_without_its_ending_is_known_by_its_content(tmp_path: Path) -> None:
    for name, make in MAKERS.items():
        found, errors = read(tmp_path, f"{name} without ending", make(TITLE, ONE, TWO))
        assert (len(found), errors) == (1, [])
    found, _ = read(tmp_path, "all.zip", zipped({f"a.{name}": make(TITLE, ONE) for name, make in MAKERS.items()}))
    assert [document.member for document in found] == ["a.docx", "a.odt", "a.rtf"]


def test_what_a_word_document_says_is_whole(tmp_path: Path) -> None:
    """Insertions, formulas, text boxes and notes are text; deletions, hidden text, codes and copies are not."""
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    alternate = f'<mc:AlternateContent xmlns:mc="m">{copies}</mc:AlternateContent>'
    body = (
        word_paragraph(TITLE, "Kopf")
        + "<w:p><w:ins><w:r><w:t>AddReport, </w:t></w:r></w:ins><w:del><w:r><w:delText>taken away, </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved, </w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden, </w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:hyperlink><w:r>'
        '<w:t>linked.</w:t></w:r></w:hyperlink><m:oMath xmlns:m="m"><m:r><m:t> x = 1</m:t></m:r></m:oMath>'
        f"<w:r>{alternate}</w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled</w:t><w:noBreakHyphen/><w:t>text</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    notes = '<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    (found,), errors = read(tmp_path, "a.docx", docx(body, footnotes=notes))
    lines = [line for line in found.text.split("\n") if line]
    assert lines == [TITLE, "AddReport, linked. x = 1", "In the box.", "One cell", "Controlled\u2011text", "1. A note."]
    assert errors == []


def test_a_part_in_another_format_is_reported(tmp_path: Path) -> None:
    (found,), errors = read(tmp_path, "a.docx", docx(word_paragraph(ONE) + "<w:altChunk/>"))
    assert ONE in found.text
    assert "another format" in errors[0]


def test_what_an_opendocument_says_is_whole(tmp_path: Path) -> None:
    body = (
        f'<text:tracked-changes><text:p>Gone</text:p></text:tracked-changes><text:p text:style-name="P1">{TITLE}</text:p>'
        '<text:p>One<text:s/>two<text:tab/>three <text:span text:style-name="T1">bold</text:span> and'
        "<office:annotation><text:p>a remark</text:p></office:annotation> more<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>One cell</text:p></table:table-cell></table:table-row>"
        "</table:table><text:p>Rest<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame></text:p>"
    )
    (found,), _ = read(tmp_path, "a.odt", odt(body))
    lines = [line for line in found.text.split("\n") if line]
    assert lines == [TITLE, "One two three bold and more.", "One cell", "Rest", "In the box.", "1. A note."]


def test_rtf_is_read_in_its_code_pages_and_without_its_codes(tmp_path: Path) -> None:
    fonts = r"{\fonttbl{\f0\fcharset204 Times;}{\f1\fcharset128 Mincho;}{\f2\fcharset0 Arial;}}{\colortbl;\red0;}"
    body = (
        r"{\header Running head}{\f0 \'cf\'e5\'f0\'e5\'e3\'ee\'e2\'ee\'f0\'fb} {\f1 \'93\'fa\'96\'7b} {\f2 caf\'e9} "
        r"\u-10179?\u-8704? {\field{\*\fldinst HYPERLINK "
        '"https://a.example"'
        r"}{\fldrslt linked}}{\*\bkmkstart b}{\deleted gone}{\v hidden}\emdash end{\footnote A note.}"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In the box.\par}}}{\*\shppict{\pict\bin4 }}}}}}\par "
        r"\trowd\cellx1\cellx2\pard\intbl Left\cell Right\cell\row\pard Last"
    )
    (found,), errors = read(tmp_path, "a.rtf", rtf(body, head=fonts))
    lines = [line for line in found.text.split("\n") if line]
    assert lines == ["Переговоры 日本 café 😀 linked—end", "Left", "Right", "Last", "A note.", "In the box."]
    assert errors == []


def test_rtf_that_is_cut_off_is_read_to_its_end_and_reported(tmp_path: Path) -> None:
    (found,), (error,) = read(tmp_path, "a.rtf", rtf(ONE, TWO)[:-10] + b"{")
    assert ONE in found.text
    assert "is cut off" in error


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        (TITLE, "Ann Example", {"title": TITLE, "authors": ["Ann Example"]}),
        ("Microsoft Word - talks.doc", "admin", {}),
        ("talks final.docx", "User", {}),
        ("Document1", "python-docx", {}),
        ("A template of the office", "Bea Sample", {}),  # neither stands in the text
    ],
)
def test_properties_are_believed_only_where_the_text_shows_them(
    tmp_path: Path, title: str, author: str, expected: dict[str, Any]
) -> None:
    body = "".join(map(word_paragraph, (TITLE, "By Ann Example", ONE)))
    plain = "".join(f"<text:p>{line}</text:p>" for line in (TITLE, "By Ann Example", ONE))
    for name, data in (("a.docx", docx(body, title, author)), ("a.odt", odt(plain, title, author))):
        (found,), _ = read(tmp_path, name, data)
        assert dict(found.stated) == expected


def test_documents_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    whole = as_docx(ONE)
    entity = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:p>&x;</w:p></w:document>'
    for name, data, why in (
        ("cut.docx", whole[:700], "broken or cut off"),
        ("empty.docx", docx("<w:p/>"), "without text"),
        ("no text.docx", packed({"[Content_Types].xml": "<x/>", "word/styles.xml": "<x/>"}), "cannot be read"),
        ("entity.docx", packed({"[Content_Types].xml": "<x/>", "word/document.xml": entity}), "declares entities"),
        ("broken.docx", packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<a><b></a>"}), "cannot be read"),
        ("locked.docx", compound("EncryptedPackage"), "locked with a password"),
        ("old.doc", compound("WordDocument"), "old Word"),
        ("locked.odt", odt("<text:p>x</text:p>", manifest="<encryption-data/>"), "locked with a password"),
        ("deep.rtf", b"{\\rtf1 " + b"{" * 5000, "nested"),
    ):
        found, errors = read(tmp_path, name, data)
        assert found == [], name
        assert len(errors) == 1 and why in errors[0], (name, errors)
