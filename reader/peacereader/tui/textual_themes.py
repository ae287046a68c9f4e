"""The themes as Textual takes them: its own variables, and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peacereader.tui.theme_colours import Colours, Depth
    from peacereader.tui.themes import ReaderTheme


def theme_variables(colours: Colours | None) -> dict[str, str]:
    """Return our style variables for these colours; grey ones if there is no theme yet."""
    names = {
        "room-muted": "muted", "room-rule": "rule", "room-hit": "hit", "room-hit-background": "hit_background",
        "room-current-hit": "current_hit", "room-current-hit-background": "current_hit_background",
        "room-selection": "selection", "room-passage": "passage", "room-cursor": "cursor", "room-warning": "warning",
        "room-on-accent": "on_accent",
    }  # fmt: skip
    return {name: getattr(colours, field) if colours else "#808080" for name, field in names.items()}


def textual_theme(theme: ReaderTheme, depth: Depth) -> Theme:
    """Return a theme file as a Textual theme for a terminal of this depth of colour."""
    c = theme.colours_in(depth)
    extra: Mapping[str, str] = {
        "input-cursor-background": c.accent, "input-cursor-foreground": c.on_accent,
        "input-selection-background": c.selection, "input-selection-foreground": c.text,
        "scrollbar": c.muted, "scrollbar-hover": c.text, "scrollbar-active": c.accent,
        "scrollbar-background": c.background, "scrollbar-background-hover": c.background,
        "scrollbar-background-active": c.background, "scrollbar-corner-color": c.background,
        "block-cursor-blurred-background": c.cursor, "block-cursor-blurred-foreground": c.text,
        "block-cursor-background": c.cursor, "block-cursor-foreground": c.text,
        "border": c.accent, "border-blurred": c.rule,
        "ansi-background": c.background, "ansi-foreground": c.text,  # Textual asks for them, and has none for `ansi`
    }  # fmt: skip
    return Theme(
        name=theme.name,
        dark=theme.dark,
        ansi=theme.is_of_terminal(depth),
        primary=c.accent,
        secondary=c.accent,
        accent=c.accent,
        foreground=c.text,
        background=c.background,
        surface=c.panel,
        panel=c.panel,
        boost=c.panel,
        warning=c.warning,
        error=c.error,
        success=c.accent,
        variables={**theme_variables(c), **extra},
    )
