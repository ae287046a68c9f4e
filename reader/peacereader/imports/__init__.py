"""Files of passages, of this and of other programs, read as what a library can take. Nothing here opens a library."""
