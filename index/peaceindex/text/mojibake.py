"""Mojibake: text in UTF-8 that was once read as a single-byte encoding, and its repair."""

from __future__ import annotations

from peaceindex.startup.late_pattern import late_pattern

_MOJIBAKE = late_pattern(
    "â€|Ã[\x80-\xbfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¡-¿]|Â[\xa0-¿]|[ÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ ¡-¿]"
)
_MIN_BROKEN_PAIRS = 3
"""This many broken pairs of letters are no accident. One or two may be meant, in a text about encodings or a name."""


def repair_mojibake(text: str) -> str:
    """Return the text with mojibake repaired (UTF-8 that was once read as a single-byte encoding). Most has none."""
    if len(_MOJIBAKE.findall(text)) < _MIN_BROKEN_PAIRS:
        return text
    import ftfy

    return ftfy.fix_encoding(text)
