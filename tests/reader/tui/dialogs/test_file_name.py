"""The dialog that asks where to write a file refuses every name that no file can have."""

from __future__ import annotations

from pathlib import Path

import pytest

from peacereader.tui.dialogs.file_name import FileNameScreen


@pytest.mark.parametrize("name", ["", "  ", "a\0b.md", "\ud800.md", "~nobody-of-this-name/x.md", "x" * 5000, "."])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    assert FileNameScreen("a note", Path("note.md")).objection(name)


def test_files_that_exist_and_folders_that_do_not_are_refused(tmp_path: Path) -> None:
    dialog = FileNameScreen("a note", Path("note.md"))
    (tmp_path / "note.md").write_text("mine")
    (tmp_path / "link.md").symlink_to(tmp_path / "gone.md")
    for name in ("note.md", "link.md", "no-such-folder/note.md"):
        assert dialog.objection(str(tmp_path / name)), name
    assert dialog.objection(str(tmp_path / "new note.md")) == ""
