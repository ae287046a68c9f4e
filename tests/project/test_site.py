"""docs/ as a site: its navigation, and the check of what was built, which `make site` runs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = tomllib.loads((REPOSITORY / "zensical.toml").read_text("utf-8"))["project"]


def checked(site: Path) -> tuple[int, list[str]]:
    script = REPOSITORY / "docs" / "check_site.py"
    done = subprocess.run([sys.executable, script, site], capture_output=True, text=True)
    return done.returncode, done.stderr.splitlines()


def written(site: Path, body: str) -> Path:
    (site / "assets").mkdir(parents=True)
    (site / "assets" / "main.css").write_text("p { background: url(data:image/png;base64,AA) }")
    (site / "other page.html").write_text('<h1 id="café">Other</h1>')
    (site / "index.html").write_text(f'<link rel="stylesheet" href="assets/main.css"><h1 id="top">A page</h1>{body}')
    return site


def test_a_site_whose_links_lead_somewhere_passes(tmp_path: Path) -> None:
    body = (
        '<a href="#top">1</a><a href="other%20page.html#caf%C3%A9">2</a><a href="https://elsewhere.example/#x">3</a>'
        '<a href="/assets/main.css">4</a><a href="mailto:a@b.example">5</a><img src="data:image/png;base64,AA">'
    )
    assert checked(written(tmp_path / "site", body)) == (0, [])


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<a href="#nowhere">x</a>', "#nowhere, which is not there"),
        ('<a href="other%20page.html#top">x</a>', "other%20page.html#top, which is not there"),
        ('<a href="no.html">x</a>', "no.html, which is not there"),
        ('<img src="no.svg">', "no.svg, which is not there"),
        ('<script src="https://cdn.example/a.js"></script>', "loads https://cdn.example/a.js from another host"),
        ('<img src="//cdn.example/a.png">', "loads //cdn.example/a.png from another host"),
        ("<style>@import 'https://cdn.example/a.css'</style>", "loads https://cdn.example/a.css from another host"),
    ],
)
def test_a_site_with_a_broken_link_or_a_foreign_file_fails(tmp_path: Path, body: str, what: str) -> None:
    code, lines = checked(written(tmp_path / "site", body))
    assert code == 1 and len(lines) == 1 and what in lines[0], lines


def test_a_site_whose_styles_load_from_another_host_fails(tmp_path: Path) -> None:
    site = written(tmp_path / "site", "")
    (site / "assets" / "main.css").write_text("p { background: url('https://cdn.example/a.png') }")
    assert checked(site) == (1, ["assets/main.css loads https://cdn.example/a.png from another host"])


def test_the_navigation_leads_to_pages_that_are_there() -> None:
    def pages(entries: list[object]) -> Iterator[str]:
        for entry in entries:
            assert isinstance(entry, dict)
            for target in entry.values():
                yield from pages(target) if isinstance(target, list) else [target]

    named = list(pages(SITE["nav"]))
    assert named[0] == "index.md" and len(named) == len(set(named))
    for name in named:
        assert (REPOSITORY / "docs" / name).is_file(), name


def test_the_site_loads_nothing_from_another_host() -> None:
    assert SITE["theme"]["font"] is False and "analytics" not in SITE["extra"]
    for script in SITE["extra"]["polyfills"]:
        assert (REPOSITORY / "docs" / script["path"]).is_file()
