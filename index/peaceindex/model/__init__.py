"""The data types that all layers share: frozen dataclasses, and text that is safe to display."""
