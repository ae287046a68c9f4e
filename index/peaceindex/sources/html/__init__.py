"""Pages of markup: parsed into lines of text and facts about them, with what the page states. Judges nothing."""
