"""Names: which spellings are the same word, and which people, places and subjects a text mentions."""

from __future__ import annotations

from peaceindex.names.catalogue import MAX_TOPICS, Names
from peaceindex.names.choice import LibraryNames, NamesForLibraries, all_names, default_names, unknown_packs
from peaceindex.names.entry import Name

__all__ = [
    "MAX_TOPICS",
    "LibraryNames",
    "Name",
    "Names",
    "NamesForLibraries",
    "all_names",
    "default_names",
    "unknown_packs",
]
