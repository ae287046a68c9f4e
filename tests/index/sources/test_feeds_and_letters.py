"""Feeds, letters and saved pages: entries and messages are documents that state what their heads say."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape
from typing import TYPE_CHECKING

import pytest

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from tests.index.sources.made import TEXT, packed, page, read

if TYPE_CHECKING:
    from pathlib import Path

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Lakeside Courier</title><link>https://courier.example/</link>
<item><title>Delegations &amp; lists</title><link>https://courier.example/a</link><guid isPermaLink="false">id-1</guid>
<pubDate>Tue, 03 Jun 2025 09:15:00 +0200</pubDate><dc:creator>Mira Tallinn</dc:creator><category>talks</category>
<description>Short.</description>
<content:encoded><![CDATA[<p>{TEXT}</p><figure><figcaption>A hall</figcaption></figure>]]>
</content:encoded></item>
<item><title>Empty</title></item>
<item><title>Another</title><link>https://courier.example/b</link><description>{TEXT}</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lakeside Courier</title>
<entry><title type="html">Delegations &amp;amp; lists</title><link rel="alternate" href="https://courier.example/a"/>
<id>tag:1</id>
<published>2025-06-03T09:15:00+02:00</published>
<updated>2025-06-04T00:00:00Z</updated><author><name>Mira Tallinn</name></author>
<category term="talks"/><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div>
</content></entry></feed>"""


@pytest.mark.parametrize(
    ("name", "data", "key"), [("feed.xml", RSS, "id-1"), ("feed.atom", ATOM, "tag:1"), ("feed", RSS, "id-1")]
)
def test_entries_are_documents(tmp_path: Path, name: str, data: str, key: str) -> None:
    found, errors = read(tmp_path, name, data.encode())
    assert not errors
    first = found[0]
    assert "exchange of prisoners" in first.text
    assert first.member == key
    assert first.stated["published"] == "2025-06-03T09:15:00+02:00"
    assert first.stated["authors"] == ["Mira Tallinn"]
    assert first.stated["tags"] == ["talks"]
    assert first.stated["outlet"] == "The Lakeside Courier"
    assert first.stated["url"] == "https://courier.example/a"


def test_a_packed_feed_and_a_broken_one(tmp_path: Path) -> None:
    assert len(read(tmp_path, "feed.xml.gz", packed(RSS.encode()))[0]) == 3
    found, _ = read(tmp_path, "feed.xml", RSS[: RSS.index("<item><title>Empty")].encode())
    assert len(found) == 1


def test_a_feed_names_no_files_and_swells_no_entities(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden words")
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY s SYSTEM "{tmp_path}/secret">{bomb}]>'
    data = RSS.replace("?>", "?>" + head, 1).replace("Another", "&s; &e9;")
    found, _ = read(tmp_path, "feed.xml", data.encode())
    assert all("hidden words" not in one.text + repr(one.stated) and len(one.text) < 10_000 for one in found)


def item(description: str, more: str = "") -> str:
    body = description and f"<description>{escape(description)}</description>"
    return f"""<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lakeside Courier</title><item>
    <title>Delegations</title><link>https://courier.example/a</link>{body}{more}</item></channel></rss>"""


SENTENCE = "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said. "
EXCERPT = f"<p>{SENTENCE * 5}</p><p>{SENTENCE * 5}"
CONTENT = f"<content:encoded>{escape(EXCERPT)}</content:encoded>"
CAPTION = f"<media:content url='a.jpg'><media:description>{SENTENCE * 3}</media:description></media:content>"
APPEARED = "</p><p>The post <a href='/a'>Delegations</a> appeared first on <b>Courier</b>.</p>"


@pytest.mark.parametrize(
    ("data", "is_summary"),
    [
        (item(SENTENCE), True),
        (item(f"<p>{SENTENCE}</p>"), True),
        (
            item(
                f"{EXCERPT} [&#8230;]</p><p>The post <a href='/a'>Delegations</a> appeared first on <b>Courier</b>.</p>"
            ),
            True,
        ),
        (item(f"{EXCERPT}... <a href='/a'>Weiterlesen</a></p>"), True),
        (item(f"{EXCERPT} «Читать далее…»</p>"), True),
        (item("代表团星期二再次会晤。"), True),
        (item("", f"<media:group><media:description>{SENTENCE}</media:description></media:group>"), True),
        (item(f"{EXCERPT}</p>"), False),
        (item(SENTENCE, CONTENT), False),
        (ATOM.replace("content", "summary"), True),
        (ATOM, False),
    ],
)
def test_a_feed_of_summaries_is_told_from_one_of_texts(tmp_path: Path, data: str, is_summary: bool) -> None:
    (found,), errors = read(tmp_path, "feed.xml", data.encode())
    assert not errors
    assert found.stated.get("details") == ({"extent": "the feed holds only a summary"} if is_summary else None)


def test_the_caption_of_a_picture_is_not_the_text_of_an_entry(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "feed.xml", item("Talks go on in the hall by the lake.", CAPTION).encode())
    assert found.text == "Talks go on in the hall by the lake."


def letter(text: str = "", html: str = "", key: str = "1@courier.example") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "The Lakeside Courier <news@courier.example>"
    message["Subject"] = "Delegations meet – again"
    message["Date"] = "Tue, 03 Jun 2025 09:15:00 +0200"
    message["Message-ID"] = f"<{key}>"
    if text:
        message.set_content(text)
    if html:
        if text:
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    return message


LONG = TEXT * 4


@pytest.mark.parametrize(
    "message", [letter(LONG), letter(LONG, page()), letter(html=page()), letter("See the web.", page())]
)
def test_a_letter_is_a_document(tmp_path: Path, message: EmailMessage) -> None:
    (found,), errors = read(tmp_path, "letter.eml", message.as_bytes())
    assert not errors
    assert "exchange of prisoners" in found.text
    assert found.stated["title"] == "Delegations meet – again"
    assert found.stated["outlet"] == "The Lakeside Courier"
    assert found.stated["published"] == "2025-06-03T09:15:00+02:00"


def test_a_mailbox_is_read_letter_by_letter(tmp_path: Path) -> None:
    empty = letter(key="2@courier.example").as_bytes()
    letters = [
        letter(LONG).as_bytes(),
        empty,
        letter(LONG + "\n\n>From here on it goes.\n", key="3@courier.example").as_bytes(),
    ]
    data = b"".join(b"From news@courier.example Tue Jun  3 09:15:00 2025\n" + one + b"\n\n" for one in letters)
    found, errors = read(tmp_path, "news.mbox", data)
    assert [one.member for one in found] == ["1@courier.example", "3@courier.example"]
    assert len(errors) == 1
    assert "without text" in errors[0]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_saved_page_is_a_page(tmp_path: Path, encoding: str) -> None:
    text = "Делегації зустрілися у вівторок, щоб говорити про обмін полоненими та про списки."
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://courier.example/a"
    message["Subject"] = "Saved"
    message["MIME-Version"] = "1.0"
    message.set_content(page(text=text), subtype="html", charset=encoding)
    message.add_related(b"\x89PNG", "image", "png")
    (found,), errors = read(tmp_path, "page.mhtml", message.as_bytes())
    assert not errors
    assert "обмін полоненими" in found.text
    assert found.stated["url"] == "https://courier.example/a"
    assert Cleaner(Outlets()).clean(found).title == "Delegations meet again"


def test_an_entry_that_is_no_text_never_stops_the_rest(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "feed.xml", RSS.replace("&amp; lists", "&#xd800; lists").encode())
    assert [one.stated["title"] for one in found] == ["Empty", "Another"]
    assert errors == ["Entry 1 of feed.xml is not text."]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; " + b'"a";' * 20_000,
        b"From: " + b'"' * 50_000,
        b"Date: " + b"(" * 50_000,
        b"Subject: =?utf-8?q?" + b"=" * 50_000,
        b"Content-Type: text/plain; charset",
        b"From: <",
        b"Message-ID: <",
    ],
    ids=lambda header: header[:24].decode(),
)
def test_odd_headers_cost_no_letter(tmp_path: Path, header: bytes) -> None:
    """The parameters of the first take the parser of the standard library minutes if it gets to see them all."""
    good = letter(LONG).as_bytes()
    odd = header + b"\nMessage-ID: <odd@courier.example>\n\n" + LONG.encode()
    data = b"".join(b"From news@courier.example Tue Jun  3 09:15:00 2025\n" + one + b"\n\n" for one in (odd, good))
    found, errors = read(tmp_path, "news.mbox", data)
    assert found[-1].member == "1@courier.example"
    assert len(found) + len(errors) == 2


def test_a_text_that_only_begins_like_a_letter_is_text(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "page.txt", f"From here\n\nTitle: x\n{TEXT}".encode())
    assert found.text.startswith("From here")
    (found,), _ = read(
        tmp_path, "page.txt", f"Title: Delegations meet\nDate: 2025-06-03\nAuthor: A B\n\n{TEXT}".encode()
    )
    assert found.text.startswith("Title:")
