"""Who wrote the article: names from bylines, apart from roles, outlets, dates and handles of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peaceindex.cleaning import dates
from peaceindex.cleaning.lines import squash
from peaceindex.cleaning.outlets import Outlets
from peaceindex.cleaning.page import Page

_BY = re.compile(
    r"(?:^|(?<=[\s|•·/(—–-])|(?<=[^\W\d_A-Z]))(?:written by|reported by|reporting by|story by|words by|text by|"
    r"By|BY|Von|VON|Par|Por|POR|Di|Door|Av|Af|Autor(?:in)?|Auteur|Author|Автор(?:ка)?|Yazar|Autore|Text|Text von)"
    r"\s?:?\s(?=[^\W\d_])"
)
_ROLE = re.compile(
    r"\b(?:chief|senior|staff|special|international|foreign|political|diplomatic|defen[cs]e|security|world|national|"
    r"european?|moscow|kyiv|kiev|washington|istanbul|brussels|deputy|associate|managing|assistant|executive|digital|"
    r"news|sports?|business|economics?|health|science|technology|entertainment|culture|travel|crime|court|education|"
    r"freelance|contributing|guest|our|lead|breaking|live|multimedia|audience|us|uk|eu|u\.s\.|"
    r"correspondents?|reporters?|writers?|editors?|journalists?|columnists?|contributors?|analyst|producer|author|"
    r"bureau|desk|team|redakteur(?:in)?|korrespondent(?:in)?|reporterin|redaktion|journalistin?|correspondant(?:e)?|"
    r"corresponsal|enviad[oa]|periodista|redactor[a]?|redacción|rédaction|corrispondente|inviat[oa]|muhabiri?|"
    r"корреспондент|кореспондент|журналист|журналіст|редактор|обозреватель|оглядач)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[|•·–—;(<>@]|\d|https?:|published|updated|posted|last updated|veröffentlicht|aktualisiert|publié|publicado|"
    r"für\b|for\b|in\b|at\b|from\b|on\b|am\b|le\b|el\b)",
    re.IGNORECASE,
)
_MONTHS = "|".join(sorted((m for m in dates.MONTHS if len(m) > 2), key=len, reverse=True))
_GLUED_DATE = re.compile(rf"(?:{_MONTHS})\.? ?\d{{1,2}}", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bog\b|\boch\b|\bve\b|\bта\b|\bи\b|\bі\b)\s*"
)
_NAME_WORD = re.compile(
    r"(?:(?:de|da|di|du|del|della|van|von|der|den|al|el|bin|ibn|la|le|zu|af|ter|ten|dos|y)|[A-Z]\.|(?:[A-Z]\.){1,3}|"
    r"(?:O['’]|D['’]|Mc|Mac|al-|el-)?[^\W\d_a-z][\w'’\-]*\.?)$"
)
_NOT_NAMES = frozenset(
    "news staff agencies agency reuters afp ap dpa editor editorial team desk press media online world sport sports "
    "politics business home share photo image read more updated published comments the this that monday tuesday "
    "wednesday thursday friday saturday sunday redaktion redaction redacción admin webdesk web international daily "
    "post times tribune herald gazette newsroom service bureau office government ukraine russia".split()
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline: the line's index, the names in it, and what stood behind them (role, outlet), as written."""

    index: int
    names: tuple[str, ...]
    rest: str = ""


def is_name(text: str) -> bool:
    """Whether a text looks like the name of one person: two to five words with capitals, none of a newsroom's."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    if not all(_NAME_WORD.match(w) for w in words) or not words[0][0].isupper() or words[-1].islower():
        return False
    return not any(squash(w) in _NOT_NAMES for w in words) and not _ROLE.search(text)


def parse_names(text: str, outlets: Outlets) -> tuple[tuple[str, ...], str]:
    """(names, rest) of what follows the word "by": names up to the first role, outlet, date or mark."""
    if cut := _GLUED_DATE.search(text):
        text = text[: cut.start()]
    if (stop := _STOP.search(text)) and stop.start() > 0:
        text = text[: stop.start()]
    names: list[str] = []
    rest: list[str] = []
    for piece in _AND.split(text.strip(" ,.:;|")):
        piece = piece.strip(" .,:")
        if not piece:
            continue
        role = _ROLE.search(piece)
        if role and role.start() > 0:
            rest.append(piece[role.start() :])
            piece = piece[: role.start()].strip()
        if rest and not names:
            break
        if piece and not role and not rest and is_name(piece) and not outlets.by_name(piece):
            names.append(piece)
        elif piece and role and role.start() > 0 and is_name(piece):
            names.append(piece)
            break
        else:
            rest.append(piece)
            break
    return tuple(dict.fromkeys(names)), " ".join(rest)


def bylines(page: Page, around: Sequence[int], outlets: Outlets) -> list[Byline]:
    """The bylines among the lines with these indices, in their order."""
    found = []
    for i in around:
        line = page.lines[i]
        if len(line.text) > 200:
            continue
        for match in _BY.finditer(line.text):
            tail = line.text[match.end() :]
            names, rest = parse_names(tail, outlets)
            if names:
                found.append(Byline(i, names, rest or tail[len(names[-1]) :].strip(" ,")))
                break
            if handle := _handle(line.text[: match.start()], tail):
                found.append(Byline(i, (handle,)))
                break
    return found


def _handle(before: str, tail: str) -> str | None:
    """A login name that signs in place of a person: `examplepostBy examplepostMay 12, 2025`."""
    head = tail
    if cut := _GLUED_DATE.search(tail):
        head = tail[: cut.start()]
    else:
        return None
    head = head.strip(" ,|·•-–—")
    if re.fullmatch(r"[\w.-]{3,30}", head) and not head.isdigit():
        return head
    return head if before.strip() and head.casefold() == before.strip().casefold() else None
