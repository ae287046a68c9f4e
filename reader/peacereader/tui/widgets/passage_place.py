"""The article beside the list of passages, with the current passage highlighted; or its words, if it is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.model.article import Article
from peaceindex.model.safe_text import SafeText, neutralise
from peaceindex.model.search_results import Matches
from peacereader import wording
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.article_view import CONTEXT_LINES, ArticleView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.passage import Passage


class PassagePlace(ArticleView):
    """A view of the place of one passage. What its keys ask for besides scrolling is posted to the screen."""

    BINDINGS = bindings("place")

    class Requested(FieldMessage):
        """Posted with what the user asks for, in the words of `PassageList.Requested`, and `list` to leave."""

        what: str

    _about = ""
    """Why the words of a passage are shown in place of an article."""

    def _about_passages(self) -> str:
        return self._about or super()._about_passages()

    def show_passage(self, article: Article, passages: Sequence[Passage], passage: Passage) -> None:
        """Show an article with a passage of it in view. The view moves only if it must."""
        shown = self.article
        self._about = ""
        self._highlighted = passage
        if shown is None or (shown.id, shown.text_hash) != (article.id, article.text_hash):
            self.show(article, Matches(), passages)
        elif list(passages) != self._passages:
            self.set_passages(passages)
        self._reveal_passage()

    def follow(self, passage: Passage) -> bool:
        """Highlight another passage of the article that is shown; return False if it is not one of it as it is now."""
        if self.article is None or passage not in self._passages:
            return False
        self._highlighted = passage
        self._reveal_passage()
        return True

    def show_words_of(self, passage: Passage, problem: str) -> None:
        """Show the words of a passage that is in no article, with those that stood around it, and say why."""
        before, quote = neutralise(passage.prefix), neutralise(passage.quote)
        before = SafeText(f"… {before}") if before else before
        after = neutralise(f"{passage.suffix} …") if passage.suffix else neutralise("")
        start = len(before)
        here = replace(passage, start=start, end=start + len(quote), anchoring="exact")
        self._about = f"{problem} These are its words as you bookmarked them, with those around them."
        self._highlighted = here
        self.show(_article_of(passage, before + quote + after), Matches(), [here])
        self._reveal_passage()

    def show_nothing(self) -> None:
        """Show that there is no passage."""
        self._highlighted = None
        self.show_words([])

    def _reveal_passage(self) -> None:
        passage = self._highlighted
        if passage is None:
            return
        first, last = self._page.line_of(passage.start), self._page.line_of(max(passage.start, passage.end - 1))
        if first < self.top_line or last >= self.top_line + self.height:
            room = self.height - (last - first + 1)
            self.go_to(first - max(0, min(max(CONTEXT_LINES, self.height // 3), room)))
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Wrap again, with the passage in view."""
        super().on_resize()
        self._reveal_passage()

    # Keys

    def action_line(self, by: int) -> None:
        """Scroll by lines."""
        self.go_to(self.top_line + by)

    def action_half_page(self, by: int) -> None:
        """Scroll by half a page."""
        self.go_to(self.top_line + by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Scroll by a page, keeping two lines in view."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def action_top(self) -> None:
        """Go to the beginning."""
        self.go_to(0)

    def action_bottom(self) -> None:
        """Go to the end."""
        self.go_to(self.virtual_size.height - self.height)

    def action_ask(self, what: str) -> None:
        """Ask the screen for something."""
        self.post_message(self.Requested(what))


def _article_of(passage: Passage, text: str) -> Article:
    """Return an article of the words of a passage alone."""
    return Article(
        source=passage.source,
        id="",
        title=neutralise(passage.title or wording.TITLE_NOT_KNOWN),
        outlet=neutralise(passage.outlet) if passage.outlet else None,
        date=neutralise(passage.date) if passage.date else None,
        published=None,
        modified=None,
        authors=tuple(map(neutralise, passage.authors)),
        tags=(),
        topics=(),
        url=None,
        language=None,
        lead=None,
        paragraphs=tuple(map(neutralise, text.split("\n\n"))),
        cuts=(),
        provenance={},
    )
