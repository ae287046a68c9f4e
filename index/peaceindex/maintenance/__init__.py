"""Checks a library for damage, repairs it, and counts what is in it."""
