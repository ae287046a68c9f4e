"""The head and the end of the pages that are written as HTML: they need no other file and run no script."""

from __future__ import annotations

from html import escape
from typing import Final

from peacereader import __version__

PAGE_END: Final = "</body>\n</html>"


def page_head(title: str, style: str) -> str:
    """Return the head of a page, and its title as the first heading. `style` is CSS, in lines that end."""
    shown = escape(title, quote=True)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="peacereader {escape(__version__, quote=True)}">
<title>{shown}</title>
<style>
{style}</style>
</head>
<body>
<h1>{shown}</h1>"""
