"""Rich Text Format (RTF 1.9.1): its words and signs, its destinations, and the paragraphs in it."""
