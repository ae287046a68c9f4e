# ruff: noqa: E501 - texts are easier to compare in one line
"""PDF files with a text layer: columns, paragraphs, words divided at line ends, running heads, exports, bad files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.errors import SourceError
from peaceindex.model.article import RUNNING_LINES
from peaceindex.sources import documents
from tests.index.sources.made import read
from tests.index.sources.made_documents import LOCK, PICTURE, Text, column, pdf

if TYPE_CHECKING:
    from pathlib import Path

_LEFT = """The two delegations met again on
Tuesday to speak about the ex-
change of prisoners, officials said.
A cease-fire was not on the list of
topics, but a long and quiet talk
about the harbour was, and all
came to it in good spirits."""
_RIGHT = """An adviser told reporters that the
list had been handed over, and that
it would be checked by the end of
the week. Nobody spoke of a cease-
fire in the short term. A long-
term plan was put off until the
next meeting, which is in June."""
LEFT, RIGHT = _LEFT.splitlines(), _RIGHT.splitlines()
LEFT_TEXT = (
    "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said. A cease-fire "
    "was not on the list of topics, but a long and quiet talk about the harbour was, and all came to it in good spirits."
)
RIGHT_TEXT = (
    "An adviser told reporters that the list had been handed over, and that it would be checked by the end of the "
    "week. Nobody spoke of a cease-fire in the short term. A long-term plan was put off until the next meeting, which is in "
    "June."
)
TITLE = "Delegations meet again in Harbour City"


def margins(number: int) -> list[Text]:
    return [(60, 825, 8, "The Amed Post"), (300, 20, 8, f"- {number} -")]


def paragraphs(found: object) -> list[str]:
    return [line for line in getattr(found, "text", "").split("\n") if line]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """However the file orders them: column by column, or line by line across both."""
    head: list[Text] = [(60, 800, 24, "*" + TITLE)]
    left, right = column(60, 740, LEFT), column(300, 740, RIGHT)
    across = [piece for pair in zip(left, right, strict=True) for piece in pair]
    for order in (left + right, across, right + left):
        (found,), errors = read(tmp_path, "a.pdf", pdf([head + order]))
        assert paragraphs(found) == [TITLE, LEFT_TEXT, RIGHT_TEXT]
        assert errors == []


def test_paragraphs_are_told_by_gaps_indents_and_short_lines(tmp_path: Path) -> None:
    lines = [
        (60, 700, 10, "The first paragraph of the article is wrapped at the end of this line here and"),
        (60, 688, 10, "ends in the middle of the second."),
        (60, 676, 10, "The second paragraph begins without any gap above it, and it goes on for a"),
        (60, 664, 10, "second line that is just about as long as the one before it was, to the end."),
        (75, 652, 10, "The third one is indented, as in a book, and again it goes on to a line below"),
        (60, 640, 10, "that is not."),
        (60, 610, 10, "The fourth stands behind a gap."),
    ]
    (found,), _ = read(tmp_path, "a.pdf", pdf([lines]))
    assert [text[:10] for text in paragraphs(found)] == ["The first ", "The second", "The third ", "The fourth"]


def test_running_heads_and_page_numbers_are_cut_with_their_reason(tmp_path: Path) -> None:
    first: list[Text | str] = [(60, 790, 24, "*" + TITLE), *column(60, 740, LEFT[:4]), *margins(1)]
    second: list[Text | str] = [*column(60, 740, ["and so the talks went on for another day.", *RIGHT]), *margins(2)]
    third: list[Text | str] = [*column(60, 740, LEFT), *margins(3)]
    first += [(60, 692, 10, "The talks lasted until the evening,")]
    (tmp_path / "a.pdf").write_bytes(pdf([first, second, third]))
    (found,) = documents(tmp_path / "a.pdf", "a.pdf")
    assert not isinstance(found, SourceError)
    assert len(found.stated[RUNNING_LINES]) == 6
    article = extract(make_cleaner([]), found)
    assert not isinstance(article, SourceError)
    assert article.title == TITLE
    cut = [cut.text for cut in article.cuts if cut.reason == "running head or foot of a print"]
    assert sorted(cut) == ["- 1 -", "- 2 -", "- 3 -", *["The Amed Post"] * 3]
    assert "The talks lasted until the evening, and so the talks went on for another day." in article.text


def test_numbers_in_the_margin_that_do_not_count_pages_stay(tmp_path: Path) -> None:
    pages = [[(60, 800, 10, f"{n} people came."), *column(60, 640, LEFT)] for n in (12, 47, 31)]
    (found,), _ = read(tmp_path, "a.pdf", pdf(pages))
    assert RUNNING_LINES not in found.stated


def test_an_export_in_a_pdf_gives_its_articles_with_their_pages(tmp_path: Path) -> None:
    """Also where each fills a page, so that its header stands in the same place on all of them."""

    def lines(n: int) -> list[str]:
        body = [
            f"The two delegations met for round {n} to speak about it all",
            "and they will meet again soon, they said.",
        ]
        return [f"Title: Talks number {n} go on", "Source: The Amed Post", f"Date: {n} May 2025", "Text:", *body, ""]

    for pages in ([[1], [2], [3], [4]], [[1, 2], [3, 4]], [[1, 2, 3], [4]]):
        made = [column(60, 800, [line for n in page for line in lines(n)]) for page in pages]
        found, errors = read(tmp_path, "a.pdf", pdf(made))
        assert errors == []
        assert [d.stated["title"] for d in found] == [f"Talks number {n} go on" for n in range(1, 5)]
        assert [d.stated["published"] for d in found] == [f"{n} May 2025" for n in range(1, 5)]
        assert [d.evidence.page for d in found] == [p for p, page in enumerate(pages, 1) for _ in page]


def test_a_scan_is_reported(tmp_path: Path) -> None:
    found, (error,) = read(tmp_path, "a.pdf", pdf([[PICTURE], [PICTURE]]))
    assert found == []
    assert "is a scan" in error
    text = column(60, 740, LEFT)
    (one,), (error,) = read(tmp_path, "b.pdf", pdf([text, [PICTURE], text]))
    assert LEFT_TEXT in one.text
    assert error.endswith("on page 2.")
    found, (error,) = read(tmp_path, "c.pdf", pdf([[]]))
    assert "without text" in error


def test_bad_files_are_reported(tmp_path: Path) -> None:
    whole = pdf([column(60, 740, LEFT)])
    for name, data, why in (
        ("locked.pdf", pdf([column(60, 740, LEFT)], encrypt=LOCK), "locked with a password"),
        ("cut.pdf", whole[:200], "broken or cut off"),
        ("nothing.pdf", b"%PDF-1.7", "broken or cut off"),
    ):
        found, (error,) = read(tmp_path, name, data)
        assert found == []
        assert why in error, name


def test_properties_are_believed_only_where_the_text_shows_them(tmp_path: Path) -> None:
    page = [(60, 800, 24, "*" + TITLE), (60, 770, 10, "By Ann Example"), *column(60, 740, LEFT)]
    for title, author, expected in (
        (TITLE, "Ann Example", {"title": TITLE, "authors": ["Ann Example"]}),
        ("Microsoft Word - talks.doc", "user", {}),
    ):
        (found,), _ = read(tmp_path, "a.pdf", pdf([page], title, author))
        assert dict(found.stated) == expected
