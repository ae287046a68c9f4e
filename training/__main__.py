"""Train the models of the cleaner on pages with known articles, and report their results on unseen sites.

    python -m training ../shared/cleaning [--check-only]

The figures come first: each fifth of the sites is cleaned by models trained on
the other four. Then the models for the package are trained on all pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from peaceindex.cleaning.models.registry import CHOICES_FILE, CHOSEN, END_FILE, LINES_FILE, network_file
from peaceindex.cleaning.outlets import Outlets
from training import by_site, fingerprints
from training.boost import forest_record
from training.choices import train_choices
from training.measure import Measure


def main() -> None:
    """Read the pages, check by site, train, write the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of dev.jsonl.gz and score.py")
    parser.add_argument("--samples", type=Path, default=by_site.OWN, help="the sample pages of this project")
    parser.add_argument("--expectations", type=Path, default=by_site.EXPECTATIONS)
    parser.add_argument("--check-only", action="store_true", help="print the figures by site, write nothing")
    parser.add_argument("--write-only", action="store_true", help="train on all and write, without the figures")
    arguments = parser.parse_args()
    outlets, measure = Outlets(), Measure(arguments.folder / "score.py")
    say(f"reading {arguments.folder}")
    pages = by_site.Pages.read(arguments.folder, outlets, arguments.samples, arguments.expectations)
    say(f"{len(pages.samples)} pages, {len(pages.spliced)} spliced, {len(pages.doubtful)} with a doubtful article")
    lines = by_site.line_models(pages)
    say("line models by fold are there")
    layouts = by_site.layouts(pages, lines)
    if not arguments.write_only:
        measure.show(pages.samples, by_site.models(pages, lines, layouts, outlets, measure), "unseen sites")
    if arguments.check_only:
        return
    judge = pages.lines()
    fingerprint = {fingerprints.NAME: np.array(fingerprints.of_text())}
    judge.lines.save(LINES_FILE, **fingerprint)
    judge.end.save(END_FILE, **fingerprint)
    choosers = dict(zip(CHOSEN, train_choices(pages.all, layouts, outlets, measure), strict=True))
    records: dict[str, Any] = {name: forest_record(chooser.trees) for name, chooser in choosers.items()}
    records[fingerprints.NAME] = fingerprints.of_text()
    CHOICES_FILE.write_text(json.dumps(records, separators=(",", ":")) + "\n")
    for name, chooser in choosers.items():
        chooser.network().save(network_file(name), **fingerprint)
    say(f"{LINES_FILE.name}, {END_FILE.name}, {CHOICES_FILE.name} and the networks of {', '.join(CHOSEN)} written")


def say(text: str) -> None:
    """Write a line to standard error, with the seconds since the start."""
    print(f"[{time.monotonic() - _START:5.0f} s] {text}", file=sys.stderr, flush=True)


_START = time.monotonic()


if __name__ == "__main__":
    main()
