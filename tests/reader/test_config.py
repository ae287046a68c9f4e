"""The user's config: everything may be missing, what is wrong is said, nothing stops the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex.sources.fields import OURS
from peacereader.config import Config, RememberedValues, load_config
from peacereader.tui.keys import GROUPS, checked_keymap, shown_key

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path) == (Config(), [])


def test_what_is_written_counts(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("theme: paper\nmeasure: 60\nkeys: {next-hit: ctrl+n}\n")
    config, problems = load_config(tmp_path)
    assert problems == []
    assert (config.theme, config.measure, config.keys) == ("paper", 60, {"next-hit": "ctrl+n"})


@pytest.mark.parametrize(
    "text", ["measure: wide", "measure: 3", "thme: paper", "theme: [", "\t", "- a\n- b", "fields: {text: 3}"]
)
def test_a_broken_file_is_named_and_defaults_are_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    config, problems = load_config(tmp_path)
    assert config == Config()
    assert len(problems) == 1 and "config.yaml" in problems[0]


def test_fields_of_records_are_named(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("fields: {text: Inhalt, authors: [von, mit.namen]}\n")
    config, problems = load_config(tmp_path)
    assert problems == []
    assert config.fields.as_mapping() == {"text": ("Inhalt",), "authors": ("von", "mit.namen")}
    assert set(config.fields.__struct_fields__) == set(OURS)
    (tmp_path / "config.yaml").write_text("fields: {heading: Titel}\n")
    _, (problem,) = load_config(tmp_path)
    assert "config.yaml, line 1: there is no setting ‘heading’ below fields." in problem


def test_an_empty_file_means_defaults(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("# nothing yet\n")
    assert load_config(tmp_path) == (Config(), [])


def test_unknown_actions_and_impossible_keys_are_said() -> None:
    keymap, problems = checked_keymap(
        {"next-hit": "ctrl+n, f7", "nexthit": "n", "bookmark": "g g", "quit": "", "help": "question_mark", "sort": "S"}
    )
    assert keymap == {"next-hit": "ctrl+n,f7", "help": "question_mark", "sort": "S"}
    assert len(problems) == 3
    assert "Did you mean next-hit?" in problems[0]
    assert "'g g'" in problems[1]


def test_action_names_are_unique_and_no_pane_has_a_key_twice() -> None:
    names = [action.name for _, actions in GROUPS.values() for action in actions]
    assert len(names) == len(set(names))
    for _, actions in GROUPS.values():
        keys = [key for action in actions for key in action.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_keys_are_shown_as_people_write_them() -> None:
    shown = [shown_key(k) for k in ("slash", "question_mark", "ctrl+d", "J", "pagedown", "shift+tab", "f1", "minus")]
    assert shown == ["/", "?", "^d", "J", "PgDn", "Shift+Tab", "F1", "-"]


def test_memory_outlives_a_launch_and_survives_damage(tmp_path: Path) -> None:
    path = tmp_path / "state" / "reader.json"
    RememberedValues(path).put("theme", "paper")
    assert RememberedValues(path).get("theme", "ink") == "paper"
    path.write_text("{broken")
    assert RememberedValues(path).get("theme", "ink") == "ink"
    path.write_text('{"theme": 3}')
    assert RememberedValues(path).get("theme", "ink") == "ink"
