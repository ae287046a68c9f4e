"""Where the copy of a story comes from: what its members say about it, else which of them was first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from peaceindex.model.article import Article
from peaceindex.model.story import Origin
from peaceindex.storage.stories import MemberRow
from peaceindex.text.folding import fold

_NAME = r"(?P<name>[^\W\d_][^()\[\]|:;!?\n]{1,40}?)"
_MARKERS = (
    # ISTANBUL (Corvane) – at the beginning of the text
    re.compile(rf"^\W*[^\W\d_][^()\n]{{1,60}}\({_NAME}\)\s*[-–—―:]"),
    # (Corvane) at the end of it
    re.compile(rf"\({_NAME}\)\s*$"),
)
_LINES = (
    re.compile(rf"^\W*(?:source|quelle|fuente|fonte|kaynak|источник|джерело)\s*:\s*{_NAME}\s*(?:[.|(/\n]|$)", re.I),
    re.compile(rf"\btext (?:supplied|provided) by {_NAME} to\b", re.I),
    re.compile(rf"^\W*[^\W\d_][^()\n]{{1,60}}\({_NAME}\)\s*[-–—―:]"),
    re.compile(rf"^\W*\({_NAME}\)\s*$"),
)
_NO_NAME = re.compile(r"\b(?:by|photo|editing|reporting|writing|updated|continued|picture)\b|https?|www\.|@", re.I)
_SHORT = 80
"""A last paragraph of fewer letters may be nothing but the name of the source."""
MOST_HEARD = 20
"""So many members are asked where their copy comes from."""


def origin_of(members: Sequence[MemberRow], articles: Sequence[Article]) -> Origin:
    """The likely origin of a story; `articles` are its members, or the first of them, with their cuts."""
    named = Counter(name for article in articles[:MOST_HEARD] for name in set(agencies(article)))
    if not named:
        return Origin(members[0].id, None, "earliest")
    most = max(named.values())
    # “Corvane” and “Corvane Wire” are one: each vote for a name counts for the shorter one that it begins with.
    agency = min((name for name in named if named[name] == most), key=lambda name: (len(name), name))
    own = [member for member in members if member.outlet and _are_one(member.outlet, agency)]
    return Origin((own or members)[0].id, agency, "agency")


def agencies(article: Article) -> Iterator[str]:
    """The agencies that an article names as its source: in its dateline, at its end, or in a line that was cut."""
    if article.paragraphs:
        for marker, text in zip(_MARKERS, (article.paragraphs[0], article.paragraphs[-1]), strict=True):
            if found := marker.search(text):
                yield from _name(found)
    last = article.paragraphs[-1:]
    for text in [cut.text for cut in article.cuts] + [text for text in last if len(text) < _SHORT]:
        for line in _LINES:
            if found := line.search(text):
                yield from _name(found)
                break


def _name(found: re.Match[str]) -> Iterator[str]:
    name = found["name"].strip(" .,-–—")
    words = name.split()
    if 0 < len(words) <= 4 and words[0][:1].isupper() and not _NO_NAME.search(name):
        yield name


def _are_one(outlet: str, agency: str) -> bool:
    one, other = fold(outlet).split(), fold(agency).split()
    return one[: len(other)] == other or other[: len(one)] == one
