"""Dialogs that lie over a screen and return a value to it."""
