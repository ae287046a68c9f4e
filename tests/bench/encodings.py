"""How well encodings are told apart, beside other detectors, on known texts in every old encoding that holds them.

    python -m tests.bench.encodings [../shared/cleaning/dev.jsonl.gz] [--all]

The texts are those of `encoding_texts.yaml`, and the articles of the file that is named. Each is cut to 100, 200, 500
and 2,000 characters, in several places. A sample is right where the decoded text is the text that was encoded, whatever
the encoding is called; reported where the detector says that it does not know; wrong otherwise. With `--all` each
encoding has its row.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from peaceindex.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTHS = (100, 200, 500, 2000)
MOST = 40
"""Samples of one encoding and one length, at most."""
ENCODINGS: dict[str, str] = {
    **dict.fromkeys(("cp1251", "iso8859_5", "mac_cyrillic"), "ru uk be bg sr mk"),
    "koi8_r": "ru bg",
    "koi8_u": "ru uk be",
    "cp866": "ru",
    **dict.fromkeys(("cp1253", "iso8859_7"), "el"),
    **dict.fromkeys(("cp1254", "iso8859_9"), "tr"),
    **dict.fromkeys(("cp1255", "iso8859_8"), "he"),
    **dict.fromkeys(("cp1256", "iso8859_6"), "ar"),
    **dict.fromkeys(("cp1250", "iso8859_2"), "pl cs sk hu hr sl ro sq de"),
    **dict.fromkeys(("cp1257", "iso8859_13", "iso8859_4"), "lt lv et"),
    "cp1258": "vi",
    **dict.fromkeys(("cp1252", "iso8859_1", "iso8859_15"), "de fr es pt it sv da fi is ca en"),
    "mac_roman": "de fr es pt it sv da fi ca en",
    "iso8859_16": "ro",
    **dict.fromkeys(("cp874",), "th"),
    "gb18030": "zh-hans zh-hant",
    "gbk": "zh-hans",
    "big5": "zh-hant",
    **dict.fromkeys(("shift_jis", "euc_jp", "iso2022_jp"), "ja"),
    **dict.fromkeys(("cp949", "euc_kr"), "ko"),
    **dict.fromkeys(("utf_16_le", "utf_16_be"), "ru uk el ar fa he th zh-hans zh-hant ja ko pl de vi"),
}
"""Python's name of each encoding, and the languages that are written in it."""
_TYPED = str.maketrans({**dict.fromkeys("«»“”„", '"'), **dict.fromkeys("–—", "-"), "’": "'", "‘": "'", "…": "..."})
"""How signs are written where an encoding lacks them."""
_LATIN = ("cp1250", "cp1252", "iso8859_1", "iso8859_2", "iso8859_15", "mac_roman", "cp1254", "cp1257")


_ROMANIAN = str.maketrans("șțȘȚ", "şţŞŢ")
"""Old encodings have one letter for both, which some call with a cedilla and some with a comma."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its bytes in an encoding."""

    encoding: str
    language: str
    length: int
    text: str
    data: bytes


def written_in(text: str, encoding: str) -> tuple[str, bytes] | None:
    """The text as that encoding can hold it, and its bytes; None where it cannot."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "cp1256":
        text = text.replace("ی", "ي").replace("\u200c", " ")
    if encoding == "cp1258":
        # The vowels with their own signs are there, the tones stand behind them.
        data = b"".join(_vietnamese(c) for c in text)
        return (text, data) if data.decode(encoding) else None
    if encoding == "iso8859_16":
        text = text.translate({new: old for old, new in _ROMANIAN.items()})
    for written in (text, text.translate(_TYPED)):
        try:
            return written, written.encode(encoding)
        except UnicodeEncodeError:
            continue
    return None


def _vietnamese(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")


def samples(articles: Path | None, lengths: tuple[int, ...] = LENGTHS, most: int = MOST) -> Iterator[Sample]:
    """The samples, some of each encoding and length, always the same."""
    texts = yaml.safe_load((Path(__file__).parent / "encoding_texts.yaml").read_text(encoding="utf-8"))
    known: dict[str, list[str]] = {language: [text] for language, text in texts.items()}
    others = list(_bodies(articles)) if articles else []
    for encoding, languages in ENCODINGS.items():
        own = {language: known[language] for language in languages.split()}
        if encoding == "cp1256":
            own["fa"] = known["fa"]
            own["ur"] = known["ur"]
        if encoding.startswith("utf_16") or encoding in _LATIN:
            own["articles"] = others
        for length in lengths:
            found = [s for language, texts in own.items() for s in _cut(texts, encoding, language, length)]
            random.Random(f"{encoding} {length}").shuffle(found)
            yield from sorted(found[:most], key=lambda s: s.data)


def _cut(texts: list[str], encoding: str, language: str, length: int) -> Iterator[Sample]:
    for text in texts:
        paragraphs = text.split("\n")
        starts = [0]
        for paragraph in paragraphs:
            starts.append(starts[-1] + len(paragraph) + 1)
        for start in starts[:6] if language == "articles" else range(0, len(text), max(40, length // 2)):
            piece = text[start:] + ("\n" + text[:start] if language != "articles" else "")
            while language != "articles" and len(piece) < length:
                piece += piece
            piece = piece[:length].strip()
            if len(piece) < length * 0.8 or piece.isascii():
                continue
            if (both := written_in(piece, encoding)) and not _is_utf8(both[1], encoding):
                yield Sample(encoding, language, length, *both)


def _is_utf8(data: bytes, encoding: str) -> bool:
    if encoding.startswith(("utf_16", "iso2022")):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bodies(articles: Path) -> Iterator[str]:
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        for line in lines:
            body = json.loads(line)["body"]
            text = body if isinstance(body, str) else "\n".join(body)
            if not text.isascii():
                yield text


# ---- the detectors: bytes in, text out, or None where it says that it does not know


def ours(data: bytes) -> str | None:
    """The decoder of this project."""
    from peaceindex.text.decoding import decode

    try:
        return decode(data, "sample").text
    except SourceError:
        return None


def _by_name(data: bytes, name: str | None) -> str | None:
    try:
        return data.decode(name) if name else None
    except (LookupError, UnicodeDecodeError):
        return None


def charset_normalizer(data: bytes) -> str | None:
    """charset-normalizer's best."""
    import charset_normalizer as peer  # type: ignore[import-not-found,import-untyped,unused-ignore]

    found = peer.from_bytes(data).best()
    return str(found) if found else None


def chardet(data: bytes) -> str | None:
    """chardet's."""
    import chardet as peer  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return _by_name(data, peer.detect(data)["encoding"])


def faust_cchardet(data: bytes) -> str | None:
    """uchardet's, the detector of Mozilla, by its bindings."""
    import cchardet as peer  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return _by_name(data, peer.detect(data)["encoding"])


DETECTORS: dict[str, Callable[[bytes], str | None]] = {
    "peacereader": ours,
    "charset-normalizer": charset_normalizer,
    "chardet": chardet,
    "faust-cchardet": faust_cchardet,
}


def verdict(sample: Sample, text: str | None) -> str:
    """right, reported or wrong."""
    if text is None:
        return "reported"
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\ufeff", "")
    return "right" if plain.translate(_ROMANIAN) == sample.text.translate(_ROMANIAN) else "wrong"


def main(arguments: list[str]) -> None:
    """Print the tables."""
    paths = [Path(a) for a in arguments if not a.startswith("-")]
    articles = next((p for p in paths if p.exists()), None)
    if articles is None:
        print("Without the articles: texts of this project alone.\n")
    every = list(samples(articles))
    print(f"{len(every):,} samples of {len(ENCODINGS)} encodings\n")
    print("| characters | detector | right | reported | wrong | ms |\n|---|---|---|---|---|---|")
    rows: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    mistaken: list[str] = []
    for name, detect in DETECTORS.items():
        try:
            shown = name if name == "peacereader" else f"{name} {version(name)}"
        except PackageNotFoundError:
            print(f"| | {name} is not installed | | | | |")
            continue
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        took: dict[int, list[float]] = defaultdict(list)
        for sample in every:
            began = time.process_time()
            text = detect(sample.data)
            took[sample.length].append(time.process_time() - began)
            what = verdict(sample, text)
            counts[sample.length][what] += 1
            if name == "peacereader":
                rows[sample.encoding, sample.length][what] += 1
                if what == "wrong":
                    mistaken.append(f"{sample.encoding} {sample.language} {sample.length}: {(text or '')[:60]!r}")
        for length, count in counts.items():
            total = count.total()
            shares = " | ".join(f"{100 * count[w] / total:.2f} %" for w in ("right", "reported", "wrong"))
            median = sorted(took[length])[len(took[length]) // 2] * 1000
            print(f"| {length:,} | {shown} | {shares} | {median:.1f} |", flush=True)
    if "--all" in arguments:
        print("\n| encoding | " + " | ".join(f"{n:,}" for n in LENGTHS) + " |\n|---" * 1 + "|---" * len(LENGTHS) + "|")
        for encoding in ENCODINGS:
            cells = [rows[encoding, n] for n in LENGTHS]
            print(
                f"| {encoding} | " + " | ".join(f"{c['right']} / {c['reported']} / {c['wrong']}" for c in cells) + " |"
            )
        print("\n" + "\n".join(mistaken))


if __name__ == "__main__":
    main(sys.argv[1:])
