"""Query execution: posting lists, scores, and the order of hits."""
