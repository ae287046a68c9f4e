"""The command line: which command runs, its help, its output and its exit code."""
