"""Joins the tags that two libraries have on one article: all of both, but those that one of them took off later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    Row = Mapping[str, Any]

_KNOWN = ("done", "undone")
"""The states of changes that were made in the library itself. Of those that came with a merge, it is not known any more
whether they were undone."""


@dataclass(frozen=True, slots=True)
class JoinedTags:
    """The tags of an article after a merge, and how they differ from those that it had here."""

    tags: tuple[str, ...]
    came: tuple[str, ...]
    """Those that only the other library had."""
    taken_off: tuple[str, ...]
    """Those that only this one had, and that were taken off in the other one since."""


def join_tags(
    own: Sequence[str], there: Sequence[str], here_changes: Iterable[Row], there_changes: Iterable[Row]
) -> JoinedTags:
    """Return the tags of both, each once, those of this library first.

    `here_changes` and `there_changes` are the changes of the tags in the histories of both, as rows. A tag that only
    one of them has is left out if the last change of it in either is that it was taken off. To join them the other way
    round, or again, leads to the same tags.
    """
    removed = _last_removed(here_changes, there_changes)
    kept = [tag for tag in dict.fromkeys((*own, *there)) if tag not in removed or (tag in own and tag in there)]
    return JoinedTags(
        tuple(kept),
        tuple(tag for tag in kept if tag not in own),
        tuple(tag for tag in own if tag not in kept),
    )


def tag_changes(connection: sqlite3.Connection, article_id: str) -> list[dict[str, Any]]:
    """Return the changes of the tags on an article, as rows of the history."""
    query = "SELECT * FROM history WHERE passage_id = ? AND action = 'tag'"
    return [dict(row) for row in connection.execute(query, (article_id,)).fetchall()]


def _last_removed(here: Iterable[Row], there: Iterable[Row]) -> set[str]:
    """Return the tags whose last change was to be taken off.

    A change that was undone counts for nothing, unless the other library knows it as well, and has not undone it: then
    it was taken back.
    """
    one, other = ({row["id"]: row for row in rows if row["state"] in _KNOWN} for rows in (here, there))
    changes: list[tuple[str, str, set[str], set[str]]] = []
    for id in one.keys() | other.keys():
        rows = [side[id] for side in (one, other) if id in side]
        row = max(rows, key=lambda each: (str(each["edited"]), each["state"]))
        before, after = _tags_of(row["before"]), _tags_of(row["after"])
        if row["state"] == "undone":
            if len(rows) == 1:
                continue
            before, after = after, before
        changes.append((str(row["edited"]), id, after - before, before - after))
    removed: set[str] = set()
    for _, _, added, taken_off in sorted(changes, key=lambda change: change[:2]):
        removed = (removed - added) | taken_off
    return removed


def _tags_of(stored: Any) -> set[str]:
    try:
        values = json.loads(stored)
    except (TypeError, ValueError):
        return set()
    tags = values.get("tags") if isinstance(values, dict) else None
    return {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()
