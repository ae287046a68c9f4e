"""The user's own work on articles: passages, corrections, audits, and the backups of all of it."""
