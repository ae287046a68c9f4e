"""Two coders compared: the table of agreement by label, and the list of differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from peaceindex.annotations.agreement import bootstrap
from peaceindex.annotations.agreement.coefficients import alpha_of_two, cohens_kappa, percent_agreement
from peaceindex.annotations.agreement.differences import differences
from peaceindex.annotations.agreement.unitizing import Stretches, joined, unitizing_alpha
from peaceindex.annotations.agreement.units import MARKED, CodedArticle
from peaceindex.annotations.codebook import code_key
from peaceindex.model.agreement import AgreementReport, AgreementRow, Coefficient

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from peaceindex.annotations.agreement.units import Labels
    from peaceindex.model.agreement import RowKind, Unit
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span

    Table = Counter[tuple[Any, Any]]
    """How many units of an article have each pair of values."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: the articles with the passages of two coders, and the labels in their order.

    `names` is how each label is spelled, by its `code_key`. `settled` are the consensus' passages by article id.
    """

    first: str
    second: str
    unit: Unit
    articles: Sequence[CodedArticle]
    names: Mapping[str, str]
    settled: Mapping[str, Sequence[Passage]]
    notes: tuple[str, ...] = ()


def report(compared: Compared, *, with_intervals: bool = False) -> AgreementReport:
    """Return the agreement of two coders. If none of them uses labels, it is on what they marked alone."""
    keys = set(compared.names) or {MARKED}
    found = [
        difference
        for one in compared.articles
        for difference in differences(one, compared.names, keys, compared.settled.get(one.article.id, ()))
    ]
    found.sort(key=lambda one: (one.date or "", one.article_id, one.start))
    ids = tuple(one.article.id for one in compared.articles)
    rows = tuple(_with_intervals(*row) if with_intervals else row[0] for row in _rows(compared))
    notes = compared.notes
    if with_intervals and len(ids) < bootstrap.MIN_ARTICLES:
        notes = (*notes, f"There are no intervals: they need at least {bootstrap.MIN_ARTICLES} articles.")
    return AgreementReport(compared.first, compared.second, compared.unit, ids, rows, tuple(found), notes)


def _rows(compared: Compared) -> Iterator[tuple[AgreementRow, list[Table]]]:
    """Yield the row of each label, of what is marked at all, and of all labels; each with its tables by article."""
    articles = compared.articles
    stretches: list[list[Stretches]] = []
    for key, name in compared.names.items():
        stretches.append(_stretches(articles, key))
        yield _row("label", name, _tables(articles, lambda labels, key=key: key in labels), [stretches[-1]])  # type: ignore[misc]
    marked = _tables(articles, lambda labels: MARKED in labels)
    yield _row("marked", "", marked, [_stretches(articles, MARKED)])
    if len(compared.names) > 1:
        keys = frozenset(compared.names)
        yield _row("all", "", _tables(articles, lambda labels: labels & keys), stretches)


def _row(
    kind: RowKind, label: str, tables: list[Table], stretches: Sequence[Sequence[Stretches]]
) -> tuple[AgreementRow, list[Table]]:
    table: Table = sum(tables, Counter())
    both = sum(n for (a, b), n in table.items() if a and a == b)
    row = AgreementRow(
        kind=kind,
        label=label,
        units=table.total(),
        both=both,
        only_first=None if kind == "all" else sum(n for (a, b), n in table.items() if a and not b),
        only_second=None if kind == "all" else sum(n for (a, b), n in table.items() if b and not a),
        neither=sum(n for (a, b), n in table.items() if not a and not b),
        percent=percent_agreement(table),
        kappa=cohens_kappa(table),
        alpha=alpha_of_two(table),
        unitizing_alpha=unitizing_alpha(stretches),
    )
    return row, tables


def _with_intervals(row: AgreementRow, tables: Sequence[Table]) -> AgreementRow:
    pairs = list(dict.fromkeys(pair for table in tables for pair in table))
    counts = [[table[pair] for pair in pairs] for table in tables]

    def bounded(known: Coefficient, measure: Callable[[Table], Coefficient]) -> Coefficient:
        if known.value is None or not pairs:
            return known
        bounds = bootstrap.interval(counts, lambda sums: measure(Counter(dict(zip(pairs, sums, strict=True)))))
        return replace(known, low=bounds[0], high=bounds[1]) if bounds else known

    return replace(row, kappa=bounded(row.kappa, cohens_kappa), alpha=bounded(row.alpha, alpha_of_two))


def _tables(articles: Sequence[CodedArticle], value: Callable[[Labels], Any]) -> list[Table]:
    tables: list[Table] = []
    for one in articles:
        table: Table = Counter()
        for first, second, weight in zip(one.first_labels, one.second_labels, one.weights, strict=True):
            table[value(first), value(second)] += weight
        tables.append(table)
    return tables


def _stretches(articles: Sequence[CodedArticle], key: str) -> list[Stretches]:
    """Return the stretches with a label, in the characters that the coders selected, whatever the unit."""
    return [
        Stretches(len(one.article.text), _spans_with(one.first, key), _spans_with(one.second, key)) for one in articles
    ]


def _spans_with(passages: Collection[Passage], key: str) -> list[Span]:
    return joined((one.start, one.end) for one in passages if key == MARKED or key in set(map(code_key, one.labels)))
