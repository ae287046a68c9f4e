"""The formats of sources. Each module here defines one, as `FORMAT`, and is found because it is in this package."""
