"""Check a built site: `python docs/check_site.py build/site`.

Each link, picture, style and script of a page must be there, with its anchor, and nothing may be loaded from another
host: the site works offline. A link that a person follows may lead elsewhere.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ADDRESSES = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src", "source": "src"}
_LOADED_BY_STYLE = re.compile(r"""(?:@import\s+|url\()\s*["']?((?:https?:)?//[^"')\s]+)""")


class _Page(HTMLParser):
    """The anchors of a page, and the addresses in it, each with whether the browser loads it by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors = {"", "__top"}
        self.addresses: list[tuple[str, bool]] = []
        self.feed(text)
        self.addresses += [(address, True) for address in _LOADED_BY_STYLE.findall(text)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        address = values.get(_ADDRESSES.get(tag, ""))
        if address is not None:
            self.addresses.append((address, tag != "a"))


def problems(site: Path) -> list[str]:
    """Return a line for each address that leads nowhere, or that a browser would load from another host."""
    pages = {path: _Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    found = [] if (site / "index.html").exists() else [f"{site} has no index.html"]
    for path, page in pages.items():
        for address, is_loaded in page.addresses:
            parts = urlsplit(address)
            if parts.scheme in ("data", "mailto"):
                continue
            if parts.scheme or parts.netloc:
                if is_loaded:
                    found.append(f"{path.relative_to(site)} loads {address} from another host")
                continue
            above = site if parts.path.startswith("/") else path.parent
            target = (above / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            anchors = pages[target].anchors if target in pages else {unquote(parts.fragment)}
            if not target.exists() or unquote(parts.fragment) not in anchors:
                found.append(f"{path.relative_to(site)} leads to {address}, which is not there")
    for path in site.rglob("*.css"):
        loaded = _LOADED_BY_STYLE.findall(path.read_text("utf-8"))
        found += [f"{path.relative_to(site)} loads {address} from another host" for address in loaded]
    return found


def main() -> int:
    """Print what is wrong with the site that is named on the command line. Return the exit code."""
    found = problems(Path(sys.argv[1]).resolve())
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
