"""The commands, one module each, imported only when one is called.

To add a command, write a module here with a `command` (a `click.Command`) and add a line to
`peacereader.cli.command_list`. Import nothing in this file: opening the reader passes through it.
"""
