"""The passage with the event that it tells of, as a table of events shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peaceindex.model.event import Event
    from peaceindex.model.passage import Passage


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with its event. `same` are the ids of the passages that probably tell the same event."""

    passage: Passage
    event: Event
    same: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the object that `events --json` prints."""
        names = ("quote", "note", "labels", "outlet", "title", "url", "article_id")
        about = {name: list(v) if isinstance(v := getattr(self.passage, name), tuple) else v for name in names}
        return {
            "passage_id": self.passage.id,
            "event": self.event.as_record(),
            "same": list(self.same),
            **about,
            "published": self.passage.date,
        }
