"""The query language: from typed text to queries of the engine."""
