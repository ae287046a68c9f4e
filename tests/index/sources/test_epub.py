"""Books: one article a chapter, with the book as its outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.index.sources.made import read
from tests.index.sources.made_documents import epub

if TYPE_CHECKING:
    from pathlib import Path

ONE = "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said."
TWO = "An adviser told reporters that the list had been handed over and would be checked by the end of the week."


@pytest.mark.parametrize("ncx", [False, True])
def test_each_chapter_is_an_article(tmp_path: Path, ncx: bool) -> None:
    chapters = {
        "cover.xhtml": '<img src="cover.png"/>',
        "one.xhtml": f"<h1>The first talks</h1><p>{ONE}</p>",
        "two.xhtml": f"<h2>The second talks</h2><p>{TWO}</p>",
    }
    contents = {"one.xhtml": "1. The first talks", "two.xhtml": "2. The second talks"}
    found, errors = read(tmp_path, "a.epub", epub(chapters, contents, ncx=ncx))
    assert errors == []
    assert [(d.stated["title"], d.stated["outlet"], d.stated["authors"], d.evidence.record) for d in found] == [
        ("1. The first talks", "The Harbour Talks", ["Ann Example"], 1),
        ("2. The second talks", "The Harbour Talks", ["Ann Example"], 2),
    ]
    assert ONE in found[0].text and TWO not in found[0].text
    assert found[0].member == "OPS/one.xhtml"


def test_chapters_in_one_page_are_told_apart_by_the_contents(tmp_path: Path) -> None:
    body = f'<h1 id="a">First</h1><p>{ONE}</p><section><h1><a id="b"></a>Second</h1><p>{TWO}</p></section>'
    found, _ = read(tmp_path, "a.epub", epub({"p.xhtml": body}, {"p.xhtml#a": "First", "p.xhtml#b": "Second"}))
    assert [(d.stated["title"], ONE in d.text, TWO in d.text) for d in found] == [
        ("First", True, False),
        ("Second", False, True),
    ]


def test_the_files_of_a_divided_chapter_are_one(tmp_path: Path) -> None:
    chapters = {"c_split_000.xhtml": f"<h1>First</h1><p>{ONE}</p>", "c_split_001.xhtml": f"<p>{TWO}</p>"}
    (found,), _ = read(tmp_path, "a.epub", epub(chapters, {"c_split_000.xhtml": "First"}))
    assert ONE in found.text and TWO in found.text


def test_a_volume_of_many_authors_states_none_of_them(tmp_path: Path) -> None:
    for authors in ([("Ed Editor", "edt")], [(f"Ann Author{'abcd'[n]}", "aut") for n in range(4)]):
        (found,), _ = read(tmp_path, "a.epub", epub({"a.xhtml": f"<p>{ONE}</p>"}, {}, authors=authors))
        assert "authors" not in found.stated


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ("<dc:date>2019-05-06</dc:date>", "2019-05-06"),
        ("<dc:date opf:event='modification'>2019-05-06</dc:date>", None),
        ("<dc:date>2019-05-06</dc:date><meta property='dcterms:modified'>2019-05-06T10:00:00Z</meta>", None),
        ("<dc:date>2019</dc:date>", None),
    ],
)
def test_the_day_on_which_a_file_was_made_is_no_date(tmp_path: Path, metadata: str, day: str | None) -> None:
    (found,), _ = read(tmp_path, "a.epub", epub({"a.xhtml": f"<p>{ONE}</p>"}, {}, metadata=metadata))
    assert found.stated.get("published") == day


def test_books_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    lock = (
        "<encryption><EncryptedData><EncryptionMethod Algorithm='aes'/><CipherData><CipherReference "
        "URI='OPS/a.xhtml'/></CipherData></EncryptedData></encryption>"
    )
    for data, why in (
        (epub({"a.xhtml": f"<p>{ONE}</p>"}, {}, more={"META-INF/encryption.xml": lock}), "is locked"),
        (epub({"a.xhtml": "<img/>"}, {}), "without text"),
        (epub({"a.xhtml": f"<p>{ONE}</p>"}, {})[:500], "broken or cut off"),
    ):
        found, (error,) = read(tmp_path, "a.epub", data)
        assert found == []
        assert why in error
