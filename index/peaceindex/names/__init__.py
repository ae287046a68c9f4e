"""Names: which spellings are one word, and which people, places and subjects a text speaks of."""

from __future__ import annotations

from peaceindex.names.catalogue import MAX_TOPICS, Names, default_names
from peaceindex.names.entry import Name

__all__ = ["MAX_TOPICS", "Name", "Names", "default_names"]
