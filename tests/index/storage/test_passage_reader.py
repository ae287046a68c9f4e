"""Passages that are read again after changes are those that a program sees that opens the library only then."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import PeaceindexError
from peaceindex.model.passage import Passage
from peaceindex.storage.annotations import Annotations
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

IDS = [f"{number:012x}" for number in range(6)]
ACTIONS = ("add", "label", "note", "remove", "restore", "relabel", "undo", "redo", "elsewhere")


def made(id: str) -> Passage:
    """A passage; pairs of them were made at the same time."""
    number = IDS.index(id)
    return Passage(
        id, f"article{number % 2}", f"quote {number}", "", "", 0, 7, "0" * 64, "", (),
        f"2025-05-1{number // 2}T00:00:00.000000Z", "Title", "Post", "2025-05-01", (), None, "a.txt",
    )  # fmt: skip


def change(store: Annotations, action: str, id: str) -> None:
    """Make a change; one that is not possible now changes nothing."""
    with suppress(PeaceindexError):
        match action:
            case "add":
                store.passages.add_all([made(id)])
            case "label":
                store.passages.label([id], ["Aid"])
            case "note":
                store.passages.add_note([id], "check")
            case "remove":
                store.passages.remove(id)
            case "restore":
                store.passages.restore(id)
            case "relabel":
                store.passages.relabel({"Aid": "Help"})
            case "undo":
                store.history.undo()
            case "redo":
                store.history.redo()
            case "elsewhere":
                with closing(Annotations(store.file.path.parent)) as other:
                    other.passages.label([id], ["Law"])


@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(IDS)), max_size=25))
@settings(max_examples=examples(60), deadline=None)
def test_all_passages_after_any_changes(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("library")
    with closing(Annotations(folder)) as store:
        store.passages.add_all([made(id) for id in IDS[:4]])
        for action, id in steps:
            change(store, action, id)
            with closing(Annotations(folder)) as fresh:
                assert store.passages.all() == fresh.passages.all()
                assert store.passages.all(["article1"]) == fresh.passages.all(["article1"])


def test_a_change_that_is_rolled_back_is_not_seen(tmp_path: Path) -> None:
    with closing(Annotations(tmp_path)) as store:
        store.passages.add_all([made(id) for id in IDS])
        before = store.passages.all()
        with pytest.raises(PeaceindexError, match="no passage"):
            store.passages.label([IDS[0], "ffff"], ["Aid"])
        with suppress(ZeroDivisionError), store.file.changing():
            store.passages.label([IDS[0]], ["Aid"])
            assert store.passages.find(IDS[0]).labels == ("Aid",)
            assert any(passage.labels for passage in store.passages.all())
            raise ZeroDivisionError
        assert store.passages.all() == before
        assert not any(passage.labels for passage in store.passages.all())
