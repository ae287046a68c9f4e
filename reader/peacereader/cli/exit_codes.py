"""The exit codes of the command line."""

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
FAILURE = "peacereader.failure"
"""The key in `click`'s `ctx.meta` that records a failure, whatever exit code the command itself returns."""
