"""Possible authors of the article: names in bylines, lines of names and notes about writers, separated from roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from peaceindex.cleaning import dates
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.cleaning.outlets import Outlets
    from peaceindex.cleaning.page import Page

_BY = late_pattern(
    r"(?:^|(?<=[\s|•·/(—–:»-])|(?<=[^\W\d_A-Z]))(?:[Ww]ritten by|[Rr]eported by|[Rr]eporting by|[Ss]tory by|"
    r"[Ww]ords by|[Tt]ext by|[Pp]osted by|[Pp]ublished [Bb]y|By|BY|by|Von|VON|von|Par|PAR|Por|POR|Di|Door|Av|Af|"
    r"Tekst|Autor(?:in|es)?|Auteur|Author|Author\(s\)|Автор(?:ка)?|Yazar|Autore|Text|TEXT|Text von|"
    r"Ein Kommentar von|Kommentar von)\s?:?\s(?=[^\W\d_])|^[Bb]y(?=[A-Z][a-z]+ [A-Z])|"
    r"^(?:di|door|av|af|par|por|von) (?=[^\W\d_a-z])"
)
_ANY_BY = late_pattern(
    "by|By|BY|Von|VON|von|Par|PAR|Por|POR|Di|Door|Av|Af|Tekst|Aut|Автор|Yazar|Text|TEXT|^(?:di|door|av|af|par|por) "
)
"""Any of the words of `_BY`, wherever they stand. It is much faster to find whether one occurs than where."""
_ROLES = frozenset(
    """chief senior staff special international foreign political diplomatic defence defense security world national
    europea european moscow kyiv kiev washington istanbul brussels deputy associate managing assistant executive digital
    news sport sports business economic economics health science technology entertainment culture travel crime court
    education freelance contributing guest our lead breaking live multimedia audience us uk eu u.s. correspondent
    correspondents reporter reporters writer writers editor editors journalist journalists columnist columnists
    contributor contributors analyst producer author bureau desk team redakteur redakteurin korrespondent
    korrespondentin reporterin redaktion journalistin correspondant correspondante corresponsal enviado enviada
    periodista redactor redactora redacción rédaction corrispondente inviato inviata muhabir muhabiri корреспондент
    кореспондент журналист журналіст редактор обозреватель оглядач""".split()  # noqa: SIM905
)
_ROLE = late_pattern(rf"\b(?:{'|'.join(map(re.escape, sorted(_ROLES)))})\b", re.IGNORECASE)
_ROLE_WORDS = _ROLES | {"u"}
_WORD = late_pattern(r"\w+")
_NAMES_END = late_pattern(
    r"\s*[|•·–—;(<>@/]|\s-\s|-\s|\s*https?:|(?:^|\s+)(?:(?:published|updated|posted|last updated|veröffentlicht|"
    r"aktualisiert|publié|publicado|publisert|oppdatert)|(?-i:Additional|Editing|für|for|at|from|on|am|le|el|with|mit|avec|con|is|has)\b)",
    re.IGNORECASE,
)
_NUMBER = late_pattern(r"\d{1,2}(?!\w)|\d{1,2}[./ ]|\d{3,}")
_IN_PLACE = late_pattern(
    r"\s+in\s+[^\W\d_a-z][\w'’-]*(?:\s[^\W\d_a-z][\w'’-]*){0,2}(?=\s+(?:and|und|et|y|e|og|och)\s|,|$)"
)
_IN = late_pattern(r"\s+in\s")
_AND = late_pattern(r"[,&]|\b(?:and|und|et|y|e|og|och|ve|та|и|і)\b")
_NAME_WORD = late_pattern(
    r"(?:(?:de|da|di|du|del|della|van|von|der|den|al|el|bin|ibn|la|le|zu|af|ter|ten|dos|y)|[A-Z]\.?|(?:[A-Z]\.){1,3}|"
    r"(?:O['’]|D['’]|Mc|Mac|al-|el-)?[^\W\d_a-z][\w'’\-]*\.?)$"
)
_SEPARATOR = late_pattern(r"\s{0,2}(?:[|•·,–—/]|-\s|\d|\b(?:published|updated|posted)\b)", re.IGNORECASE)
_FULL_NAME = r"((?:[^\W\d_a-z][\w'’.-]*\s){1,3}[^\W\d_a-z][\w'’-]*)"
_WRITER_NOTE = late_pattern(
    rf"\W{{0,3}}(?:(?:[Ss]taff |[Ss]enior |[Dd]eputy |[Cc]ontributing )?(?:[Ww]riter|[Ee]ditor|[Rr]eporter|"
    rf"[Cc]olumnist|[Cc]orrespondent|Korrespondent(?:in)?|Autor(?:in)?) )?{_FULL_NAME}(?:, [^,]{{2,60}},)?\s"
    r"(?:is (?:a|an|the|currently)\b|"
    r"is [^.]{0,60}(?:[Rr]eporter|[Ww]riter|[Ee]ditor|[Jj]ournalist|[Cc]orrespondent|[Cc]olumnist|[Aa]uthor)|"
    r"has (?:been|worked|written|covered)|can be reached|(?:covers|writes|joined|contributed|reports|reported from|"
    r"works)\b|ist (?:ein|eine|Redakt|freie|bei)|est (?:un|une|journaliste)|es (?:un|una|periodista))"
)
_MORE_BY = late_pattern(
    rf"(?:(?:[Mm]ore|[Rr]ecent|[Aa]ll) (?:(?:[Ss]tories|[Aa]rticles|[Pp]osts) )?(?:by|from|of)|Mehr von|"
    rf"Alle Artikel von|Más de|Plus de|Altro di)\s{_FULL_NAME}\W*$"
)
_NOTE_VERBS = frozenset("is has can covers writes joined contributed reports reported works ist est es".split())  # noqa: SIM905
_MORE_BY_FIRST_WORDS = frozenset(("more", "recent", "all", "mehr", "alle", "más", "plus", "altro"))
_LONE_BY = frozenset(
    ("by", "von", "par", "por", "author", "authors", "autor", "autorin", "written by", "автор", "yazar",
     "about the author", "contributed by")
)  # fmt: skip


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER_IN_NAMES = _words(
    "of the and for with to in on at from is are not more by after before how why what who und mit für"
)
_PARTICLES = _words("de da di du del della van von der den al el bin ibn la le zu af ter ten dos y")
_NOT_NAME_WORDS = _words(
    """news staff agencies agency reuters afp ap dpa editor editorial team desk press media online world sport sports
    politics wire network agency business home share photo photos image read more updated published comments the
    this that monday tuesday
    wednesday thursday friday saturday sunday redaktion redaction redacción admin webdesk web international daily
    post times tribune herald gazette newsroom service bureau office government ukraine russia facebook twitter
    linkedin instagram whatsapp youtube pinterest reddit telegram getty images video videos audio podcast podcasts
    newsletter newsletters subscribe sign log search menu contact about us privacy policy terms cookie cookies
    advertisement latest top stories related popular trending opinion culture lifestyle technology science health
    travel entertainment weather africa asia europe america american american york united states kingdom best
    your you our my all new how why what when where who january february march april may june july august september
    october november december credit copyright rights reserved close skip content main navigation follow email print
    article articles story magazine show tv radio live watch listen games shop store club games game football league
    cup premier impressum datenschutz kontakt anzeige mehr aktuelle nachrichten startseite politik wirtschaft kultur"""
)


class SignatureKind(IntEnum):
    """How a line names somebody. The values are features of the model for authors: never change one."""

    AFTER_BY = 0
    """A name after a word such as "by"."""
    NAMES_ALONE = 1
    """A line of names and nothing else."""
    NAMES_FIRST = 2
    """A line that begins with a name and goes on with a mark or date."""
    NOTE = 3
    """A note about a writer."""
    LOGIN = 4
    """A login name."""
    MORE_BY = 5
    """A pointer to more texts by a writer."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Names that may be the authors', with their place and form.

    `index` is the line's index and `start` the place of the names in it. `rest` is what follows them (role, outlet).
    `is_below_by` is True if the line before is "By".
    """

    index: int
    names: tuple[str, ...]
    kind: SignatureKind
    rest: str = ""
    start: int = 0
    is_below_by: bool = False

    @property
    def is_byline(self) -> bool:
        """Whether a word such as "by" or a login shows that this is a byline."""
        return self.kind in (SignatureKind.AFTER_BY, SignatureKind.LOGIN)

    @property
    def is_about_writer(self) -> bool:
        """Whether this is no byline, but a note about a writer or a pointer to more texts."""
        return self.kind in (SignatureKind.NOTE, SignatureKind.MORE_BY)


def _date_start(text: str) -> int | None:
    """Return where the first date (or any number) begins, including the name of a month before it, joined or not."""
    number = _NUMBER.search(text)
    if number is None:
        return None
    named = dates.month_before(text[: number.start()].rstrip(" ."))
    return named[1] if named else number.start()


def _role(text: str) -> re.Match[str] | None:
    """Return the match of the first word for a role in a text, or None."""
    return None if _ROLE_WORDS.isdisjoint(_WORD.findall(text.casefold())) else _ROLE.search(text)


def is_name(text: str) -> bool:
    """Return whether a text looks like one person's name: two to five capitalised words, none typical of newsrooms."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    if not all(_NAME_WORD.match(w) and (w[0].isupper() or w in _PARTICLES or "-" in w) for w in words):
        return False
    if (
        not words[0][0].isupper()
        or not words[-1][0].isupper()
        or not _NEVER_IN_NAMES.isdisjoint(text.casefold().split())
    ):
        return False
    return not any(normalise(w) in _NOT_NAME_WORDS for w in words) and not _role(text)


def parse_names(text: str, outlets: Outlets) -> tuple[tuple[str, ...], str]:
    """Return (names, rest) of what follows the word "by": names up to the first role, outlet, date or mark."""
    if (cut := _date_start(text)) is not None:
        text = text[:cut]
    after = ""
    if (stop := _NAMES_END.search(text)) and stop.start() > 0:
        text, after = text[: stop.start()], text[stop.start() :]
    text = _IN_PLACE.sub("", text)
    if inside := _IN.search(text):
        text, after = text[: inside.start()], text[inside.start() :] + after
    names: list[str] = []
    rest: list[str] = []
    for raw in _AND.split(text.strip(" ,.:;|")):
        piece = raw.strip(" .,:")
        if not piece:
            continue
        role = _role(piece)
        if role and role.start() > 0:
            rest.append(piece[role.start() :])
            piece = piece[: role.start()].strip()
        if rest and not names and not piece:
            break
        if piece and is_name(piece) and not outlets.by_name(piece):
            names.append(piece)
            if rest:
                break
        else:
            rest.append(piece)
            break
    return tuple(dict.fromkeys(names)), " ".join([*rest, after]).strip()


def signatures(page: Page, places: Iterable[int], outlets: Outlets) -> list[Signature]:
    """Return all signatures in the lines with these indices, in order, at most one from a line."""
    found = []
    for i in places:
        text, words = page.lines[i].text, page.words[i]
        if i in page.running_heads and i not in page.dates:
            continue
        if (
            len(words) > 3
            and words[0] in _MORE_BY_FIRST_WORDS
            and (note := _MORE_BY.match(text[:120]))
            and is_name(note[1])
        ):
            found.append(Signature(i, (note[1],), SignatureKind.MORE_BY))
        elif not _NOTE_VERBS.isdisjoint(words) and (note := _WRITER_NOTE.match(text[:200])) and is_name(note[1]):
            found.append(Signature(i, (note[1],), SignatureKind.NOTE))
        elif page.sizes[i] <= 30 and len(text) <= 260:
            is_below_by = i > 0 and page.lines[i - 1].key in _LONE_BY and page.lines[i - 1].text[0].isalnum()
            if signature := _signature(i, text, is_below_by, outlets):
                found.append(signature)
    return found


def _signature(i: int, text: str, is_below_by: bool, outlets: Outlets) -> Signature | None:
    for match in _BY.finditer(text) if _ANY_BY.search(text) else ():
        after_by = text[match.end() :]
        if (
            match[0][0].islower()
            and match.start() > 0
            and text[: match.start()].rstrip()[-1:] not in ("|", "•", "-", ")")
        ):
            continue
        names, rest = parse_names(after_by, outlets)
        if names:
            return Signature(i, names, SignatureKind.AFTER_BY, rest, match.start(), is_below_by)
        if login := _login(text[: match.start()], after_by):
            return Signature(i, (login,), SignatureKind.LOGIN, "", match.start(), is_below_by)
    if len(text) > 120 or not text[:1].isupper() or " " not in text:
        return None
    first, second = text.split(None, 2)[:2]
    if second[0].islower() and second not in _PARTICLES and "-" not in second:
        return None
    if (
        not second[0].isalnum()
        or not _NAME_WORD.match(first)
        or first.casefold() in _NOT_NAME_WORDS
        or second.casefold() in _NOT_NAME_WORDS
    ):
        return None
    names, rest = parse_names(text, outlets)
    if not names:
        return None
    after_name = text[len(names[0]) :] if text.startswith(names[0]) else ""
    is_alone = not rest and len(normalise(_IN_PLACE.sub("", text))) <= sum(len(normalise(n)) + 5 for n in names)
    if is_alone:
        return Signature(i, names, SignatureKind.NAMES_ALONE, rest, 0, is_below_by)
    if after_name and (_SEPARATOR.match(after_name) or _date_start(after_name.lstrip()) == 0 or rest):
        return Signature(i, names, SignatureKind.NAMES_FIRST, rest, 0, is_below_by)
    return None


def _login(before: str, after_by: str) -> str | None:
    """Return a login name that signs before a joined date, as in `examplepostBy examplepostMay 12, 2025`, or None."""
    cut = _date_start(after_by)
    if cut is None:
        return None
    head = after_by[:cut].strip(" ,|·•-–—")
    if re.fullmatch(r"[\w.-]{3,30}", head) and not head.isdigit():
        return head
    return head if before.strip() and head.casefold() == before.strip().casefold() else None
