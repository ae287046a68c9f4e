"""Random input for the reader: every bound key, what users type and paste, the mouse, other sizes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.keys import _character_to_key

from peacereader.tui.keys import GROUPS
from peacereader.tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOUND = sorted({key.strip() for _, actions in GROUPS.values() for action in actions for key in action.keys.split(",")})
_QUITS = ("q", "ctrl+q", "ctrl+c")
_TYPED = "abcdefghijklmnopqrstuvwxyzABCXYZ0189 .,:;-_\"'()*~?=/\\<>[]{}|&%$#@!^`+éжшї中テ한ﷺ🙂\u0301\u200d"
_NAMED = ("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "backspace", "delete", "home", "end",
          "pageup", "pagedown", "insert", "f1", "f2", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+v", "ctrl+w", "ctrl+x",
          "ctrl+z", "ctrl+p", "ctrl+l", "alt+b", "shift+left", "ctrl+left", "ctrl+right",
          "ctrl+home", "ctrl+end")  # fmt: skip
_PASTED = ("ceasefire", "outlet:", '"unclosed', "a\nb\r\nc", "\x1b[31mred\x1b]52;c;QQ==\x07", "date:2025-05..",
           "((((", "title:(" * 50, "😀" * 300, "word " * 60, "\x00\x7f\u202e", "is:new added:7d", "")  # fmt: skip
_HABITS = (
    ("escape", "escape", "enter", "v", "j", "b"),
    ("enter", "v", "v", "b", "e", "a", " ", "n", "enter"),
    ("v", "b", "e", "é", "enter", "escape"),
    ("b", "b", "B", "B"),
    ("B", "d", "u", "d", "d", "u", "e", "x", "ctrl+s", "y", "enter"),
    ("B", "space", "l", "a", "enter", "escape", "1", "u", "ctrl+r"),
    ("B", "q", "q"), ("W", "q", "q"), ("t", "enter", "enter"), ("c",) + ("escape",) * 5, ("W",) + ("escape",) * 5,
    ("t", "j", "enter", "escape"), ("c", "n", "space", "n", "x", "u"), ("c", "t", "z", "enter"),
    ("c", "d", "1", "enter"),
    ("c", "e", "enter"), ("c", "e", "e", "j", "enter", "escape"), ("c", "o", "o", "escape"),
    ("escape", "slash", "p", "r", "i", "s", "tab", "enter", "w", "enter"), ("W", "r", "2", "enter"), ("W", "d", "u"),
    ("W", "s", "enter"), ("W", "enter", "C", "enter", "v", "b", "q", "q"), ("C", "s", "s", "enter", "J", "K", "b", "b"),
    ("f", "j", "enter", "x", "l", "c"), ("m", "j", "enter"), ("m", "m", "m"), ("z", "z", "s", "tilde"),
    ("equals_sign", "j", "equals_sign", "n", "b", "l", "x", "y", "z", "q"),
    ("m", "G", "m", "n", "o", "b", "u", "enter"), ("C", "z", "z", "b", "U", "c", "s", "plus", "q", "q"),
    ("J", "K", "J", "G", "g"), ("y", "v", "y"), ("escape",) * 6,
)  # fmt: skip
"""Keys that users press in a row."""
_MARKING = (("v", "b"), ("v", "j", "j", "b", "e", "x", "y", "enter"), ("g", "b", "b"), ("G", "v", "k", "b", "h"))
"""Keys that users press in a row in an article."""
_SIZES = ((120, 40), (80, 24), (60, 20), (200, 60), (31, 9), (29, 7), (1, 1), (300, 5), (40, 100))


def key_event(key: str) -> events.Key:
    """Return a key as the terminal's driver reports it."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    named = {"space": " ", "slash": "/", "question_mark": "?", "equals_sign": "=", "minus": "-", "less_than_sign": "<",
             "greater_than_sign": ">", "tilde": "~", "plus": "+"}  # fmt: skip
    return events.Key(key, named.get(key))


def random_events(seed: int, count: int, app: App[None]) -> Iterator[events.Event]:
    """Yield `count` events or a few more. The choice depends on what the reader shows when the event is requested."""
    chance = random.Random(seed)
    sent = 0
    while sent < count:
        for event in _some(chance, app):
            sent += 1
            yield event


def _some(chance: random.Random, app: App[None]) -> Iterator[events.Event]:
    roll = chance.random()
    if roll < 0.1 and isinstance(app.screen_stack and app.focused, ArticlePane):
        yield from (key_event(key) for key in chance.choice(_MARKING))
    elif roll < 0.35 and app.screen_stack:
        yield from _pressed(chance, sorted(app.active_bindings))
    elif roll < 0.55:
        yield from _pressed(chance, _BOUND)
    elif roll < 0.67:
        yield from (key_event(key) for key in chance.choice(_HABITS))
    elif roll < 0.77:
        yield key_event(chance.choice(_TYPED.replace("q", "")))
    elif roll < 0.87:
        yield key_event(chance.choice(_NAMED))
    elif roll < 0.89:
        yield events.Paste(chance.choice(_PASTED))
    elif roll < 0.90:
        yield resize(app, *chance.choice(_SIZES))
        yield from _pressed(chance, _BOUND)
        yield resize(app, *chance.choice(_SIZES[:4]))
    elif roll < 0.91:
        yield chance.choice((events.AppBlur(), events.AppFocus()))
    else:
        yield from _mouse(chance, app.size)


def _pressed(chance: random.Random, keys: Sequence[str]) -> Iterator[events.Event]:
    key = chance.choice(keys)
    if key not in _QUITS or chance.random() < 0.07:  # so that one run of the reader lasts for some hundred keys
        yield from (key_event(key) for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3, 5))))


def resize(app: App[None], width: int, height: int) -> events.Resize:
    """Give the terminal another size."""
    if app._driver is not None:
        app._driver._size = Size(width, height)
    return events.Resize(Size(width, height), Size(width, height))


def _mouse(chance: random.Random, size: Size) -> Iterator[events.Event]:
    x, y = chance.randrange(max(1, size.width)), chance.randrange(max(1, size.height))
    kind = chance.choice(("click", "click", "drag", "down", "up", "scroll up", "scroll down", "move"))
    button = chance.choice((1, 1, 1, 2, 3))
    if kind in ("click", "drag", "down"):
        yield _event(events.MouseDown, x, y, button)
    if kind == "drag":
        x, y = chance.randrange(max(1, size.width)), chance.randrange(max(1, size.height))
    if kind in ("drag", "move"):
        yield _event(events.MouseMove, x, y, button if kind == "drag" else 0)
    if kind in ("click", "drag", "up"):
        yield _event(events.MouseUp, x, y, button)
    if kind == "scroll up":
        yield _event(events.MouseScrollUp, x, y, 0)
    if kind == "scroll down":
        yield _event(events.MouseScrollDown, x, y, 0)


def _event(kind: type[events.MouseEvent], x: int, y: int, button: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)
