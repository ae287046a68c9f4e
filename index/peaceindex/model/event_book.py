"""The types, actors, places and outlets by which a library codes events, as the user describes them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from peaceindex.model.event import SIDES, Event


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of events. `disorder_type` is ACLED's, or "". `parent` is the type of which it is a sub-type, or ""."""

    name: str
    disorder_type: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who takes part in events. `inter` is ACLED's kind of actor, in words or as a number, or ""."""

    name: str
    inter: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of events. Each part is text as it is written in the file, or "" if it is not known there."""

    name: str
    region: str = ""
    country: str = ""
    iso: str = ""
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    latitude: str = ""
    longitude: str = ""
    geo_precision: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet whose `scale` is known, such as National."""

    name: str
    scale: str = ""


@dataclass(frozen=True)
class EventBook:
    """What a library knows of events: the entries of its file, and what is wrong with the file, in words.

    Names are looked up whatever their case and white space.
    """

    types: tuple[EventType, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    problems: tuple[str, ...] = ()

    def type(self, name: str) -> EventType | None:
        """Return the type of this name, or None."""
        return self._types.get((name_key(name), ""))

    def subtype(self, name: str, parent: str) -> EventType | None:
        """Return the sub-type of this name below a type, or None."""
        return self._types.get((name_key(name), name_key(parent)))

    def subtypes(self, parent: str) -> list[str]:
        """Return the names of the sub-types below a type; of all types if it is "" or not in the file."""
        is_known, key = self.type(parent) is not None, name_key(parent)
        found = (one.name for one in self.types if one.parent and (not is_known or name_key(one.parent) == key))
        return list(dict.fromkeys(found))

    def actor(self, name: str) -> Actor | None:
        """Return the actor of this name, or None."""
        return self._actors.get(name_key(name))

    def place(self, name: str) -> Place | None:
        """Return the place of this name, or None."""
        return self._places.get(name_key(name))

    def outlet(self, name: str) -> Outlet | None:
        """Return the outlet of this name, or None."""
        return self._outlets.get(name_key(name))

    def spelled(self, event: Event) -> Event:
        """Return an event with its names as the file spells them; those that are not in it stay."""
        place, type_ = self.place(event.place), self.type(event.type)
        subtype = self.subtype(event.subtype, event.type)
        sides = [
            f"{SIDES} ".join(found.name if (found := self.actor(part)) else " ".join(part.split()) for part in names)
            for side in event.actors
            if (names := [part for part in side.split(SIDES) if part.strip()])
        ]
        return replace(
            event,
            place=place.name if place else event.place,
            type=type_.name if type_ else event.type,
            subtype=subtype.name if subtype else event.subtype,
            actors=tuple(sides),
        )

    def unlisted(self, event: Event) -> list[str]:
        """Return the names in an event that are not in the file, each once."""
        names = [event.place] if event.place and not self.place(event.place) else []
        names += [name for name in event.names() if not self.actor(name)]
        names += [event.type] if event.type and not self.type(event.type) else []
        names += [event.subtype] if event.subtype and not self.subtype(event.subtype, event.type) else []
        return list(dict.fromkeys(names))

    @cached_property
    def _types(self) -> dict[tuple[str, str], EventType]:
        return {(name_key(one.name), name_key(one.parent)): one for one in self.types}

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {name_key(one.name): one for one in self.actors}

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {name_key(one.name): one for one in self.places}

    @cached_property
    def _outlets(self) -> dict[str, Outlet]:
        return {name_key(one.name): one for one in self.outlets}


def name_key(name: str) -> str:
    """Return the form in which two names of the same entry are equal."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
