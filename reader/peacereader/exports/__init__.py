"""Passages, quotations and searches in the formats in which they leave the reader."""
