"""The outlet of an article: ranked evidence from fields, address, notices, bylines, datelines and agency tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peaceindex.cleaning import looks
from peaceindex.cleaning.outlets import Outlets
from peaceindex.cleaning.page import Page
from peaceindex.text.lines import fold, squash

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n:]{1,80}?)\s?[(/](?P<tag>[^()/\d]{2,40})[)/]\s?(?:[–—:-]{1,2})\s?(?=\S)"
)
_BARE_TAG = re.compile(r"\((?P<tag>[^()\d]{2,40})\)\s?[–—-]{1,2}\s")
_TAIL_TAG = re.compile(r"(?<=[.!?…”\"»])\s*\((?P<tag>[^()]{2,40})\)\s*$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]{0,3}(?:\(c\)|©|copyright|by)?\s{0,2}(?:(?:19|20)\d\d(?:\s?[-–—,/]\s?(?:(?:19|20)?\d\d|present))?)?"
    r"\s{0,2}(?:©|by|:|[-–—|,])?\s{0,2}"
    r"(?!(?:warning|notice|policy|statement|information|law|act|protected|infringement)\b)(?P<name>[^\W\d_][^|©;]{1,80})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:[.!]\s|[.!]$|,|\||–|—| - |\ball rights\b|\balle rechte\b|\btous droits\b|\btodos los\b|\bvse?\b"
    r"|\ball content\b|\bwebsite\b|\bpowered\b|\bdesigned\b"
    r"|\bis (?:a|not|protected|subject|the)\b|\bare protected\b|\bmay not\b|\bmaterial\b"
    r"|\band its\b|\bor its\b|\band/or\b|\bund ihre\b"
    r"|\btüm hak|\bвсе права\b|\bусі права\b"
    r"|(?:19|20)\d\d).*",
    re.IGNORECASE | re.DOTALL,
)
_COMPANY = re.compile(
    r"[\s,]+(?:inc|ltd|llc|limited|plc|corp|corporation|gmbh|ag|s\.?a\.?|s\.?l\.?|"
    r"b\.?v\.?|co|company|pvt|pty|gmbh & co\.? kg)\.?$",
    re.IGNORECASE,
)
_RESERVED_BY = re.compile(
    r"(?:reserved by|property of|belong to|owned by|published by|published on|appeared on|appeared in|published in|"
    r"published at)\s+(?P<name>[^\W\d_][^.;,()]{2,70})",
    re.IGNORECASE,
)
_NOT_OUTLETS = frozenset(
    ("all", "rights", "reserved", "the", "a", "this", "article", "copyright", "content", "image", "photo", "images",
     "getty", "warning", "notice", "legal", "any", "no")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """An agency that a kept line names: in the dateline at its head, or in brackets at its end. Both stay there."""

    tag: str
    reason: str


def signs(page: Page, kept: Sequence[int], outlets: Outlets) -> list[Sign]:
    """Datelines with an agency at the head of the text, and agency tags at its end."""
    found = []
    for i in kept[:2]:
        text = page.lines[i].text
        match = _DATELINE.match(text[:160]) or _BARE_TAG.match(text[:80])
        if match and _is_dateline(match, outlets):
            found.append(Sign(match["tag"].strip(), "dateline"))
            break
    for i in reversed(kept[-3:]):
        if (match := _TAIL_TAG.search(page.lines[i].text[-80:])) and _is_tag(match["tag"], outlets):
            found.append(Sign(match["tag"].strip(), "agency tag"))
            break
    return found


def _is_dateline(match: re.Match[str], outlets: Outlets) -> bool:
    place = match.groupdict().get("place") or ""
    if outlets.by_tag(match["tag"]):
        return True
    letters = re.sub(r"\W|\d", "", place.split(",")[0])
    words = match["tag"].split()
    shouted = bool(letters) and (letters.isupper() or (not letters.isascii() and place[:1].isupper()))
    if not place:
        return len(words) == 1 and match["tag"].isupper()
    return shouted and len(words) <= 4 and all(w[:1].isupper() or (w.islower() and len(w) < 4) for w in words)


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
    """The name in a copyright line, without years, company forms and what follows the name."""
    match = _COPYRIGHT.search(text[:400])
    if not match:
        return None
    name = _NAME_ENDS.sub("", match["name"] + " ").strip(' .,:;-–—|·•"')
    name = _COMPANY.sub("", name).strip(" .,:;-")
    words = name.split()
    if (
        not words
        or len(words) > 6
        or (not name[0].isupper() and not name[0].isdigit())
        or squash(words[0]) in _NOT_OUTLETS - {"the"}
    ):
        return None
    return name if squash(name) not in _NOT_OUTLETS else None


def from_notices(page: Page, outlets: Outlets) -> tuple[str | None, str | None]:
    """(registered outlet, name as written) of the copyright and legal notices on the page, the last ones first."""
    unknown: str | None = None
    for i in range(len(page) - 1, -1, -1):
        text = page.lines[i].text
        if "rights" not in page.cues[i] and not (_has_sign(text[:200]) and looks.copyright_like(text)):
            continue
        if looks.caption_like(text) and "rights" not in page.cues[i]:
            continue
        name = copyright_name(text)
        if name and (known := outlets.by_name(name)):
            return known, name
        if match := _RESERVED_BY.search(text[:600]):
            owner = _NAME_ENDS.sub("", match["name"] + " ").strip()
            if known := outlets.by_name(owner):
                return known, owner
            if not name and not owner.split()[0].islower() and len(owner.split()) <= 6:
                name = _COMPANY.sub("", owner)
        if inside := outlets.inside(text):
            return inside[0], name
        unknown = unknown or name
    return None, unknown


def _has_sign(text: str) -> bool:
    return "©" in text or "(c)" in text or "(C)" in text


def short_for(tag: str, name: str) -> bool:
    """Whether a tag is made of letters of the name in their order, beginning with its first: ILKHA of a longer name."""
    letters = iter(re.sub(r"\W+", "", fold(name)))
    small = re.sub(r"\W+", "", fold(tag))
    return bool(small) and fold(name)[:1] == small[:1] and all(c in letters for c in small)


_PIECES = re.compile(r"\s*(?:[|•·»]|\s[–—-]\s|<|\(|,\s|https?:)\s*")
_MAILED = re.compile(r"(?:from:\s*)?(?P<name>[^\W\d_][^<>@:]{2,60}?)\s*<[\w.+-]+@[\w.-]+>$", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?:printed|saved|copied|taken|retrieved|republished) from (?P<name>(?-i:[^\W\d_a-z])[^,|<(]{2,60})",
    re.IGNORECASE,
)
_PAPERS = frozenset(
    """review times post gazette herald journal tribune mail record courant chronicle standard observer daily telegraph
    dispatch ledger courier mirror express globe sun star guardian examiner bulletin monitor sentinel inquirer argus
    echo weekly register wire agency newspaper zeitung bote tagesbote tagblatt tageblatt blatt anzeiger kurier rundschau
    nachrichten kreisblatt gaceta diario heraldo crónica noticias periódico gazzetta corriere giornale journal gazette
    courrier dépêche jornal folha gazete gazetesi haber ajansı kurant krant dagblad tidning tidende avis aftenblad
    вісник новини газета правда вести известия новости правда кур'єр ведомости gazeta dziennik kurier noviny
    deník""".split()  # noqa: SIM905
)
_GENERIC = frozenset(
    """latest world local breaking sport sports business national international top more read other our your all news
    daily weekly free sign recent related video morning evening subscribe the best about my""".split()  # noqa: SIM905
)


def _sent_or_printed(text: str) -> re.Match[str] | None:
    """Who sent a mail or where a page was printed from, as `name`, if the line says so."""
    return (_MAILED.match(text) if text[-1] == ">" else None) or _PRINTED.match(text)


def head_names(page: Page, before: int) -> list[str]:
    """The names that lines over the title may be: the piece of each short line before the first mark."""
    names = []
    for line in page.lines[: min(before, 40)]:
        if match := _sent_or_printed(line.text):
            names.append(match["name"].strip())
        elif not line.bullet and line.text[0].isupper() and len(line.text) < 120:
            piece = _PIECES.split(line.text, maxsplit=1)[0].strip(" .:·•|–—-")
            if 1 <= len(piece.split()) <= 6 and not any(map(str.isdigit, piece)):
                names.append(piece)
    return names


def from_head(page: Page, before: int, last: int, written: str | None) -> str | None:
    """An unregistered outlet named over the title and again in a notice, mail header or print line; or a paper's name.

    `written` is the name as a notice has it, perhaps with the publisher's form behind it.
    """
    names = head_names(page, before)
    notices = [
        f" {line.key} "
        for i, line in enumerate(page.lines)
        if (i > last or i < before)
        and ("rights" in page.cues[i] or "©" in line.text or i in page.notices or _sent_or_printed(line.text))
    ]  # fmt: skip
    for name in sorted(names, key=lambda n: -len(n.split())):
        key = squash(name)
        if (len(key.split()) > 1 or len(key) > 5) and any(f" {key} " in notice for notice in notices):
            return name
    if written:
        return None
    for name in names[:12]:
        words = squash(name).split()
        known = _PAPERS.intersection((words[-1], words[0]) if words else ())
        capitals = name.isascii() is False or all(w[:1].isupper() or len(w) < 4 for w in name.split())
        if known and capitals and 2 <= len(words) <= 5 and not _GENERIC.intersection(words[:1]) - {"the"}:
            return name
    return None


def own_address(page: Page, title: str | None) -> str | None:
    """The page's own address, if one on the page has at least three words of the title in its path."""
    telling = {w for w in squash(title or "").split() if len(w) > 2}
    for i, line in enumerate(page.lines):
        if "://" in line.text and _ELSEWHERE.isdisjoint(page.words[i]):
            for match in _ADDRESS.finditer(line.text[:2000]):
                path = set(squash(match[0].split("://", 1)[1].partition("/")[2]).split())
                if len(path & telling) >= 3 or (len(telling) == 2 and telling <= path):
                    return match[0].rstrip(".,;)")
    return None


_ELSEWHERE = frozenset(("original", "originally", "source", "via", "related", "read"))
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”]{8,500}")


def from_byline(rest: str, outlets: Outlets) -> str | None:
    """The registered outlet named at the end of a byline, behind the writer's role."""
    inside = outlets.inside(rest)
    return inside[0] if inside else None


def site_line(page: Page, outlets: Outlets, before: int) -> str | None:
    """A registered outlet whose name is a whole line of the page's head or foot, if only one is."""
    found = {
        name
        for i, line in enumerate(page.lines)
        if (i < before or i > len(page) - 12) and page.sizes[i] <= 5 and (name := outlets.by_key(line.key))
    }
    return found.pop() if len(found) == 1 else None
