"""The way from the text of a scraped page to an article. `Cleaner` is the entry point."""

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlet, Outlets

__all__ = ["Cleaner", "Outlet", "Outlets"]
