"""Notes in the user's own editor: what is written is kept, and whatever fails is said."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.dialogs.note import NoteScreen
from tests.reader.driving import reading
from tests.reader.passages import article_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(library_folder: Path) -> Path:
    """The library with one passage, on which there is a note."""
    with Library.open(library_folder) as library:
        article = library.article(article_ids(library)[-1])
        library.annotations.bookmark(article, 0, 20, "first")
    return library_folder


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shell script that is the editor. What is written into it runs with the file as `$1`."""

    @contextmanager
    def suspend(_: object) -> Iterator[None]:
        yield

    monkeypatch.setattr(PeacereaderApp, "suspend", suspend)
    monkeypatch.setenv("VISUAL", f"sh '{tmp_path}/editor.sh'")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path / "editor.sh"


def note(folder: Path) -> str:
    with Library.open(folder) as library:
        (passage,) = library.annotations.passages()
        return passage.note


async def test_a_note_is_written_in_the_editor(desk: Path, editor: Path, tmp_path: Path) -> None:
    async with reading(desk) as driver:
        await driver.press("B")
        editor.write_text(
            'cp "$1" "$0.seen"; stat -c %a "$1" "$(dirname "$1")" > "$0.modes"; printf "two\\nlines\\n" > "$1"'
        )
        await driver.press("E")
        assert note(desk) == "two\nlines" and "  lines" in driver.text()
        assert (tmp_path / "editor.sh.seen").read_text() == "first\n"
        assert (tmp_path / "editor.sh.modes").read_text() == "600\n700\n"
        assert list((tmp_path / "tmp").iterdir()) == []
        for script, words in (
            ("true", "The note is as it was."),
            ('printf "\\n" > "$1"', "The file came back empty."),
            ('rm "$1"', "The editor has left no file."),
            ("exit 3", "ended with an error (3)"),
        ):
            editor.write_text(script)
            await driver.press("E")
            assert words in driver.text()
            assert note(desk) == "two\nlines", script
        # An editor that fails after it has written: the text comes into the dialog, and is not lost
        editor.write_text('printf "three\\033[31m" > "$1"; exit 1')
        await driver.press("E")
        assert isinstance(driver.app.screen, NoteScreen) and note(desk) == "two\nlines"
        await driver.press("escape")
        assert note(desk) == "three[31m" or (note(desk).startswith("three") and "\x1b" not in note(desk))
        # From the dialog and from the article
        editor.write_text('printf "four" >> "$1"')
        await driver.press("e", "ctrl+g", "escape")
        assert note(desk).endswith("four")
        await driver.press("enter")
        editor.write_text('printf "from the article" > "$1"')
        await driver.press("E")
        assert note(desk) == "from the article" and "› from the article" in driver.text()
        assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_note_that_was_changed_elsewhere_meanwhile_is_kept_too(desk: Path, editor: Path) -> None:
    async with reading(desk) as driver:
        await driver.press("B")
        with Library.open(desk) as library:
            (passage,) = library.annotations.passages()
            library.annotations.annotate(passage.id, note="elsewhere")
        editor.write_text('printf "here" > "$1"')
        await driver.press("E")
        assert note(desk) == "here / elsewhere" and "This note was also changed elsewhere" in driver.text()


async def test_without_an_editor_or_a_terminal_that_can_be_handed_over_it_is_said(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    async with reading(desk) as driver:
        await driver.press("B")
        for value, words in (
            ("", "No editor is set"),
            ("no-such-editor -w", "There is no editor “no-such-editor -w”"),
            ("'open", "There is no editor “'open”"),
            ("true", "This terminal cannot be handed over"),
        ):
            monkeypatch.setenv("EDITOR", value)
            await driver.press("E")
            assert words in driver.text()
            assert note(desk) == "first"
