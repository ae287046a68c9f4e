"""The benchmark works: a small run of it, in which all engines find the same. How long it takes is not looked at."""

from __future__ import annotations

import pytest

from tests.bench import edges, search


@pytest.mark.shared
def test_a_small_run(shared_dir, tmp_path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(edges, "KINDS", {"common"})
    kinds = "--kinds=rare,common,and2,or2,phrase,prefix,date,outlet"
    assert search.main(["100", "--rounds=1", kinds, f"--folder={tmp_path}"]) == 0
    shown, told = capsys.readouterr()
    assert "| search + facets, warm | " in shown
    assert "| peacereader | " in shown.splitlines()[0]
    assert "another number of hits" not in told
    for figure in ("search from the shell, ms of CPU", "first paint, ms of CPU", "library.db, bytes an article"):
        assert f"\n| {figure}" in shown
