"""What `sources` knows of languages is made here; never needed to read a source."""
