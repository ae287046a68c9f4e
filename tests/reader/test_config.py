"""The user's config: everything may be missing, what is wrong is said, nothing stops the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex.sources.fields import OURS
from peacereader.config import Config, RememberedValues, load_config
from peacereader.tui.keys import GROUPS, checked_keymap, shown_key
from peacereader.tui.user_keys import PRESETS, clashes, effective_keymap, preset_keys

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


def test_each_wrong_value_is_named_with_its_line_and_alone_falls_back(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "# mine\ntheme: paper\nmeasure: wide\nsearch_log: 3\n\nannotator: Ada\nkeys:\n  label: 5\n  note: [e]\n"
        "fields:\n  text: Inhalt\n  title: {a: b}\nthme: ink\ncite_with:\n"
    )
    config, problems = load_config(tmp_path)
    assert (config.theme, config.measure, config.annotator, config.search_log) == ("paper", 72, "Ada", True)
    assert config.keys == {"label": "5"} and config.fields.as_mapping() == {"text": ("Inhalt",)}
    found = {problem.partition(":")[0]: problem for problem in problems}
    assert sorted(found) == [f"config.yaml, line {n}" for n in (12, 13, 3, 4, 9)]
    assert "measure is ‘wide’, but must be a whole number from 30 to 160. Until then it is 72." in problems[0]
    assert "Did you mean theme?" in found["config.yaml, line 13"]


def test_a_setting_that_is_no_yaml_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("theme: [\nmeasure: 80\nannotator: 'Ada\nkeys:\n  sort: S\n")
    config, problems = load_config(tmp_path)
    assert (config.theme, config.measure, config.keys) == (None, 80, {"sort": "S"})
    assert [problem.partition(":")[0] for problem in problems] == ["config.yaml, line 1", "config.yaml, line 3"]


def test_a_setting_that_stands_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("theme: paper\nmeasure: 80\ntheme: ink\n")
    config, problems = load_config(tmp_path)
    assert config.theme == "ink"
    assert problems == ["config.yaml has theme on lines 1 and 3: the last one counts."]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_clash_and_keeps_every_action_within_reach(preset: str) -> None:
    keymap, problems = effective_keymap(preset, {})
    assert problems == []
    assert all(keymap.values())
    assert checked_keymap(keymap) == (keymap, [])
    for _, actions in GROUPS.values():
        keys = [key for one in actions for key in keymap.get(one.name, one.keys).split(",")]
        assert len(keys) == len(set(keys))
    assert all("palette" not in {one.name, other.name} for one, other, _ in clashes(keymap, keymap, {}))


def test_presets_change_what_moves() -> None:
    emacs, arrows = preset_keys("emacs"), preset_keys("arrows")
    assert preset_keys("vim") == {}
    assert emacs["line-down"].split(",")[0] == "ctrl+n" and emacs["palette"] == "alt+x"
    assert arrows["line-down"] == "down" and "ctrl+d" in GROUPS["list"][1][3].keys
    keymap, _ = effective_keymap("emacs", {"line-down": "f9"})
    assert keymap["line-down"] == "f9"
    assert "no set of keys 'nano'" in effective_keymap("nano", {})[1][0]


def test_two_actions_on_one_key_are_told_by_name() -> None:
    def told(wanted: dict[str, str]) -> list[str]:
        return effective_keymap("vim", wanted, lambda name: f"config.yaml, line 7 ({name}):")[1]

    (problem,) = told({"next-hit": "e"})
    assert problem.startswith("config.yaml, line 7 (next-hit): e is the key of two actions on one screen, next-hit (")
    assert "and note (Write a note" in problem
    assert told({"next-hit": "f9"}) == told({"next-hit": "e", "note": "n"}) == [], "free keys, or exchanged ones"
    assert "facets" in told({"tick": "f"})[0], "a pane would hide a key of its screen"
    assert "facets" in told({"chip-next": "f"})[0], "as do the filters above the results"
    assert "tag-hits" in told({"find-next": "ctrl+t"})[0] and told({"find-next": "f"}) == [], "and the find; f is typed"
    assert any("find-clear" in one for one in told({"hit-audit": "ctrl+u"})), "also in an article of the concordance"
    assert "palette" in told({"audit-undo": "ctrl+p"})[0], "and one that acts on every screen"
    assert told({"by-sentences": "s"}) == [], "as in the table"
    assert told({"tick": "y"}) == [], "another pane has it"


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
