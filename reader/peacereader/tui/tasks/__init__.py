"""Tasks that take time. They run in threads and post messages to the screens."""
