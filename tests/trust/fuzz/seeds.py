"""Initial inputs: the project's own sample pages, and small samples of each format made from them."""

# ruff: noqa: E501 - samples are easier to read in one line
from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.index.sources import made_records
from tests.index.sources.made import TEXT, answer, page, record, tarred, zipped
from tests.index.sources.made_documents import docx, epub, odt, word_paragraph
from tests.index.sources.workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).resolve().parents[3]
Some = tuple[bytes, ...]
_MOST = 6000


@cache
def texts() -> Some:
    """Return the first kilobytes of some sample pages, with some of the text in other encodings."""
    pages = [path.read_bytes()[:_MOST] for path in sorted((_ROOT / "seeds").glob("*.txt"))[::4]]
    others = [
        pages[0].decode("utf-8", "ignore").encode(name, "replace")[:2000] for name in ("utf-16", "cp1251", "cp1252")
    ]
    return (*pages, *others, TEXT.encode(), b"Published: 12/05/2025 10:30 GMT\n\n" + TEXT.encode())


@cache
def pages() -> Some:
    """Return pages of markup: one with everything that a head can state, and plain ones."""
    head = (
        "<!DOCTYPE html><html lang=en><head><title>Talks go on - Courier</title><meta charset=utf-8>"
        '<meta property="article:published_time" content="2025-05-12T10:00:00Z"><meta name=author content="Ann Example">'
        '<meta property="og:title" content="Talks go on"><link rel=canonical href="https://courier.example/a/b">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks go on", '
        '"datePublished": "2025-05-12", "author": [{"name": "Ann Example"}], "keywords": "a, b"}</script></head><body>'
        "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><article><h1>Talks go on</h1>"
        "<p class=byline>By <a rel=author>Ann Example</a> <time datetime=2025-05-12>12 May 2025</time></p>"
    )
    foot = "<aside class=related><h2>Read more</h2><a href=/x>Another</a></aside><footer>© 2025 Courier</footer>"
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n") if line)
    return (f"{head}{body}</article>{foot}".encode(), page().encode(), b"windows-1251\n" + page().encode("cp1251"))


def fragments() -> Some:
    """Return inputs with a line that is stated, then the body of an article."""
    return (b"2025-05-12\n<p>One.</p><p>Two&nbsp;three.</p>", b"en\n" + TEXT.encode(), b"x\n&lt;p&gt;One&lt;/p&gt;")


def json_ld() -> Some:
    """Return JSON-LD as pages have it, sound and broken."""
    whole = json.dumps(
        {"@graph": [{"@type": "NewsArticle", "articleBody": TEXT, "author": [{"name": "Ann"}]}]}
    ).encode()
    return whole, whole[:-9], whole.replace(b'"', b"&quot;"), b'{"a": "b" "c": [1, tru, {"x": "\\u00e9"}]}'


def dates() -> Some:
    """Return dates in many notations."""
    return tuple(
        text.encode()
        for text in (
            "12 May 2025", "12/05/2025 10:30", "¹12/05/2025", "2025年5月12日", "令和7年5月12日", "12 พ.ค. 68", "۲۲ اردیبهشت ۱۴۰۴",
            "15 ذو القعدة 1446", "Mon, 12 May 2025 10:00:00 GMT", "/2025/05/12/", "1747044000", "H30.5.12", "二〇二五年五月十二日",
            "Updated May 12, 2025 at 7pm", "12.V.2025", "20250512T1030", "Dec 22 20231:17 AM", "Fri Apr 28 19:20:36 CEST 2023",
        )
    )  # fmt: skip


@cache
def facts() -> Some:
    """Return the facts of a page after its text: as they are before packing, and packed."""
    import zlib

    from peaceindex.sources.html import facts as module
    from peaceindex.sources.html.reading import read_page

    text, found = read_page(pages()[0].decode())
    packed = found.packed(text)
    wire = zlib.decompressobj(zdict=module._zlib_dictionary(text)).decompress(packed[5:])
    return text.encode() + b"\0" + wire, text.encode() + b"\0" + packed


def anchors() -> Some:
    """Return inputs with a text, a quotation from it, and the place of that quotation."""
    return (
        TEXT.encode() + b"\0exchange of prisoners\0z",
        b"a  b c\0a b\0",
        TEXT.encode() + b"\0an exchange of some prisoner\0k",
    )


def queries() -> Some:
    """Return queries that use everything in the query language."""
    return tuple(
        text.encode()
        for text in (
            "ceasefire istanbul", '"prisoner swap"~3 OR (minsk -kyiv)', "title:talks outlet:\"Amed Post\" date:2025-05..2025-06",
            "cease* ne?otiate zelenski~2 =Kiev", "is:unread is:cut is:new added:7d added:..2025 after:2025 before:2026-01-01 lang:uk", "NOT NOT (a AND b OR c",
            "--=\"~*?():-AND", "cease-fire U.S. п'ять 1,000 https://a.example/b", "foo:bar tag:'x' author:ann url:bbc.co.uk",
        )
    )  # fmt: skip


def requests() -> Some:
    """Return requests in their stored form."""
    return (
        b'{"text": "a", "exact": true, "sort": "newest", "outlets": {"included": ["x"], "excluded": []}}',
        b'{"text": 1}',
    )


def configs() -> Some:
    """Return settings."""
    return (b"theme: ink\nmeasure: 80\nfields:\n  text: [Inhalt, seite.text]\n  title: Titel\nkeys: {next-hit: 'n,ctrl+n'}\n",
            b"a: &a [x, x]\nb: [*a, *a]\n")  # fmt: skip


def names() -> Some:
    """Return the user's own names."""
    return ("names:\n- name: Київ\n  kind: place\n  forms: [Kyiv, Kiev]\n  phrases: [the capital]\n".encode(),)


def packs() -> Some:
    """Return packs of names."""
    head = "pack: small\ntitle: A small pack\nsignals: [Amman, عمان]\nnames:\n"
    entry = "- name: Jordan\n  kind: place\n  forms: [Jordan, الأردن]\n  only_near: [Amman]\n  homonyms: [Jordan]\n"
    return (f"{head}{entry}".encode(),)


def outlets() -> Some:
    """Return the user's own outlets."""
    return (b"outlets:\n- name: Courier\n  aliases: [The Courier]\n  hosts: [courier.example]\n  agency: [CRR]\n",)


def themes() -> Some:
    """Return themes of the project."""
    return tuple(path.read_bytes() for path in sorted((_ROOT / "themes").glob("*.yaml"))[:2])


def passages() -> Some:
    """Return quotation, note, title, outlet, date, author, address, source and label, separated by zeros."""
    return (
        "\0".join(
            ("The talks *go on*.", "A note", "Talks", "Courier", "2025-05", "Ann", "https://a.example", "x.txt", "l")
        ).encode(),
    )


def words() -> Some:
    """Return names of encodings."""
    return b"windows-1251", b"KOI8-R", b"EUC-KR (CP949)", b"latin-1"


_LINES = b"\n".join(json.dumps({"url": f"https://courier.example/{n}", "text": TEXT}).encode() for n in range(3))
_WARC = record("response", answer(page().encode(), Content_Encoding="identity")) + record("conversion", TEXT.encode())
_REVISIT = (
    b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: https://a.example/2\r\nWARC-Date: 2025-06-04T11:00:00Z\r\n"
    b"WARC-Refers-To-Target-URI: https://courier.example/a\r\nWARC-Profile: server-not-modified\r\nContent-Length: 0\r\n"
    b"\r\n\r\n"
)
_FEED = (
    "<?xml version='1.0'?><rss><channel><title>Courier</title><item><title>Talks</title><link>https://a.example/1</link>"
    f"<pubDate>Mon, 12 May 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>"
    "<item><guid>2</guid><content:encoded><![CDATA[<p>Two words.</p>]]></content:encoded></item></channel></rss>"
).encode()
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><title>C</title><entry><id>1</id><title>T</title><author><name>Ann</name>"
    b"</author><link href='https://a.example/'/><content type='html'>&lt;p&gt;Words of it.</content></entry></feed>"
)
_LETTER = (
    b"From: Courier <news@courier.example>\nSubject: =?utf-8?B?VGFsa3M=?=\nDate: Mon, 12 May 2025 10:00:00 +0000\n"
    b"MIME-Version: 1.0\nMessage-ID: <1@c.example>\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVGhlIHRhbGtzIGdvIG9uLg==\n--b\n"
    b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>The talks=20go on.</p>\n--b--\n"
)
_SAVED = (
    b"From: <Saved>\nSnapshot-Content-Location: https://courier.example/a\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
    + page().encode()
    + b"\n--b--\n"
)
_OURS = json.dumps(
    {"title": "Talks", "paragraphs": ["One.", "Two."], "provenance": {"title": "stated", "date": "found"},
     "date": "2025-05-12", "published": "2025-05-12T10:00:00Z", "authors": ["Ann"], "tags": [], "outlet": None}
).encode()  # fmt: skip
_BLOCKS = json.dumps(
    {
        "articles": [
            {"body": {"blocks": [{"type": "paragraph", "data": {"text": "One <b>two</b>."}}]}, "date": 1747044000}
        ]
    }
).encode()
_TABLE = (
    b'title,date,source,text\r\nOne,2025-05-12,Courier,"Words, and ""more""\nof them."\r\nTwo,12/05/2025,,Words.\r\n'
)
_TAR = tarred({"a.html": page().encode(), "b.txt": TEXT.encode(), "c.jsonl": _LINES, "d" * 120: b"Words of a text."})


def _zip(kind: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b/é.html", page())
    return out.getvalue()


def _records(suffix: str) -> Callable[[], Some]:
    kinds = (made_records.TELEGRAM, made_records.NEWS, made_records.POSTS, made_records.REFERENCES)
    exports = [export for kind in kinds for export in kind.values()]
    return lambda: tuple(one.data.encode()[:_MOST] for one in exports if one.name.endswith(suffix))


def _some(*data: bytes) -> Callable[[], Some]:
    return lambda: data


FORMATS: tuple[tuple[str, Callable[[], Some]], ...] = (
    (".txt", texts),
    (".md", _some(f"---\ntitle: x\n---\n# Talks\n\n> **One** [word](x) _more_ ![p](q).\n\n{TEXT}".encode())),
    (".html", pages),
    (
        ".json",
        _some(_OURS, _BLOCKS, b"[" + _LINES.replace(b"\n", b",") + b"]", b'{"@graph": [{"articleBody": "Words."}]}'),
    ),
    (".jsonl", _some(_LINES, _OURS + b"\n" + _BLOCKS)),
    *((suffix, _records(suffix)) for suffix in (".ris", ".bib", ".js", "result.json", "messages.html")),
    (
        ".csv",
        _some(_TABLE, b"sep=;\n" + _TABLE.replace(b",", b";"), _TABLE.replace(b",", b"\t").decode().encode("utf-16")),
    ),
    (
        ".xlsx",
        _some(workbook({"A": [["title", "date", "text"], ["One", "date:45789", TEXT], ["Two", None, "Words."]]})),
    ),
    (".warc", _some(_WARC, _WARC + _REVISIT)),
    (".xml", _some(_FEED, _ATOM)),
    (".eml", _some(_LETTER, _SAVED)),
    (".mbox", _some((b"From a@b Mon May 12 10:00:00 2025\n" + _LETTER) * 2)),
    (".tar", _some(_TAR)),
    (".zip", lambda: (zipped({"a.txt": TEXT.encode()}), *map(_zip, (0, 12, 14)))),
    (".docx", lambda: (docx(word_paragraph("Talks go on", "Kopf") + word_paragraph(TEXT)),)),
    (".odt", lambda: (odt(f"<text:p>{TEXT}</text:p>"),)),
    (".epub", lambda: (epub({"a.xhtml": f"<h1 id='a'>Talks</h1><p>{TEXT}</p>"}, {"a.xhtml#a": "Talks"}),)),
    (
        ".rtf",
        _some(
            b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 T;}}{\\f0\\b \\'cf\\u1055?}\\par Words\\cell\\row{\\footnote n}}"
        ),
    ),
    (".gz", lambda: (gzip.compress(TEXT.encode(), mtime=0), gzip.compress(_WARC, mtime=0))),
    (".bz2", lambda: (bz2.compress(TEXT.encode()),)),
    (".xz", lambda: (lzma.compress(TEXT.encode()),)),
    ("", lambda: (TEXT.encode(), page().encode(), _LINES, _FEED, _LETTER, _WARC, b"%PDF-1.4", b"\x1f\x8b\x08")),
)
"""File name endings, with samples of the contents of these files."""


def _wacz_of(data: bytes) -> bytes:
    """Return a WACZ with these bytes as its list of pages, and as one of its archives."""
    archives = {"archive/a.warc": data, "archive/text.warc.gz": gzip.compress(_WARC + _REVISIT, 1, mtime=0)}
    return zipped({"datapackage.json": b"{}", "pages/pages.jsonl": data, **archives})


def _zip_of(data: bytes) -> bytes:
    name, _, content = data.partition(b"\n")
    return zipped({(name[:200].decode("latin-1").replace("\0", "") or "a") + ".txt": content, "b.html": content})


PACKED: tuple[tuple[Callable[[bytes], bytes], str, Callable[[], Some]], ...] = (
    (lambda data: gzip.compress(data, 1, mtime=0), ".tar.gz", _some(_TAR)),
    (lambda data: gzip.compress(data, 1, mtime=0), ".warc.gz", _some(_WARC)),
    (lambda data: bz2.compress(data, 1), ".jsonl.bz2", _some(_LINES)),
    (lambda data: lzma.compress(data, preset=0), ".mbox.xz", _some((b"From a@b Mon May 12\n" + _LETTER) * 2)),
    (
        _wacz_of,
        ".wacz",
        _some(_WARC, b'{"url": "https://a.example/", "ts": "2025-05-03", "text": "Words of it."}\n[1]\n'),
    ),
    (_zip_of, ".zip", _some(b"name\n" + page().encode(), b"../x\n" + _FEED)),
    (lambda data: record("response", answer(gzip.compress(data, 1, mtime=0), Content_Encoding="gzip")), ".warc", pages),
)
"""Functions that pack changed data, with the ending of the file name, and samples."""
