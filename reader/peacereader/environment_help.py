"""The environment variables and files that the program knows, as rows for the manual page and the reference."""

from __future__ import annotations

VARIABLES: tuple[tuple[str, str], ...] = (
    ("PEACEREADER_LIBRARY", "The library to use where --library names none."),
    ("PEACEREADER_CONFIG", "The folder of config.yaml and the other files of settings."),
    (
        "PEACEREADER_PAGER, PAGER",
        "The pager for output longer than the screen: the first of these that is set, else less. "
        "Empty or cat: no pager.",
    ),
    ("LESS, LV", "Settings of pagers; where LESS is not set, less is started with FRX, and lv with -c."),
    ("VISUAL, EDITOR", "The editor for notes: VISUAL if it is set, else EDITOR."),
    ("NO_COLOR", "If it is set and not empty: no colours, and on the command line neither bold text nor links."),
    (
        "TERM",
        "The kind of terminal. dumb: plain text only. dumb or linux: no links, and the window title is left alone.",
    ),
    ("COLORTERM", "truecolor or 24bit: the terminal shows all colours."),
    (
        "WAYLAND_DISPLAY, DISPLAY, TMUX, WSL_DISTRO_NAME",
        "By these the reader finds the program that holds the clipboard.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, XDG_RUNTIME_DIR",
        "Where settings, libraries, state and caches are on Linux.",
    ),
)
"""The variables, those of one row joined by commas, and what each is for."""

FILES: tuple[tuple[str, str], ...] = (
    ("config.yaml", "Settings; 'peacereader locate --write-config' writes one that explains them all."),
    ("names.yaml, packs/", "Your own spellings of names, and packs of them."),
    ("outlets.yaml", "Your own names of outlets by the addresses of their pages."),
    ("themes/", "Your own colours."),
    ("library.db, search/", "In the folder of a library: its articles and their index, made again from your files."),
    ("annotations.db", "In the same folder, your own work: passages, notes, labels, marks and saved searches."),
    ("backups/", "There too: copies of annotations.db; 'peacereader restore' lists them and brings them back."),
)
"""The files of the settings folder and of a library, and what each is for."""
