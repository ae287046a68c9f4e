"""Changes to an input: pieces that readers trip over, parts of the input itself and of others, and single bytes."""

# ruff: noqa: E501 - samples are easier to read in one line
from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

PIECES: tuple[bytes, ...] = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1b]0;x\x07", b"\x9b31m", b"\r\n", b"\n\n", b"\r", b"\t",
    b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xc2\xb9", b"\xc2\xb2", b"\xd9\xa3", b"\xe2\x91\xa0",
    b"\xcc\x81", b"\xc4\xb0", b"\xc3\x9f", b"\xe0\xb8\x84.", b"\xe5\xb9\xb4", b"\xe6\x9c\x88", b"\xf0\x9f\x98\x80",
    b"[" * 2000, b'{"a":' * 1200, b"<div>" * 2300, b"(" * 300, b"-" * 300, b"*" * 300, b'"' * 300, b"9" * 5000, b"&" * 300,
    b"1e999", b"-1", b"99999999999999999999", b"0x10", b"NaN", b"null", b"true", b"{}", b"[]", b'""', b"\\ud800", b"\\u0000",
    b"&#0;", b"&#xd800;", b"&#x1b;", b"&amp;lt;", b"<!--", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"<script>", b"</p>",
    b"Content-Length: -1\r\n", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Transfer-Encoding: base64\n",
    b"Transfer-Encoding: chunked\r\n\r\n", b"Content-Encoding: gzip, deflate\r\n", b"charset=rot13", b"charset=utf-7",
    b"=?utf-8?q?=ff?=", b"WARC/1.0\r\n", b"From x\n", b"PK\3\4", b"PK\1\2", b"PK\5\6", b"\x1f\x8b\x08", b"BZh91AY&SY",
    b"12 May 2025", b"12/05/2025", b"2025-02-30", b"0000-00-00", b"Published: ", b"By ", b"https://", b"OR ", b"NOT ",
    b"title:", b"date:", b"~9", b"..", b"- ", b"  ", b"!!python/object:os.system x", b"&a ", b"*a", b"? ", b"| \n", b"<<: ",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")


def changed(data: bytes, others: Sequence[bytes], chance: random.Random, most: int = 20_000) -> bytes:
    """Return the input with one to four changes, all decided by `chance`, cut to `most` bytes."""
    for _ in range(chance.randint(1, 4)):
        start, end = sorted(chance.randint(0, len(data)) for _ in range(2))
        if chance.random() < 0.7:
            end = min(end, start + chance.choice((0, 1, 2, 8, 40)))
        how = chance.randrange(8)
        if how == 0:
            data = data[:start] + data[end:]
        elif how == 1:
            data = data[:start] + chance.choice(PIECES) + data[start:]
        elif how == 2:
            data = data[:start] + chance.choice(PIECES) + data[end:]
        elif how == 3:
            data = data[:end] + data[start:end] * chance.choice((1, 2, 9)) + data[end:]
        elif how == 4 and others:
            other = chance.choice(others)
            low, high = sorted(chance.randint(0, len(other)) for _ in range(2))
            data = data[:start] + other[low:high] + data[end:]
        elif how == 5 and (numbers := list(_NUMBER.finditer(data))):
            found = chance.choice(numbers)
            odd = chance.choice(
                (b"0", b"-1", b"4294967295", b"9" * 20, b"\xc2\xb2", b"\xd9\xa3", b"1.5", b"", b"9" * 4400)
            )
            data = data[: found.start()] + odd + data[found.end() :]
        elif how == 6:
            data = data[:start] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 6))) + data[end:]
        elif data:
            place = min(start, len(data) - 1)
            data = data[:place] + bytes((data[place] ^ 1 << chance.randrange(8),)) + data[place + 1 :]
    return data[:most]
