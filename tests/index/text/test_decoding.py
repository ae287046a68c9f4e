"""Bytes become harmless text, whatever they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import neutralise, printable
from peaceindex.errors import SourceError
from peaceindex.text.decoding import decode

RUSSIAN = "Переговоры в Стамбуле продлились час. Стороны обменялись списками и договорились встретиться снова."
UKRAINIAN = "Делегація повернулася до Києва. Про обмін полоненими домовилися в Стамбулі, сказав речник."
GERMAN = "Die Gespräche über einen Gefangenenaustausch führten zu keinem Ergebnis, hieß es später aus Zürich."
FRENCH = "Les négociateurs ont quitté le château après une journée entière, a déclaré l’envoyé spécial à Genève."
TURKISH = (
    "Görüşmeler İstanbul'da başladı; heyetler Çırağan Sarayı'nda bir saat boyunca müzakere etti, dışişleri söyledi."
)
POLISH = "Rozmowy w Stambule zakończyły się późno; delegacje wróciły, mówiąc, że żadna ze stron nie ustąpiła."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, "Plain words in one line.\n", "Київ\n"])
def test_unicode_in_any_dress(text: str, encoding: str) -> None:
    if text == "Київ\n" and encoding.startswith("utf-16-"):
        pytest.skip("five letters are too few to tell UTF-16 without its mark")
    assert decode(text.encode(encoding), "page.txt").text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (UKRAINIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        ("He said “no deal” – and left.", "cp1252"),
        ("A short café note.", "latin-1"),
    ],
)
def test_single_byte_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "page.txt").text == text


def test_latin_1_keeps_every_letter_of_western_europe() -> None:
    text = "Ångström, señor, façade, coração, Übergröße, fjord, naïve, œuvre wanted".replace("œ", "oe")
    assert decode(text.encode("latin-1"), "page.txt").text == text


def test_a_few_broken_bytes_leave_utf_8_what_it_is() -> None:
    data = RUSSIAN.encode() + b"\xd0"
    assert decode(data, "page.txt").text == RUSSIAN + "�"


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"text and then\x00\x01\x02\x05\x06\x07\x00" * 40],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"pic\.txt is not text"):
        decode(data, "pic.txt")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("red \x1b[31malert\x1b[0m here", "red alert here"),
        ("title \x1b]0;owned\x07set", "title set"),
        ("clip \x1b]52;c;ZXZpbA==\x1b\\board", "clip board"),
        ("link \x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x1b\\", "link text"),
        ("eight bit \x9b2Jscreen", "eight bit screen"),
        ("device \x1bPq#0;2\x1b\\control", "device control"),
        ("reset \x1bcnow", "reset now"),
        ("lone \x1b", "lone "),
        ("unended \x1b]0;title\nnext line stays", "unended 0;title\nnext line stays"),
        ("bell\x07 back\x08space nul\x00 del\x7f", "bell backspace nul del"),
        ("evil\u202etxt.exe\u202c \u2066x\u2069", "eviltxt.exe x"),
        ("\ufeffmark", "mark"),
        ("half \ud800 pair", "half  pair"),
        ("a\tb", "a    b"),
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x0bsix\x0cseven\x85eight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
    ],
)
def test_what_could_steer_a_terminal_is_taken_out(hostile: str, harmless: str) -> None:
    assert neutralise(hostile) == harmless


def test_what_is_harmless_is_left_alone() -> None:
    text = "Çırağan “Palace” – 100 % 🕊️ 👨‍👩‍👧 مرحبا שלום \u200f né\u0301\n\n[not markup] \\x1b"
    assert neutralise(text) == text


def steers(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


pieces = st.one_of(
    st.text(),
    st.sampled_from(
        ["\x1b", "\x1b[", "\x1b]", "\x9b", "\x9d", "\x07", "\\", "\x1b\\", "31m", "0;", "\r", "\n", "\u202e"]
    ),
)


@given(st.lists(pieces).map("".join))
def test_nothing_that_steers_is_left(text: str) -> None:
    clean = neutralise(text)
    assert not any(steers(c) for c in clean.replace("\n", ""))
    assert neutralise(clean) == clean


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    try:
        text = decode(data, "x").text
    except SourceError:
        return
    assert not any(steers(c) for c in text.replace("\n", ""))


@given(st.text())
def test_a_name_fits_on_one_line_of_a_message(name: str) -> None:
    shown = printable(name)
    assert not any(steers(c) for c in shown)
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown


def test_odd_bytes_of_a_name_show_as_such() -> None:
    assert printable("a\nb\x1b\udcff\u202e.txt") == r"a\nb\x1b\xff\u202e.txt"
