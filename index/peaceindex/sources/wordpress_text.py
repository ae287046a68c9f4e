"""The text of a WordPress post: without block comments and short codes, and with its paragraphs marked."""

from __future__ import annotations

import re
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_COMMENT = late_pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = late_pattern(
    r"""(?P<escaped>\[\[(?P<inner>/?[a-zA-Z][\w-]*[^\[\]<>]{0,2000})\]\])
      | \[(?P<end>/)?(?P<name>[a-zA-Z][\w-]{0,60})
        (?P<attributes>(?:\s(?:[^\[\]<>"'“”″]|"[^"]{0,2000}"|'[^']{0,2000}'|[“”″][^“”″\[\]]{0,2000}[“”″]){0,2000}+)?)\]""",
    re.VERBOSE,
)
_WITHOUT_TEXT: Final = frozenset(
    """caption wp_caption gallery playlist audio video embed contact-form contact-form-7 contact-field ninja_form
    gravityform wpforms mc4wp_form googlemaps map youtube vimeo soundcloud twitter tweet instagram facebook iframe
    fusion_code code_block""".split()  # noqa: SIM905
)
"""Short codes whose content is no text of the article: captions, forms, players, addresses of media. It becomes a
caption."""
_WITH_TEXT: Final = frozenset(
    """quote pullquote blockquote dropcap drop_cap highlight column columns row section button tabs tab toggle accordion
    box info note tooltip footnote footnotes ref spoiler indent center one_half one_third two_third one_fourth
    three_fourth more nextpage toc sc_embed_player""".split()  # noqa: SIM905
)
"""Short codes without an own meaning for the text: only the code is removed."""
_WORDS: Final = frozenset(
    {"note", "more", "section", "map", "video", "audio", "button", "box", "info", "row", "tab", "quote", "highlight"}
)
"""Names of short codes that authors also write in brackets, as words."""
_BUILDERS: Final = ("vc_", "et_pb_", "fusion_", "av_", "mk_", "su_", "tatsu_", "cs_", "x_", "fl_", "ux_", "gdlr_")
"""What the names of the short codes of page builders begin with."""
_TAG = late_pattern(r"<[^<>]{0,2000}>")
_ATTRIBUTE = late_pattern(r"[\w-]+\s*=")
_BLOCK_TAG: Final = (
    r"(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|section|article|aside|table|thead|tbody|tfoot|tr|td|th|figure|"
    r"figcaption|pre|form|hr|address|header|footer|main|nav|details|summary|script|style|iframe|object|embed)"
)
_STARTS_BLOCK = late_pattern(rf"</?{_BLOCK_TAG}\b", re.IGNORECASE)
_BETWEEN = late_pattern(rf"(</?{_BLOCK_TAG}\b[^<>]*>)", re.IGNORECASE)
_PREFORMATTED = late_pattern(r"(<(pre|script|style)\b.*?(?:</\2\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_OPEN_TEXT = late_pattern(r"<(?:p|li|td|th|h[1-6]|figcaption|dt|dd|figure|script|style)\b", re.IGNORECASE)


def text_of_post(content: str) -> str:
    """Return the markup of a post, whose paragraphs may be separated by empty lines alone."""
    return with_paragraphs(without_short_codes(_COMMENT.sub("", content)))


def without_short_codes(content: str) -> str:
    """Return content without its short codes: `[gallery ids="1"]`, `[vc_row]text[/vc_row]`.

    The text in them stays; that of captions, players and forms becomes the caption of a picture, which cleaning cuts.
    What only looks like a short code stays: `[sic]`, `[1]`, `[Mr Smith]`. `[[name]]` is how an author writes `[name]`.
    """
    if "[" not in content:
        return content
    codes = list(_CODE.finditer(content))
    ends = {found["name"].lower() for found in codes if found["end"]}
    parts: list[str] = []
    position = 0
    for number, found in enumerate(codes):
        if found.start() < position:
            continue  # within one that was read with its content
        name = (found["name"] or "").lower()
        if found["escaped"]:
            parts += (content[position : found.start()], f"[{found['inner']}]")
        elif found["end"] or name in ends or _is_code(name, found["attributes"]):
            parts.append(content[position : found.start()])
        else:
            continue
        position = found.end()
        if name in _WITHOUT_TEXT and not found["end"] and (end := _end_of(name, codes, number)):
            inner = _TAG.sub(" ", content[position : end.start()]).strip()
            parts.append(f"<figure><figcaption>{inner}</figcaption></figure>" if inner else "\n\n")
            position = end.end()
    return "".join(parts) + content[position:]


def _end_of(name: str, codes: list[re.Match[str]], number: int) -> re.Match[str] | None:
    """Return the end of a short code, if it has one before the next of the same name."""
    for other in codes[number + 1 : number + 20]:
        if other["name"] and other["name"].lower() == name:
            return other if other["end"] else None
    return None


def _is_code(name: str, attributes: str) -> bool:
    """Return whether a short code without an end is one, rather than words in brackets."""
    if _ATTRIBUTE.search(attributes):
        return True
    known = name in _WITHOUT_TEXT or name in _WITH_TEXT or name.startswith(_BUILDERS) or "_" in name
    return known and not attributes.strip() and name not in _WORDS


def with_paragraphs(content: str) -> str:
    """Return content in which text between empty lines, outside of any element of its own, is marked as paragraphs.

    This is what WordPress does when it shows a post (`wpautop`).
    """
    parts = _PREFORMATTED.split(content)
    found: list[str] = []
    for number in range(0, len(parts), 3):
        found.append(_marked(parts[number]))
        found += parts[number + 1 : number + 2]
    return "".join(found)


def _marked(content: str) -> str:
    """Mark the paragraphs in content without preformatted text."""
    out: list[str] = []
    depth = 0  # within elements that hold text themselves
    for piece in _BETWEEN.split(content.replace("\r\n", "\n").replace("\r", "\n")):
        if _STARTS_BLOCK.match(piece):
            if _OPEN_TEXT.match(piece) and not piece.endswith("/>"):
                depth += 1
            elif _OPEN_TEXT.match(piece.replace("</", "<", 1)):
                depth = max(0, depth - 1)
            out.append(piece)
        elif depth or not piece.strip():
            out.append(piece)
        else:
            texts = [text.strip() for text in re.split(r"\n[^\S\n]*\n", piece)]
            out += [f"<p>{text.replace(chr(10), '<br>')}</p>" for text in texts if text]
    return "".join(out)
