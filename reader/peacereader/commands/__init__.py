"""The command line, a module for each command, imported only when it is called.

A new command is a module here with a `command` (a `click.Command`) and a line
in `peacereader.cli.COMMANDS`. What they share lies in the modules that begin
with an underscore. Nothing may be imported in this file: the reader's fast way
in passes through it.
"""
