"""What lies behind the reader: cleaning, storing and searching articles.

The public face is `Library` with the frozen dataclasses of `article`,
`passage` and `results`. Nothing here imports the screen (Textual, Rich, click).
"""
