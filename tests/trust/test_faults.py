"""Whatever fails under a library, nothing is lost, the user gets a clear message, and it works again afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits, forks and mounts as POSIX has them")


def failing_calls(folder: Path) -> dict[str, str]:
    """Return the environment in which SQLite's own writes fail: a preloaded library, if a compiler can build it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    made = folder / "failing.so"
    source = Path(__file__).with_name("failing.c")
    if sys.platform != "linux" or compiler is None:
        return {}
    done = subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], capture_output=True)
    return {"LD_PRELOAD": str(made)} if done.returncode == 0 else {}


def own_mounts() -> list[str]:
    """Return the command prefix that allows mounting a small disk of its own; empty where that is not allowed."""
    words = ["unshare", "--mount"]
    try:
        done = subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    except OSError:
        return []
    return words if done.returncode == 0 else []


def test_faults_cost_nothing(tmp_path: Path, trials: Callable[[int, int], int]) -> None:
    words = own_mounts()
    environment = os.environ | failing_calls(tmp_path) | ({"OWN_MOUNTS": "1"} if words else {})
    place = tmp_path / "trials"
    place.mkdir()
    done = subprocess.run(
        [*words, sys.executable, "-m", "tests.trust.faulty", str(place), "1", str(trials(18, 1000))],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == trials(18, 1000)
    wrong = [result for result in results if result["wrong"]]
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
