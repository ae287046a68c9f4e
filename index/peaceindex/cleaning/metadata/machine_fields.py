"""Machine fields: values that a scraper writes line by line beside the text, with or without labels.

There are two known forms. *Labelled* fields are lines such as `Title: …`, `"published": "…"`, or front matter. *Bare*
fields are the values of a page's metadata, one a line (title twice, outlet, lead, time stamps, tags, addresses, picture
sizes, the publisher's contact line). They are distinguished by their look and by what surrounds them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from peaceindex.cleaning import dates
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.sources.field_labels import LABELS
from peaceindex.text.lines import ENDS, Line, is_sentence_like

URL = re.compile(r"https?://[^\s<>\"'\u201c\u201d]{4,2000}")
_URL_ONLY = re.compile(r"<?(?:https?://|www\.)\S+>?$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|mp4|m3u8|mp3)(?:$|[?#:_&])", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?$")
_HEADER = re.compile(r"(?:\w{0,12}[ :=]{1,3}){0,2}(\d{4}-\d\d-\d\d)(?:[T ]\S{4,30})?[ ,;|\t]{1,4}(https?://\S+)$")
_LOCALE = re.compile(r"[a-z]{2}[_-][A-Za-z]{2}$")
_SIZES = re.compile(r"[\d.x:×]+(?: +(?:[\d.x:×]+|true|false|null|none|px))*$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d ()/-]{6,}\d")
_TYPES = frozenset(
    ("news", "newsarticle", "article", "webpage", "website", "blogposting", "reportagenewsarticle", "imageobject",
     "organization", "person", "opinionnewsarticle", "analysisnewsarticle", "true", "false", "null", "none", "nan",
     "undefined")
)  # fmt: skip
_LABEL = re.compile(r"[\"'*_#\-\s]{0,4}([^\W\d][\w .:-]{1,24}?)[\"'*_]{0,3}\s{0,3}[:=]\s{0,3}(.*)$")
_WRITER_PICTURE = re.compile(r"((?:[^\W\d_][\w.'’-]* ){1,3}[^\W\d_][\w.'’-]*) https?://\S+$")


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


def machine_reason(line: Line) -> str | None:
    """Return what a line is if no person would write it as text (an address, size, locale or time stamp), or None."""
    text = line.text
    if text[0].isalpha() and " " in text and "@" not in text and "://" not in text:
        return None  # nearly all lines: words
    address = "://" in text
    if (address or "www." in text) and _URL_ONLY.match(text):
        return "image address" if _PICTURE.search(text) else "web address"
    if len(text) > 200:
        return None
    if text[0].isdigit():
        if _STAMP.match(text):
            return "time stamp"
        if _YEAR.match(text):
            return "year field"
    if len(text) == 5 and _LOCALE.match(text):
        return "locale code"
    if _SIZES.match(text) and any(c.isdigit() for c in text):
        return "numbers of a machine field"
    if line.key.replace(" ", "") in _TYPES and " " not in text:
        return "type of a machine field"
    if "@" in text and _MAIL.search(text) and (line.words <= 4 or _PHONE.search(text)):
        return "contact line"
    if address and URL.search(text) and _HEADER.match(text):
        return "address and date of the page"
    return None


def read(lines: Sequence[Line], outlets: Outlets) -> Fields:
    """Return the machine fields of a page, or an empty Fields if it has none."""
    fields = Fields()
    reasons = {i: r for i, line in enumerate(lines) if (r := machine_reason(line))}
    fields.taken.update(reasons)
    _labelled(lines, fields)
    _header(lines, fields)
    kinds = Counter(reasons.values())
    machine = sum(kinds[k] > 0 for k in ("time stamp", "locale code", "numbers of a machine field", "year field"))
    if kinds["time stamp"] >= 2 or (kinds["time stamp"] and machine >= 2) or (fields.url and machine >= 2):
        fields.bare = True
        _bare(lines, fields, outlets)
    elif fields.url and any(r == "address and date of the page" for r in fields.taken.values()):
        _headed(lines, fields, outlets)
    return fields


def _headed(lines: Sequence[Line], fields: Fields, outlets: Outlets) -> None:
    """Read a page that has a head line with date and address, but few other fields: outlet above the text, tags below.

    The outlet is a short line that reads like the host of the address. Tags are the page's last lines, of at most four
    lower-case words each.
    """
    site = outlets.by_host(fields.url)
    host = host_of(fields.url).split(".")[0]
    for i, line in enumerate(lines[:6]):
        if i not in fields.taken and not is_sentence_like(line) and _is_outlet(line, outlets, (), site, host):
            fields.outlet = line.text
            fields.taken[i] = "name of the outlet"
            before = [k for k in range(i) if k not in fields.taken]
            if len(before) == 1:
                fields.title = lines[before[0]].text
                fields.taken[before[0]] = "field: title"
            break
    tags: list[int] = []
    for i in reversed(range(4, len(lines))):
        line = lines[i]
        if i in fields.taken or line.words > 4 or line.end or not line.text.islower() or not _is_tag(line):
            break
        tags.append(i)
    text = lines[tags[-1] - 1] if tags else None
    if text and len(tags) <= 20 and (is_sentence_like(text) or text.words > 8):
        fields.tags = list(dict.fromkeys(lines[i].text for i in reversed(tags)))
        fields.taken.update(dict.fromkeys(tags, "field: tag"))


def _header(lines: Sequence[Line], fields: Fields) -> None:
    for i, line in enumerate(lines[:3]):
        if match := _HEADER.match(line.text):
            fields.taken[i] = "address and date of the page"
            fields.date = fields.date or match[1]
            fields.url = fields.url or match[2]
            return
    if lines and not fields.url and _URL_ONLY.match(lines[0].text) and not _PICTURE.search(lines[0].text):
        fields.url = lines[0].text.strip("<>")


def _labelled(lines: Sequence[Line], fields: Fields) -> None:
    """Read lines `key: value` at the head or foot of the page, if at least two of them have known keys."""
    found: list[tuple[int, str, str]] = []
    places = [*range(min(len(lines), 30)), *range(max(30, len(lines) - 12), len(lines))]
    for i in places:
        if len(lines[i].text) > 2000 or not (match := _LABEL.match(lines[i].text)):
            continue
        if kind := LABELS.get(match[1].strip().casefold().replace("_", " ").replace("-", " ")):
            found.append((i, kind, match[2].strip().rstrip(",").strip("\"'[]{} ")))
    kinds = {kind for _, kind, _ in found}
    if len(kinds) < 2 or not kinds & {"title", "date", "url", "outlet"}:
        return
    head = [f for f in found if f[0] <= found[0][0] + 2 * len(found) + 2 or f[0] > 30]
    for i, kind, value in head:
        if kind == "body":
            if value:
                fields.body.add(i)
            fields.taken[i] = "field label" if not value else "text"
        elif value:
            fields.taken[i] = f"field: {kind}"
            _assign(fields, kind, value)
    for i, line in enumerate(lines[:30]):
        if set(line.text) <= set("-+=*_~# ") and i not in fields.taken:
            fields.taken[i] = "rule line"


def _assign(fields: Fields, kind: str, value: str) -> None:
    if kind == "authors":
        fields.authors = fields.authors or [value]
    elif kind == "tags":
        fields.tags = fields.tags or [t for t in (t.strip(" \"'#[]") for t in re.split(r"[,;|]", value)) if t]
    elif kind == "date":
        if not fields.published and dates.find_all(value):
            fields.published = value
    elif kind == "modified":
        if dates.find_all(value):
            fields.modified = value
    elif kind == "url":
        if not fields.url and (match := URL.search(value)):
            fields.url = match[0]
    elif kind in ("title", "outlet", "lead", "language") and not getattr(fields, kind):
        setattr(fields, kind, value)


def _bare(lines: Sequence[Line], fields: Fields, outlets: Outlets) -> None:
    contact = [lines[i].text for i, r in fields.taken.items() if r == "contact line"]
    repeats = Counter(line.key for line in lines)
    stamps = [i for i, r in fields.taken.items() if r == "time stamp"]
    after_stamps = max(stamps, default=-1)
    if stamps:
        found = [dates.find_all(lines[i].text)[0] for i in sorted(stamps) if dates.find_all(lines[i].text)]
        if found:
            fields.published = fields.published or found[0].stamp
            fields.date = fields.date or found[0].day.isoformat()
            later = [f.stamp for f in found if f.stamp > found[0].stamp]
            fields.modified = fields.modified or max(later, default="")
    site = outlets.by_host(fields.url) if fields.url else None
    host = host_of(fields.url).split(".")[0] if fields.url else ""
    in_tags = False
    for i, line in enumerate(lines):
        if i in fields.taken:
            in_tags = i == after_stamps or (in_tags and fields.taken[i] == "time stamp")
            continue
        if match := _WRITER_PICTURE.match(line.text):
            fields.taken[i] = "field: author"
            fields.authors = [*fields.authors, match[1]] if match[1] not in fields.authors else fields.authors
        elif is_sentence_like(line) and line.words > 8:
            in_tags = False
            if not fields.lead and not fields.body and i < after_stamps:
                fields.lead = line.text
                fields.taken[i] = "field: lead"
            else:
                fields.body.add(i)
        elif _is_outlet(line, outlets, contact, site, host):
            fields.outlet = fields.outlet or line.text
            fields.taken[i] = "name of the outlet"
            in_tags = False
        elif not fields.title and i <= 4 and line.words >= 3 and not line.bullet:
            fields.title = line.text
            fields.taken[i] = "field: title"
        elif fields.title and line.text == fields.title:
            fields.taken[i] = "title repeated"
        elif in_tags and _is_tag(line):
            if line.text not in fields.tags:
                fields.tags.append(line.text)
            fields.taken[i] = "field: tag"
        elif line.key in {t.casefold() for t in fields.tags} or (repeats[line.key] > 1 and line.words <= 4):
            fields.taken[i] = "tag repeated" if line.text in fields.tags else "repeated machine field"
        elif i > len(lines) - 4 and not line.end and (", " in line.text or line.text.islower()):
            fields.taken[i] = "list of keywords"
        elif any(e in line.text for e in ENDS) and line.words > 5:
            fields.body.add(i)
        elif not fields.body and line.words >= 4 and not fields.lead and i < after_stamps:
            fields.lead = line.text
            fields.taken[i] = "field: lead"


def _is_outlet(line: Line, outlets: Outlets, contact: Sequence[str], site: str | None, host: str) -> bool:
    if line.words > 6 or line.text.islower():
        return False
    if (name := outlets.by_key(line.key)) and (site is None or name == site):
        return True
    if any(c.startswith(line.text) for c in contact):
        return True
    joined = line.key.replace(" ", "")
    return (
        len(joined) > 3
        and (joined.removeprefix("the") in host.replace("-", "") or host.replace("-", "") in joined)
        and host != ""
    )


def _is_tag(line: Line) -> bool:
    return line.words <= 7 and len(line.text) <= 60 and not line.end
