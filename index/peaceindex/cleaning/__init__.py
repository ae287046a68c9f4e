"""From the text of a scraped page to an article: `Cleaner` is the way in."""

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlet, Outlets

__all__ = ["Cleaner", "Outlet", "Outlets"]
