"""What cleaning may have cut from an article by mistake: running text that only a model's judgement rejects.

Most of what is cut from a scraped page is boilerplate, so the number of cut words means nothing. A cut line counts here
on three conditions:

- no evidence names it something else (a notice, a caption, a share row, a sibling's line, the user's own cut);
- it reads like running text;
- it is about the same things as the article: most of its longer words stand in the kept text.

The last condition does not apply where the page shows no boilerplate that would explain the cut. A line that meets them
is a loss if it stands directly before the text, where the beginning would be, within the text, or directly after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from peaceindex.cleaning import cues, tones
from peaceindex.model.article import NO_LOSSES, Article, Losses
from peaceindex.text.lines import Line, is_sentence_like, split, squash

_UNSURE: Final = frozenset(
    ("text that is not of this article", "heading or teaser", "not of the article", "description of a picture")
)
"""Reasons that say no more than that a line was cut."""
_PLACES: Final = frozenset(
    ("menu", "teaser", "link", "head of the page", "foot of the page", "tags of the page", "beside the article",
     "live updates", "media", "title")
)  # fmt: skip
"""Reasons that name the place of a line on its page. A summary often stands in the place of something else."""
_SHAPES: Final = frozenset(("menu", "menu or label", "repeated line", "running head or foot of a print"))
"""Reasons that name the form of a line. List items have the same form as menu items."""
_TITLES: Final = frozenset(("title", "field: title"))
_HEAD: Final = frozenset(
    (*_TITLES, "title repeated", "byline", "byline or date line", "date line", "dateline", "breadcrumb trail")
)
"""Reasons for lines above an article that are not boilerplate of its page."""
_DOUBTFUL: Final = _UNSURE | _PLACES
_OF_A_LIST: Final = _UNSURE | _SHAPES
_ABOVE_TEXT: Final = _HEAD | _UNSURE
_BEFORE: Final = "before the article: "

_ENDED, _UNENDED = 8, 12
"""The fewest words of a line that reads like running text: one that ends a sentence, and one that does not."""
_TITLE = 16
"""A title that ends like a sentence and has at least this many words is more likely the first paragraph."""
_SHARED = 0.6
_CAPITALS = 0.6
"""In an English headline most words have a capital; in running text fewer than this share have one."""
_REACH = 14
_OTHERS = 2
"""How many lines before the text the search for the beginning covers, and how many of them may be teasers."""
_MOST = 3
"""A run of more lines than this on a page with boilerplate is a list of teasers."""
_ABOVE, _ABOVE_WORDS = 8, 3
_FURNITURE = 0.01
"""The most lines and words above the text, and the largest share of words of boilerplate on the page, at which no
boilerplate explains a cut."""
_STEM = 5
"""The number of first letters by which a word is recognised in all its forms."""
_SHORT = 6
"""A line of fewer words is not a teaser but a label."""
_DATELINE = 3
"""The last word of a dateline, counted from 0, at which the name of an agency may stand."""
_LETTERS = 12
"""At least one word is counted for this many letters, for scripts without spaces between words."""


def losses_of(text: str, article: Article) -> Losses:
    """Return the losses of an article that was made from this source text."""
    lines = split(text)
    places = {line.number: i for i, line in enumerate(lines)}
    reasons = {
        place: cut.reason
        for cut in article.cuts
        if (place := places.get(cut.line)) is not None and cut.text == lines[place].raw  # else it is only a part
    }
    return losses(lines, reasons, article.title, article.paragraphs)


def losses(
    lines: Sequence[Line],
    reasons: Mapping[int, str],
    title: str | None,
    paragraphs: Sequence[str],
    repeats: Mapping[str, int] | None = None,
) -> Losses:
    """Return the losses of an article with this title and these paragraphs.

    `lines` are the lines of its source. `reasons` are the reasons for which lines were cut, by index in `lines`.
    `repeats` is how often each squashed line stands in the source, if known.
    """
    return _Page(lines, reasons, title, paragraphs, repeats).losses()


class _Page:
    """The lines of a source, with what became of each."""

    def __init__(
        self,
        lines: Sequence[Line],
        reasons: Mapping[int, str],
        title: str | None,
        paragraphs: Sequence[str],
        repeats: Mapping[str, int] | None,
    ) -> None:
        self.lines = lines
        self.reasons = {i: reason.removeprefix(_BEFORE) for i, reason in reasons.items()}
        self.kept = [i for i in range(len(lines)) if i not in self.reasons]
        self.title = squash(title or "")
        self.paragraphs = paragraphs
        self._repeats = repeats

    def losses(self) -> Losses:
        if not self.kept:
            return NO_LOSSES
        opening = list(self._opening())
        if len(opening) > _MOST and not self._is_bare:
            opening = []
        lost = sum(_size(self.lines[i]) for i in (*opening, *self._within(), *self._behind()))
        return Losses(len(opening), lost, sum(_size(self.lines[i]) for i in self.kept)) if lost else NO_LOSSES

    # --- where losses are looked for

    def _opening(self) -> Iterator[int]:
        """Yield the lines before the text that may be its beginning, from the bottom up."""
        first, others = self.kept[0], 0
        for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
            line = self.lines[i]
            if self.reasons[i] in _TITLES and self._is_title(line):
                if self._is_bare and _size(line) >= _TITLE and is_sentence_like(line):
                    yield i
                return
            if self._is_loss(i, within=False):
                yield i
            elif self.reasons[i] in _UNSURE and line.words >= _SHORT and self.repeats[line.key] == 1:
                others += 1
                if others > _OTHERS:
                    return

    def _within(self) -> Iterator[int]:
        """Yield the possible losses between the first line of the text and the last."""
        for i in range(self.kept[0], self.kept[-1]):
            if i in self.reasons and (self._is_loss(i, within=True) or self._is_of_a_list(i)):
                yield i

    def _behind(self) -> Iterator[int]:
        """Yield the lines that continue the text after its end."""
        for i in range(self.kept[-1] + 1, len(self.lines)):
            if not self._is_loss(i, within=True):
                return
            yield i

    # --- what a line is

    def _is_loss(self, i: int, *, within: bool) -> bool:
        """Return whether a cut line may belong to the article; `within` is False for a line before its text."""
        if self.reasons[i] not in _DOUBTFUL:
            return False
        line = self.lines[i]
        size = _size(line)
        if size < _ENDED or (size < _UNENDED and not is_sentence_like(line)):
            return False
        unexplained = self._is_clean if within else self._is_bare  # no boilerplate is there that would explain the cut
        if not unexplained and (line.bullet or _is_call(line) or _is_headline(line)):
            return False
        if self.repeats[line.key] > 1 or self._is_title(line) or _is_caption(line):
            return False
        return (unexplained or self._shares_words(line)) and not self._is_kept(line)

    def _is_of_a_list(self, i: int) -> bool:
        """Return whether a line within the text is cut only for its form, where the page shows no boilerplate."""
        return self.reasons[i] in _OF_A_LIST and self._is_clean and not self._is_kept(self.lines[i])

    def _is_kept(self, line: Line) -> bool:
        """Return whether the words of a line stand in the article."""
        return line.key in self.words or line.key in self.text

    def _is_title(self, line: Line) -> bool:
        return bool(self.title) and (line.key in self.title or self.title in line.key)

    def _shares_words(self, line: Line) -> bool:
        """Return whether enough of a line's longer words, by their beginnings, stand in the text.

        In scripts without spaces between words, pairs of characters are compared instead.
        """
        if len(line.text) > _LETTERS * (line.text.count(" ") + 1):
            signs = line.key.replace(" ", "")
            pairs = [signs[i : i + 2] for i in range(len(signs) - 1)]
            return len([pair for pair in pairs if pair in self.signs]) >= _SHARED * len(pairs)
        words = [word for word in line.groups if len(word) > 3] or line.groups
        stems = [f" {word[:_STEM]}" if len(word) >= _STEM else f" {word} " for word in words]
        return len([stem for stem in stems if stem in self.words]) >= _SHARED * len(stems)

    # --- what the page is

    @cached_property
    def _is_bare(self) -> bool:
        """Whether nothing but the head of an article stands above the text."""
        first = self.kept[0]
        return first <= _ABOVE and self._furniture(range(first), _ABOVE_TEXT) <= _ABOVE_WORDS

    @cached_property
    def _is_clean(self) -> bool:
        """Whether hardly any boilerplate stands on the whole page."""
        first, last = self.kept[0], self.kept[-1]
        unknown = [i for i, reason in self.reasons.items() if reason not in _ABOVE_TEXT]
        furniture = sum(
            [_size(self.lines[i]) for i in unknown if not first < i < last or self.reasons[i] not in _SHAPES]
        )
        return not furniture or furniture <= _FURNITURE * sum([_size(self.lines[i]) for i in self.kept])

    def _furniture(self, places: Iterable[int], known: frozenset[str]) -> int:
        """Return the number of words of these cut lines that were cut for other reasons than the known ones."""
        return sum([_size(self.lines[i]) for i in places if self.reasons[i] not in known])

    @cached_property
    def repeats(self) -> Mapping[str, int]:
        return Counter(line.key for line in self.lines) if self._repeats is None else self._repeats

    @cached_property
    def words(self) -> str:
        """The words of the text, each between spaces. Searching it for a few words is faster than listing all."""
        return f" {' '.join([self.lines[i].key for i in self.kept])} "

    @cached_property
    def signs(self) -> str:
        """The same without the spaces, for scripts without spaces between words."""
        return self.words.replace(" ", "")

    @cached_property
    def text(self) -> str:
        return " ".join(map(squash, self.paragraphs))


def _size(line: Line) -> int:
    return max(line.words, len(line.key) // _LETTERS)


def _is_caption(line: Line) -> bool:
    place = cues.cues_in(line.groups).get("caption", 1)
    return place == 0 or place > _DATELINE or "©" in line.text


def _is_call(line: Line) -> bool:
    return not tones.CALLS.isdisjoint(line.groups[:1])


def _is_headline(line: Line) -> bool:
    words = line.text.split()
    return len([word for word in words if word[0].isupper()]) > _CAPITALS * len(words)
