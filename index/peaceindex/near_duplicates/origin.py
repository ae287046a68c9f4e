"""The origin of a story: what its members say about it, or else which of them came first."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from peaceindex.model.story import Origin
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.article import Article
    from peaceindex.storage.stories import MemberRow

_NAME_PATTERN = r"(?P<name>[^\W\d_][^()\[\]|:;!?\n]{1,40}?)"
_MARKERS = (
    # ISTANBUL (Corvane) – at the beginning of the text
    late_pattern(rf"^\W*[^\W\d_][^()\n]{{1,60}}\({_NAME_PATTERN}\)\s*[-–—―:]"),
    # (Corvane) at the end of it
    late_pattern(rf"\({_NAME_PATTERN}\)\s*$"),
)
_CREDIT_LINES = (
    late_pattern(
        rf"^\W*(?:source|quelle|fuente|fonte|kaynak|источник|джерело)\s*:\s*{_NAME_PATTERN}\s*(?:[.|(/\n]|$)", re.I
    ),
    late_pattern(rf"\btext (?:supplied|provided) by {_NAME_PATTERN} to\b", re.I),
    late_pattern(rf"^\W*[^\W\d_][^()\n]{{1,60}}\({_NAME_PATTERN}\)\s*[-–—―:]"),
    late_pattern(rf"^\W*\({_NAME_PATTERN}\)\s*$"),
)
_NOT_A_NAME = late_pattern(r"\b(?:by|photo|editing|reporting|writing|updated|continued|picture)\b|https?|www\.|@", re.I)
_MAX_CREDIT_CHARACTERS = 80
"""A last paragraph of fewer characters than this may be nothing but the name of the source."""
MAX_EXAMINED = 20
"""The maximum number of members that are searched for the origin of their copy."""


def origin_of(members: Sequence[MemberRow], articles: Sequence[Article]) -> Origin:
    """Return the likely origin of a story. `articles` are its members, or the first of them, with their cuts."""
    named = Counter(name for article in articles[:MAX_EXAMINED] for name in set(agencies(article)))
    if not named:
        return Origin(members[0].id, None, "earliest")
    most_votes = max(named.values())
    # “Corvane” and “Corvane Wire” are the same: votes for a name count for the shortest name that it begins with.
    agency = min((name for name in named if named[name] == most_votes), key=lambda name: (len(name), name))
    own = [member for member in members if member.outlet and _is_same_name(member.outlet, agency)]
    return Origin((own or members)[0].id, agency, "agency")


def agencies(article: Article) -> Iterator[str]:
    """Yield the agencies that an article names as its source: in its dateline, at its end, or in a cut line."""
    if article.paragraphs:
        for marker, text in zip(_MARKERS, (article.paragraphs[0], article.paragraphs[-1]), strict=True):
            if found := marker.search(text):
                yield from _agency_name(found)
    last = article.paragraphs[-1:]
    for text in [cut.text for cut in article.cuts] + [text for text in last if len(text) < _MAX_CREDIT_CHARACTERS]:
        for line in _CREDIT_LINES:
            if found := line.search(text):
                yield from _agency_name(found)
                break


def _agency_name(found: re.Match[str]) -> Iterator[str]:
    name = found["name"].strip(" .,-–—")
    words = name.split()
    if 0 < len(words) <= 4 and words[0][:1].isupper() and not _NOT_A_NAME.search(name):
        yield name


def _is_same_name(outlet: str, agency: str) -> bool:
    one, other = fold(outlet).split(), fold(agency).split()
    return one[: len(other)] == other or other[: len(one)] == one
