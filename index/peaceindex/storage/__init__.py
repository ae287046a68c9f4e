"""The databases of a library: one for the articles, one for the user's own work."""
