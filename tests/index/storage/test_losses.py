"""Text that may have been cut by mistake: reported by `add` and `check`, found by `is:cut`, in old libraries too."""

from __future__ import annotations

from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.model.article import NO_LOSSES
from peaceindex.model.reports import AddReport
from peaceindex.model.search import Request
from peaceindex.storage.schema import LIBRARY
from tests.careless import FIRST, SECOND, make_careless, page
from tests.index.older import set_back
from tests.index.pages import add


@pytest.fixture(autouse=True)
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    make_careless(monkeypatch)


def written(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return sorted(folder.iterdir())


def found(library: Library, query: str) -> set[str]:
    return {hit.id for hit in library.search.hits(library.search.find(Request(query)), 0, 99)}


@pytest.fixture
def added(library: Library, tmp_path: Path) -> dict[str, AddReport]:
    """Add a whole article, one without its beginning, one without a tenth of its words, and one without both."""
    written(
        tmp_path / "pages",
        whole=page(number=0),
        beginning=page(FIRST, number=1),
        tenth=page(within=(FIRST, SECOND), number=2),
        both=page(FIRST, SECOND, number=3),
    )
    return {Path(one.source).stem: one for one in add(library, tmp_path / "pages")}


def ids(added: dict[str, AddReport], *names: str) -> set[str]:
    return {str(added[name].article_id) for name in names}


def test_add_says_of_each_what_it_may_have_lost(library: Library, added: dict[str, AddReport]) -> None:
    told = {name: set(one.doubts) & {"beginning cut", "words cut"} for name, one in added.items()}
    assert told == {
        "whole": set(),
        "beginning": {"beginning cut", "words cut"},
        "tenth": {"words cut"},
        "both": {"beginning cut", "words cut"},
    }
    article = library.article(str(added["both"].article_id))
    assert article.losses.opening == 2
    assert [FIRST in cut.text or SECOND in cut.text for cut in article.cuts].count(True) == 2
    assert library.article(str(added["whole"].article_id)).losses == NO_LOSSES


def test_a_search_finds_them_with_other_words_and_without(library: Library, added: dict[str, AddReport]) -> None:
    assert found(library, "is:cut") == ids(added, "beginning", "tenth", "both")
    assert found(library, "is:CUT vienna") == ids(added, "beginning", "tenth", "both")
    assert found(library, "vienna -is:cut") == found(library, "NOT is:cut") == ids(added, "whole")
    library.annotations.mark_read(str(added["tenth"].article_id))
    assert found(library, "is:cut is:unread") == ids(added, "beginning", "both")


def test_check_lists_them(library: Library, added: dict[str, AddReport]) -> None:
    told = [p for p in library.maintenance.check() if p.kind in ("beginning cut", "words cut")]
    assert len(told) == 5
    assert {problem.severity for problem in told} == {"warning"}
    id = str(added["both"].article_id)
    (beginning,) = [p.what for p in told if id in p.what and p.kind == "beginning cut"]
    assert beginning.endswith("may have lost its beginning. 2 lines before its text were cut.")
    (words,) = [p.what for p in told if id in p.what and p.kind == "words cut"]
    assert words.endswith(" % of its words.")


def test_a_line_brought_back_is_no_loss(library: Library, added: dict[str, AddReport]) -> None:
    id = str(added["both"].article_id)
    for text in (FIRST, SECOND):
        (line,) = [line.number for line in library.annotations.audit(id).lines if line.text == text]
        library.annotations.correct_line(id, line, True)
    assert library.article(id).losses == NO_LOSSES
    assert id not in found(library, "is:cut")
    assert all(id not in p.what for p in library.maintenance.check() if p.kind == "beginning cut")


def test_a_line_that_the_user_cut_is_no_loss(library: Library, added: dict[str, AddReport]) -> None:
    id = str(added["whole"].article_id)
    first = next(
        line.number for line in library.annotations.audit(id).lines if line.text.startswith("The two delegations")
    )
    library.annotations.correct_line(id, first, False)
    assert library.article(id).losses == NO_LOSSES


def as_before_losses(library: Library) -> Path:
    """Return the folder of the library, as an older program left it."""
    library.close()
    set_back(library.folder, next(n for n, script in enumerate(LIBRARY) if "CREATE TABLE losses" in script))
    return library.folder


def test_an_old_library_tells_them_too(library: Library, added: dict[str, AddReport], tmp_path: Path) -> None:
    folder = as_before_losses(library)
    with Library.open(folder) as old:
        assert len([p for p in old.maintenance.check() if p.kind == "beginning cut"]) == 2
        assert old.articles.losses.is_behind(), "check changes nothing"
        assert found(old, "is:cut") == ids(added, "beginning", "tenth", "both")
        assert not old.articles.losses.is_behind()
        assert old.article(str(added["both"].article_id)).losses.opening == 2


def test_add_brings_an_old_library_in_step(library: Library, added: dict[str, AddReport], tmp_path: Path) -> None:
    before = {id: library.article(id).losses for id in (str(one.article_id) for one in added.values())}
    folder = as_before_losses(library)
    with Library.open(folder) as old:
        add(old, tmp_path / "pages")
        assert not old.articles.losses.is_behind()
        assert {id: old.article(id).losses for id in before} == before


def test_an_article_that_is_gone_is_not_told(library: Library, added: dict[str, AddReport], tmp_path: Path) -> None:
    (tmp_path / "pages" / "both.txt").write_text(page(number=0))
    add(library, tmp_path / "pages")
    assert found(library, "is:cut") == ids(added, "beginning", "tenth")
    assert len([p for p in library.maintenance.check() if p.kind == "beginning cut"]) == 1
