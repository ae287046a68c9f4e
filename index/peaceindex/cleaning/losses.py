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
from functools import cached_property
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning import cues, speech_words
from peaceindex.cleaning.reasons import BEFORE_ARTICLE, Reason
from peaceindex.model.article import NO_LOSSES, Article, Losses
from peaceindex.text.lines import Line, is_sentence_like, normalise, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_VAGUE: Final = frozenset(
    (Reason.OTHER_TEXT, Reason.HEADING_OR_TEASER, Reason.NOT_OF_ARTICLE, Reason.PICTURE_DESCRIPTION)
)
"""Reasons that say no more than that a line was cut."""
_PAGE_PLACES: Final = frozenset(
    (Reason.MENU, Reason.TEASER, Reason.LINK, Reason.PAGE_HEAD, Reason.PAGE_FOOT, Reason.PAGE_TAGS, Reason.SIDEBAR,
     Reason.LIVE_UPDATES, Reason.MEDIA, Reason.TITLE)
)  # fmt: skip
"""Reasons that name the place of a line on its page. A summary often stands in the place of something else."""
_LINE_FORMS: Final = frozenset((Reason.MENU, Reason.MENU_OR_LABEL, Reason.REPEATED_LINE, Reason.RUNNING_HEAD))
"""Reasons that name the form of a line. List items have the same form as menu items."""
_TITLES: Final = frozenset((Reason.TITLE, Reason.TITLE_FIELD))
_HEAD: Final = frozenset(
    (*_TITLES, Reason.TITLE_REPEATED, Reason.BYLINE, Reason.BYLINE_OR_DATE, Reason.DATE_LINE, Reason.DATELINE,
     Reason.BREADCRUMB_TRAIL)
)  # fmt: skip
"""Reasons for lines above an article that are not boilerplate of its page."""
_DOUBTFUL: Final = _VAGUE | _PAGE_PLACES
_DOUBTFUL_IN_LIST: Final = _VAGUE | _LINE_FORMS
_NOT_BOILERPLATE: Final = _HEAD | _VAGUE

_MIN_SENTENCE_WORDS, _MIN_UNENDED_WORDS = 8, 12
"""The fewest words of a line that reads like running text: one that ends a sentence, and one that does not."""
_PARAGRAPH_TITLE_WORDS = 16
"""A title that ends like a sentence and has at least this many words is more likely the first paragraph."""
_SHARED_WORDS_SHARE = 0.6
"""The least share of a line's longer words that stand in the text, if it is about the same things."""
_CAPITALS_SHARE = 0.6
"""In an English headline most words have a capital; in running text fewer than this share have one."""
_OPENING_LINES = 14
"""How many lines before the text the search for the beginning covers."""
_MAX_OPENING_TEASERS = 2
"""How many of those lines may be teasers."""
_MAX_OPENING_LOSSES = 3
"""A run of more lines than this on a page with boilerplate is a list of teasers."""
_BARE_LINES_ABOVE, _BARE_WORDS_ABOVE = 8, 3
_CLEAN_BOILERPLATE_SHARE = 0.01
"""The most lines and words above the text, and the largest share of words of boilerplate on the page, at which no
boilerplate explains a cut."""
_STEM_LETTERS = 5
"""The number of first letters by which a word is recognised in all its forms."""
_TEASER_WORDS = 6
"""A line of fewer words is not a teaser but a label."""
_DATELINE_WORDS = 3
"""The last word of a dateline, counted from 0, at which the name of an agency may stand."""
_LETTERS_PER_WORD = 12
"""At least one word is counted for this many letters, for scripts without spaces between words."""


def losses_of(text: str, article: Article) -> Losses:
    """Return the losses of an article that was made from this source text."""
    lines = split(text)
    index_by_number = {line.number: i for i, line in enumerate(lines)}
    reasons = {
        index: cut.reason
        for cut in article.cuts
        if (index := index_by_number.get(cut.line)) is not None
        and cut.text == lines[index].raw  # else it is only a part
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
    `repeats` is how often each normalised line stands in the source, if known.
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
        self.reasons = {i: reason.removeprefix(BEFORE_ARTICLE) for i, reason in reasons.items()}
        self.kept = [i for i in range(len(lines)) if i not in self.reasons]
        self.title = normalise(title or "")
        self.paragraphs = paragraphs
        self._repeats = repeats

    def losses(self) -> Losses:
        if not self.kept:
            return NO_LOSSES
        opening = list(self._opening())
        if len(opening) > _MAX_OPENING_LOSSES and not self._is_bare:
            opening = []
        lost_words = sum(_word_count(self.lines[i]) for i in (*opening, *self._within(), *self._after()))
        return (
            Losses(len(opening), lost_words, sum(_word_count(self.lines[i]) for i in self.kept))
            if lost_words
            else NO_LOSSES
        )

    # --- where losses are looked for

    def _opening(self) -> Iterator[int]:
        """Yield the lines before the text that may be its beginning, from the bottom up."""
        first_kept, teasers = self.kept[0], 0
        for i in range(first_kept - 1, max(-1, first_kept - 1 - _OPENING_LINES), -1):
            line = self.lines[i]
            if self.reasons[i] in _TITLES and self._is_title(line):
                if self._is_bare and _word_count(line) >= _PARAGRAPH_TITLE_WORDS and is_sentence_like(line):
                    yield i
                return
            if self._is_loss(i, within=False):
                yield i
            elif self.reasons[i] in _VAGUE and line.words >= _TEASER_WORDS and self.repeats[line.key] == 1:
                teasers += 1
                if teasers > _MAX_OPENING_TEASERS:
                    return

    def _within(self) -> Iterator[int]:
        """Yield the possible losses between the first line of the text and the last."""
        for i in range(self.kept[0], self.kept[-1]):
            if i in self.reasons and (self._is_loss(i, within=True) or self._is_list_item(i)):
                yield i

    def _after(self) -> Iterator[int]:
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
        size = _word_count(line)
        if size < _MIN_SENTENCE_WORDS or (size < _MIN_UNENDED_WORDS and not is_sentence_like(line)):
            return False
        is_unexplained = (
            self._is_clean if within else self._is_bare
        )  # no boilerplate is there that would explain the cut
        if not is_unexplained and (line.bullet or _is_call_to_action(line) or _is_headline(line)):
            return False
        if self.repeats[line.key] > 1 or self._is_title(line) or _is_caption(line):
            return False
        return (is_unexplained or self._shares_words(line)) and not self._is_in_article(line)

    def _is_list_item(self, i: int) -> bool:
        """Return whether a line within the text is cut only for its form, where the page shows no boilerplate."""
        return self.reasons[i] in _DOUBTFUL_IN_LIST and self._is_clean and not self._is_in_article(self.lines[i])

    def _is_in_article(self, line: Line) -> bool:
        """Return whether the words of a line stand in the article."""
        return line.key in self.words or line.key in self.text

    def _is_title(self, line: Line) -> bool:
        return bool(self.title) and (line.key in self.title or self.title in line.key)

    def _shares_words(self, line: Line) -> bool:
        """Return whether enough of a line's longer words, by their beginnings, stand in the text.

        In scripts without spaces between words, pairs of characters are compared instead.
        """
        if len(line.text) > _LETTERS_PER_WORD * (line.text.count(" ") + 1):
            characters = line.key.replace(" ", "")
            pairs = [characters[i : i + 2] for i in range(len(characters) - 1)]
            return len([pair for pair in pairs if pair in self.characters]) >= _SHARED_WORDS_SHARE * len(pairs)
        words = [word for word in line.groups if len(word) > 3] or line.groups
        stems = [f" {word[:_STEM_LETTERS]}" if len(word) >= _STEM_LETTERS else f" {word} " for word in words]
        return len([stem for stem in stems if stem in self.words]) >= _SHARED_WORDS_SHARE * len(stems)

    # --- what the page is

    @cached_property
    def _is_bare(self) -> bool:
        """Whether nothing but the head of an article stands above the text."""
        first = self.kept[0]
        return (
            first <= _BARE_LINES_ABOVE and self._boilerplate_words(range(first), _NOT_BOILERPLATE) <= _BARE_WORDS_ABOVE
        )

    @cached_property
    def _is_clean(self) -> bool:
        """Whether hardly any boilerplate stands on the whole page."""
        first, last = self.kept[0], self.kept[-1]
        other_cuts = [i for i, reason in self.reasons.items() if reason not in _NOT_BOILERPLATE]
        boilerplate_words = sum(
            [
                _word_count(self.lines[i])
                for i in other_cuts
                if not first < i < last or self.reasons[i] not in _LINE_FORMS
            ]
        )
        return not boilerplate_words or boilerplate_words <= _CLEAN_BOILERPLATE_SHARE * sum(
            [_word_count(self.lines[i]) for i in self.kept]
        )

    def _boilerplate_words(self, cut: Iterable[int], not_boilerplate: frozenset[str]) -> int:
        """Return the number of words of these cut lines whose reason is not among these."""
        return sum([_word_count(self.lines[i]) for i in cut if self.reasons[i] not in not_boilerplate])

    @cached_property
    def repeats(self) -> Mapping[str, int]:
        return Counter(line.key for line in self.lines) if self._repeats is None else self._repeats

    @cached_property
    def words(self) -> str:
        """The words of the text, each between spaces. Searching it for a few words is faster than listing all."""
        return f" {' '.join([self.lines[i].key for i in self.kept])} "

    @cached_property
    def characters(self) -> str:
        """The same without the spaces, for scripts without spaces between words."""
        return self.words.replace(" ", "")

    @cached_property
    def text(self) -> str:
        return " ".join(map(normalise, self.paragraphs))


def _word_count(line: Line) -> int:
    return max(line.words, len(line.key) // _LETTERS_PER_WORD)


def _is_caption(line: Line) -> bool:
    cue_place = cues.cues_in(line.groups).get("caption", 1)
    return cue_place == 0 or cue_place > _DATELINE_WORDS or "©" in line.text


def _is_call_to_action(line: Line) -> bool:
    return not speech_words.CALLS.isdisjoint(line.groups[:1])


def _is_headline(line: Line) -> bool:
    words = line.text.split()
    return len([word for word in words if word[0].isupper()]) > _CAPITALS_SHARE * len(words)
