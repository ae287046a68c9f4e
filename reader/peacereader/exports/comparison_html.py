"""Two articles side by side as an HTML page for print. No text in it is read as markup."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import web_address
from peacereader import wording
from peacereader.exports.comparison import SIGNS, count_words, fact_words
from peacereader.exports.html_page import PAGE_END, page_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.comparison import ComparedRow, ComparedSentence, Comparison

_STYLE: Final = """\
body { font: 11pt/1.45 Georgia, serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { font-size: 1.3em; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { vertical-align: top; padding: 0.3em 0.6em; overflow-wrap: anywhere; text-align: start; font-weight: normal; }
th strong { font-size: 1.1em; }
thead th { border-bottom: 2px solid #444; }
.sign { width: 1.6em; text-align: center; color: #444; }
.about { color: #444; font-size: 0.9em; }
tr.left td, tr.right td, tr.moved td { background: #f4f1ea; }
mark { background: #ffe9a8; text-decoration: underline; color: inherit; }
b { color: #9a1c00; }
@media print { body { margin: 0; max-width: none; font-size: 9pt; } tr { break-inside: avoid; } }
"""
_KIND_WORDS: Final = {
    "equal": "equal", "changed": "changed", "moved": "moved", "left": "only left", "right": "only right"
}  # fmt: skip


def comparison_page(comparison: Comparison, rows: Sequence[ComparedRow]) -> Iterator[str]:
    """Yield the lines of a page with these rows of a comparison. It needs no other file and runs no script.

    Words that differ are underlined; names, numbers and dates that differ are bold as well.
    """
    titles = [article.title or wording.TITLE_NOT_KNOWN for article in (comparison.left, comparison.right)]
    yield page_head(f"{titles[0]} ↔ {titles[1]}", _STYLE)
    yield f"<p>{_text(count_words(comparison))}.</p>"
    if facts := fact_words(comparison):
        yield "<ul>"
        yield from (f'<li dir="auto">{_text(words)}</li>' for words in facts)
        yield "</ul>"
    yield '<p class="about">− only left, + only right, ≠ changed, ⇅ moved</p>'
    yield "<table>"
    heads = "".join(_article_cell(article) for article in (comparison.left, comparison.right))
    yield f'<thead><tr><th class="sign"></th>{heads}</tr></thead>'
    yield "<tbody>"
    for row in rows:
        yield _row(row, comparison)
    yield "</tbody>"
    yield "</table>"
    yield PAGE_END


def _article_cell(article: Article) -> str:
    title = _text(article.title or wording.TITLE_NOT_KNOWN)
    facts = [
        article.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(article.date),
        ", ".join(article.authors),
        f"article {article.id}",
    ]
    about = _text(" · ".join(fact for fact in facts if fact))
    address = web_address(article.url)
    link = f'<br><a href="{_text(address)}">{_text(address)}</a>' if address else ""
    return f'<th scope="col" dir="auto"><strong>{title}</strong><br><span class="about">{about}{link}</span></th>'


def _row(row: ComparedRow, comparison: Comparison) -> str:
    sign = f'<td class="sign" title="{_KIND_WORDS[row.kind]}">{SIGNS[row.kind].strip()}</td>'
    cells = _cell(row.left, comparison.left) + _cell(row.right, comparison.right)
    return f'<tr class="{row.kind}">{sign}{cells}</tr>'


def _cell(sentence: ComparedSentence | None, article: Article) -> str:
    if sentence is None:
        return "<td></td>"
    language = f' lang="{_text(article.language)}"' if article.language else ""
    return f'<td dir="auto"{language}>{_marked(sentence)}</td>'


def _marked(sentence: ComparedSentence) -> str:
    """Return a sentence with its marks and facts as elements, which may cross: they are opened and closed at edges."""
    marks, facts = sentence.marks, [(fact.start, fact.end) for fact in sentence.facts]
    edges = sorted({0, len(sentence.text), *(edge for span in (*marks, *facts) for edge in span)})
    pieces = []
    for start, end in itertools.pairwise(edges):
        piece = _text(sentence.text[start:end])
        if any(first <= start and end <= last for first, last in facts):
            piece = f"<b>{piece}</b>"
        if any(first <= start and end <= last for first, last in marks):
            piece = f"<mark>{piece}</mark>"
        pieces.append(piece)
    return "".join(pieces)


def _text(text: str) -> str:
    return escape(text, quote=True)
