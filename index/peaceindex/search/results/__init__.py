"""What a search returns: facets, highlights, snippets, stories, counts."""
