"""How the program starts quickly: imports without what is hardly used, and patterns that are compiled when used."""
