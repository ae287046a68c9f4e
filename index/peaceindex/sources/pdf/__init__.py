"""PDF files with a text layer: their lines in reading order, paragraphs, running heads."""
