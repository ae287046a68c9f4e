"""What lies behind the reader: cleaning, storing and searching articles.

The public face is `Library` with the frozen dataclasses of `peaceindex.model`.
Nothing here imports the screen (Textual, Rich, click).
The names below are imported when they are first used, so that a program that
only wants one of them does not wait for the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peaceindex.annotations.backups import Backup as Backup
    from peaceindex.annotations.backups import Backups as Backups
    from peaceindex.annotations.backups import Difference as Difference
    from peaceindex.annotations.backups import Entry as Entry
    from peaceindex.annotations.codebook import check_values as _check_values
    from peaceindex.annotations.event_book import read_event_book as read_event_book
    from peaceindex.annotations.event_dates import read_event_date as read_event_date
    from peaceindex.annotations.events import coded_passages as coded_passages
    from peaceindex.annotations.passages import saved_passages as saved_passages
    from peaceindex.annotations.shell_values import names_for_shell as names_for_shell
    from peaceindex.archive.service import Imported as Imported
    from peaceindex.archive.service import Merged as Merged
    from peaceindex.archive.service import import_archive as import_archive
    from peaceindex.cleaning.corrections import checked_value as checked_value
    from peaceindex.ingest.clean_paths import clean as clean
    from peaceindex.ingest.clean_paths import preview as preview
    from peaceindex.ingest.clean_together import clean_together as clean_together
    from peaceindex.library import Library as Library
    from peaceindex.model.safe_text import neutralise as neutralise
    from peaceindex.model.safe_text import printable as printable
    from peaceindex.names.choice import pack_problems as pack_problems
    from peaceindex.names.choice import unknown_packs as unknown_packs
    from peaceindex.text.edit_distance import distance as _distance
    from peaceindex.text.encodings import codec_of as codec_of
    from peaceindex.text.finding import find_spans as find_spans
    from peaceindex.text.folding import fold as fold
    from peaceindex.text.query_signs import in_quotes as in_quotes
    from peaceindex.text.selection_units import paragraph_spans as paragraph_spans
    from peaceindex.text.selection_units import word_spans as word_spans
    from peaceindex.text.sentences import sentence_spans as sentence_spans
    from peaceindex.text.settings_file import parse_settings as parse_settings
    from peaceindex.text.settings_file import read_settings as read_settings
    from peaceindex.text.settings_file import value_places as value_places
    from peaceindex.text.yaml_file import load_yaml as load_yaml

    check_code_values = _check_values
    edit_distance = _distance

_EXPORTS = {
    "Backups": ("annotations.backups", "Backups"),
    "Backup": ("annotations.backups", "Backup"),
    "Difference": ("annotations.backups", "Difference"),
    "Entry": ("annotations.backups", "Entry"),
    "Imported": ("archive.service", "Imported"),
    "Library": ("library", "Library"),
    "Merged": ("archive.service", "Merged"),
    "check_code_values": ("annotations.codebook", "check_values"),
    "checked_value": ("cleaning.corrections", "checked_value"),
    "clean": ("ingest.clean_paths", "clean"),
    "clean_together": ("ingest.clean_together", "clean_together"),
    "coded_passages": ("annotations.events", "coded_passages"),
    "codec_of": ("text.encodings", "codec_of"),
    "edit_distance": ("text.edit_distance", "distance"),
    "find_spans": ("text.finding", "find_spans"),
    "fold": ("text.folding", "fold"),
    "import_archive": ("archive.service", "import_archive"),
    "in_quotes": ("text.query_signs", "in_quotes"),
    "load_yaml": ("text.yaml_file", "load_yaml"),
    "names_for_shell": ("annotations.shell_values", "names_for_shell"),
    "neutralise": ("model.safe_text", "neutralise"),
    "pack_problems": ("names.choice", "pack_problems"),
    "paragraph_spans": ("text.selection_units", "paragraph_spans"),
    "preview": ("ingest.clean_paths", "preview"),
    "printable": ("model.safe_text", "printable"),
    "read_event_book": ("annotations.event_book", "read_event_book"),
    "read_event_date": ("annotations.event_dates", "read_event_date"),
    "parse_settings": ("text.settings_file", "parse_settings"),
    "read_settings": ("text.settings_file", "read_settings"),
    "saved_passages": ("annotations.passages", "saved_passages"),
    "sentence_spans": ("text.sentences", "sentence_spans"),
    "unknown_packs": ("names.choice", "unknown_packs"),
    "value_places": ("text.settings_file", "value_places"),
    "word_spans": ("text.selection_units", "word_spans"),
}
"""For each name of the public face its module and its name there."""


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module, own_name = _EXPORTS[name]
    return getattr(importlib.import_module(f"peaceindex.{module}"), own_name)
