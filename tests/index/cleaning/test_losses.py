"""What counts as cut by mistake: running text before, within and right behind an article, cut without evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.cleaning.losses import losses
from peaceindex.cleaning.rules import REASON_BY_CUE
from peaceindex.cleaning.siblings import SIBLING_REASONS
from peaceindex.model.article import NO_LOSSES, Losses
from peaceindex.text.lines import split

UNSURE = "text that is not of this article"
TITLE = "Delegations meet in Vienna for the second round of the talks"
TEXT = (
    "The delegations met in Vienna on Monday for the second round of their talks, officials said on Tuesday.",
    "An adviser told reporters in Vienna that a list of the prisoners had been handed over by the officials.",
    "The next meeting is planned for the week after, if the delegations agree to come to Vienna again.",
)
LEAD = "Officials opened the second round of talks in Vienna and welcomed the delegations on Monday."
MENU = ("Home", "World", "Politics", "Sport", "Weather", "Opinion", "Video", "Culture", "Travel", "Games")
TEASER = "Seven ways to cook courgettes when the garden gives more of them than anybody wants to eat."


def of(*lines: tuple[str, str]) -> Losses:
    """The losses of a page of these lines, each with the reason for which it was cut, "" if it was kept."""
    text = "\n".join(line for line, _ in lines)
    known = dict(enumerate(lines, 1))
    found = split(text)
    reasons = {i: known[line.number][1] for i, line in enumerate(found) if known.get(line.number, ("", ""))[1]}
    return losses(found, reasons, TITLE, [line for line, reason in lines if not reason])


def body(*lines: str) -> list[tuple[str, str]]:
    return [(line, "") for line in lines or TEXT]


menu = [(word, "before the article: menu or label") for word in MENU]
title = (TITLE, "title")


def test_nothing_cut_is_nothing_lost() -> None:
    assert of(*body()) == NO_LOSSES
    assert of(*menu, title, *body()) == NO_LOSSES


def test_the_beginning_on_a_page_with_a_menu_and_on_one_without() -> None:
    lead = (LEAD, f"before the article: {UNSURE}")
    for above in ([], menu):
        found = of(*above, title, ("By Ada Stone", "byline"), lead, *body())
        assert found.opening == 1
        assert found.words == 15
        assert found.exceed_a_tenth


def test_a_beginning_that_was_taken_for_the_title() -> None:
    lead = "Officials opened the second round of talks in Vienna, welcomed both delegations and left for the capital."
    found = losses(split("\n".join((lead, *TEXT))), {0: "title"}, lead, TEXT)
    assert found.opening == 1
    assert losses(split("\n".join((TITLE, *TEXT))), {0: "title"}, TITLE, TEXT) == NO_LOSSES


def test_a_teaser_speaks_of_something_else() -> None:
    assert of(*menu, title, (TEASER, UNSURE), *body()) == NO_LOSSES
    assert of(*menu, title, *body(), (TEASER, UNSURE)) == NO_LOSSES


def test_a_line_that_stands_in_the_article_is_not_lost() -> None:
    assert of(title, (TEXT[0], UNSURE), *body()) == NO_LOSSES


def test_text_within_and_behind() -> None:
    found = of(*menu, title, *body(TEXT[0]), (LEAD, UNSURE), *body(*TEXT[1:]))
    assert (found.opening, found.words) == (0, 15)
    found = of(*menu, title, *body(), (LEAD, UNSURE), ("Most read", "menu or label"), (LEAD + " Again.", UNSURE))
    assert (found.opening, found.words) == (0, 15)


@pytest.mark.parametrize("reason", [*REASON_BY_CUE.values(), *SIBLING_REASONS, "cut by you", "dateline", "comments"])
def test_evidence_is_no_loss(reason: str) -> None:
    assert of(*menu, title, (LEAD, reason), *body(), (LEAD + " Again.", reason)) == NO_LOSSES


def test_a_list_of_teasers_between_title_and_text_is_not_the_beginning() -> None:
    teasers = [(f"{LEAD[:-1]}, round {n} of the talks.", UNSURE) for n in range(5)]
    assert of(*menu, title, *teasers, *body()) == NO_LOSSES


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        (
            "両国の代表団は月曜日にウィーンで会談し、捕虜の交換について協議したと当局者が明らかにした。",
            (
                "代表団は捕虜の交換と停戦について協議する予定だと当局者は述べた。",
                "会談は来週もウィーンで続けられると代表団は明らかにした。",
            ),
        ),
        (
            "คณะผู้แทนของทั้งสองฝ่ายพบกันที่กรุงเวียนนาเมื่อวันจันทร์เพื่อเจรจาเรื่องการแลกเปลี่ยนเชลยศึก เจ้าหน้าที่กล่าว",
            ("คณะผู้แทนจะเจรจาเรื่องการแลกเปลี่ยนเชลยศึกและการหยุดยิงที่กรุงเวียนนา เจ้าหน้าที่กล่าวเมื่อวันจันทร์",),
        ),
        (
            "Делегації обох сторін зустрілися у Відні в понеділок, щоб говорити про обмін полоненими.",
            (
                "Делегації говорили у Відні про обмін полоненими та про припинення вогню, сказав радник.",
                "Сторони зустрінуться знову наступного понеділка, якщо обидві делегації погодяться.",
            ),
        ),
    ],
    ids=["Japanese", "Thai", "Ukrainian"],
)  # fmt: skip
def test_other_scripts(lead: str, text: tuple[str, ...]) -> None:
    for above in ([], menu):
        found = of(*above, title, (lead, UNSURE), *body(*text))
        assert found.opening == 1
        assert found.exceed_a_tenth


words = st.text(st.characters(codec="utf-8"), max_size=60)
reasons = st.sampled_from(["", UNSURE, "title", "menu", "heading or teaser", "before the article: repeated line"])


@given(st.lists(st.tuples(words, reasons), max_size=30))
def test_any_page_can_be_asked(lines: list[tuple[str, str]]) -> None:
    found = of(*lines)
    cut = sum(bool(reason) for line, reason in lines)
    assert 0 <= found.opening <= cut
    assert found.words >= 0 and found.kept >= 0
    assert found.opening == 0 or found.words > 0
