"""The story screen: the articles that share the same copy, and the changes that each of them made to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from peacereader import wording
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_of
from peacereader.tui.screens.comparing import mark_or_compare, open_comparison
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.change_view import ChangeView
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.story_list import StoryList, change_words
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex import Library
    from peaceindex.model.story import Change, Story
    from peacereader.tui.screens.context import Place, ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

NO_STORY_WORDS = ["No other article of the library tells the same copy.", "", "Esc goes back."]


class StoryScreen(ReaderScreen[str | None]):
    """The screen of a story. Its result is the id of the article that the user wants to read, or None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (11, "-high")]

    DEFAULT_CSS = """
    StoryScreen {
        background: $background;
        #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
        #story { height: 1fr; padding: 1 0 0 0; }
        &.-wide #story { layout: horizontal; align-horizontal: center; }
        &.-wide StoryList { width: 40%; max-width: 56; border-right: vkey $room-rule; }
        &.-wide ChangeView { max-width: 144; }
        &.-narrow StoryList { height: 50%; border-bottom: hkey $room-rule; }
        &.-narrow ChangeView { height: 1fr; }
        &.-low #story { padding: 0; }
        &.-low.-narrow StoryList { border: none; }
    }
    """

    def __init__(
        self, context: ReaderContext, library: Library, article_id: str, open_place: Callable[[Place], None]
    ) -> None:
        """`open_place` is called when the user wants to read an article from a comparison on."""
        super().__init__()
        self._reader_context = context
        self._library = library
        self._open_place = open_place
        self._tasks = LibraryTasks(self, library)
        self._article_id = article_id
        self._story: Story | None = None
        self._changes_by_article: dict[str, Sequence[Change] | None] = {}
        self._list = StoryList()
        self._view = ChangeView()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the articles, the changes beside them and the key bar."""
        yield Static("", id="head", markup=False)
        with Container(id="story"):
            yield self._list
            yield self._view
        yield self._bar

    def on_mount(self) -> None:
        """Read the story."""
        self._list.focus()
        self._tasks.articles.read_story(self._article_id)

    def on_story_read(self, message: later.StoryRead) -> None:
        """Show the articles, with the cursor on the one that the user came from."""
        self._story = message.story
        if message.story is None:
            self._view.show(NO_STORY_WORDS, (), stay=False)
            return
        ids = [member.article_id for member in message.story.members]
        self._show_heading()
        self._list.show(message.story, ids.index(self._article_id) if self._article_id in ids else 0)

    def on_changes_read(self, message: later.ChangesRead) -> None:
        """Show how much an article changed, and the changes themselves if the cursor is on it."""
        self._changes_by_article[message.article_id] = message.changes
        self._list.show_changes(self._changes_by_article)
        if self._current_id == message.article_id:
            self._show_changes(stay=True)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    @property
    def _current_id(self) -> str:
        return self._story.members[self._list.cursor].article_id if self._story else ""

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article under the cursor."""
        return (self._current_id, None) if self._story else None

    def on_story_list_moved(self) -> None:
        """Show the changes of the article under the cursor."""
        self._show_changes(stay=False)

    def _show_changes(self, *, stay: bool) -> None:
        if self._story is None:
            return
        changes = self._changes_by_article.get(self._current_id)
        if self._current_id == self._story.origin.article_id:
            words = ["The others are compared with this one: the copy likely comes from here."]
        elif changes is None:
            words = ["Comparing …"]
        elif changes:
            words = [f"Against the likely origin, sentence by sentence: {change_words(changes)}."]
        else:
            words = ["Word for word as the likely origin has it."]
        self._view.show(words, changes or (), stay=stay)
        self._bar.say(f"{self._list.cursor + 1} of {len(self._story.members)}")

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _show_heading(self) -> None:
        if self._story:
            words = f"one copy · {wording.counted(len(self._story.members), 'article')}"
            words += f" in {wording.counted(self._story.outlets, 'outlet')}"
            self.query_one("#head", Static).update(shortened(words, self.size.width - 2))

    def on_story_list_opened(self) -> None:
        """Read the article in the reading room."""
        self.leave(self._current_id or None)

    def on_story_list_paged(self, message: StoryList.Paged) -> None:
        """Scroll the changes."""
        self._view.page(message.by)

    def on_story_list_asked(self, message: StoryList.Asked) -> None:
        """Show an article side by side with the marked one or the likely origin, or mark it."""
        story = self._story
        if story is None:
            return
        member, marked = story.members[self._list.cursor], self._reader_context.marked.article_id
        if message.what == "mark":
            article = member.article_id, member.title or ""
            mark_or_compare(self, self._reader_context, self._library, article, self._read_place)
            return
        other = marked or story.origin.article_id
        if other == member.article_id:
            key = key_of("story-compare", self._reader_context.keymap)
            show_toast(self, f"The others are compared with this one: {key} on another one shows both.")
        else:
            open_comparison(self, self._reader_context, self._library, other, member.article_id, self._read_place)

    def _read_place(self, place: Place) -> None:
        self.leave(None)
        self._open_place(place)

    def on_story_list_left(self) -> None:
        """Go back."""
        self.leave(None)
