"""Training pages of every degree of dirt, made of known articles: the article alone, with a byline, with one notice.

A model that has only seen whole scraped pages takes it for granted that a page begins and ends with furniture, and
cuts the first and last paragraph of a text that has none. These pages teach it to infer the share of furniture from
the page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from training.pages import Sample
from training.scripts import written_in

Marked = list[tuple[str, bool]]
"""Lines of a page, and for each whether it is text of the article; empty lines are left out."""

_NAMES = (
    "Ana Torlak", "J. M. Okafor", "Marta Lindqvist", "Peter van Dijk", "Lena Hofmann", "Tomás Rivera", "Claire Aubry",
    "Олена Мельник", "Иван Петров", "Selin Kaya", "Giulia Ferri", "Rui Tavares", "Erik Solheim", "Maria Kowalska",
)  # fmt: skip
_BYLINES = (
    "{name}", "By {name}", "By {name}", "By {name} and {other}", "BY {upper}", "{name}, staff writer", "Von {name}",
    "Par {name}", "Por {name}", "Di {name}", "Door {name}", "Av {name}", "Автор: {name}", "{name} | {day}",
    "By {name}, {day}", "{name} / {day}", "Author: {name}", "Text: {name}", "{name}, Reuters", "Written by {name}",
)  # fmt: skip
_MONTHS = ("January", "March", "May", "June", "August", "October", "December")
_SHORT = ("Jan", "Mar", "May", "Jun", "Aug", "Oct", "Dec")
_DAYS = (
    "{month} {d}, {y}", "{d} {month} {y}", "{short} {d}, {y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d:02}/{m:02}/{y}",
    "{d:02}.{m:02}.{y} {h:02}:{n:02}", "{month} {d}, {y} {h}:{n:02} AM", "Published {d} {month} {y}",
    "Published: {y}-{m:02}-{d:02} {h:02}:{n:02}", "Updated {month} {d}, {y}", "Posted on {month} {d}, {y}",
    "{d} {short} {y} {h:02}:{n:02} GMT", "Published {month} {d}, {y} · Updated {month} {d}, {y}", "{y}年{m}月{d}日",
)  # fmt: skip

_SHAPES = 4
"""How many kinds of pages are made of an article in its own script."""


def degrees(samples: Iterable[Sample], seed: int = 2) -> list[Sample]:
    """For each known article some pages with more or less around it. `samples` are prepared; those made are not."""
    made: list[Sample] = []
    for sample in samples:
        if sample.kind != "full" or sample.page is None:
            continue
        rng = random.Random(f"{seed}{sample.id}")  # noqa: S311
        inside = [i for i, label in enumerate(sample.labels) if label > 0.5]
        lines = [line.raw.strip() for line in sample.page.lines]
        before, after = (lines[: inside[0]], lines[inside[-1] + 1 :]) if inside else ([], [])
        article = Known(sample.body, sample.gold["title"], before, after, rng)
        shapes = article.shapes()
        if not shapes:
            continue
        chosen = sorted(rng.sample(range(len(shapes)), _SHAPES))
        made += [_sample(sample, article, f"{shapes[k][0]}{k}", shapes[k][1]) for k in chosen]
        script = rng.choice(("cjk", "cjk", "arabic", "hebrew", "devanagari", "cyrillic", "thai"))
        kind, marked = rng.choice(shapes) if rng.random() < 0.6 else ("page", article.page())
        made.append(_sample(sample, article, f"{kind}-{script}", marked, written_in(script)))
    return made


class Known:
    """A known article, with the lines that its page has before and behind it, for making pages of it."""

    def __init__(
        self, body: str, title: object, before: Sequence[str], after: Sequence[str], rng: random.Random
    ) -> None:
        self.rng = rng
        self.text = [line for line in map(str.strip, body.split("\n")) if line]
        self.title = " ".join(str(title or "").split()) or _headline(self.text)
        self.before, self.after = before, after

    def shapes(self) -> list[tuple[str, Marked]]:
        """Pages of each kind, from the article alone to one with a foot; none of an article without text."""
        rng, text = self.rng, self.text
        if not text:
            return []
        first = text[: rng.randint(1, 5)]
        brief = _sentences(text)[: rng.randint(1, 3)]
        return [
            ("alone", _kept(text)),
            ("titled", [*self._head(), *_kept(text)]),
            ("signed", [*self._head(signed=True), *_kept(text)]),
            ("notice", [*self._head(signed=rng.random() < 0.5), *_kept(text), *_cut(self._some(self.after, 3))]),
            ("teaser", [*_cut(self._some(self.before, 2)), *self._head(signed=True), *_kept(text)]),
            ("first", [*(self._head() if rng.random() < 0.6 else []), *_kept(first)]),
            ("first", [*self._head(signed=True), *_kept(first), *_cut(self._some(self.after, rng.randint(0, 4)))]),
            ("brief", _kept([" ".join(brief)] if rng.random() < 0.6 else brief)),
            ("brief", [*self._head(signed=rng.random() < 0.4), *_kept([" ".join(brief)])]),
            ("glued", [*(self._head() if rng.random() < 0.5 else []), (" ".join(text), True)]),
            ("foot", [*self._head(signed=True), *_kept(text), *_cut(self.after[: rng.randint(4, 24)])]),
        ]

    def page(self) -> Marked:
        """A page with a head and a foot of a dozen lines each."""
        return [*_cut(self.before[-12:]), *self._head(signed=True), *_kept(self.text), *_cut(self.after[:12])]

    def _head(self, *, signed: bool = False) -> Marked:
        """Title, and with `signed` a byline, a date line or both, in one order or another."""
        lines = [self.title] if self.title else []
        if signed:
            name, other = self.rng.sample(_NAMES, 2)
            byline = self.rng.choice(_BYLINES).format(name=name, other=other, upper=name.upper(), day=self._day())
            more = self.rng.choice(([byline], [self._day()], [byline, self._day()], [self._day(), byline]))
            lines = [*more, *lines] if self.rng.random() < 0.15 else [*lines, *more]
        return _cut(lines)

    def _day(self) -> str:
        rng = self.rng
        m = rng.randrange(7)
        values = {
            "d": rng.randint(1, 28),
            "y": rng.randint(2001, 2026),
            "h": rng.randint(1, 12),
            "n": rng.randrange(60),
        }
        return rng.choice(_DAYS).format(month=_MONTHS[m], short=_SHORT[m], m=(1, 3, 5, 6, 8, 10, 12)[m], **values)

    def _some(self, lines: Sequence[str], most: int) -> list[str]:
        """Up to so many lines that stand together somewhere in furniture."""
        if not lines or most < 1:
            return []
        start = self.rng.randrange(len(lines)) if self.rng.random() < 0.5 else 0
        return list(lines[start : start + self.rng.randint(1, most)])


def _sample(sample: Sample, article: Known, kind: str, marked: Marked, change: Callable[[str], str] = str) -> Sample:
    """A page of text with these lines, each rewritten by `change`."""
    rng = article.rng
    gap = "\n\n" if rng.random() < 0.6 else "\n"
    lines = [(change(line), keep) for line, keep in marked if line.strip()]
    marks = {}
    parts: list[str] = []
    number = 1
    for k, (line, keep) in enumerate(lines):
        marks[number] = keep
        # Behind a head an empty line is usual even where paragraphs have none between them.
        end = "\n\n" if k + 1 < len(lines) and keep != lines[k + 1][1] and rng.random() < 0.6 else gap
        parts += [line, end]
        number += len(end)
    text = "".join(parts).rstrip("\n")
    body = "\n".join(line for line, keep in lines if keep)
    titled = any(line == article.title for line, _ in marked)
    gold = {**sample.gold, "title": change(article.title)} if titled else sample.gold
    return replace(sample, id=f"{sample.id}={kind}", text=text, body=body, marks=marks, spliced=True, gold=gold)


def _headline(text: Sequence[str]) -> str:
    """The first words of an article as a headline, where its own is not known."""
    words = " ".join(text[:1]).split()
    return " ".join(words[: 6 + len(words) % 5]).rstrip(" .,;:") if len(words) > 12 else ""


def _kept(lines: Iterable[str]) -> Marked:
    return [(line, True) for line in lines]


def _cut(lines: Iterable[str]) -> Marked:
    return [(line, False) for line in lines]


def _sentences(text: Sequence[str]) -> list[str]:
    """The first sentences of a text, as a brief has them."""
    from sentencex import segment

    found = [s.strip() for line in text[:6] for s in segment("en", line) if s.strip()]
    return [s for s in found if len(s.split()) > 3] or found
