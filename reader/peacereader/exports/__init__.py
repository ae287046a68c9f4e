"""Passages in the forms in which they leave the reader."""
