"""What a line is by its shape, in plain words: the reason that a cut line carries.

A *sure* reason cuts wherever the line stands; others only name what the model
or the ending cut.
"""

from __future__ import annotations

import re

from peaceindex.cleaning import cues
from peaceindex.cleaning.lines import ENDS
from peaceindex.cleaning.page import Page

_CAPTION = re.compile(
    r"[(\[]\s?(?:image|images|photo|photos|picture|pic|foto|fotos|bild|credit|file photo|фото|зображення|imagen|"
    r"immagine|fotoğraf|görsel|zdj|צילום|صورة)s?\s?(?:credits?)?\s?[:/©|by ].{0,80}[)\]]?\W{0,3}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[.\s(])(?:photo(?:graph)?|image|picture|foto|bild|фото|photo credit|image credit|credit|crédit|credits?)"
    r"\s?(?:by|:|/|©|par|von|de)\s?[^.!?]{2,70}$",
    re.IGNORECASE,
)
_GETTY = re.compile(
    r"[(\[/|–—-]\s?[^()\[\]]{0,40}(?:getty|afp|reuters|epa|imago|shutterstock|alamy|istock|unsplash|picture alliance)"
    r"[^()\[\]]{0,30}[)\]]?$",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:\W{0,3})(?:read more|read also|also read|see also|read next|more|related|watch|listen|don.?t miss|recommended|"
    r"lesen sie auch|mehr dazu|mehr zum thema|siehe auch|lire aussi|à lire(?: aussi)?|voir aussi|lea también|"
    r"lee también|te puede interesar|leia (?:também|mais)|veja também|leggi anche|lees ook|läs (?:mer|också|även)|"
    r"les (?:også|mer)|læs (?:også|mere)|ayrıca okuyun|ilgili haber|czytaj (?:także|też)|zobacz (?:także|też)|"
    r"čtěte také|читайте также|смотрите также|читайте також|дивіться також|اقرأ أيضا|קראו עוד)\W{0,2}[:|»>→–-]",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\W{0,3}(?:\(c\)|©|copyright)?\W{0,3}(?:\d{4}|[A-ZА-Я])", re.IGNORECASE)
_CRUMBS = re.compile(r"[^»›>/|]{2,40}(?:\s?[»›>]\s?[^»›>/|]{2,60}){1,6}$")
_SENTENCE_PART = re.compile(r"[.!?…]\s")

_CREDIT_WORDS = frozenset(
    ("image", "images", "photo", "photos", "pic", "getty", "afp", "reuters", "epa", "imago", "pixabay")
)

_CAPS_LABEL = re.compile(r"(?=[^:]{4,40}:)[^\W\d_a-z]{2,}(?:[ ’'-][^\W\d_a-z]+){0,4}:\s")
_HASHTAGS = re.compile(r"(?:^|\s)#\w+")

REASONS = {
    "rights": "copyright or legal notice",
    "more": "pointer to other articles",
    "form": "form for readers (comments, newsletter, sign-in)",
    "share": "share buttons",
    "consent": "consent or site notice",
    "advert": "advertisement",
    "caption": "caption",
    "byline": "byline or date line",
    "about_author": "about the author",
}


def caps_label(text: str) -> bool:
    """Whether a line begins with a label in capitals and a colon, as in `DON’T MISS: …`."""
    if ":" not in text[:60]:
        return False
    match = _CAPS_LABEL.match(text)
    return match is not None and match[0].isupper()


def caption_like(text: str) -> bool:
    """Whether a line ends with a picture's credit, as in `(Image: GETTY)`."""
    if len(text) > 400:
        return False
    tail = text[-140:]
    return bool(_CAPTION.search(tail) or _GETTY.search(tail) or (len(text) < 160 and _CREDIT.search(tail)))


def pointer_like(text: str) -> bool:
    """Whether a line is a pointer such as `READ MORE: …`."""
    return len(text) < 300 and _POINTER.match(text) is not None


def copyright_like(text: str) -> bool:
    """Whether a line holds a copyright sign or word with a year or a name."""
    return _COPYRIGHT.search(text[:200]) is not None


def breadcrumb_like(text: str) -> bool:
    """Whether a line is a trail such as `Home»World`."""
    return len(text) < 160 and ("»" in text or "›" in text or ">" in text) and _CRUMBS.match(text) is not None


def is_caption(page: Page, i: int) -> bool:
    """Whether a line is a caption by its credit. Only lines that name a picture or an agency are looked at closely."""
    known = page.known_captions.get(i)
    if known is None:
        telling = "caption" in page.cues[i] or not _CREDIT_WORDS.isdisjoint(page.words[i][-12:])
        known = page.known_captions[i] = telling and caption_like(page.lines[i].text)
    return known


def is_pointer(page: Page, i: int) -> bool:
    """Whether a line points to another article, as in `READ MORE: …`."""
    found = page.cues[i]
    return (found.get("more", 9) <= 1 or found.get("caption", 9) == 0) and pointer_like(page.lines[i].text)


def is_byline(page: Page, i: int) -> bool:
    """Whether a line begins like a byline."""
    return page.cues[i].get("byline", 9) == 0 and page.sizes[i] < 30


def legal_notice(page: Page, i: int) -> bool:
    """Whether a line is a notice of rights: it says so at its head, or speaks of rights, permission and copying."""
    text, size = page.lines[i].text, page.sizes[i]
    if not 5 <= size <= 150:
        return False
    legal = cues.legal_words(page.words[i])
    labelled = caps_label(text)
    if labelled and cues.legal_words(page.words[i][:4]) and legal >= 2:
        return True
    return legal >= 4 + size // 25 and text[:1] not in "\"“”„«'‘"


def sure_reason(page: Page, i: int) -> str | None:
    """Why a line is cut wherever it stands, or None. Found out once a page."""
    known = page.known_reasons
    if i not in known:
        known[i] = _sure_reason(page, i)
    return known[i]


def _sure_reason(page: Page, i: int) -> str | None:
    line = page.lines[i]
    text, seen, words = line.text, page.cues[i], page.sizes[i]
    if is_pointer(page, i):
        return "pointer to another article"
    if line.end not in ENDS[:4] or not line.end:
        if words <= 25 and page.is_running_head(i):
            return "running head or foot of a print"
        if words < 25 and " " in text[:30] and caps_label(text):
            return "pointer to another article"
        if "#" in text and 2 * len(_HASHTAGS.findall(text)) > text.count(" ") + 1:
            return "hashtags"
    if is_caption(page, i) and not _many_sentences(text):
        return "caption"
    if "rights" in seen and words < 80:
        if seen["rights"] == 0 or (words < 30 and copyright_like(text)):
            return "copyright or legal notice"
    elif text.startswith("©"):
        return "copyright or legal notice"
    if not line.key:
        return "signs without words"
    if (words <= 14 and _is_form(page, i)) or (words <= 30 and "form" in seen and page.words[i][0] in ("you", "your")):
        return REASONS["form"]
    if words <= 30 and not line.end and i + 1 < len(page) and is_caption(page, i + 1) and _names_picture(page, i):
        return "description of a picture"
    return None


def _is_form(page: Page, i: int) -> bool:
    """Whether a short line asks readers to sign up, or introduces the field where they do."""
    if page.cues[i].get("form") == 0 and not page.words[i][0].startswith("comment"):
        return page.lines[i].text[0] not in "\"“„«'‘"
    if not 0 < i < len(page) - 1:
        return False
    field_below = page.cues[i + 1].get("form") == 0 and page.sizes[i + 1] <= 4
    return field_below and page.sizes[i - 1] <= 5 and not page.lines[i - 1].end


def _names_picture(page: Page, i: int) -> bool:
    """Whether a line above a caption is the picture's own title: written in capitals, or told again by the caption."""
    long = [w for w in page.lines[i].text.split() if len(w) > 3]
    capitals = sum(w[0].isupper() for w in long)
    below = set(page.words[i + 1])
    told = sum(w in below for w in page.words[i])
    return (len(long) > 1 and capitals >= 0.75 * len(long)) or told >= 0.7 * page.sizes[i]


def _many_sentences(text: str) -> bool:
    return len(_SENTENCE_PART.findall(text)) >= 3


def likely_reason(page: Page, i: int) -> str:
    """What a line that was cut for another cause most probably is, in plain words."""
    line = page.lines[i]
    found, words = page.cues[i], page.sizes[i]
    if reason := sure_reason(page, i):
        return reason
    if breadcrumb_like(line.text):
        return "breadcrumb trail"
    if words <= 6 and page.dates.get(i):
        return "date line"
    early = {name for name, place in found.items() if place <= 3}
    for name in (
        ()
        if not early
        else ("rights", "form", "consent", "share", "more", "advert", "caption", "about_author", "byline")
    ):
        if name in early and words <= (60 if name in ("rights", "consent", "about_author") else 16):
            return REASONS[name]
    if page.repeats[line.key] > 1:
        return "repeated line"
    if line.bullet and words <= 5:
        return "menu"
    if words <= 3:
        return "menu or label"
    if line.end and line.end in ENDS:
        return "text that is not of this article"
    return "heading or teaser"
