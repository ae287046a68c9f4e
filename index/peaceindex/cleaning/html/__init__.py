"""From the markup of a page to lines of text, each with how surely it is the article's, and to what the page states."""
