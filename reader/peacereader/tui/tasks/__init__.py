"""Work that takes time: it runs in threads and posts messages to the screens."""
