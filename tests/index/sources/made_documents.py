"""Documents for the tests, made part by part: Word, OpenDocument, EPUB, PDF."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(parts: dict[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else kind
            archive.writestr(name, data, method)
    return out.getvalue()


def word_paragraph(text: str, style: str = "", bold: bool = False, properties: str = "") -> str:
    """A paragraph; `\\n` in the text is a line break."""
    marked = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(part) for part in text.split("\n"))
    shape = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{shape}{properties}</w:pPr><w:r>{run}<w:t xml:space="preserve">{marked}</w:t></w:r></w:p>'


def docx(body: str, title: str = "", author: str = "", **parts: str) -> bytes:
    """A Word document; `parts` are further parts in its folder, by name without the ending."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {_W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Kopf"><w:basedOn w:val="berschrift1"/></w:style></w:styles>',
        "docProps/core.xml": f"<cp {_DC}><dc:title>{escape(title)}</dc:title>"
        f"<dc:creator>{escape(author)}</dc:creator></cp>",
    }
    members.update({f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()})
    return packed(members)


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    f'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" {_DC}'
)


def odt(body: str, title: str = "", author: str = "", manifest: str = "") -> bytes:
    styles = (
        '<office:automatic-styles><style:style style:name="T1"><style:text-properties fo:font-weight="bold"/>'
        '</style:style><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>{styles}<office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF}><office:meta><dc:title>{escape(title)}</dc:title>"
            f"<meta:initial-creator>{escape(author)}</meta:initial-creator></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def epub(
    chapters: dict[str, str],
    contents: dict[str, str],
    title: str = "The Harbour Talks",
    authors: Sequence[tuple[str, str]] = (("Ann Example", "aut"),),
    metadata: str = "<dc:language>en</dc:language>",
    ncx: bool = False,
    more: dict[str, str] | None = None,
) -> bytes:
    """A book. `chapters` are bodies of pages by name, `contents` labels by address (`a.xhtml#part`)."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    if ncx:
        items += '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        points = "".join(
            f"<navPoint><navLabel><text>{escape(label)}</text></navLabel><content src='{address}'/></navPoint>"
            for address, label in contents.items()
        )
        navigation = {
            "OPS/toc.ncx": f"<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap>{points}</navMap></ncx>"
        }
    else:
        items += '<item id="toc" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        links = "".join(f"<li><a href='{address}'>{escape(label)}</a></li>" for address, label in contents.items())
        navigation = {
            "OPS/nav.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'>"
            f"<body><nav epub:type='toc'><ol>{links}</ol></nav></body></html>"
        }
    creators = "".join(
        f"<dc:creator id='c{n}' opf:role='{role}'>{escape(name)}</dc:creator>" for n, (name, role) in enumerate(authors)
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
            "OPS/book.opf": f"<package xmlns='http://www.idpf.org/2007/opf' xmlns:opf='http://www.idpf.org/2007/opf'>"
            f"<metadata {_DC}><dc:title>{escape(title)}</dc:title>{creators}{metadata}</metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **navigation,
            **{
                f"OPS/{name}": f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{escape(title)}</title></head>"
                f"{body if body.startswith('<body') else f'<body>{body}</body>'}</html>"
                for name, body in chapters.items()
            },
            **(more or {}),
        }
    )


Text = tuple[float, float, float, str]
"""Left and baseline in points from the lower left corner, size of letters, text."""
PICTURE = "PICTURE"


def pdf(pages: Sequence[Sequence[Text | str]], title: str = "", author: str = "", encrypt: str = "") -> bytes:
    """A PDF in Helvetica. A text that begins with `*` is bold; `PICTURE` is a picture on the whole page."""
    objects: list[bytes] = [b"", b""]

    def add(content: str | bytes) -> int:
        objects.append(content.encode("cp1252") if isinstance(content, str) else content)
        return len(objects)

    def stream(about: str, data: bytes) -> bytes:
        return f"<< {about} /Length {len(data)} >> stream\n".encode() + data + b"\nendstream"

    fonts = [
        add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    picture = add(stream(image, b"\x80"))
    kids = []
    for page in pages:
        operators = []
        for one in page:
            if isinstance(one, str):
                operators.append("q 595 0 0 842 0 0 cm /Im1 Do Q")
                continue
            left, base, size, text = one
            font = "F2" if text.startswith("*") else "F1"
            plain = text.removeprefix("*").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            operators.append(f"BT /{font} {size} Tf {left} {base} Td ({plain}) Tj ET")
        content = add(stream("", "\n".join(operators).encode("cp1252")))
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font "
                f"<< /F1 {fonts[0]} 0 R /F2 {fonts[1]} 0 R >> /XObject << /Im1 {picture} 0 R >> >> >>"
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{n} 0 R' for n in kids)}] >>".encode()
    info = add(f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20240102030405Z) >>")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content_of_object in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content_of_object + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    locked = f"/Encrypt {encrypt} /ID [<00><00>]" if encrypt else ""
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {info} 0 R {locked} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


LOCK = (
    "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 "
    f"/O <{'28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A'}> /U <{'11' * 32}> >>"
)
"""Values of a lock whose password nobody knows."""


def column(left: float, top: float, lines: Sequence[str], size: float = 10, pitch: float = 12) -> list[Text]:
    """Lines below one another."""
    return [(left, top - n * pitch, size, line) for n, line in enumerate(lines)]
