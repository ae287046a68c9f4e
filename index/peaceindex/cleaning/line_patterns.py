"""What a line is by its words and typography, on any page: caption, pointer, notice or breadcrumb trail."""

from __future__ import annotations

import re

from peaceindex.cleaning import cues
from peaceindex.startup.late_pattern import late_pattern

_CAPTION = late_pattern(
    r"[(\[]\s?(?:image|images|photo|photos|picture|pic|foto|fotos|bild|credit|file photo|фото|зображення|imagen|"
    r"immagine|fotoğraf|görsel|zdj|צילום|صورة)s?\s?(?:credits?)?\s?[:/©|by ].{0,80}[)\]]?\W{0,3}$",
    re.IGNORECASE,
)
_CREDIT = late_pattern(
    r"(?:^|[.\s(])(?:photo(?:graph)?|image|picture|foto|bild|фото|photo credit|image credit|credit|crédit|credits?)"
    r"\s?(?:by|:|/|©|par|von|de)\s?[^.!?]{2,70}$",
    re.IGNORECASE,
)
_AGENCY_CREDIT = late_pattern(
    r"[(\[/|–—-]\s?[^()\[\]]{0,40}(?:getty|afp|reuters|epa|imago|shutterstock|alamy|istock|unsplash|picture alliance)"
    r"[^()\[\]]{0,30}[)\]]?$",
    re.IGNORECASE,
)
_POINTER = late_pattern(
    r"(?:\W{0,3})(?:read more|read also|also read|see also|read next|more|related|watch|listen|don.?t miss|recommended|"
    r"lesen sie auch|mehr dazu|mehr zum thema|siehe auch|lire aussi|à lire(?: aussi)?|voir aussi|lea también|"
    r"lee también|te puede interesar|leia (?:também|mais)|veja também|leggi anche|lees ook|läs (?:mer|också|även)|"
    r"les (?:også|mer)|læs (?:også|mere)|ayrıca okuyun|ilgili haber|czytaj (?:także|też)|zobacz (?:także|też)|"
    r"čtěte také|читайте также|смотрите также|читайте також|дивіться також|اقرأ أيضا|קראו עוד)\W{0,2}[:|»>→–-]",
    re.IGNORECASE,
)
_COPYRIGHT = late_pattern(r"(?:©|\(c\)|copyright)\W{0,3}(?:\(c\)|©|copyright)?\W{0,3}(?:\d{4}|[A-ZА-Я])", re.IGNORECASE)
_BREADCRUMBS = late_pattern(r"[^»›>/|]{2,40}(?:\s?[»›>]\s?[^»›>/|]{2,60}){1,6}$")
_CREDIT_WORDS = frozenset(
    ("image", "images", "photo", "photos", "pic", "getty", "afp", "reuters", "epa", "imago", "pixabay")
)

_CAPS_LABEL = late_pattern(r"(?=[^:]{4,40}:)[^\W\d_a-z]{2,}(?:[ ’'-][^\W\d_a-z]+){0,4}:\s")


def has_caps_label(text: str) -> bool:
    """Return whether a line begins with a label in capitals and a colon, as in `DON’T MISS: …`."""
    if ":" not in text[:60]:
        return False
    match = _CAPS_LABEL.match(text)
    return match is not None and match[0].isupper()


def is_caption(text: str) -> bool:
    """Return whether a line ends with a picture credit, as in `(Image: GETTY)`."""
    if len(text) > 400:
        return False
    tail = text[-140:]
    return bool(_CAPTION.search(tail) or _AGENCY_CREDIT.search(tail) or (len(text) < 160 and _CREDIT.search(tail)))


def is_pointer(text: str) -> bool:
    """Return whether a line is a pointer such as `READ MORE: …`."""
    return len(text) < 300 and _POINTER.match(text) is not None


def has_copyright_claim(text: str) -> bool:
    """Return whether a line contains a copyright symbol or word with a year or a name."""
    return _COPYRIGHT.search(text[:200]) is not None


def is_breadcrumb_trail(text: str) -> bool:
    """Return whether a line is a breadcrumb trail such as `Home»World`."""
    return len(text) < 160 and ("»" in text or "›" in text or ">" in text) and _BREADCRUMBS.match(text) is not None


def ends_in_picture_word(words: list[str]) -> bool:
    """Return whether one of the last words of a normalised line names a picture or an agency, as a credit requires."""
    return not _CREDIT_WORDS.isdisjoint(words[-12:])


def is_rights_notice(text: str, words: list[str], size: int) -> bool:
    """Return whether a line is a rights notice: one that begins as such or speaks of rights, permission and copying.

    `words` are the words of the normalised line, `size` is their count.
    """
    if not 5 <= size <= 150:
        return False
    legal = cues.legal_words(words)
    if legal < 2:
        return False
    if cues.legal_words(words[:4]) and has_caps_label(text):
        return True
    return legal >= 4 + size // 25 and text[:1] not in "\"“”„«'‘"
