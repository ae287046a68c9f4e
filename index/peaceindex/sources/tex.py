"""The words in a value of TeX: accents and special letters as characters, and no commands."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323",
}  # fmt: skip
_OPEN, _CLOSED, _BACKSLASH = "\ue000", "\ue001", "\ue002"
"""What stands for signs of the text while those of TeX are removed."""
_LETTERS: Final = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l":
    "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…",
    "texteuro": "€", "euro": "€", "pounds": "£", "textsterling": "£", "textdollar": "$", "textbackslash": _BACKSLASH,
    "textbraceleft": _OPEN, "textbraceright": _CLOSED,
    "textasciitilde": "~", "S": "§", "textasciicircum": "^", "textunderscore": "_", "copyright": "©", "textdegree":
    "°", "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "glqq": "„", "grqq": "“", "textbar": "|",
    "textless": "<", "textgreater": ">", "textbullet": "•", "LaTeX": "LaTeX", "TeX": "TeX", "P": "¶",
    "textperiodcentered": "·",
}  # fmt: skip
_ACCENT = late_pattern(
    r"""\\(?: (?P<sign>['`^"~=.])\s*
            | (?P<name>[uvHckrbd])(?:\s+|(?=\{)) )
        (?:\{\s*)?(?:\\(?P<dotless>[ij])(?![A-Za-z])|(?P<letter>[^\W\d_]))(?:\s*\})?""",
    re.VERBOSE,
)
_COMMAND = late_pattern(r"\\(?:([A-Za-z]+)\*?(?:\s+|(?=\W)|$)|(.))", re.DOTALL)
_SPACED: Final = {"~": "~", "\\": "\n", " ": " ", ",": "\u202f", "-": "", "/": ""}


def plain(value: str) -> str:
    r"""Return a value as it reads: `Caf{\'e} \& {Bar}` is `Café & Bar`. Letters in mathematics stay as they are."""
    if not any(sign in value for sign in "\\{}~-`'$"):
        return value
    value = _ACCENT.sub(_accented, value)
    value = value.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    value = re.sub(r"(?<!\\)~", " ", value)
    value = re.sub(r"(?<!\\)[{}]", "", _COMMAND.sub(_read, value.replace("\\{", _OPEN).replace("\\}", _CLOSED)))
    value = value.replace(_OPEN, "{").replace(_CLOSED, "}").replace(_BACKSLASH, "\\")
    return unicodedata.normalize("NFC", value)


def _accented(found: re.Match[str]) -> str:
    letter = found["dotless"] or found["letter"]
    return unicodedata.normalize("NFC", letter + _ACCENTS[found["sign"] or found["name"]])


def _read(found: re.Match[str]) -> str:
    if found[1]:
        return _LETTERS.get(found[1], "")
    return _SPACED.get(found[2], found[2])
