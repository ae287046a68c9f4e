"""The labels that scrapers and archives write before a value, and the meaning of each."""

from __future__ import annotations

from typing import Final

_LABELS_BY_FIELD = {
    "title": (
        "title|subject|betreff|asunto|objet|oggetto|onderwerp|assunto|konu|temat|тема|headline|"
        "article title|og:title|titel|überschrift|schlagzeile|título|titulo|titular|titre|titolo|"
        "заголовок|название|назва|başlık|baslik|tytuł|nadpis|العنوان|כותרת|name"
    ),
    "outlet": (
        "source|outlet|publisher|publication|site|site name|sitename|og:site name|newspaper|website|"
        "media|agency|quelle|medium|herausgeber|fuente|medio|éditeur|fonte|testata|источник|издание|"
        "джерело|видання|kaynak|źródło|zdroj|المصدر|מקור"
    ),
    "date": (
        "date|sent|gesendet|enviado|envoyé|отправлено|published|published at|publish date|"
        "publication date|date published|datepublished|pubdate|pub date|published on|published time|"
        "article:published time|date publish|posted|posted on|timestamp|time|datum|veröffentlicht|"
        "erschienen|erschienen am|fecha|publicado|publié|publié le|date de publication|data|"
        "pubblicato|дата|дата публикации|дата публікації|опубликовано|опубліковано|tarih|yayın tarihi|"
        "yayınlanma|opublikowano|التاريخ|תאריך"
    ),
    "modified": (
        "modified|updated|last updated|last modified|date modified|datemodified|date modify|"
        "updated at|article:modified time|aktualisiert|actualizado|mis à jour|обновлено|оновлено|"
        "güncelleme|aggiornato"
    ),
    "authors": (
        "author|authors|by|byline|writer|reporter|creator|dc:creator|autor|autoren|autorin|verfasser|"
        "auteur|auteurs|autore|autores|автор|авторы|автори|yazar|muhabir|autorzy|الكاتب|כותב"
    ),
    "url": (
        "url|link|address|permalink|canonical|canonical url|og:url|source url|article url|uri|web|"
        "href|adresse|ссылка|посилання|bağlantı|adres"
    ),
    "tags": (
        "tags|tag|keywords|topics|labels|news keywords|article:tag|schlagwörter|schlagworte|"
        "stichwörter|themen|etiquetas|palabras clave|mots clés|mots-clés|parole chiave|теги|"
        "ключевые слова|ключові слова|etiketler|tagi"
    ),
    "lead": (
        "description|summary|lead|abstract|excerpt|subtitle|standfirst|dek|og:description|teaser|"
        "beschreibung|zusammenfassung|vorspann|descripción|resumen|chapeau|résumé|описание|лид|опис|"
        "özet|spot"
    ),
    "language": ("language|lang|locale|in language|sprache|idioma|langue|lingua|язык|мова|dil|język"),
    "body": (
        "text|body|content|article|full text|fulltext|maintext|main text|cleaned text|article text|"
        "articlebody|story|inhalt|volltext|texto|texte|testo|текст|содержание|metin|içerik|treść"
    ),
    "section": (
        "from|to|cc|reply to|von|an|de|para|à|от|кому|section|category|categories|rubrik|ressort|"
        "kategorie|sección|rubrique|sezione|рубрика|раздел|розділ|kategori|type|og:type|word count|"
        "words|reading time|id|doc id|document id|article id|image|image url|og:image|country|region|"
        "location|place|dateline|file|filename|domain|host|hostname|status|encoding|copyright|license"
    ),
    "crawl": (
        "crawled|crawled at|crawl date|crawl time|fetched|fetched at|fetch time|retrieved|"
        "retrieved at|scraped|scraped at|scrape date|downloaded|downloaded at|date download|"
        "download date|accessed|access date|archived|archived at|snapshot|indexed|collected|"
        "collected at|abgerufen|abgerufen am|consultado|дата сбора"
    ),
}

LABELS: Final[dict[str, str]] = {
    label.replace("-", " ").replace("_", " "): field
    for field, labels in _LABELS_BY_FIELD.items()
    for label in labels.split("|")
}
