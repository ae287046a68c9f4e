"""The reader's widgets: each brings its own style and keys, knows nobody above it, and posts messages."""
