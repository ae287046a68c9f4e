"""Whatever bytes come in: no decoder, format, cleaner, query, user file or export raises.

The short form changes samples with Hypothesis. The long one (`make soak`) is led by coverage, with atheris: a million
inputs over all targets. Where atheris is not available (it has wheels for Python up to 3.13), Hypothesis takes its
place.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from tests.trials import SOAK, examples
from tests.trust.fuzz.changes import changed
from tests.trust.fuzz.targets import QUICK, TARGETS, run

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = 1_000_000
"""Inputs of a long run, over all targets."""
HAS_ATHERIS = importlib.util.find_spec("atheris") is not None
SHARE = INPUTS / sum(target.weight for target in TARGETS.values())


@pytest.mark.parametrize("name", TARGETS)
def test_the_samples_say_something_to_their_target(name: str) -> None:
    target = TARGETS[name]
    assert target.seeds()
    for seed in target.seeds():
        run(target, seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=int(SHARE) if SOAK and not HAS_ATHERIS else 6,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a failing input takes long and helps little
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_changed_samples_raise_nothing(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    seed = data.draw(st.sampled_from(range(len(target.seeds()))))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    run(target, changed(target.seeds()[seed], target.seeds(), chance, target.most))


@settings(max_examples=examples(200))
@given(st.sampled_from([t for t in TARGETS if TARGETS[t].weight == QUICK]), st.binary(max_size=300))
def test_any_bytes_raise_nothing(name: str, data: bytes) -> None:
    run(TARGETS[name], data)


@pytest.mark.skipif(not SOAK, reason="hours: make soak")
@pytest.mark.skipif(not HAS_ATHERIS, reason="atheris has no wheel for this Python; Hypothesis takes its place")
@pytest.mark.parametrize("name", TARGETS)
def test_inputs_led_by_coverage_raise_nothing(name: str, tmp_path: Path) -> None:
    runs = int(TARGETS[name].weight * SHARE)
    command = [sys.executable, "-m", "tests.trust.fuzz", name, str(runs), str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, errors="replace")
    kept = [path.read_bytes()[:2000] for path in tmp_path.iterdir() if path.is_file()]
    assert done.returncode == 0, f"{done.stderr[-4000:]}\ninputs: {kept}"
