"""What is known about an article besides its text, each value with where it comes from. Wrong is worse than missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from peaceindex.article import FIELDS_WITH_PROVENANCE, Provenance, RawDocument
from peaceindex.cleaning import authors, dates, naming, titles
from peaceindex.cleaning.fields import Fields
from peaceindex.cleaning.lines import squash
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.rules import byline_like
from peaceindex.cleaning.selection import Selection

_HEAD = 8
"""How many lines between title and text may be byline and date."""


@dataclass(slots=True)
class Metadata:
    """The metadata of an article; `used` are lines that became metadata, `trims` pieces cut from kept lines."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    lead: str | None = None
    provenance: dict[str, Provenance] = field(
        default_factory=lambda: dict.fromkeys(FIELDS_WITH_PROVENANCE, "none")
    )
    used: dict[int, str] = field(default_factory=dict)
    trims: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def gather(
    page: Page, fields: Fields, selection: Selection, document: RawDocument, outlets: Outlets
) -> Metadata:
    """All metadata of a page, stated values first, then machine fields, then what the page shows."""
    meta = Metadata()
    stated = document.stated
    latest = _latest(document.mtime)
    _stated(meta, stated, fields, latest)
    place = _title(meta, page, fields, selection, outlets)
    kept = selection.kept
    first = kept[0] if kept else len(page)
    start = place if place is not None else max(0, first - 4)
    head = [i for i in range(start, min(first, start + 14)) if i not in fields.taken]
    found = authors.bylines(page, head, outlets) if not fields.bare else []
    if not meta.authors and found:
        meta.authors = found[0].names
        meta.provenance["authors"] = "found"
    for byline in found:
        meta.used.setdefault(byline.index, "byline")
    signs = naming.signs(page, kept, outlets)
    for sign in signs:
        meta.trims.setdefault(sign.index, []).append((sign.piece, sign.reason))
    _outlet(meta, page, fields, found, signs, outlets, first)
    if not meta.date:
        _date(meta, page, place, first, latest)
    meta.authors = tuple(a for a in meta.authors if squash(a) != squash(meta.outlet or "-"))
    if not meta.authors:
        meta.provenance["authors"] = "none"
    return meta


def _latest(mtime: float | None) -> date:
    """The last day that can be right: a day after the source was last changed, to allow for time zones."""
    moment = datetime.now(UTC) if mtime is None else datetime.fromtimestamp(max(0.0, min(mtime, 4e9)), UTC)
    return moment.date() + timedelta(days=1)


def _stated(meta: Metadata, stated: Any, fields: Fields, latest: date) -> None:
    def put(name: str, value: Any) -> None:
        if value and not getattr(meta, name):
            setattr(meta, name, value)
            if name in meta.provenance:
                meta.provenance[name] = "stated"

    for name in ("title", "outlet", "url", "language"):
        put(name, _text(stated.get(name)))
        put(name, _text(getattr(fields, name)))
    if meta.language:
        meta.language = (
            meta.language[:2].lower() if re.match(r"[A-Za-z]{2}(?:$|[_-])", meta.language) else None
        )
    put("lead", _text(fields.lead))
    put("authors", _strings(stated.get("authors")) or tuple(fields.authors))
    put("tags", _strings(stated.get("tags")) or tuple(dict.fromkeys(fields.tags)))
    for value in (stated.get("published"), stated.get("date"), fields.published, fields.date):
        hits = dates.find_all(_text(value) or "")
        if not meta.date and hits and not hits[0].ambiguous and hits[0].day <= latest:
            put("date", hits[0].day.isoformat())
            put("published", hits[0].stamp if hits[0].time else None)
    for value in (stated.get("modified"), fields.modified):
        hits = dates.find_all(_text(value) or "")
        if hits and hits[0].day <= latest:
            put("modified", hits[0].stamp)
    if not meta.date and meta.url and (day := dates.in_url(meta.url)) and day <= latest:
        meta.date = day.isoformat()
        meta.provenance["date"] = "found"


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(t for v in value if (t := _text(v))))


def _title(meta: Metadata, page: Page, fields: Fields, selection: Selection, outlets: Outlets) -> int | None:
    """Settle the title; the index of the line where it stands, if it stands in the page."""
    place: int | None = None
    if meta.title:
        key = squash(meta.title)
        place = next((i for i, line in enumerate(page.lines) if line.key == key), None)
    elif (place := titles.find(page, selection.kept, fields)) is not None:
        meta.title = page.lines[place].text
        meta.provenance["title"] = "found"
    if place is not None:
        meta.used[place] = fields.taken.get(place) or "title"
        if meta.title:
            key = squash(meta.title)
            for i, line in enumerate(page.lines):
                if i != place and line.key == key:
                    meta.used.setdefault(i, "title repeated")
    if meta.title:
        site = meta.outlet or next(filter(None, naming.from_notices(page, outlets)), None)
        meta.title = titles.strip_suffix(meta.title, outlets, site)
    return place


def _outlet(
    meta: Metadata,
    page: Page,
    fields: Fields,
    found: Sequence[authors.Byline],
    signs: Sequence[naming.Sign],
    outlets: Outlets,
    first: int,
) -> None:
    if meta.outlet:
        meta.outlet = outlets.by_name(meta.outlet) or meta.outlet
        return
    registered, written = naming.from_notices(page, outlets)
    tag = next((s.tag for s in signs if s.reason == "agency tag"), None) or next((s.tag for s in signs), None)
    candidates = [
        outlets.by_host(meta.url) if meta.url else None,
        registered,
        next((name for b in found if b.rest and (name := naming.from_byline(b.rest, outlets))), None),
        naming.site_line(page, outlets, first),
        # A tag that is short for the name in the notice is the outlet's own; any other may be a wire agency's.
        tag if tag and written and naming.short_for(tag, written) else None,
        written,
        outlets.by_tag(tag) if tag else None,
        tag,
        host_of(meta.url) if meta.url else None,
    ]
    meta.outlet = next((c for c in candidates if c), None)
    if meta.outlet:
        meta.provenance["outlet"] = "found"


def _date(meta: Metadata, page: Page, place: int | None, first: int, latest: date) -> None:
    """The date in a byline or date line between title and text, or in a labelled line beside them."""
    start = place if place is not None else max(0, first - 3)
    best: tuple[float, dates.Found, int] | None = None
    for i in range(max(0, start - 2), min(first + 1, start + 16, len(page))):
        if place is None and not (byline_like(page.lines[i].text) or "byline" in page.cues[i]):
            continue
        for hit in page.dates.get(i, ()):
            if hit.ambiguous or hit.day > latest or page.sizes[i] > 24 or "rights" in page.cues[i]:
                continue
            score = 1.0 - 0.05 * abs(i - start) - (0.5 if i < start else 0.0)
            score += 0.3 if "byline" in page.cues[i] else 0.0
            if _label(page.lines[i].text, hit) == "modified":
                score -= 0.4
            if best is None or score > best[0]:
                best = (score, hit, i)
    if best is None:
        return
    _, hit, i = best
    meta.date = hit.day.isoformat()
    meta.published = hit.stamp if hit.time else None
    meta.provenance["date"] = "found"
    meta.used.setdefault(i, "byline or date line")


_MODIFIED = re.compile(
    r"(?:updated|modified|aktualisiert|mis à jour|actualizado|обновлено|оновлено|güncelle)", re.IGNORECASE
)


def _label(text: str, hit: dates.Found) -> str:
    before = text[max(0, hit.start - 30) : hit.start]
    return "modified" if _MODIFIED.search(before) else ""
