"""The wording of values on the screen and the command line: dates, counts, reading time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.additions import Removal
    from peaceindex.model.article import Losses
    from peaceindex.model.concordance import Concordance
    from peaceindex.model.correction import Field
    from peaceindex.model.event import Event
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Anchoring, Passage
    from peaceindex.model.passage_change import PassageChange
    from peaceindex.model.search import Request
    from peaceindex.model.search_change import SearchChange
    from peaceindex.model.search_results import Hit

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
DATE_NOT_KNOWN = "date not known"
OUTLET_NOT_KNOWN = "outlet not known"
LANGUAGE_NOT_KNOWN = "language not known"
AUTHOR_NOT_KNOWN = "author not known"
STATE_WORDS = {"later": "to read later"}
"""Words for states whose name does not say enough."""
TITLE_NOT_KNOWN = "no title"
ANCHORING_WORDS = {
    "exact": "",
    "moved": "the text has changed: found in another place",
    "uncertain": "the text has changed: the place is uncertain",
    "lost": "no longer in the article; the words above are as you bookmarked them",
}
REMOVAL_WORDS = {
    "in the bin": "its article is in the bin; the words above are as you bookmarked them",
    "emptied": "you removed its article; the words above are as you bookmarked them",
}
WORDS_A_MINUTE = 230
"""An adult's silent reading of English non-fiction: 238 words a minute (Brysbaert 2019), rounded down."""

_MOST_LISTED = 20


class Placed(Protocol):
    """A passage, or a quotation of one."""

    @property
    def anchoring(self) -> Anchoring:
        """How certain its place is."""

    @property
    def removal(self) -> Removal:
        """Whether the user removed its article."""


def long_date(date: str | None) -> str:
    """Return `2025-05-12` as `12 May 2025`, `2025-05` as `May 2025`, `2025` as it is; a phrase for an unknown date."""
    if not date:
        return DATE_NOT_KNOWN
    parts = date.split("-")
    try:
        if len(parts) == 1:
            return parts[0]
        month = MONTHS[int(parts[1]) - 1]
        return f"{int(parts[2])} {month} {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"
    except (ValueError, IndexError):
        return date


def short_date(date: str | None) -> str:
    """Return `2025-12-28` as `28 Dec 2025`; otherwise the same as `long_date`."""
    return " ".join(w[:3] if w in MONTHS else w for w in long_date(date).split(" "))


def short_month(month: str) -> str:
    """Return `2025-05` as `May 2025`, with the month in three letters."""
    year, _, number = month.partition("-")
    is_month = len(number) <= 2 and number.isdecimal() and 1 <= int(number) <= 12
    return f"{MONTHS[int(number) - 1][:3]} {year}" if is_month else month


def date_span(value: str) -> str:
    """Return a date, or a range `FIRST..LAST`, in short words: `16 May 2025`, `May–Jun 2025`, `Nov 2024–Jan 2025`."""
    first, dots, last = value.partition("..")
    one, other = short_date(first), short_date(last)
    if not dots or one == other:
        return one
    if len(first) != len(last) or len(first) == 4 or first[:4] != last[:4]:
        return f"{one}–{other}"
    return f"{one.split()[0] if first[:7] == last[:7] else one[:-5]}–{other}"


def language_name(code: str) -> str:
    """Return the English name of a language by its code of ISO 639-1; a code that is not known as it is."""
    from peaceindex.model.languages import LANGUAGES

    return LANGUAGES.get(code, code)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 article`, `12,431 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def field_name(field: Field) -> str:
    """Return the name of a field of an article, with a capital."""
    return "Address" if field == "url" else field.capitalize()


def passage_place_words(passage: Placed) -> str:
    """Return what is to be said of where a passage stands now; "" if it is where it was bookmarked."""
    return REMOVAL_WORDS[passage.removal] if passage.removal else ANCHORING_WORDS[passage.anchoring]


def anchoring_summary(passages: Sequence[Passage]) -> str:
    """Return how many passages of an article are no longer exactly where they were bookmarked; "" if there are none."""
    counts = Counter(passage.anchoring for passage in passages)
    words: dict[Anchoring, str] = {
        "moved": "moved with the text",
        "uncertain": "reworded",
        "lost": "no longer in the text",
    }
    parts = [f"{counts[kind]} {phrase}" for kind, phrase in words.items() if counts[kind]]
    return f"passages: {', '.join(parts)}" if parts else ""


def reading_time(text: str) -> str:
    """Return the time that a text takes to read, in whole minutes, at `WORDS_A_MINUTE`."""
    return f"{max(1, round(len(text.split()) / WORDS_A_MINUTE))} min"


def minutes_left(text: str, position: int) -> str:
    """Return how long a text takes to read from a code point on, such as ` · 3 min left`; "" near its end."""
    minutes = round(len(text[position:].split()) / WORDS_A_MINUTE)
    return f" · {minutes} min left" if minutes else ""


def publication_count(hit: Hit, short: bool = False) -> str:
    """Return how often a hit's article is published, itself included: `in 3 outlets`, `in 3` if `short`; "" if once."""
    if hit.story_size < 2:
        return ""
    if hit.story_outlets < 2:
        return f"{hit.story_size:,}×" if short else f"published {hit.story_size:,} times"
    return f"in {hit.story_outlets:,}" if short else f"in {counted(hit.story_outlets, 'outlet')}"


def loss_summary(losses: Losses) -> str:
    """Return what may have been cut by mistake, as `2 lines before the article were cut`; "" if nothing."""
    if losses.opening:
        return f"{counted(losses.opening, 'line')} before the article {'was' if losses.opening == 1 else 'were'} cut"
    return "over a tenth of the words may have been cut by mistake" if losses.exceed_a_tenth else ""


def first_of(values: Sequence[str]) -> str:
    """Return a list in words; of a long one the beginning, and how many more there are."""
    more = len(values) - _MOST_LISTED
    return ", ".join(values) if more < 2 else f"{', '.join(values[:_MOST_LISTED])} and {more:,} more"


def join_words(values: Sequence[str]) -> str:
    """Join values: `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(values[:-1]), *values[-1:]]))


def note_lines(note: str) -> list[str]:
    """Return the lines of a note as a list of passages in plain text has them, after the word for what they are."""
    from peaceindex.model.safe_text import one_line

    return [f"Note: {note}" if not number else note for number, note in enumerate(map(one_line, note.splitlines()))]


def request_line(request: Request) -> str:
    """Return a request on one line: its words as typed, then its filters."""
    from peaceindex import printable

    return " · ".join([printable(" ".join(request.text.split())) or "all articles", *filters(request)])


def change_words(changes: Sequence[PassageChange]) -> str:
    """Return what a step of the history changed: `the note on 1 passage`, `labels of 3 passages`."""
    words = {"bookmark": "bookmarking of", "remove": "removal of", "restore": "return of"}
    kinds: dict[str, int] = {}
    tagged = sum(change.action == "tag" for change in changes)
    marked = len({id for change in changes for id in change.marked})
    codebook = ["the codebook"] if any(change.action == "code" for change in changes) else []
    for change in changes:
        if change.action in ("tag", "mark", "code"):
            continue
        fields = {"note": "note on", "labels": "labels of", "event": "event of"}
        kind = words.get(change.action) or " and ".join(fields[name] for name in fields if name in change.after)
        kinds[kind] = kinds.get(kind, 0) + 1
    passages = [f"{kind} {counted(number, 'passage')}" for kind, number in kinds.items()]
    of_articles = {"tags of": tagged, "marks of": marked}
    articles = [f"{noun} {counted(number, 'article')}" for noun, number in of_articles.items() if number]
    return join_words([*codebook, *passages, *articles])


def search_change_words(change: SearchChange) -> str:
    """Return what a change of saved searches was: `saving of “swaps”`, `renaming of “a” to “b”`."""
    from peaceindex import printable

    before, after = (None if name is None else f"“{printable(name)}”" for name in (change.before, change.after))
    if before is None:
        return f"saving of {after}"
    if after is None:
        return f"removal of {before}" if change.number is None else f"removal of {before} from the recent searches"
    return f"replacement of {before}" if before == after else f"renaming of {before} to {after}"


def event_words(event: Event) -> str:
    """Return an event on one line: `12 May 2025 (week) · Sur · Protests, Peaceful protest · A – B · 3 killed`."""
    is_exact = event.precision == ("month" if len(event.date) == 7 else "day")
    date = short_date(event.date) if event.date else ""
    killed = (
        "" if event.fatalities is None else "none killed" if not event.fatalities else f"{event.fatalities:,} killed"
    )
    parts = (
        f"{date} ({event.precision})" if event.precision and not is_exact else date,
        event.place,
        ", ".join(filter(None, (event.type, event.subtype))),
        " – ".join(event.actors),
        killed,
    )
    return " · ".join(filter(None, parts))


def local_time(timestamp: str) -> str:
    """Return a time in ISO 8601, UTC, as `12 May 2025 16:05` in the user's time zone; anything else unchanged."""
    try:
        local = datetime.fromisoformat(timestamp).astimezone()
    except ValueError:
        return timestamp
    return f"{short_date(local.date().isoformat())} {local:%H:%M}"


def filters(request: Request) -> list[str]:
    """Return the filters of a request, and its order unless that is the default: `outlet Amed Post`."""
    words = ["words as written"] if request.exact else []
    for name, ticked, unknown in (
        ("outlet", request.outlets, OUTLET_NOT_KNOWN),
        ("date", request.dates, DATE_NOT_KNOWN),
        ("tag", request.tags, "no tags"),
        ("language", request.languages, LANGUAGE_NOT_KNOWN),
        ("author", request.authors, AUTHOR_NOT_KNOWN),
        ("label", request.labels, "no label"),
        ("is", request.states, ""),
    ):
        for prefix, values in ((name, ticked.include), (f"not {name}", ticked.exclude)):
            if values:
                words.append(f"{prefix} {', '.join(value or unknown for value in sorted(values))}")
    order = "last added" if request.sort == "added" else request.sort
    return [*words, f"{order} first"] if request.sort != "relevance" else words


def copy_words(lines: Concordance) -> str:
    """Return how many lines of a concordance there are with the copies that are folded, or "" if there are no more."""
    count = lines.unfolded_count
    return f", {count:,} with copies," if count > len(lines) else ""


def evidence_words(evidence: Evidence, url: str | None) -> str:
    """Return the evidence for an article as a sentence or two, or "" if none is known.

    `url` is the address of the article, for the address of its archived copy.
    """
    parts = []
    if evidence.retrieved:
        day = long_date(evidence.retrieved[:10])
        parts.append(f"Retrieved {day}" + (f" (date of the {evidence.retrieved_by})" if evidence.retrieved_by else ""))
    if evidence.place:
        parts.append(f"at {evidence.place} of its file")
    if evidence.sha256:
        parts.append(f"SHA-256 of the file {evidence.sha256}")
    words = ", ".join(parts)
    sentences = [f"{words[:1].upper()}{words[1:]}."] if words else []
    if archived := evidence.archive_address(url):  # no full stop behind an address, so that it can be copied
        sentences.append(f"Archived copy, if there is one: {archived}")
    return " ".join(sentences)
