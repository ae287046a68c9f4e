"""Articles with the same wire copy are one story: found, kept in step, and never hidden."""

from __future__ import annotations

import random
import struct
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library, load_yaml
from peaceindex.model.search import Request, Selection
from peaceindex.model.search_results import Hit
from peaceindex.model.story import Story
from peaceindex.near_duplicates import clusters, minhash
from peaceindex.near_duplicates.bands import BandIndex
from tests.conftest import REPOSITORY
from tests.index.older import set_back
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = """
delegates ministers officials reporters guards drivers farmers teachers river bridge border harbour market station said
asked promised refused signed opened crossed counted watched carried brought promise treaty letter list map yesterday
today early late again together slowly quietly twice never always north south east west old new small
""".split()  # noqa: SIM905


def sentences(seed: int, count: int = 14) -> list[str]:
    """Return sentences that no other seed gives."""
    draw = random.Random(seed)
    return [" ".join(draw.choice(WORDS) for _ in range(14)).capitalize() + "." for _ in range(count)]


def copy(seed: int, outlet: str, *, day: int = 16, drop: int = 0, add: str = "", head: str = "", foot: str = "") -> str:
    """Return a page of an outlet that prints wire copy `seed`, with text removed and added."""
    body = sentences(seed)[: 14 - drop]
    texts = [" ".join(body[at : at + 3]) for at in range(0, len(body), 3)]
    texts[0] = head + texts[0]
    host = outlet.lower().replace(" ", "")
    lines = [
        f" date 2025-05-{day:02} https://{host}.example/2025/05/{day:02}/{seed}.html",
        f"{outlet} on matter {seed}",
    ]
    return "\n\n".join([*lines, *texts, *([add] if add else []), *([foot] if foot else [])]) + "\n"


def write(folder: Path, **pages: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def ids(library: Library, *paths: Path) -> dict[str, str]:
    """Add these paths, and return the article ids by the sources' names."""
    added = library.ingest.add(paths, processes=1)
    return {Path(one.source).stem: str(one.article_id) for one in added if one.article_id}


def named(library: Library, known: dict[str, str]) -> set[frozenset[str]]:
    """Return the stories as sets of sources' names."""
    names = {library.article(id).id: name for name, id in known.items()}
    return {frozenset(names[member.article_id] for member in story.members) for story in library.stories.all()}


def of(story: Story | None) -> Sequence[str]:
    assert story
    return [member.article_id for member in story.members]


def test_the_samples_hold_two_stories(library: Library) -> None:
    expected = load_yaml(REPOSITORY / "tests/index/sample_expectations.yaml", dict)
    twins = {frozenset((name[:-4], page["twin"][:-4])) for name, page in expected.items() if page.get("twin")}
    known = ids(library, REPOSITORY / "seeds")
    assert named(library, known) == twins
    assert len(twins) == 2
    story = library.stories.of(known["09_istanbul-first-round_pellmere-daily"])
    assert story
    assert [member.outlet for member in story.members] == ["Wexmoor Chronicle", "Pellmere Daily"]
    assert story.origin.reason == "agency"
    assert str(story.origin.agency).startswith("Corvane")
    told = library.stories.changes(known["09_istanbul-first-round_pellmere-daily"])
    before = {c.before[a:b] for c in told for a, b in c.before_marks}
    after = {c.after[a:b] for c in told for a, b in c.after_marks}
    assert "under" in before
    assert "less than" in after
    assert any(c.kind == "added" and c.after.startswith("Families of prisoners") for c in told)
    assert library.stories.changes(story.origin.article_id) == ()


def test_copies_are_one_story_and_none_is_hidden(library: Library, tmp_path: Path) -> None:
    pages = write(
        tmp_path / "pages",
        first=copy(1, "Amber Post", day=16),
        shorter=copy(1, "Birch Herald", day=17, drop=5),
        longer=copy(
            1, "Cedar Times", day=18, add="Nobody in the town had expected that the harbour would open so soon."
        ),
        other=copy(2, "Amber Post", day=16),
        alone=copy(3, "Birch Herald", day=16),
    )
    known = ids(library, pages)
    assert named(library, known) == {frozenset({"first", "shorter", "longer"})}
    assert library.stories.of(known["alone"]) is None
    story = library.stories.of(known["longer"])
    assert of(story) == [known["first"], known["shorter"], known["longer"]]
    assert story
    assert story.origin.reason == "earliest"
    assert story.origin.article_id == known["first"]
    results = library.search.find(Request(""))
    assert results.total == 5
    sizes = {hit.id: (hit.story_size, hit.story_outlets) for hit in library.search.hits(results, 0, 10)}
    assert sizes[known["first"]] == sizes[known["shorter"]] == (3, 3)
    assert sizes[known["other"]] == (1, 1)
    stats = library.maintenance.stats()
    assert (stats.stories, stats.in_stories) == (1, 3)
    (changed,) = library.stories.changes(known["longer"])
    assert (changed.kind, changed.before) == ("added", "")
    assert {change.kind for change in library.stories.changes(known["shorter"])} == {"removed"}
    assert len(library.stories.changes(known["shorter"], known["longer"])) >= 2


def dates_of(hit: Hit) -> list[str]:
    return [(hit.date or "")[:length] for length in (4, 7, 10)]


def outlet_of(hit: Hit) -> list[str]:
    return [hit.outlet or ""]


def authors_of(hit: Hit) -> list[str]:
    return [*hit.authors] or [""]


def states_of(hit: Hit) -> list[str]:
    return ["read" if hit.read else "unread"]


FACETS = {"outlets": outlet_of, "dates": dates_of, "authors": authors_of, "states": states_of}


def test_folding_leaves_the_best_of_each_story_and_counts_the_rest(library: Library, tmp_path: Path) -> None:
    names = ("Amber Post", "Birch Herald", "Cedar Times")
    pages = {
        f"p{seed}{n}": copy(seed, names[(seed + n) % 3], day=10 + n, drop=n, add=f"AddReport {n}.")
        for seed in range(4)
        for n in range(4 if seed else 1)
    }
    ids(library, write(tmp_path / "pages", **pages))
    stories = {member.article_id: story.id for story in library.stories.all() for member in story.members}
    assert len(set(stories.values())) == 3
    one, other, *_ = [value.value for value in library.search.find(Request("")).facets.outlets]
    library.annotations.mark_read(next(iter(stories)))
    folds = 0
    for request in (
        Request(""),
        Request("", sort="oldest"),
        Request("harbour", sort="newest"),
        Request("market OR river"),
        Request("promise", outlets=Selection(frozenset({one, other}))),
        Request("", outlets=Selection(exclude=frozenset({one})), dates=Selection(frozenset({"2025-05"}))),
        Request("amber"),
        Request("nowhere"),
    ):
        results = library.search.find(replace(request, counted=frozenset({"authors", "states"})))
        hits = library.search.hits(results, 0, results.total)
        told = [stories.get(hit.id, hit.id) for hit in hits]
        best = [hit.id for place, hit in enumerate(hits) if told[place] not in told[:place]]
        folded = library.search.fold(results)
        assert [hit.id for hit in library.search.hits(folded, 0, folded.total)] == best
        assert folded.facets == results.facets and folded.total == len(best)
        copies = library.search.copies(results)
        assert copies.total == len(hits) - len(best)
        folds += copies.total > 0
        for name, values_of in FACETS.items():
            if getattr(request, name):
                continue  # counted over other hits than these
            pairs = [(value, story) for hit, story in zip(hits, told, strict=True) for value in values_of(hit)]
            again = Counter(value for value, _ in pairs)
            again.subtract(value for value, _ in set(pairs))
            assert getattr(copies, name) == {value: count for value, count in again.items() if count}
    assert folds > 4
    span = "2025-05-11..2025-05-13"
    within = library.search.find(Request("", dates=Selection(frozenset({span}))))
    every = library.search.copies(library.search.find(Request("date:" + span))).total
    assert library.search.copies(within).dates[span] == every > 0


def test_a_ticked_outlet_does_not_change_what_the_others_count(library: Library, tmp_path: Path) -> None:
    pages = {f"p{n}": copy(1, "Amber Post", day=10 + n, drop=n) for n in range(3)}
    ids(library, write(tmp_path / "pages", **pages, other=copy(1, "Birch Herald", day=20)))
    amber, birch = [value.value for value in library.search.find(Request("")).facets.outlets]
    ticked = library.search.find(Request("", outlets=Selection(frozenset({birch}))))
    copies = library.search.copies(ticked)
    assert (ticked.total, copies.total, copies.outlets) == (1, 0, {amber: 2})


@pytest.mark.parametrize(
    ("signed", "agency"),
    [
        ({"foot": "(HAMMERWIRE)"}, "HAMMERWIRE"),
        ({"head": "ANKARA (Hammerwire) – "}, "Hammerwire"),
        ({"foot": "Source: Hammerwire"}, "Hammerwire"),
    ],
)
def test_an_agency_is_the_origin_even_if_its_own_article_came_later(
    library: Library, tmp_path: Path, signed: dict[str, Any], agency: str
) -> None:
    pages = write(
        tmp_path / "pages",
        early=copy(5, "Amber Post", day=16, **signed),
        own=copy(5, "Hammerwire", day=17, foot="(HAMMERWIRE)" if agency.isupper() else ""),
    )
    known = ids(library, pages)
    story = library.stories.of(known["early"])
    assert story
    assert (story.origin.agency, story.origin.reason) == (agency, "agency")
    assert story.origin.article_id == known["own"]


def test_stories_follow_changes_copies_and_rebuilding(library: Library, tmp_path: Path) -> None:
    pages = write(
        tmp_path / "pages", a=copy(1, "Amber Post"), b=copy(1, "Birch Herald"), c=copy(1, "Cedar Times"), d=copy(2, "D")
    )
    known = ids(library, pages)
    assert named(library, known) == {frozenset("abc")}
    write(pages, c=copy(2, "Cedar Times"))  # it is another story now
    ids(library, pages)
    assert named(library, known) == {frozenset("ab"), frozenset("cd")}
    write(pages, b=copy(1, "Amber Post"))  # the same document as a: one article with two sources
    ids(library, pages)
    assert named(library, {"a": known["a"], "c": known["c"], "d": known["d"]}) == {frozenset("cd")}
    assert library.stories.of(known["b"]) is None
    write(pages, b=copy(2, "Birch Herald"), e=copy(1, "Elm Gazette"))
    known |= ids(library, pages)
    before = named(library, known)
    assert before == {frozenset("ae"), frozenset("bcd")}
    assert all(added.status == "changed" for added in library.ingest.rebuild())
    assert named(library, known) == before


def test_fingerprints_of_an_older_version_are_compared_with_new_ones(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", a=copy(1, "Amber Post"), b=copy(2, "Birch Herald"))
    known = ids(library, pages)
    assert not named(library, known)
    with library.articles.writing() as connection:
        for row, packed in connection.execute("SELECT article_row, bands FROM story_prints").fetchall():
            older = struct.pack("<20q", *((band << 32 | row) - 2**63 for band in struct.unpack("<20I", packed)))
            connection.execute("UPDATE story_prints SET bands = ? WHERE article_row = ?", (older, row))
    known |= ids(library, write(pages, c=copy(1, "Cedar Times"), b=copy(3, "Birch Herald"), d=copy(2, "Dew")))
    assert named(library, known) == {frozenset("ac")}


BATCHES = st.lists(st.dictionaries(st.integers(1, 30), st.lists(st.integers(0, 9), min_size=20, max_size=20)))


@given(BATCHES, st.sets(st.integers(1, 30)), st.booleans())
@settings(max_examples=examples(100))
def test_articles_are_found_by_their_bands(
    batches: list[dict[int, list[int]]], removed: set[int], are_older: bool
) -> None:
    """Batches of articles as row -> bands, of which some are removed again; bands are few, so that many are shared."""
    held: dict[int, list[int]] = {}
    index = BandIndex([])
    for batch in batches:
        index.remove(batch.keys())
        spread = {row: [band << 28 for band in bands] for row, bands in batch.items()}  # up to the highest bit
        form = ("<20q", lambda band: (band << 32) - 2**63) if are_older else ("<20I", int)
        index.add((row, struct.pack(form[0], *map(form[1], bands))) for row, bands in spread.items())
        held |= spread
    index.remove(removed)
    rows_by_band: dict[int, list[int]] = {}
    for row in sorted(held.keys() - removed):
        for band in set(held[row]):
            rows_by_band.setdefault(band, []).append(row)
    expected = {band: rows[:3] for band, rows in rows_by_band.items() if len(rows) > 1}
    assert index.shared({band << 28 for band in range(12)}, 3) == expected


def test_a_story_falls_apart_without_what_held_it_together(library: Library, tmp_path: Path) -> None:
    one, two = sentences(1), sentences(2)
    both = "\n\n".join(["The whole long day", " ".join(one), " ".join(two)])
    pages = write(
        tmp_path / "pages",
        left=copy(1, "Amber Post"),
        middle=f" date 2025-05-16 https://birchherald.example/2025/05/16/1.html\n\n{both}\n",
        right=copy(2, "Cedar Times"),
    )
    known = ids(library, pages)
    assert named(library, known) == {frozenset({"left", "middle", "right"})}
    write(pages, middle=copy(3, "Birch Herald"))
    ids(library, pages)
    assert library.stories.all() == []


@settings(max_examples=examples(8))
@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ABCDE"), st.integers(0, 4)), min_size=2, max_size=9),
    st.data(),
)
def test_stories_do_not_hang_on_the_order_or_the_portions_of_adding(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    texts = {f"{n}": copy(seed, f"{o} Post", drop=drop) for n, (seed, o, drop) in enumerate(dict.fromkeys(made))}
    write(folder / "pages", **texts)
    order = data.draw(st.permutations(sorted(texts)))
    found = []
    for name, portions in (
        ("at once", [[folder / "pages"]]),
        ("one by one", [[folder / "pages" / f"{n}.txt"] for n in order]),
    ):
        with Library.open(folder / name, create=True) as library:
            known: dict[str, str] = {}
            for portion in portions:
                known |= ids(library, *portion)
            found.append(named(library, known))
    assert found[0] == found[1]
    by_seed: dict[int, set[str]] = {}
    for number, (seed, _, _) in enumerate(dict.fromkeys(made)):
        by_seed.setdefault(seed, set()).add(str(number))
    assert found[0] == {frozenset(names) for names in by_seed.values() if len(names) > 1}


def test_ten_more_articles_are_not_compared_with_all(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write(tmp_path / "pages", **{f"p{n}": copy(n, "Amber Post") for n in range(40)})
    ids(library, pages)
    compared: list[int] = []

    def counted(text: str) -> frozenset[str]:
        compared.append(1)
        return minhash.shingles(text)

    monkeypatch.setattr(clusters, "shingles", counted)
    more = write(tmp_path / "more", x=copy(7, "Birch Herald"), y=copy(100, "Birch Herald"))
    known = ids(library, more)
    assert library.stories.of(known["x"])
    assert len(compared) == 2


def test_a_form_letter_a_hundred_times_is_one_story(library: Library, tmp_path: Path) -> None:
    letter = copy(9, "Amber Post")
    pages = write(
        tmp_path / "pages", **{f"p{n:03}": letter.replace(".html", f"{n}.html") + f"\nCopy {n}.\n" for n in range(100)}
    )
    ids(library, pages)
    (story,) = library.stories.all()
    assert len(story.members) == 100
    assert story.outlets <= 2


def test_stories_broken_off_are_gone_on_with(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write(tmp_path / "pages", a=copy(1, "Amber Post"), b=copy(1, "Birch Herald"))
    with monkeypatch.context() as broken:

        def fail(*_: object) -> None:
            raise KeyboardInterrupt

        broken.setattr(clusters, "_regroup", fail)
        with pytest.raises(KeyboardInterrupt):
            ids(library, pages)
    assert library.stories.all() == []
    ids(library, pages)
    assert len(library.stories.all()) == 1


def test_a_library_from_before_there_were_stories_gets_them(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", a=copy(1, "Amber Post"), b=copy(1, "Birch Herald"))
    ids(library, pages)
    library.close()
    set_back(library.folder, 1)
    with Library.open(library.folder) as opened:
        assert opened.stories.all() == []
        list(opened.ingest.add([pages]))
        assert len(opened.stories.all()) == 1


def test_prints_of_another_version_are_made_anew(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write(tmp_path / "pages", a=copy(1, "Amber Post"), b=copy(1, "Birch Herald"))
    ids(library, pages)
    monkeypatch.setattr(clusters, "fingerprint_version", lambda: "another")
    write(pages, c=copy(1, "Cedar Times"))
    ids(library, pages)
    assert [len(story.members) for story in library.stories.all()] == [3]
