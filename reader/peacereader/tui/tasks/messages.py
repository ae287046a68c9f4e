"""What errands come back with: each message tells a screen what was found, done, or could not be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from peaceindex.model.article import Article
from peaceindex.model.audit import Audit, EncodingChoice
from peaceindex.model.concordance import Concordance
from peaceindex.model.passage import Passage
from peaceindex.model.revision import Revision
from peaceindex.model.saved_search import LoggedSearch, News, SavedSearch
from peaceindex.model.search import Completion, Copies, Hit, Matches, Request, Results, Span
from peaceindex.model.story import Change, Story


@dataclass
class LibraryOpened(Message):
    """The library is open. `notices` are what the user should hear of it: something was mended, or passed over."""

    notices: list[str]
    revision: Revision


@dataclass
class Preparing(Message):
    """How far the preparations are."""

    words: str


@dataclass
class Failed(Message, bubble=False):
    """Something could not be done; the words for it. `fatal`: there is no library."""

    words: str
    fatal: bool = False


@dataclass
class SearchDone(Message):
    """A search is done; with the first page of hits.

    `stay` is the article that is to stay in view, at the row `index` if it is
    among the hits.

    `rows` are the results as the list shows them: one row for each story, or all.

    `asked` is what was asked for. `results.request` differs from it where the
    last word was no word of any article and was taken as the beginning of one.
    """

    asked: Request
    results: Results
    copies: Copies
    rows: Results
    hits: list[Hit]
    stay: str | None = None
    index: int | None = None


@dataclass
class Followed(Message):
    """Others have written to the library; its files are so now.

    `found` is the search made again, if articles have come or changed: so many `new` ones, and `is_other` where the
    one on the screen is another one now. `waiting` is how the files really are, where articles that are still being
    written were left for later.
    """

    revision: Revision
    found: SearchDone | None = None
    new: int = 0
    is_other: bool = False
    waiting: Revision | None = None


@dataclass
class Completed(Message):
    """How a query that is being typed may go on, for the place in it where the cursor stood."""

    text: str
    cursor: int
    completions: tuple[Completion, ...]


@dataclass
class Advised(Message):
    """What may be asked instead of a request that found nothing."""

    asked: Request
    results: Results


@dataclass
class RowsRead(Message):
    """A page of hits was read; None where it could not be."""

    results: Results
    start: int
    hits: list[Hit] | None


@dataclass
class ArticleRead(Message):
    """An article was read, with its hits and passages.

    `index` is its row in the results, if it was called from there; `position`
    the place to show; `to_read` says that the user opened it, not the cursor;
    `passage` that the place is that of a passage, not where the reader left off.
    """

    index: int | None
    article: Article
    matches: Matches
    passages: list[Passage]
    position: int | None
    to_read: bool
    passage: bool = False


@dataclass
class StoryRead(Message):
    """The story of an article; None if it is the only one that tells it."""

    story: Story | None


@dataclass
class ChangesRead(Message):
    """What a member of a story changed in the copy; None for the one that the others are compared with."""

    article_id: str
    changes: tuple[Change, ...] | None


@dataclass
class PassagesChanged(Message):
    """The passages of an article are other ones now; `newest` was just bookmarked."""

    article_id: str
    passages: list[Passage]
    newest: Passage | None = None


@dataclass
class PassagesListed(Message):
    """The passages that answer a query were read."""

    query: str
    passages: list[Passage]


@dataclass
class AuditRead(Message):
    """An article was read beside its source; `changed`: after a correction.

    `shaken` are the passages that stand more or less surely than before it.
    """

    audit: Audit
    changed: bool = False
    shaken: Sequence[Passage] = ()


@dataclass
class EncodingsRead(Message):
    """The encodings that the source of an article may be in were found."""

    choices: Sequence[EncodingChoice]


@dataclass
class ConcordanceMade(Message):
    """The lines of a request were found, or sorted otherwise. `asked` is what was asked for, as in `SearchDone`."""

    asked: Request
    lines: Concordance


@dataclass
class SentenceFound(Message):
    """The sentence of an article in which a hit stands."""

    article: Article
    span: Span


@dataclass
class SearchesRead(Message):
    """The searches that are kept: the saved ones by name, the logged ones oldest first."""

    saved: list[SavedSearch]
    logged: list[LoggedSearch]


@dataclass
class NewsCounted(Message):
    """The hits of a saved search were counted."""

    search: SavedSearch
    news: News


@dataclass
class NewHits(Message):
    """How many hits are new in all saved searches together."""

    count: int


@dataclass
class NamesRead(Message):
    """A search is to be saved, and these names are taken."""

    request: Request
    saved: list[SavedSearch]


@dataclass
class Said(Message):
    """Something was done; the words for it."""

    words: str
