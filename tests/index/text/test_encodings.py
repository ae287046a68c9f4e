"""Text in old encodings is read as what it says, or reported; never indexed as nonsense."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import PeaceindexError, SourceError
from peaceindex.sources import documents
from peaceindex.sources.markup import decode_markup
from peaceindex.text.decoding import decode
from peaceindex.text.encodings import as_text, codec_of, shown
from tests.bench.encodings import samples, verdict
from tests.trials import SOAK

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = "The mission’s café was closed — “for now”, said its head, Zoë Müller."
RUSSIAN = "Переговоры о прекращении огня продолжились в Женеве после перерыва."
CHINESE = "中断三周之后，和平谈判在日内瓦重新开始，双方同意交换战俘。"


def test_hardly_any_text_of_200_characters_is_read_wrong() -> None:
    found: Counter[str] = Counter()
    for sample in samples(None, (200, 500), 12 if SOAK else 4):
        try:
            text = decode(sample.data, "page.txt").text
        except SourceError:
            found["reported"] += 1
        else:
            found[verdict(sample, text)] += 1
    assert found.total() > (400 if SOAK else 100)
    assert found["wrong"] <= 0.005 * found.total()
    assert found["reported"] < 0.02 * found.total()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мирні переговори у столиці\n\nДелегації домовилися обмінятися полоненими.", "koi8_u"),
        ("Συνομιλίες στη Γενεύη\n\nΟι δύο πλευρές συμφώνησαν.", "iso8859_7"),
        ("Miera sarunas Ženēvā\n\nPuses vienojās apmainīties ar gūstekņiem.", "cp1257"),
        ("شهدت المدينة هدوءا حذرا\n\nعاد السكان إلى بيوتهم.", "cp1256"),
        ("停火第三天\n\n居民陆续回家。", "gb18030"),
        ("停火第三天\n\n居民陸續回家。", "big5"),
        ("停戦三日目\n\n住民が家に戻り始めた。", "cp932"),
        ("휴전 사흘째\n\n주민들이 집으로 돌아오기 시작했다.", "cp949"),
        ("停火第三天\n\n居民陆续回家。", "utf-16-le"),
        ("停戦三日目、住民が家に戻り始めた。", "iso2022_jp"),
    ],
)
def test_a_title_and_a_sentence_are_enough(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "page.txt").text == text


def test_it_says_what_it_read_and_how_sure_that_is() -> None:
    found = decode(RUSSIAN.encode("koi8_r"), "page.txt")
    assert shown(found.encoding) == "KOI8-R"
    assert found.confidence is not None and found.confidence > 0.9
    assert decode(RUSSIAN.encode(), "page.txt").confidence is None


@pytest.mark.parametrize("data", [b"\xe9\n", bytes(range(0xA1, 0xFF)) * 4, b"\xff\xfd\xf3\xe8" * 50])
def test_what_cannot_be_told_is_reported_with_advice(data: bytes) -> None:
    with pytest.raises(SourceError, match="--encoding"):
        decode(data, "page.txt")


@pytest.mark.parametrize(("other", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (CHINESE, "gb18030")])
def test_lines_in_another_encoding_than_utf_8_are_read_in_theirs(other: str, encoding: str) -> None:
    text = f"{ENGLISH}\n{other}\n{ENGLISH}"
    found = decode(f"{ENGLISH}\n".encode() + other.encode(encoding) + f"\n{ENGLISH}".encode(), "page.txt")
    assert found.text == text
    assert found.encoding.startswith("utf-8+")


def test_a_stray_letter_does_not_cost_the_rest_of_its_line() -> None:
    line = "Señor Peña and the “naïve” accounting of a d".encode() + b"\xe9tente near S" + "ão Tomé".encode()
    text = decode(line + b"\n" + "Le café fermé de l'hôpital".encode("cp1252"), "page.txt").text
    assert "détente near São Tomé" in text
    assert "Señor Peña and the “naïve”" in text
    assert "Le café fermé de l'hôpital" in text


def test_lines_in_two_old_encodings_are_each_read_in_theirs() -> None:
    text = "\n".join([RUSSIAN] * 6)
    data = b"\n".join(RUSSIAN.encode("cp1251" if n < 4 else "koi8_r") for n in range(6))
    assert decode(data, "page.txt").text == text


def test_a_file_cut_within_a_letter_shows_that_one_is_lost() -> None:
    assert decode(f"{ENGLISH} é".encode()[:-1], "page.txt").text == f"{ENGLISH} \ufffd"


def test_a_page_that_states_another_encoding_than_its_own_is_read_in_its_own() -> None:
    page = f"<html><head><meta charset='iso-8859-1'></head><body><p>{RUSSIAN}</p></body></html>"
    assert RUSSIAN in decode_markup(page.encode("cp1251"), "page.html").text
    assert RUSSIAN in decode_markup(page.encode("cp1251"), "page.html", "windows-1252").text
    honest = page.replace("iso-8859-1", "windows-1251")
    found = decode_markup(honest.encode("cp1251"), "page.html")
    assert (found.encoding, found.confidence) == ("cp1251", None)


def test_records_and_feeds_are_read_in_their_encoding_too(tmp_path: Path) -> None:
    item = f"<item><title>{RUSSIAN}</title><description>{RUSSIAN}</description></item>"
    files = {
        "lines.jsonl": f'{{"title": "one", "text": "{RUSSIAN}"}}\n{{"title": "two", "text": "{RUSSIAN}"}}\n',
        "list.json": f'[{{"title": "one", "text": "{RUSSIAN}"}}]',
        "feed.xml": f"<rss><channel><title>x</title>{item}</channel></rss>",
        "page.md": f"# {RUSSIAN}\n\n{RUSSIAN}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode("cp1251"))
        found = list(documents(tmp_path / name, name))
        assert found
        for one in found:
            assert not isinstance(one, SourceError), one
            assert RUSSIAN in one.text
            assert one.encoding == "cp1251"


def test_the_names_that_people_use_are_known() -> None:
    names = {"windows-1251": "cp1251", "Win 1251": "cp1251", "KOI8-R": "koi8-r", "gbk": "gb18030",
             "latin-1": "iso8859-1",
             "EUC-KR (CP949)": "cp949", "Shift_JIS": "cp932", "MacCyrillic": "mac-cyrillic"}  # fmt: skip
    assert {name: codec_of(name) for name in names} == names


@pytest.mark.parametrize("name", ["", "foo", "base64", "hex", "rot13", "undefined", "idna", "x" * 500, "\x1b[2J"])
def test_other_names_are_refused_with_likely_ones(name: str) -> None:
    with pytest.raises(PeaceindexError, match="Did you mean"):
        codec_of(name)


def test_utf_8_does_not_wait_for_what_tells_encodings_apart() -> None:
    program = (
        "import sys; from peaceindex.text.decoding import decode; decode('Київ'.encode(), 'x'); "
        "print([m for m in sys.modules if m.startswith(('numpy', 'peaceindex.sources.l', 'peaceindex.sources.enc'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_was_written_in_unicode_is_read_as_it_was(text: str, encoding: str) -> None:
    plain = "".join(c for c in text if c.isprintable() and c != "\ufeff") + "."
    assert decode(plain.encode(encoding), "x").text == plain


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([ENGLISH, RUSSIAN, CHINESE, "", "plain", "\x1b$B", "\0", "é"]), max_size=6),
    st.lists(st.sampled_from(["utf-8", "cp1251", "koi8_r", "gb18030", "cp1252", "utf-16-le", "cp932"]), min_size=6),
    st.binary(max_size=6),
)
def test_whatever_is_mixed_nothing_acts_and_nothing_breaks(lines: list[str], encodings: list[str], more: bytes) -> None:
    parts = [line.encode(encoding, "ignore") for line, encoding in zip(lines, encodings, strict=False)]
    try:
        text = decode(b"\n".join(parts) + more, "x").text
    except SourceError:
        return
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text.replace("\n", ""))


@given(st.binary(max_size=200), st.sampled_from(["cp1251", "gb18030", "cp1258", "utf-16-le", "iso2022_jp", "cp932"]))
def test_any_bytes_can_be_read_in_an_encoding_that_the_user_names(data: bytes, encoding: str) -> None:
    assert isinstance(as_text(data, encoding), str)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in decode(data, "x", encoding).text.replace("\n", ""))


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff\xfe", bytes(range(32)), b"\x7fELF\x02\x01\x01\x00" * 9])
def test_a_few_bytes_that_are_no_text_are_not_read_as_utf_16(data: bytes) -> None:
    with pytest.raises(SourceError, match="is not text"):
        decode(data, "program.bin")
