"""All that is known about an article apart from its text, each value with its origin.

A wrong value is worse than a missing one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.evidence import evidence
from peaceindex.cleaning.features import title_rows
from peaceindex.cleaning.features.candidate_rows import Layout, author_rows
from peaceindex.cleaning.metadata import dateline, outlet_name, titles
from peaceindex.cleaning.metadata.article_metadata import Metadata
from peaceindex.cleaning.metadata.authors import Signature, SignatureKind, signatures
from peaceindex.cleaning.metadata.publication_date import choose_date
from peaceindex.cleaning.metadata.stated import latest_day, take_stated
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.cleaning.reasons import Reason
from peaceindex.cleaning.selection import LONG_TITLE_WORDS, Selection
from peaceindex.text.lines import is_sentence_like, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from peaceindex.cleaning.metadata.machine_fields import Fields
    from peaceindex.cleaning.models.registry import Models
    from peaceindex.cleaning.page import Page
    from peaceindex.model.article import RawDocument

TITLE_FLOOR = 0.02
"""The lowest score at which a line is accepted as the title."""
_CLEAN_HEAD_LINES = 6
"""Where the text begins within this many lines, there is little around it: the line above a dateline is the title."""
AUTHOR_FLOOR = 0.35
"""The lowest probability at which a byline is accepted."""


def gather(
    page: Page, fields: Fields, selection: Selection, document: RawDocument, outlets: Outlets, models: Models
) -> Metadata:
    """Return all metadata of a page: stated values first, then machine fields, then what the page shows."""
    meta = Metadata()
    latest = latest_day(document.mtime)
    take_stated(meta, document.stated, fields, latest, page)
    layout = Layout(page, selection.kept, selection.chances, clean=selection.clean)
    is_known = fields.bare or (meta.title and meta.date and meta.authors)
    found = [] if is_known or not selection.kept else signatures(page, signature_places(layout), outlets)
    bylines = {s.index for s in found if s.kind == SignatureKind.AFTER_BY and s.start == 0}
    title_index = _title(
        meta, layout, bylines | fields.taken.keys(), byline_places(page, found), fields, outlets, models
    )
    if title_index in layout.body:  # the title does not belong to the text, though it was taken for a line of it
        kept = [i for i in selection.kept if i != title_index]
        layout = Layout(page, kept, selection.chances, clean=selection.clean)
    layout.title = title_index
    signature = _authors(meta, layout, found, models)
    agencies = outlet_name.agency_tags(page, selection.kept, outlets)
    _outlet(meta, page, signature, agencies, outlets, layout)
    if not meta.url and meta.title and (address := outlet_name.own_address(page, meta.title)):
        meta.url = address
        meta.provenance["url"] = "found"
    shown = dateline.read(layout, latest)
    if not meta.date:
        choose_date(meta, layout, shown, signature, latest, models)
    if not meta.modified and shown.modified:
        meta.modified = shown.modified[1].stamp
    if not meta.date:
        ambiguous = {i: why for i, why in shown.ambiguous.items() if i in shown.lines or i not in layout.body}
        meta.used = ambiguous | meta.used
    for i in shown.lines:
        meta.used.setdefault(i, Reason.DATE_LINE)
    meta.authors = tuple(a for a in meta.authors if normalise(a) != normalise(meta.outlet or "-"))
    if not meta.authors:
        meta.provenance["authors"] = "none"
    return meta


def byline_places(page: Page, found: Sequence[Signature]) -> set[int]:
    """Return the lines of the signatures that are recognisable as bylines: with "by", or a name next to a date."""
    return {s.index for s in found if s.is_byline or (s.kind == SignatureKind.NAMES_FIRST and s.index in page.dates)}


def signature_places(layout: Layout) -> list[int]:
    """Return the lines where a byline can be: around the beginning of the text and after its end."""
    n = len(layout.page)
    first, last = layout.first, layout.last
    return [
        *range(max(0, first - 40), min(n, first + 6)),
        *range(max(first + 6, last - 3), min(n, last + 25)),
    ]


def _title(
    meta: Metadata,
    layout: Layout,
    taken: Collection[int],
    byline_lines: Collection[int],
    fields: Fields,
    outlets: Outlets,
    models: Models,
) -> int | None:
    """Put the title into `meta`. Return the index of its line, or None if it is not on the page."""
    page = layout.page
    title_index: int | None = None
    if meta.title:
        key = normalise(meta.title)
        title_index = next((i for i, line in enumerate(page.lines) if line.key == key), None)
    elif layout.clean and layout.first == 1 and 0 not in taken and not page.dates.get(0):
        title_index = 0  # the only line above the text
        meta.title = page.lines[0].text
        meta.provenance["title"] = "found"
    elif layout.kept:
        candidates, rows = title_rows.rows_of(layout, taken, byline_lines)
        byline_or_date = page.date_lines.union(byline_lines) if layout.first <= _CLEAN_HEAD_LINES else byline_lines
        only_below_dates = layout.first - 1 if all(map(page.is_date_line, range(layout.first - 1))) else -1
        # A line below the byline is more likely a caption or a summary than the title.
        scores = [
            chance * (0.3 if any(i - 12 < j < i for j in byline_lines) else 1.0)
            + (0.2 if 3 <= page.sizes[i] <= 30 and (i == only_below_dates or _under(i, byline_or_date)) else 0.0)
            for i, chance in zip(candidates, models.title.chances(rows), strict=True)
        ]
        if scores and max(scores) >= TITLE_FLOOR:
            title_index = candidates[scores.index(max(scores))]
            if evidence(page, title_index):
                return None
            if _is_paragraph(layout, title_index):
                return None  # a title derived from it says the same, and the text loses no word
            meta.title = page.lines[title_index].text
            meta.provenance["title"] = "found"
    if title_index is not None:
        meta.used[title_index] = fields.taken.get(title_index) or Reason.TITLE
        for i, line in enumerate(page.lines):
            if i != title_index and line.key == page.lines[title_index].key:
                meta.used.setdefault(i, Reason.TITLE_REPEATED)
    if meta.title:
        site = meta.outlet
        if not site and titles.DASHES.search(meta.title):
            site = next(filter(None, outlet_name.from_notices(page, outlets)), None)
        labels = page.repeats if page.lines and title_index is not None else ()
        meta.title = titles.strip_suffix(meta.title, outlets, site, labels)
    return title_index


def _is_paragraph(layout: Layout, place: int) -> bool:
    """Return whether a line of the text that looks like its title should stay in the text."""
    page, line = layout.page, layout.page.lines[place]
    if place not in layout.body:
        return False
    if not layout.clean:
        return line.end in (".", "。") and line.words > LONG_TITLE_WORDS
    runs_on = line.words > LONG_TITLE_WORDS and place + 1 < len(page) and not page.lines[place + 1].gap
    return place != layout.first or is_sentence_like(line) or runs_on


def _is_note(layout: Layout, signature: Signature) -> bool:
    """Return whether a note about a person is about the author.

    It must be outside the text or its last line, and the rest of the text must not name the person.
    """
    name = signature.names[0].split()[-1].casefold()
    is_inside = signature.index in layout.body
    return (not is_inside or signature.index == layout.last) and layout.text_words[name] <= is_inside


def _under(i: int, lines: Collection[int]) -> bool:
    """Return whether a byline or dateline follows within two lines."""
    return any(i < j <= i + 2 for j in lines)


def _authors(meta: Metadata, layout: Layout, found: Sequence[Signature], models: Models) -> Signature | None:
    """Put the authors into `meta`. Return the signature that was accepted, or None."""
    if not found:
        return None
    found = [s for s in found if s.kind != SignatureKind.NOTE or _is_note(layout, s)]
    if not found:
        return None
    chances = models.author.chances(author_rows(layout, found))
    recognisable = byline_places(layout.page, found)
    for k, s in enumerate(found):
        # A name next to a date, or after "by", between title and text.
        at_head = s.index < layout.first and (
            layout.first - s.index <= 3 if layout.title is None else 0 < s.index - layout.title <= 4
        )
        if at_head and s.index in recognisable:
            chances[k] += 0.2
        if s.is_about_writer and s.index >= layout.last:
            chances[k] += 0.2
    best = max(range(len(found)), key=lambda k: chances[k])
    if chances[best] < AUTHOR_FLOOR:
        return None
    signature = found[best]
    meta.used.setdefault(signature.index, Reason.ABOUT_AUTHOR if signature.is_about_writer else Reason.BYLINE)
    if not meta.authors:
        meta.authors = signature.names
        meta.provenance["authors"] = "found"
    return signature


def _outlet(
    meta: Metadata,
    page: Page,
    signature: Signature | None,
    agencies: Sequence[outlet_name.AgencyTag],
    outlets: Outlets,
    layout: Layout,
) -> None:
    """Put the name of the outlet into `meta`: registered names first, then those that the page writes."""
    first, last, title = layout.first, layout.last, layout.title
    if meta.outlet:
        meta.outlet = outlets.by_name(meta.outlet) or meta.outlet
        return
    registered, written = outlet_name.from_notices(page, outlets)
    tag = next((a.name for a in agencies if a.is_at_end), None) or next((a.name for a in agencies), None)
    meta.outlet = (
        (outlets.by_host(meta.url) if meta.url else None)
        or registered
        or (outlet_name.from_byline(signature.rest, outlets) if signature and signature.rest else None)
        or outlet_name.site_line(page, outlets, first)
        or outlet_name.from_head(page, title if title is not None else first, last, written)
        # A tag that abbreviates the name in the notice is the outlet's own; any other may be that of a news agency.
        or (tag if tag and written and outlet_name.is_abbreviation(tag, written) else None)
        or written
        or (outlets.by_tag(tag) if tag else None)
        or tag
        or (host_of(meta.url) if meta.url else None)
        or None
    )
    if meta.outlet:
        meta.provenance["outlet"] = "found"
