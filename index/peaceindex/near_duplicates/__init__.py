"""Stories: which articles share the same wire copy, where it comes from, and how each outlet changed it."""
