"""The exit codes of the command line."""

from types import MappingProxyType

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
MEANINGS = MappingProxyType(
    {
        DONE: "Done, with or without hits.",
        FAILED: "Something failed. Each failure is named on standard error, and all else is done.",
        USAGE: "Wrong usage, or a query that cannot be understood.",
        INTERRUPTED: "Interrupted by Ctrl+C. What was finished is saved.",
    }
)
"""The meaning of each exit code, for the manual page and the reference."""
FAILURE = "peacereader.failure"
"""The key in `click`'s `ctx.meta` that records a failure, whatever exit code the command itself returns."""
