"""The words of Nexis and LexisNexis exports: labels of fields, and notices, in the languages of the interface.

Sources: exports in the test suites of public parsers (LexisNexisTools, newspapers, tm.plugin.lexisnexis, AmCAT).
The interface sets the language of the labels, not the article, and one file may mix several.
"""

from __future__ import annotations

import re
from typing import Final

from peaceindex.startup.late_pattern import late_pattern

_KINDS: Final = {
    "authors": "byline|author|name|autor|autorin|auteur|signature|autore|autora|auteurs|autoren|authors",
    "section": "section|rubrik|rubrique|sectie|rubriek|sección|seccion|sezione|seção|secção|ressort",
    "length": "length|länge|laenge|longueur|lengte|longitud|extensión|extension|lunghezza|comprimento|extensão|umfang",
    "title": "headline|title|titel|überschrift|ueberschrift|titre|kop|titular|título|titulo|titolo|schlagzeile",
    "dateline": "dateline|ortsmarke|lieu|plaats|datación",
    "highlight": (
        "highlight|abstract|teaser|chapeau|encart|insert|samenvatting|zusammenfassung|résumé|resumen|summary|deck|kicker"
    ),
    "body": "body|text|tekst|texte|texto|testo|volledige tekst|full text|textkörper|hauptteil|corps|cuerpo|corpo",
    "loaded": (
        "load date|update|upload|date chargement|ladedatum|laaddatum|fecha de carga|data caricamento|date de chargement"
    ),
    "language": "language|sprache|langue|taal|idioma|lingua|língua",
    "graphic": (
        "graphic|graphics|photo|photos|photo(s)|caption|grafik|graphique|grafiek|gráfico|grafico|illustration|infographic|foto"
    ),
    "subject": (
        "subject|subjects|pub subject|terms|thema|themen|sujet|sujets|onderwerp|onderwerpen|tema|materia|soggetto|"
        "argomento|assunto"
    ),
    "place": (
        "geographic|geography|country|state|city|geo localization|geographie|geografie|localisation geo|géographie|"
        "geografía|geografia|region|land"
    ),
    "url": "url|link|web address|adresse internet",
    "document_id": "acc no|document id|accession number",
    "correction": "correction|corrections|korrektur|berichtigung|rectificatif|rectificatie|corrección|correzione",
    "correction_date": "correction date",
    "programme": "show",
    "head": (
        "series|column|distribution|guests|guest|anchor|anchors|reporters|reporter|host|version|serie|série|"
        "correction appended|credit|edition"
    ),
    "tail": (
        "publication type|type|pub type|document type|type publication|zeitungs code|code revue|journal code|issn|isbn|"
        "person|persons|organization|organisation|company|ticker|industry|stock symbol|activity sector|firma|personne|"
        "societe|société|symbole boursier|secteur activite|bedrijf|persoon|notes|note|bio|bibliographie|notiz|"
        "copyright|"
        "source|quelle|hlead|publication|publisher|class|empresa|persona|compañía|azienda|naics|sic|classification|"
        "publication id|transcript|doctype|day|volume|issue|uuid"
    ),
}
LABELS: Final[dict[str, str]] = {label: kind for kind, labels in _KINDS.items() for label in labels.split("|")}
"""Label in small letters, with spaces for hyphens -> kind of field."""

HEAD_KINDS: Final = frozenset(
    ("authors", "section", "length", "title", "dateline", "highlight", "body", "programme", "head")
)
"""The kinds of fields that stand before the body."""

_LABEL = late_pattern(
    r"\s{0,6}\**([^\W\d_][\w()'’-]{0,24}(?:[ -][\w()'’]{1,14}){0,2})\**[ \u00a0]?[:：]\**(?=[\s\u00a0]|$)"
)


def label_of(text: str) -> tuple[str, str, str] | None:
    """Return the label at the start of a line as written, its kind, and the rest of the line; None without a label."""
    start = text[:80]
    if ":" not in start and "：" not in start:  # most lines have none, and this is much quicker
        return None
    found = _LABEL.match(start)
    if not found:
        return None
    kind = LABELS.get(found[1].casefold().replace("-", " "))
    return (found[1], kind, text[found.end() :].strip(" \u00a0\t")) if kind else None


COUNTER: Final = late_pattern(
    r"\s*(?:FOCUS\s*-\s*)?(?:(?P<n>[\d.,]*\d)\s+(?:of|von|de|di|van|из)\s+(?P<all>[\d.,]*\d)\s+"
    r"(?:DOCUMENTS?|Dokumente?n?|Documentos?|Documenti|Documenten)"
    r"|(?:Dokument|Document|Documento|Документ)\s+(?P<n2>\d+)\s+(?:von|of|de|di|sur|van|из)\s+(?P<all2>\d+))\s*",
    re.IGNORECASE,
)
"""The line above each document of a classic export."""


def counter_of(text: str) -> re.Match[str] | None:
    """Return the counter that a line is, or None for any other line."""
    start = text.lower() if len(text) <= 140 else ""
    if "do" not in start and "до" not in start:  # quicker than the pattern, for nearly all lines
        return None
    return COUNTER.fullmatch(text)


COPYRIGHT: Final = late_pattern(r"\s*(?:copyright\b|©|\(c\)\s)\s*(?:©|\(c\))?\s*", re.IGNORECASE)
RIGHTS: Final = late_pattern(
    r"all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+r[ée]serv|alle\s+rechten\s+voorbehouden|"
    r"todos\s+(?:los|os)\s+derechos\s+reservados|todos\s+os\s+direitos\s+reservados|tutti\s+i\s+diritti\s+riservati|"
    r"все\s+права\s+защищены",
    re.IGNORECASE,
)
NOTICE: Final = late_pattern(
    r"\(?(?:correction|corrections) appended\)?\.?|distributed by\b.*|provided by\b.*|supplied by\b.*|this content\b.*|"
    r"newspaper of\b.*|published by\b.*|delivered by\b.*",
    re.IGNORECASE,
)
"""Lines between the outlet and the headline that are neither."""
CORRECTED: Final = late_pattern(r"\(?corrections? appended\)?", re.IGNORECASE)
NOT_SHOWN: Final = late_pattern(
    r"there is an error in this document|not possible to display (?:it|this document)|geen publicatierecht|"
    r"document (?:is )?(?:not|no longer) available|kann nicht angezeigt werden|ne peut (?:pas )?être affiché",
    re.IGNORECASE,
)
"""Notices in place of a document."""
WORD_COUNT: Final = late_pattern(
    r"\s*([\d.,\u00a0 ]*\d)\s*(?:words?|w[öo]rter|mots?|woorden|palabras?|parole|palavras?|ord|słów|слов\w*)\b",
    re.IGNORECASE,
)
REQUEST: Final = late_pattern(
    r"\s*(?:download request|print request|printopdracht|druckauftrag|downloadauftrag|demande d['’]impression|"
    r"demande de téléchargement|solicitud de (?:impresión|descarga)|time of request|tijdstip printopdracht|"
    r"uhrzeit der anfrage|research information|print number|number of lines)\s*:",
    re.IGNORECASE,
)
"""The beginning of the cover, or of the page at the end, of a classic export."""
REQUEST_TIME: Final = late_pattern(
    r"\s*(?:time of request|tijdstip printopdracht|uhrzeit der anfrage|zeit der anfrage|heure de la demande|"
    r"date and time|datum und uhrzeit|date et heure|fecha y hora|datum en tijd|data e ora|data e hora)\s*:\s*(.+)",
    re.IGNORECASE,
)
END_OF_DOCUMENT: Final = late_pattern(
    r"\s*(?:end of document|ende des dokuments|fin du document|fin del documento|einde van (?:het )?document|"
    r"fine del documento|fim do documento)\s*",
    re.IGNORECASE,
)
BODY_BEGINS: Final = late_pattern(
    r"\s*(?:body|text|textkörper|hauptteil|haupttext|texte|corps|corps du texte|cuerpo|tekst|testo|texto|corpo)\s*",
    re.I,
)
PART_AFTER_BODY: Final = late_pattern(
    r"\s*(classification|klassifi[kz]ierung|klassifikation|clasificación|classificatie|classificazione|classificação|"
    r"graphic|graphics|grafik|graphique|gráfico|illustrations?|abbildung|corrections?|related articles|notes|"
    r"correction-date)\s*",
    re.IGNORECASE,
)
DOCUMENT_COUNT: Final = late_pattern(
    r"\s*(?:documents?|dokumente?|documentos?|documenti|documento|documenten)\s*\((\d[\d.,]*)\)\s*", re.IGNORECASE
)
"""The line with the number of documents on the cover of a Nexis Uni export."""
