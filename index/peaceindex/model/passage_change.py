"""A change that the user made to passages or to the tags of an article, as the history keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Action = Literal["bookmark", "edit", "remove", "restore", "tag", "mark", "code"]
ChangeState = Literal["done", "undone", "replaced"]
"""done: in force; undone: can be redone; replaced: undone before a later change, so it can no longer be redone. The
history keeps all of them."""


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A change of one passage. `before` and `after` hold those of `note`, `labels` and `event` that an edit changed.

    An event is as `Event.as_record` returns it; `{}` is none.

    With the action `tag` it is one of the user's tags on an article: `passage_id` is the id of the article, and
    `before` and `after` hold `tags`. With the action `mark` it is a mark of articles: they hold the ids of these as
    `articles`, and `read`, `starred` or `later`, true or false; `passage_id` is the id of a single one. With the action
    `code` it is one of the codebook: `passage_id` is the name of its file, and they hold the part of it that changed,
    as `annotations/text_change.py` says.

    Changes with the same number in `step` were made together, and are undone together. `made` is ISO 8601 in UTC.
    """

    passage_id: str
    action: Action
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    made: str
    step: int
    state: ChangeState = "done"

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of the articles whose mark has changed."""
        return tuple(self.after.get("articles", ())) if self.action == "mark" else ()

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "passage_id": self.passage_id,
            "action": self.action,
            "before": dict(self.before),
            "after": dict(self.after),
            "made": self.made,
            "step": self.step,
            "state": self.state,
        }
