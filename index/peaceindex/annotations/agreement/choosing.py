"""What is compared of two coders: which of their passages, in which articles, by which labels; and what is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from peaceindex.annotations.agreement.comparing import Compared
from peaceindex.annotations.agreement.units import coded
from peaceindex.annotations.annotators import ME, name_key
from peaceindex.annotations.codebook import code_key
from peaceindex.errors import PeaceindexError
from peaceindex.model.agreement import CONSENSUS
from peaceindex.model.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from peaceindex.model.agreement import Unit
    from peaceindex.model.article import Article
    from peaceindex.model.code import Code
    from peaceindex.model.passage import Passage

Chosen = Literal["both", "either", "all"]
"""Articles in which both coders have passages, those in which one of them has, or all articles of the library."""

_MAX_LABELS = 10
"""The number of labels that a message names."""
_SIMILAR = 0.85
"""From this share of common characters on, two names of codes may be meant as the same."""


class Chooser:
    """Chooses what is compared, for one comparison."""

    def __init__(
        self,
        passages: Sequence[Passage],
        me: str,
        codes: Sequence[Code],
        labels_below: Callable[[str], Iterable[str]],
        articles: Callable[[Iterable[str]], list[Article]],
        all_ids: Callable[[], Collection[str]],
    ) -> None:
        """`passages` are those of everybody, where they stand now, `me` is who works in the library.

        `codes` and `labels_below` are of the codebook; `articles` returns the articles with these ids that exist.
        """
        self._everything = passages
        self._me = one_line(me)
        self._codes = codes
        self._labels_below = labels_below
        self._articles = articles
        self._all_ids = all_ids

    def chosen(
        self, first: str, second: str, unit: Unit, articles: Chosen | Collection[str], label: str | None
    ) -> Compared:
        """Return what is to be compared. Raise PeaceindexError, with advice, if there is nothing."""
        everything = self._everything
        names = self._resolved(first), self._resolved(second)
        if names[0] & names[1]:
            raise PeaceindexError(
                "These are the same annotator: there is nothing to compare.", f"Name two of: {self._who()}."
            )
        sides = [[one for one in everything if one.annotator in name] for name in names]
        shown = self._shown(first, names[0]), self._shown(second, names[1])
        notes: list[str] = []
        placed = [self._placed(one, name, notes) for one, name in zip(sides, shown, strict=True)]
        for one, name in zip(placed, shown, strict=True):
            if not one:
                raise PeaceindexError(
                    f"All passages of {name} are lost: their articles are not in this library, or were changed.",
                    "Add the articles that were coded, then import the file again.",
                )
        ids = self._ids(placed, shown, articles, notes)
        found = sorted(self._articles(ids), key=lambda article: article.id)
        own = [{article.id: one.get(article.id, []) for article in found} for one in placed]
        labels = self._labels(own, shown, label, notes)
        return Compared(
            *shown,
            unit,
            [coded(one, own[0][one.id], own[1][one.id], unit) for one in found],
            labels,
            _by_article(one for one in everything if one.annotator == CONSENSUS),
            tuple(notes),
        )

    def _resolved(self, name: str) -> set[str]:
        """Return the names under which an annotator's passages are stored. Raise PeaceindexError if there is none."""
        known = {passage.annotator for passage in self._everything}
        wanted: str = one_line(name)
        if name_key(wanted) == ME:
            found = known & {"", self._me}
        else:
            found = {wanted} & known or {one for one in known if name_key(one) == name_key(wanted)}
        if found and (wanted or "" in found):
            return found
        advice = "Import another's with 'peacereader passages --import FILE --as NAME'."
        who = f"There are passages by: {self._who()}. " if known else "There are no passages yet. "
        raise PeaceindexError(f"There is no passage by '{wanted}' in this library.", who + advice)

    def _who(self) -> str:
        """Return the annotators with their numbers of passages, in words."""
        counts = Counter(passage.annotator for passage in self._everything)
        return ", ".join(f"{name or 'me, without a name'} ({counts[name]:,})" for name in sorted(counts))

    def _shown(self, name: str, stored: Collection[str]) -> str:
        """Return the name of an annotator as it is stored, whatever spelling of it was given."""
        is_me = name_key(one_line(name)) == ME or "" in stored
        return (self._me or ME) if is_me else next(iter(stored))

    @staticmethod
    def _placed(passages: Sequence[Passage], name: str, notes: list[str]) -> dict[str, list[Passage]]:
        lost = [one for one in passages if one.anchoring == "lost"]
        uncertain = sum(one.anchoring == "uncertain" for one in passages)
        if lost:
            notes.append(
                f"{_passages(len(lost))} of {name} {_is(len(lost))} left out: their article is not in this library, or "
                "has other words now."
            )
        if uncertain:
            notes.append(f"{_passages(uncertain)} of {name} {_is(uncertain)} placed where the words are only similar.")
        return _by_article(one for one in passages if one.anchoring != "lost")

    def _ids(
        self,
        placed: Sequence[Mapping[str, Sequence[Passage]]],
        names: tuple[str, str],
        chosen: Chosen | Collection[str],
        notes: list[str],
    ) -> set[str]:
        first, second = (set(one) for one in placed)
        if not isinstance(chosen, str):
            ids = set(chosen)
        elif chosen == "all":
            ids = set(self._all_ids())
        else:
            ids = first & second if chosen == "both" else first | second
        if not ids and chosen == "both":
            raise PeaceindexError(
                f"{names[0]} and {names[1]} have no article in common: {names[0]} coded {_articles(len(first))}, "
                f"{names[1]} {_articles(len(second))}.",
                "Import codings of the same articles. If one of them found nothing in those that both have read, say "
                "which these are: --articles either, all or a QUERY.",
            )
        if not ids:
            raise PeaceindexError("There is no article to compare.", "Choose others with --articles.")
        for name, own in zip(names, (first, second), strict=True):
            if left := len(own - ids):
                it = "it" if left == 1 else "them"
                why = f", since only {name} coded {it}; --articles either counts {it}" if chosen == "both" else ""
                notes.append(f"{_articles(left)} with passages of {name} {_is(left)} not compared{why}.")
        return ids

    def _labels(
        self,
        own: Sequence[Mapping[str, Sequence[Passage]]],
        names: tuple[str, str],
        label: str | None,
        notes: list[str],
    ) -> dict[str, str]:
        """Return the labels to compare in the order of the codebook: how each is spelled, by its key."""
        uses = [
            Counter(code_key(each) for passages in one.values() for passage in passages for each in passage.labels)
            for one in own
        ]
        used = {
            code_key(code.name): code.name for code in self._codes if any(code_key(code.name) in one for one in uses)
        }
        if label is not None:
            below = {code_key(name) for name in self._labels_below(label)}
            chosen = {key: name for key, name in used.items() if key in below}
            if not chosen:
                there = ", ".join(list(used.values())[:_MAX_LABELS]) or "none"
                raise PeaceindexError(
                    f"Neither {names[0]} nor {names[1]} uses the label '{one_line(label)}' in the articles compared.",
                    f"Labels there: {there}.",
                )
            return chosen
        alone = [{key: used[key] for key in used if one[key] and not other[key]} for one, other in (uses, uses[::-1])]
        for key, name in alone[0].items():
            if similar := next((other for at, other in alone[1].items() if _is_similar(key, at)), None):
                notes.append(
                    f"Only {names[0]} uses “{name}”, only {names[1]} “{similar}”. If they are one code, "
                    "'peacereader codes --merge' makes them one."
                )
        return used


def _is_similar(one: str, other: str) -> bool:
    """Return whether two names of codes may be meant as the same: but for signs, an ending or a slip."""
    from difflib import SequenceMatcher

    first, second = ("".join(character for character in name if character.isalnum()) for name in (one, other))
    return bool(first and second) and SequenceMatcher(None, first, second, autojunk=False).ratio() >= _SIMILAR


def _by_article(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.article_id].append(passage)
    return dict(found)


def _passages(count: int) -> str:
    return f"{count:,} passage{'' if count == 1 else 's'}"


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _is(count: int) -> str:
    return "was" if count == 1 else "were"
