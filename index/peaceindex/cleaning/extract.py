"""The way from a raw document to an article, with the user's corrections and the cuts that sibling pages justify."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.corrections import choices, with_fields
from peaceindex.errors import DataFileError, SourceError
from peaceindex.paths import config_dir
from peaceindex.sources.bounds import check_text
from peaceindex.sources.registry import memory_error
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article, RawDocument
    from peaceindex.model.correction import Correction


def extract(
    cleaner: Cleaner,
    document: RawDocument,
    corrections: Sequence[Correction] = (),
    sibling_cuts: Mapping[int, str] = MappingProxyType({}),
) -> Article | SourceError:
    """Return the article in a document, with the user's corrections, or the reason why there is none.

    This is the only way to an article. `sibling_cuts` maps line numbers (from 1) to reasons, for the lines that other
    pages of the outlet show to be boilerplate.
    """
    try:
        check_text(document.text, document.source)
    except SourceError as error:
        return error
    try:
        article = cleaner.clean(document, choices(corrections, document.text), sibling_cuts)
        article = with_fields(article, corrections, cleaner)
    except Exception as error:
        # One source among thousands must not stop the rest, not even because of a bug in this program.
        if isinstance(error, MemoryError):
            return memory_error(document.source)
        why = f"{type(error).__name__}: {printable(str(error))}"
        return SourceError(f"{printable(document.source)} could not be cleaned ({why}).", "Please report it.")
    if any(paragraph.strip() for paragraph in article.paragraphs):
        return article
    return SourceError(f"No article text was found in {printable(document.source)}.", "Look at what it holds.")


def make_cleaner(notices: list[str]) -> Cleaner:
    """Return a cleaner that knows the outlets and names of this program and of the user.

    A user file that cannot be used is skipped, and a message about it is added to `notices`.
    """
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.cleaning.outlets import Outlets
    from peaceindex.names import default_names

    names = default_names()
    if names.problem:
        notices.append(f"{names.problem} Until then it is ignored.")
    user_file = config_dir() / "outlets.yaml"
    try:
        outlets = Outlets.load(user_file if user_file.exists() else None)
    except DataFileError as error:
        notices.append(f"{error} Until then it is ignored.")
        outlets = Outlets.load()
    return Cleaner(outlets, topics=names.topics)
