"""The on-disk format of the index: a Whoosh codec that stores postings as flat, memory-mapped arrays."""

from __future__ import annotations

from peaceindex.search.codec.flat import FlatCodec
from peaceindex.search.codec.inverted import Field, Inverted, Lexicon, stored_lengths
from peaceindex.search.codec.terms import FlatTerms

__all__ = ["Field", "FlatCodec", "FlatTerms", "Inverted", "Lexicon", "stored_lengths"]
