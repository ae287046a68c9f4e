"""The query language: from typed text to Whoosh queries."""
