"""Text of a language with known articles, rewritten letter by letter in the script of a language without.

There are hardly any known articles in Chinese, Arabic, Hindi or Thai. For a model of lines, their pages differ in that
letters have no case, that no small words or phrases are known, and that some scripts have no spaces between words. A
Latin page rewritten in this way looks the same to the model, and its articles are known.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_BY_SCRIPT: Final = {
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "devanagari": "अआइईउएओकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
    "cyrillic": "абвгґдежзиіїйклмнопрстуфхцчшщьюяѣѳ",
    "thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอฮ",
}
_PUNCTUATION_BY_SCRIPT: Final = {
    "cjk": {
        ". ": "。", ".": "。", ", ": "，", ",": "，", "! ": "！", "? ": "？", "!": "！", "?": "？",
        ": ": "：", "; ": "；",
    },
    "arabic": {",": "،", "?": "؟", ";": "؛"},
    "devanagari": {".": "।"},
    "thai": {". ": " ", ".": "", ", ": " "},
}  # fmt: skip
_PUNCTUATION = re.compile(r"[.,!?;:] ?")


def transliterator(script: str) -> Callable[[str], str]:
    """Return a function that rewrites a line in a script.

    `script` is `cjk`, `arabic`, `hebrew`, `devanagari`, `cyrillic` or `thai`.
    """

    def rewrite(line: str) -> str:
        punctuation = _PUNCTUATION_BY_SCRIPT.get(script, {})
        punctuated = _PUNCTUATION.sub(
            lambda m: punctuation.get(m[0], punctuation.get(m[0].strip(), m[0].strip()) + m[0][1:]), line
        )
        if script == "cjk":
            return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", _WORD.sub(_as_characters, punctuated))
        letters = _LETTERS_BY_SCRIPT[script]
        keep_case = script == "cyrillic"

        def word(match: re.Match[str]) -> str:
            new = "".join(letters[(ord(c) * 7) % len(letters)] for c in match[0].lower())
            return new.capitalize() if keep_case and match[0][:1].isupper() else new

        found = _WORD.sub(word, punctuated)
        return re.sub(r"(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])", "", found) if script == "thai" else found

    return rewrite


def _as_characters(match: re.Match[str]) -> str:
    """Return one or two Chinese characters for a word, always the same."""
    word = match[0].lower()
    code = zlib.crc32(word.encode())
    first = chr(0x4E00 + code % 5000)
    return first if len(word) < 4 else first + chr(0x4E00 + (code >> 13) % 5000)
