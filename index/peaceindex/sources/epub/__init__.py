"""Books in EPUB: what the package says about them, their table of contents, and their chapters."""
