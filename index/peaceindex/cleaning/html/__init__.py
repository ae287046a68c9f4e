"""The way from the markup of a page to lines of text with the likelihood of each, and to what the page states."""
