"""The rules of REFI-QDA 1.0 (QDA-XML, Project.xsd and Codebook.xsd of 2019) for what we write, as tables.

`problems` names what is against them: an element or attribute that may not be there, one that must be, an order that is
not the one laid down, a value that is not of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"


def _is_guid(text: str) -> bool:
    digits = "[0-9a-fA-F]"
    return bool(re.fullmatch(rf"(\{{)?{digits}{{8}}(-{digits}{{4}}){{3}}-{digits}{{12}}(?(1)\}})", text))


def _is_time(text: str) -> bool:
    try:
        return "T" in text and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


_KINDS: Mapping[str, Callable[[str], bool]] = {
    "guid": _is_guid,
    "time": _is_time,
    "text": lambda text: True,
    "number": lambda text: bool(re.fullmatch(r"[+-]?\d+", text)),
    "truth": lambda text: text in ("true", "false", "1", "0"),
    "color": lambda text: bool(re.fullmatch("#(?:[0-9a-fA-F]{3}){1,2}", text)),
}


class _Rule(NamedTuple):
    """`required` and `optional` give attributes with their kinds; `children` gives elements in their order, each with
    `?` if there may be one, `*` any number, `+` one or more, and nothing if there must be one."""

    required: str = ""
    optional: str = ""
    children: str = ""


_MADE = "creatingUser:guid creationDateTime:time"
_CHANGED = f"{_MADE} modifyingUser:guid modifiedDateTime:time"
_TEXT = _Rule(
    "guid:guid", f"name:text richTextPath:text plainTextPath:text {_CHANGED}",
    "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
)  # fmt: skip
_CODE = "guid:guid name:text isCodable:truth"
_PROJECT_RULES = {
    "Project": _Rule(
        "name:text",
        "origin:text creatingUserGUID:guid creationDateTime:time modifyingUserGUID:guid modifiedDateTime:time "
        "basePath:text",
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
    ),
    "Users": _Rule(children="User+"),
    "User": _Rule("guid:guid", "name:text id:text"),
    "CodeBook": _Rule(children="Codes"),
    "Codes": _Rule(children="Code+"),
    "Code": _Rule(_CODE, "color:color", "Description? NoteRef* Code*"),
    "Sources": _Rule(children="TextSource+"),
    "TextSource": _TEXT,
    "Notes": _Rule(children="Note+"),
    "Note": _TEXT,
    "PlainTextSelection": _Rule(
        "guid:guid startPosition:number endPosition:number", f"name:text {_CHANGED}", "Description? Coding* NoteRef*"
    ),
    "Coding": _Rule("guid:guid", _MADE, "CodeRef NoteRef*"),
    "CodeRef": _Rule("targetGUID:guid"),
    "NoteRef": _Rule("targetGUID:guid"),
    "Description": _Rule(),
    "PlainTextContent": _Rule(),
}
_CODEBOOK_RULES = {
    "CodeBook": _Rule("", "origin:text", "Codes Sets?"),
    "Codes": _Rule(children="Code+"),
    "Code": _Rule(_CODE, "color:color", "Description? Code*"),
    "Description": _Rule(),
}


def problems(data: bytes) -> list[str]:
    """Return what is against the rules in a project file or a codebook; empty if it is valid."""
    root = etree.fromstring(data)
    name = etree.QName(root)
    rules = {PROJECT: _PROJECT_RULES, CODEBOOK: _CODEBOOK_RULES}.get(name.namespace or "")
    if rules is None or name.localname != next(iter(rules)):
        return [f"{name.localname} is no root"]
    found = [problem for element in root.iter(etree.Element) for problem in _problems(element, rules, name.namespace)]
    guids = [guid for element in root.iter(etree.Element) if (guid := element.get("guid"))]
    found += [f"two have the GUID {guid}" for guid in sorted(set(guids)) if guids.count(guid) > 1]
    targets = {target for element in root.iter(etree.Element) if (target := element.get("targetGUID"))}
    return [*found, *(f"nothing has the GUID {target}" for target in sorted(targets.difference(guids)))]


def _problems(element: _Element, rules: Mapping[str, _Rule], namespace: str | None) -> list[str]:
    name = etree.QName(element)
    rule = rules.get(name.localname)
    if rule is None or name.namespace != namespace:
        return [f"{name.localname} is not known"]
    required, optional = (dict(one.split(":") for one in text.split()) for text in (rule.required, rule.optional))
    kinds = required | optional
    found = [f"{name.localname} lacks {one}" for one in required if one not in element.attrib]
    for one, value in element.attrib.items():
        if str(one) not in kinds:
            found.append(f"{name.localname} has {one!s}")
        elif not _KINDS[kinds[str(one)]](str(value)):
            found.append(f"{one!s} of {name.localname} is {value!s}")
    children = "".join(f"<{etree.QName(child).localname}>" for child in element.iterchildren(etree.Element))
    order = "".join(
        f"(?:<{child.rstrip('?*+')}>){child[-1] if child[-1] in '?*+' else ''}" for child in rule.children.split()
    )
    if not re.fullmatch(order, children):
        found.append(f"{name.localname} holds {children}")
    return found
