"""Documents that are ZIP files of parts (DOCX, ODT, EPUB): reading their parts with bounds."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.decompression import Allowance, seekable_stream
from peaceindex.sources.source import MAX_BYTES, Source
from peaceindex.sources.zip_members import check_list, open_member, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MAX_TEXT_BYTES: Final = 128 * 1024 * 1024
"""The size of the part with the text, in bytes. It is read as a stream."""
_MAX_ELEMENTS: Final = 300_000
"""The elements of one block (a paragraph, a table) that are held in memory; a table of 2,000 rows has a tenth."""
_FETCH_AGAIN: Final = "Fetch it again, or save it again from the program that made it."


class Package:
    """The parts of a document, by name. `shown` is its name for messages, `what` its kind with an article."""

    def __init__(self, archive: zipfile.ZipFile, allowance: Allowance, shown: str, what: str) -> None:
        self._archive = archive
        self._allowance = allowance
        self._members = {member.filename.lstrip("/"): member for member in archive.infolist()}
        self.shown = shown
        self.what = what

    @property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self._members)

    def error(self, reason: str, advice: str = _FETCH_AGAIN) -> SourceError:
        """Return the error for a document of this kind that is broken, for a reason in a few words."""
        return SourceError(f"{self.shown} is {self.what} that cannot be read ({printable(reason)[:200]}).", advice)

    def read(self, name: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Return a part; b"" if there is none. Raise SourceError if it is broken, locked or too large."""
        if name not in self._members:
            return b""
        with self._open(name) as stream:
            data = stream.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise SourceError(
                f"{self.shown} has a part of more than {max_bytes // 1024 // 1024} MB.", "Split the document up."
            )
        return data

    def root(self, name: str) -> _Element | None:
        """Return the root element of a small part in XML; None if there is no such part.

        Entities are never replaced, and nothing is fetched. Raise SourceError if it is broken or declares entities.
        """
        from lxml import etree

        data = self.read(name)
        if not data.strip():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.error(f"{name}: {error}") from error
        self._check_entities(root)
        return root

    def blocks(self, name: str, tags: frozenset[str], skipped: frozenset[str] = frozenset()) -> Iterator[_Element]:
        """Yield the outermost elements with one of these tags in a part, each whole; it is emptied afterwards.

        Elements within those in `skipped` are not yielded. Raise SourceError if the part is broken, declares
        entities, or has an element with more than any real document has in one.
        """
        from lxml import etree

        if name not in self._members:
            return
        open_blocks = open_skipped = elements = 0
        with self._open(name) as stream:
            events = etree.iterparse(
                _Bounded(stream, self.shown), events=("start", "end"), resolve_entities=False, no_network=True,
                load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False,
            )  # fmt: skip
            is_checked = False
            try:
                for event, element in events:
                    if not is_checked:
                        self._check_entities(element)
                        is_checked = True
                    tag = element.tag
                    if event == "start":
                        elements += 1
                        if elements > _MAX_ELEMENTS:
                            raise SourceError(
                                f"{self.shown} has more than {_MAX_ELEMENTS:,} elements in one paragraph or table.",
                                "Leave it out, or split it up.",
                            )
                        open_blocks += tag in tags
                        open_skipped += tag in skipped
                        continue
                    if tag in skipped:
                        open_skipped -= 1
                    elif tag in tags:
                        open_blocks -= 1
                        if not open_blocks and not open_skipped:
                            yield element
                    if not open_blocks:
                        elements = 0
                        _forget(element)
            except etree.XMLSyntaxError as error:
                raise self.error(f"{name}: {error}") from error

    @contextmanager
    def _open(self, name: str) -> Iterator[BinaryIO]:
        member = self._members[name]
        if member.flag_bits & 1:
            raise SourceError(f"{self.shown} is locked with a password.", "Save it without one.")
        try:
            with open_member(self._archive, member, self.shown) as stream:
                yield self._allowance.taking(stream, lambda error: self.error(f"{name}: {error}"))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise self.error(f"{name}: {error}") from error

    def _check_entities(self, element: _Element) -> None:
        """Raise SourceError if a part declares entities, which no program writes into such documents."""
        dtd = element.getroottree().docinfo.internalDTD
        if dtd is not None and any(True for _ in dtd.iterentities()):
            raise SourceError(
                f"{self.shown} declares entities, as no word processor does: they may be meant to harm.",
                "Leave it out.",
            )


class _Bounded:
    """A stream for the parser that raises SourceError after `MAX_TEXT_BYTES`."""

    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self._stream = stream
        self._left = MAX_TEXT_BYTES
        self._shown = shown

    def read(self, size: int = 65_536) -> bytes:
        data = self._stream.read(min(size, 65_536))
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(
                f"{self._shown} has a text of more than {MAX_TEXT_BYTES // 1024 // 1024} MB.", "Split the document up."
            )
        return data


def _forget(element: _Element) -> None:
    """Empty an element, and remove those before it, so that memory does not grow with the document."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@contextmanager
def opened(source: Source, what: str) -> Iterator[Package]:
    """Open a source as a package. `what` is its kind with an article. Raise SourceError if it is no ZIP file."""
    file = seekable_stream(source)
    check_list(file, source.shown)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(f"{source.shown} is {what} that is broken or cut off.", _FETCH_AGAIN) from error
    with archive:
        yield Package(archive, Allowance(source.shown, size_of(file)), source.shown, what)


def attribute(element: _Element | None, name: str) -> str:
    """Return the attribute with this local name in whatever namespace, or ""."""
    if element is None:
        return ""
    values: Any = element.attrib
    return next((str(values[key]) for key in values if str(key).rpartition("}")[2] == name), "")


def local_name(element: _Element) -> str:
    """Return the tag of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
