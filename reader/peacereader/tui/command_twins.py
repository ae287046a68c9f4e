"""What each action of the reader is as a command, or why it is none: for docs/reference.md, and a test.

A command is written as it is typed after `peacereader`, with words in capitals for what the user gives.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOVES: Final = "moves the cursor or the view"
_GOES: Final = "goes to another part of the screen"
_LEAVES: Final = "leaves a part of the screen"
_TYPES: Final = "helps to type"
_SELECTS: Final = "selects words; commands take them as text"
_LOOKS: Final = "changes what is shown, and nothing else"

COMMANDS: Final[Mapping[str, str]] = MappingProxyType({
    "search": "search QUERY",
    "to-results": "search QUERY",
    "search-open": "search --saved NAME",
    "facets": "search QUERY --facets",
    "tick": "search 'QUERY outlet:NAME date:2025-05 tag:NAME'",
    "exclude": "search 'QUERY -outlet:NAME'",
    "sort": "search QUERY --sort newest",
    "exact": "search QUERY --exact",
    "export": "search QUERY --limit all --format FORMAT --output PATH",
    "hit-export": "show ID --format FORMAT --output PATH",
    "passage-export": "passages QUERY --format FORMAT --output PATH",
    "open-article": "show ID",
    "line-open": "show ID",
    "story-open": "show ID",
    "story": "show ID",
    "concordance": "concordance QUERY",
    "line-search": "concordance QUERY",
    "line-sort": "concordance QUERY --sort left",
    "line-sort-left": "concordance QUERY --sort left-2",
    "line-sort-right": "concordance QUERY --sort right-2",
    "line-quote": "passages QUERY --format chicago",
    "line-quote-style": "passages QUERY --format chicago",
    "save-search": "searches --save NAME QUERY",
    "searches": "searches",
    "mark-seen": "searches --seen NAME",
    "search-seen": "searches --seen NAME",
    "search-remove": "searches --remove NAME",
    "search-undo": "searches --undo",
    "search-redo": "searches --redo",
    "search-rename": "searches --rename OLD NEW",
    "log-copy": "log",
    "log-write": "log --output PATH",
    "tag": "tag ID --add NAME --remove NAME",
    "tag-hits": "tag --query QUERY --add NAME --remove NAME",
    "passages": "passages",
    "passage-search": "passages QUERY",
    "passage-open": "passages QUERY",
    "bookmark": "annotate ID --bookmark QUOTE",
    "quote": "passages QUERY --format chicago --with sha256",
    "quote-style": "passages QUERY --format chicago",
    "passage-quote": "passages QUERY --format chicago --with sha256",
    "passage-quote-style": "passages QUERY --format chicago",
    "note": "annotate ID --note TEXT",
    "passage-note": "annotate ID --note TEXT",
    "note-editor": "annotate ID --note -",
    "passage-editor": "annotate ID --note -",
    "passage-sort": "passages --sort date",
    "passage-group": "passages --group label",
    "place-open": "show ID",
    "place-search": "passages QUERY",
    "place-note": "annotate ID --note TEXT",
    "place-editor": "annotate ID --note -",
    "place-label": "annotate ID --label NAME --unlabel NAME",
    "place-quote": "passages QUERY --format chicago --with sha256",
    "place-undo": "annotate --undo",
    "place-redo": "annotate --redo",
    "place-help": "passages --help",
    "passage-agreement": "agreement NAME NAME",
    "difference-open": "agreement NAME NAME --differences",
    "difference-pair": "agreement NAME NAME",
    "difference-first": "passages --import FILE --as consensus",
    "difference-second": "passages --import FILE --as consensus",
    "difference-labels": "passages --import FILE --as consensus",
    "difference-note": "passages --import FILE --as consensus",
    "difference-undo": "annotate --undo",
    "difference-redo": "annotate --redo",
    "difference-help": "agreement --help",
    "label": "annotate ID --label NAME --unlabel NAME",
    "label-key": "annotate ID --label NAME",
    "passage-label": "annotate ID --label NAME --unlabel NAME",
    "passage-label-key": "annotate ID --label NAME",
    "passage-mark": "annotate ID ID --label NAME",
    "passage-remove": "annotate ID --remove",
    "undo": "annotate --undo",
    "redo": "annotate --redo",
    "undo-here": "annotate --undo",
    "redo-here": "annotate --redo",
    "passage-undo": "annotate --undo",
    "passage-redo": "annotate --redo",
    "audit": "show ID --cuts",
    "hit-audit": "show ID --cuts",
    "audit-turn": "corrections ID --keep LINE --cut LINE",
    "audit-title": "corrections ID --title TEXT",
    "audit-outlet": "corrections ID --outlet TEXT",
    "audit-date": "corrections ID --date DATE",
    "audit-authors": "corrections ID --authors NAMES",
    "audit-encoding": "corrections ID --encoding NAME",
    "audit-undo": "corrections --undo",
    "audit-redo": "corrections --redo",
    "open-address": "show ID --json",
    "hit-address": "show ID --json",
    "help": "--help",
    "passage-help": "passages --help",
    "searches-help": "searches --help",
    "lines-help": "concordance --help",
    "hit-help": "show --help",
    "story-help": "show --help",
    "audit-help": "corrections --help",
})  # fmt: skip
"""The command for an action, by the action's name."""

NO_COMMAND: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys((
        "next-article", "previous-article", "next-result", "previous-result", "results-half-down", "results-half-up",
        "results-page-down", "results-page-up", "first-result", "last-result", "line-down", "line-up", "half-down",
        "half-up", "page-down", "page-up", "top", "bottom", "next-hit", "previous-hit", "next-passage",
        "previous-passage", "facet-down", "facet-up", "first-facet", "last-facet", "passage-down",
        "passage-up", "passage-first", "passage-last", "passage-page-down", "passage-page-up", "passage-half-down",
        "passage-half-up", "place-down", "place-up", "place-half-down", "place-half-up", "place-page-down",
        "place-page-up", "place-top", "place-bottom", "search-down",
        "search-up", "searches-half-down", "searches-half-up", "search-first", "search-last", "next-line",
        "previous-line", "lines-half-down", "lines-half-up", "lines-page-down", "lines-page-up", "first-line",
        "last-line", "next-hit-line", "previous-hit-line", "story-next", "story-previous", "story-first", "story-last",
        "story-page-down", "story-page-up", "audit-next-cut", "audit-previous-cut", "audit-down", "audit-up",
        "audit-half-down", "audit-half-up", "audit-page-down", "audit-page-up", "audit-first", "audit-last",
        "difference-next", "difference-down", "difference-up", "difference-top", "difference-bottom",
        "help-line-down", "help-line-up", "help-page-down", "help-page-up", "help-top", "help-bottom",
    ), _MOVES),
    **dict.fromkeys(("next-pane", "previous-pane", "passage-place", "place-list"), _GOES),
    **dict.fromkeys((
        "back", "quit", "leave-search", "to-list", "passage-back", "place-back", "searches-back", "lines-back",
        "hit-back", "story-back", "audit-back", "help-back", "difference-back",
    ), _LEAVES),
    **dict.fromkeys((
        "complete", "complete-back", "take-rest", "next-completion", "previous-completion", "clear-search",
    ), _TYPES),
    **dict.fromkeys((
        "select", "by-words", "by-sentences", "by-paragraphs", "word-right", "word-left", "sentence-down",
        "sentence-up", "other-end",
    ), _SELECTS),
    **dict.fromkeys((
        "fold-stories", "unfold", "fold", "clear-facets", "fold-notes", "passage-fold-notes", "place-fold-notes",
    ), _LOOKS),
    "theme": "changes how the reader looks; `theme` in config.yaml sets it",
})  # fmt: skip
"""Why an action has no command, by the action's name."""


def twin(action: str) -> str:
    """Return the command of an action in Markdown, or why it has none. Raise KeyError for one that is not listed."""
    command = COMMANDS.get(action)
    return f"`peacereader {command}`" if command else NO_COMMAND[action]
