"""The words of Factiva exports: field codes, names of languages, and what stands around the articles.

Sources: exports in the test suites of public parsers (newspapers, tm.plugin.factiva, AmCAT), and the list of field
codes in Factiva's help. The codes are the same in every language of the interface; the values are in that language.
"""

from __future__ import annotations

import re
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

HEADER_CODES: Final = frozenset(
    ("SE", "CLM", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "CX",
     "DLN", "RST")
)  # fmt: skip
"""The codes that stand before the text."""
BODY_CODES: Final = frozenset(("LP", "TD"))
"""The codes of the text: its first paragraphs, and the rest."""
TERM_CODES: Final = frozenset(("CO", "IN", "NS", "RE", "FDS", "DE", "RIC"))
"""The codes of index terms after the text, mostly written as `gpeace : Peace Talks | gpol : Politics`."""
TAIL_CODES: Final = TERM_CODES | {"ART", "CT", "CX", "RF", "CR", "IPC", "IPD", "PUB", "AN"}
"""The codes that may stand after the text."""

_WORD_UNITS: Final = frozenset(
    ("words", "word", "wörter", "wort", "worte", "mots", "mot", "palabras", "palabra", "parole", "parola", "palavras",
     "palavra", "woorden", "woord", "слов", "слова", "слово", "字", "字数", "字數", "語", "単語", "ワード", "단어",
     "kelime", "sözcük", "ord", "sanaa", "słów", "słowa", "kata", "كلمة", "كلمات", "cuvinte", "slov")
)  # fmt: skip
_COUNT = late_pattern(r"\s*(\d[\d.,'’\u00a0\u202f ]{0,9})\s?([^\W\d_]{1,12})\s*")


def word_count(text: str) -> str:
    """Return the digits of a line that is only a number of words, such as `1,236 words`, or ""."""
    found = _COUNT.fullmatch(text) if len(text) < 40 else None
    if not found or found[2].casefold() not in _WORD_UNITS:
        return ""
    return re.sub(r"\D", "", found[1])


_CLOCK: Final = (
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:GMT|UTC)(?:[+-]\d{1,2})?)?"
)
_TIME = late_pattern(rf"\s*{_CLOCK}\s*")
_DATE = late_pattern(
    rf"""\s*(?:
        \d{{1,2}}[.,]?\s+(?:de\s+)?[^\W\d_]{{3,14}}\.?,?\s+(?:de\s+)?(?:19|20)\d\d   # 12 May 2025, 12 de maio de 2025
      | [^\W\d_]{{3,14}}\.?\s+\d{{1,2}},?\s+(?:19|20)\d\d                            # May 12, 2025
      | (?:19|20)\d\d\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]
      | (?:19|20)\d\d-\d\d-\d\d
      | \d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d
    )(?:,?\s+{_CLOCK})?\s*""",
    re.VERBOSE,
)


def is_date(text: str) -> bool:
    """Return whether a line is only a date, in any language, with or without a time."""
    return len(text) < 60 and _DATE.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Return whether a line is only a time of day."""
    return len(text) < 24 and _TIME.fullmatch(text) is not None


SOURCE_CODE: Final = late_pattern(r"[A-Z0-9]{2,8}")
"""The code of an outlet. The document number of an article begins with it."""

_NUMBER: Final = r"[A-Z][A-Z0-9]{3,7}(?:19|20)\d{6}[A-Za-z0-9]{4,12}"
_DOCUMENT: Final = r"Document|Dokument|Documento|Документ|文件|文档|文檔|文書|ドキュメント|문서|Belge"
_DOCUMENT_LINE = late_pattern(rf"\s*(?:(?:{_DOCUMENT})\s*[:：]?\s*|(?=\S{{25}}\s*$))({_NUMBER})\W*")
_STATED_NUMBER = late_pattern(r"\s*(?:[^\W\d_]{1,20}\s*[:：]?\s+)?([A-Za-z0-9]{12,40})\W*")
ANY_NUMBER: Final = late_pattern(rf"\b{_NUMBER}\b")


def document_number(text: str) -> str:
    """Return the number in a line `Document AMBC000020250512el5c0001x`, or "". It ends an article.

    It is the code of the outlet, the day on which the article was loaded (not that of its publication), and nine more
    characters.
    """
    found = _DOCUMENT_LINE.fullmatch(text) if len(text) < 80 else None
    return found[1] if found else ""


def stated_number(text: str) -> str:
    """Return the document number in the value of the field AN, or ""."""
    found = _STATED_NUMBER.fullmatch(text) if len(text) < 80 else None
    return found[1] if found else ""


_RESERVED_WORDS = (
    r"rights?\s+(?:are\s+)?reserved|rechte\s+vorbehalten|droits\s+(?:de\s+reproduction\s+)?r[ée]serv[ée]s|"
    r"derechos\s+reservados|diritti\s+(?:sono\s+)?riservati|direitos\s+reservados|все\s+права\s+(?:защищены|сохранены)|"
    r"(?:版权|版權)(?:所有|归|歸|声明)|著作権は|無断(?:転載|複製|複写)|不許(?:複製|転載)|무단\s*(?:전재|복제|배포)"
)
_YEAR = r"(?:19|20)\d\d"
_RIGHTS = late_pattern(
    rf"""^\W*(?:{_YEAR}\W+)?(?:
            copyright\b(?=\W*(?:$|©|\(c\)|{_YEAR}|by\b|:|(?-i:[A-ZÀ-ÞΑ-ΩА-Я])))
          | ©
          | \(c\)\s*(?:\d|by\b|(?-i:[A-ZÀ-ÞΑ-ΩА-Я]))
          | urheberrecht(?:e|lich)?\b\W*(?:geschützt|©|\(c\)|{_YEAR}|:)
          | (?:derechos\s+de\s+autor|droits\s+d['’]auteur|diritti\s+d['’]autore|direitos\s+autorais|авторские\s+права)
            \W*(?:©|\(c\)|{_YEAR}|:)
          | (?:版权|版權|著作権|저작권)(?:者|자)?\W*(?:©|\(c\)|{_YEAR}|:)
        )
      | (?:©|\(c\))\s*{_YEAR}
      | copyright\s*(?:©|\(c\))
      | {_RESERVED_WORDS}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HOLDER = late_pattern(r"\s*(?:copyright|©|\(c\))?[\s:.]*(?:©|\(c\))?[\s,.]*(?:(?:19|20)\d\d)?[\s,.:]*(?:by\s+)?", re.I)
_RESERVED = late_pattern(
    r"[\s,.;-]*(?:all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits|todos\s+(?:los|os)\s|"
    r"tutti\s+i\s+diritti|все\s+права).*",
    re.IGNORECASE,
)


def is_copyright(text: str) -> bool:
    """Return whether a line that follows the language names the holder of the rights.

    The first paragraph of an article about copyright, or about human rights, does not.
    """
    return len(text) < 300 and _RIGHTS.search(text) is not None


def rights_holder(text: str) -> str:
    """Return the name in a copyright line, or ""."""
    found = _HOLDER.match(text)
    return _RESERVED.sub("", text[found.end() if found else 0 :]).strip(" ,.;") if is_copyright(text) else ""


_NAME = r"(?:Dow\s+Jones\s+)?Factiva®?|Dow\s+Jones(?:\s*&\s*Company)?"
NAME: Final = late_pattern(rf"\s*(?:{_NAME})\s*", re.IGNORECASE)
"""A line that is only the name of the database."""
_FURNITURE = late_pattern(
    rf"""\s*(?:
        (?:{_NAME})
      | ©\s*(?:\d{{4}}\s+)?(?:{_NAME})\b.*
      | .{{0,12}}?\d+\s*(?:of|von|sur|de|di|/|из|/)\s*\d+\b.{{0,80}}Factiva\b.*
      | (?:Page|Seite|Página|Pagina|Страница|第)\s*\d+\s*(?:of|von|sur|de|di|из)\s*\d+
      | .{{1,200}}?(?:\.{{3,}}|…+)\s*\d{{1,4}}                                     # a line of the table of contents
      | .{{1,200}}\t+\s*\d{{1,4}}
      | (?:Table\s+of\s+Contents|Inhaltsverzeichnis|Inhalt|Table\s+des\s+matières|Índice|Indice|Sommario|Sumário|
          Оглавление|Содержание|目录|目錄|目次|Contents)
      | [-_=*]{{3,}}
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
SUMMARY: Final = late_pattern(
    r"\s*(?:search summary|zusammenfassung der suche|suchzusammenfassung|résumé de (?:la )?recherche|"
    r"resumen de (?:la )?búsqueda|riepilogo (?:della )?ricerca|resumo da (?:pesquisa|busca)|сводка поиска|"
    r"результаты поиска|搜索摘要|搜尋摘要|搜索摘要|検索(?:の)?概要|検索サマリー|검색 요약)\s*",
    re.IGNORECASE,
)
"""The title of the description of the search, at the end of an export. Everything after it describes the search."""
TIMESTAMP: Final = late_pattern(
    r"\s*(?:timestamp|zeitstempel|horodatage|marca (?:de tiempo|temporal|de hora)|data e ora|data/hora|"
    r"carimbo de (?:data|hora)|отметка времени|метка времени|时间戳|時間戳記|時間戳|タイムスタンプ|타임스탬프)"
    r"\s*[:：]?\s*(.*)",
    re.IGNORECASE,
)
"""The row of that description that says when the export was made."""


def is_boilerplate(text: str) -> bool:
    """Return whether a line outside the articles is of the export's own pages: its name, page numbers, contents."""
    return not text.strip() or (len(text) < 260 and _FURNITURE.fullmatch(text) is not None)


def is_page_foot(text: str) -> bool:
    """Return whether a line is the foot of a printed page, which may stand within an article."""
    return len(text) < 200 and "activa" in text and ("©" in text or "Page" in text) and is_boilerplate(text)
