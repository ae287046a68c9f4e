"""The metadata of a page, each value chosen from ranked candidates: stated ones first, then those found on the page.

A wrong value is worse than a missing one. A date stands in a teaser or a copyright line as often as above the article,
so only places that belong to the article count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from peaceindex.cleaning import dates
from peaceindex.cleaning.dates import labels
from peaceindex.cleaning.html.people import is_like_name, people_in
from peaceindex.cleaning.outlets import host_of
from peaceindex.sources.html import markup_words
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from peaceindex.sources.html.blocks import Mark, Tree
    from peaceindex.sources.html.statements import Statements

Reader = Callable[[str], list[dates.Found]]
"""A function that finds the dates in a text of the current page."""
_SEPARATOR = late_pattern(r"(\s+[|»·•¦–—-]{1,2}\s+|\s*\|\s*)")
_TOKEN = late_pattern(r"\w+")
_OUTSIDE_ARTICLE = (
    markup_words.bit("related")
    | markup_words.bit("comment")
    | markup_words.bit("nav")
    | markup_words.bit("footer")
    | markup_words.bit("sidebar")
    | markup_words.bit("<nav>")
    | markup_words.bit("<footer>")
    | markup_words.bit("<aside>")
    | markup_words.bit("advert")
    | markup_words.bit("<form>")
)
"""The kinds of elements that do not belong to the article, as bits."""


@dataclass(slots=True)
class Values:
    """The metadata of a page. `found` names the values that no field states but a place on the page shows."""

    title: str = ""
    outlet: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    found: list[str] = field(default_factory=list)
    locale: str = ""
    """The language with its region, as in `en-GB`."""
    day: str = ""
    """The day that the page shows, where the time of publication is in UTC and falls on the day before or after."""

    def as_stated(self) -> dict[str, Any]:
        """Return what a RawDocument carries as `stated`."""
        plain = {
            "title": self.title, "outlet": self.outlet, "published": self.published, "modified": self.modified,
            "authors": list(self.authors), "tags": list(self.tags), "url": self.url, "language": self.language,
            "found": self.found, "day": self.day, "locale": self.locale,
        }  # fmt: skip
        return {name: value for name, value in plain.items() if value}


def choose(statements: Statements, tree: Tree, chances: Sequence[float]) -> Values:
    """Return the metadata of the page; `chances` is how likely each line is to belong to the article (0 to 1)."""
    values = Values(
        outlet=_outlet(statements), url=statements.url, language=statements.language, locale=statements.locale
    )
    first = next((i for i, p in enumerate(chances) if p > 0.5), len(tree.blocks))
    last = next((i for i in range(len(chances) - 1, -1, -1) if chances[i] > 0.5), 0)
    values.title, shown = _title(statements, tree, first)
    if values.title and not statements.titles:
        values.found.append("title")
    title_index = next((i for i, b in enumerate(tree.blocks) if shown and b.text == shown), max(0, first - 6))
    tag = statements.locale or statements.language
    read = partial(dates.find_all, language=tag or None, month_first=dates.month_first(tag, host_of(statements.url)))
    values.published, values.modified = (
        next((time for value in stated if (time := _stated_time(value, read))), "")
        for stated in (statements.published, statements.modified)
    )
    if not values.published or not values.modified:
        published, modified = _dates_on_page(tree, title_index, first, last, read)
        if not values.published and published:
            values.published = published
            values.found.append("date")
        values.modified = values.modified or modified
    if values.published[-6:] == "+00:00" and "date" not in values.found:
        values.day = _shown_day(tree, title_index, first, values.published, read)
    site = {normalise(values.outlet), normalise(statements.document_title)} | {
        normalise(o) for o in statements.outlets
    } - {""}
    values.authors = _stated_authors(statements.authors, site, values.url)
    if not values.authors and (names := _authors_on_page(tree, title_index, first, last, site, read)):
        values.authors = names
        values.found.append("authors")
    values.tags = _tags(statements.tags)
    return values


def _outlet(statements: Statements) -> str:
    """Return the name of the site, if the page states one that is not the address of a profile."""
    return next((o for o in statements.outlets if "://" not in o and 1 < len(o) <= 60), "")


def _title(statements: Statements, tree: Tree, first: int) -> tuple[str, str]:
    """Return the title and the text of the heading that shows it. The candidate that the others support best wins."""
    headings: list[tuple[str, int]] = [
        (b.text, i)
        for i, b in enumerate(tree.blocks)
        if tree.nodes[b.node].kinds & markup_words.HEADING or _is_in_h1(tree, b.node)
    ]
    h1_headings = [(t, i) for t, i in headings if _is_in_h1(tree, tree.blocks[i].node)]
    site = {normalise(o) for o in statements.outlets}
    candidates: list[tuple[str, float]] = []
    candidates += [(_without_site(t, site), 1.0 - 0.1 * k) for k, t in enumerate(statements.titles[:4])]
    if statements.document_title:
        candidates.append((_without_site(statements.document_title, site), 0.6))
    for text, i in h1_headings[:6]:
        candidates.append((text, 0.9 if i <= first + 2 else 0.4))
    if not candidates:
        candidates = [(t, 0.3) for t, i in headings if i < first][-3:]
    best, best_score = "", 0.0
    for text, weight in candidates:
        if not text or normalise(text) in site:
            continue
        support = sum(w * _similarity(text, other) for other, w in candidates) - weight
        score = weight + support
        if score > best_score:
            best, best_score = text, score
    shown = next((t for t, i in h1_headings if _similarity(t, best) >= 0.7), "") or next(
        (t for t, i in headings if i <= first + 2 and _similarity(t, best) >= 0.8), ""
    )
    return (shown or best), shown


def _is_in_h1(tree: Tree, node: int) -> bool:
    for _ in range(4):
        if node < 0:
            return False
        if tree.nodes[node].tag == "h1":
            return True
        node = tree.nodes[node].parent
    return False


def _without_site(title: str, site: set[str]) -> str:
    """Return the title without the site's name at its ends, and without short section names after a bar."""
    parts = _SEPARATOR.split(title)
    while len(parts) > 2:
        mark, last = parts[-2].strip(), parts[-1]
        is_section = mark in ("|", "»", "•", "¦") and len(last.split()) <= 3 < len(" ".join(parts[:-2]).split())
        if not (is_section or _is_site_name(last, site)):
            break
        parts = parts[:-2]
    if len(parts) > 2 and _is_site_name(parts[0], site):
        parts = parts[2:]
    return "".join(parts).strip()


def _is_site_name(part: str, site: set[str]) -> bool:
    key = normalise(part)
    return any(s and (s == key or (len(s) > 4 and (s in key or key in s) and len(key) < len(s) + 12)) for s in site)


def _similarity(a: str, b: str) -> float:
    """Return the similarity of two titles, from 0 to 1: 2 × shared words / all words."""
    words_a, words_b = set(_TOKEN.findall(a.casefold())), set(_TOKEN.findall(b.casefold()))
    return 2 * len(words_a & words_b) / (len(words_a) + len(words_b)) if words_a and words_b else 0.0


def _stated_time(value: str, read: Reader) -> str:
    """Return a stated time in ISO 8601, as precise as it is stated; empty if it is not a complete date."""
    value = value.strip()[:80]
    hits = read(dates.as_readable_date(value))
    return hits[0].stamp if hits and not hits[0].ambiguous and hits[0].start <= 12 else ""


def _dates_on_page(tree: Tree, title: int, first: int, last: int, read: Reader) -> tuple[str, str]:
    """Return the times of publication and of the last change that the article's places show, each empty if none does.

    Such a place is an element for times, or one named after dates.
    """
    published: tuple[float, str] = (0.0, "")
    modified: tuple[float, str] = (0.0, "")
    roles = _roles_by_mark(tree)
    for mark_index, mark in enumerate(tree.marks):
        node = tree.nodes[mark.node]
        name = mark.attributes.get("itemprop", "").lower()
        is_explicit = "datepublished" in name or mark.attributes.get("pubdate") is not None
        if not is_explicit and node.tag != "time" and not node.kinds & markup_words.bit("date"):
            continue
        if mark.last - mark.first > 3 or _is_outside_article(tree, mark):
            continue
        text = " ".join(b.text for b in tree.blocks[mark.first : max(mark.last, mark.first + 1)])[:160]
        trust = 1.0 + 0.5 * (node.tag == "time")
        if title - 3 <= mark.first <= first + 3:
            trust += 2.0 - 0.08 * abs(mark.first - title)
        elif mark.first > last or mark.first < title - 12:
            trust -= 1.0
        line_above = tree.blocks[mark.first - 1].text if mark.first else ""
        is_named_modified = "modif" in name or "update" in node.names.lower()
        for time, role in _times_with_roles(mark, text, line_above, roles.get(mark_index, ""), read):
            score = trust + 2.0 * is_explicit + 0.5 * (role == "published")
            if role == "modified" or (is_named_modified and not is_explicit and role != "published"):
                modified = max(modified, (score, time), key=_score)
                score -= 0.8
            if role != "visited" and score > max(published[0], 0.9):
                published = (score, time)
    # A date of change alone is taken for that of publication, as long as nothing else is known.
    return published[1], modified[1] if modified[0] > 0.9 and modified[1] != published[1] else ""


def _score(found: tuple[float, str]) -> float:
    return found[0]


def _roles_by_mark(tree: Tree) -> dict[int, labels.Role]:
    """Return the roles of time elements, by their index in `marks`, where a line has a label for each of them."""
    by_block: dict[int, list[int]] = {}
    for mark_index, mark in enumerate(tree.marks):
        if tree.nodes[mark.node].tag == "time" and mark.first < len(tree.blocks):
            by_block.setdefault(mark.first, []).append(mark_index)
    roles: dict[int, labels.Role] = {}
    for block, mark_indices in by_block.items():
        if len(mark_indices) > 1 and len(found := labels.labels_in(tree.blocks[block].text[:160])) == len(mark_indices):
            roles.update(zip(mark_indices, found, strict=True))
    return roles


def _times_with_roles(
    mark: Mark, text: str, above: str, role_in_order: labels.Role, read: Reader
) -> list[tuple[str, labels.Role]]:
    """Return (time, role) for each date of an element: from its attributes if they have one, else from its text."""
    hits = read(text)
    roles = labels.roles(text, hits)
    if roles and not roles[0]:
        roles[0] = labels.label(above)
    values = (mark.attributes.get(name) or "" for name in ("datetime", "content", "data-timestamp"))
    if time := next((stated for value in values if (stated := _stated_time(value, read))), ""):
        day = date.fromisoformat(time[:10])
        roles_of_day = [role for hit, role in zip(hits, roles, strict=True) if abs((hit.day - day).days) <= 1]
        return [(time, roles_of_day[0] if roles_of_day else role_in_order or labels.label(above) or labels.label(text))]
    return [(hit.stamp, role) for hit, role in zip(hits, roles, strict=True) if not hit.ambiguous]


def _shown_day(tree: Tree, title: int, first: int, published: str, read: Reader) -> str:
    """Return the day before or after that of a time in UTC, if the page shows that day near the title; else empty."""
    day = date.fromisoformat(published[:10])
    shown = set()
    for block in tree.blocks[max(0, title - 2) : first + 2]:
        if len(block.text) < 160 and (hits := read(block.text)):
            roles = labels.roles(block.text, hits)
            shown |= {h.day for h, role in zip(hits, roles, strict=True) if not h.ambiguous and role != "modified"}
    near = [d for d in shown if abs((d - day).days) == 1]
    return near[0].isoformat() if len(near) == 1 and day not in shown else ""


def _is_outside_article(tree: Tree, mark: Mark) -> bool:
    node, levels = mark.node, 0
    while node >= 0 and levels < 12:
        if tree.nodes[node].kinds & _OUTSIDE_ARTICLE and tree.nodes[node].tag not in (
            "body",
            "html",
            "main",
            "article",
        ):
            return True
        node = tree.nodes[node].parent
        levels += 1
    return False


def _stated_authors(stated: Iterable[tuple[str, str]], site: set[str], url: str) -> tuple[str, ...]:
    """Return the people among the stated authors; nobody if there are none, because an outlet is not an author."""
    names: list[str] = []
    kinds = Counter(kind for _, kind in stated)
    for name, kind in stated:
        if kind == "meta" and names:
            break
        if kind in ("organization", "newsmediaorganization", "corporation") and kinds["person"]:
            continue
        names.extend(people_in(name, site))
    return tuple(dict.fromkeys(names))[:12]


def _authors_on_page(tree: Tree, title: int, first: int, last: int, site: set[str], read: Reader) -> tuple[str, ...]:
    """Return the names in places named after authors, near the title or directly after the text."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for mark in tree.marks:
        node = tree.nodes[mark.node]
        rel = mark.attributes.get("rel", "").lower().split()
        itemprop = mark.attributes.get("itemprop", "").lower()
        is_byline = node.kinds & markup_words.bit("byline") and node.tag not in ("body", "html", "main", "article")
        if not (is_byline or "author" in rel or itemprop == "author") or mark.last - mark.first > 4:
            continue
        if _is_outside_article(tree, mark) or mark.first > last + 6 or mark.first < title - 8:
            continue
        text = " ".join(b.text for b in tree.blocks[mark.first : max(mark.last, mark.first + 1)])
        if hits := read(text[:200]):
            text = text[: hits[0].start]
        names = tuple(n for n in people_in(text, site) if is_like_name(n))
        score = (
            2.0 * ("author" in rel or itemprop == "author") + 1.0 + (1.0 if title <= mark.first <= first + 2 else 0.0)
        )
        score -= 0.02 * abs(mark.first - title)
        if names and score > best[0]:
            best = (score, names)
    return tuple(dict.fromkeys(best[1]))[:6]


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    stripped = (t.strip("# ") for t in tags if 1 < len(t) <= 60 and "://" not in t)
    return tuple(dict.fromkeys(t for t in stripped if t))[:40]
