"""Title, outlet, date, authors and tags of an article, each with its provenance."""
