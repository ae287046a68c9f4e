"""Files that would take gigabytes of memory, or hours, if they were read without bounds. All are small on disk.

Each maker takes no argument and returns the bytes of a file; its key in `BOMBS` is the file's name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.trials import SOAK

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1024 * 1024
SENTENCE = "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said. "
LETTER = b"From: Courier <news@courier.example>\nSubject: Talks\nMIME-Version: 1.0\n"


def zeros(megabytes: int) -> bytes:
    """Return zeros, packed with gzip, made without packing all of them."""
    return gzip.compress(bytes(16 * MB), mtime=0) * (megabytes // 16)


def tar_header(name: str, kind: bytes, size: int) -> bytes:
    about = tarfile.TarInfo(name)
    about.type, about.size = kind, size
    return about.tobuf(tarfile.GNU_FORMAT)


def tar_with_a_long_record(kind: bytes) -> bytes:
    """Return a packed archive with a record of 3 GB about a member."""
    return gzip.compress(tar_header("././@LongLink", kind, 3072 * MB), mtime=0) + zeros(3072)


def tar_of_a_map() -> bytes:
    """Return a sparse file whose map takes 3 GB."""
    header = bytearray(tar_header("a.txt", tarfile.GNUTYPE_SPARSE, 10))
    header[482] = 1
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    block = b"00000000001\0" * 42 + b"\1" + bytes(7)
    return gzip.compress(bytes(header), mtime=0) + gzip.compress(block * 32_768, mtime=0) * 190


def tar_of_members(number: int) -> bytes:
    """Return empty files, each with a name of its own in its header."""
    return gzip.compress(b"".join(tar_header(f"{n}.txt", b"0", 0) for n in range(20_000)), mtime=0) * (number // 20_000)


def zip_of_members(number: int) -> bytes:
    """Return a list of members, with 46 bytes each."""
    entry = b"PK\1\2" + bytes(42)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, number * 46, 0, 0)
    return b"PK\3\4" + bytes(26) + entry * number + end


def zip_packed(kind: int, megabytes: int) -> bytes:
    """Return an archive with one member, packed as small as possible."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        for _ in range(megabytes):
            member.write(bytes(MB))
    return out.getvalue()


def warc(records: int, address: int) -> bytes:
    """Return records with almost no content, each with an address of its own."""
    made = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/{n}{'x' * address}\r\n"
        "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n \r\n\r\n".encode()
        for n in range(records)
    )
    return gzip.compress(b"".join(made), 1, mtime=0)


def warc_answer(encoding: str, packed: bytes) -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + packed
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def document_of(part: str, megabytes: int = 0, content: bytes = b"") -> bytes:
    """Return a packed document with one large part after the small ones that make it known."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if part == "content.xml":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        else:
            archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w", force_zip64=True) as member:
            member.write(content)
            for _ in range(megabytes):
                member.write(b"<w:r>Word</w:r>" * (MB // 15))
    return out.getvalue()


_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
_LAUGHS = (
    b'<!DOCTYPE w [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 20) for n in range(97, 110))
    + b"]><w><p>&n;</p></w>"
)


def _adler_of_spaces(count: int) -> int:
    """Return the checksum with which zlib ends so many spaces, as its definition has it."""
    low = 1 + count * ord(" ")
    high = count + count * (count + 1) // 2 * ord(" ")
    return (high % 65_521) << 16 | low % 65_521


def pdf_of_zeros(megabytes: int) -> bytes:
    """Return a PDF whose page is drawn by a stream of spaces that unpacks to this size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(b" " * (16 * MB)) + packer.flush(zlib.Z_FULL_FLUSH)  # it stands for itself, wherever it is
    data = b"\x78\xda" + part * (megabytes // 16) + b"\3\0" + struct.pack(">L", _adler_of_spaces(megabytes * MB))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page]
    parts.append(b"<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (len(data), data))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


BOMBS: dict[str, Callable[[], bytes]] = {
    "one-letter-lines.txt": lambda: b"a\n" * (5 * MB),
    "words-on-lines.txt": lambda: b"a b c\n" * (2 * MB),
    "most-lines.txt": lambda: (SENTENCE[:60] + "\n").encode() * 39_000,
    "one-paragraph.txt": lambda: (SENTENCE * (2_900_000 // len(SENTENCE))).encode(),
    "one-word.txt": lambda: b"x" * 2_900_000,
    "one-foreign-word.txt": lambda: "Ї".encode() * 2_900_000,
    "characters.txt": lambda: ("代表团周二再次会面讨论交换囚犯。" * 20 + "\n").encode() * 9_000,
    "too-long.txt": lambda: SENTENCE.encode() * (15 * MB // len(SENTENCE)),
    "old-encoding.txt": lambda: "Délégations réunies à nouveau mardi pour l’échange.\n".encode("cp1252") * 280_000,
    "no-encoding.txt": lambda: bytes(n * n % 223 + 32 for n in range(MB)) * 15,
    "mojibake.txt": lambda: "Ã©tÃ© Ã  nouveau mardi pour lâ€™Ã©change.\n".encode() * 280_000,
    "links.md": lambda: b"[a](b) *c* " * 700_000,
    "elements.html": lambda: b"<html><body>" + b"<b>" * (5 * MB),
    "most-elements.html": lambda: b"<html><body>" + b"<p class=a>a b c</p>" * 39_000,
    "nested.html": lambda: b"<html><body>" + b"<div>" * 100_000 + SENTENCE.encode() * 9 + b"</div>" * 100_000,
    "attributes.html": lambda: b"<html><body><p " + b" ".join(b"a%d" % n for n in range(300_000)) + b">Words</p>",
    "lists.json": lambda: b"[" + b"[]," * (5 * MB) + b"1]",
    "objects.json": lambda: b'{"a": [' + b"{}," * (5 * MB) + b"1]}",
    "lines-of-lists.jsonl": lambda: b'{"a": [' + b"[]," * (5 * MB) + b"1]}\n" + b'{"text": "Some words."}\n',
    "keys.json": lambda: b'{"text": "x"' + b"".join(b',"%x":1' % n for n in range(1_300_000)) + b"}",
    "records.json": lambda: b"[" + b'{"text":"a b"},' * (3000 if SOAK else 1000) + b"1]",
    "deep.json": lambda: b"[" * (8 * MB),
    "number.json": lambda: json.dumps({"text": SENTENCE * 9}).encode()[:-1] + b', "n": ' + b"9" * (4 * MB) + b"}",
    "elements.xml": lambda: b"<rss><channel>" + b"<x/>" * (4 * MB),
    "entry.xml": lambda: b"<rss><channel><item>" + b"<x/>" * (4 * MB) + b"</item></channel></rss>",
    "attributes.xml": lambda: b"<rss><channel><item " + b" ".join(b'a%d=""' % n for n in range(10**6)) + b"></item>",
    "laughs.xml": lambda: (
        b'<!DOCTYPE rss [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 20) for n in range(97, 110))
        + b"]><rss><channel><title>&n;</title><item a='&n;'><title>&n;</title></item></channel></rss>"
    ),
    "lines.mbox": lambda: b"From a@b Tue Jun  3 09:15:00 2025\n" + LETTER + b"\n" + b"a\n" * (7 * MB),
    "parts.eml": lambda: LETTER + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * (2 * MB),
    "headers.eml": lambda: LETTER + b"a: b\n" * (2 * MB) + b"\nWords",
    "nested.eml": lambda: LETTER + b"Content-Type: message/rfc822\n\n" * 200_000 + b"Words",
    "base64.eml": lambda: LETTER + b"Content-Transfer-Encoding: base64\n\n" + b"QUFB" * (3 * MB),
    "zeros.txt.gz": lambda: zeros(3072),
    "zeros.gz.gz": lambda: gzip.compress(zeros(3072), mtime=0),
    "zeros.txt.bz2": lambda: bz2.compress(bytes(64 * MB)) * 64,
    "zeros.txt.xz": lambda: lzma.compress(bytes(64 * MB)) * 48,
    "parts.txt.gz": lambda: gzip.compress(b"", mtime=0) * 300_000,
    "name.tar.gz": lambda: tar_with_a_long_record(tarfile.GNUTYPE_LONGNAME),
    "fields.tar.gz": lambda: tar_with_a_long_record(tarfile.XHDTYPE),
    "map.tar.gz": tar_of_a_map,
    "members.tar.gz": lambda: tar_of_members(100_000),
    "records.tar.gz": lambda: (
        gzip.compress((tar_header("././@LongLink", b"L", 5) + b"a.txt" + bytes(507)) * 20_000, mtime=0) * 50
    ),
    "members.zip": lambda: zip_of_members(340_000),
    "zeros.zip": lambda: zip_packed(zipfile.ZIP_DEFLATED, 64),
    "bzip2.zip": lambda: zip_packed(zipfile.ZIP_BZIP2, 64),
    "lzma.zip": lambda: zip_packed(zipfile.ZIP_LZMA, 64),
    "addresses.warc.gz": lambda: warc(2000, 60_000),
    "records.warc.gz": lambda: warc(200_000, 0),
    "answer.warc": lambda: warc_answer("gzip", zeros(1024)),
    "answer-in-answer.warc": lambda: warc_answer("gzip, gzip", gzip.compress(zeros(4096), mtime=0)),
    "elements.docx": lambda: document_of("word/document.xml", 512, _WORD),
    "zeros.docx": lambda: document_of("word/document.xml", 64, _WORD.replace(b"w:p>", b"w:sectPr>")),
    "laughs.docx": lambda: document_of("word/document.xml", 0, _LAUGHS),
    "laughs.odt": lambda: document_of("content.xml", 0, _LAUGHS),
    "groups.rtf": lambda: b"{\\rtf1 " + b"{" * (8 * MB),
    "paragraphs.rtf": lambda: b"{\\rtf1 " + b"a\\par " * (2 * MB),
    "zeros.pdf": lambda: pdf_of_zeros(2048),
    "length.warc": lambda: b"WARC/1.0\r\nContent-Length: " + b"9" * 4300 + b"\r\n\r\nWords",
}
