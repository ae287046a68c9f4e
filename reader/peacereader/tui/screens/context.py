"""What all screens of one run share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peacereader.tui.dialogs.export_draft import ExportDrafts
from peacereader.tui.reading_trail import ReadingTrail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from peacereader.tui.widgets.article_view import NoteFolding


Place = tuple[str, int]
"""The id of an article, and a position in its text."""


class ComparisonMark(msgspec.Struct):
    """The id of the article that the user has marked to compare another with; "" if there is none."""

    article_id: str = ""


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
    copy_html: Callable[[str], object]
    """Copies HTML to the clipboard, as formatted text if it takes that."""
    remember: Callable[[str, str], None]
    """Stores a value under a name until the next start."""
    folding: NoteFolding
    """Whether notes in articles are folded away."""
    recall: Callable[[str, str], str]
    """Returns the value that was stored under a name, or else the one given."""
    citation_style: Callable[[], str]
    """Returns the name of the style in which passages are copied."""
    keep_citation_style: Callable[[str], None]
    """Takes the name of the style in which passages are copied from now on, and remembers it."""
    is_read_only: bool = False
    """Whether the user asked that nothing be written: no library, no settings, no files."""
    annotator: str = ""
    """The user's name in the config, "" if it has none."""
    cite_with: frozenset[str] = frozenset()
    """What is said of the source besides when a passage is copied, by the names of `config.CITATION_EXTRAS`."""
    open_own_library: Callable[[Sequence[Path]], None] = lambda paths: None
    """Opens the user's own library in place of the sample pages, makes it if there is none, and adds these paths."""
    export_drafts: ExportDrafts = msgspec.field(default_factory=ExportDrafts)
    """What was chosen and typed in the dialog for exports, so that the next one goes on there."""
    trail: ReadingTrail = msgspec.field(default_factory=ReadingTrail)
    """The articles that were read, on any screen."""
    marked: ComparisonMark = msgspec.field(default_factory=ComparisonMark)
    """The article that is marked for comparison."""
