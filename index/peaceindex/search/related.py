"""Related articles: those that share what is telling in an article, near it in time.

What is telling are its words that few other articles have, weighted as in BM25 (Robertson and Zaragoza 2009, "The
Probabilistic Relevance Framework", section 3), and its tags and topics. The sum for another article, divided by that
for the article itself, is the part that both share; it counts for less the further apart the two are in time.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from peaceindex.errors import Cancelled
from peaceindex.search.schema import MAX_TERM_CHARS
from peaceindex.text.folding import fold
from peaceindex.text.language import FUNCTION_WORDS
from peaceindex.text.tokens import FIRST_UNSPACED, folded_words, written_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from peaceindex.model.article import Article
    from peaceindex.search.columns import Columns, Floats, Longs
    from peaceindex.search.generation import Generation

_TERMS: Final = 32
"""The most telling words of an article that are looked for."""
_TITLE_WEIGHT: Final = 3
"""A word of the title counts as often as this."""
_MOST_COMMON: Final = 0.2
"""A word that more than this part of all articles have tells nothing."""
_FEW_ARTICLES: Final = 5
"""In a small library a word may be in this many articles, but not in over three quarters of them."""
_SATURATION, _LENGTH_WEIGHT = 1.2, 0.75
"""k1 and b of BM25."""
_TAG_WEIGHT: Final = 1.5
_FAR: Final = 0.6
"""What a share counts for that is far apart in time, and by how many days it falls by e."""
_DAYS: Final = 45.0
_UNDATED: Final = 0.75
_LEAST: Final = 0.12
"""An article that shares less than this part is not related."""
_LEAST_SHARED: Final = 2
_SHOWN_SHARED: Final = 3


class Relation(msgspec.Struct, frozen=True):
    """A related document by the row of its article, with its score and the most telling of what both have."""

    row: int
    score: float
    shared: tuple[str, ...]


def relations(
    generation: Generation,
    article: Article,
    row: int,
    choose: Callable[[list[int]], list[int]],
    cancelled: Callable[[], bool],
) -> list[Relation]:
    """Return the articles that are most related to the one in `row`, as `choose` chooses of their rows, nearest first.

    There are none if the article is not in the index yet. Raise Cancelled
    soon after `cancelled()` is true.
    """
    columns = generation.columns
    own = columns.documents([row])
    if not len(own):
        return []
    document = int(own[0])
    scores, counts = np.zeros(len(columns)), np.zeros(len(columns), np.int32)
    parts: list[tuple[str, Longs, Floats]] = []
    for shown, documents, weights in (*_words(generation, article), *_tags(columns, document)):
        if cancelled():
            raise Cancelled
        scores[documents] += weights
        counts[documents] += 1
        parts.append((shown, documents, weights))
    if not scores[document]:
        return []
    scores = scores / scores[document] * _nearness(columns, document)
    is_related = columns.alive & (scores >= _LEAST) & (counts >= _LEAST_SHARED)
    is_related[document] = False
    found = np.flatnonzero(is_related)
    order = found[np.lexsort((columns.rows[found], -scores[found]))].tolist()
    documents_of = {int(columns.rows[one]): one for one in order}
    chosen = [(row, documents_of[row]) for row in choose(list(documents_of))]
    return [Relation(row, min(1.0, float(scores[one])), _shared(parts, one)) for row, one in chosen]


def _words(generation: Generation, article: Article) -> Iterator[tuple[str, Longs, Floats]]:
    """Yield the telling words of an article as they are written there, each with its documents and their scores."""
    vocabulary, executor = generation.vocabulary, generation.executor
    assert vocabulary is not None
    size = generation.columns.count
    counts: Counter[str] = Counter(folded_words(article.text))
    for word in folded_words(article.title or ""):
        counts[word] += _TITLE_WEIGHT
    most = min(max(_FEW_ARTICLES, int(size * _MOST_COMMON)), max(2, 3 * size // 4))
    small_words = _small_words(article.language)
    telling: list[tuple[float, str]] = []
    for word, count in counts.items():
        if (len(word) < 3 and word < FIRST_UNSPACED) or word in small_words:
            continue
        frequency = vocabulary.frequency(word[:MAX_TERM_CHARS], ("body",))
        if 1 < frequency <= most:
            telling.append(((1 + log(count)) * log(1 + size / frequency), word))
    telling.sort(key=lambda one: (-one[0], one[1]))
    spelled = _as_written(article, {word for _, word in telling[:_TERMS]})
    lengths = executor.lengths("body")
    average = float(lengths.mean()) or 1.0 if lengths is not None and len(lengths) else 1.0
    for weight, word in telling[:_TERMS]:
        documents, found = executor.postings_of("body", (word[:MAX_TERM_CHARS],))
        often = np.asarray(found, float)
        relative = lengths[documents] / average if lengths is not None else np.ones(len(documents))
        room = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * relative)
        yield spelled.get(word, word), documents, weight * often * (1 + _SATURATION) / (often + room)


@cache
def _small_words(language: str | None) -> frozenset[str]:
    """Return the commonest words of a language, folded, which tell nothing even where few articles have them."""
    lists = [FUNCTION_WORDS[language]] if language in FUNCTION_WORDS else FUNCTION_WORDS.values()
    return frozenset(fold(word) for words in lists for word in words)


def _as_written(article: Article, words: set[str]) -> dict[str, str]:
    """Return the most frequent spelling of folded words in an article."""
    spellings: dict[str, Counter[str]] = {}
    for text in (article.text, article.title or ""):  # a title may be all in capitals
        for word, spelling in zip(folded_words(text), written_words(text), strict=False):
            if word in words:
                spellings.setdefault(word, Counter())[spelling] += 1
    return {word: found.most_common(1)[0][0] for word, found in spellings.items()}


def _tags(columns: Columns, document: int) -> Iterator[tuple[str, Longs, Floats]]:
    """Yield the tags of a document that over a quarter of all lack, each with its documents and their scores."""
    first, last = int(columns.tag_start[document]), int(columns.tag_start[document + 1])
    for code in columns.tag[first:last].tolist():
        places = np.flatnonzero(columns.tag == code)
        documents = np.searchsorted(columns.tag_start, places, side="right") - 1
        if 1 < len(documents) <= max(2, 3 * columns.count // 4):
            weight = _TAG_WEIGHT * log(1 + columns.count / len(documents))
            yield columns.tags[code], documents, np.full(len(documents), weight)


def _nearness(columns: Columns, document: int) -> npt.NDArray[Any]:
    """Return for each document what it counts for by its distance in time from another."""
    day = columns.day.astype(np.int64)
    if not day[document]:
        return np.full(len(columns), _UNDATED)
    apart = np.abs(day - day[document])
    near = _FAR + (1 - _FAR) * np.exp(-apart / _DAYS)
    return np.where(day > 0, near, _UNDATED)


def _shared(parts: list[tuple[str, Longs, Floats]], document: int) -> tuple[str, ...]:
    """Return the most telling of what a document shares. What is a part of another, whatever its case, is left out."""
    found: list[tuple[float, str]] = []
    for shown, documents, weights in parts:
        at = int(np.searchsorted(documents, document))
        if at < len(documents) and documents[at] == document:
            found.append((float(weights[at]), shown))
    chosen: list[str] = []
    for _, shown in sorted(found, key=lambda one: (-len(one[1].split()), -one[0], one[1])):
        words = shown.casefold().split()
        if not any(set(words) <= set(other.casefold().split()) for other in chosen):
            chosen.append(shown)
    weight = {shown: value for value, shown in found}
    return tuple(sorted(chosen, key=lambda one: (-weight[one], one))[:_SHOWN_SHARED])
