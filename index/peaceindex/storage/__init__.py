"""What a library keeps on disk: articles in one database, the user's own work in another."""
