"""Passages as HTML: a block quote to paste, and a page with everything for print. No text in it is read as markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import web_address
from peacereader import wording
from peacereader.exports.html_page import PAGE_END, page_head
from peacereader.exports.quotation import wanted_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from peacereader.exports.citation import Citation, Quotation

_STYLE: Final = """\
body { font: 11pt/1.5 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { font-size: 1.4em; }
h2 { font-size: 1.1em; margin: 2em 0 0; break-after: avoid; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #999; }
blockquote p { margin: 0.5em 0; }
.about, .evidence { color: #444; font-size: 0.9em; overflow-wrap: anywhere; }
.note { white-space: pre-wrap; }
@media print { body { margin: 0; max-width: none; } blockquote { break-inside: avoid; } a { color: inherit; } }
"""


def html_quotation(citation: Citation) -> str:
    """Return the quotations as block quotes, then a paragraph with their source and what is said on request."""
    quotes = "".join(f"{_blockquote(one, citation.url)}\n" for one in citation.quotations)
    facts = "".join(f", {_text(fact)}" for fact in wanted_facts(citation) if fact)
    return f"{quotes}<p>— {_attribution(citation)}{facts}</p>\n"


def html_page(citations: Iterable[Citation], title: str) -> Iterator[str]:
    """Yield a page that needs no other file and runs no script: its head, a section for each article, its foot."""
    yield page_head(title, _STYLE)
    for citation in citations:
        yield _section(citation)
    yield PAGE_END


def _section(citation: Citation) -> str:
    lines = [
        f'<section id="{_text(citation.key)}"{_language(citation)}>',
        f'<h2 dir="auto">{_text(citation.title or wording.TITLE_NOT_KNOWN)}</h2>',
        f'<p class="about">{_attribution(citation, with_title=False)}</p>',
    ]
    for quotation in citation.quotations:
        lines.append(_blockquote(quotation, citation.url))
        if words := wording.passage_place_words(quotation):
            lines.append(f'<p class="about">({_text(words)})</p>')
        if quotation.note:
            lines.append(f'<p class="note" dir="auto">Note: {_text(quotation.note)}</p>')
        if quotation.labels:
            lines.append(f'<p class="labels" dir="auto">Labels: {_text(", ".join(quotation.labels))}</p>')
        lines += [f'<p class="about" dir="auto">{name}: {_text(words)}</p>' for name, words in quotation.origin]
    if citation.tags:
        lines.append(f'<p class="about" dir="auto">Tags: {_text(", ".join(citation.tags))}</p>')
    if evidence := wording.evidence_words(citation.evidence, citation.url):
        lines.append(f'<p class="evidence">{_text(evidence)}</p>')
    lines += _paragraphs(citation.text) if citation.text else []
    return "\n".join([*lines, "</section>"])


def _blockquote(quotation: Quotation, url: str | None) -> str:
    address = web_address(url)
    cite = f' cite="{_text(address)}"' if address else ""
    return f"<blockquote{cite}>{''.join(_paragraphs(quotation.quote))}</blockquote>"


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which empty lines divide."""
    return [f'<p dir="auto">{_text(one).replace(chr(10), "<br>")}</p>' for one in text.split("\n\n")]


def _attribution(citation: Citation, *, with_title: bool = True) -> str:
    title = f"“{_text(citation.title)}”" if citation.title else wording.TITLE_NOT_KNOWN
    facts = [
        _text(wording.join_words(citation.authors)),
        title if with_title else "",
        f"<cite>{_text(citation.outlet)}</cite>" if citation.outlet else wording.OUTLET_NOT_KNOWN,
        _text(wording.long_date(citation.date)),
        _link(citation.url) if citation.url else _text(f"source: {citation.source}") if citation.source else "",
        f"article {_text(citation.article_id)}" if citation.article_id else "",
    ]
    return ", ".join(fact for fact in facts if fact)


def _link(url: str) -> str:
    address = web_address(url)
    return f'<a href="{_text(address)}">{_text(url)}</a>' if address else _text(url)


def _language(citation: Citation) -> str:
    return f' lang="{_text(citation.language)}"' if citation.language else ""


def _text(text: str) -> str:
    return escape(text, quote=True)
