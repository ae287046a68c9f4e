"""The reader in a browser: a small server, the page that it shows, and what stands in for a terminal.

A page holds a terminal (xterm.js, which textual-serve brings along). For each page that is opened, the server starts
the reader in a process of its own, and passes on what is typed there and what is painted here. It needs the extra
`serve`.
"""
