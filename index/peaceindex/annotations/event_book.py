"""`events.yaml` in the library: types of events, actors, places and outlets, as the user writes them by hand.

The program reads the file and never changes it, so that no comment is lost; `template` is what a new one begins with.
Values are taken as they are written: `NO` is a country's name, not a truth value, and 36.20 keeps its zero.
"""

from __future__ import annotations

import os
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from peaceindex.errors import DataFileError
from peaceindex.model.event_book import Actor, EventBook, EventType, Outlet, Place, name_key
from peaceindex.model.safe_text import neutralise
from peaceindex.text.yaml_file import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Node = Any  # of yaml.nodes

NAME: Final = "events.yaml"
SECTIONS: Final = ("types", "actors", "places", "outlets")
_SUBTYPES = "sub_types"
_MAX_TEXT = 300
_MAX_PROBLEMS = 50
_COORDINATES = {"latitude": 90, "longitude": 180}

Entry = TypeVar("Entry", EventType, Actor, Place, Outlet)


def read_event_book(path: Path) -> EventBook:
    """Return what the file says; an empty book if there is no file. What cannot be used is named in `problems`.

    A problem names the line. The rest of the file is used all the same, unless it is not YAML.
    """
    if not os.path.lexists(path):
        return EventBook()
    try:
        load_yaml(path, dict[str, Any])  # refuses what is too large, too deep, or not YAML
        root = _compose(path.read_text(encoding="utf-8-sig"))
    except DataFileError as error:
        return EventBook(problems=(str(error),))
    return _Reader().read(root)


def _compose(text: str) -> Node:
    import yaml

    return yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _Reader:
    """Reads the nodes of one file, which know their lines."""

    def __init__(self) -> None:
        self._problems: list[str] = []
        self._sections: set[str] = set()

    def read(self, root: Node) -> EventBook:
        sections = dict.fromkeys(SECTIONS) | {
            name: value for name, key, value in _pairs(root) if self._is_section(name, key)
        }
        types = self._entries(sections["types"], "types", self._type)
        subtypes = []
        for kind, node in self._type_nodes(sections["types"], types):
            subtypes += self._entries(node, f"sub_types of '{kind.name}'", partial(self._subtype, kind))
        return EventBook(
            (*types, *subtypes),
            tuple(self._entries(sections["actors"], "actors", partial(self._made, Actor))),
            tuple(self._entries(sections["places"], "places", self._place)),
            tuple(self._entries(sections["outlets"], "outlets", partial(self._made, Outlet))),
            self._told(),
        )

    def _told(self) -> tuple[str, ...]:
        more = len(self._problems) - _MAX_PROBLEMS
        rest = (f"{NAME} has {more:,} more such lines.",) if more > 0 else ()
        return (*self._problems[:_MAX_PROBLEMS], *rest)

    def _tell(self, node: Node, words: str) -> None:
        self._problems.append(f"{NAME}, line {node.start_mark.line + 1}: {words}")

    def _is_section(self, name: str, key: Node) -> bool:
        if name not in SECTIONS:
            self._tell(key, f"'{name}' is not a list of events.yaml; the lists are {', '.join(SECTIONS)}.")
        elif name in self._sections:
            self._tell(key, f"there is another list of {name} above; the last one counts.")
        self._sections.add(name)
        return name in SECTIONS

    def _entries(self, node: Node, what: str, make: Callable[[Node, dict[str, Node]], Entry]) -> list[Entry]:
        """Return the entries of a list, each made of a name alone or of its values by name."""
        found: dict[str, Entry] = {}
        if node is None or _is_null(node):
            return []
        if node.id != "sequence":
            self._tell(node, f"the {what} are not a list. Begin each one with '- name:'.")
            return []
        for item in node.value:
            values = {name: value for name, _, value in _pairs(item)} if item.id == "mapping" else {"name": item}
            if not self._text(values.get("name"), "name"):
                self._tell(item, f"an entry of the {what} has no name; it is left out.")
                continue
            entry = make(item, values)
            if name_key(entry.name) in found:
                self._tell(item, f"'{entry.name}' is in the {what} twice; the first one counts.")
            else:
                found[name_key(entry.name)] = entry
        return list(found.values())

    def _type_nodes(self, node: Node, types: list[EventType]) -> Iterator[tuple[EventType, Node]]:
        """Yield each type with the list of its sub-types."""
        pending = {name_key(one.name): one for one in types}
        for item in node.value if node is not None and node.id == "sequence" else ():
            values = {name: value for name, _, value in _pairs(item)}
            kind = pending.pop(name_key(self._text(values.get("name"), "", quiet=True)), None)
            if kind and _SUBTYPES in values:
                yield kind, values[_SUBTYPES]

    def _type(self, node: Node, values: dict[str, Node]) -> EventType:
        return self._made(EventType, node, {name: value for name, value in values.items() if name != _SUBTYPES})

    def _subtype(self, kind: EventType, node: Node, values: dict[str, Node]) -> EventType:
        made = self._made(EventType, node, values)
        return EventType(made.name, made.disorder_type or kind.disorder_type, kind.name)

    def _place(self, node: Node, values: dict[str, Node]) -> Place:
        place = self._made(Place, node, values)
        wrong: dict[str, str] = {
            name: f"the {name} of '{place.name}' is not a number of degrees from -{most} to {most}"
            for name, most in _COORDINATES.items()
            if not _is_number(getattr(place, name), most)
        }
        if place.geo_precision not in ("", "1", "2", "3"):
            wrong["geo_precision"] = f"the geo_precision of '{place.name}' is not 1, 2 or 3"
        for name, words in wrong.items():
            self._tell(values[name], f"{words}; it is left out.")
        kept = {field.name: getattr(place, field.name) for field in fields(Place) if field.name not in wrong}
        return Place(**kept)

    def _made(self, kind: type[Entry], node: Node, values: dict[str, Node]) -> Entry:
        known = {field.name for field in fields(kind)} - {"parent"}
        for name, value in values.items():
            if name not in known:
                self._tell(value, f"'{name}' is not known here, and is not used; known are {', '.join(sorted(known))}.")
        return kind(**{name: self._text(value, name) for name, value in values.items() if name in known})

    def _text(self, node: Node, name: str, *, quiet: bool = False) -> str:
        """Return a single value as text on one line; "" for none, and for what is a list or has names."""
        if node is None or _is_null(node):
            return ""
        if node.id != "scalar":
            if not quiet:
                self._tell(node, f"the {name} is not text; it is left out.")
            return ""
        text = " ".join(neutralise(node.value).split())
        if len(text) > _MAX_TEXT and not quiet:
            self._tell(node, f"the {name} is longer than {_MAX_TEXT} characters; the rest is left out.")
        return text[:_MAX_TEXT].strip()


def _pairs(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield the name, its node and the value of each entry of a mapping; nothing for another node."""
    if node is not None and node.id == "mapping":
        for key, value in node.value:
            yield (" ".join(neutralise(key.value).split()) if key.id == "scalar" else "?"), key, value


def _is_null(node: Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null")


def _is_number(text: str, most: float) -> bool:
    try:
        return not text or -most <= float(text) <= most
    except ValueError:
        return False


def template() -> str:
    """Return what a new file begins with: a comment on each list, and ACLED's names of types."""
    return TEMPLATE


TEMPLATE: Final = """\
# The types, actors, places and outlets by which you code events. peacereader reads this file and never changes it.
# What is not in it can be typed all the same, and is said to be missing. "peacereader events --unlisted" prints such
# names as lines for this file.

# The types and sub-types of ACLED's codebook. Remove those that you do not need, and add your own. A sub-type may have
# a disorder_type of its own: write it as {name: ..., disorder_type: ...}.
types:
  - name: Battles
    disorder_type: Political violence
    sub_types: [Armed clash, Government regains territory, Non-state actor overtakes territory]
  - name: Protests
    disorder_type: Demonstrations
    sub_types:
      - Peaceful protest
      - Protest with intervention
      - {name: Excessive force against protesters, disorder_type: Political violence; Demonstrations}
  - name: Riots
    disorder_type: Political violence
    sub_types:
      - {name: Violent demonstration, disorder_type: Demonstrations}
      - Mob violence
  - name: Explosions/Remote violence
    disorder_type: Political violence
    sub_types:
      - Chemical weapon
      - Air/drone strike
      - Suicide bomb
      - Shelling/artillery/missile attack
      - Remote explosive/landmine/IED
      - Grenade
  - name: Violence against civilians
    disorder_type: Political violence
    sub_types: [Sexual violence, Attack, Abduction/forced disappearance]
  - name: Strategic developments
    disorder_type: Strategic developments
    sub_types:
      - Agreement
      - Arrests
      - Change to group/activity
      - Disrupted weapons use
      - Headquarters or base established
      - Looting/property destruction
      - Non-violent transfer of territory
      - Other

# Who takes part. inter is the kind of actor, in the words or numbers that your edition of ACLED's codebook has, such as
# State forces, Rebel group, Protesters or Civilians. It becomes inter1 or inter2.
actors: []
#  - name: Protesters (Turkey)
#    inter: Protesters

# Where it happens. geo_precision is 1 (the place itself), 2 (near it, or a part of the area) or 3 (the region).
places: []
#  - name: Diyarbakir
#    country: Turkey
#    iso: 792
#    region: Middle East
#    admin1: Diyarbakir
#    admin2: Sur
#    latitude: 37.9144
#    longitude: 40.2306
#    geo_precision: 1

# Outlets whose scale you want in the column source_scale, such as National, Regional or International.
outlets: []
#  - name: Amed Post
#    scale: Subnational
"""
