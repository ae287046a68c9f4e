"""Looking after a library: what is damaged in it, and how it is mended."""
