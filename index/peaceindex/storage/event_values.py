"""Events as annotations.db stores them: a JSON object, `{}` for none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peaceindex.storage.column_kinds import JSON_OBJECT, BadValueError, Kind

if TYPE_CHECKING:
    from peaceindex.model.event import Event

NO_EVENT = "{}"


def event_value(event: Event | None) -> str:
    """Return an event as it is stored."""
    return json.dumps(event.as_record(), ensure_ascii=False) if event else NO_EVENT


def _read(value: Any) -> Event | None:
    if value == NO_EVENT:
        return None
    from peaceindex.model.event import Event  # no search has a use for it

    try:
        return Event.from_record(JSON_OBJECT.read(value))
    except BadValueError:
        raise
    except ValueError as error:
        raise BadValueError(str(error)) from None


EVENT = Kind(_read, lambda value: None)
