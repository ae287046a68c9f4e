"""Copying passages with their source, in the style that the user has chosen or chooses now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacereader.exports.citation import Citation
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext


def copy_citation(screen: GuardedScreen, context: ReaderContext, citation: Citation, *, choose_style: bool) -> None:
    """Copy the quotation of a citation with its source. With `choose_style`, ask for the style first and keep it."""
    from dataclasses import replace

    from peacereader.exports.styles import STYLES

    citation = replace(citation, extras=context.cite_with)

    def copy(style: str) -> None:
        way = context.copy_html if style == "html" else context.copy
        way(STYLES[style].write(citation))

    def keep_and_copy(style: str | None) -> None:
        if style is not None:
            context.keep_citation_style(style)
            copy(style)

    if choose_style:
        from peacereader.tui.dialogs.style_picker import StylePicker

        screen.enter(StylePicker(citation, context.citation_style()), keep_and_copy)
    else:
        copy(context.citation_style())
