"""Fuzz one target with atheris: `python -m tests.trust.fuzz TARGET RUNS [FOLDER]`; failing inputs are kept in the
folder.

Which inputs are tried depends on what they reach in the program (coverage). Half of the changes come from `changes`,
half from atheris.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["peaceindex", "peacereader"]):
    from tests.trust.fuzz import changes, targets

    target = targets.TARGETS[sys.argv[1]]
    for seed in target.seeds():
        targets.run(target, seed)  # imports everything that it needs, so that it is instrumented


def main() -> None:
    """Run the target; the exit code is 0 if nothing failed."""
    runs, folder = int(sys.argv[2]), Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp())
    corpus = folder / "corpus" / target.name.replace("/", "-")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed[: target.most])
    seeds = list(target.seeds())

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, size))
        return changes.changed(data if chance.random() < 0.9 else chance.choice(seeds), seeds, chance, size)

    options = [
        f"-runs={runs}", f"-max_len={target.most}", "-timeout=60", "-rss_limit_mb=2000", f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: targets.run(target, data), custom_mutator=mutate)
    atheris.Fuzz()


main()
