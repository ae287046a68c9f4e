"""Files in every format, and a library, with every field full of characters that would act on a terminal."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import os
import shutil
import sqlite3
import tarfile
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from peaceindex.storage.packed_text import pack, unpack

MARK = "HOSTILE"
"""Part of each sequence, so that one that comes out can be distinguished from the program's own."""
NUMBER = "1337"
SEQUENCES = (
    f"\x1b]52;c;{base64.b64encode(MARK.encode()).decode()}\x07",  # the clipboard
    f"\x1b]0;{MARK}\x07",  # the title of the window
    f"\x1b]8;;https://hostile.example/{MARK}\x1b\\",  # a link
    f"\x1b[{NUMBER}J",
    f"\x1bP{NUMBER}q{MARK}\x1b\\",
    f"\x1b_{MARK}\x1b\\",
    f"\x9b{NUMBER}J",
    f"\x9d0;{MARK}\x9c",
    "\x1bc",
    "\x07\x08",
    "\u202e\u2066\u2028\ufeff",
)
MARKUP = "[bold red]loud[/] [@click=app.quit]leave[/] [link=https://hostile.example]go[/link]"
POISON = "".join(SEQUENCES)
TEXT = (
    "The two delegations met again on Tuesday to speak about the swap of prisoners, officials {0} said in Ankara.\n\n"
    "An adviser told reporters {0} that the list had been handed over and would be checked by the end of the week.\n\n"
    "A volunteer who sorts letters for the prisoners {1} said that the families had waited for eleven months.\n"
)
ADDRESS = "https://courier.example/2025/06/03/{}"


def text(number: int) -> str:
    """Return the text of an article of its own, poisoned."""
    return (
        TEXT.format(POISON, MARKUP)
        + f"\nIt was meeting number {number} of the year{POISON}, and nobody called it the last.\n"
    )


def in_xml(value: str) -> str:
    """Return a text as XML can hold it: eight-bit controls as they are, others as references.

    Careless parsers resolve these references.
    """
    return "".join(f"&#{ord(c)};" if c < " " and c != "\n" else escape(c) for c in value)


def page(number: int) -> str:
    linked = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": f"Meeting {number}{POISON}",
        "datePublished": f"2025-06-03{POISON}", "author": {"@type": "Person", "name": f"Mira {POISON}Tallinn"},
        "publisher": {"@type": "Organization", "name": f"Courier{POISON}"}, "keywords": [f"peace{POISON}", MARKUP],
        "url": ADDRESS.format(number) + POISON, "inLanguage": f"en{POISON}",
    }  # fmt: skip
    paragraphs = "".join(f"<p>{part}</p>" for part in text(number).split("\n\n"))
    return (
        f"<!DOCTYPE html><html lang='en{POISON}'><head><meta charset='utf-8{POISON}'>"
        f"<title>Meeting {number}{POISON}</title>"
        f"<link rel=canonical href='{ADDRESS.format(number)}{POISON}'><meta name=author content='Mira{POISON}'>"
        f"<meta property='article:tag' content='{POISON}{MARKUP}'><script type='application/ld+json'>"
        f"{json.dumps(linked)}</script></head><body><nav>Home{POISON} World</nav>"
        f"<article><h1>Meeting {number}{POISON}</h1>"
        f"<p>By Mira &#27;]0;{MARKUP}&#7;{POISON}</p>{paragraphs}</article></body></html>"
    )


def record(number: int) -> dict[str, Any]:
    return {
        "id": f"{number}{POISON}", "title": f"Meeting {number}{POISON}", "text": text(number),
        "outlet": f"Courier{POISON}",
        "date": f"2025-06-03{POISON}", "url": ADDRESS.format(number) + POISON, "language": f"en{POISON}",
        "authors": [f"Mira{POISON}", MARKUP], "tags": [f"peace{POISON}", MARKUP],
    }  # fmt: skip


def ours(number: int) -> dict[str, Any]:
    return {
        "source": POISON, "id": POISON, "title": f"Meeting {number}{POISON}", "outlet": f"Courier{POISON}",
        "date": "2025-06-03", "published": f"2025-06-03{POISON}", "modified": POISON, "authors": [f"Mira{POISON}"],
        "tags": [f"peace{POISON}"], "topics": [POISON], "url": ADDRESS.format(number) + POISON,
        "language": f"en{POISON}", "lead": POISON, "paragraphs": text(number).split("\n\n"),
        "cuts": [{"line": 1, "text": POISON, "reason": POISON}],
        "provenance": dict.fromkeys(("title", "outlet", "date", "authors", "tags", "url", "language"), "stated"),
    }  # fmt: skip


def archived(kind: str, body: bytes, number: int, content: str) -> bytes:
    flat = POISON.replace("\n", "")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {ADDRESS.format(number)}{flat}\r\n"
        f"WARC-Record-ID: {flat}\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(number: int) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8{POISON}\r\nServer: {POISON}\r\n\r\n"
    return head.encode() + page(number).encode()


def letter(number: int) -> bytes:
    head = (
        f"From: Courier{POISON} <news@courier.example>\nSubject: Meeting {number}{POISON}\nMIME-Version: 1.0\n"
        f"Date: Tue, 03 Jun 2025 09:15:00 +0000{POISON}\nMessage-ID: <{number}{POISON}@courier.example>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n"
    )
    return (head + text(number) + text(number + 1000)).encode()


def saved(number: int) -> bytes:
    return (
        f"From: <Saved>\nSnapshot-Content-Location: {ADDRESS.format(number)}{POISON}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n'
        f"Content-Location: {ADDRESS.format(number)}{POISON}\n\n{page(number)}\n--b--\n"
    ).encode()


def rss(number: int) -> bytes:
    poison = in_xml(POISON)
    return (
        f"<?xml version='1.0'?><rss><channel><title>Courier{poison}</title>"
        f"<item><title>Meeting {number}{poison}</title><link>{ADDRESS.format(number)}{poison}</link>"
        f"<guid>{number}{poison}</guid><pubDate>Tue, 03 Jun 2025 09:15:00 GMT{poison}</pubDate>"
        f"<author>Mira{poison}</author><category>peace{poison}</category>"
        f"<description>{in_xml(text(number))}</description></item></channel></rss>"
    ).encode()


def atom(number: int) -> bytes:
    poison = in_xml(POISON)
    return (
        f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Courier{poison}</title><entry>"
        f"<title>Meeting {number}{poison}</title><link href='{ADDRESS.format(number)}{poison}'/>"
        f"<id>{number}{poison}</id>"
        f"<published>2025-06-03T09:15:00Z</published><author><name>Mira{poison}</name></author>"
        f"<category term='peace{poison}'/><content>{in_xml(text(number))}</content></entry></feed>"
    ).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    return out.getvalue()


def plain(number: int) -> bytes:
    fields = [f" date 2025-06-03 {ADDRESS.format(number)}{POISON}", f"Meeting {number}{POISON}", f"Courier{POISON}"]
    return "\n\n".join([*fields, f"By Mira{POISON} Tallinn", text(number), f"peace{POISON}", MARKUP]).encode()


def files() -> dict[str, bytes]:
    """Return a file in every format, by its name."""
    inside = {f"in{POISON}/{n}{MARKUP.replace('/', '')}.txt": plain(n) for n in (50, 51)}
    webs = archived("response", answer(60), 60, "application/http") + archived(
        "conversion", text(61).encode(), 61, "text/plain"
    )
    listed = json.dumps([record(70), ours(71)], ensure_ascii=False).encode()
    lines = b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in (record(72), ours(73)))
    return {
        "page.txt": plain(1), "page.html": page(2).encode(), "page.md": b"# " + plain(3), "page.mhtml": saved(4),
        "letter.eml": letter(5), "box.mbox": b"From x@y Tue Jun  3 09:15:00 2025\n" + letter(6), "feed.rss": rss(7),
        "feed.atom": atom(8), "list.json": listed, "lines.jsonl": lines, "web.warc": webs,
        "web.wet": archived("conversion", text(62).encode(), 62, "text/plain"), "in.zip": zipped(inside),
        "in.tar": tarred({name: plain(n) for n, name in enumerate(inside, 80)}),
        "in.tar.gz": gzip.compress(tarred({name: plain(n) for n, name in enumerate(inside, 82)}), mtime=0),
        "one.html.gz": gzip.compress(page(90).encode(), mtime=0), "one.txt.bz2": bz2.compress(plain(91)),
        "one.txt.xz": lzma.compress(plain(92)), "no.json": f'{{"{MARK}{POISON}": 1'.encode(),
        "nothing.jsonl": f'{{"title": "{MARK}"}}\n"{MARK}"\n'.encode(),
    }  # fmt: skip


def write_files(folder: Path) -> Path:
    """Write these files, and some with names that would act on a terminal or are not UTF-8."""
    folder.mkdir()
    for name, data in files().items():
        (folder / name).write_bytes(data)
    for number, name in enumerate((*SEQUENCES, "a\nb", "-rf", MARKUP), 100):
        safe = name.replace("/", "|")
        (folder / f"{safe}.txt").write_bytes(plain(number))
    with_bytes = os.fsencode(folder) + b"/\xff\x9b1337J\x1b[1337J.txt"
    Path(os.fsdecode(with_bytes)).write_bytes(plain(130))
    return folder


_KEYS = frozenset(
    [
        "id",
        "old_id",
        "article_id",
        "text_hash",
        "source_hash",
        "sha256",
        "line_hash",
        "made",
        "added",
        "changed",
        "created",
        "removed",
        "field",
    ]
)


def poison(library: Path, *, keys: bool = False) -> Path:
    """Write what a stranger might into every text in a library's databases.

    With `keys`, also write it into ids, hashes and times.
    """
    for name in ("library.db", "annotations.db"):
        with sqlite3.connect(library / name) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                if not table.startswith("sqlite_"):
                    _poison_table(connection, table, keys)
        connection.close()
    shutil.rmtree(library / "search", ignore_errors=True)
    return library


def _poison_table(connection: sqlite3.Connection, table: str, keys: bool) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for column in columns:
        if column in _KEYS and not keys:
            continue
        try:
            rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        except sqlite3.OperationalError:  # a table without row ids
            return
        for row, value in rows:
            changed = _poisoned(column, value)
            if changed != value:
                connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = ?", (changed, row))


def _poisoned(column: str, value: object) -> object:
    if isinstance(value, bytes) and column in ("packed", "text"):
        return pack(unpack(value) + POISON)
    if not isinstance(value, str):
        return value
    try:
        held = json.loads(value)
    except ValueError:
        held = None
    if isinstance(held, list | dict | str):
        return json.dumps(_deep(held), ensure_ascii=False)
    return value + POISON


def _deep(value: Any) -> Any:
    if isinstance(value, str):
        return value + POISON
    if isinstance(value, list):
        return [_deep(part) for part in value]
    return {name: _deep(part) for name, part in value.items()} if isinstance(value, dict) else value


def write_settings(folder: Path) -> None:
    """Write settings by a stranger: each is wrong, with an error message that would act on a terminal."""
    (folder / "themes").mkdir(exist_ok=True)
    quoted = json.dumps(POISON)  # YAML reads the escapes of JSON
    (folder / "config.yaml").write_text(f"theme: {quoted}\nkeys:\n  {quoted}: {quoted}\n")
    (folder / "outlets.yaml").write_text(f"outlets:\n  - {quoted}: {quoted}\n")
    (folder / "names.yaml").write_text(f"names:\n  - {quoted}: {quoted}\n")
    (folder / "packs").mkdir(exist_ok=True)
    (folder / "packs" / "a.yaml").write_text(f"pack: {quoted}\n{quoted}: {quoted}\n")
    (folder / "packs" / "b.yaml").write_text(
        f"pack: b\ntitle: {quoted}\nsignals: [talks, {quoted}]\nnames:\n  - name: {quoted}\n    forms: [{quoted}]\n"
    )
    (folder / "themes" / "mine.yaml").write_text(f"name: {quoted}\ntitle: {quoted}\n")
