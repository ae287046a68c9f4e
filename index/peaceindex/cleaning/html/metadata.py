"""The metadata of a page, each value chosen from ranked candidates: stated ones first, then those found in its places.

Wrong is worse than missing: a date stands in a teaser or a copyright line as
often as over the article, so only places that belong to the article count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from peaceindex.cleaning import dates
from peaceindex.cleaning.dates import labels
from peaceindex.cleaning.outlets import host_of
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.blocks import Mark, Tree
from peaceindex.sources.html.markup_words import words_in
from peaceindex.sources.html.statements import Statements
from peaceindex.text.lines import squash

Reader = Callable[[str], list[dates.Found]]
"""What finds the dates in a text of the page at hand."""
_PARTED = re.compile(r"(\s+[|»·•¦–—-]{1,2}\s+|\s*\|\s*)")
_TOKEN = re.compile(r"\w+")
_BY = re.compile(
    r"^(?:(?:written|reported|posted|published|story|words|text|edited|reviewed)\s+)?(?:by|von|par|por|di|door|av|af|"
    r"autor(?:in)?|auteur|author|автор|yazar|texto?)\s*:?\s+",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:[,;|/&\n]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\boch\b|\bog\b|\bve\b|\bта\b|\bи\b|\bі\b|\bwith\b)\s+|\s*[;|]\s*|,(?=\S)"
)
_NO_AUTHOR = words_in(
    "admin administrator editor editors staff author unknown none null guest user redaktion redacción redaccion "
    "rédaction redazione redakcja redaktor newsroom webmaster news team contributor anonymous test super root "
    "online editorial web posted published updated share follow writer reporter correspondent"
)
_ROLES = re.compile(
    r",?\s*\b(?:senior|staff|chief|special|contributing|political|deputy|associate|managing|digital|freelance)?\s*"
    r"(?:reporter|writer|editor|correspondent|columnist|contributor|producer|journalist|author|photographer|critic)s?\b.*$",
    re.IGNORECASE,
)
_AWAY = (
    markup_words.bit("related")
    | markup_words.bit("comment")
    | markup_words.bit("nav")
    | markup_words.bit("footer")
    | markup_words.bit("sidebar")
)
_AWAY |= (
    markup_words.bit("<nav>")
    | markup_words.bit("<footer>")
    | markup_words.bit("<aside>")
    | markup_words.bit("advert")
    | markup_words.bit("<form>")
)


@dataclass(slots=True)
class Values:
    """Metadata of a page; `found` names those that no field states but a place of the page shows."""

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
    """The day that the page shows, where the time of publication is in UTC and of the day beside it."""

    def as_stated(self) -> dict[str, Any]:
        """What a RawDocument carries as `stated`."""
        plain = {
            "title": self.title, "outlet": self.outlet, "published": self.published, "modified": self.modified,
            "authors": list(self.authors), "tags": list(self.tags), "url": self.url, "language": self.language,
            "found": self.found, "day": self.day, "locale": self.locale,
        }  # fmt: skip
        return {name: value for name, value in plain.items() if value}


def choose(told: Statements, tree: Tree, likely: Sequence[float]) -> Values:
    """The metadata of the page; `likely` tells for each line how likely it is the article's."""
    values = Values(outlet=_outlet(told), url=told.url, language=told.language, locale=told.locale)
    first = next((i for i, p in enumerate(likely) if p > 0.5), len(tree.blocks))
    last = next((i for i in range(len(likely) - 1, -1, -1) if likely[i] > 0.5), 0)
    values.title, shown = _title(told, tree, first)
    if values.title and not told.titles:
        values.found.append("title")
    title_at = next((i for i, b in enumerate(tree.blocks) if shown and b.text == shown), max(0, first - 6))
    tag = told.locale or told.language
    read = partial(dates.find_all, language=tag or None, month_first=dates.month_first(tag, host_of(told.url)))
    values.published, values.modified = (
        next((stamp for value in stated if (stamp := _stamp(value, read))), "")
        for stated in (told.published, told.modified)
    )
    if not values.published or not values.modified:
        published, modified = _found_dates(tree, title_at, first, last, read)
        if not values.published and published:
            values.published = published
            values.found.append("date")
        values.modified = values.modified or modified
    if values.published[-6:] == "+00:00" and "date" not in values.found:
        values.day = _shown_day(tree, title_at, first, values.published, read)
    site = {squash(values.outlet), squash(told.document_title)} | {squash(o) for o in told.outlets} - {""}
    values.authors = _authors(told.authors, site, values.url)
    if not values.authors and (names := _found_authors(tree, title_at, first, last, site, read)):
        values.authors = names
        values.found.append("authors")
    values.tags = _tags(told.tags)
    return values


def _outlet(told: Statements) -> str:
    """The name of the site, where the page states one that is no address of a profile."""
    return next((o for o in told.outlets if "://" not in o and 1 < len(o) <= 60), "")


def _title(told: Statements, tree: Tree, first: int) -> tuple[str, str]:
    """The title, and the text of the heading that shows it. The candidate that the others bear out best wins."""
    headings: list[tuple[str, int]] = [
        (b.text, i)
        for i, b in enumerate(tree.blocks)
        if tree.nodes[b.node].kinds & markup_words.HEADING or _inside_first_rank(tree, b.node)
    ]
    firsts = [(t, i) for t, i in headings if _inside_first_rank(tree, tree.blocks[i].node)]
    site = {squash(o) for o in told.outlets}
    candidates: list[tuple[str, float]] = []
    candidates += [(_without_site(t, site), 1.0 - 0.1 * k) for k, t in enumerate(told.titles[:4])]
    if told.document_title:
        candidates.append((_without_site(told.document_title, site), 0.6))
    for text, i in firsts[:6]:
        candidates.append((text, 0.9 if i <= first + 2 else 0.4))
    if not candidates:
        candidates = [(t, 0.3) for t, i in headings if i < first][-3:]
    best, best_score = "", 0.0
    for text, weight in candidates:
        if not text or squash(text) in site:
            continue
        support = sum(w * _alike(text, other) for other, w in candidates) - weight
        score = weight + support
        if score > best_score:
            best, best_score = text, score
    shown = next((t for t, i in firsts if _alike(t, best) >= 0.7), "") or next(
        (t for t, i in headings if i <= first + 2 and _alike(t, best) >= 0.8), ""
    )
    return (shown or best), shown


def _inside_first_rank(tree: Tree, node: int) -> bool:
    for _ in range(4):
        if node < 0:
            return False
        if tree.nodes[node].tag == "h1":
            return True
        node = tree.nodes[node].parent
    return False


def _without_site(title: str, site: set[str]) -> str:
    """The title without the site's name at its ends, and without short sections behind a bar."""
    parts = _PARTED.split(title)
    while len(parts) > 2:
        mark, last = parts[-2].strip(), parts[-1]
        section = mark in ("|", "»", "•", "¦") and len(last.split()) <= 3 < len(" ".join(parts[:-2]).split())
        if not (section or _names_site(last, site)):
            break
        parts = parts[:-2]
    if len(parts) > 2 and _names_site(parts[0], site):
        parts = parts[2:]
    return "".join(parts).strip()


def _names_site(part: str, site: set[str]) -> bool:
    key = squash(part)
    return any(s and (s == key or (len(s) > 4 and (s in key or key in s) and len(key) < len(s) + 12)) for s in site)


def _alike(a: str, b: str) -> float:
    """How alike two titles are: 2 × shared words / all words."""
    one, two = set(_TOKEN.findall(a.casefold())), set(_TOKEN.findall(b.casefold()))
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _stamp(value: str, read: Reader) -> str:
    """A stated time in ISO 8601, as far as it says; empty if it is no whole date."""
    value = value.strip()[:80]
    hits = read(dates.in_full(value))
    return hits[0].stamp if hits and not hits[0].ambiguous and hits[0].start <= 12 else ""


def _found_dates(tree: Tree, title: int, first: int, last: int, read: Reader) -> tuple[str, str]:
    """The times of publishing and of the last change that places of the article show, each empty if none does.

    Such a place is an element for times, or one called after dates.
    """
    published: tuple[float, str] = (0.0, "")
    modified: tuple[float, str] = (0.0, "")
    told = _labels_in_order(tree)
    for place, mark in enumerate(tree.marks):
        node = tree.nodes[mark.node]
        name = mark.attributes.get("itemprop", "").lower()
        explicit = "datepublished" in name or mark.attributes.get("pubdate") is not None
        if not explicit and node.tag != "time" and not node.kinds & markup_words.bit("date"):
            continue
        if mark.last - mark.first > 3 or _far_away(tree, mark):
            continue
        text = " ".join(b.text for b in tree.blocks[mark.first : max(mark.last, mark.first + 1)])[:160]
        trust = 1.0 + 0.5 * (node.tag == "time")
        if title - 3 <= mark.first <= first + 3:
            trust += 2.0 - 0.08 * abs(mark.first - title)
        elif mark.first > last or mark.first < title - 12:
            trust -= 1.0
        above = tree.blocks[mark.first - 1].text if mark.first else ""
        named = "modif" in name or "update" in node.names.lower()
        for stamp, role in _dated(mark, text, above, told.get(place, ""), read):
            score = trust + 2.0 * explicit + 0.5 * (role == "published")
            if role == "modified" or (named and not explicit and role != "published"):
                modified = max(modified, (score, stamp), key=_score)
                score -= 0.8
            if role != "visited" and score > max(published[0], 0.9):
                published = (score, stamp)
    # A day of change alone is taken for that of publishing, as long as nothing else is known.
    return published[1], modified[1] if modified[0] > 0.9 and modified[1] != published[1] else ""


def _score(found: tuple[float, str]) -> float:
    return found[0]


def _labels_in_order(tree: Tree) -> dict[int, labels.Role]:
    """What elements for times tell the time of, by their place in `marks`, where a line has a label for each."""
    by_block: dict[int, list[int]] = {}
    for place, mark in enumerate(tree.marks):
        if tree.nodes[mark.node].tag == "time" and mark.first < len(tree.blocks):
            by_block.setdefault(mark.first, []).append(place)
    told: dict[int, labels.Role] = {}
    for block, places in by_block.items():
        if len(places) > 1 and len(found := labels.labels_in(tree.blocks[block].text[:160])) == len(places):
            told.update(zip(places, found, strict=True))
    return told


def _dated(mark: Mark, text: str, above: str, in_order: labels.Role, read: Reader) -> list[tuple[str, labels.Role]]:
    """(time, what it is the time of) for each date of an element: as its attributes have it, else as its text does."""
    hits = read(text)
    told = labels.roles(text, hits)
    if told and not told[0]:
        told[0] = labels.label(above)
    values = (mark.attributes.get(name) or "" for name in ("datetime", "content", "data-timestamp"))
    if stamp := next((found for value in values if (found := _stamp(value, read))), ""):
        day = date.fromisoformat(stamp[:10])
        near = [role for hit, role in zip(hits, told, strict=True) if abs((hit.day - day).days) <= 1]
        return [(stamp, near[0] if near else in_order or labels.label(above) or labels.label(text))]
    return [(hit.stamp, role) for hit, role in zip(hits, told, strict=True) if not hit.ambiguous]


def _shown_day(tree: Tree, title: int, first: int, published: str, read: Reader) -> str:
    """The day before or after that of a time in UTC, if that is what the page shows its readers beside the title."""
    day = date.fromisoformat(published[:10])
    shown = set()
    for block in tree.blocks[max(0, title - 2) : first + 2]:
        if len(block.text) < 160 and (hits := read(block.text)):
            told = labels.roles(block.text, hits)
            shown |= {h.day for h, role in zip(hits, told, strict=True) if not h.ambiguous and role != "modified"}
    near = [d for d in shown if abs((d - day).days) == 1]
    return near[0].isoformat() if len(near) == 1 and day not in shown else ""


def _far_away(tree: Tree, mark: Mark) -> bool:
    node, steps = mark.node, 0
    while node >= 0 and steps < 12:
        if tree.nodes[node].kinds & _AWAY and tree.nodes[node].tag not in ("body", "html", "main", "article"):
            return True
        node = tree.nodes[node].parent
        steps += 1
    return False


def _authors(told: Iterable[tuple[str, str]], site: set[str], url: str) -> tuple[str, ...]:
    """The people among those stated; where there are none, nobody: an outlet is no author."""
    people: list[str] = []
    kinds = Counter(kind for _, kind in told)
    for name, kind in told:
        if kind == "meta" and people:
            break
        if kind in ("organization", "newsmediaorganization", "corporation") and kinds["person"]:
            continue
        people.extend(_people(name, site))
    return tuple(dict.fromkeys(people))[:12]


def _people(text: str, site: set[str]) -> list[str]:
    text = _BY.sub("", " ".join(text.split()))
    if "://" in text or "@" in text[:1] or len(text) > 160:
        return []
    text = re.sub(r"\s*[(<\[].*?[)>\]]", "", text)
    found = []
    for part in _PARTS.split(text):
        name = _ROLES.sub("", _BY.sub("", part)).strip(" .,:;|–—-•·\"'")
        key = squash(name)
        if not key or key in site or len(name) > 48 or len(name.split()) > 6 or any(map(str.isdigit, name)):
            continue
        if (
            key in _NO_AUTHOR
            or all(w in _NO_AUTHOR for w in key.split())
            or "@" in name
            or ("." in name[-5:-1] and " " not in name)
        ):
            continue
        found.append(name)
    return found


def _found_authors(tree: Tree, title: int, first: int, last: int, site: set[str], read: Reader) -> tuple[str, ...]:
    """Names in the places called after authors, near the title or right behind the text."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for mark in tree.marks:
        node = tree.nodes[mark.node]
        rel = mark.attributes.get("rel", "").lower().split()
        item = mark.attributes.get("itemprop", "").lower()
        named = node.kinds & markup_words.bit("byline") and node.tag not in ("body", "html", "main", "article")
        if not (named or "author" in rel or item == "author") or mark.last - mark.first > 4:
            continue
        if _far_away(tree, mark) or mark.first > last + 6 or mark.first < title - 8:
            continue
        text = " ".join(b.text for b in tree.blocks[mark.first : max(mark.last, mark.first + 1)])
        if hits := read(text[:200]):
            text = text[: hits[0].start]
        names = tuple(n for n in _people(text, site) if _like_name(n))
        score = 2.0 * ("author" in rel or item == "author") + 1.0 + (1.0 if title <= mark.first <= first + 2 else 0.0)
        score -= 0.02 * abs(mark.first - title)
        if names and score > best[0]:
            best = (score, names)
    return tuple(dict.fromkeys(best[1]))[:6]


def _like_name(name: str) -> bool:
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(
        p[0].isupper() or not p.isascii() or (p.islower() and len(p) < 4) for p in parts
    )


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    kept = (t.strip("# ") for t in tags if 1 < len(t) <= 60 and "://" not in t)
    return tuple(dict.fromkeys(t for t in kept if t))[:40]
