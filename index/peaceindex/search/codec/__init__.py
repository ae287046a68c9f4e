"""How the index lies on disk: a codec for the engine that keeps postings as flat arrays, mapped and not decoded."""

from __future__ import annotations

from peaceindex.search.codec.flat import FlatCodec
from peaceindex.search.codec.inverted import Field, Inverted, Lexicon, kept_lengths
from peaceindex.search.codec.terms import FlatTerms

__all__ = ["Field", "FlatCodec", "FlatTerms", "Inverted", "Lexicon", "kept_lengths"]
