"""Running queries: posting lists, scores, and the order of hits."""
