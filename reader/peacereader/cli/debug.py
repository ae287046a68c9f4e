"""Whether the command line that runs has `--debug`."""

tracebacks_wanted = False
