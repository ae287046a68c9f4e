"""Every change of passages can be undone and redone, over restarts, and nothing that was overwritten is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import PeaceindexError
from peaceindex.model.passage import Passage
from peaceindex.storage.annotations import Annotations
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def made(number: int, **more: Any) -> Passage:
    values = {
        "id": f"{number:012x}", "article_id": "ab12cd34ef56", "quote": f"Quote {number}.", "prefix": "", "suffix": "",
        "start": number, "end": number + 9, "text_hash": "0" * 64, "note": "", "labels": (),
        "created": f"2025-05-12T10:00:{number:02}.000000Z", "title": "Talks", "outlet": "Amber Courier",
        "date": "2025-05-12", "authors": (), "url": None, "source": "talks.txt",
    }  # fmt: skip
    return Passage(**{**values, **more})


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Annotations]:
    annotations = Annotations(tmp_path)
    yield annotations
    annotations.close()


def state(notes: Annotations) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {passage.id: (passage.note, passage.labels) for passage in notes.passages.all()}


def test_tags_on_articles_are_undone_and_redone_with_the_rest(notes: Annotations) -> None:
    tags = notes.article_tags
    assert tags.change(["a1", "b2"], ["to cite", "Абхазия"]) == 2
    notes.passages.add(made(1))
    assert tags.change(["a1", "b2", "c3"], ["draft"], ["to cite"]) == 3
    assert tags.change(["c3"], ["draft"], ["never set"]) == 0
    after = {"a1": ("Абхазия", "draft"), "b2": ("Абхазия", "draft"), "c3": ("draft",)}
    assert tags.all() == after
    assert {change.action for change in notes.history.undo()} == {"tag"}
    assert tags.all() == {"a1": ("to cite", "Абхазия"), "b2": ("to cite", "Абхазия")}
    assert [change.action for change in notes.history.undo()] == ["bookmark"]
    notes.history.undo()
    assert tags.all() == {}
    while notes.history.redo():
        pass
    assert (tags.all(), len(notes.passages.all())) == (after, 1)


def test_each_change_is_undone_and_redone(notes: Annotations) -> None:
    one = made(1)
    id = one.id
    states = [state(notes)]
    for change in (
        lambda: notes.passages.add(one),
        lambda: notes.passages.annotate(id, "first\nline two\n\nline four", None),
        lambda: notes.passages.annotate(id, "second", None),
        lambda: notes.passages.label([id], ["swap", "aid"]),
        lambda: notes.passages.label([id], ["law"], ["swap"]),
        lambda: notes.passages.remove(id),
        lambda: notes.passages.restore(id),
    ):
        change()
        states.append(state(notes))
    assert states[-1] == {id: ("second", ("aid", "law"))}
    for expected in reversed(states[:-1]):
        assert notes.history.undo()
        assert state(notes) == expected
    assert notes.history.undo() == []
    for expected in states[1:]:
        assert notes.history.redo()
        assert state(notes) == expected
    assert notes.history.redo() == []


def test_it_lasts_over_restarts(tmp_path: Path) -> None:
    with closing(Annotations(tmp_path)) as notes:
        notes.passages.add(made(1))
        notes.passages.annotate(made(1).id, "written", None)
    with closing(Annotations(tmp_path)) as notes:
        notes.history.undo()
    with closing(Annotations(tmp_path)) as notes:
        assert state(notes) == {made(1).id: ("", ())}
        (change,) = notes.history.redo()
        assert (change.action, change.after["note"]) == ("edit", "written")
        assert state(notes) == {made(1).id: ("written", ())}


def test_what_is_labelled_together_is_undone_together(notes: Annotations) -> None:
    for number in range(3):
        notes.passages.add(made(number, labels=("law",) if number == 1 else ()))
    notes.passages.label([made(number).id for number in range(3)], ["law"])
    assert {labels for _, labels in state(notes).values()} == {("law",)}
    assert len(notes.history.undo()) == 2  # one of the three had the label already
    assert [labels for _, labels in sorted(state(notes).values())] == [(), (), ("law",)]


def test_one_unknown_passage_leaves_all_unlabelled(notes: Annotations) -> None:
    notes.passages.add(made(1))
    with pytest.raises(PeaceindexError, match="There is no passage"):
        notes.passages.label([made(1).id, "ffffffffffff"], ["law"])
    assert state(notes) == {made(1).id: ("", ())}


def test_a_change_after_undo_keeps_what_was_undone_in_the_history(notes: Annotations) -> None:
    notes.passages.add(made(1))
    notes.passages.annotate(made(1).id, "first", None)
    notes.history.undo()
    notes.passages.annotate(made(1).id, "other", None)
    assert notes.history.redo() == []
    assert [(c.after.get("note"), c.state) for c in notes.history.all(made(1).id) if c.action == "edit"] == [
        ("first", "replaced"),
        ("other", "done"),
    ]


def test_what_changes_nothing_does_not_end_redoing(notes: Annotations) -> None:
    notes.passages.add(made(1))
    notes.passages.annotate(made(1).id, "first", None)
    notes.history.undo()
    notes.passages.annotate(made(1).id, "", None)
    notes.history.redo()
    assert state(notes) == {made(1).id: ("first", ())}


def test_a_note_changed_by_an_older_program_comes_back(notes: Annotations, tmp_path: Path) -> None:
    notes.passages.add(made(1))
    notes.passages.annotate(made(1).id, "mine", None)
    with closing(sqlite3.connect(tmp_path / "annotations.db")) as database, database:
        database.execute("UPDATE passages SET note = 'from an older program'")
    notes.history.undo()
    assert state(notes) == {made(1).id: ("", ())}
    notes.history.redo()
    assert state(notes) == {made(1).id: ("from an older program", ())}


_CHANGES = st.lists(
    st.tuples(st.sampled_from(["note", "label", "unlabel", "remove", "restore", "undo", "redo"]), st.integers(0, 2),
              st.text(max_size=5).map(lambda text: text.replace("\0", ""))),
    max_size=12,
)  # fmt: skip


@settings(max_examples=examples(60))
@given(changes=_CHANGES)
def test_undoing_all_leads_back_through_every_state(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Any]
) -> None:
    with closing(Annotations(tmp_path_factory.mktemp("notes"))) as notes:
        done, undone = [state(notes)], []
        for number in range(3):
            notes.passages.add(made(number))
            done.append(state(notes))
        actions: dict[str, Callable[[str, str], object]] = {
            "note": lambda id, text: notes.passages.annotate(id, text, None),
            "label": lambda id, text: notes.passages.label([id], [text or "x"]),
            "unlabel": lambda id, text: notes.passages.label([id], [], [text or "x"]),
            "remove": lambda id, text: notes.passages.remove(id),
            "restore": lambda id, text: notes.passages.restore(id),
        }
        for name, number, text in changes:
            if name == "undo":
                if notes.history.undo():
                    undone.append(done.pop())
            elif name == "redo":
                if notes.history.redo():
                    done.append(undone.pop())
            else:
                before = len(notes.history.all())
                with suppress(PeaceindexError):  # it is in the bin, or not
                    actions[name](made(number).id, text)
                if len(notes.history.all()) > before:
                    done.append(state(notes))
                    undone.clear()
            assert state(notes) == done[-1]
        while notes.history.undo():
            done.pop()
            assert state(notes) == done[-1]
        assert len(done) == 1
