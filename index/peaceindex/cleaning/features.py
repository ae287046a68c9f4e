"""What the model sees of a line: its own look, its neighbours, its place on the page and in the run of text.

What a line is by itself is counted here, what stands around it in `surroundings`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection

import numpy as np

from peaceindex.cleaning import cues, rules, surroundings
from peaceindex.cleaning.network import Matrix, Numbers
from peaceindex.cleaning.page import Page


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PERSON = _set(
    """you your yours we our us my me i sie ihr ihre ihren ihnen wir uns unser unsere du dein deine vous votre vos
    nous notre nos usted tu tus nosotros nuestro nuestra você seu nosso nossa tuo vostro vostra vi vår våra dig din
    ditt dere deg ваш ваши вам вас мы нас наш ви вашого нам ми siz sizin bizim biz"""
)
_SAY = _set(
    """said says told added according stated reported announced wrote explained insisted warned sagte sagt erklärte
    teilte laut zufolge berichtet mitteilte déclaré selon affirmé dit expliqué dijo según afirmó señaló aseguró disse
    secondo afirmou segundo detto сказал сообщил заявил словам отметил сказав заявив повідомив словами dedi söyledi
    açıkladı belirtti powiedział poinformował řekl uvedl podle säger sade enligt sier ifølge siger mukaan"""
)
_CALLS = _set(
    """get sign subscribe join find click download watch follow discover shop see learn visit enter check try read
    listen buy view browse contact please support donate register log skip close share jetzt hier klicken mehr alle
    découvrez abonnez retrouvez cliquez suscríbete descubre accede consulta haz descarga scopri iscriviti clicca
    подписывайтесь читайте смотрите підписуйтесь tıklayın"""
)
_END_CLASS = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1}
_DIGIT = re.compile(r"\d")
_MARK = "|»›•·/>#@_"
_QUOTE = re.compile(r"[\"“”„«»]")
_CODE = "{}=<>;_"

OWN = (
    "words", "chars", "end", "indent", "gap", "commas", "function", "functions", "capitals", "shouted", "digits",
    "marks", "person", "say", "call", "quotes", "word_length", "date", "repeats", "caption", "pointer", "byline",
    "link", "code", "start", "bullet",
    *(f"cue_{name}" for name in cues.NAMES),
)  # fmt: skip
"""Features of a line by itself."""
NAMES = (*OWN, *surroundings.NAMES)
_AT = {name: i for i, name in enumerate(OWN)}


class Table:
    """The features of a page's lines: a row of `rows` for each of `candidates`, columns as in NAMES.

    Lines of a few words that end no sentence are no candidates if they are
    items or stand among others of their kind: those are menus, never text.
    Nor are those `taken` for machine fields.
    """

    def __init__(self, page: Page, taken: Collection[int]) -> None:
        n = len(page)
        ends = [_END_CLASS.get(line.end, 0) if line.end else 0 for line in page.lines]
        tiny = _tiny(page, ends)
        asked = [i for i in range(n) if not tiny[i]]
        self.candidates = [i for i in asked if i not in taken]
        self.rows: Matrix = np.zeros((0, len(NAMES)), dtype=np.float32)
        if self.candidates:
            own = np.zeros((n, len(OWN)))
            own[asked] = [_own(page, i, ends[i]) for i in asked]
            prose = _prose(own)
            prose[list(taken)] = False
            columns = {name: own[:, k] for name, k in _AT.items()}
            shapes = surroundings.Shapes(page, tiny, np.array(ends), prose, columns)
            around = surroundings.surroundings(shapes, self.candidates)
            self.rows = np.concatenate([own[self.candidates], around], axis=1, dtype=np.float32)


def _tiny(page: Page, ends: list[int]) -> list[bool]:
    small = [s < 8 and (s < 2 or not 1 <= e <= 3) for s, e in zip(page.sizes, ends, strict=True)]
    n = len(small)
    return [
        is_small and (page.sizes[i] < 4 or page.lines[i].bullet or (0 < i < n - 1 and small[i - 1] and small[i + 1]))
        for i, is_small in enumerate(small)
    ]


def _own(page: Page, i: int, end: int) -> list[float]:
    line, words, c = page.lines[i], page.words[i], page.cues[i]
    text, size = line.text, page.sizes[i]
    first = text[0]
    start = 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 3
    tokens = text[:300].split(None, 40)
    count = len(tokens)
    head = text[:200]
    function = page.function_share(i)
    heads = words[:60]
    return [
        math.log1p(size), math.log1p(len(text)), end, min(12, line.indent), min(4, line.gap), text.count(",") / count,
        function, function * min(60, size), len([t for t in tokens if t[0].isupper()]) / count,
        len([t for t in tokens if len(t) > 1 and t.isupper()]) / count, len(_DIGIT.findall(head)) / len(head),
        sum(map(head.count, _MARK)), len(_PERSON.intersection(heads)), len(_SAY.intersection(heads)),
        bool(heads) and heads[0] in _CALLS, _quotes(text), len(line.key) / max(1, size),
        i in page.dates, min(6, page.repeats[line.key]), rules.is_caption(page, i), rules.is_pointer(page, i),
        rules.is_byline(page, i), "http" in text or "@" in text or "www." in text,
        sum(map(text.count, _CODE)) / len(text), start, line.bullet,
        *[c.get(name, -1) for name in cues.NAMES],
    ]  # fmt: skip


def _quotes(text: str) -> int:
    return text.count('"') if text.isascii() else len(_QUOTE.findall(text))


def _prose(own: Numbers) -> Numbers:
    """Whether each line reads like running text: long, or ended like a sentence, and made with small words."""
    size, end, function = np.expm1(own[:, _AT["words"]]), own[:, _AT["end"]], own[:, _AT["function"]]
    ended = (end >= 1) & (end <= 3)
    return np.where(
        size > 44.5, own[:, _AT["code"]] < 0.04,
        np.where(ended, (size > 5.5) & ((function > 0.08) | (size > 13.5)), (size > 27.5) & (function > 0.12)),
    )  # fmt: skip
