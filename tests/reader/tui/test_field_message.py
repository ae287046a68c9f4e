"""Messages with fields behave as dataclasses do."""

from __future__ import annotations

import pytest

from peacereader.tui.field_message import FieldMessage


class Asked(FieldMessage, bubble=False):
    words: str
    number: int = 3


class AskedMore(Asked):
    more: bool = False


def test_fields_are_set_in_their_order_or_by_name() -> None:
    asked = AskedMore("x", more=True)
    assert (asked.words, asked.number, asked.more, asked.bubble) == ("x", 3, True, True)
    assert (Asked("x", 4).number, Asked.handler_name, Asked.bubble) == (4, "on_asked", False)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), (("x", 1, 2), {}), (("x",), {"words": "y"}), (("x",), {"a": 1})]
)
def test_a_field_that_is_missing_unknown_or_given_twice_is_an_error(
    values: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="Asked"):
        Asked(*values, **named)  # type: ignore[arg-type]
