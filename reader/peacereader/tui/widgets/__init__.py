"""The reader's widgets. Each has its own style and keys, posts messages, and knows nothing of its screen."""
