"""The metadata that a document states itself: in its record, its markup or the fields at its head."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from peaceindex.cleaning import dates
from peaceindex.cleaning.metadata.article_metadata import Metadata
from peaceindex.cleaning.metadata.machine_fields import Fields
from peaceindex.sources.record_kinds.values import language
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.cleaning.page import Page
    from peaceindex.model.article import RawDocument

_ISO_DATE = late_pattern(r"\d{4}-\d\d-\d\d")


def stated_alone(document: RawDocument) -> Metadata:
    """Return the metadata that a document states, where everything else is known to be missing."""
    meta = Metadata()
    take_stated(meta, document.stated, Fields(), latest_day(document.mtime))
    return meta


def latest_day(mtime: float | None) -> date:
    """Return the last possible day of publication: one day after the last change of the source, for time zones.

    Without `mtime`, in seconds since 1970, the source counts as changed today.
    """
    moment = datetime.now(UTC) if mtime is None else datetime.fromtimestamp(max(0.0, min(mtime, 4e9)), UTC)
    return moment.date() + timedelta(days=1)


def take_stated(
    meta: Metadata, stated: Mapping[str, Any], fields: Fields, latest: date, page: Page | None = None
) -> None:
    """Put what the document and the fields of its page state into `meta`, without replacing a value.

    Dates after `latest` are left out. A date in the address is the last resort; it counts as found.
    """

    def put(name: str, value: Any) -> None:
        if value and not getattr(meta, name):
            setattr(meta, name, value)
            if name in meta.provenance:
                meta.provenance[name] = "stated"

    for name in ("title", "outlet", "url", "language"):
        put(name, _text(stated.get(name)))
        put(name, _text(getattr(fields, name)))
    if meta.language:
        found = re.match(r"[A-Za-z]{2,3}(?=$|[_-])", meta.language)
        code = language(found[0].lower()) if found else ""
        meta.language = code if len(code) == 2 else None
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
    """Return the date in a field, if it can be read in only one way.

    `page` provides the language and the order of day and month where they matter.
    """
    text = dates.as_readable_date(_text(value) or "")
    hits = page.read_dates(text) if page and not _ISO_DATE.match(text) else dates.find_all(text)
    return hits[0] if hits and not hits[0].ambiguous else None


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(t for v in value if (t := _text(v))))
