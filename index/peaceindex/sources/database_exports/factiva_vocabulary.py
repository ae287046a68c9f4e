"""The words of Factiva exports: field codes, names of languages, and what stands around the articles.

Sources: exports in the test suites of public parsers (newspapers, tm.plugin.factiva, AmCAT), and the list of field
codes in Factiva's help. The codes are the same in every language of the interface; the values are in that language.
"""

from __future__ import annotations

import re
from typing import Final

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
_COUNT = re.compile(r"\s*(\d[\d.,'’\u00a0\u202f ]{0,9})\s?([^\W\d_]{1,12})\s*")


def word_count(text: str) -> str:
    """Return the digits of a line that is only a number of words, such as `1,236 words`, or ""."""
    found = _COUNT.fullmatch(text) if len(text) < 40 else None
    if not found or found[2].casefold() not in _WORD_UNITS:
        return ""
    return re.sub(r"\D", "", found[1])


_CLOCK: Final = (
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:GMT|UTC)(?:[+-]\d{1,2})?)?"
)
_TIME = re.compile(rf"\s*{_CLOCK}\s*")
_DATE = re.compile(
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


SOURCE_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")
"""The code of an outlet. The document number of an article begins with it."""

_NUMBER: Final = r"[A-Z][A-Z0-9]{3,7}(?:19|20)\d{6}[A-Za-z0-9]{4,12}"
_DOCUMENT: Final = r"Document|Dokument|Documento|Документ|文件|文档|文檔|文書|ドキュメント|문서|Belge"
_DOCUMENT_LINE = re.compile(rf"\s*(?:(?:{_DOCUMENT})\s*[:：]?\s*|(?=\S{{25}}\s*$))({_NUMBER})\W*")
_STATED_NUMBER = re.compile(r"\s*(?:[^\W\d_]{1,20}\s*[:：]?\s+)?([A-Za-z0-9]{12,40})\W*")
ANY_NUMBER: Final = re.compile(rf"\b{_NUMBER}\b")


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


_LANGUAGES: Final = {
    "en": "english|englisch|anglais|inglés|inglese|inglês|английский|англійська|英文|英语|英語|영어|engels|ingilizce",
    "de": "german|deutsch|allemand|alemán|tedesco|alemão|немецкий|德文|德语|德語|ドイツ語|독일어|duits|almanca",
    "fr": "french|französisch|français|francés|francese|francês|французский|法文|法语|"
    "法語|フランス語|프랑스어|frans|fransızca",
    "es": "spanish|spanisch|espagnol|español|spagnolo|espanhol|испанский|西班牙文|"
    "西班牙语|西班牙語|スペイン語|스페인어|spaans",
    "it": "italian|italienisch|italien|italiano|итальянский|意大利文|意大利语|"
    "義大利文|イタリア語|이탈리아어|italiaans",
    "pt": "portuguese|portugiesisch|portugais|portugués|portoghese|português|"
    "португальский|葡萄牙文|葡萄牙语|ポルトガル語",
    "ru": "russian|russisch|russe|ruso|russo|русский|俄文|俄语|俄語|ロシア語|러시아어|rusça",
    "uk": "ukrainian|ukrainisch|ukrainien|ucraniano|ucraino|украинский|українська|烏克蘭文|乌克兰文",
    "zh": "chinese|chinesisch|chinois|chino|cinese|chinês|китайский|中文|汉语|漢語|中国語|중국어|chinees|çince",
    "ja": "japanese|japanisch|japonais|japonés|giapponese|japonês|японский|日文|日语|"
    "日語|日本語|일본어|japans|japonca",
    "ko": "korean|koreanisch|coréen|coreano|корейский|韩文|韓文|韩语|韓語|韓国語|한국어|koreaans",
    "ar": "arabic|arabisch|arabe|árabe|arabo|арабский|阿拉伯文|阿拉伯语|アラビア語|아랍어|العربية|arapça",
    "nl": "dutch|niederländisch|néerlandais|neerlandés|holandés|olandese|holandês|нидерландский|"
    "荷兰文|荷蘭文|オランダ語|nederlands",
    "tr": "turkish|türkisch|turc|turco|турецкий|土耳其文|土耳其语|トルコ語|turks|türkçe",
    "pl": "polish|polnisch|polonais|polaco|polacco|polonês|польский|波兰文|波蘭文|ポーランド語|pools|polski",
    "sv": "swedish|schwedisch|suédois|sueco|svedese|шведский|瑞典文|スウェーデン語|zweeds|svenska",
    "no": "norwegian|norwegisch|norvégien|noruego|norvegese|norueguês|норвежский|挪威文|ノルウェー語|noors|norsk",
    "da": "danish|dänisch|danois|danés|danese|dinamarquês|датский|丹麦文|丹麥文|デンマーク語|deens|dansk",
    "fi": "finnish|finnisch|finnois|finés|finlandés|finlandese|finlandês|финский|"
    "芬兰文|芬蘭文|フィンランド語|fins|suomi",
    "cs": "czech|tschechisch|tchèque|checo|ceco|tcheco|чешский|捷克文|チェコ語|tsjechisch|čeština|český",
    "sk": "slovak|slowakisch|slovaque|eslovaco|slovacco|словацкий|斯洛伐克文|slovenčina",
    "hu": "hungarian|ungarisch|hongrois|húngaro|ungherese|венгерский|匈牙利文|ハンガリー語|hongaars|magyar",
    "bg": "bulgarian|bulgarisch|bulgare|búlgaro|bulgaro|болгарский|保加利亚文|български",
    "ro": "romanian|rumänisch|roumain|rumano|rumeno|romeno|румынский|罗马尼亚文|română",
    "el": "greek|griechisch|grec|griego|greco|grego|греческий|希腊文|希臘文|ελληνικά",
    "he": "hebrew|hebräisch|hébreu|hebreo|ebraico|hebraico|иврит|希伯来文|希伯來文|עברית",
    "fa": "persian|farsi|persisch|persan|persa|персидский|波斯文|فارسی",
    "ca": "catalan|katalanisch|catalán|catalano|catalão|каталанский|加泰罗尼亚文|català",
    "id": "indonesian|bahasa indonesia|indonesisch|indonésien|indonesio|indonesiano|индонезийский|印尼文",
    "ms": "malay|bahasa malaysia|malaiisch|malais|malayo|malese|马来文|馬來文",
    "th": "thai|thailändisch|thaï|tailandés|тайский|泰文|泰语",
    "vi": "vietnamese|vietnamesisch|vietnamien|vietnamita|вьетнамский|越南文",
    "hi": "hindi", "ur": "urdu", "sr": "serbian|serbisch|serbe|serbio|serbo|сербский",
    "hr": "croatian|kroatisch|croate|croata|хорватский", "sl": "slovenian|slowenisch|slovène|esloveno|sloveno",
    "et": "estonian|estnisch|estonien|estonio|estone", "lv": "latvian|lettisch|letton|letón|lettone",
    "lt": "lithuanian|litauisch|lituanien|lituano", "bs": "bosnian|bosnisch", "mk": "macedonian|mazedonisch",
}  # fmt: skip
_LANGUAGE_OF: Final = {name: code for code, names in _LANGUAGES.items() for name in names.split("|")}
_FORM_OF_SCRIPT = re.compile(r"\s*[-–—(（].{2,24}$")


def language_code(text: str) -> str:
    """Return the ISO 639-1 code of a line that is only the name of a language, in any interface; "" for any other."""
    name = text.strip().casefold()
    if len(name) > 40:
        return ""
    return _LANGUAGE_OF.get(name) or _LANGUAGE_OF.get(_FORM_OF_SCRIPT.sub("", name), "")


_RIGHTS = re.compile(
    r"(?:copyright\b|©|\(c\)|urheberrecht|derechos|droits|diritti|direitos|版权|版權|著作権|저작권|авторские)|"
    r"all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits|todos\s+(?:los|os)|tutti\s+i\s+diritti|"
    r"все\s+права|無断|不許|복제",
    re.IGNORECASE,
)
_HOLDER = re.compile(r"\s*(?:copyright|©|\(c\))?[\s:.]*(?:©|\(c\))?[\s,.]*(?:(?:19|20)\d\d)?[\s,.:]*(?:by\s+)?", re.I)
_RESERVED = re.compile(
    r"[\s,.;-]*(?:all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits|todos\s+(?:los|os)\s|"
    r"tutti\s+i\s+diritti|все\s+права).*",
    re.IGNORECASE,
)


def is_copyright(text: str) -> bool:
    """Return whether a line that follows the language names the holder of the rights."""
    return len(text) < 300 and _RIGHTS.search(text) is not None


def rights_holder(text: str) -> str:
    """Return the name in a copyright line, or ""."""
    found = _HOLDER.match(text)
    return _RESERVED.sub("", text[found.end() if found else 0 :]).strip(" ,.;") if is_copyright(text) else ""


_NAME = r"(?:Dow\s+Jones\s+)?Factiva®?|Dow\s+Jones(?:\s*&\s*Company)?"
NAME: Final = re.compile(rf"\s*(?:{_NAME})\s*", re.IGNORECASE)
"""A line that is only the name of the database."""
_FURNITURE = re.compile(
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
SUMMARY: Final = re.compile(
    r"\s*(?:search summary|zusammenfassung der suche|suchzusammenfassung|résumé de (?:la )?recherche|"
    r"resumen de (?:la )?búsqueda|riepilogo (?:della )?ricerca|resumo da (?:pesquisa|busca)|сводка поиска|"
    r"результаты поиска|搜索摘要|搜尋摘要|搜索摘要|検索(?:の)?概要|検索サマリー|검색 요약)\s*",
    re.IGNORECASE,
)
"""The title of the description of the search, at the end of an export. Everything after it describes the search."""
TIMESTAMP: Final = re.compile(
    r"\s*(?:timestamp|zeitstempel|horodatage|marca (?:de tiempo|temporal|de hora)|data e ora|data/hora|"
    r"carimbo de (?:data|hora)|отметка времени|метка времени|时间戳|時間戳記|時間戳|タイムスタンプ|타임스탬프)"
    r"\s*[:：]?\s*(.*)",
    re.IGNORECASE,
)
"""The row of that description that says when the export was made."""


def is_furniture(text: str) -> bool:
    """Return whether a line outside the articles is of the export's own pages: its name, page numbers, contents."""
    return not text.strip() or (len(text) < 260 and _FURNITURE.fullmatch(text) is not None)


def is_page_foot(text: str) -> bool:
    """Return whether a line is the foot of a printed page, which may stand within an article."""
    return len(text) < 200 and "activa" in text and ("©" in text or "Page" in text) and is_furniture(text)
