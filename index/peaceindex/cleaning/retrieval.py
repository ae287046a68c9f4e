"""The day on which a source was retrieved, as an export writes it, in ISO 8601."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.cleaning import dates
from peaceindex.model.safe_text import EMPTY, neutralise

if TYPE_CHECKING:
    from peaceindex.model.evidence import Evidence


def dated(evidence: Evidence) -> Evidence:
    """Return evidence whose time of retrieval is in ISO 8601. A date that cannot be read in one way is left out."""
    written = evidence.retrieved
    if not written or _is_iso(written):
        return evidence
    found = dates.find_all(dates.as_readable_date(written))
    if not found or found[0].ambiguous:
        return replace(evidence, retrieved=EMPTY, retrieved_by="")
    day = found[0]
    return replace(evidence, retrieved=neutralise(day.stamp if day.time else day.day.isoformat()))


def _is_iso(text: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
