"""Sources for the tests, made from bytes: pages, archives, letters, records."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources import documents

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said.\n\n"
    "An adviser told reporters that the list had been handed over and would be checked by the end of the week.\n"
)


def page(title: str = "Delegations meet again", text: str = TEXT) -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in text.strip().split("\n\n"))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def read(folder: Path, name: str, data: bytes) -> tuple[list[RawDocument], list[str]]:
    """The documents in a file of these bytes, and what is said about those that could not be read."""
    path = folder / name
    path.write_bytes(data)
    found, errors = [], []
    for one in documents(path, name):
        if isinstance(one, SourceError):
            assert one.advice
            assert "report it" not in str(one), str(one)
            errors.append(one.what)
        else:
            assert one.path == path
            assert len(one.sha256) == 64
            found.append(one)
    return found, errors


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            about.size, about.mtime = len(data), 1_750_000_000
            archive.addfile(about, io.BytesIO(data))
    return out.getvalue()


def record(kind: str, body: bytes, address: str = "https://courier.example/a", content: str = "text/plain") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    lines = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in {"Content_Type": "text/html", **fields}.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def packed(*parts: bytes) -> bytes:
    return b"".join(gzip.compress(part) for part in parts)


def compound(stream: str) -> bytes:
    """A file of an old office program, with the name of a stream in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + stream.encode("utf-16-le") + bytes(64)


NO_SOURCES = {
    "photo.jpg": (b"\xff\xd8\xff\xe0", "pictures"),
    "logo.svg": (b"<?xml version='1.0'?><svg/>", "pictures"),
    "slides.pptx": (zipped({"[Content_Types].xml": b"<x/>"}), "presentations"),
    "drawing.odg": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics"}),
        "office documents that are not read",
    ),
    "old.doc": (compound("WordDocument"), "documents of old Word (.doc)"),
    "old.xls": (compound("Workbook"), "workbooks of old Excel (.xls)"),
    "old.ppt": (compound("PowerPoint Document"), "presentations of old PowerPoint (.ppt)"),
    "mail.msg": (compound("__properties_version1.0"), "mails of Outlook (.msg)"),
    "other.wps": (compound("MatOST"), "office documents that are not read"),
    "cookies.db": (b"SQLite format 3\0" + bytes(80), "databases"),
    "talk.mp3": (b"ID3\3", "films and sounds"),
    "clip.mp4": (b"\0\0\0\x1cftypisom", "films and sounds"),
    "font.woff2": (b"wOF2", "fonts"),
    "style.css": (b"body { color: red }", "programs"),
    "jquery.js": (b"(function(){})()", "programs"),
    "core": (b"\x7fELF\2\1\1", "programs"),
    "blob": (bytes(range(256)) * 20, "files that are not text"),
    "empty": (b"", "empty files"),
    "packed.zst": (b"\x28\xb5\x2f\xfd", "archives packed by zstd"),
    "sitemap.xml": (b"<?xml version='1.0'?><urlset/>", "files about a folder"),
    "other.xml": (b"<?xml version='1.0'?><other/>", "XML files that are neither page nor feed"),
    "README.md": (TEXT.encode(), "files about a folder"),
    "LICENSE": (TEXT.encode(), "files about a folder"),
    "data.csv": (b"a,b\n1,2\n", "tables"),
}
"""Files that hold no articles, with their kinds."""
