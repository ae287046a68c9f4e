"""Names: which spellings are one word, and which people, places and subjects a text speaks of."""

from __future__ import annotations

from peaceindex.names.catalogue import MAX_TOPICS, Names, default_names
from peaceindex.names.entry import Name
from peaceindex.names.folding import fold
from peaceindex.names.words import Word, word_list, words

__all__ = ["MAX_TOPICS", "Name", "Names", "Word", "default_names", "fold", "word_list", "words"]
