"""A page of markup becomes an article: its own text alone, with what the page states and where values come from."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.safe_text import neutralise
from peaceindex.sources import documents
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.facts import PageFacts, unpack_facts
from peaceindex.sources.html.reading import read_page
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = [
    "Delegates from both sides returned to the lakeside town on Tuesday to take up the questions that the first round "
    "had left open, according to officials who were present.",
    "The mediator said that a list of names for the next exchange had been agreed upon, and that lawyers were now "
    "checking it line by line before it would be signed.",
    "“Nobody expects a breakthrough this week,” he told reporters after the morning session, which lasted three hours. "
    "“What we can expect is work.”",
    "Observers noted that the tone had changed since the spring, when the talks were broken off after two days and the "
    "delegations left without a joint statement.",
    "A further meeting is planned for the end of the month, though neither side would say where it is to be held.",
]
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "Organization", "@id": "#us", "name": "The Lakeside Courier"},
 {"@type": "NewsArticle", "headline": "Talks resume by the lake &amp; a list is agreed",
  "datePublished": "2025-06-03T22:15:00+03:00", "dateModified": "2025-06-04T08:00:00+03:00",
  "author": [{"@type": "Person", "name": "Mira Tallinn"},
   {"@type": "Person", "name": "Jonas Ferrin"}],
  "publisher": {"@id": "#us"}, "keywords": ["talks", "exchange"]}]}</script>"""


PIECES = [
    "<p>", "</p>", "<div class='x'>", "</div>", "<a href='/'>", "</a>", "Words of a sentence. ", "<br>", "<h1>",
    "</h1>", "<li>", "&amp;", "ї ", "<time>", "\n", "<pre>", "</pre>", "<!--", "<![CDATA[",
]  # fmt: skip


def page(head: str = "", before: str = "", after: str = "", inside: str = "") -> str:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    menu = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in ("World", "Politics", "Business", "Culture", "Sport"))
    teasers = "".join(
        f'<div class="card"><a href="/{n}"><h3>Another story number {n} that readers may like</h3></a></div>'
        for n in range(8)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Talks resume by the lake | The Lakeside
    Courier</title>{head}</head><body><header><nav class="menu"><ul>{menu}</ul></nav></header><main>{before}
    <article><h1>Talks resume by the lake &amp; a list is agreed</h1>{inside}<div class="article-body">{body}</div>
    </article>
    {after}<aside class="related"><h2>More stories</h2>{teasers}</aside></main>
    <footer><p>© 2009-2025 The Lakeside Courier. All rights reserved. Do not copy.</p></footer></body></html>"""


def document(markup: str) -> RawDocument:
    text, facts = read_page(markup)
    return RawDocument.of("page.html", text, facts=facts)


def cleaned(markup: str) -> Article:
    return Cleaner(Outlets()).clean(document(markup))


def test_the_text_is_the_articles_alone() -> None:
    article = cleaned(page(LINKED))
    assert list(article.paragraphs) == PARAGRAPHS


def test_what_is_cut_keeps_its_line_and_a_reason() -> None:
    article = cleaned(page(LINKED))
    lines = document(page(LINKED)).text.split("\n")
    assert {c.text for c in article.cuts} >= {"World", "More stories"}
    assert all(lines[c.line - 1] == c.text and c.reason for c in article.cuts)
    reasons: dict[str, str] = {c.text: c.reason for c in article.cuts}
    assert reasons["World"] == "menu"
    assert reasons["More stories"] == "pointer to other articles"


def test_stated_values_are_taken_and_called_stated() -> None:
    article = cleaned(page(LINKED + '<link rel="canonical" href="https://courier.example/talks-by-the-lake">'))
    assert article.title == "Talks resume by the lake & a list is agreed"
    assert (article.date, article.published) == ("2025-06-03", "2025-06-03T22:15+03:00")
    assert article.modified == "2025-06-04T08:00+03:00"
    assert article.authors == ("Mira Tallinn", "Jonas Ferrin")
    assert article.outlet == "The Lakeside Courier"
    assert article.tags == ("talks", "exchange")
    assert article.url == "https://courier.example/talks-by-the-lake"
    assert article.language == "en"
    for name in ("title", "date", "authors", "outlet", "tags", "url"):
        assert article.provenance[name] == "stated", name


def test_meta_elements_state_too() -> None:
    head = """<meta property="og:title" content="Talks resume by the lake &amp; a list is agreed">
    <meta property="article:published_time" content="2025-06-03T09:00:00Z">
    <meta name="author" content="By Mira Tallinn">
    <meta property="og:site_name" content="The Lakeside Courier"><meta property="article:tag" content="talks">"""
    article = cleaned(page(head))
    assert (article.date, article.authors, article.outlet, article.tags) == (
        "2025-06-03",
        ("Mira Tallinn",),
        "The Lakeside Courier",
        ("talks",),
    )


def test_values_shown_by_the_page_are_found_not_stated() -> None:
    inside = """<div class="byline">By <a rel="author" href="/mira">Mira Tallinn</a></div>
    <time datetime="2025-06-03T09:00:00+02:00">3 June 2025</time>"""
    article = cleaned(page(inside=inside))
    assert (article.date, article.authors) == ("2025-06-03", ("Mira Tallinn",))
    assert article.provenance["date"] == article.provenance["authors"] == "found"


def test_dates_of_teasers_and_copyright_lines_are_none() -> None:
    after = '<div class="related"><a href="/x">Something else</a> <time datetime="2024-01-02">2 Jan 2024</time></div>'
    article = cleaned(page(after=after))
    assert article.date is None
    assert article.provenance["date"] == "none"


def test_a_time_in_utc_is_of_the_day_that_the_page_shows() -> None:
    head = '<meta property="article:published_time" content="2025-06-04T01:30:00Z">'
    article = cleaned(page(head, inside="<p class='date'>June 3, 2025</p>"))
    assert article.date == "2025-06-03"


@pytest.mark.parametrize(
    "stated", ["Fri Apr 28 19:20:36 CEST 2023", "Fri Apr 28 19:20:36 2023", "Fri, 28 Apr 2023 17:20:36 GMT"]
)
def test_a_date_is_read_as_programs_print_it(stated: str) -> None:
    article = cleaned(page(f'<meta name="pubdate" content="{stated}">'))
    assert article.date == "2023-04-28"


def test_the_outlet_is_no_author() -> None:
    people = LINKED[LINKED.index("[{", 90) : LINKED.index("],", LINKED.index('"author"')) + 1]
    linked = LINKED.replace(people, '{"@type": "Organization", "name": "The Lakeside Courier"}')
    assert cleaned(page(linked)).authors == ()


@pytest.mark.parametrize(
    "names",
    ['id="onetrust-consent-sdk"', 'class="cookie-banner"', 'id="disqus_thread"', 'class="modal" aria-modal="true"'],
)
def test_notices_and_comments_are_cut_wherever_they_stand(names: str) -> None:
    notice = (
        f"<div {names}>"
        + "".join(f"<p>{p.replace('the', 'our')} We value your privacy.</p>" for p in PARAGRAPHS[:2])
        + "</div>"
    )
    assert list(cleaned(page(LINKED, before=notice)).paragraphs) == PARAGRAPHS


def test_of_several_articles_on_a_page_the_one_under_its_title_counts() -> None:
    other = "".join(
        f"<p>{p.replace('talks', 'harvest').replace('delegations', 'farmers')} Elsewhere.</p>" for p in PARAGRAPHS
    )
    article = cleaned(page(LINKED, after=f"<article><h1>The harvest comes late</h1>{other}</article>"))
    assert list(article.paragraphs) == PARAGRAPHS


def test_nothing_of_a_page_can_steer_a_terminal() -> None:
    markup = page(LINKED.replace("Mira Tallinn", "Mira\\u001b[2J Tallinn"), inside="<p>&#27;]0;x&#7; \u202eevil</p>")
    everything = document(markup).text + repr(cleaned(markup).as_record())
    assert "\x1b" not in everything.encode().decode("unicode_escape", "ignore")
    assert "\u202e" not in everything


@pytest.mark.parametrize(
    "markup",
    [
        "", "<", "<html>", "<p>", "<!doctype html>", "\x00", "<body></body>", "<html><body><script>x</script>",
        "<br>" * 50,
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>Words.</p>", "<div>" * 20_000 + "Words.",
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": {"@value": 3}, "author": [[[null]]]}'
        "</script>a b",
        "<svg><p>x</svg>" * 10, "<table><tr><td>a<p>b</table>", '<time datetime="99999999999999">x</time>word',
    ],
)  # fmt: skip
def test_no_markup_makes_it_fail(markup: str) -> None:
    article = cleaned(markup)
    assert article.id


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_markup_comes_out_of_a_library_as_it_went_in(parts: list[str]) -> None:
    found = document("".join(parts))
    assert isinstance(found.facts, PageFacts)
    packed = found.facts.packed(found.text)
    again = Cleaner(Outlets()).clean(replace(found, facts=packed))
    assert again == Cleaner(Outlets()).clean(found)
    assert (other := unpack_facts(packed, found.text)) and other.packed(found.text) == packed


@pytest.mark.parametrize("damaged", [b"", b"1", b"?", b"1\x00\x01nothing", b"2"])
def test_facts_that_cannot_be_read_are_done_without(damaged: bytes) -> None:
    found = document(page(LINKED))
    assert Cleaner(Outlets()).clean(replace(found, facts=damaged)).paragraphs


def test_facts_are_of_their_text_alone() -> None:
    found = document(page(LINKED))
    assert isinstance(found.facts, PageFacts)
    packed = found.facts.packed(found.text)
    assert unpack_facts(packed, found.text) is not None
    assert unpack_facts(packed, neutralise(found.text + "\n\nOne more line.")) is None


def test_a_file_of_markup_is_read_whatever_its_encoding(tmp_path: Path) -> None:
    markup = page(LINKED).replace("utf-8", "windows-1251").replace("Delegates", "Делегації")
    (tmp_path / "page.html").write_bytes(markup.encode("cp1251", "xmlcharrefreplace"))
    (found,) = documents(tmp_path / "page.html", "page.html")
    assert isinstance(found, RawDocument)
    assert "Делегації from both sides" in found.text
    assert len(found.sha256) == 64


def test_kinds_keep_their_bits() -> None:
    """Libraries hold pages whose files are gone by these numbers: a new kind goes to the end of them."""
    assert hashlib.sha256(" ".join(markup_words.KINDS[:65]).encode()).hexdigest()[:12] == "30f3b8026562"


@pytest.mark.shared
def test_real_pages_come_out_clean(shared_dir: Path) -> None:
    """A floor under the figures on the real pages (in-sample: the check by site is the training's own)."""
    import gzip
    import json
    import zipfile

    spec = importlib.util.spec_from_file_location("score", shared_dir / "cleaning" / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with gzip.open(shared_dir / "cleaning" / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        golds = [json.loads(line) for line in stream][::12]
    pairs = []
    with zipfile.ZipFile(shared_dir / "cleaning" / "dev-html.zip") as pages:
        for gold in golds:
            article = cleaned(pages.read(f"{gold['id']}.html").decode("utf-8", "replace"))
            pairs.append((gold["body"], "\n".join(article.paragraphs)))
    assert score.body_scores(pairs)["F1"] > 0.93
