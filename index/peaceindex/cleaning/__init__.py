"""Cleaning: from the text of a scraped page to an article. `extract.extract` is the way in.

Import nothing in this file: commands that do not clean must not wait for the cleaner.
"""
