"""Control words of RTF: which groups hold no text of the document, and which words stand for a character."""

from __future__ import annotations

from typing import Final

NOT_TEXT: Final = frozenset(
    {
        "aftncn", "aftnsep", "aftnsepc", "annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref",
        "atntime", "atrfend", "atrfstart", "author", "background", "bkmkend", "bkmkstart", "blipuid", "buptim",
        "category", "colorschememapping", "colortbl", "comment", "company", "creatim", "datafield", "datastore",
        "defchp", "defpap", "do", "doccomm", "docvar", "ebcend", "ebcstart", "factoidname", "falt", "fchars",
        "ffdeftext", "ffentrymcr", "ffexitmcr", "ffhelptext", "ffl", "ffname", "ffstattext", "file", "filetbl",
        "fldinst", "fldtype", "fname", "fontemb", "fontfile", "footer", "footerf", "footerl", "footerr", "ftncn",
        "ftnsep", "ftnsepc", "generator", "gridtbl", "header", "headerf", "headerl", "headerr", "hlinkbase", "htmltag",
        "keycode", "keywords", "latentstyles", "lchars", "levelnumbers", "leveltext", "lfolevel", "linkval", "list",
        "listlevel", "listname", "listoverride", "listoverridetable", "listpicture", "liststylename", "listtable",
        "lsdlockedexcept", "mailmerge", "manager", "nextfile", "nonesttables", "objalias", "objclass", "objdata",
        "objname", "objsect", "objtime", "oldcprops", "oldpprops", "oldsprops", "oldtprops", "oleclsid", "operator",
        "panose", "password", "passwordhash", "pgp", "pgptbl", "picprop", "pict", "pn", "pnseclvl", "pntxta", "pntxtb",
        "printim", "private", "propname", "protend", "protstart", "protusertbl", "pxe", "revtbl", "revtim", "rsidtbl",
        "rxe", "shppict", "shprslt", "sn", "sp", "staticval", "subject", "sv", "svb", "tc", "template", "themedata",
        "txe", "userprops", "wgrffmtfilter", "windowcaption", "writereservation", "writereservhash", "xe", "xform",
        "xmlattrname", "xmlattrvalue", "xmlclose", "xmlname", "xmlnstbl", "xmlopen", "mmathPr", "nesttableprops",
        "shpinst",
    }
)  # fmt: skip
"""Destinations without text of the document: tables of fonts, properties, pictures, codes of fields, running heads."""
TEXT_WITHIN: Final = frozenset(("shptxt", "fldrslt", "result", "dptxbxtext", "footnote"))
"""Destinations with text, even in groups that have none themselves: text boxes, results of fields, notes."""
HIDING: Final = frozenset(
    {
        "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation",
        "nonesttables", "shprslt",
    }
)  # fmt: skip
"""Destinations in which those are no text of the document either: running heads, remarks, copies for old programs."""
LABELS: Final = frozenset(("pntext", "listtext"))
"""Destinations with the number or bullet of an item of a list."""
CHARACTERS: Final = {
    "tab": "\t", "line": "\n", "softline": "\n", "emdash": "\u2014", "endash": "\u2013", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
SYMBOLS: Final = {"~": "\u00a0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\"}
"""An optional hyphen is no character of the text."""
CODE_PAGE_BY_CHARSET: Final = {
    77: 10000, 78: 932, 79: 950, 80: 949, 81: 10004, 82: 10005, 83: 10006, 84: 10007, 85: 936, 86: 10010, 87: 10017,
    88: 10021, 89: 10029, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_CODEC_BY_CODE_PAGE: Final = {
    65001: "utf-8", 936: "gb18030", 1361: "johab", 708: "iso8859-6", 10000: "mac-roman", 10004: "mac-arabic",
    10005: "cp1255", 10006: "mac-greek", 10007: "mac-cyrillic", 10010: "mac-romanian", 10017: "mac-cyrillic",
    10021: "cp874", 10029: "mac-latin2",
}  # fmt: skip


def codec_of(code_page: int) -> str:
    """Return Python's name of the codec for a code page; "" if there is none."""
    import codecs

    name = _CODEC_BY_CODE_PAGE.get(code_page, f"cp{code_page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return ""
    return name
