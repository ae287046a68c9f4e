"""The databases of a library: one for the articles, one for the user's own work."""

from peaceindex.startup.stand_ins import MSGSPEC, stand_ins

with stand_ins(MSGSPEC):
    import msgspec as msgspec  # many rows are its structs: a frozen dataclass takes ten times as long to make
