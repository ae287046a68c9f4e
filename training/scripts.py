"""Text of a language that is known, rewritten letter by letter in the script of one that is not.

There are hardly any known articles in Chinese, Arabic, Hindi or Thai. What sets their pages apart for a model of lines
is that letters have no case, that no small words or phrases are known, and in some that words have no spaces: a
Latin page that is rewritten so looks the same to the model, and its articles are known.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Final

_WORD = re.compile(r"[^\W\d_]+")
_PAIRS: Final = {
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "devanagari": "अआइईउएओकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
    "cyrillic": "абвгґдежзиіїйклмнопрстуфхцчшщьюяѣѳ",
    "thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอฮ",
}
_STOPS: Final = {
    "cjk": {
        ". ": "。", ".": "。", ", ": "，", ",": "，", "! ": "！", "? ": "？", "!": "！", "?": "？",
        ": ": "：", "; ": "；",
    },
    "arabic": {",": "،", "?": "؟", ";": "؛"},
    "devanagari": {".": "।"},
    "thai": {". ": " ", ".": "", ", ": " "},
}  # fmt: skip
_SIGN = re.compile(r"[.,!?;:] ?")


def written_in(script: str) -> Callable[[str], str]:
    """What rewrites a line in a script: `cjk`, `arabic`, `hebrew`, `devanagari`, `cyrillic` or `thai`."""

    def change(line: str) -> str:
        signs = _STOPS.get(script, {})
        plain = _SIGN.sub(lambda m: signs.get(m[0], signs.get(m[0].strip(), m[0].strip()) + m[0][1:]), line)
        if script == "cjk":
            return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", _WORD.sub(_as_characters, plain))
        letters = _PAIRS[script]
        keep_case = script == "cyrillic"

        def word(match: re.Match[str]) -> str:
            new = "".join(letters[(ord(c) * 7) % len(letters)] for c in match[0].lower())
            return new.capitalize() if keep_case and match[0][:1].isupper() else new

        found = _WORD.sub(word, plain)
        return re.sub(r"(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])", "", found) if script == "thai" else found

    return change


def _as_characters(match: re.Match[str]) -> str:
    """A word as one or two Chinese characters, always the same."""
    word = match[0].lower()
    code = zlib.crc32(word.encode())
    first = chr(0x4E00 + code % 5000)
    return first if len(word) < 4 else first + chr(0x4E00 + (code >> 13) % 5000)
