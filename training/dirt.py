"""Training pages with every degree of boilerplate, made from known articles: the article alone, with a byline, and so
on.

A model that has seen only whole scraped pages assumes that every page begins and ends with boilerplate. It then cuts
the first and last paragraph of a text that has none. These pages teach it to infer the share of boilerplate from the
page.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from training.pages import Sample
from training.scripts import transliterator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MarkedLines = list[tuple[str, bool]]
"""The lines of a page, each with whether it is text of the article; empty lines are left out."""

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
_SHORT_MONTHS = ("Jan", "Mar", "May", "Jun", "Aug", "Oct", "Dec")
_DATE_FORMS = (
    "{month} {d}, {y}", "{d} {month} {y}", "{short} {d}, {y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d:02}/{m:02}/{y}",
    "{d:02}.{m:02}.{y} {h:02}:{n:02}", "{month} {d}, {y} {h}:{n:02} AM", "Published {d} {month} {y}",
    "Published: {y}-{m:02}-{d:02} {h:02}:{n:02}", "Updated {month} {d}, {y}", "Posted on {month} {d}, {y}",
    "{d} {short} {y} {h:02}:{n:02} GMT", "Published {month} {d}, {y} · Updated {month} {d}, {y}", "{y}年{m}月{d}日",
)  # fmt: skip

_PAGES_PER_ARTICLE = 4
"""Number of pages made from an article in its own script."""


def pages_with_less_around(samples: Iterable[Sample], seed: int = 2) -> list[Sample]:
    """Make some pages for each known article, with more or less around it.

    `samples` are prepared; the new ones are not.
    """
    pages: list[Sample] = []
    for sample in samples:
        if sample.kind != "full" or sample.page is None:
            continue
        rng = random.Random(f"{seed}{sample.id}")  # noqa: S311
        text_lines = [i for i, label in enumerate(sample.labels) if label > 0.5]
        lines = [line.raw.strip() for line in sample.page.lines]
        before, after = (lines[: text_lines[0]], lines[text_lines[-1] + 1 :]) if text_lines else ([], [])
        article = KnownArticle(sample.body, sample.gold["title"], before, after, rng)
        variants = article.variants()
        if not variants:
            continue
        chosen = sorted(rng.sample(range(len(variants)), _PAGES_PER_ARTICLE))
        pages += [_sample(sample, article, f"{variants[k][0]}{k}", variants[k][1]) for k in chosen]
        script = rng.choice(("cjk", "cjk", "arabic", "hebrew", "devanagari", "cyrillic", "thai"))
        kind, marked = rng.choice(variants) if rng.random() < 0.6 else ("page", article.page())
        pages.append(_sample(sample, article, f"{kind}-{script}", marked, transliterator(script)))
    return pages


class KnownArticle:
    """A known article, with the lines before and after it on its page, from which new pages are made."""

    def __init__(
        self, body: str, title: object, before: Sequence[str], after: Sequence[str], rng: random.Random
    ) -> None:
        self.rng = rng
        self.text = [line for line in map(str.strip, body.split("\n")) if line]
        self.title = " ".join(str(title or "").split()) or _headline(self.text)
        self.before, self.after = before, after

    def variants(self) -> list[tuple[str, MarkedLines]]:
        """Return pages of each kind, from the article alone to one with a foot; none if the article has no text."""
        rng, text = self.rng, self.text
        if not text:
            return []
        first = text[: rng.randint(1, 5)]
        brief = _sentences(text)[: rng.randint(1, 3)]
        return [
            ("alone", _as_text(text)),
            ("titled", [*self._head(), *_as_text(text)]),
            ("signed", [*self._head(signed=True), *_as_text(text)]),
            (
                "notice",
                [
                    *self._head(signed=rng.random() < 0.5),
                    *_as_text(text),
                    *_as_boilerplate(self._boilerplate(self.after, 3)),
                ],
            ),
            (
                "teaser",
                [*_as_boilerplate(self._boilerplate(self.before, 2)), *self._head(signed=True), *_as_text(text)],
            ),
            ("first", [*(self._head() if rng.random() < 0.6 else []), *_as_text(first)]),
            (
                "first",
                [
                    *self._head(signed=True),
                    *_as_text(first),
                    *_as_boilerplate(self._boilerplate(self.after, rng.randint(0, 4))),
                ],
            ),
            ("brief", _as_text([" ".join(brief)] if rng.random() < 0.6 else brief)),
            ("brief", [*self._head(signed=rng.random() < 0.4), *_as_text([" ".join(brief)])]),
            ("glued", [*(self._head() if rng.random() < 0.5 else []), (" ".join(text), True)]),
            ("foot", [*self._head(signed=True), *_as_text(text), *_as_boilerplate(self.after[: rng.randint(4, 24)])]),
        ]

    def page(self) -> MarkedLines:
        """Return a page with a head and a foot of a dozen lines each."""
        return [
            *_as_boilerplate(self.before[-12:]),
            *self._head(signed=True),
            *_as_text(self.text),
            *_as_boilerplate(self.after[:12]),
        ]

    def _head(self, *, signed: bool = False) -> MarkedLines:
        """Return the title, and with `signed` also a byline, a date line or both, in varying order."""
        lines = [self.title] if self.title else []
        if signed:
            name, other = self.rng.sample(_NAMES, 2)
            byline = self.rng.choice(_BYLINES).format(name=name, other=other, upper=name.upper(), day=self._date())
            more = self.rng.choice(([byline], [self._date()], [byline, self._date()], [self._date(), byline]))
            lines = [*more, *lines] if self.rng.random() < 0.15 else [*lines, *more]
        return _as_boilerplate(lines)

    def _date(self) -> str:
        rng = self.rng
        m = rng.randrange(7)
        values = {
            "d": rng.randint(1, 28),
            "y": rng.randint(2001, 2026),
            "h": rng.randint(1, 12),
            "n": rng.randrange(60),
        }
        return rng.choice(_DATE_FORMS).format(
            month=_MONTHS[m], short=_SHORT_MONTHS[m], m=(1, 3, 5, 6, 8, 10, 12)[m], **values
        )

    def _boilerplate(self, lines: Sequence[str], most: int) -> list[str]:
        """Return up to `most` consecutive lines of boilerplate."""
        if not lines or most < 1:
            return []
        start = self.rng.randrange(len(lines)) if self.rng.random() < 0.5 else 0
        return list(lines[start : start + self.rng.randint(1, most)])


def _sample(
    sample: Sample, article: KnownArticle, kind: str, marked: MarkedLines, change: Callable[[str], str] = str
) -> Sample:
    """Return a page with these lines, each rewritten by `change`."""
    rng = article.rng
    gap = "\n\n" if rng.random() < 0.6 else "\n"
    lines = [(change(line), keep) for line, keep in marked if line.strip()]
    marks = {}
    parts: list[str] = []
    number = 1
    for k, (line, keep) in enumerate(lines):
        marks[number] = keep
        # After a head, an empty line is usual even where there are none between paragraphs.
        end = "\n\n" if k + 1 < len(lines) and keep != lines[k + 1][1] and rng.random() < 0.6 else gap
        parts += [line, end]
        number += len(end)
    text = "".join(parts).rstrip("\n")
    body = "\n".join(line for line, keep in lines if keep)
    titled = any(line == article.title for line, _ in marked)
    gold = {**sample.gold, "title": change(article.title)} if titled else sample.gold
    return replace(sample, id=f"{sample.id}={kind}", text=text, body=body, marks=marks, spliced=True, gold=gold)


def _headline(text: Sequence[str]) -> str:
    """Return the first words of an article as a headline, for an article whose own is unknown."""
    words = " ".join(text[:1]).split()
    return " ".join(words[: 6 + len(words) % 5]).rstrip(" .,;:") if len(words) > 12 else ""


def _as_text(lines: Iterable[str]) -> MarkedLines:
    return [(line, True) for line in lines]


def _as_boilerplate(lines: Iterable[str]) -> MarkedLines:
    return [(line, False) for line in lines]


def _sentences(text: Sequence[str]) -> list[str]:
    """Return the first sentences of a text, as in a brief."""
    from sentencex import segment

    found = [s.strip() for line in text[:6] for s in segment("en", line) if s.strip()]
    return [s for s in found if len(s.split()) > 3] or found
