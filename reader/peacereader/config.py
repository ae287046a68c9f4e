"""The user's `config.yaml`, and the values that the reader remembers between launches.

`config.yaml` belongs to the user: what is wrong in it is named with its line, and only that value falls back to its
default. `peacereader.config_file` changes it. The values that the reader itself remembers (the theme last chosen, the
order of results) are in the state folder.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from peaceindex import read_settings
from peaceindex.errors import DataFileError
from peaceindex.paths import config_dir, state_dir
from peaceindex.private_files import replace_private
from peaceindex.startup.stand_ins import MSGSPEC, stand_ins

with stand_ins(MSGSPEC):
    import msgspec
    from msgspec import Meta

if TYPE_CHECKING:
    from pathlib import Path

CONFIG_NAME = "config.yaml"
CITATION_STYLES = ("plain", "markdown", "chicago", "apa", "mla", "bibtex", "html")
"""The names of the styles in which a passage is copied; `peacereader.exports.styles` writes them."""
DEFAULT_CITATION_STYLE = "plain"
CITATION_EXTRAS = ("retrieved", "archive", "sha256", "id")
"""What a copied passage says of its source on request; `peacereader.exports.formats` has them in words."""


FieldNames = str | tuple[str, ...]


class RecordFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The user's names for the fields of records (JSON and similar formats).

    Each field takes one name or several, of which the first one present counts; `a.b` is the field `b` within `a`.
    These names come before the built-in ones.
    """

    text: Annotated[FieldNames, Meta(description="The text of the article.")] = ()
    title: Annotated[FieldNames, Meta(description="Its headline.")] = ()
    outlet: Annotated[FieldNames, Meta(description="The newspaper, agency or site that published it.")] = ()
    published: Annotated[FieldNames, Meta(description="When it was published.")] = ()
    modified: Annotated[FieldNames, Meta(description="When it was last changed.")] = ()
    url: Annotated[FieldNames, Meta(description="Its web address.")] = ()
    language: Annotated[FieldNames, Meta(description="Its language, by name or by code.")] = ()
    authors: Annotated[FieldNames, Meta(description="Who wrote it.")] = ()
    tags: Annotated[FieldNames, Meta(description="The tags that the outlet gave it.")] = ()

    def as_mapping(self) -> dict[str, tuple[str, ...]]:
        """Return this program's field names mapped to the user's, as `Library.ingest.add` takes them."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: (names,) if isinstance(names, str) else names for name, names in values.items() if names}


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `config.yaml` may say. Every field may be missing, and so may the file.

    The descriptions are the documentation: `peacereader.config_help` makes tables of them.
    """

    theme: Annotated[str | None, Meta(description="The colour theme. Without it, the one you chose last.")] = None
    measure: Annotated[int, Meta(ge=30, le=160, description="The longest line of an article, in columns.")] = 72
    citation_style: Annotated[
        str | None,
        Meta(
            description="The style in which passages are copied: plain, markdown, chicago, apa, mla, bibtex or html. "
            "Without it, the one you chose last."
        ),
    ] = None
    cite_with: Annotated[
        FieldNames,
        Meta(
            description="What copied passages, and exports from the reader, say of the source besides: retrieved, "
            "archive (the address of an archived copy), sha256, id (of the article)."
        ),
    ] = ()
    annotator: Annotated[
        str, Meta(description="Your name: each passage that you bookmark keeps it, so that coders can be told apart.")
    ] = ""
    search_log: Annotated[bool, Meta(description="Whether your searches are logged, for the methods note.")] = True
    names_packs: Annotated[
        FieldNames,
        Meta(description="The packs of names that searches and topics use. `auto` finds them by your articles' words."),
    ] = "auto"
    keys_preset: Annotated[
        str,
        Meta(description="A set of keys: vim, emacs or arrows (no letters to move by). Your own `keys` come on top."),
    ] = "vim"
    keys: Annotated[
        dict[str, str], Meta(description="Your own keys: the name of an action, then its keys, separated by commas.")
    ] = {}
    fields: Annotated[
        RecordFields,
        Meta(description="The names of the fields in your JSON records and tables, where they cannot be guessed."),
    ] = RecordFields()


def config_path(folder: Path | None = None) -> Path:
    """Return where `config.yaml` belongs, in the user's config folder or another one."""
    return (folder or config_dir()) / CONFIG_NAME


def load_config(folder: Path | None = None) -> tuple[Config, list[str]]:
    """Return the user's config, and a message for each error in it. A value that is wrong counts as missing."""
    path = config_path(folder)
    if not path.exists():
        return Config(), []
    problems: list[str] = []
    try:
        text, values = read_settings(path)
        config = msgspec.convert(without_empty(values), Config)
    except (DataFileError, msgspec.ValidationError) as error:
        from peacereader.config_repair import usable_settings

        values, problems = usable_settings(path, Config, error)
        config = msgspec.convert(values, Config)
    else:
        if _repeats(text):
            from peacereader.config_repair import repeated_settings

            problems = repeated_settings(path, text)
    return config, [*problems, *_unknown_packs(config.names_packs)]


def without_empty(values: Any) -> Any:
    """Return the values of a config without those that are left empty, which count as missing, in groups too."""
    if not isinstance(values, dict):
        return {} if values is None else values
    return {name: without_empty(value) if isinstance(value, dict) else value
            for name, value in values.items() if value is not None}  # fmt: skip


def _repeats(text: str) -> bool:
    """Return whether a setting stands twice, of which YAML takes the later one in silence."""
    names = [line.partition(":")[0].rstrip() for line in text.splitlines() if line[:1].isalpha() and ":" in line]
    return len(names) != len(set(names))


def config_place(*names: str, folder: Path | None = None) -> str:
    """Return where in `config.yaml` the value stands to which `names` lead, for a message: `config.yaml, line 3,`."""
    from peacereader.config_repair import place_of

    return place_of(config_path(folder), names)


def _unknown_packs(packs: FieldNames) -> list[str]:
    if packs == "auto":
        return []
    from peaceindex import unknown_packs

    return unknown_packs((packs,) if isinstance(packs, str) else packs)


class RememberedValues:
    """A few values that persist between launches, in one small JSON file. Losing it costs nothing.

    Unless it `keeps` them, new values last as long as this run.
    """

    def __init__(self, path: Path | None = None, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._path = path or state_dir() / "reader.json"
        try:
            values = msgspec.json.decode(self._path.read_bytes())
        except (OSError, ValueError):
            values = {}
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}

    def get(self, key: str, default: str) -> str:
        """Return the remembered text, or `default`."""
        value = self._values.get(key)
        return value if isinstance(value, str) else default

    def put(self, key: str, value: str) -> None:
        """Remember a text. A disk that cannot be written to is no reason to stop reading."""
        self._values[key] = value
        if not self._keeps:
            return
        with suppress(OSError):
            replace_private(self._path, msgspec.json.encode(self._values).decode())
