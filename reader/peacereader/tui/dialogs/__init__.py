"""Dialogs, which lie on top of a screen and return a value to it."""
