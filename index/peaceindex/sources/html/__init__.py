"""Pages of markup, parsed into lines of text, facts about them, and what the page states. Nothing is judged here."""
