"""The commands, one module each, imported only when called.

To add a command, write a module here with a `command` (a `click.Command`) and add a line to
`peacereader.command_help`. Import nothing in this file, because opening the reader imports it.
"""
