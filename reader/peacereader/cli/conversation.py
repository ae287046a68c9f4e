"""A library in questions and answers, a line each: what `peacereader browse` reads and writes.

Every answer is plain lines from top to bottom, so that it can be heard, or read by a program.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from peacereader import wording
from peacereader.cli.common import log_search, one_line, standard_input, write
from peacereader.cli.plain_article import head_lines, in_text_order, passage_lines, sentences_of, text_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Results

_AT_ONCE: Final = 10

QUESTIONS: Final = (
    ("search QUERY", "find articles, as in the reader"),
    ("results", "list the hits again; 'more' lists the next ones"),
    ("open N", "read hit N; N alone does the same"),
    ("next", "read the next hit; 'previous' the one before"),
    ("bookmark N", "bookmark sentence N of the article; 'bookmark N M' from N to M"),
    ("note TEXT", "set the note of the passage that you bookmarked or chose last"),
    ("label NAME", "put a label on it"),
    ("passage N", "choose passage N of the last list"),
    ("passages", "list the passages of the article, or all; 'passages QUERY' finds some"),
    ("undo", "undo the last change of passages"),
    ("story", "list the articles that tell the same copy"),
    ("searches", "list the saved searches; 'saved NAME' runs one"),
    ("help", "list these words"),
    ("quit", "leave"),
)
"""What can be asked, and what it does."""

_SHORT: Final = {"s": "search", "r": "results", "o": "open", "n": "next", "p": "previous", "b": "bookmark", "h": "help",
                 "?": "help", "q": "quit", "exit": "quit", "m": "more"}  # fmt: skip


_MAX_DIGITS: Final = 9


def _number(text: str) -> int | None:
    """Return the number that a word is; None if it is none, or one that no list can have."""
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else None


class Conversation:
    """What was searched, opened and bookmarked so far, and the answers to what comes next."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._results: Results | None = None
        self._listed = 0
        self._ids: list[str] = []
        self._at = -1
        self._article: Article | None = None
        self._passage: Passage | None = None
        self._passages: list[Passage] = []
        self._answers: Mapping[str, Callable[[str], None]] = {
            "search": self._search, "results": self._list_again, "more": self._more, "open": self._open,
            "next": self._next, "previous": self._previous, "bookmark": self._bookmark, "note": self._note,
            "label": self._label, "passage": self._choose, "passages": self._list_passages, "undo": self._undo,
            "story": self._story, "searches": self._list_searches, "saved": self._saved, "help": self._help,
        }  # fmt: skip

    def answer(self, line: str) -> bool:
        """Answer a line. Return whether the conversation goes on. Raises no error of the library: it says them."""
        from peaceindex.errors import PeaceindexError

        word, _, rest = line.strip().partition(" ")
        name = _SHORT.get(word.lower(), word.lower())
        if name == "quit":
            return False
        if name.isdecimal():
            name, rest = "open", name
        if not name:
            return True
        if name not in self._answers:
            write(one_line(f"There is no command “{word}”. 'help' lists them; 'search {line.strip()}' looks for it."))
            return True
        try:
            self._answers[name](rest.strip())
        except PeaceindexError as error:
            write(one_line(str(error)))
        return True

    # --- searching

    def _search(self, query: str) -> None:
        from peaceindex.model.search import Request

        self._run(Request(query))

    def _saved(self, name: str) -> None:
        self._run(self._library.search.view(self._library.search.saved_search(name)))

    def _run(self, request: Request) -> None:
        results = self._library.search.find(request)
        log_search(self._library, results)
        self._results, self._listed, self._at, self._ids = results, 0, -1, []
        write(one_line(f"{wording.counted(results.total, 'hit')}."))
        if results.hint:
            write(one_line(results.hint))
        if results.suggestions:
            write(one_line(f"Did you mean {' or '.join(f'“{one.text}”' for one in results.suggestions)}?"))
        if results.total:
            self._more("")

    def _list_again(self, _: str) -> None:
        self._listed = 0
        self._more("")

    def _more(self, _: str) -> None:
        if self._results is None:
            write("Nothing was searched yet. Type 'search' and what you look for.")
            return
        if not self._results.total:
            write("The last search has no hits. Type 'search' and what else you look for.")
            return
        hits = self._library.search.hits(self._results, self._listed, self._listed + _AT_ONCE)
        for number, hit in enumerate(hits, self._listed + 1):
            about = [hit.title or wording.TITLE_NOT_KNOWN, hit.outlet or wording.OUTLET_NOT_KNOWN]
            marks = ["read"] if hit.read else []
            marks += [wording.counted(hit.passages, "passage")] if hit.passages else []
            write(one_line(f"{number}. {'. '.join([*about, wording.long_date(hit.date), *marks])}."))
        self._listed += len(hits)
        left = self._results.total - self._listed
        if left > 0:
            write(f"{left:,} more; 'more' lists them.")
        elif not hits and self._listed:
            write("There are no more hits.")

    # --- reading

    def _open(self, number: str) -> None:
        wanted = _number(number)
        if self._results is None or not self._results.total:
            self._more("")
        elif wanted is None or not 1 <= wanted <= self._results.total:
            write(f"Say the number of a hit, from 1 to {self._results.total:,}.")
        else:
            self._at = wanted - 1
            self._read(self._library.search.article_id(self._results, self._at))

    def _next(self, _: str) -> None:
        self._step(1, "That was the last hit.")

    def _previous(self, _: str) -> None:
        self._step(-1, "That was the first hit.")

    def _step(self, by: int, at_end: str) -> None:
        if self._results is None or not self._results.total:
            self._more("")
        elif not 0 <= self._at + by < self._results.total:
            write(at_end)
        else:
            self._open(str(self._at + by + 1))

    def _read(self, id: str) -> None:
        self._article = article = self._library.article(id)
        self._passages = in_text_order(self._library.annotations.passages(article_id=article.id))
        for line in (*head_lines(article), "", *text_lines(article, numbered=True), *passage_lines(self._passages)):
            write(line)
        if not self._library.is_read_only:
            self._library.annotations.mark_read(article.id)

    def _story(self, _: str) -> None:
        if (article := self._opened()) is None:
            return
        story = self._library.stories.of(article.id)
        if story is None:
            write("No other article tells the same copy.")
            return
        for member in story.members:
            outlet = member.outlet or wording.OUTLET_NOT_KNOWN
            here = " This is the article that you read." if member.article_id == article.id else ""
            write(
                one_line(f"{outlet}. {wording.long_date(member.date)}. {member.title or ''} {member.article_id}.{here}")
            )

    # --- passages

    def _bookmark(self, which: str) -> None:
        if (article := self._opened()) is None:
            return
        spans, numbers = sentences_of(article), which.split()
        wanted = [number for one in numbers if (number := _number(one)) is not None]
        if not spans:
            write("The article has no text.")
            return
        if not 1 <= len(wanted) == len(numbers) <= 2 or not 1 <= wanted[0] <= wanted[-1] <= len(spans):
            write(f"Say the number of a sentence, from 1 to {len(spans):,}, or those of the first and the last.")
            return
        start, end = spans[wanted[0] - 1][0], spans[wanted[-1] - 1][1]
        self._passage = self._library.annotations.bookmark(article, start, end)
        write(one_line(f"Bookmarked: “{self._passage.quote}”"))

    def _note(self, text: str) -> None:
        if (passage := self._chosen()) is not None:
            self._library.annotations.annotate(passage.id, note=text)
            write("The note is saved." if text else "The note is removed.")

    def _label(self, name: str) -> None:
        if (passage := self._chosen()) is not None:
            changed = self._library.annotations.label([passage.id], [name])
            write(one_line(f"Labels: {', '.join(changed[0].labels)}"))

    def _choose(self, number: str) -> None:
        wanted = _number(number)
        if not self._passages:
            write("No passages are listed. 'passages' lists those of the article, or all.")
            return
        if wanted is None or not 1 <= wanted <= len(self._passages):
            write(f"Say the number of a passage, from 1 to {len(self._passages):,}. 'passages' lists them.")
            return
        self._passage = self._passages[wanted - 1]
        write(one_line(f"“{self._passage.quote}”"))

    def _list_passages(self, query: str) -> None:
        annotations = self._library.annotations
        if self._article is not None and not query:
            self._passages = in_text_order(annotations.passages(article_id=self._article.id))
        else:
            self._passages = annotations.passages(query)
        write(f"{wording.counted(len(self._passages), 'passage')}.")
        for line in passage_lines(self._passages):
            write(line)

    def _undo(self, _: str) -> None:
        changes = self._library.annotations.undo()
        write(one_line(f"Undone: {wording.change_words(changes)}." if changes else "There is nothing to undo."))

    def _list_searches(self, _: str) -> None:
        found = self._library.search.saved_searches()
        for search in found:
            write(one_line(f"{search.name}: {wording.request_line(search.request)}"))
        if not found:
            write("There are no saved searches.")

    # --- the rest

    def _help(self, _: str) -> None:
        for form, words in QUESTIONS:
            write(f"{form}: {words}.")

    def _opened(self) -> Article | None:
        if self._article is None:
            write("No article is open. 'open 1' opens the first hit.")
        return self._article

    def _chosen(self) -> Passage | None:
        if self._passage is None:
            write("No passage is chosen. 'bookmark 1' bookmarks the first sentence, 'passage 1' chooses one of a list.")
        return self._passage


def converse(conversation: Conversation) -> None:
    """Answer the lines of standard input until it ends or the user leaves. A terminal gets a prompt.

    Raise PeaceindexError if there is no standard input.
    """
    from peaceindex.model.safe_text import typed

    lines = standard_input().buffer
    prompt = "> " if lines.isatty() else ""
    while True:
        write(prompt, end="")
        sys.stdout.flush()
        line = lines.readline()
        if not line or not conversation.answer(typed(line.decode("utf-8-sig", "replace"))):
            return
