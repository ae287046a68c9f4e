"""Records whose makers are known: Telegram, news services, social media, reference managers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.errors import COMMENTS, NoSourceError, SourceError
from peaceindex.model.article import DETAILS, RawDocument
from peaceindex.sources import documents
from peaceindex.sources.tex import plain
from tests.index.sources import made_records as made
from tests.index.sources.made_records import BOTH, HTML, ONE, TITLE, TWO, URL, Export, telegram

if TYPE_CHECKING:
    from pathlib import Path

EXPORTS = {**made.TELEGRAM, **made.NEWS, **made.POSTS, **made.REFERENCES}


def found_in(folder: Path, name: str, data: bytes) -> tuple[list[RawDocument], list[str], list[str]]:
    """Return the documents in a file, the kinds of what is skipped, and the messages about what cannot be read."""
    (folder / name).write_bytes(data)
    found, skipped, failures = [], [], []
    for one in documents(folder / name, name):
        if isinstance(one, NoSourceError):
            skipped.append(one.kind)
        elif isinstance(one, SourceError):
            failures.append(str(one))
        else:
            found.append(one)
    return found, skipped, failures


def values(document: RawDocument) -> dict[str, Any]:
    """Return all that is known of a document: what it states, its details, its evidence, and its text."""
    lines = document.text.split("\n")
    body = document.stated.get("body_lines")
    text = "\n".join(lines[body[0][0] - 1 : body[0][1]]) if body else document.text
    evidence = {"retrieved": document.evidence.retrieved, "record": document.evidence.record}
    return {**document.stated, **(document.stated.get(DETAILS) or {}), **evidence, "text": text.strip()}


@pytest.mark.parametrize("kind", EXPORTS)
def test_records_of_known_makers(tmp_path: Path, kind: str) -> None:
    export: Export = EXPORTS[kind]
    found, skipped, failures = found_in(tmp_path, export.name, export.data.encode())
    assert not failures
    assert skipped == export.skipped
    assert len(found) == len(export.articles)
    for document, expected in zip(found, export.articles, strict=True):
        known = values(document)
        for name, value in expected.items():
            assert known.get(name) == value, name


WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Pier &amp; Shore</title><pubDate>Sun, 01 Jun 2025 10:00:00 +0000</pubDate><language>en-GB</language>
<wp:author><wp:author_login>atorlak</wp:author_login><wp:author_display_name>Ana Torlak</wp:author_display_name>
</wp:author>%s</channel></rss>"""


def post(body: str, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title>{TITLE}</title><link>{URL}</link><pubDate>Mon, 12 May 2025 22:14:00 +0000</pubDate>"
        f"<dc:creator>atorlak</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_id>5</wp:post_id><wp:post_date>2025-05-13 00:14:00</wp:post_date>"
        f"<wp:post_date_gmt>2025-05-12 22:14:00</wp:post_date_gmt><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{status}</wp:status>{more}"
        '<category domain="post_tag" nicename="f"><![CDATA[ferries]]></category></item>'
    )


def wordpress(folder: Path, *posts: str) -> tuple[list[RawDocument], list[str], list[str]]:
    return found_in(folder, "site.xml", (WXR % "".join(posts)).encode())


def test_a_site_gives_its_published_posts_with_its_own_date_and_names(tmp_path: Path) -> None:
    (found,), skipped, failures = wordpress(
        tmp_path,
        post(HTML), post(HTML, status="draft"), post(HTML, status="private"), post(HTML, status="trash"),
        post("", kind="attachment", status="inherit"), post(HTML, kind="revision", status="inherit"),
        post(" ", kind="nav_menu_item"), post(HTML, more="<wp:post_password>x</wp:post_password>"), post(" <p></p>"),
    )  # fmt: skip
    assert not failures
    assert skipped == [
        "drafts", "private posts", "posts in the trash", "attachments", "revisions", "menu items",
        "posts behind a password", "posts without a text",
    ]  # fmt: skip
    known = values(found)
    expected = {
        "title": TITLE, "outlet": "Pier & Shore", "published": "2025-05-13T00:14:00+02:00", "authors": ["Ana Torlak"],
        "tags": ["ferries"], "url": URL, "text": BOTH, "retrieved": "2025-06-01T10:00:00+00:00", "document_id": "5",
    }  # fmt: skip
    assert {name: known.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"<!-- wp:paragraph -->\n<p>{ONE}</p>\n<!-- /wp:paragraph -->\n\n<p>{TWO}</p>", BOTH),
        (f"{ONE}\n\n{TWO}", BOTH),
        (f"<h2>Pier</h2>\n{ONE}\n\n<div>{TWO}</div>", f"Pier\n\n{BOTH}"),
        (f'[vc_row][vc_column width="1/2"]{ONE}[/vc_column][/vc_row]\n\n[gallery ids="1,2"]\n\n{TWO}', BOTH),
        (f"[dropcap]T[/dropcap]{ONE[1:]} [sic] [1] [Mr Smith] [[gallery]]", f"{ONE} [sic] [1] [Mr Smith] [gallery]"),
        (f"{ONE}<!--more-->\n\n[my_slider]{TWO}", BOTH),
    ],
)
def test_short_codes_and_block_comments_are_taken_out(tmp_path: Path, written: str, expected: str) -> None:
    (found,), _, failures = wordpress(tmp_path, post(written))
    assert not failures
    assert "\n\n".join(part for part in found.text.split("\n\n") if part.strip()) == expected


def test_an_export_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole = WXR % (post(HTML) + post(HTML.replace("ferry", "train")))
    found, _, failures = found_in(tmp_path, "site.xml", whole[: whole.index("train") + 20].encode())
    assert found
    assert failures
    many = json.dumps(telegram(*({"text": f"{ONE} Number {n}."} for n in range(40))), indent=1)
    found, _, failures = found_in(tmp_path, "result.json", many[: many.index("Number 30")].encode())
    assert [values(one)["text"] for one in found] == [f"{ONE} Number {n}." for n in range(30)]
    assert all(one.stated["outlet"] == "Shore News" for one in found)
    assert len(failures) == 1
    assert "cut off" in failures[0]
    found, _, failures = found_in(tmp_path, "refs.ris", f"TY  - NEWS\nTI  - {TITLE}\nAB  - {ONE}".encode())
    assert len(found) == len(failures) == 1
    entries = f"@misc{{a, title={{A}}, abstract={{{ONE}}}}}\n@misc{{b, title={{B, abstract={{x}}\n"
    found, _, failures = found_in(tmp_path, "refs.bib", entries.encode())
    assert [one.stated["title"] for one in found] == ["A"]
    assert "line 2" in failures[0]


def test_a_comment_that_swallows_entries_is_told(tmp_path: Path) -> None:
    def entry(name: str) -> str:
        return f"@misc{{{name}, title={{{name}}},\n abstract={{{ONE}}}}}\n"

    for head in ("@comment{ left open\n", "@comment{a {b}\n", "@comment(open\n", "@comment none\n", '@preamble{"x\n'):
        found, skipped, failures = found_in(tmp_path, "refs.bib", f"{head}{entry('A')}{entry('B')}".encode())
        assert ([one.stated["title"] for one in found], skipped, failures) == (["A", "B"], [], []), head
    text = (
        f"@comment{{ left open\n{entry('A')}{entry('B')}}}\n{entry('C')}@comment{{x}}\n@comment{{{entry('D').strip()}}}"
    )
    found, skipped, failures = found_in(tmp_path, "refs.bib", text.encode())
    assert ([one.stated["title"] for one in found], skipped, failures) == (["C"], [COMMENTS] * 2, [])
    assert found[0].evidence.record == 1
    told = [str(one) for one in documents(tmp_path / "refs.bib", "refs.bib") if isinstance(one, NoSourceError)]
    assert "Lines 1 to 6 of" in told[0] and "are a comment with 2 entries in it." in told[0]
    assert "close the brace of line 1." in told[0] and "a comment with an entry in it." in told[1]


def test_an_export_larger_than_a_document_may_be_is_read_in_pieces(tmp_path: Path) -> None:
    filler = " and so on" * 4000
    chats = [
        telegram(*({"text": f"Number {n}{filler}"} for n in range(220)), name="Shore News"),
        telegram(*({"text": f"Letter {n}{filler}"} for n in range(220)), name="Old Pier", id=5),
    ]
    for indent in (None, 1):
        data = json.dumps({"about": "x", "contacts": {"list": []}, "chats": {"list": chats}}, indent=indent)
        assert len(data) > 16 * 1024 * 1024
        found, skipped, failures = found_in(tmp_path, "result.json", data.encode())
        assert not failures + skipped
        assert [one.text.split(" and", 1)[0] for one in found] == [
            f"{word} {n}" for word in ("Number", "Letter") for n in range(220)
        ]
        assert {(one.text[:6], one.stated["outlet"]) for one in found} == {
            ("Number", "Shore News"), ("Letter", "Old Pier")
        }  # fmt: skip


WORDS = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=3, max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=20))
def test_no_reference_takes_a_value_of_another(tmp_path_factory: pytest.TempPathFactory, names: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("references")
    lines = [
        "TY  - NEWS\n"
        + (f"T2  - {outlet} {n}\n" if n % 3 else "")
        + (f"AU  - {author}, A{n}\n" if n % 2 else "")
        + f"TI  - {title} {n}\nAB  - {ONE} {n}.\nER  - \n"
        for n, (outlet, author, title) in enumerate(names)
    ]
    found, skipped, failures = found_in(folder, "refs.ris", "\n".join(lines).encode())
    assert not skipped + failures
    for n, (document, (outlet, author, title)) in enumerate(zip(found, names, strict=True)):
        known = values(document)
        assert known["title"] == f"{title} {n}"
        assert known.get("outlet") == (f"{outlet} {n}" if n % 3 else None)
        assert known.get("authors") == ([f"A{n} {author}"] if n % 2 else None)
        assert known["text"] == f"{ONE} {n}."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Caf{\\'e} \\& Bar", "Café & Bar"), ("\\o re Sund", "øre Sund"), ("{\\L}{\\'o}d{\\'z}", "Łódź"),
        ("\\c{c}a va -- \\emph{bien}", "ça va – bien"), ("100\\,\\% \\textendash{} {\\~n}", "100\u202f% – ñ"),
        ("no \\{braces\\}", "no {braces}"), ("``so''", "“so”"), ("na{\\\"\\i}ve", "naïve"),
    ],
)  # fmt: skip
def test_tex_is_read_as_it_looks(written: str, expected: str) -> None:
    assert plain(written) == expected


@given(st.text(max_size=200))
def test_nothing_in_tex_raises(written: str) -> None:
    plain(written)


@pytest.mark.parametrize(
    "head", ["@media (max-width: 600px) { a = 1 }\n", "# Cite\n\n@article{a, title = {B}}\n", "@pier says, x = 1\n"]
)
def test_a_page_with_the_signs_of_bibtex_in_it_is_a_page(tmp_path: Path, head: str) -> None:
    (found,), skipped, failures = found_in(tmp_path, "page.txt", f"{head}\n{BOTH}\n".encode())
    assert not skipped + failures
    assert ONE in found.text


def test_what_the_user_named_comes_before_what_is_known_of_a_maker(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"id_str": "1", "created_at": "x", "full_text": TWO, "Inhalt": ONE}))
    (found,) = documents(tmp_path / "x.jsonl", "x.jsonl", {"text": ("Inhalt",)})
    assert isinstance(found, RawDocument)
    assert found.text == ONE
