"""The models belong to the word lists of today: each file says by which it was trained."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from peaceindex.cleaning import cues, speech_words
from peaceindex.cleaning.html.page import LINES_FILE as HTML_FILE
from peaceindex.cleaning.models.registry import CHOICES_FILE, CHOSEN, END_FILE, LINES_FILE, network_file
from peaceindex.sources import field_labels
from peaceindex.sources.html import markup_words
from training import fingerprints

if TYPE_CHECKING:
    from pathlib import Path

TEXT_FILES = (LINES_FILE, END_FILE, CHOICES_FILE, *map(network_file, CHOSEN))
AGAIN = "Word lists or features have changed since {} was trained. Train anew: python -m {} ../shared/cleaning"


def kept_in(file: Path) -> str:
    if file.suffix == ".json":
        return str(json.loads(file.read_text(encoding="utf-8")).get(fingerprints.NAME, ""))
    with np.load(file, allow_pickle=False) as data:
        return str(data[fingerprints.NAME]) if fingerprints.NAME in data else ""


@pytest.mark.parametrize("file", TEXT_FILES, ids=lambda file: file.name)
def test_models_for_text_know_the_word_lists_of_today(file: Path) -> None:
    assert kept_in(file) == fingerprints.of_text(), AGAIN.format(file.name, "training")


def test_the_model_for_html_knows_the_word_lists_of_today() -> None:
    again = AGAIN.format("html/lines.npz", "training.html_lines")
    assert kept_in(HTML_FILE) == fingerprints.of_html(), again


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (cues, "_PHRASES_BY_CUE", cues._PHRASES_BY_CUE | {"more": cues._PHRASES_BY_CUE["more"] + "|one more phrase"}),
        (cues, "_LEGAL_WORDS", cues._LEGAL_WORDS | {"lawful"}),
        (speech_words, "SAY", speech_words.SAY - {"said"}),
        (field_labels, "LABELS", field_labels.LABELS | {"name of the paper": "outlet"}),
    ],
)
def test_a_changed_word_list_changes_the_fingerprint(
    module: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprints.of_text()
    monkeypatch.setattr(module, name, value)
    assert fingerprints.of_text() != before
    monkeypatch.undo()
    assert fingerprints.of_text() == before


def test_changed_words_of_classes_change_the_fingerprint_for_html_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text, html = fingerprints.of_text(), fingerprints.of_html()
    monkeypatch.setitem(markup_words._WORDS_BY_KIND, "body", "body main")
    assert fingerprints.of_html() != html
    assert fingerprints.of_text() == text


def test_it_is_the_same_in_every_process() -> None:
    program = "from training import fingerprints as f; print(f.of_text(), f.of_html())"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert re.fullmatch(r"[0-9a-f]{16} [0-9a-f]{16}\n", told.pop())
