"""What the model sees of a line: its own look, its neighbours, its place on the page and in the run of text.

Everything is counted once a page in plain lists: a page has to be cleaned
within a few milliseconds, without numpy.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import accumulate

from peaceindex.cleaning import cues, language, rules
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
_REACH = 10
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[|»›•·/>#@_]")
_QUOTE = re.compile(r"[\"“”„«»]")
_CODE = re.compile(r"[{}=<>;_]")

OWN = (
    "words", "chars", "end", "indent", "gap", "commas", "function", "functions", "capitals", "shouted", "digits",
    "marks", "person", "say", "call", "quotes", "word_length", "date", "repeats", "caption", "pointer", "byline",
    "link", "code", "start", "bullet",
    *(f"cue_{name}" for name in cues.NAMES),
)  # fmt: skip
"""Features of a line by itself."""
AROUND = (
    "words-2", "words-1", "words+1", "words+2", "end-2", "end-1", "end+1", "end+2", "prose-1", "prose+1", "caps-1",
    "caps+1", "more-1", "caption+1", "gap_after", "place", "words_before", "prose_before", "prose_after",
    "prose_near_before", "prose_near_after", "prose_words_10", "lines", "total_prose", "run", "to_run_start",
    "to_run_end", "run_share", "since_prose", "until_prose", "since_notice", "since_heading", "since_form",
    "prose_since_heading", "prose_since_form", "heading_cue", "likeness", "likeness_head", "likeness_title",
    "from_title", "words_since_start", "same_length", "prose_run_here", "short_lines_near", "echo", "kin_before",
    "kin_after", "kin_all", "kin_both", "kin_start", "person_near", "say_near", "quotes_near", "consent_near",
    "call_near", "dates_near", "repeats_near", "open_near", "open_page", "bullets_near", "bylines_since",
    "dates_since", "heads_since", "prose_since_start", "short_before", "short_after", "mean_before", "mean_after",
)  # fmt: skip
"""Features of a line's surroundings."""
NAMES = (*OWN, *AROUND)
_AT = {name: i for i, name in enumerate(OWN)}


class Table:
    """The features of a page's lines: `rows[i]` for each candidate line i, columns as in NAMES.

    Lines of a few words that end no sentence are no candidates if they are
    items or stand among others of their kind: those are menus, never text.
    """

    def __init__(self, page: Page, taken: Collection[int]) -> None:
        self.page = page
        n = len(page)
        self.sizes = page.sizes
        self.ends = [_END_CLASS.get(line.end, 0) if line.end else 0 for line in page.lines]
        self.tiny = _tiny(page, self.ends)
        self.own = [None if self.tiny[i] else _own(page, i, self.ends[i]) for i in range(n)]
        self.prose = [row is not None and i not in taken and _prose(row) for i, row in enumerate(self.own)]
        self.candidates = [i for i in range(n) if not self.tiny[i] and i not in taken]
        self.rows: dict[int, list[float]] = {}
        if self.candidates:
            self._around()

    def _column(self, name: str, empty: float = 0.0) -> list[float]:
        at = _AT[name]
        return [empty if row is None else row[at] for row in self.own]

    def _around(self) -> None:
        page, prose, sizes, ends = self.page, self.prose, self.sizes, self.ends
        n = len(page)
        weight = [min(s, 80) if p else 0 for s, p in zip(sizes, prose, strict=True)]
        start, stop = _run(weight, sizes, ends)
        before = [0, *accumulate(weight)]
        total = before[-1] or 1
        all_before = [0, *accumulate(sizes)]
        title, title_words = _title(page, start, weight)
        sets = [
            frozenset() if self.tiny[i] else frozenset(w for w in page.words[i][:120] if len(w) > 3 and w not in _SMALL)
            for i in range(n)
        ]
        run_prose = [i for i in range(start, stop) if prose[i]]
        core = Counter(w for i in run_prose for w in sets[i])
        head = frozenset().union(*(sets[i] for i in run_prose[:4]))
        kin = _kinship(sets, self.tiny)
        caps = self._column("capitals")
        near = [_near_sums(self._column(name)) for name in ("person", "say", "quotes")]
        cue = page.cues
        near.append(_near_sums([float("consent" in c or "form" in c or "rights" in c) for c in cue]))
        near += [_near_sums(self._column(name)) for name in ("call", "date")]
        near.append(_near_sums([float(page.repeats[line.key] > 1) for line in page.lines]))
        open_lines = [float(s >= 12 and e == 0) for s, e in zip(sizes, ends, strict=True)]
        near.append(_near_sums(open_lines))
        open_page = sum(s for s, o in zip(sizes, open_lines, strict=True) if o) / (sum(s for s in sizes if s > 11) or 1)
        bullets = _near_sums([float(line.bullet) for line in page.lines])
        mixed = _neighbours(weight)
        short = [0, *accumulate(s < 6 for s in sizes)]
        log_sizes = [math.log1p(s) for s in sizes]
        captions = self._column("caption")
        since_prose, until_prose = _distances(prose)
        notice = heading = form = -1
        prose_at_heading = prose_at_form = 0
        heading_cue = 0.0
        run_here = bylines = datelines = heads = seen = 0
        recent: list[int] = []
        opening: set[str] = set()
        starts: dict[str, int] = {}
        wanted = set(self.candidates)
        lines_log, total_log, run_share = (
            math.log1p(n),
            math.log1p(total),
            (before[stop] - before[start]) / total,
        )
        dates = page.dates
        for i, line in enumerate(page.lines):
            size, c, words, is_prose = sizes[i], cue[i], sets[i], prose[i]
            run_here = run_here + 1 if is_prose else 0
            echo = -1
            if size > 3:
                echo = starts.get(line.key[:30], -1)
                starts.setdefault(line.key[:30], i)
            if i in wanted:
                own = self.own[i]
                assert own is not None
                count = len(words) or 1
                mine = 1 if is_prose and start <= i < stop else 0
                here = before[i]
                lo2, lo1, hi1, hi2 = i - 2, i - 1, i + 1, i + 2
                self.rows[i] = [
                    *own,
                    log_sizes[lo2] if lo2 >= 0 else 0.0, log_sizes[lo1] if lo1 >= 0 else 0.0,
                    log_sizes[hi1] if hi1 < n else 0.0, log_sizes[hi2] if hi2 < n else 0.0,
                    ends[lo2] if lo2 >= 0 else -1, ends[lo1] if lo1 >= 0 else -1,
                    ends[hi1] if hi1 < n else -1, ends[hi2] if hi2 < n else -1,
                    prose[lo1] if lo1 >= 0 else 0, prose[hi1] if hi1 < n else 0,
                    caps[lo1] if lo1 >= 0 else 0, caps[hi1] if hi1 < n else 0,
                    cue[lo1].get("more", -1) if lo1 >= 0 else -1, captions[hi1] if hi1 < n else 0,
                    min(3, page.lines[hi1].gap) if hi1 < n else 3,
                    i / n, all_before[i] / (all_before[-1] or 1), here / total, (total - before[hi1]) / total,
                    here - before[max(0, i - 6)], before[min(n, i + 7)] - before[hi1],
                    before[min(n, i + 11)] - before[max(0, i - 10)], lines_log, total_log,
                    0 if i < start else 1 if i < stop else 2, i - start, stop - i, run_share,
                    since_prose[i], until_prose[i],
                    i - notice if notice >= 0 else -1, i - heading if heading >= 0 else -1,
                    i - form if form >= 0 else -1,
                    here - prose_at_heading if heading >= 0 else -1, here - prose_at_form if form >= 0 else -1,
                    heading_cue,
                    sum(core[w] > mine for w in words) / count, 0 if mine else len(words & head) / count,
                    len(words & title_words) / len(title_words) if title_words else 0.0,
                    i - title if title >= 0 else -99, here - before[start] if i >= start else -1,
                    size * len(recent) / sum(recent) if recent else -1.0, run_here,
                    short[min(n, i + 5)] - short[max(0, i - 4)], i - echo if echo >= 0 else -1,
                    *kin[i], len(words & opening) / count if words and seen > 2 else -1.0,
                    *(s[i] for s in near), open_page, bullets[i], bylines, datelines, heads, seen, *mixed[i],
                ]  # fmt: skip
            if is_prose:
                recent = [*recent[-5:], size]
            if i >= start:
                bylines += not is_prose and size < 30 and c.get("byline", 9) == 0
                datelines += size < 14 and i in dates
                heads += not is_prose and 5 <= size <= 24 and ends[i] == 0
                seen += is_prose
                if is_prose and seen <= 6:
                    opening |= words
                if before[i] > before[start]:
                    if c.get("rights", 9) <= 3:
                        notice = i
                    if c.get("form", 9) <= 2:
                        form, prose_at_form = i, before[i + 1]
                    if size <= 9 and not is_prose and ends[i] in (0, 4):
                        if c.get("more", 9) <= 1:
                            heading, prose_at_heading = i, before[i + 1]
                        heading_cue = 1.0 if "more" in c else 2.0 if c else 0.0


def _tiny(page: Page, ends: list[int]) -> list[bool]:
    small = [s < 8 and (s < 2 or not 1 <= e <= 3) for s, e in zip(page.sizes, ends, strict=True)]
    n = len(small)
    return [
        is_small and (page.sizes[i] < 4 or page.lines[i].bullet or (0 < i < n - 1 and small[i - 1] and small[i + 1]))
        for i, is_small in enumerate(small)
    ]


_SMALL = language.ALL_FUNCTION_WORDS


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
        len(_MARK.findall(head)), len(_PERSON.intersection(heads)), len(_SAY.intersection(heads)),
        bool(heads) and heads[0] in _CALLS, len(_QUOTE.findall(text[:2000])), len(line.key) / max(1, size),
        i in page.dates, min(6, page.repeats[line.key]), rules.is_caption(page, i), rules.is_pointer(page, i),
        rules.is_byline(page, i), "http" in text or "@" in text or "www." in text,
        len(_CODE.findall(text[:2000])) / min(2000, len(text)), start, line.bullet,
        *[c.get(name, -1) for name in cues.NAMES],
    ]  # fmt: skip


def _prose(row: list[float]) -> bool:
    size, end, function = math.expm1(row[0]), row[2], row[6]
    if size >= 45:
        return row[_AT["code"]] < 0.04
    if 1 <= end <= 3:
        return size >= 6 and (function > 0.08 or size >= 14)
    return size >= 28 and function > 0.12


def _run(weight: list[int], sizes: list[int], ends: list[int]) -> tuple[int, int]:
    """The densest run of running text: start and stop. Long lines that end no sentence count for little."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for i, w in enumerate(weight):
        total += (w if ends[i] else w // 4) if w else -(4 + min(8, sizes[i]) / 2)
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > best:
            best, span = total, (start, i + 1)
    return span


def _title(page: Page, start: int, weight: list[int]) -> tuple[int, frozenset[str]]:
    """The line before the run that shares most words with it, as a first guess at the title, and its telling words."""
    run = {w for i in range(start, min(len(page), start + 12)) if weight[i] for w in page.words[i] if len(w) > 3}
    best, place = 0.9, -1
    for i in range(max(0, start - 40), min(start + 1, len(page))):
        if 3 <= page.sizes[i] <= 30 and not weight[i]:
            score = sum(w in run for w in page.words[i] if len(w) > 3) - 0.03 * (start - i) - page.lines[i].bullet
            if score > best:
                best, place = score, i
    return place, frozenset(w for w in page.words[place] if len(w) > 3) if place >= 0 else frozenset()


def _distances(flags: list[bool]) -> tuple[list[int], list[int]]:
    """For each place the steps to the last flag before it and to the next one after it, at most 99."""
    n = len(flags)
    since, until = [99] * n, [99] * n
    last = -99
    for i, flag in enumerate(flags):
        since[i] = min(99, i - last)
        last = i if flag else last
    last = n + 99
    for i in range(n - 1, -1, -1):
        until[i] = min(99, last - i)
        last = i if flags[i] else last
    return since, until


def _kinship(sets: list[frozenset[str]], tiny: list[bool]) -> list[tuple[float, float, float, int]]:
    """For each line the shares of its telling words that stand in the ten lines before, after, and elsewhere at all.

    The last value counts the words that stand on both sides. Tiny lines are passed over.
    """
    places = [i for i, t in enumerate(tiny) if not t]
    full = [sets[i] for i in places]
    everywhere = Counter(_chain(full))
    before: dict[str, int] = {}
    after: dict[str, int] = Counter(_chain(full[1 : _REACH + 1]))
    found: list[tuple[float, float, float, int]] = [(-1.0, -1.0, -1.0, 0)] * len(sets)
    for k, words in enumerate(full):
        if words:
            behind = [w for w in words if before.get(w)]
            ahead = sum(1 for w in words if after.get(w))
            both = sum(1 for w in behind if after.get(w))
            known = sum(1 for w in words if everywhere[w] > 1)
            size = len(words)
            found[places[k]] = (len(behind) / size, ahead / size, known / size, both)
        for w in words:
            before[w] = before.get(w, 0) + 1
        if k >= _REACH:
            for w in full[k - _REACH]:
                before[w] -= 1
        if k + 1 < len(full):
            for w in full[k + 1]:
                after[w] -= 1
        if k + _REACH + 1 < len(full):
            for w in full[k + _REACH + 1]:
                after[w] = after.get(w, 0) + 1
    return found


def _chain(sets: Iterable[frozenset[str]]) -> Iterable[str]:
    for words in sets:
        yield from words


def _near_sums(values: list[float]) -> list[float]:
    """For each place the sum over it and the three values on either side."""
    sums = [0.0, *accumulate(values)]
    n = len(values)
    return [sums[min(n, i + 4)] - sums[max(0, i - 3)] for i in range(n)]


def _neighbours(weight: list[int]) -> list[tuple[float, float, float, float]]:
    """For each line the shares of lines without prose among the eight before and after, and the prose's mean size."""
    sums = [0, *accumulate(weight)]
    counts = [0, *accumulate(int(w > 0) for w in weight)]
    n = len(weight)
    found = []
    for i in range(n):
        a, b = max(0, i - 8), min(n, i + 9)
        before, after = counts[i] - counts[a], counts[b] - counts[i + 1]
        found.append(
            (
                1 - before / (i - a) if i > a else -1.0,
                1 - after / (b - i - 1) if b > i + 1 else -1.0,
                (sums[i] - sums[a]) / before if before else 0.0,
                (sums[b] - sums[i + 1]) / after if after else 0.0,
            )
        )
    return found
