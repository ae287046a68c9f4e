"""Machine fields: values that a scraper writes line by line beside the text, with or without labels.

There are two known forms. *Labelled* fields are lines such as `Title: …`, `"published": "…"`, or front matter. *Bare*
fields are the values of a page's metadata, one a line (title twice, outlet, lead, time stamps, tags, addresses, picture
sizes, the publisher's contact line). They are distinguished by their look and by what surrounds them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peaceindex.cleaning import dates
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.cleaning.reasons import FIELD, Reason
from peaceindex.sources.field_labels import LABELS
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import ENDS, Line, is_sentence_like

if TYPE_CHECKING:
    from collections.abc import Sequence

URL = late_pattern(r"https?://[^\s<>\"'\u201c\u201d]{4,2000}")
_URL_ONLY = late_pattern(r"<?(?:https?://|www\.)\S+>?$")
_MEDIA_SUFFIX = late_pattern(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp4|m3u8|mp3)(?:$|[?#:_&])", re.IGNORECASE)
_TIME_STAMP = late_pattern(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?$")
_DATE_AND_ADDRESS = late_pattern(
    r"(?:\w{0,12}[ :=]{1,3}){0,2}(\d{4}-\d\d-\d\d)(?:[T ]\S{4,30})?[ ,;|\t]{1,4}(https?://\S+)$"
)
_LOCALE = late_pattern(r"[a-z]{2}[_-][A-Za-z]{2}$")
_NUMBERS = late_pattern(r"[\d.x:×]+(?: +(?:[\d.x:×]+|true|false|null|none|px))*$", re.IGNORECASE)
_YEAR = late_pattern(r"(?:19|20)\d\d$")
_MAIL = late_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = late_pattern(r"\+?\d[\d ()/-]{6,}\d")
_TYPE_VALUES = frozenset(
    ("news", "newsarticle", "article", "webpage", "website", "blogposting", "reportagenewsarticle", "imageobject",
     "organization", "person", "opinionnewsarticle", "analysisnewsarticle", "true", "false", "null", "none", "nan",
     "undefined")
)  # fmt: skip
_LABEL = late_pattern(r"[\"'*_#\-\s]{0,4}([^\W\d][\w .:-]{1,24}?)[\"'*_]{0,3}\s{0,3}[:=]\s{0,3}(.*)$")
_AUTHOR_AND_PICTURE = late_pattern(r"((?:[^\W\d_][\w.'’-]* ){1,3}[^\W\d_][\w.'’-]*) https?://\S+$")


@dataclass(slots=True)
class Fields:
    """The values of a page's machine fields. `taken` maps the index of each line that is a field to what it is."""

    title: str = ""
    outlet: str = ""
    lead: str = ""
    url: str = ""
    date: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    body: set[int] = field(default_factory=set)
    """The lines that are article text, as the fields around them show."""
    bare: bool = False
    """Whether the page is a list of bare fields, so that its long lines are the article."""


def machine_reason(line: Line) -> Reason | None:
    """Return what a line is if no person would write it as text (an address, size, locale or time stamp), or None."""
    text = line.text
    if text[0].isalpha() and " " in text and "@" not in text and "://" not in text:
        return None  # nearly all lines: words
    has_address = "://" in text
    if (has_address or "www." in text) and _URL_ONLY.match(text):
        return Reason.IMAGE_ADDRESS if _MEDIA_SUFFIX.search(text) else Reason.WEB_ADDRESS
    if len(text) > 200:
        return None
    if text[0].isdigit():
        if _TIME_STAMP.match(text):
            return Reason.TIME_STAMP
        if _YEAR.match(text):
            return Reason.YEAR_FIELD
    if len(text) == 5 and _LOCALE.match(text):
        return Reason.LOCALE_CODE
    if _NUMBERS.match(text) and any(c.isdigit() for c in text):
        return Reason.NUMBERS_FIELD
    if line.key.replace(" ", "") in _TYPE_VALUES and " " not in text:
        return Reason.TYPE_FIELD
    if "@" in text and _MAIL.search(text) and (line.words <= 4 or _PHONE.search(text)):
        return Reason.CONTACT_LINE
    if has_address and URL.search(text) and _DATE_AND_ADDRESS.match(text):
        return Reason.ADDRESS_AND_DATE
    return None


def read(lines: Sequence[Line], outlets: Outlets) -> Fields:
    """Return the machine fields of a page, or an empty Fields if it has none."""
    fields = Fields()
    reasons = {i: reason for i, line in enumerate(lines) if (reason := machine_reason(line))}
    fields.taken.update(reasons)
    _read_labelled(lines, fields)
    _read_header(lines, fields)
    counts = Counter(reasons.values())
    kind_count = sum(
        counts[k] > 0 for k in (Reason.TIME_STAMP, Reason.LOCALE_CODE, Reason.NUMBERS_FIELD, Reason.YEAR_FIELD)
    )
    if (
        counts[Reason.TIME_STAMP] >= 2
        or (counts[Reason.TIME_STAMP] and kind_count >= 2)
        or (fields.url and kind_count >= 2)
    ):
        fields.bare = True
        _read_bare(lines, fields, outlets)
    elif fields.url and any(reason == Reason.ADDRESS_AND_DATE for reason in fields.taken.values()):
        _read_headed(lines, fields, outlets)
    return fields


def _read_headed(lines: Sequence[Line], fields: Fields, outlets: Outlets) -> None:
    """Read a page that has a head line with date and address, but few other fields: outlet above the text, tags below.

    The outlet is a short line that reads like the host of the address. Tags are the page's last lines, of at most four
    lower-case words each.
    """
    site = outlets.by_host(fields.url)
    host = host_of(fields.url).split(".")[0]
    for i, line in enumerate(lines[:6]):
        if i not in fields.taken and not is_sentence_like(line) and _is_outlet_name(line, outlets, (), site, host):
            fields.outlet = line.text
            fields.taken[i] = Reason.OUTLET_NAME
            above = [k for k in range(i) if k not in fields.taken]
            if len(above) == 1:
                fields.title = lines[above[0]].text
                fields.taken[above[0]] = Reason.TITLE_FIELD
            break
    tags: list[int] = []
    for i in reversed(range(4, len(lines))):
        line = lines[i]
        if i in fields.taken or line.words > 4 or line.end or not line.text.islower() or not _is_tag_like(line):
            break
        tags.append(i)
    text = lines[tags[-1] - 1] if tags else None
    if text and len(tags) <= 20 and (is_sentence_like(text) or text.words > 8):
        fields.tags = list(dict.fromkeys(lines[i].text for i in reversed(tags)))
        fields.taken.update(dict.fromkeys(tags, Reason.TAG_FIELD))


def _read_header(lines: Sequence[Line], fields: Fields) -> None:
    for i, line in enumerate(lines[:3]):
        if match := _DATE_AND_ADDRESS.match(line.text):
            fields.taken[i] = Reason.ADDRESS_AND_DATE
            fields.date = fields.date or match[1]
            fields.url = fields.url or match[2]
            return
    if lines and not fields.url and _URL_ONLY.match(lines[0].text) and not _MEDIA_SUFFIX.search(lines[0].text):
        fields.url = lines[0].text.strip("<>")


def _read_labelled(lines: Sequence[Line], fields: Fields) -> None:
    """Read lines `key: value` at the head or foot of the page, if at least two of them have known keys."""
    labelled: list[tuple[int, str, str]] = []
    places = [*range(min(len(lines), 30)), *range(max(30, len(lines) - 12), len(lines))]
    for i in places:
        if len(lines[i].text) > 2000 or not (match := _LABEL.match(lines[i].text)):
            continue
        if name := LABELS.get(match[1].strip().casefold().replace("_", " ").replace("-", " ")):
            labelled.append((i, name, match[2].strip().rstrip(",").strip("\"'[]{} ")))
    names = {name for _, name, _ in labelled}
    if len(names) < 2 or not names & {"title", "date", "url", "outlet"}:
        return
    near_head = [entry for entry in labelled if entry[0] <= labelled[0][0] + 2 * len(labelled) + 2 or entry[0] > 30]
    for i, name, value in near_head:
        if name == "body":
            if value:
                fields.body.add(i)
            fields.taken[i] = Reason.FIELD_LABEL if not value else Reason.BODY_FIELD
        elif value:
            fields.taken[i] = f"{FIELD}{name}"
            _assign(fields, name, value)
    for i, line in enumerate(lines[:30]):
        if set(line.text) <= set("-+=*_~# ") and i not in fields.taken:
            fields.taken[i] = Reason.FIELD_RULE


def _assign(fields: Fields, name: str, value: str) -> None:
    if name == "authors":
        fields.authors = fields.authors or [value]
    elif name == "tags":
        fields.tags = fields.tags or [t for t in (t.strip(" \"'#[]") for t in re.split(r"[,;|]", value)) if t]
    elif name == "date":
        if not fields.published and dates.find_all(value):
            fields.published = value
    elif name == "modified":
        if dates.find_all(value):
            fields.modified = value
    elif name == "url":
        if not fields.url and (match := URL.search(value)):
            fields.url = match[0]
    elif name in ("title", "outlet", "lead", "language") and not getattr(fields, name):
        setattr(fields, name, value)


def _read_bare(lines: Sequence[Line], fields: Fields, outlets: Outlets) -> None:
    contact_lines = [lines[i].text for i, reason in fields.taken.items() if reason == Reason.CONTACT_LINE]
    repeats = Counter(line.key for line in lines)
    stamp_lines = [i for i, reason in fields.taken.items() if reason == Reason.TIME_STAMP]
    last_stamp = max(stamp_lines, default=-1)
    if stamp_lines:
        stamps = [dates.find_all(lines[i].text)[0] for i in sorted(stamp_lines) if dates.find_all(lines[i].text)]
        if stamps:
            fields.published = fields.published or stamps[0].stamp
            fields.date = fields.date or stamps[0].day.isoformat()
            later = [f.stamp for f in stamps if f.stamp > stamps[0].stamp]
            fields.modified = fields.modified or max(later, default="")
    site = outlets.by_host(fields.url) if fields.url else None
    host = host_of(fields.url).split(".")[0] if fields.url else ""
    is_among_tags = False
    for i, line in enumerate(lines):
        if i in fields.taken:
            is_among_tags = i == last_stamp or (is_among_tags and fields.taken[i] == Reason.TIME_STAMP)
            continue
        if match := _AUTHOR_AND_PICTURE.match(line.text):
            fields.taken[i] = Reason.AUTHOR_FIELD
            fields.authors = [*fields.authors, match[1]] if match[1] not in fields.authors else fields.authors
        elif is_sentence_like(line) and line.words > 8:
            is_among_tags = False
            if not fields.lead and not fields.body and i < last_stamp:
                fields.lead = line.text
                fields.taken[i] = Reason.LEAD_FIELD
            else:
                fields.body.add(i)
        elif _is_outlet_name(line, outlets, contact_lines, site, host):
            fields.outlet = fields.outlet or line.text
            fields.taken[i] = Reason.OUTLET_NAME
            is_among_tags = False
        elif not fields.title and i <= 4 and line.words >= 3 and not line.bullet:
            fields.title = line.text
            fields.taken[i] = Reason.TITLE_FIELD
        elif fields.title and line.text == fields.title:
            fields.taken[i] = Reason.TITLE_REPEATED
        elif is_among_tags and _is_tag_like(line):
            if line.text not in fields.tags:
                fields.tags.append(line.text)
            fields.taken[i] = Reason.TAG_FIELD
        elif line.key in {t.casefold() for t in fields.tags} or (repeats[line.key] > 1 and line.words <= 4):
            fields.taken[i] = Reason.TAG_REPEATED if line.text in fields.tags else Reason.FIELD_REPEATED
        elif i > len(lines) - 4 and not line.end and (", " in line.text or line.text.islower()):
            fields.taken[i] = Reason.KEYWORD_LIST
        elif any(end in line.text for end in ENDS) and line.words > 5:
            fields.body.add(i)
        elif not fields.body and line.words >= 4 and not fields.lead and i < last_stamp:
            fields.lead = line.text
            fields.taken[i] = Reason.LEAD_FIELD


def _is_outlet_name(line: Line, outlets: Outlets, contact_lines: Sequence[str], site: str | None, host: str) -> bool:
    if line.words > 6 or line.text.islower():
        return False
    if (name := outlets.by_key(line.key)) and (site is None or name == site):
        return True
    if any(c.startswith(line.text) for c in contact_lines):
        return True
    joined = line.key.replace(" ", "")
    return (
        len(joined) > 3
        and (joined.removeprefix("the") in host.replace("-", "") or host.replace("-", "") in joined)
        and host != ""
    )


def _is_tag_like(line: Line) -> bool:
    return line.words <= 7 and len(line.text) <= 60 and not line.end
