"""Entries of a bibliography for news articles: Chicago, APA and MLA, as plain text.

- Chicago: The Chicago Manual of Style, 18th edition (2024), notes and bibliography: the entry of the bibliography.
- APA: Publication Manual, 7th edition (2019): the entry of the reference list.
- MLA: MLA Handbook, 9th edition (2021): the entry of the list of works cited.

Titles keep their capitals: which words have them depends on the language, and a headline is evidence. Plain text has no
italics, so the outlet, which all three set in italics, has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import web_address
from peacereader.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peacereader.exports.author_names import AuthorName
    from peacereader.exports.citation import Citation

_UNTITLED: Final = "Untitled news article"
_ABBREVIATED: Final = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
"""Months as MLA has them."""
_MOST_IN_CHICAGO, _FIRST_IN_CHICAGO = 6, 3
"""Of more authors than the first number, as many as the second are named."""
_MOST_IN_APA: Final = 20


def chicago(citation: Citation) -> str:
    """Return the entry. Without authors the outlet comes first; without a date it says n.d. and when it was retrieved.

    What is said on request comes in brackets after it, as in the other two styles.

    >>> Stone, Ada, and Bo Li. “Talks End.” Harbour Dispatch, June 2, 2025. https://harbourdispatch.example/talks.
    """
    names, others = citation.names
    authors = _chicago_authors(names, others)
    outlet = _one_line(citation.outlet)
    head = authors or outlet
    date = _month_first(citation.date_parts) or "n.d."
    published = ", ".join([outlet, date]) if outlet and authors else date[:1].upper() + date[1:]
    parts = [_stopped(head), _quoted_title(citation.title), _stopped(published)]
    if day := _month_first(_retrieved(citation)):
        parts.append(f"Accessed {day}.")
    return " ".join(filter(None, [*parts, _stopped(_address(citation)), _bracketed(citation)]))


def apa(citation: Citation) -> str:
    """Return the entry. Without authors the title comes first; without a date it says n.d. and when it was retrieved.

    >>> Stone, A., & Li, B. (2025, June 2). Talks end. Harbour Dispatch. https://harbourdispatch.example/talks
    """
    names, others = citation.names
    authors = _stopped(_apa_authors(names, others))
    title = _stopped(_one_line(citation.title) or f"[{_UNTITLED}]")
    parts = citation.date_parts
    date = f"({', '.join(filter(None, [f'{parts[0]:04}', ' '.join(_month_and_day(parts))])) if parts else 'n.d.'})."
    address = _address(citation)
    if address and (day := _month_first(_retrieved(citation))):
        address = f"Retrieved {day}, from {address}"
    head = [authors, date, title] if authors else [title, date]
    return " ".join(filter(None, [*head, _stopped(_one_line(citation.outlet)), address, _bracketed(citation)]))


def mla(citation: Citation) -> str:
    """Return the entry. Without authors the title comes first; without a date it says when it was retrieved.

    >>> Stone, Ada, and Bo Li. “Talks End.” Harbour Dispatch, 2 June 2025, https://harbourdispatch.example/talks.
    """
    names, others = citation.names
    container = ", ".join(
        filter(None, [_one_line(citation.outlet), _day_first(citation.date_parts), _address(citation)])
    )
    parts = [_stopped(_mla_authors(names, others)), _quoted_title(citation.title), _stopped(container)]
    if day := _day_first(_retrieved(citation)):
        parts.append(f"Accessed {day}.")
    return " ".join(filter(None, [*parts, _bracketed(citation)]))


def _retrieved(citation: Citation) -> tuple[int, ...]:
    """Return the day of retrieval, which all three styles ask for if there is no date; otherwise on request."""
    return citation.wanted_retrieved_parts if citation.date_parts else citation.retrieved_parts


def _bracketed(citation: Citation) -> str:
    """Return what no style has a field for, on request: the archived copy, the SHA-256, the id of the article.

    The address is in angle brackets, as RFC 3986, appendix C, delimits one in a text.
    """
    archived, sha256 = citation.wanted_archive_url, citation.wanted_sha256
    facts = [
        f"Archived copy, if there is one: <{archived}>" if archived else "",
        f"SHA-256 of the source: {sha256}" if sha256 else "",
        f"Article {citation.article_id}" if citation.article_id and "id" in citation.extras else "",
    ]
    words = "; ".join(filter(None, facts))
    return f"[{words}]" if words else ""


def _chicago_authors(names: Sequence[AuthorName], others: bool) -> str:
    if len(names) > _MOST_IN_CHICAGO:
        names, others = names[:_FIRST_IN_CHICAGO], True
    if not names:
        return ""
    first = names[0]
    # Chicago puts the particle after the given names: Beauvoir, Simone de.
    head = ", ".join(filter(None, [first.family, f"{first.given} {first.particle}".strip(), first.suffix]))
    return _listed([head, *(name.in_order for name in names[1:])], others, "and", comma_before_two=bool(first.given))


def _mla_authors(names: Sequence[AuthorName], others: bool) -> str:
    if not names:
        return ""
    head = _inverted(names[0], names[0].given)
    if others or len(names) > 2:
        return f"{head}, et al."
    return _listed([head, *(name.in_order for name in names[1:])], False, "and", comma_before_two=bool(names[0].given))


def _apa_authors(names: Sequence[AuthorName], others: bool) -> str:
    inverted = [_inverted(name, name.initials) for name in names]
    if len(inverted) > _MOST_IN_APA:
        return f"{', '.join(inverted[: _MOST_IN_APA - 1])}, . . . {inverted[-1]}"
    return _listed(inverted, others, "&", comma_before_two=True)


def _listed(names: Sequence[str], others: bool, conjunction: str, *, comma_before_two: bool) -> str:
    """Return names as a list: `A, B, and C`. Two get no comma if the first has none itself: `Reuters and Bo Li`."""
    if others:
        return f"{', '.join(names)}, et al."
    if len(names) < 2:
        return "".join(names)
    comma = "," if len(names) > 2 or comma_before_two else ""
    return f"{', '.join(names[:-1])}{comma} {conjunction} {names[-1]}"


def _inverted(name: AuthorName, given: str) -> str:
    """Return a name with its family name first: `de Beauvoir, Simone`."""
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, [family, given, name.suffix]))


def _quoted_title(title: str | None) -> str:
    """Return a title in quotation marks with a full stop inside; of one that is not known, that there is none."""
    if not (text := _one_line(title)):
        return f"{_UNTITLED}."
    text = re.sub(r'"([^"]*)"', r"‘\1’", text).replace("“", "‘").replace("”", "’")
    return f"“{_stopped(text)}”"


def _stopped(text: str) -> str:
    """Return text that ends with a full stop, unless it is empty or ends as a sentence does."""
    return text if not text or re.search(r"[.!?。！？…؟][’”\"'»)]*$", text) else f"{text}."


def _month_and_day(parts: Sequence[int]) -> list[str]:
    return [*(MONTHS[month - 1] for month in parts[1:2]), *(str(day) for day in parts[2:3])]


def _month_first(parts: Sequence[int]) -> str:
    """Return `June 2, 2025`, `June 2025` or `2025`; "" for no date."""
    if not parts:
        return ""
    words = _month_and_day(parts)
    return f"{' '.join(words)}{',' if len(words) > 1 else ''} {parts[0]:04}".strip()


def _day_first(parts: Sequence[int]) -> str:
    """Return `2 Sept. 2025`, `Sept. 2025` or `2025`; "" for no date."""
    words = [*map(str, parts[2:3]), *(_ABBREVIATED[month - 1] for month in parts[1:2]), *map("{:04}".format, parts[:1])]
    return " ".join(words)


def _address(citation: Citation) -> str:
    return web_address(citation.url) or ""


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
