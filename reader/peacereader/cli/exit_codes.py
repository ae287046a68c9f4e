"""The exit codes of the command line."""

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
FAILURE = "peacereader.failure"
"""In `click`'s `ctx.meta`: that something failed, whatever the command itself thinks of it."""
