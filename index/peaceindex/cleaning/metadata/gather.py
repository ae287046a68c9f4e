"""What is known about an article besides its text, each value with where it comes from. Wrong is worse than missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from peaceindex.cleaning import dates
from peaceindex.cleaning.dates import labels
from peaceindex.cleaning.evidence import evidence
from peaceindex.cleaning.features import title_rows
from peaceindex.cleaning.features.candidate_rows import Layout, author_rows, date_rows
from peaceindex.cleaning.metadata import dateline, outlet_name, titles
from peaceindex.cleaning.metadata.authors import Signature, signatures
from peaceindex.cleaning.metadata.dateline import DATE_LINE, DateLines, settled
from peaceindex.cleaning.metadata.machine_fields import Fields
from peaceindex.cleaning.models.registry import Models
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.selection import LONG_TITLE, Selection
from peaceindex.model.article import FIELDS_WITH_PROVENANCE, Provenance, RawDocument
from peaceindex.text.lines import is_sentence_like, squash

BYLINE = "byline or date line"
TITLE_FLOOR = 0.02
_CLEAN = 6
"""Where the text begins within so many lines, little stands around it: what is above a date line is the title."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
DATE_FLOOR = 0.5
HEAD_FLOOR = 0.3
SIGNED_FLOOR = 0.03
AUTHOR_FLOOR = 0.35
"""The least chance at which a candidate is believed: wrong is worse than missing. A date between title and text, or
in the byline itself, needs less."""


@dataclass(slots=True)
class Metadata:
    """The metadata of an article; `used` are lines that became metadata, by index, and what they are."""

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
    provenance: dict[str, Provenance] = field(default_factory=lambda: dict.fromkeys(FIELDS_WITH_PROVENANCE, "none"))
    used: dict[int, str] = field(default_factory=dict)


def gather(
    page: Page, fields: Fields, selection: Selection, document: RawDocument, outlets: Outlets, models: Models
) -> Metadata:
    """All metadata of a page, stated values first, then machine fields, then what the page shows."""
    meta = Metadata()
    latest = _latest(document.mtime)
    _stated(meta, document.stated, fields, latest, page)
    layout = Layout(page, selection.kept, selection.chances, clean=selection.clean)
    told = fields.bare or (meta.title and meta.date and meta.authors)
    found = [] if told or not selection.kept else signatures(page, signed_places(layout), outlets)
    bylines = {s.index for s in found if s.kind == 0 and s.start == 0}
    place = _title(meta, layout, bylines | fields.taken.keys(), strong(page, found), fields, outlets, models)
    if place in layout.body:  # the title is none of the text, though it was taken for a line of it
        kept = [i for i in selection.kept if i != place]
        layout = Layout(page, kept, selection.chances, clean=selection.clean)
    layout.title = place
    signature = _authors(meta, layout, found, models)
    signs = outlet_name.signs(page, selection.kept, outlets)
    _outlet(meta, page, fields, signature, signs, outlets, layout)
    if not meta.url and meta.title and (address := outlet_name.own_address(page, meta.title)):
        meta.url = address
        meta.provenance["url"] = "found"
    shown = dateline.read(layout, latest)
    if not meta.date:
        _date(meta, layout, shown, signature, latest, models)
    if not meta.modified and shown.modified:
        meta.modified = shown.modified[1].stamp
    if not meta.date:
        unsure = {i: why for i, why in shown.unsure.items() if i in shown.lines or i not in layout.body}
        meta.used = unsure | meta.used
    for i in shown.lines:
        meta.used.setdefault(i, DATE_LINE)
    meta.authors = tuple(a for a in meta.authors if squash(a) != squash(meta.outlet or "-"))
    if not meta.authors:
        meta.provenance["authors"] = "none"
    return meta


def stated_alone(document: RawDocument) -> Metadata:
    """The metadata that a document states, of which the rest is known to be missing."""
    meta = Metadata()
    _stated(meta, document.stated, Fields(), _latest(document.mtime))
    return meta


def strong(page: Page, found: Sequence[Signature]) -> set[int]:
    """The lines of those signatures that look like bylines by themselves: with "by", or a name beside a date."""
    return {s.index for s in found if s.kind in (0, 4) or (s.kind == 2 and s.index in page.dates)}


def signed_places(layout: Layout) -> list[int]:
    """The lines where a signature may stand: around the head of the text and after its end."""
    n = len(layout.page)
    first, last = layout.first, layout.last
    return [
        *range(max(0, first - 40), min(n, first + 6)),
        *range(max(first + 6, last - 3), min(n, last + 25)),
    ]


def _latest(mtime: float | None) -> date:
    """The last day that can be right: a day after the source was last changed, to allow for time zones."""
    moment = datetime.now(UTC) if mtime is None else datetime.fromtimestamp(max(0.0, min(mtime, 4e9)), UTC)
    return moment.date() + timedelta(days=1)


def _stated(meta: Metadata, stated: Any, fields: Fields, latest: date, page: Page | None = None) -> None:
    def put(name: str, value: Any) -> None:
        if value and not getattr(meta, name):
            setattr(meta, name, value)
            if name in meta.provenance:
                meta.provenance[name] = "stated"

    for name in ("title", "outlet", "url", "language"):
        put(name, _text(stated.get(name)))
        put(name, _text(getattr(fields, name)))
    if meta.language:
        meta.language = meta.language[:2].lower() if re.match(r"[A-Za-z]{2}(?:$|[_-])", meta.language) else None
    put("lead", _text(fields.lead))
    put("authors", _strings(stated.get("authors")) or tuple(fields.authors))
    put("tags", _strings(stated.get("tags")) or tuple(dict.fromkeys(fields.tags)))
    for value in (stated.get("published"), stated.get("date"), fields.published, fields.date):
        if not meta.date and (hit := _stated_date(value, page)) and hit.day <= latest:
            put("date", hit.day.isoformat())
            put("published", hit.stamp if hit.time else None)
    for value in (stated.get("modified"), fields.modified):
        if (hit := _stated_date(value, page)) and hit.day <= latest:
            put("modified", hit.stamp)
    if not meta.date and meta.url and (day := dates.in_url(meta.url)) and day <= latest:
        meta.date = day.isoformat()
        meta.provenance["date"] = "found"


def _stated_date(value: Any, page: Page | None) -> dates.Found | None:
    """The date in a field, if it can be read in one way only; `page` tells language and order where they matter."""
    text = dates.in_full(_text(value) or "")
    hits = page.read_dates(text) if page and not _ISO.match(text) else dates.find_all(text)
    return hits[0] if hits and not hits[0].ambiguous else None


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(t for v in value if (t := _text(v))))


def _title(
    meta: Metadata,
    layout: Layout,
    taken: Collection[int],
    signed: Collection[int],
    fields: Fields,
    outlets: Outlets,
    models: Models,
) -> int | None:
    """Settle the title; the index of the line where it stands, if it stands in the page."""
    page = layout.page
    place: int | None = None
    if meta.title:
        key = squash(meta.title)
        place = next((i for i, line in enumerate(page.lines) if line.key == key), None)
    elif layout.clean and layout.first == 1 and 0 not in taken and not page.dates.get(0):
        place = 0  # the only line above the text
        meta.title = page.lines[0].text
        meta.provenance["title"] = "found"
    elif layout.kept:
        places, rows = title_rows.rows_of(layout, taken, signed)
        near = page.date_lines.union(signed) if layout.first <= _CLEAN else signed
        alone = layout.first - 1 if all(map(page.is_date_line, range(layout.first - 1))) else -1
        # What stands below the byline is a caption or a summary rather than the title.
        scores = [
            chance * (0.3 if any(i - 12 < j < i for j in signed) else 1.0)
            + (0.2 if 3 <= page.sizes[i] <= 30 and (i == alone or _under(i, near)) else 0.0)
            for i, chance in zip(places, models.title.chances(rows), strict=True)
        ]
        if scores and max(scores) >= TITLE_FLOOR:
            place = places[scores.index(max(scores))]
            if evidence(page, place):
                return None
            if _is_paragraph(layout, place):
                return None  # a title derived from it says the same, and no word of the text goes
            meta.title = page.lines[place].text
            meta.provenance["title"] = "found"
    if place is not None:
        meta.used[place] = fields.taken.get(place) or "title"
        for i, line in enumerate(page.lines):
            if i != place and line.key == page.lines[place].key:
                meta.used.setdefault(i, "title repeated")
    if meta.title:
        site = meta.outlet
        if not site and titles.DASHES.search(meta.title):
            site = next(filter(None, outlet_name.from_notices(page, outlets)), None)
        labels = page.repeats if page.lines and place is not None else ()
        meta.title = titles.strip_suffix(meta.title, outlets, site, labels)
    return place


def _is_paragraph(layout: Layout, place: int) -> bool:
    """Whether a line of the text that looks like its title had better stay in the text."""
    page, line = layout.page, layout.page.lines[place]
    if place not in layout.body:
        return False
    if not layout.clean:
        return line.end in (".", "。") and line.words > LONG_TITLE
    runs_on = line.words > LONG_TITLE and place + 1 < len(page) and not page.lines[place + 1].gap
    return place != layout.first or is_sentence_like(line) or runs_on


def _is_note(layout: Layout, signature: Signature) -> bool:
    """Whether a note about a person is about the writer: outside the text or its last line, on one it does not name."""
    name = signature.names[0].split()[-1].casefold()
    inside = signature.index in layout.body
    return (not inside or signature.index == layout.last) and layout.text_words[name] <= inside


def _under(i: int, signed: Collection[int]) -> bool:
    """Whether a byline or date line stands right under a line."""
    return any(i < j <= i + 2 for j in signed)


def _authors(meta: Metadata, layout: Layout, found: Sequence[Signature], models: Models) -> Signature | None:
    """Settle the authors; the signature that was believed, or None."""
    if not found:
        return None
    found = [s for s in found if s.kind != 3 or _is_note(layout, s)]
    if not found:
        return None
    chances = models.author.chances(author_rows(layout, found))
    for k, s in enumerate(found):
        # A name beside a date, or behind "by", between title and text.
        at_head = s.index < layout.first and (
            layout.first - s.index <= 3 if layout.title is None else 0 < s.index - layout.title <= 4
        )
        if at_head and (s.kind in (0, 4) or (s.kind == 2 and s.index in layout.page.dates)):
            chances[k] += 0.2
        if s.kind in (3, 5) and s.index >= layout.last:
            chances[k] += 0.2
    best = max(range(len(found)), key=lambda k: chances[k])
    if chances[best] < AUTHOR_FLOOR:
        return None
    signature = found[best]
    meta.used.setdefault(signature.index, "byline" if signature.kind not in (3, 5) else "about the author")
    if not meta.authors:
        meta.authors = signature.names
        meta.provenance["authors"] = "found"
    return signature


def _outlet(
    meta: Metadata,
    page: Page,
    fields: Fields,
    signature: Signature | None,
    signs: Sequence[outlet_name.Sign],
    outlets: Outlets,
    layout: Layout,
) -> None:
    first, last, place = layout.first, layout.last, layout.title
    if meta.outlet:
        meta.outlet = outlets.by_name(meta.outlet) or meta.outlet
        return
    registered, written = outlet_name.from_notices(page, outlets)
    tag = next((s.tag for s in signs if s.reason == "agency tag"), None) or next((s.tag for s in signs), None)
    meta.outlet = (
        (outlets.by_host(meta.url) if meta.url else None)
        or registered
        or (outlet_name.from_byline(signature.rest, outlets) if signature and signature.rest else None)
        or outlet_name.site_line(page, outlets, first)
        or outlet_name.from_head(page, place if place is not None else first, last, written)
        # A tag that is short for the name in the notice is the outlet's own; any other may be a wire agency's.
        or (tag if tag and written and outlet_name.short_for(tag, written) else None)
        or written
        or (outlets.by_tag(tag) if tag else None)
        or tag
        or (host_of(meta.url) if meta.url else None)
        or None
    )
    if meta.outlet:
        meta.provenance["outlet"] = "found"


def _date(
    meta: Metadata, layout: Layout, shown: DateLines, signature: Signature | None, latest: date, models: Models
) -> None:
    """The date that the page shows: labelled, on the byline, alone below the title, or the likeliest."""
    chosen = shown.published or _signed(layout, signature, latest) or shown.shown
    if chosen is None:
        chosen = _likeliest(layout, signature, latest, models) or shown.above
    if chosen is None:
        return
    i, hit = chosen
    meta.date = hit.day.isoformat()
    meta.published = hit.stamp if hit.time else None
    meta.provenance["date"] = "found"
    if i not in layout.body:
        meta.used.setdefault(i, BYLINE)


def _signed(layout: Layout, signature: Signature | None, latest: date) -> tuple[int, dates.Found] | None:
    """The only date on the byline itself, above the text."""
    if signature is None or signature.kind == 3 or signature.index > layout.first:
        return None
    found = [known for hit in layout.page.dates.get(signature.index, ()) if (known := settled(hit, layout, latest))]
    return (signature.index, found[0]) if len(found) == 1 else None


def _likeliest(
    layout: Layout, signature: Signature | None, latest: date, models: Models
) -> tuple[int, dates.Found] | None:
    """The likeliest date on the page, if it is likely enough and not later than the source itself.

    Between title and text, or beside the byline, less is asked of it than elsewhere.
    """
    candidates, rows = date_rows(layout)
    best: tuple[float, int, dates.Found] | None = None
    for (i, hit), chance in zip(candidates, models.date.chances(rows), strict=True):
        page = layout.page
        if (
            hit.day > latest
            or i in page.running_heads
            or (i in layout.body and page.sizes[i] > 14)
            or i in page.captions
        ):
            continue
        at_head = layout.title is not None and layout.title - 1 <= i < layout.first and i - layout.title <= 6
        beside = signature is not None and signature.kind != 3 and abs(signature.index - i) <= 1 and i <= layout.first
        within = beside and signature is not None and signature.index == i
        if chance >= (SIGNED_FLOOR if within else HEAD_FLOOR if at_head or beside else DATE_FLOOR):
            chance += 0.5 if within else 0.3 * (at_head or beside)
            role = labels.roles(page.lines[i].text, page.dates[i])[page.dates[i].index(hit)]
            chance -= 0.4 * (role in ("modified", "visited"))
            if best is None or chance > best[0]:
                best = (chance, i, hit)
    return best[1:] if best else None
