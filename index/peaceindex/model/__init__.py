"""The values that all layers share: frozen dataclasses, and text that is safe to show."""
