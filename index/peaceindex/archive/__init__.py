"""Archives of whole libraries: written, read, and merged into a library."""
