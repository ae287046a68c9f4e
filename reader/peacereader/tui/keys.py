"""Every key of the reader in one place, under the names that `config.yaml` and the help screen use.

The conventions follow less, vim and newsboat. A widget gets its own keys with `bindings("article")`, for example. Keys
are defined nowhere else, so the help screen cannot be wrong about them.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, cast

import msgspec
from textual.binding import Binding, BindingType
from textual.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.dom import DOMNode

_NAMED_KEYS = frozenset(k.value for k in Keys) | {"space", "enter", "tab", "escape", "backspace", "delete"}
_MODIFIERS = frozenset(["ctrl", "shift", "alt", "super", "meta", "hyper"])


class Action(msgspec.Struct, frozen=True):
    """An action that a key triggers: a unique name, the keys, Textual's action, and words for the help and the key bar.

    `bar` is the word in the key bar, or "" for an action that only the help screen shows.
    """

    name: str
    keys: str
    action: str
    about: str
    bar: str = ""


GROUPS: Mapping[str, tuple[str, tuple[Action, ...]]] = {
    "room": (
        "Everywhere",
        (
            Action("search", "slash,ctrl+f", "search",
                   "Search: words, \"a phrase\", outlet:name, date:2025-05", "search"),
            Action("facets", "f", "facets", "Go to the facets, outlet, date, tags and more; again to leave", "facets"),
            Action("sort", "s", "sort", "Order the results: best match, newest, oldest or last added first", "sort"),
            Action("exact", "tilde", "exact", "Turn other spellings of names on or off"),
            Action("next-article", "J", "next_article", "Next article in the results"),
            Action("previous-article", "K", "previous_article", "Previous article in the results"),
            Action("story", "m", "story", "The articles with the same copy, and what each of them changed"),
            Action("compare", "equals_sign", "compare",
                   "Mark the article for comparison; on a second one, show the two side by side"),
            Action("fold-stories", "z", "fold", "One row for each story, or one for each article"),
            Action("passages", "B", "passages", "All bookmarked passages", "passages"),
            Action("concordance", "C", "concordance", "The concordance: every hit in its context", "concordance"),
            Action("save-search", "w", "save_search", "Save the search with its filters, to see what is new in it"),
            Action("searches", "W", "searches", "Your saved and recent searches", "searches"),
            Action("mark-seen", "M", "mark_seen",
                   "Mark all that is new in this saved search as seen, as opening an article does; again to undo"),
            Action("add", "a", "add", "Add a file or folder; while one is added: see how far it is, or stop"),
            Action("folders", "A", "folders", "What you added: what failed, again, watch, forget, moved; the bin"),
            Action("timeline", "T", "timeline", "The search over time: by year, month, week or day; compare searches"),
            Action("tag", "number_sign", "tag", "Your own tags on the article"),
            Action("tag-hits", "ctrl+t", "tag_hits", "Your own tags on all articles that the search finds"),
            Action("undo-here", "U", "undo", "Undo your last change of tags or passages, or removal, from any pane"),
            Action("redo-here", "ctrl+r", "redo", "Redo what you undid last, by either key"),
            Action("article-back", "H,alt+left", "trail(-1)", "Back to the article you read before"),
            Action("article-forward", "L,alt+right", "trail(1)", "Forward again to the one you read after it"),
            Action("toggle-read", "r", "mark('read')", "Mark the article as read, or as unread"),
            Action("hits-read", "R", "hits_read", "Mark all articles that the search finds as read"),
            Action("star", "asterisk", "mark('starred')", "Star the article, or take the star off: is:starred"),
            Action("read-later", "greater_than_sign", "mark('later')", "To read later, or not any more: is:later"),
            Action("export", "x", "export", "Write the hits, or the article that you are reading, to a file", "export"),
            Action("undo-search", "u", "undo_search", "Undo the last change of the search: words, filters, order",
                   "undo"),
            Action("chips", "X", "chips", "Choose a filter above the results to remove it"),
            Action("audit", "c", "audit", "The page as it was scraped: what was cut, why, and how to correct it"),
            Action("outlet-of-hits", "O", "outlet_of_hits", "Correct the outlet of all articles that the search finds"),
            Action("open-address", "o", "open_address", "Open the article's address in the browser"),
            Action("theme", "t", "app.theme", "Choose a colour theme"),
            Action("next-pane", "tab", "next_pane", "Next pane"),
            Action("previous-pane", "shift+tab", "previous_pane", "Previous pane"),
            Action("back", "escape", "back", "Back: leave the selection, the article, the facets; nothing is lost"),
            Action("help", "question_mark,f1", "app.help", "Help: keys, queries, settings, commands", "help"),
            Action("quit", "q,ctrl+q", "app.quit", "Quit", "quit"),
        ),
    ),
    "input": (
        "In the search line",
        (
            Action("to-results", "enter", "to_results", "Go to the results", "results"),
            Action("complete", "tab", "complete(1)", "Complete the word; again: the next completion", "complete"),
            Action("complete-back", "shift+tab", "complete(-1)", "Previous completion"),
            Action("take-rest", "right", "right", "Accept the dimmed letters after the text"),
            Action("next-completion", "down", "step(1)",
                   "Next completion in the list; without a list: a later search again, or the results"),
            Action("previous-completion", "up", "step(-1)",
                   "Previous completion in the list; without a list: earlier searches that begin so"),
            Action("leave-search", "escape", "leave", "Close the list of completions; leave the search line", "leave"),
            Action("clear-search", "ctrl+u", "clear", "Clear the search line", "clear"),
        ),
    ),
    "chips": (
        "In the filters above the results",
        (
            Action("chip-remove", "enter,backspace,delete,x", "remove", "Remove the filter", "remove"),
            Action("chip-previous", "left,h", "move(-1)", "Previous filter", "previous"),
            Action("chip-next", "right,l", "move(1)", "Next filter", "next"),
            Action("chips-leave", "escape,X", "leave", "Leave the filters as they are", "leave"),
        ),
    ),
    "list": (
        "In the results",
        (
            Action("open-article", "enter,l,right", "open", "Read the article", "read"),
            Action("next-result", "j,down", "move(1)", "Next result"),
            Action("previous-result", "k,up", "move(-1)", "Previous result"),
            Action("results-half-down", "ctrl+d", "half_page(1)", "Half a page down"),
            Action("results-half-up", "ctrl+u", "half_page(-1)", "Half a page up"),
            Action("results-page-down", "pagedown,space", "page(1)", "A page down"),
            Action("results-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("remove-article", "d,delete", "ask_to_remove", "Move the article to the bin"),
            Action("remove-hits", "D", "ask_to_remove(True)", "Move all articles that the search finds to the bin"),
            Action("first-result", "g,home", "first", "First result"),
            Action("last-result", "G,end", "last", "Last result"),
        ),
    ),
    "article": (
        "In the article",
        (
            Action("select", "v", "select", "Start selecting sentences; again to start over at this end", "select"),
            Action("bookmark", "b", "bookmark", "Bookmark what is selected", "bookmark"),
            Action("quote", "y", "quote", "Copy the passage with its source, in the style chosen", "quote"),
            Action("quote-style", "Y", "quote(True)", "Choose the style, Chicago, APA, BibTeX and others, and copy"),
            Action("note", "e", "note", "Write a note on the passage bookmarked last, or on the one in view"),
            Action("note-editor", "E", "note(True)", "Write the note in your editor ($VISUAL or $EDITOR)"),
            Action("label", "l", "label", "Label the passage bookmarked last, or the one in view", "label"),
            Action("label-key", "1,2,3,4,5,6,7,8,9", "label_key", "Set or remove the label of a digit, 1 to 9"),
            Action("follow", "enter", "follow", "Search for what is marked by ] or [, or read that article", "follow"),
            Action("next-link", "right_square_bracket", "link(1)",
                   "Next outlet, author, tag, name in the text, or article below it"),
            Action("previous-link", "left_square_bracket", "link(-1)", "Previous of these"),
            Action("find", "slash", "find", "Find in the text of the article", "find"),
            Action("wider", "plus", "measure(4)", "Longer lines"),
            Action("narrower", "minus", "measure(-4)", "Shorter lines"),
            Action("next-passage", "right_curly_bracket", "passage(1)", "Next passage, and who made it"),
            Action("previous-passage", "left_curly_bracket", "passage(-1)", "Previous passage"),
            Action("event", "V", "event", "Say which event the passage tells of: date, place, actors, type"),
            Action("undo", "U", "undo", "Undo your last change of passages: bookmark, note, labels, removal"),
            Action("redo", "ctrl+r", "redo", "Redo what you undid"),
            Action("by-words", "w", "unit('word')", "Go on selecting by words", "by words"),
            Action("by-sentences", "s", "unit('sentence')", "Go on selecting by sentences"),
            Action("by-paragraphs", "p", "unit('paragraph')", "Go on selecting by paragraphs", "paragraphs"),
            Action("word-right", "shift+right", "extend('word',1)", "Select a word more"),
            Action("word-left", "shift+left", "extend('word',-1)", "Select a word less"),
            Action("sentence-down", "shift+down", "extend('sentence',1)", "Select a sentence more"),
            Action("sentence-up", "shift+up", "extend('sentence',-1)", "Select a sentence less"),
            Action("line-down", "j,down", "line(1)", "A line down; while selecting: one sentence or word more"),
            Action("line-up", "k,up", "line(-1)", "A line up; while selecting: one less"),
            Action("other-end", "x", "other_end", "While selecting: move the other end"),
            Action("half-down", "ctrl+d,d", "half_page(1)", "Half a page down"),
            Action("half-up", "ctrl+u", "half_page(-1)", "Half a page up"),
            Action("page-down", "pagedown,space", "page(1)", "A page down"),
            Action("page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("top", "g,home", "top", "Beginning of the article"),
            Action("bottom", "G,end", "bottom", "End of the article"),
            Action("next-hit", "n", "hit(1)", "Next of what was asked last: the find, or the search", "next hit"),
            Action("previous-hit", "N", "hit(-1)", "Previous one; without any: fold the notes, or show them"),
            Action("fold-notes", "i", "fold_notes", "Fold the notes below passages, or show them"),
            Action("to-list", "h,left", "leave", "Back to the results"),
        ),
    ),
    "find": (
        "While finding in the article",
        (
            Action("find-done", "enter", "done", "Go on reading there; n and N go through what was found", "read on"),
            Action("find-next", "down", "step(1)", "Next one", "next"),
            Action("find-previous", "up", "step(-1)", "Previous one"),
            Action("find-clear", "ctrl+u", "clear", "Clear the line"),
            Action("find-close", "escape", "close", "Close the line, and stay at this place", "close"),
        ),
    ),
    "facets": (
        "In the facets",
        (
            Action("tick", "enter,space", "tick", "Show only this value; you can tick several; open or close a facet",
                   "tick"),
            Action("exclude", "x,minus", "exclude", "Exclude this value", "without"),
            Action("facet-down", "j,down", "move(1)", "Next value"),
            Action("facet-up", "k,up", "move(-1)", "Previous value"),
            Action("filter-values", "slash", "filter", "Type to filter the values of this facet; Esc ends", "filter"),
            Action("mark-range", "v", "mark", "On the bars: mark one end of a range of dates, then the other", "range"),
            Action("unfold", "l,right", "unfold",
                   "Open the facet, show all values, the months of a year, the days of a month; on the bars: right",
                   "unfold"),
            Action("fold", "h,left", "fold", "Show fewer values, close the facet; on the bars: left"),
            Action("first-facet", "g,home", "first", "First value"),
            Action("last-facet", "G,end", "last", "Last value"),
            Action("clear-facets", "c", "clear", "Untick all values", "clear"),
        ),
    ),
    "passages": (
        "In the list of passages",
        (
            Action("passage-open", "enter", "open", "Go to the passage in its article", "go there"),
            Action("passage-down", "j,down", "move(1)", "Next passage"),
            Action("passage-up", "k,up", "move(-1)", "Previous passage"),
            Action("passage-first", "g,home", "first", "First passage"),
            Action("passage-last", "G,end", "last", "Last passage"),
            Action("passage-page-down", "pagedown,ctrl+f", "page(1)", "A page down"),
            Action("passage-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("passage-half-down", "ctrl+d", "page(1,2)", "Half a page down"),
            Action("passage-half-up", "ctrl+u", "page(-1,2)", "Half a page up"),
            Action("passage-search", "slash", "ask('search')",
                   "Search: words, label:NAME, outlet:NAME, date:2025-05, note:WORD, by:ADA", "search"),
            Action("passage-note", "e", "note", "Write a note on the passage; add one to all marked ones", "note"),
            Action("passage-editor", "E", "editor", "Write the note in your editor ($VISUAL or $EDITOR)"),
            Action("passage-quote", "y", "quote", "Copy it with its source, in the style chosen", "quote"),
            Action("passage-quote-style", "Y", "quote(True)", "Choose the style, and copy"),
            Action("passage-label", "l", "label", "Label it, or the marked passages", "label"),
            Action("passage-label-key", "1,2,3,4,5,6,7,8,9", "label_key", "Set or remove the label of a digit, 1 to 9"),
            Action("passage-event", "V", "event", "Say which event it tells of: date, place, actors, type"),
            Action("passage-events", "T", "ask('events')", "The table of all events", "events"),
            Action("passage-codes", "C", "ask('codebook')",
                   "Your codebook: describe, move, rename, merge, split, count codes", "codebook"),
            Action("passage-mark", "space", "mark", "Mark the passage: notes, labels, removal go to all marked ones"),
            Action("passage-export", "x", "export", "Write the passages shown, or the marked ones, to a file",
                   "export"),
            Action("passage-remove", "d,delete", "remove", "Remove the passage, or the marked ones", "remove"),
            Action("passage-undo", "u,U", "ask('undo')", "Undo your last change of passages", "undo"),
            Action("passage-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("passage-sort", "s", "ask('sort')",
                   "Sort by time of bookmarking, date of the article, place in the article, outlet", "sort"),
            Action("passage-group", "z", "ask('group')", "Group by article, label or month, or not", "group"),
            Action("passage-place", "tab,shift+tab", "ask('place')", "Go to the article beside the list", "article"),
            Action("passage-fold-notes", "i,N", "ask('fold notes')", "Fold the notes in the article, or show them"),
            Action("passage-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("passage-agreement", "A", "ask('agreement')",
                   "How far two coders agree, and the places where they differ", "coders"),
            Action("passage-back", "escape,q,B", "ask('back')", "Back to the reading room", "back"),
        ),
    ),
    "place": (
        "In the article beside the passages",
        (
            Action("place-open", "enter", "ask('open')", "Read the article from the passage on", "read"),
            Action("place-list", "tab,shift+tab,h,left", "ask('list')", "Back to the list of passages", "list"),
            Action("place-down", "j,down", "line(1)", "A line down"),
            Action("place-up", "k,up", "line(-1)", "A line up"),
            Action("place-half-down", "ctrl+d", "half_page(1)", "Half a page down"),
            Action("place-half-up", "ctrl+u", "half_page(-1)", "Half a page up"),
            Action("place-page-down", "pagedown,space,ctrl+f", "page(1)", "A page down"),
            Action("place-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("place-top", "g,home", "top", "Beginning of the article"),
            Action("place-bottom", "G,end", "bottom", "End of the article"),
            Action("place-search", "slash", "ask('search')", "Search the passages"),
            Action("place-note", "e", "ask('note')", "Write a note on the passage", "note"),
            Action("place-editor", "E", "ask('editor')", "Write the note in your editor"),
            Action("place-label", "l", "ask('label')", "Label the passage", "label"),
            Action("place-quote", "y", "ask('quote')", "Copy the passage with its source"),
            Action("place-undo", "u,U", "ask('undo')", "Undo your last change of passages"),
            Action("place-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("place-fold-notes", "i,N", "ask('fold notes')", "Fold the notes below passages, or show them"),
            Action("place-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("place-back", "escape,q,B", "ask('list')", "Back to the list of passages"),
        ),
    ),
    "codes": (
        "In the codebook",
        (
            Action("code-passages", "enter", "ask('passages')", "Show the passages of the code", "passages"),
            Action("code-add", "a", "ask('add')", "Add a code beside this one", "add"),
            Action("code-add-below", "A", "ask('add below')", "Add a code below this one"),
            Action("code-rename", "r", "ask('rename')", "Rename it, on its passages too", "rename"),
            Action("code-describe", "e", "ask('description')", "Describe it", "describe"),
            Action("code-memo", "m", "ask('memo')", "Write a memo on it", "memo"),
            Action("code-color", "c", "ask('color')", "Give it a color"),
            Action("code-key", "1,2,3,4,5,6,7,8,9,0", "key", "Give it this digit as its key; 0: none"),
            Action("code-move", "v", "ask('move')", "Move it below another code", "move"),
            Action("code-merge", "M", "ask('merge')", "Merge it into another code"),
            Action("code-split", "s", "ask('split')", "Split it: the marked passages get another label", "split"),
            Action("code-remove", "d,delete", "ask('remove')", "Take it out of codes.yaml; passages keep the label"),
            Action("code-table", "t", "ask('table')", "Count passages by label and outlet, month or side", "table"),
            Action("code-undo", "u,U", "ask('undo')", "Undo your last change of codes or passages", "undo"),
            Action("code-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("code-down", "j,down", "move(1)", "Next code"),
            Action("code-up", "k,up", "move(-1)", "Previous code"),
            Action("code-first", "g,home", "first", "First code"),
            Action("code-last", "G,end", "last", "Last code"),
            Action("codes-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("codes-back", "escape,q,C", "ask('back')", "Back to the passages", "back"),
        ),
    ),
    "counts": (
        "In the table of labels",
        (
            Action("count-outlet", "o", "ask('outlet')", "Count by outlet", "outlet"),
            Action("count-month", "m", "ask('month')", "Count by month", "month"),
            Action("count-side", "s", "ask('side')", "Count by side, as codes.yaml states them", "side"),
            Action("count-add-outlet", "O", "ask('outlet',True)", "Count by outlet as well, or no longer"),
            Action("count-add-month", "M", "ask('month',True)", "Count by month as well, or no longer"),
            Action("count-add-side", "S", "ask('side',True)", "Count by side as well, or no longer"),
            Action("count-write", "w", "ask('write')", "Write the table to a file, as CSV", "write CSV"),
            Action("count-right", "l,right", "columns(1)", "The next column"),
            Action("count-left", "h,left", "columns(-1)", "The column before"),
            Action("count-down", "j,down", "scroll(1)", "A line down"),
            Action("count-up", "k,up", "scroll(-1)", "A line up"),
            Action("count-page-down", "pagedown,space", "page(1)", "A page down"),
            Action("count-page-up", "pageup", "page(-1)", "A page up"),
            Action("counts-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("counts-back", "escape,q,t", "ask('back')", "Back to the codebook", "back"),
        ),
    ),
    "differences": (
        "In the differences of two coders",
        (
            Action("difference-first", "a", "ask('first')", "Settle it as the first coder has it", "as first"),
            Action("difference-second", "b", "ask('second')", "Settle it as the second coder has it", "as second"),
            Action("difference-labels", "l", "ask('labels')", "Settle it by labels that you choose", "labels"),
            Action("difference-note", "e", "ask('note')", "Settle it without a label, by a note", "note"),
            Action("difference-open", "enter", "ask('open')", "Go to the place in its article", "go there"),
            Action("difference-next", "n", "next", "Next place that is not settled", "next"),
            Action("difference-pair", "p", "ask('pair')", "Compare two others", "others"),
            Action("difference-undo", "u,U", "ask('undo')", "Undo your last change of passages", "undo"),
            Action("difference-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("difference-down", "j,down", "move(1)", "Next place"),
            Action("difference-up", "k,up", "move(-1)", "Previous place"),
            Action("difference-top", "g,home", "first", "First place"),
            Action("difference-bottom", "G,end", "last", "Last place"),
            Action("difference-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("difference-back", "escape,q,A", "ask('back')", "Back to the passages", "back"),
        ),
    ),
    "events": (
        "In the table of events",
        (
            Action("event-open", "enter,l,right", "ask('open')", "Go to the passage in its article", "go there"),
            Action("event-edit", "V,e", "ask('event')", "Change the event", "event"),
            Action("event-sort", "s", "ask('sort')", "Sort by the next column", "sort"),
            Action("event-reverse", "r", "ask('turn')", "Sort the other way round"),
            Action("event-same", "D", "ask('same')",
                   "Only events that several outlets probably tell (≈); again: all", "duplicates"),
            Action("event-search", "slash", "ask('search')", "Search the events; event:TYPE for a type", "search"),
            Action("event-write", "x", "ask('write')", "Write them to a file with ACLED's columns", "write"),
            Action("event-undo", "u,U", "ask('undo')", "Undo your last change of passages"),
            Action("event-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("event-down", "j,down", "move(1)", "Next event"),
            Action("event-up", "k,up", "move(-1)", "Previous event"),
            Action("events-half-down", "ctrl+d,pagedown,space", "half_page(1)", "Half a page down"),
            Action("events-half-up", "ctrl+u,pageup", "half_page(-1)", "Half a page up"),
            Action("event-first", "g,home", "first", "First event"),
            Action("event-last", "G,end", "last", "Last event"),
            Action("events-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("events-back", "escape,q,T", "ask('back')", "Back to the passages", "back"),
        ),
    ),
    "searches": (
        "In the list of searches",
        (
            Action("search-open", "enter,l,right", "ask('open')", "Run the search: what is new in it comes first",
                   "search"),
            Action("search-remove", "d,delete", "ask('remove')", "Remove the search", "remove"),
            Action("search-undo", "u", "ask('undo')", "Undo the last change: saved, renamed or removed"),
            Action("search-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("search-rename", "r", "ask('rename')", "Rename a saved search", "rename"),
            Action("search-seen", "M", "ask('seen')", "Mark its new hits as seen; again to undo", "mark seen"),
            Action("log-copy", "y", "ask('copy')", "Copy the recent searches as a methods note", "copy note"),
            Action("log-write", "s", "ask('write')", "Write the methods note to a file", "write note"),
            Action("search-down", "j,down", "move(1)", "Next search"),
            Action("search-up", "k,up", "move(-1)", "Previous search"),
            Action("searches-half-down", "ctrl+d,pagedown", "half_page(1)", "Half a page down"),
            Action("searches-half-up", "ctrl+u,pageup", "half_page(-1)", "Half a page up"),
            Action("search-first", "g,home", "first", "First search"),
            Action("search-last", "G,end", "last", "Last search"),
            Action("searches-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("searches-back", "escape,q,W", "ask('back')", "Back to the reading room", "back"),
        ),
    ),
    "folders": (
        "In the list of what you added",
        (
            Action("folder-report", "enter,l,right", "ask('open')",
                   "Its sources that failed or look doubtful, and what to do", "report"),
            Action("folder-again", "r", "ask('again')", "Add what is new or has changed in it", "again"),
            Action("folder-watch", "w", "ask('watch')", "Add what comes into it while the reader is open; again: stop",
                   "watch"),
            Action("folder-moved", "m", "ask('moved')", "Say where it is now: nothing is added twice", "moved"),
            Action("folder-forget", "d,delete", "ask('forget')", "Take it from the list; its articles stay", "forget"),
            Action("folder-add", "a", "ask('add')", "Add another file or folder", "add"),
            Action("folder-bin", "b", "ask('bin')", "The bin: the articles that you removed", "bin"),
            Action("folder-down", "j,down", "cursor_down", "Next line"),
            Action("folder-up", "k,up", "cursor_up", "Previous line"),
            Action("folder-page-down", "pagedown,ctrl+d,space", "page_down", "A page down"),
            Action("folder-page-up", "pageup,ctrl+u", "page_up", "A page up"),
            Action("folder-first", "g,home", "first", "First line"),
            Action("folder-last", "G,end", "last", "Last line"),
            Action("folders-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("folders-back", "escape,q,A", "ask('back')", "Back to the reading room", "back"),
        ),
    ),
    "report": (
        "In the list of sources that failed or look doubtful",
        (
            Action("report-open", "enter,l,right", "ask('open')", "The page as it was scraped, to correct it",
                   "correct"),
            Action("report-down", "j,down", "cursor_down", "Next source"),
            Action("report-up", "k,up", "cursor_up", "Previous source"),
            Action("report-page-down", "pagedown,ctrl+d,space", "page_down", "A page down"),
            Action("report-page-up", "pageup,ctrl+u", "page_up", "A page up"),
            Action("report-first", "g,home", "first", "First source"),
            Action("report-last", "G,end", "last", "Last source"),
            Action("report-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("report-back", "escape,q", "ask('back')", "Back", "back"),
        ),
    ),
    "bin": (
        "In the bin",
        (
            Action("bin-restore", "enter,r,U", "ask('restore')", "Restore the article", "restore"),
            Action("bin-undo", "u", "ask('undo')", "Restore all that was removed last", "undo"),
            Action("bin-empty", "E", "ask('empty')", "Delete all for good; asks first", "empty"),
            Action("bin-down", "j,down", "cursor_down", "Next article"),
            Action("bin-up", "k,up", "cursor_up", "Previous article"),
            Action("bin-page-down", "pagedown,ctrl+d,space", "page_down", "A page down"),
            Action("bin-page-up", "pageup,ctrl+u", "page_up", "A page up"),
            Action("bin-first", "g,home", "first", "First article"),
            Action("bin-last", "G,end", "last", "Last article"),
            Action("bin-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("bin-back", "escape,q", "ask('back')", "Back", "back"),
        ),
    ),
    "concordance": (
        "In the concordance",
        (
            Action("line-open", "enter", "ask('open')", "Read the article at this hit", "read"),
            Action("line-sort", "s", "cycle_order", "Sort by the words right or left, by the hit, by outlet, by date",
                   "sort"),
            Action("line-sort-left", "h,left,less_than_sign", "shift_order(-1)", "Sort by the word one further left"),
            Action("line-sort-right", "l,right,greater_than_sign", "shift_order(1)",
                   "Sort by the word one further right"),
            Action("line-quote", "y", "ask('quote')", "Copy the sentence with its source, in the style chosen",
                   "quote"),
            Action("line-quote-style", "Y", "ask('quote in style')", "Choose the style, and copy"),
            Action("line-fold", "z", "ask('fold')", "Fold the lines of copies of one text, or show all", "fold"),
            Action("line-bookmark", "b", "ask('bookmark')", "Bookmark the sentence of the hit", "bookmark"),
            Action("line-undo", "U", "ask('undo')", "Undo your last change of passages"),
            Action("line-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("line-collocates", "c", "ask('collocates')",
                   "The words that stand near the hits more often than by chance", "collocates"),
            Action("line-search", "slash", "ask('search')", "Search for something else", "search"),
            Action("next-line", "j,down", "move(1)", "Next line"),
            Action("previous-line", "k,up", "move(-1)", "Previous line"),
            Action("lines-half-down", "ctrl+d,d", "half_page(1)", "Half a page down"),
            Action("lines-half-up", "ctrl+u,u", "half_page(-1)", "Half a page up"),
            Action("lines-page-down", "pagedown,space,ctrl+f", "page(1)", "A page down"),
            Action("lines-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("first-line", "g,home", "first", "First line"),
            Action("last-line", "G,end", "last", "Last line"),
            Action("lines-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("lines-back", "escape,q,C", "ask('back')", "Back to the reading room", "back"),
        ),
    ),
    "timeline": (
        "In the search over time",
        (
            Action("period-open", "enter", "ask('open')", "Show the articles of this period", "articles"),
            Action("period-measure", "v,space", "ask('measure')",
                   "Show articles, stories, or hits per 1,000 words", "measure"),
            Action("by-year", "y", "ask('year')", "Count by year"),
            Action("by-month", "m", "ask('month')", "Count by month"),
            Action("by-week", "w", "ask('week')", "Count by week"),
            Action("by-day", "D", "ask('day')", "Count by day"),
            Action("by-outlet", "o", "ask('outlet')", "Divide it by outlet, or no longer", "outlets"),
            Action("by-tag", "t", "ask('tag')", "Divide it by tag, or no longer", "tags"),
            Action("period-add", "a,plus", "ask('add')", "Compare with another search", "compare"),
            Action("period-remove", "d,minus,delete", "ask('remove')", "Take the search under the cursor away"),
            Action("period-write", "x", "ask('write')", "Write it to a file: CSV, JSON, or a drawing as SVG", "write"),
            Action("series-right", "l,right", "column(1)", "The next search"),
            Action("series-left", "h,left", "column(-1)", "The search before"),
            Action("period-down", "j,down", "move(1)", "Next period"),
            Action("period-up", "k,up", "move(-1)", "Previous period"),
            Action("periods-half-down", "ctrl+d,pagedown", "half_page(1)", "Half a page down"),
            Action("periods-half-up", "ctrl+u,pageup", "half_page(-1)", "Half a page up"),
            Action("period-first", "g,home", "first", "First period"),
            Action("period-last", "G,end", "last", "Last period"),
            Action("timeline-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("timeline-back", "escape,q,T", "ask('back')", "Back to the reading room", "back"),
        ),
    ),
    "collocates": (
        "In the table of collocates",
        (
            Action("collocate-sort", "s", "ask('sort')", "Sort by G², by the number left, right or both, by word",
                   "sort"),
            Action("collocate-wider", "plus", "ask('wider')", "Count one word more on either side", "wider"),
            Action("collocate-narrower", "minus", "ask('narrower')", "Count one word less", "narrower"),
            Action("collocate-write", "w", "ask('write')", "Write the table to a file, as CSV", "write CSV"),
            Action("collocate-down", "j,down", "move(1)", "Next word"),
            Action("collocate-up", "k,up", "move(-1)", "Previous word"),
            Action("collocates-half-down", "ctrl+d,d", "page(1,2)", "Half a page down"),
            Action("collocates-half-up", "ctrl+u,u", "page(-1,2)", "Half a page up"),
            Action("collocates-page-down", "pagedown,space,ctrl+f", "page(1)", "A page down"),
            Action("collocates-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("collocate-first", "g,home", "first", "First word"),
            Action("collocate-last", "G,end", "last", "Last word"),
            Action("collocates-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("collocates-back", "escape,q,c", "ask('back')", "Back to the concordance", "back"),
        ),
    ),
    "hit": (
        "In an article opened from the concordance",
        (
            Action("next-hit-line", "J", "step(1)", "Next line of the concordance"),
            Action("previous-hit-line", "K", "step(-1)", "Previous line of the concordance"),
            Action("hit-audit", "c", "audit", "The page as it was scraped"),
            Action("hit-export", "x", "export", "Write the article to a file"),
            Action("hit-address", "o", "open_address", "Open the article's address in the browser"),
            Action("hit-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("hit-back", "escape,q", "back", "Back to the same line", "back"),
        ),
    ),
    "story": (
        "In a story",
        (
            Action("story-open", "enter,l,right", "open", "Read the article", "read"),
            Action("story-next", "j,down", "move(1)", "Next article", "next"),
            Action("story-previous", "k,up", "move(-1)", "Previous article"),
            Action("story-first", "g,home", "first", "First article"),
            Action("story-last", "G,end", "last", "Last article"),
            Action("story-compare", "m", "ask('compare')",
                   "Side by side with the likely origin, or with the article that is marked", "compare"),
            Action("story-mark", "equals_sign", "ask('mark')",
                   "Mark the article for comparison; on a second one, show the two side by side"),
            Action("story-page-down", "pagedown,space,ctrl+f", "page(1)", "A page down in what it changed", "page"),
            Action("story-page-up", "pageup,ctrl+b", "page(-1)", "A page up in what it changed"),
            Action("story-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("story-back", "escape,q", "back", "Back to the reading room", "back"),
        ),
    ),
    "compare": (
        "In two articles side by side",
        (
            Action("compare-next", "n", "difference(1)", "Next difference", "next"),
            Action("compare-previous", "N", "difference(-1)", "Previous difference"),
            Action("compare-open", "enter", "ask('open')", "Read the article at the sentence", "read"),
            Action("compare-side", "tab,shift+tab", "side", "To the other side", "side"),
            Action("compare-left", "h,left", "side('left')", "To the left side"),
            Action("compare-right", "l,right", "side('right')", "To the right side"),
            Action("compare-bookmark", "b", "ask('bookmark')", "Bookmark the sentence of this side", "bookmark"),
            Action("compare-quote", "y", "ask('quote')", "Copy the sentence with its source, in the style chosen",
                   "quote"),
            Action("compare-quote-style", "Y", "ask('quote in style')", "Choose the style, and copy"),
            Action("compare-swap", "x", "ask('swap')", "Swap left and right", "swap"),
            Action("compare-fold", "z", "fold", "Fold the sentences that are equal, or show them", "fold"),
            Action("compare-write", "w", "ask('write')", "Write both to a file, as an HTML page to print", "write"),
            Action("compare-other", "o", "other", "To where a moved sentence stands in the other article"),
            Action("compare-undo", "u,U", "ask('undo')", "Undo your last change of passages"),
            Action("compare-redo", "ctrl+r", "ask('redo')", "Redo what you undid"),
            Action("compare-down", "j,down", "move(1)", "Next sentence"),
            Action("compare-up", "k,up", "move(-1)", "Previous sentence"),
            Action("compare-half-down", "ctrl+d,d", "page(1,2)", "Half a page down"),
            Action("compare-half-up", "ctrl+u", "page(-1,2)", "Half a page up"),
            Action("compare-page-down", "pagedown,space,ctrl+f", "page(1)", "A page down"),
            Action("compare-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("compare-first", "g,home", "first", "Beginning"),
            Action("compare-last", "G,end", "last", "End"),
            Action("compare-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("compare-back", "escape,q,equals_sign", "ask('back')", "Back", "back"),
        ),
    ),
    "audit": (
        "In the page as it was scraped",
        (
            Action("audit-turn", "space,enter,x", "toggle_line",
                   "Bring back a cut line, or cut another; again to undo", "cut or keep"),
            Action("audit-next-cut", "n", "cut(1)", "Next line that was cut", "next cut"),
            Action("audit-previous-cut", "N", "cut(-1)", "Previous line that was cut"),
            Action("audit-title", "t", "field('title')", "Correct the title"),
            Action("audit-outlet", "o", "field('outlet')", "Correct the outlet"),
            Action("audit-date", "d", "field('date')", "Correct the date"),
            Action("audit-authors", "a", "field('authors')", "Correct the authors"),
            Action("audit-url", "A", "field('url')", "Correct the address"),
            Action("audit-tags", "T", "field('tags')", "Correct the outlet's tags"),
            Action("audit-language", "L", "field('language')", "Correct the language"),
            Action("audit-encoding", "e", "encoding", "Read the page in another encoding"),
            Action("audit-undo", "u", "undo", "Undo your last correction of this article", "undo"),
            Action("audit-redo", "ctrl+r", "redo", "Redo the correction you undid"),
            Action("audit-down", "j,down", "move(1)", "Next line"),
            Action("audit-up", "k,up", "move(-1)", "Previous line"),
            Action("audit-half-down", "ctrl+d", "half_page(1)", "Half a page down"),
            Action("audit-half-up", "ctrl+u", "half_page(-1)", "Half a page up"),
            Action("audit-page-down", "pagedown,ctrl+f", "page(1)", "A page down"),
            Action("audit-page-up", "pageup,ctrl+b", "page(-1)", "A page up"),
            Action("audit-first", "g,home", "first", "Beginning of the page"),
            Action("audit-last", "G,end", "last", "End of the page"),
            Action("audit-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("audit-back", "escape,q,c", "back", "Back to the article", "back"),
        ),
    ),
    "pages": (
        "In this help",
        (
            Action("help-line-down", "j,down", "scroll(1)", "A line down", "down"),
            Action("help-line-up", "k,up", "scroll(-1)", "A line up", "up"),
            Action("help-page-down", "pagedown,space,ctrl+d,ctrl+f", "page(1)", "A page down", "page"),
            Action("help-page-up", "pageup,ctrl+u,ctrl+b", "page(-1)", "A page up"),
            Action("help-top", "g,home", "edge(0)", "Beginning"),
            Action("help-bottom", "G,end", "edge(1)", "End"),
        ),
    ),
    "help": ("", (Action("help-back", "escape,q,question_mark,f1", "leave", "Leave the help", "back"),)),
    "settings": (
        "In the settings",
        (
            Action("setting-change", "enter,l,right", "change", "Change the setting in config.yaml", "change"),
            Action("setting-default", "d,delete", "default", "Back to the default", "default"),
            Action("setting-search", "slash", "search", "Find a setting by its words", "find"),
            Action("setting-down", "j,down", "move(1)", "Next setting"),
            Action("setting-up", "k,up", "move(-1)", "Previous setting"),
            Action("setting-page-down", "pagedown,space,ctrl+d", "page(1)", "A page down"),
            Action("setting-page-up", "pageup,ctrl+u", "page(-1)", "A page up"),
            Action("setting-first", "g,home", "first", "First setting"),
            Action("setting-last", "G,end", "last", "Last setting"),
            Action("settings-help", "question_mark,f1", "app.help", "This help", "help"),
            Action("settings-back", "escape,q", "leave", "Leave the settings", "back"),
        ),
    ),
    "app": (
        "On every screen",
        (
            Action("palette", "ctrl+p", "app.palette",
                   "Palette: find an action, a search, a label, a theme or a setting by its words", "palette"),
            Action("command-line", "colon", "app.command_line",
                   "Command line: :sort newest, :theme paper, :open ID, :export csv, :q"),
            Action("suspend", "ctrl+z", "app.suspend_process", "Back to the shell for a while; fg there comes back"),
        ),
    ),
}  # fmt: skip


def bindings(group: str) -> list[BindingType]:
    """Return the Textual bindings of one group, with ids, so that `config.yaml` can assign other keys to them."""
    return [Binding(a.keys, a.action, a.bar or a.about, show=bool(a.bar), id=a.name) for a in GROUPS[group][1]]


_ACTIONS: Mapping[str, Action] = {a.name: a for _, actions in GROUPS.values() for a in actions}

MODES: Mapping[str, Mapping[str, str]] = {
    "selecting": {
        "bookmark": "bookmark", "quote": "quote", "line-down": "more", "line-up": "less", "back": "cancel",
        "hit-back": "cancel", "by-words": "words", "by-sentences": "sentences", "by-paragraphs": "paragraphs",
        "other-end": "other end",
    },
    "finding": {
        "find-done": "read on", "find-next": "next", "find-previous": "previous", "find-close": "close",
        "find-clear": "clear",
    },
    "filters": {
        "chip-remove": "remove", "chip-previous": "previous", "chip-next": "next", "chips-leave": "leave",
    },
}  # fmt: skip
"""What the key bar shows in a mode of a pane (its `key_mode`): the actions by name, the most useful first, in words."""


def action_of(name: str | None) -> Action | None:
    """Return the action of this name, None if there is none."""
    return _ACTIONS.get(name or "")


def key_bar(
    active: Iterable[Binding], keymap: Mapping[str, str], typing: bool = False, mode: str = ""
) -> list[tuple[str, str]]:
    """Return the key and the word of each action that the key bar shows, chosen from the active bindings.

    The actions of the focused pane come first, in the order of `GROUPS`; help and quit come early. In a `mode` of the
    pane there are its own actions alone, and help. While the user is `typing`, keys that type a character are left out.
    """
    bound = list(active)
    ids, names = {b.id for b in bound}, {b.id for b in bound if b.show}
    active_keys = {(b.id, b.key) for b in bound if b.show}
    far_names = {a.name for group in ("room", "app") for a in GROUPS[group][1]}
    actions = sorted((a for a in _ACTIONS.values() if a.name in names), key=lambda a: a.name in far_names)
    last_shown = [a for a in actions if a.action in ("app.help", "app.quit")]
    others = [a for a in actions if a not in last_shown]
    words = MODES.get(mode, {})
    if words:
        chosen = [*(_ACTIONS[name] for name in words if name in ids), *last_shown[:1]]
    else:
        chosen = [*others[:3], *last_shown, *others[3:]]
    entries = []
    for action in chosen:
        keys = [key.strip() for key in keymap.get(action.name, action.keys).split(",")]
        keys = [key for key in keys if (action.name, key) in active_keys] or keys  # the focused pane may take one
        shown = [shown_key(key) for key in keys if not typing or not _is_typed(key)]
        entries += [(shown[0], words.get(action.name, action.bar))] if shown else []
    return entries


def _is_typed(key: str) -> bool:
    """Return whether the key types a character into an input."""
    return key == "space" or (key not in _NAMED_KEYS and len(shown_key(key)) == 1)


def checked_keymap(
    wanted: Mapping[str, str], place: Callable[[str], str] = lambda name: "config.yaml:"
) -> tuple[dict[str, str], list[str]]:
    """Return the valid part of the user's keymap, and a message for each entry that cannot be used.

    Textual silently ignores names and keys that it does not know, and has no chords, so this function reports both.
    `place` returns where the entry of an action stands, with which its message begins.
    """
    known = _ACTIONS
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for name, keys in wanted.items():
        if name not in known:
            similar = difflib.get_close_matches(name, known, 1)
            advice = f" Did you mean {similar[0]}?" if similar else " The help screen (?) has the names."
            problems.append(f"{place(name)} there is no action {name!r} to give keys to.{advice}")
            continue
        parts = [part.strip() for part in keys.split(",") if part.strip()]
        invalid = [part for part in parts if not _is_key(part)]
        if invalid or not parts:
            problems.append(
                f"{place(name)} {name} has the key {(invalid or [keys])[0]!r}, which is not a key. "
                "Write keys like x, X, ctrl+x, f5, space or pagedown, separated by commas. It keeps its own keys."
            )
            continue
        keymap[name] = ",".join(parts)
    return keymap, problems


def _is_key(text: str) -> bool:
    """Return whether Textual can send this key: one character or a named key, with or without modifiers."""
    if len(text) == 1:
        return True
    *modifiers, key = text.split("+")
    return all(m in _MODIFIERS for m in modifiers) and (len(key) == 1 or key in _NAMED_KEYS or _is_spelled(key))


def _is_spelled(key: str) -> bool:
    """Return whether the key is a character's name, such as question_mark: Textual's own, or that of Unicode."""
    import unicodedata

    from textual.keys import _character_to_key

    if key in {_character_to_key(chr(code)) for code in range(33, 127)}:  # slash, less_than_sign and others
        return True
    try:
        unicodedata.lookup(key.replace("_", " ").upper())
    except KeyError:
        return False
    return True


def key_of(name: str, keymap: Mapping[str, str]) -> str:
    """Return the first key of the action `name`, as people write it; `keymap` holds the keys that the user changed."""
    return shown_key(keymap.get(name, _ACTIONS[name].keys).split(",")[0].strip())


def key_at(node: DOMNode, name: str) -> str:
    """Return what `key_of` does, with the keys that the user of the app has to which a screen or widget belongs."""
    return key_of(name, cast(Any, node.app).context.keymap)


def shown_key(key: str) -> str:
    """Return a key as people write it: `?` for question_mark, `^d` for ctrl+d."""
    from textual.keys import format_key

    *modifiers, last = key.split("+")
    named = {
        "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space",
        "home": "Home", "end": "End", "delete": "Del", "up": "↑", "down": "↓", "left": "←", "right": "→",
        "shift+tab": "Shift+Tab",
    }  # fmt: skip
    if key in named:
        return named[key]
    label = named.get(last) or (last.upper() if last[1:].isdigit() else format_key(last))
    return "".join("^" if m == "ctrl" else f"{m.title()}+" for m in modifiers) + label
