"""What all screens of one run share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peacereader.tui.dialogs.export_draft import ExportDrafts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ReaderContext(msgspec.Struct, frozen=True):
    """The settings of a run, and what the app does for its screens. Made once and handed to every screen."""

    keymap: Mapping[str, str]
    """The keys that the user changed, by the name of the action."""
    measure: int
    """The width of an article's text in cells."""
    logs_searches: bool
    """Whether finished searches are logged."""
    copy: Callable[[str], None]
    """Copies a text to the clipboard."""
    remember: Callable[[str, str], None]
    """Stores a value under a name until the next start."""
    remembered: Callable[[str], str]
    """Returns the value that is stored under a name; "" if none is."""
    citation_style: Callable[[], str]
    """Returns the name of the style in which passages are copied."""
    keep_citation_style: Callable[[str], None]
    """Takes the name of the style in which passages are copied from now on, and remembers it."""
    annotator: str = ""
    """The user's name in the config, "" if it has none."""
    cite_with: frozenset[str] = frozenset()
    """What is said of the source besides when a passage is copied, by the names of `config.CITATION_EXTRAS`."""
    export_drafts: ExportDrafts = msgspec.field(default_factory=ExportDrafts)
    """What was chosen and typed in the dialog for exports, so that the next one goes on there."""
