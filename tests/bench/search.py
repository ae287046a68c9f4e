"""Search, side by side: peacereader, tantivy, SQLite FTS5, Xapian where it is installed, and stock Whoosh.

    python -m tests.bench.search [ARTICLES] [--rounds N] [--engines NAME,...] [--kinds KIND,...] [--folder DIR]

Builds an index of so many articles of ../shared/corpus (20,000 if not said otherwise) with each engine and asks
each the questions of queries.json: the 50 best hits and the counts of all hits by outlet, month and tag; then 20
snippets. All engines are asked the same question one after the other, so that whatever else the machine does
befalls all of them. Times are CPU times in milliseconds: for each question the median of the rounds, of these the
median and the 95th percentile. "Cold" is a question's first time after the index was opened anew (and one other
question asked), "warm" any further time. Prints Markdown for the README, and where the numbers of hits differ. Then
`edges` measures the rest on the same library: a search from the shell, the first paint of the reader, bytes on disk.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import edges
from tests.bench.engines import Engine, Item
from tests.bench.other_engines import Fts5, Tantivy, Xapian
from tests.bench.whoosh_engines import Peacereader, Whoosh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
WHOOSH_MOST = 20_000
"""Stock Whoosh is left out of larger runs: it takes a quarter of an hour to index 100,000 articles."""
OTHER = {"kind": "mid", "words": ["yesterday"]}

Times = dict[str, dict[str, list[float]]]
"""For each measure and each engine the time of each question, in milliseconds."""


def available(folder: Path, names: Sequence[str] = ()) -> list[Engine]:
    """The engines that are installed (and named), ours first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found: list[Engine] = []
    for kind in (Peacereader, Tantivy, Fts5, Xapian, Whoosh):
        if not names or kind.name in names:
            with contextlib.suppress(ImportError):
                found.append(kind(folder))
    return found


def corpus(count: int) -> Iterator[Item]:
    """The articles, the same for the same count."""
    spec = importlib.util.spec_from_file_location("corpus", CORPUS / "make.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    articles: Iterator[Item] = made.articles(count)
    return articles


def questions(kinds: Sequence[str] = ()) -> list[Item]:
    """The questions, of these kinds or of all."""
    found: list[Item] = json.loads((CORPUS / "queries.json").read_text(encoding="utf-8"))
    return [question for question in found if not kinds or question["kind"] in kinds]


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What work gives, and the CPU time it took in milliseconds."""
    began = time.process_time_ns()
    result = work()
    return result, (time.process_time_ns() - began) / 1e6


def build(engines: Sequence[Engine], items: Path, count: int) -> dict[str, float]:
    """Build all indexes; articles a second of CPU time, reading the articles apart."""
    rates = {}
    with items.open(encoding="utf-8") as file:
        _, reading = timed(lambda: [json.loads(line) for line in file] and None)
    for engine in engines:
        if isinstance(engine, Peacereader):
            with items.open(encoding="utf-8") as file:
                engine.store(map(json.loads, file))
        with items.open(encoding="utf-8") as file:
            _, took = timed(lambda engine=engine, file=file: engine.build(map(json.loads, file)))  # type: ignore[misc]
        rates[engine.name] = count / max(took - reading, 1) * 1000
        print(f"built {engine.name}: {rates[engine.name]:,.0f} articles/s", file=sys.stderr, flush=True)
    return rates


def measure(engines: Sequence[Engine], asked: Sequence[Item], rounds: int, cold_rounds: int) -> Times:
    """Ask everything, cold and warm."""
    times: dict[str, dict[str, list[list[float]]]] = {
        name: {engine.name: [[] for _ in asked] for engine in engines} for name in ("cold", "warm", "snippets")
    }
    totals: dict[str, list[int]] = {engine.name: [-1] * len(asked) for engine in engines}
    for number in range(cold_rounds + rounds):
        cold = number < cold_rounds
        for engine in engines:
            if cold:
                engine.open()
                engine.ask(OTHER)
        for place, question in enumerate(asked):
            turn = (number + place) % len(engines)
            for engine in (*engines[turn:], *engines[:turn]):
                slow = engine.name == "Whoosh" and number not in (0, cold_rounds)
                if slow:
                    continue
                answer, took = timed(lambda e=engine, q=question: e.ask(q))  # type: ignore[misc]
                if answer is None:
                    continue
                times["cold" if cold else "warm"][engine.name][place].append(took)
                totals[engine.name][place] = engine.total(answer)
                if not cold:
                    _, shown = timed(lambda e=engine, q=question, a=answer: e.show(q, a))  # type: ignore[misc]
                    times["snippets"][engine.name][place].append(took + shown)
    differences(asked, totals)
    return {
        name: {engine: [statistics.median(one) if one else -1.0 for one in of] for engine, of in found.items()}
        for name, found in times.items()
    }


def differences(asked: Sequence[Item], totals: dict[str, list[int]]) -> None:
    """Say where the engines do not find the same number of hits."""
    first = next(iter(totals))
    for engine, of in totals.items():
        other = [
            f"{question['kind']} {' '.join(question['words'])}: {theirs} for {ours}"
            for question, theirs, ours in zip(asked, of, totals[first], strict=True)
            if theirs >= 0 and theirs != ours
        ]
        if other:
            print(f"{engine} finds another number of hits: {'; '.join(other)}", file=sys.stderr)


def report(times: Times, rates: dict[str, float], count: int, asked: Sequence[Item]) -> str:
    """The table, and the times of each kind of question."""
    engines = list(rates)
    names = {"warm": "search + facets, warm", "cold": "search + facets, cold", "snippets": "+ 20 snippets"}
    lines = [
        f"| {count:,} articles, ms of CPU time (p50 / p95) | {' | '.join(engines)} |",
        f"|---|{'---|' * len(engines)}",
    ]
    for name, title in names.items():
        lines.append(f"| {title} | {' | '.join(_cell(times[name][engine]) for engine in engines)} |")
    lines.append(f"| indexing, articles/s | {' | '.join(f'{rates[engine]:,.0f}' for engine in engines)} |")
    first = engines[0]
    for name, title in names.items():
        ratios = [f"{engine} {_ratio(times[name][first], times[name][engine])}" for engine in engines[1:]]
        lines.append(f"\n{title}, times as long as {first} (p50, p95): {', '.join(ratios)}")
    kinds = list(dict.fromkeys(question["kind"] for question in asked))
    lines += ["", f"| warm, median by kind | {' | '.join(engines)} |", f"|---|{'---|' * len(engines)}"]
    for kind in kinds:
        places = [n for n, question in enumerate(asked) if question["kind"] == kind]
        cells = (_cell([times["warm"][engine][n] for n in places], tail=False) for engine in engines)
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that so large a part of the values does not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def _cell(values: Sequence[float], tail: bool = True) -> str:
    known = [value for value in values if value >= 0]
    if not known:
        return "–"
    middle = statistics.median(known)
    return f"{middle:.2f} / {percentile(known, 0.95):.2f}" if tail else f"{middle:.2f}"


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a >= 0 and b >= 0]
    if not pairs:
        return "–"
    mine, other = ([pair[side] for pair in pairs] for side in (0, 1))
    middle = statistics.median(other) / max(statistics.median(mine), 1e-6)
    return f"{middle:.1f}, {percentile(other, 0.95) / max(percentile(mine, 0.95), 1e-6):.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5, help="warm rounds; three fifths as many cold ones")
    parser.add_argument("--engines", default="", help="names, parted by commas; all that are installed if left out")
    parser.add_argument("--kinds", default="", help="kinds of questions, parted by commas")
    parser.add_argument("--folder", type=Path, help="where to build; a temporary folder if left out")
    chosen = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        parser.error(f"the corpus is not there: {CORPUS}")
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = chosen.folder or Path(temporary)
        engines = available(folder / "engines", list(filter(None, chosen.engines.split(","))))
        if chosen.articles > WHOOSH_MOST and "Whoosh" not in chosen.engines:
            engines = [engine for engine in engines if engine.name != "Whoosh"]
        items = folder / "articles.jsonl"
        with items.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in corpus(chosen.articles))
        asked = questions(list(filter(None, chosen.kinds.split(","))))
        rates = build(engines, items, chosen.articles)
        times = measure(engines, asked, chosen.rounds, max(1, chosen.rounds * 3 // 5))
        print(report(times, rates, chosen.articles, asked), flush=True)
        if ours := next((engine for engine in engines if isinstance(engine, Peacereader)), None):
            ours.library.close()
            with items.open(encoding="utf-8") as file:
                articles = [json.loads(line) for line in file]
            print("\n" + edges.report(ours.folder, articles, asked, folder / "engines", min(chosen.rounds, 3)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
