"""Stories: which articles tell the same wire copy, where it comes from, and what each outlet made of it."""
