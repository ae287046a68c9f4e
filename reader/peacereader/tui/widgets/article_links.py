"""What can be gone to in an article: outlet, date, authors, tags, names in the text, and other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.search import Span

LinkKind = Literal["outlet", "date", "author", "tag", "your tag", "person", "place", "name", "same story", "related"]
ARTICLE_KINDS = frozenset({"same story", "related"})
"""The kinds that lead to another article; all others lead to a search."""

_FIELDS = {"outlet": "outlet", "date": "date", "author": "author", "tag": "tag", "your tag": "mine"}


class Link(msgspec.Struct, frozen=True):
    """A place that can be gone to.

    `value` is what is searched for, or the id of an article; `words` is what it is called. Above and below the text it
    is in `line`, from `start` to `end`; in the text it has a `span` of code points; in the margin it `is_aside`.
    """

    kind: LinkKind
    value: str
    words: str
    line: int = -1
    start: int = 0
    end: int = 0
    span: Span | None = None
    is_aside: bool = False

    @property
    def query(self) -> str:
        """The query that searches for it; "" if it leads to an article."""
        if self.kind in ARTICLE_KINDS:
            return ""
        value = " ".join(self.value.replace('"', " ").split())
        if self.kind == "date":
            return f"date:{value}"
        quoted = value if value.isalnum() and self.kind not in ("person", "place", "name") else f'"{value}"'
        if (field := _FIELDS.get(self.kind)) is not None:
            return f"{field}:{quoted}"
        return value if value.isalnum() else quoted


class OtherArticle(msgspec.Struct, frozen=True):
    """Another article, as it is listed beside this one."""

    id: str
    title: str | None
    facts: tuple[str, ...]
    """What is said of it, in parts that stay whole where there is room."""


class Section(msgspec.Struct, frozen=True):
    """Other articles under a heading."""

    kind: LinkKind
    heading: str
    articles: tuple[OtherArticle, ...]


def fact_links(article: Article, rows: Sequence[str], first_line: int) -> list[Link]:
    """Return the links to outlet, date and authors in the rows that name them, of which the first is `first_line`."""
    wanted: list[tuple[LinkKind, str, str]] = []
    if article.outlet:
        wanted.append(("outlet", article.outlet, article.outlet))
    if article.date:
        wanted.append(("date", article.date, wording.long_date(article.date)))
    wanted += [("author", author, author) for author in article.authors]
    return _located(wanted, rows, first_line)


def tag_links(kind: LinkKind, tags: Sequence[str], rows: Sequence[str], first_line: int, after: str = "") -> list[Link]:
    """Return the links to tags of this kind in the rows that name them, from where `after` ends on."""
    return _located([(kind, tag, tag) for tag in tags], rows, first_line, after)


def _located(
    wanted: Iterable[tuple[LinkKind, str, str]], rows: Sequence[str], first_line: int, after: str = ""
) -> list[Link]:
    """Return a link for each value whose words stand in the rows, each after the last. It ends where its row ends."""
    places = [(number, at) for number, row in enumerate(rows) for at, letter in enumerate(row) if not letter.isspace()]
    shown = "".join(rows[number][at] for number, at in places)
    links: list[Link] = []
    free = shown.index(key) + len(key) if (key := _without_spaces(after)) else 0
    for kind, value, words in wanted:
        key = _without_spaces(words)
        start = shown.find(key, free) if key else -1
        while start >= 0 and not _is_whole(rows, places, start, start + len(key)):
            start = shown.find(key, start + 1)
        if start >= 0:
            free = start + len(key)
            (row, first), (last_row, last) = places[start], places[free - 1]
            links.append(
                Link(kind, value, words, first_line + row, first, last + 1 if last_row == row else len(rows[row]))
            )
    return links


def _without_spaces(words: str) -> str:
    return "".join(words.split())


def _is_whole(rows: Sequence[str], places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether no word goes on before or after these letters in their rows."""
    (row, first), (last_row, last) = places[start], places[end - 1]
    return not (rows[row][:first][-1:].isalnum() or rows[last_row][last + 1 : last + 2].isalnum())
