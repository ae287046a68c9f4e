"""An article in which one looks for something: the next hit, words of the text, or what leads further."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len
from rich.segment import Segment

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.widgets.article_view import CONTEXT_LINES, MARGIN, ArticleView
from peacereader.tui.widgets.painting import Overlay, paint, within
from peacereader.tui.widgets.pane_layout import MARGIN_FROM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import ArticleMarks
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Matches
    from peacereader.tui.widgets.article_layout import Line
    from peacereader.tui.widgets.article_links import Link, Section

MEASURES = (30, 160)
"""The shortest and the longest measure in cells, as in `config.yaml`."""

_SIDE_CELLS = (22, 44)
"""The least and the greatest width of what stands beside the text, and below it the gap between both."""
_SIDE_GAP = 3


class AskedArticle(ArticleView):
    """An article with hits, a find in its text, links, and other articles below or beside it."""

    find_text = ""
    """What the user looks for in the text; "" if nothing. Then the keys of hits go through the hits of the search."""
    find_number = 0
    """The number of the current one of what was found, from 1; 0 if nothing was."""
    link: Link | None = None
    """The link that the user went to."""
    is_opened = False
    """Whether the user opened the article, so that it is worth saying that it is marked as unread."""
    _found: Sequence[Span] = ()
    _find_from = 0
    _marks: ArticleMarks | None = None
    _names: Sequence[Link] = ()
    _sections: Sequence[Section] = ()
    _side: Mapping[int, Line] = {}
    """The lines beside the text, by the line of the page."""
    _side_links: Sequence[Link] = ()

    class Hinted(FieldMessage, namespace="article_pane"):
        """A hint to the user about what a key does now."""

        text: str

    class FindWanted(FieldMessage, namespace="article_pane"):
        """Posted when the user wants to find something in the text."""

    class Followed(FieldMessage, namespace="article_pane"):
        """Posted when the user goes where a link leads."""

        link: Link

    class MeasureChanged(FieldMessage, namespace="article_pane"):
        """Posted when the user wants longer or shorter lines, of so many cells."""

        measure: int

    # Content

    def show(
        self,
        article: Article,
        matches: Matches,
        passages: Sequence[Passage],
        position: int | None = None,
        *,
        context: bool = True,
        tags: Sequence[str] = (),
        marks: ArticleMarks | None = None,
    ) -> None:
        """Show an article with its marks, and look in it for what was looked for in the one before."""
        shown = self.article
        if shown is None or (shown.id, shown.text_hash) != (article.id, article.text_hash):
            self._names, self._sections, self.is_opened = (), (), False
        self.link, self._marks = None, marks
        self._found, self.find_number = self._places_of(self.find_text, article), 0
        super().show(article, matches, passages, position, context=context, tags=tags)

    def show_words(self, lines: Sequence[str]) -> None:
        """Show some words of the reader itself in place of an article."""
        self.link, self._found, self._side = None, (), {}
        super().show_words(lines)

    def begin_reading(self) -> None:
        """Note that the user opened the article, which is marked as read by that."""
        self.is_opened = True
        if self._marks is not None:
            self.set_marks(replace(self._marks, read=True))

    def set_marks(self, marks: ArticleMarks) -> None:
        """Show these marks."""
        if marks != self._marks:
            self._marks = marks
            self.on_resize()
            self.refresh()

    def set_neighbours(self, names: Sequence[Link], sections: Sequence[Section]) -> None:
        """Let keys go to these names in the text, and show these other articles."""
        self._names, self._sections = names, sections
        self.on_resize()
        self.refresh()

    def _mark_words(self) -> Sequence[str]:
        marks = self._marks
        if marks is None:
            return ()
        words = {"unread": self.is_opened and not marks.read, "★ starred": marks.starred, "to read later": marks.later}
        return [word for word, is_said in words.items() if is_said]

    # Beside the text

    @property
    def _side_width(self) -> int:
        """The number of cells of what stands beside the text; 0 if it stands below."""
        if self.article is None or not self.is_attached or self.app.size.width < MARGIN_FROM:
            return 0
        least, most = _SIDE_CELLS
        room = self.width - self._side_column
        return 0 if room < least else min(room, most)

    @property
    def _side_column(self) -> int:
        return self._left_margin + min(self.measure, self.width - MARGIN - 2) + _SIDE_GAP

    def _notes(self) -> list[tuple[int, str]]:
        return [] if self._side_width else super()._notes()

    def _sections_below(self) -> Sequence[Section]:
        return () if self._side_width else self._sections

    def _lay_out(self) -> None:
        super()._lay_out()
        self._side, self._side_links = {}, ()
        if width := self._side_width:
            from peacereader.tui.widgets.article_margin import beside

            notes = [(self._page.line_of(max(0, end - 1)), note) for end, note in super()._notes()]
            self._side, self._side_links = beside(notes, self._sections, width)
            self.set_line_count(max(len(self._page.lines), *self._side, 0) + 1)

    def draw_line(self, y: int) -> list[Segment]:
        """Return one line of the page with what stands beside it."""
        segments = super().draw_line(y)
        if (line := self._side.get(y)) is None:
            return segments
        used = sum(cell_len(segment.text) for segment in segments)
        gap = Segment(" " * max(1, self._side_column - used + line.indent), self.base_style)
        return [*segments, gap, *paint(line.text, self._base(line), self._overlays_of_link(y, is_aside=True))]

    # Hits, and what is found

    def begin_find(self) -> None:
        """Look for what is typed next from here on: from the caret if it is in view, else from the first line."""
        caret = self._caret
        is_in_view = caret is not None and self._is_in_view(self._page.line_of(caret))
        self._find_from = caret if caret is not None and is_in_view else self.reading_position if self.top_line else 0

    def find(self, text: str) -> bool:
        """Look for a text, and go to the first place from where `begin_find` was called. Return whether it wrapped."""
        self.find_text, self.link = text if text.strip() else "", None
        self._found = self._places_of(text, self.article) if self.article else ()
        after = next((n for n, (start, _) in enumerate(self._found) if start >= self._find_from), None)
        self.find_number = 0 if not self._found else 1 + (after or 0)
        if self._found:
            self._go_to_span(self._found[self.find_number - 1])
        self.refresh()
        self.post_message(self.Moved())
        return bool(self._found) and after is None

    def _places_of(self, text: str, article: Article) -> Sequence[Span]:
        if not text.strip():
            return ()
        from peaceindex import find_spans

        return find_spans(article.text, text)

    def drop_find(self) -> None:
        """Look for nothing any more: the keys of hits go through the hits of the search again."""
        if self.find_text:
            self.find("")

    @property
    def find_count(self) -> int:
        """How many places were found."""
        return len(self._found)

    def drop_asked(self) -> bool:
        """Drop the link that is marked, or else the find. Return False if there is neither."""
        if self.link is not None:
            self._set_link(None)
        elif self.find_text:
            self.drop_find()
        else:
            return False
        return True

    def action_find(self) -> None:
        """Ask what to find in the text."""
        if self.article:
            self.post_message(self.FindWanted())
        else:
            self.post_message(self.Hinted("There is no article to look in."))

    def action_hit(self, by: int) -> None:
        """Go to the next or previous of what was asked last: the find, or else the hits of the search.

        It wraps around, and says so; the first jump starts from the current view. Where there is neither, the key of
        the previous one folds the notes.
        """
        if self.find_text:
            self._step_find(by)
            return
        hits = self.hits
        if not hits and by < 0 and self.has_notes:
            self.action_fold_notes()
            return
        if not hits:
            self.post_message(self.Hinted("No hits in the text of this article."))
            return
        self.hit_number = self._stepped(self.hit_number, hits, by)
        self._go_to_span(hits[self.hit_number - 1])

    def action_fold_notes(self) -> None:
        """Fold the notes of passages away, or show them."""
        raise NotImplementedError

    def _step_find(self, by: int) -> None:
        if not self._found:
            self.post_message(self.Hinted(f"“{self.find_text.strip()}” is not in this article."))
            return
        self.find_number = self._stepped(self.find_number, self._found, by)
        self._go_to_span(self._found[self.find_number - 1])

    def _stepped(self, number: int, spans: Sequence[Span], by: int) -> int:
        """Return the number of the next of these spans, from 1. Tell the user if it wraps around."""
        count = len(spans)
        if not number:
            position = self.reading_position if self.top_line else 0
            after = next((i for i, (start, _) in enumerate(spans) if start >= position), count)
            return (after if by > 0 else after - 1) % count + 1
        if not 1 <= number + by <= count and count > 1:
            way = "From the last back to the first" if by > 0 else "From the first to the last"
            self.post_message(self.Hinted(f"{way} of {count}."))
        return (number - 1 + by) % count + 1

    def go_to_hit(self, position: int) -> None:
        """Go to the hit at this code point of the text, or to the nearest one."""
        hits = self.hits
        if hits:
            self.hit_number = 1 + min(range(len(hits)), key=lambda number: abs(hits[number][0] - position))
            self._go_to_span(hits[self.hit_number - 1])

    def _is_in_view(self, line: int) -> bool:
        return self.top_line <= line < self.top_line + self.height

    def _go_to_span(self, span: Span) -> None:
        """Put the caret where a span begins, with it in view."""
        self._caret = span[0]
        line = self._page.line_of(span[0])
        if not self._is_in_view(line):
            self.go_to(line - max(CONTEXT_LINES, self.height // 3))
        self.refresh()
        self.post_message(self.Moved())

    # Links

    def _links(self) -> list[Link]:
        """Return all links: those above the text, in it, below and beside it."""
        head = [link for link in self._page.links if link.line < self._page.first_text]
        rest = [link for link in self._page.links if link.line >= self._page.first_text]
        return [*head, *self._names, *rest, *self._side_links]

    def _line_of_link(self, link: Link) -> int:
        return self._page.line_of(link.span[0]) if link.span else link.line

    def action_link(self, by: int) -> None:
        """Go to the next or previous link, wrapping around; the first time to one in view, if there is one."""
        links = self._links()
        if not links:
            self.post_message(self.Hinted("Nothing in this article leads further."))
            return
        if self.link in links:
            number = links.index(self.link) + by
        else:
            number = next((n for n, link in enumerate(links) if self._line_of_link(link) >= self.top_line), 0)
            number -= by < 0
        link = links[number % len(links)]
        line = self._line_of_link(link)
        if not self._is_in_view(line):
            self.go_to(0 if line < self._page.first_text else line - CONTEXT_LINES)
        self._set_link(link)

    def _set_link(self, link: Link | None) -> None:
        self.link = link
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Moved())

    def action_follow(self) -> None:
        """Go where the link leads that is marked."""
        if self.link is not None:
            self.post_message(self.Followed(self.link))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that follows a link to others while none is marked."""
        return self.link is not None if action == "follow" else super().check_action(action, parameters)

    def link_at(self, x: int, y: int) -> Link | None:
        """Return the link above, below or beside the text that is at this cell of the pane."""
        line = y + self.top_line
        for link in (*self._page.links, *self._side_links):
            column = self._side_column if link.is_aside else self._left_margin
            if link.line == line and link.start <= x - column - 1 < link.end:
                return link
        return None

    # The measure

    def action_measure(self, by: int) -> None:
        """Make the lines longer or shorter, as far as the pane allows."""
        room = self.width - MARGIN - 2
        least, most = MEASURES
        now = min(self.measure, room)
        measure = max(least, min(now + by, most, room))
        if measure == now or (measure < now) != (by < 0):
            self.post_message(self.Hinted(f"{now} columns: no {'longer' if by > 0 else 'shorter'} lines here."))
            return
        self.set_measure(measure)
        self.post_message(self.Hinted(f"{measure} columns"))
        self.post_message(self.MeasureChanged(measure))

    def set_measure(self, measure: int) -> None:
        """Wrap the text to lines of so many cells, with the same text in view."""
        self.measure = measure
        self.on_resize()
        self.refresh()

    # Painting

    def _asked_overlays(self, line: Line) -> list[Overlay]:
        first = bisect_right(self._found, line.start, key=lambda span: span[1])
        last = bisect_left(self._found, line.end, key=lambda span: span[0])  # there may be very many
        overlays = within(self._found[first:last], line.start, line.end, self.overlay_style("article--find"))
        if self.find_number:
            current = [self._found[self.find_number - 1]]
            overlays += within(current, line.start, line.end, self.overlay_style("article--current-find"))
        if self.link is not None and self.link.span:
            overlays += within([self.link.span], line.start, line.end, self.overlay_style("article--link"))
        return overlays

    def _link_overlays(self, y: int) -> list[Overlay]:
        return self._overlays_of_link(y, is_aside=False)

    def _overlays_of_link(self, y: int, *, is_aside: bool) -> list[Overlay]:
        link = self.link
        if link is None or link.span or link.line != y or link.is_aside != is_aside:
            return []
        return [(link.start, link.end, self.overlay_style("article--link"))]
