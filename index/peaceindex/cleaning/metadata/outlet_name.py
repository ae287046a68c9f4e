"""The outlet of an article, from ranked evidence: fields, address, notices, bylines, datelines and agency tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peaceindex.cleaning import line_patterns
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.cleaning.outlets import Outlets
    from peaceindex.cleaning.page import Page

_DATELINE = late_pattern(
    r"(?P<place>[^\W\d_][^()\n:]{1,80}?)\s?[(/](?P<tag>[^()/\d]{2,40})[)/]\s?(?:[–—:-]{1,2})\s?(?=\S)"
)
_BARE_TAG = late_pattern(r"\((?P<tag>[^()\d]{2,40})\)\s?[–—-]{1,2}\s")
_TAIL_TAG = late_pattern(r"(?<=[.!?…”\"»])\s*\((?P<tag>[^()]{2,40})\)\s*$")
_COPYRIGHT = late_pattern(
    r"(?:©|\(c\)|copyright)[\s©]{0,3}(?:\(c\)|©|copyright|by)?\s{0,2}(?:(?:19|20)\d\d(?:\s?[-–—,/]\s?(?:(?:19|20)?\d\d|present))?)?"
    r"\s{0,2}(?:©|by|:|[-–—|,])?\s{0,2}"
    r"(?!(?:warning|notice|policy|statement|information|law|act|protected|infringement)\b)(?P<name>[^\W\d_][^|©;]{1,80})",
    re.IGNORECASE,
)
_NAME_END = late_pattern(
    r"\s*(?:[.!]\s|[.!]$|,|\||–|—| - |\ball rights\b|\balle rechte\b|\btous droits\b|\btodos los\b|\bvse?\b"
    r"|\ball content\b|\bwebsite\b|\bpowered\b|\bdesigned\b"
    r"|\bis (?:a|not|protected|subject|the)\b|\bare protected\b|\bmay not\b|\bmaterial\b"
    r"|\band its\b|\bor its\b|\band/or\b|\bund ihre\b"
    r"|\btüm hak|\bвсе права\b|\bусі права\b"
    r"|(?:19|20)\d\d).*",
    re.IGNORECASE | re.DOTALL,
)
_LEGAL_FORM = late_pattern(
    r"[\s,]+(?:inc|ltd|llc|limited|plc|corp|corporation|gmbh|ag|s\.?a\.?|s\.?l\.?|"
    r"b\.?v\.?|co|company|pvt|pty|gmbh & co\.? kg)\.?$",
    re.IGNORECASE,
)
_OWNER = late_pattern(
    r"(?:reserved by|property of|belong to|owned by|published by|published on|appeared on|appeared in|published in|"
    r"published at)\s+(?P<name>[^\W\d_][^.;,()]{2,70})",
    re.IGNORECASE,
)
_NOT_OUTLETS = frozenset(
    ("all", "rights", "reserved", "the", "a", "this", "article", "copyright", "content", "image", "photo", "images",
     "getty", "warning", "notice", "legal", "any", "no")
)  # fmt: skip
_SEPARATORS = late_pattern(r"\s*(?:[|•·»]|\s[–—-]\s|<|\(|,\s|https?:)\s*")
_MAIL_SENDER = late_pattern(r"(?:from:\s*)?(?P<name>[^\W\d_][^<>@:]{2,60}?)\s*<[\w.+-]+@[\w.-]+>$", re.IGNORECASE)
_PRINTED_FROM = late_pattern(
    r"(?:printed|saved|copied|taken|retrieved|republished) from (?P<name>(?-i:[^\W\d_a-z])[^,|<(]{2,60})",
    re.IGNORECASE,
)
_NEWSPAPER_WORDS = frozenset(
    """review times post gazette herald journal tribune mail record courant chronicle standard observer daily telegraph
    dispatch ledger courier mirror express globe sun star guardian examiner bulletin monitor sentinel inquirer argus
    echo weekly register wire agency newspaper zeitung bote tagesbote tagblatt tageblatt blatt anzeiger kurier rundschau
    nachrichten kreisblatt gaceta diario heraldo crónica noticias periódico gazzetta corriere giornale journal gazette
    courrier dépêche jornal folha gazete gazetesi haber ajansı kurant krant dagblad tidning tidende avis aftenblad
    вісник новини газета правда вести известия новости правда кур'єр ведомости gazeta dziennik kurier noviny
    deník""".split()  # noqa: SIM905
)
_GENERIC_FIRST_WORDS = frozenset(
    """latest world local breaking sport sports business national international top more read other our your all news
    daily weekly free sign recent related video morning evening subscribe the best about my""".split()  # noqa: SIM905
)
_OTHER_ADDRESS_WORDS = frozenset(("original", "originally", "source", "via", "related", "read"))
_ADDRESS = late_pattern(r"https?://[^\s<>\"'“”]{8,500}")


@dataclass(frozen=True, slots=True)
class AgencyTag:
    """An agency that a kept line names, in the dateline at its head or in brackets at its end. Both remain text."""

    name: str
    is_at_end: bool


def agency_tags(page: Page, kept: Sequence[int], outlets: Outlets) -> list[AgencyTag]:
    """Return the agencies in a dateline at the head of the text and in a tag at its end."""
    found = []
    for i in kept[:2]:
        text = page.lines[i].text
        match = _DATELINE.match(text[:160]) or _BARE_TAG.match(text[:80])
        if match and _is_dateline(match, outlets):
            found.append(AgencyTag(match["tag"].strip(), is_at_end=False))
            break
    for i in reversed(kept[-3:]):
        if (match := _TAIL_TAG.search(page.lines[i].text[-80:])) and _is_tag(match["tag"], outlets):
            found.append(AgencyTag(match["tag"].strip(), is_at_end=True))
            break
    return found


def _is_dateline(match: re.Match[str], outlets: Outlets) -> bool:
    place = match.groupdict().get("place") or ""
    if outlets.by_tag(match["tag"]):
        return True
    letters = re.sub(r"\W|\d", "", place.split(",")[0])
    words = match["tag"].split()
    is_in_capitals = bool(letters) and (letters.isupper() or (not letters.isascii() and place[:1].isupper()))
    if not place:
        return len(words) == 1 and match["tag"].isupper()
    return is_in_capitals and len(words) <= 4 and all(w[:1].isupper() or (w.islower() and len(w) < 4) for w in words)


def _is_tag(tag: str, outlets: Outlets) -> bool:
    if outlets.by_tag(tag):
        return True
    first = re.split(r"[/\s,]", tag)[0]
    return (
        len(tag) <= 20
        and len(first) >= 2
        and first.isupper()
        and tag.count(" ") <= 1
        and not any(map(str.isdigit, tag))
    )


def copyright_name(text: str) -> str | None:
    """Return the name in a copyright line, without years, company forms and what follows the name, or None."""
    match = _COPYRIGHT.search(text[:400])
    if not match:
        return None
    name = _NAME_END.sub("", match["name"] + " ").strip(' .,:;-–—|·•"')
    name = _LEGAL_FORM.sub("", name).strip(" .,:;-")
    words = name.split()
    if (
        not words
        or len(words) > 6
        or (not name[0].isupper() and not name[0].isdigit())
        or normalise(words[0]) in _NOT_OUTLETS - {"the"}
    ):
        return None
    return name if normalise(name) not in _NOT_OUTLETS else None


def from_notices(page: Page, outlets: Outlets) -> tuple[str | None, str | None]:
    """Return (registered outlet, name as written) from the copyright and legal notices on the page, last ones first."""
    unregistered: str | None = None
    for i in range(len(page) - 1, -1, -1):
        text = page.lines[i].text
        if "rights" not in page.cues[i] and not (
            _has_copyright_sign(text[:200]) and line_patterns.has_copyright_claim(text)
        ):
            continue
        if line_patterns.is_caption(text) and "rights" not in page.cues[i]:
            continue
        name = copyright_name(text)
        if name and (registered := outlets.by_name(name)):
            return registered, name
        if match := _OWNER.search(text[:600]):
            owner = _NAME_END.sub("", match["name"] + " ").strip()
            if registered := outlets.by_name(owner):
                return registered, owner
            if not name and not owner.split()[0].islower() and len(owner.split()) <= 6:
                name = _LEGAL_FORM.sub("", owner)
        if mentioned := outlets.inside(text):
            return mentioned[0], name
        unregistered = unregistered or name
    return None, unregistered


def _has_copyright_sign(text: str) -> bool:
    return "©" in text or "(c)" in text or "(C)" in text


def is_abbreviation(tag: str, name: str) -> bool:
    """Return whether a tag consists of letters of the name in order, beginning with its first, as ILKHA may."""
    letters = iter(re.sub(r"\W+", "", fold(name)))
    tag_letters = re.sub(r"\W+", "", fold(tag))
    return bool(tag_letters) and fold(name)[:1] == tag_letters[:1] and all(c in letters for c in tag_letters)


def _sent_or_printed(text: str) -> re.Match[str] | None:
    """Return a match whose `name` is the sender of a mail or the site a page was printed from, or None."""
    return (_MAIL_SENDER.match(text) if text[-1] == ">" else None) or _PRINTED_FROM.match(text)


def head_names(page: Page, title_index: int) -> list[str]:
    """Return the possible names in the lines above the title: the part of each short line before the first mark."""
    names = []
    for line in page.lines[: min(title_index, 40)]:
        if match := _sent_or_printed(line.text):
            names.append(match["name"].strip())
        elif not line.bullet and line.text[0].isupper() and len(line.text) < 120:
            part = _SEPARATORS.split(line.text, maxsplit=1)[0].strip(" .:·•|–—-")
            if 1 <= len(part.split()) <= 6 and not any(map(str.isdigit, part)):
                names.append(part)
    return names


def from_head(page: Page, title_index: int, last_index: int, written: str | None) -> str | None:
    """Return an unregistered outlet that is named above the title, or None.

    It must stand again in a notice, mail header or print line, or be the name of a paper. `written` is the name as a
    notice has it, perhaps followed by the publisher's legal form.
    """
    names = head_names(page, title_index)
    notices = [
        f" {line.key} "
        for i, line in enumerate(page.lines)
        if (i > last_index or i < title_index)
        and ("rights" in page.cues[i] or "©" in line.text or i in page.notices or _sent_or_printed(line.text))
    ]  # fmt: skip
    for name in sorted(names, key=lambda n: -len(n.split())):
        key = normalise(name)
        if (len(key.split()) > 1 or len(key) > 5) and any(f" {key} " in notice for notice in notices):
            return name
    if written:
        return None
    for name in names[:12]:
        words = normalise(name).split()
        is_newspaper = _NEWSPAPER_WORDS.intersection((words[-1], words[0]) if words else ())
        has_capitals = name.isascii() is False or all(w[:1].isupper() or len(w) < 4 for w in name.split())
        if (
            is_newspaper
            and has_capitals
            and 2 <= len(words) <= 5
            and not _GENERIC_FIRST_WORDS.intersection(words[:1]) - {"the"}
        ):
            return name
    return None


def own_address(page: Page, title: str | None) -> str | None:
    """Return the page's own address: one on the page with at least three words of the title in its path, or None."""
    title_words = {w for w in normalise(title or "").split() if len(w) > 2}
    for i, line in enumerate(page.lines):
        if "://" in line.text and _OTHER_ADDRESS_WORDS.isdisjoint(page.words[i]):
            for match in _ADDRESS.finditer(line.text[:2000]):
                path = set(normalise(match[0].split("://", 1)[1].partition("/")[2]).split())
                if len(path & title_words) >= 3 or (len(title_words) == 2 and title_words <= path):
                    return match[0].rstrip(".,;)")
    return None


def from_byline(rest: str, outlets: Outlets) -> str | None:
    """Return the registered outlet named at the end of a byline, after the writer's role, or None."""
    mentioned = outlets.inside(rest)
    return mentioned[0] if mentioned else None


def site_line(page: Page, outlets: Outlets, first_index: int) -> str | None:
    """Return the registered outlet whose name is a whole line of the page's head or foot, if there is exactly one."""
    found = {
        name
        for i, line in enumerate(page.lines)
        if (i < first_index or i > len(page) - 12) and page.sizes[i] <= 5 and (name := outlets.by_key(line.key))
    }
    return found.pop() if len(found) == 1 else None
