"""The base of messages with fields: they are declared as those of a dataclass, without code compiled for each class."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class FieldMessage(Message):
    """A message whose annotated fields are set by its arguments, in their order or by name.

    A field with a value in the class may be left out. A dataclass would compile a function for each of the many
    messages whenever the reader starts.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        cls._fields = (*cls._fields, *get_annotations(cls))

    def __init__(self, *values: Any, **named: Any) -> None:
        """Set the fields. Raise TypeError for a field that is missing, unknown or given twice."""
        super().__init__()
        given = dict(zip(self._fields, values, strict=False))
        if len(values) > len(self._fields) or named.keys() & given.keys() or named.keys() - set(self._fields):
            raise TypeError(f"{type(self).__name__} has the fields {self._fields}")
        given |= named
        if missing := [name for name in self._fields if name not in given and not hasattr(type(self), name)]:
            raise TypeError(f"{type(self).__name__} needs {missing}")
        self.__dict__.update(given)
