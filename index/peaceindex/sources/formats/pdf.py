"""PDF files with a text layer: an export of a database that was saved as one, or one article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.model.article import RUNNING_LINES, RawDocument
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise, neutralise_values
from peaceindex.sources.pdf.layout import Piece, columns_of, lines_of
from peaceindex.sources.pdf.paragraphs import Joiner, PdfLine, PdfParagraph, lines_of_column, paragraphs_of_lines
from peaceindex.sources.pdf.process import PdfPage, read_pdf
from peaceindex.sources.pdf.running_heads import running_pieces
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import Source, sha256_hex
from peaceindex.sources.text_documents.properties import Properties, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK: Final = b"%PDF-"
_BEGINNING_LETTERS: Final = 3000
_MAX_UNKNOWN: Final = 0.2
"""The share of letters that fonts may leave unnamed."""
_SCAN_ADVICE: Final = "Recognise its text first, for instance with OCRmyPDF."
_MAX_NAMED_PAGES: Final = 12


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources.database_exports.documents import documents_of_export, export_of_text

    pdf = read_pdf(source)
    _check_text(source, pdf.pages)
    lines = _lines(pdf.pages)
    joiner = Joiner(line.text for line in lines)
    paragraphs = paragraphs_of_lines(lines)
    source.read_as = "utf-8", None
    text, all_pages, running = _text(paragraphs, joiner)
    body, body_pages, _ = (
        _text([p for p in paragraphs if not p.is_running], joiner) if running else (text, all_pages, [])
    )
    export, pages = export_of_text(body), body_pages
    if running:
        # Where each article fills one page, its header looks like a running head.
        whole = export_of_text(text)
        if whole and (export is None or len(whole.entries) > len(export.entries)):
            export, pages = whole, all_pages
    if export:
        for found in documents_of_export(source, export):
            if isinstance(found, SourceError):
                yield found
                continue
            page = pages[min(found.evidence.line, len(pages)) - 1]
            yield replace(found, evidence=replace(found.evidence, page=page, line=0))
    else:
        says = Properties(pdf.properties.get("Title", ""), names_in(pdf.properties.get("Author", "")))
        values = says.plausible(text[:_BEGINNING_LETTERS])
        if running:
            values[RUNNING_LINES] = running
        yield RawDocument(
            source.name, neutralise(text), path=source.path, member=source.member, mtime=source.mtime,
            stated=neutralise_values(values), sha256=sha256_hex(text.encode("utf-8", "surrogatepass")),
            evidence=Evidence(),
        )  # fmt: skip
    yield from _reports(source, pdf.pages)


def _check_text(source: Source, pages: Sequence[PdfPage]) -> None:
    """Raise SourceError if a PDF has no text, or one that nobody can read."""
    letters = [c for page in pages for piece in page.pieces for c in piece.text if not c.isspace()]
    if not letters:
        if any(page.has_pictures for page in pages):
            raise SourceError(f"{source.shown} is a scan: it holds pictures of pages, and no text.", _SCAN_ADVICE)
        raise SourceError(f"{source.shown} is a PDF file without text.", "Look at what it holds.")
    unknown = sum(1 for c in letters if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32)
    if unknown > _MAX_UNKNOWN * len(letters):
        raise SourceError(
            f"{source.shown} has a text that cannot be read: its fonts do not say which letters they show.",
            _SCAN_ADVICE,
        )


def _lines(pages: Sequence[PdfPage]) -> list[PdfLine]:
    """Return the lines of all pages in reading order: the head of a page, its columns, its foot."""
    is_right_to_left = _is_right_to_left(pages)
    found: list[PdfLine] = []
    for number, (page, running) in enumerate(zip(pages, running_pieces(pages), strict=True), 1):
        margin = [piece for piece in page.pieces if id(piece) in running]
        pieces = [piece for piece in page.pieces if id(piece) not in running]
        if is_right_to_left:
            margin, pieces = _mirrored(margin, page.width), _mirrored(pieces, page.width)
        heads = [piece for piece in margin if piece.middle < page.height / 2]
        feet = [piece for piece in margin if piece.middle >= page.height / 2]
        found += lines_of_column(lines_of(heads), -1, number, is_running=True)
        for place, column in enumerate(columns_of(pieces)):
            found += lines_of_column(column, place, number)
        found += lines_of_column(lines_of(feet), -1, number, is_running=True)
    return found


def _is_right_to_left(pages: Sequence[PdfPage]) -> bool:
    """Return whether most letters are of scripts that run from right to left, and so do the columns."""
    sample = [c for page in pages[:20] for piece in page.pieces for c in piece.text if c.isalpha()]
    return 2 * sum(1 for c in sample if "\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc") > len(sample)


def _mirrored(pieces: Sequence[Piece], width: float) -> list[Piece]:
    return [replace(piece, left=width - piece.right, right=width - piece.left) for piece in pieces]


def _text(paragraphs: Sequence[PdfParagraph], joiner: Joiner) -> tuple[str, list[int], list[int]]:
    """Return the text of paragraphs, the page of each of its lines, and the lines (from 1) that are running heads."""
    lines: list[str] = []
    pages: list[int] = []
    running: list[int] = []
    for paragraph in paragraphs:
        text = " ".join(neutralise(joiner.text_of(paragraph)).split())
        if not text:
            continue
        if lines and (paragraph.has_gap or paragraph.is_running):
            lines.append("")
            pages.append(paragraph.page)
        lines.append(text)
        pages.append(paragraph.page)
        if paragraph.is_running:
            running.append(len(lines))
    return "\n".join(lines), pages, running


def _reports(source: Source, pages: Sequence[PdfPage]) -> Iterator[SourceError]:
    broken = [number for number, page in enumerate(pages, 1) if page.is_broken]
    if broken:
        yield SourceError(f"{source.shown} could not be read on {_named(broken)}.", "Fetch it again.")
    scanned = [  # the first and last page are often covers
        number for number, page in enumerate(pages[1:-1], 2) if page.has_pictures and not page.pieces
    ]
    if scanned:
        yield SourceError(f"{source.shown} has only pictures, and no text, on {_named(scanned)}.", _SCAN_ADVICE)


def _named(pages: Sequence[int]) -> str:
    listed = ", ".join(map(str, pages[:_MAX_NAMED_PAGES])) + ("…" if len(pages) > _MAX_NAMED_PAGES else "")
    return f"page {listed}" if len(pages) == 1 else f"pages {listed}"


FORMAT = Format(
    name="PDF",
    suffixes=(".pdf",),
    sniff=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(_MARK),
    documents=_documents,
    is_known_by_name=True,
)
