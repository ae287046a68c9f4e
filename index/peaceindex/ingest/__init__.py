"""From files to articles in a library: scan, read and clean in many processes, add, compare siblings."""
