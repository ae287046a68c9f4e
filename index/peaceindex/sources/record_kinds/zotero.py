"""References of Zotero in JSON: its own (of its interface, or Better BibTeX JSON), and CSL JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from peaceindex.sources import fields
from peaceindex.sources.record_documents import Record, Skipped
from peaceindex.sources.record_kinds import values
from peaceindex.sources.record_kinds.values import mapping, mappings, raw, text
from peaceindex.sources.record_text import first_text
from peaceindex.sources.references import Reference, record_of

_OUTLETS: Final = (
    "publicationTitle", "websiteTitle", "blogTitle", "forumTitle", "programTitle", "bookTitle", "proceedingsTitle",
    "encyclopediaTitle", "dictionaryTitle", "network", "institution", "publisher",
)  # fmt: skip
_CSL_KINDS: Final = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter collection dataset
    document entry entry-dictionary
    entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript
    map motion_picture paper-conference patent performance periodical personal_communication post post-weblog regulation
    report review review-book software song speech standard thesis treaty webpage""".split()  # noqa: SIM905
)


def collection(record: Mapping[str, Any]) -> Iterator[Record | Skipped] | None:
    """Return the references of Better BibTeX JSON; None for another record."""
    items = record.get("items")
    if not isinstance(items, list) or not items or not all("itemType" in item for item in mappings(items)):
        return None
    return (_item(item) for item in mappings(items))


def record(record: Mapping[str, Any]) -> Record | Skipped | None:
    """Return the reference in a record; None for a record that is none."""
    if "itemType" in (data := mapping(record, "data")) and ("key" in record or "version" in record):
        return _item(data)
    if isinstance(record.get("itemType"), str) and record.keys() & {"creators", "abstractNote", "note", "dateAdded"}:
        return _item(record)
    is_csl = record.get("type") in _CSL_KINDS and record.keys() & {"issued", "container-title", "URL", "accessed"}
    if is_csl and not first_text(record, fields.WITH_TEXT):
        return _csl(record)
    return None


def _item(item: Mapping[str, Any]) -> Record | Skipped:
    if item.get("itemType") in ("note", "attachment", "annotation"):
        return Skipped(f"{item['itemType']}s of references")
    creators = mappings(item.get("creators"))
    writers = [one for one in creators if one.get("creatorType") in ("author", "reporter", "podcaster", None)]
    return record_of(Reference(
        key=text(item, "citationKey", "itemKey", "key", "itemID"),
        title=text(item, "title"),
        outlet=text(item, *_OUTLETS),
        date=_first_date(text(item, "date")),
        authors=[name for one in writers if (name := _name(one, "firstName", "lastName", "name"))],
        tags=values.texts(item.get("tags") or [], "tag"),
        address=text(item, "url"),
        doi=text(item, "DOI"),
        language=text(item, "language"),
        retrieved=text(item, "accessDate"),
        abstract=raw(item, "abstractNote"),
        notes=[raw(one, "note") if isinstance(one, Mapping) else one for one in _list(item.get("notes"))],
        details={
            "section": text(item, "section"), "page": text(item, "pages"), "edition": text(item, "edition"),
            "publisher": text(item, "publisher"),
        },
    ))  # fmt: skip


def _csl(item: Mapping[str, Any]) -> Record | Skipped:
    return record_of(Reference(
        key=text(item, "id"),
        title=text(item, "title"),
        outlet=text(item, "container-title", "publisher"),
        date=_csl_date(mapping(item, "issued")),
        authors=[name for one in mappings(item.get("author")) if (name := _name(one, "given", "family", "literal"))],
        tags=[name for name in text(item, "keyword").split(",") if name.strip()],
        address=text(item, "URL"),
        doi=text(item, "DOI"),
        language=text(item, "language"),
        retrieved=_csl_date(mapping(item, "accessed")),
        abstract=raw(item, "abstract"),
        notes=[],  # its `note` holds what else Zotero knows, as `key: value`
        details={
            "section": text(item, "section"), "page": text(item, "page"), "edition": text(item, "edition"),
            "publisher": text(item, "publisher"),
        },
    ))  # fmt: skip


def _list(value: object) -> list[Any]:
    return [part for part in value if isinstance(part, str | Mapping)] if isinstance(value, list) else []


def _name(creator: Mapping[str, Any], given: str, family: str, whole: str) -> str:
    parts = (text(creator, given), text(creator, "non-dropping-particle"), text(creator, family))
    return " ".join(part for part in parts if part) or text(creator, whole)


def _first_date(written: str) -> str:
    """Return the date of Zotero's database, which is written twice: `2025-05-12 May 12, 2025`."""
    first = written.partition(" ")[0]
    return first if len(first) == 10 and first[4::3] == "--" and first[:4].isdigit() else written


def _csl_date(date: Mapping[str, Any]) -> str:
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first:
        numbers = [str(part) for part in first[:3]]
        if all(number.isdigit() for number in numbers):
            return "-".join([numbers[0].zfill(4), *(number.zfill(2) for number in numbers[1:])])
    return text(date, "raw", "literal")
