"""Messages that the tasks post to screens and dialogs which open later. No first paint loads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from peaceindex.model.additions import AddedFolder, BinnedArticle, SourceNote
    from peaceindex.model.agreement import AgreementReport
    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import ArticleMarks
    from peaceindex.model.audit import Audit, EncodingChoice
    from peaceindex.model.code import Code
    from peaceindex.model.code_table import CodeTable
    from peaceindex.model.coded_passage import CodedPassage
    from peaceindex.model.collocates import Collocates
    from peaceindex.model.comparison import Comparison
    from peaceindex.model.concordance import Concordance
    from peaceindex.model.event import Event
    from peaceindex.model.event_book import EventBook
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peaceindex.model.saved_search import HitCounts, LoggedSearch, SavedSearch
    from peaceindex.model.search import Request, Span
    from peaceindex.model.search_change import SearchChange
    from peaceindex.model.story import Change, Story
    from peaceindex.model.timeline import FirstArticle, Timeline
    from peacereader.passage_order import Group
    from peacereader.tui.widgets.article_links import Link, Section


@dataclass(eq=False, repr=False)
class Spelled(Message):
    """The other spellings of a text by which values of facets are filtered, folded."""

    text: str
    spellings: tuple[str, ...]


@dataclass(eq=False, repr=False)
class StoryRead(Message):
    """The story of an article, or None if no other article shares its copy."""

    story: Story | None


@dataclass(eq=False, repr=False)
class MarksChanged(Message):
    """The marks of articles have changed; these are their marks now, by id."""

    marks: Mapping[str, ArticleMarks]


@dataclass(eq=False, repr=False)
class NeighboursRead(Message):
    """The names in the text of an article, and other articles: those of its story, and related ones."""

    article_id: str
    names: Sequence[Link]
    sections: Sequence[Section]


@dataclass(eq=False, repr=False)
class ChangesRead(Message):
    """The changes that a member of a story made to the copy; None for the member that the others are compared with."""

    article_id: str
    changes: tuple[Change, ...] | None


@dataclass(eq=False, repr=False)
class Compared(Message):
    """Two articles were compared; `passages` are those of both, by the ids of the articles."""

    comparison: Comparison
    passages: Mapping[str, Sequence[Passage]]


@dataclass(eq=False, repr=False)
class PassagesListed(Message):
    """The passages that match a query were read, sorted and grouped. `hint` and `refusal` are as in `FoundPassages`."""

    query: str
    passages: Sequence[Passage]
    groups: Sequence[Group]
    hint: str
    refusal: str


@dataclass(eq=False, repr=False)
class PlaceRead(Message):
    """The article of a passage was read with all its passages.

    If it cannot be read, `article` is None, and `problem` says why in words.
    """

    passage: Passage
    article: Article | None
    passages: Sequence[Passage]
    problem: str = ""


@dataclass(eq=False, repr=False)
class LabelsRead(Message):
    """The labels that there are, for these passages. `digits` gives the label that each digit sets."""

    passages: Sequence[Passage]
    codes: Sequence[Code]
    digits: Mapping[str, str]


@dataclass(eq=False, repr=False)
class CodesRead(Message):
    """The codebook was read, with the number of passages of each label, and what is wrong with its file.

    `found` are the ids of the passages that the list of passages shows, and `at` is the code to show, or "".
    """

    codes: Sequence[Code]
    uses: Mapping[str, int]
    problems: Sequence[str]
    found: Sequence[str]
    at: str = ""


@dataclass(eq=False, repr=False)
class CodesCounted(Message):
    """The passages of each label were counted by other properties."""

    table: CodeTable


@dataclass(eq=False, repr=False)
class CodersCompared(Message):
    """Two coders were compared; None if they cannot be, for a reason in `words`. `people` are all who can be chosen."""

    report: AgreementReport | None
    people: Sequence[str]
    words: str = ""


@dataclass(eq=False, repr=False)
class TagsRead(Message):
    """The user's tags of these articles were read, and all that are `known`. `about` says which articles they are."""

    about: str
    article_ids: Sequence[str]
    tags: Sequence[Sequence[str]]
    known: Sequence[str]


@dataclass(eq=False, repr=False)
class TagsChanged(Message):
    """The user's tags of these articles have changed: what each has now, by its id."""

    tags: Mapping[str, tuple[str, ...]]


@dataclass(eq=False, repr=False)
class EventRead(Message):
    """What is needed to ask for the event of a passage: the names that are known, and those of events.yaml.

    `suggested` is an event with what the passage's words say of it.
    """

    passage: Passage
    known: EventBook
    listed: EventBook
    suggested: Event


@dataclass(eq=False, repr=False)
class EventsListed(Message):
    """The events that match a query."""

    query: str
    coded: Sequence[CodedPassage]


@dataclass(eq=False, repr=False)
class AuditRead(Message):
    """An article was read together with its source; `is_corrected` says whether a correction came before.

    `reanchored` holds the passages whose anchoring differs from before the correction.
    """

    audit: Audit
    is_corrected: bool = False
    reanchored: Sequence[Passage] = ()


@dataclass(eq=False, repr=False)
class EncodingsRead(Message):
    """The possible encodings of an article's source were found."""

    choices: Sequence[EncodingChoice]


@dataclass(eq=False, repr=False)
class ConcordanceMade(Message):
    """The lines of a request were found, or sorted in another order. `asked` is as in `SearchDone`."""

    asked: Request
    lines: Concordance


@dataclass(eq=False, repr=False)
class TimelineMade(Message):
    """Searches were counted over time. `firsts` are the first articles by outlet; None if they were not looked for."""

    timeline: Timeline
    firsts: tuple[FirstArticle, ...] | None


@dataclass(eq=False, repr=False)
class CollocatesCounted(Message):
    """The words near the hits of a concordance were counted."""

    collocates: Collocates


@dataclass(eq=False, repr=False)
class SentenceFound(Message):
    """The sentence of an article that contains a hit was found."""

    article: Article
    span: Span
    choose_style: bool


@dataclass(eq=False, repr=False)
class EvidenceFound(Message):
    """The evidence for the article of a passage was read; there is none if the article is gone."""

    passage: Passage
    evidence: Evidence | None
    choose_style: bool


@dataclass(eq=False, repr=False)
class HistoryRead(Message):
    """The texts of the searches that were logged, oldest first."""

    texts: Sequence[str]


@dataclass(eq=False, repr=False)
class SearchesRead(Message):
    """The stored searches were read: the saved ones by name, the logged ones oldest first.

    `change` is what was undone or redone before; the cursor goes there.
    """

    saved: list[SavedSearch]
    logged: list[LoggedSearch]
    change: SearchChange | None = None


@dataclass(eq=False, repr=False)
class NewsCounted(Message):
    """The hits of a saved search were counted."""

    search: SavedSearch
    news: HitCounts


@dataclass(eq=False, repr=False)
class NamesRead(Message):
    """A search is to be saved; the names of the `saved` searches are taken."""

    request: Request
    saved: list[SavedSearch]


@dataclass(eq=False, repr=False)
class ExportProgress(Message):
    """So many of the hits to export are written."""

    done: int
    total: int


@dataclass(eq=False, repr=False)
class Exported(Message):
    """An export was written; `words` say where."""

    words: str


@dataclass(eq=False, repr=False)
class SamplePassages(Message):
    """There are passages in the sample pages that this library does not have."""

    count: int


@dataclass(eq=False, repr=False)
class SamplesTaken(Message):
    """Passages were taken along from the sample pages; `words` says how many."""

    words: str


@dataclass(eq=False, repr=False)
class AdditionProgress(Message):
    """How far an addition is. `stage` is reading, comparing or indexing; `total` is 0 until it is known.

    `tally` counts the outcomes of the sources so far, as `AddReport.status`, and those that are doubtful.
    """

    paths: Sequence[Path]
    stage: str
    done: int
    total: int
    tally: Mapping[str, int]


@dataclass(eq=False, repr=False)
class AdditionEnded(Message):
    """An addition has ended, with the outcomes of its sources as in `AdditionProgress`."""

    paths: Sequence[Path]
    tally: Mapping[str, int]
    is_stopped: bool


@dataclass(eq=False, repr=False)
class WatchFound(Message):
    """Articles came from a folder that is watched."""

    tally: Mapping[str, int]


@dataclass(eq=False, repr=False)
class PathsPreviewed(Message):
    """What adding paths would find, as far as it was looked at. `number` is that of the request."""

    number: int
    files: int
    counts: Mapping[str, int]
    """Of `articles`, `known`, `removed`, `failed` and `doubtful`."""
    kinds: Mapping[str, int]
    """Articles by the name of their format."""
    skipped: Mapping[str, int]
    """Files that hold no articles, by their kind."""
    failures: Sequence[str]
    is_done: bool


@dataclass(eq=False, repr=False)
class PathsCompleted(Message):
    """What the path that was typed may go on as."""

    text: str
    found: Sequence[str]


@dataclass(eq=False, repr=False)
class ArticlesRemoved(Message):
    """Articles were moved to the bin, or came back from it; `words` say so. `ids` are those that were moved there."""

    words: str
    ids: Sequence[str] = ()


@dataclass(eq=False, repr=False)
class HitsToRemove(Message):
    """The ids of all hits of a search, of which it is to be asked whether to remove them."""

    ids: Sequence[str]


@dataclass(eq=False, repr=False)
class BinRead(Message):
    """The articles in the bin were read."""

    articles: Sequence[BinnedArticle]


@dataclass(eq=False, repr=False)
class FoldersRead(Message):
    """The folders that were added were read."""

    folders: Sequence[AddedFolder]


@dataclass(eq=False, repr=False)
class SourceNotesRead(Message):
    """The notes about sources that failed or look doubtful were read."""

    notes: Sequence[SourceNote]


@dataclass(eq=False, repr=False)
class OwnLibraryMade(Message):
    """The user's own library was made while the sample pages are open; it has so many articles."""

    articles: int


@dataclass(eq=False, repr=False)
class NothingRemoved(Message):
    """There is no removal that is later than the last change of passages or tags, so that the latter is undone."""


@dataclass(eq=False, repr=False)
class PaletteRead(Message):
    """What the palette offers besides actions: the saved searches, the search log, the newest first, and the labels."""

    saved: Sequence[SavedSearch]
    log: Sequence[LoggedSearch]
    labels: Sequence[str]
