"""The user's own work on articles: passages, corrections, audits, and copies of all of it."""
