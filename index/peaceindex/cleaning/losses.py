"""What cleaning may have cut from an article by mistake: running text that only a model's judgement speaks against.

Most of what is cut from a scraped page is furniture, so the number of cut words tells nothing. A cut line counts here
if no evidence names it something else (a notice, a caption, a share row, a line of the siblings, the user's own cut),
if it reads like running text, and if it speaks of what the article speaks of: most of its longer words stand in the
text that was kept. Where the page shows no furniture that would explain the cut, the last is not asked. Such a line
is a loss right before the text, where the beginning would be, within the text, and right behind it.
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
"""Reasons that only say that a line was cut."""
_PLACES: Final = frozenset(
    ("menu", "teaser", "link", "head of the page", "foot of the page", "tags of the page", "beside the article",
     "live updates", "media", "title")
)  # fmt: skip
"""Reasons that say in what place of its page a line stood: a summary is often in the place of something else."""
_SHAPES: Final = frozenset(("menu", "menu or label", "repeated line", "running head or foot of a print"))
"""Reasons that say what a line is shaped like: a list's items are shaped like a menu's."""
_TITLES: Final = frozenset(("title", "field: title"))
_HEAD: Final = frozenset(
    (*_TITLES, "title repeated", "byline", "byline or date line", "date line", "dateline", "breadcrumb trail")
)
"""What stands above an article that is not furniture of its page."""
_DOUBTFUL: Final = _UNSURE | _PLACES
_OF_A_LIST: Final = _UNSURE | _SHAPES
_ABOVE_TEXT: Final = _HEAD | _UNSURE
_BEFORE: Final = "before the article: "

_ENDED, _UNENDED = 8, 12
"""Words of the shortest line that reads like running text: one that ends a sentence, and one that does not."""
_TITLE = 16
"""A title that ends like a sentence and has as many words is rather the first paragraph."""
_SHARED = 0.6
_CAPITALS = 0.6
"""In a headline of English most words have a capital; in running text fewer than this share have."""
_REACH = 14
_OTHERS = 2
"""The beginning is looked for in so many lines before the text, and not above more than so many that may be teasers."""
_MOST = 3
"""More lines than this in a row, on a page with furniture, are a list of teasers."""
_ABOVE, _ABOVE_WORDS = 8, 3
_FURNITURE = 0.01
"""A page with so few lines above the text, or words of furniture, shows none that would explain a cut."""
_STEM = 5
"""By so many of its first letters a word is known in all its forms."""
_SHORT = 6
"""A line of fewer words is no teaser, but a label."""
_DATELINE = 3
"""The name of an agency stands as far in at most in a dateline."""
_LETTERS = 12
"""So many letters count as a word at least, for scripts that do not part words."""


def losses_of(text: str, article: Article) -> Losses:
    """The losses of an article that was made of this source text."""
    lines = split(text)
    places = {line.number: i for i, line in enumerate(lines)}
    reasons = {
        place: cut.reason
        for cut in article.cuts
        if (place := places.get(cut.line)) is not None and cut.text == lines[place].raw  # else it is but a piece
    }
    return losses(lines, reasons, article.title, article.paragraphs)


def losses(
    lines: Sequence[Line],
    reasons: Mapping[int, str],
    title: str | None,
    paragraphs: Sequence[str],
    repeats: Mapping[str, int] | None = None,
) -> Losses:
    """The losses of an article with this title and these paragraphs.

    `lines` are those of its source; `reasons` say why lines were cut from it, by their index in `lines`; `repeats`,
    if they are known, how often each squashed line stands in the source.
    """
    return _Page(lines, reasons, title, paragraphs, repeats).losses()


class _Page:
    """The lines of a source with what became of each."""

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
        """The lines before the text that may be its beginning, from below."""
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
        """The lines between the first line of the text and the last."""
        for i in range(self.kept[0], self.kept[-1]):
            if i in self.reasons and (self._is_loss(i, within=True) or self._is_of_a_list(i)):
                yield i

    def _behind(self) -> Iterator[int]:
        """The lines that go on where the text ends."""
        for i in range(self.kept[-1] + 1, len(self.lines)):
            if not self._is_loss(i, within=True):
                return
            yield i

    # --- what a line is

    def _is_loss(self, i: int, *, within: bool) -> bool:
        """Whether a cut line may be of the article: one before its text, or one within it or behind."""
        if self.reasons[i] not in _DOUBTFUL:
            return False
        line = self.lines[i]
        size = _size(line)
        if size < _ENDED or (size < _UNENDED and not is_sentence_like(line)):
            return False
        unexplained = self._is_clean if within else self._is_bare  # no furniture is there that would explain the cut
        if not unexplained and (line.bullet or _is_call(line) or _is_headline(line)):
            return False
        if self.repeats[line.key] > 1 or self._is_title(line) or _is_caption(line):
            return False
        return (unexplained or self._shares_words(line)) and not self._is_kept(line)

    def _is_of_a_list(self, i: int) -> bool:
        """Whether a line within the text is cut for its shape alone, where the page shows no furniture."""
        return self.reasons[i] in _OF_A_LIST and self._is_clean and not self._is_kept(self.lines[i])

    def _is_kept(self, line: Line) -> bool:
        """Whether the words of a line stand in the article."""
        return line.key in self.words or line.key in self.text

    def _is_title(self, line: Line) -> bool:
        return bool(self.title) and (line.key in self.title or self.title in line.key)

    def _shares_words(self, line: Line) -> bool:
        """Whether enough of a line's longer words, by their beginnings, stand in the text.

        Where the script does not part words, pairs of signs.
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
        """Whether hardly any furniture stands on the whole page."""
        first, last = self.kept[0], self.kept[-1]
        unknown = [i for i, reason in self.reasons.items() if reason not in _ABOVE_TEXT]
        furniture = sum(
            [_size(self.lines[i]) for i in unknown if not first < i < last or self.reasons[i] not in _SHAPES]
        )
        return not furniture or furniture <= _FURNITURE * sum([_size(self.lines[i]) for i in self.kept])

    def _furniture(self, places: Iterable[int], known: frozenset[str]) -> int:
        """The words of the cut lines among these that were cut for other reasons than the known ones."""
        return sum([_size(self.lines[i]) for i in places if self.reasons[i] not in known])

    @cached_property
    def repeats(self) -> Mapping[str, int]:
        return Counter(line.key for line in self.lines) if self._repeats is None else self._repeats

    @cached_property
    def words(self) -> str:
        """The words of the text, each between spaces: to look for a few is quicker than to list all."""
        return f" {' '.join([self.lines[i].key for i in self.kept])} "

    @cached_property
    def signs(self) -> str:
        """The same without the spaces, for scripts that do not part words."""
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
