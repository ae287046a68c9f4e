"""The actions that write: to the library, to settings, or to a file. A reader that is opened read-only refuses them."""

from __future__ import annotations

from typing import Final

REFUSAL: Final = "This library is open for reading only."
"""What the reader says in place of an action that writes; the library itself says the same."""

WRITING: Final = frozenset((
    # the reading room
    "save-search", "mark-seen", "add", "tag", "tag-hits", "undo-here", "toggle-read", "hits-read", "star",
    "read-later", "export", "outlet-of-hits", "remove-article", "remove-hits",
    # an article
    "bookmark", "note", "note-editor", "label", "label-key", "event", "undo", "redo", "hit-export",
    "line-bookmark", "line-undo", "line-redo", "compare-bookmark", "compare-write", "compare-undo", "compare-redo",
    # passages, codes, events, coders
    "passage-note", "passage-editor", "passage-label", "passage-label-key", "passage-event", "passage-export",
    "passage-remove", "passage-undo", "passage-redo",
    "place-note", "place-editor", "place-label", "place-undo", "place-redo",
    "code-add", "code-add-below", "code-rename", "code-describe", "code-memo", "code-color", "code-key", "code-move",
    "code-merge", "code-split", "code-remove", "code-undo", "code-redo", "count-write",
    "event-edit", "event-write", "event-undo", "event-redo",
    "difference-first", "difference-second", "difference-labels", "difference-note", "difference-undo",
    "difference-redo",
    # searches and figures
    "search-remove", "search-undo", "search-redo", "search-rename", "search-seen", "log-write", "period-write",
    "collocate-write",
    # what was added, and how it was cleaned
    "folder-again", "folder-watch", "folder-moved", "folder-forget", "folder-add", "bin-restore", "bin-undo",
    "bin-empty", "audit-turn", "audit-title", "audit-outlet", "audit-date", "audit-authors", "audit-url",
    "audit-tags", "audit-language", "audit-encoding", "audit-undo", "audit-redo",
    # settings
    "setting-change", "setting-default", "theme-edit",
))  # fmt: skip
"""Their names in the table of keys, and the one key of the list of themes that leads to a new file.

`redo-here` is not among them, since it also redoes searches: the library refuses the rest.
"""
