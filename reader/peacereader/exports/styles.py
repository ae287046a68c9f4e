"""The styles in which a passage is copied, each as a function from a citation to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from peacereader.exports import references
from peacereader.exports.bibtex import bibtex_entry
from peacereader.exports.html import html_quotation
from peacereader.exports.markdown import markdown_quotation
from peacereader.exports.quotation import plain_quotation, quoted_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from peacereader.exports.citation import Citation


class Style(NamedTuple):
    """A style: its name for people, and the function that writes the quotations of a citation with their source."""

    title: str
    write: Callable[[Citation], str]


def _with_reference(reference: Callable[[Citation], str]) -> Callable[[Citation], str]:
    return lambda citation: f"{quoted_words(citation)}{reference(citation)}\n"


STYLES: Final[Mapping[str, Style]] = {
    "plain": Style("Plain text", plain_quotation),
    "markdown": Style("Markdown", markdown_quotation),
    "chicago": Style("Chicago, 18th edition, bibliography", _with_reference(references.chicago)),
    "apa": Style("APA, 7th edition", _with_reference(references.apa)),
    "mla": Style("MLA, 9th edition", _with_reference(references.mla)),
    "bibtex": Style("BibTeX", bibtex_entry),
    "html": Style("HTML, as its source", html_quotation),
}
"""The styles by the names that commands, settings and the reader use."""
