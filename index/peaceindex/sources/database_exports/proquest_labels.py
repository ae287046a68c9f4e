"""The labels of ProQuest, in the languages of its interface, and the meaning of each.

Those of fields follow the interface; those of the full text and the publication info are only known in English, and
translated as ProQuest translates its other labels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD: Final = {
    "authors": (
        "Author|Authors|Autor|Autoren|Auteur|Autore|Автор|Yazar adı|Yazar|المؤلف|作者|著者|저자|Szerző|Forfatter|"
        "Pengarang|ผู้แต่ง"
    ),
    "info": (
        "Publication info|Publication information|Publikationsinfo|Informationen zur Publikation|"
        "Publikationsinformationen|Infos de publication|Informations de publication|Informations sur la publication|"
        "Información de publicación|Información de la publicación|Informazioni sulla pubblicazione|"
        "Informações da publicação|Informações de publicação|Информация о публикации|Yayın bilgisi|"
        "Yayın bilgileri|معلومات النشر|出版物信息|出版物資訊|出版情報|Informacje o publikacji"
    ),
    "abstract": (
        "Abstract|Kurzfassung|Zusammenfassung|Résumé|Resumen|Riassunto|Resumo|Аннотация|Реферат|Резюме|Özet|"
        "الملخص|مستخلص|摘要|抄録|초록|Streszczenie|Kivonat|Sammendrag|Abstrak"
    ),
    "links": "Links|Link|Liens|Enlaces|Collegamenti|Ссылки|Bağlantılar|الروابط|链接|連結|リンク|Linki",
    "body": (
        "Full text|Volltext|Texte intégral|Texte complet|Texto completo|Texto integral|Testo integrale|"
        "Testo completo|Полный текст|Tam metin|النص الكامل|全文|完整文本|전문|전체 텍스트|Pełny tekst|Teljes szöveg|"
        "Fulltekst|Teks lengkap"
    ),
}
_FRONT_OF_TAIL: Final = {
    "tags": (
        "Subject|Business indexing term|Location|People|Identifier / keyword|Identifier|Thema|Ort|Personen|"
        "Identifikator/Schlüsselwort|Sujet|Lieu|Personnes|Identificateur / mot-clé|Materia|Lugar|Lugares|Personas|"
        "Identificador / palabra clave|Soggetto|Luogo|Persone|Identificativo/parola chiave|Assunto|Local|Pessoas|"
        "Identificador / palavra-chave|Тема|Местоположение|Люди|Идентификатор / ключевое слово|Konu|Konum|Kişiler|"
        "Tanımlayıcı / anahtar kelime|الموضوع|الموقع|الأشخاص|معرف / كلمة أساسية|主题|位置|人物|标识符/关键字|主題|"
        "識別碼/關鍵字|識別子 / キーワード|주제|식별자/키워드|Temat|Identyfikator/słowo kluczowe|Tárgy|"
        "Azonosító / kulcsszó|"
        "Emne|Identifikator/nøkkelord|Subjek|Pengidentifikasi/kata kunci"
    ),
    "companies": (
        "Company / organization|Company|Organization|Unternehmen/Organisation|Société / organisation|"
        "Empresa / organización|Azienda / organizzazione|Empresa / organização|Компания / организация|"
        "Şirket / kuruluş|公司/组织"
    ),
    "other": (
        "Classification|Klassifikation|Clasificación|Classificazione|Classificação|Классификация|Sınıflandırma|分类"
    ),
    "credit": "Credit",
    "caption": "Caption|Captions|Illustration|Photo|Correction",
    "title": ("Title|Titel|Titre|Título|Titolo|Название|Başlık|العنوان|标题|標題|タイトル|제목|Cím|Tittel|Tytuł|Judul"),
}
_TAIL: Final = {
    "outlet": (
        "Publication title|Titel der Publikation|Titre de la publication|Título de publicación|"
        "Título de la publicación|Titolo pubblicazione|Título da publicação|Название публикации|Yayın adı|"
        "عنوان المطبوعة|出版物名称|出版物名稱|出版物のタイトル|출판물 제목|Publikáció címe|"
        "Utgivelsestittel|Tytuł publikacji|"
        "Judul publikasi"
    ),
    "published": (
        "Publication date|Publikationsdatum|Date du diplôme|Date de publication|Fecha de titulación|"
        "Fecha de publicación|Data di pubblicazione|Data de publicação|Data da publicação|Дата публикации|"
        "Yayınlanma tarihi|تاريخ النشر|出版日期|出版日|출판 날짜|Publikáció dátuma|Utgivelsesdato|Data publikacji|"
        "Tanggal publikasi"
    ),
    "section": (
        "Section|Bereich|Sección|Sezione|Seção|Secção|Раздел|Bölüm|القسم|章节|區段|セクション|섹션|Rész|"
        "Del|Rozdział|Bagian"
    ),
    "page": (
        "Pages|Page|First page|Start page|Seiten|Erste Seite|Première page|Páginas|Primera página|"
        "Pagine|Prima pagina|"
        "Primeira página|Страницы|Первая страница|Sayfalar|İlk sayfa|الصفحات|页|頁面|ページ|페이지|"
        "Oldalak|Sider|Strony|"
        "Halaman"
    ),
    "edition": "Edition",
    "language": (
        "Language of publication|Publikationssprache|Langue de publication|Idioma de la publicación|"
        "Lingua di pubblicazione|Idioma de publicação|Язык публикации|Yayın Dili|لغة النشر|出版物语言|出版物語言|"
        "出版物の言語|출판 언어|Publikáció nyelve|Utgivelsesspråk|Język publikacji|Bahasa publikasi"
    ),
    "publisher": (
        "Publisher|Herausgeber|Éditeur|Editorial|Casa editrice|Editora|Издательство|Yayıncı|الناشر|"
        "出版商|出版者|出版社|"
        "출판사|Kiadó|Utgiver|Wydawca|Penerbit"
    ),
    "document_id": "ProQuest document ID",
    "url": "Document URL",
    "copyright": ("Copyright|حقوق النشر|Telif Hakkı|版权|著作權|著作権|Opphavsrett|Prawa autorskie|Hak cipta"),
    "field": (
        "Volume|Issue|Number of pages|Publication year|Year|column|Dateline|Supplement|Place of publication|"
        "Country of publication|Publication subject|ISSN|e-ISSN|CODEN|Source type|Document type|Document feature|"
        "Last updated|Database|URL|DOI|Notes|Language|Sourcetype|Publication history|Online publication date|"
        "Milestone dates|Accession number|Band|Ausgabe|Seitenanzahl|Erscheinungsjahr|Jahr|Verlagsort|"
        "Publikationsland|Fachgebiet der Publikation|Quellentyp|Dokumententyp|Zuletzt aktualisiert|Datenbank|Sprache|"
        "Numéro|Nombre de pages|Année de publication|Année|Lieu de publication|Pays de publication|"
        "Sujet de la publication|Type de source|Type de document|Dernière mise à jour|Base de données|Langue|Tomo|"
        "Número|Número de páginas|Año de publicación|Año|Lugar de publicación|País de publicación|"
        "Materia de la revista|Tipo de fuente|Tipo de documento|Última actualización|Base de datos|Idioma|Fascicolo|"
        "Numero di pagine|Anno di pubblicazione|Anno|Luogo di pubblicazione|Paese di pubblicazione|Soggetto rivista|"
        "Tipo di fonte|Tipo di documento|Ultimo aggiornamento|Lingua|Edição|Ano de publicação|Ano da publicação|Ano|"
        "Local de publicação|País de publicação|Assunto do periódico|Tipo de fonte|Última atualização|Base de dados|"
        "Том|Выпуск|Число страниц|Год публикации|Год|Место публикации|Страна публикации|Тематика журнала|"
        "Тип источника|Тип документа|Последнее обновление|База|База данных|Язык|Cilt|Sayı|Sayfa sayısı|Yayın Yılı|"
        "Yıl|Basım yeri|Yayınlanma ülkesi|Dergi konusu|Yayın türü|Belge türü|Son güncelleme|Veritabanı|Dil|المجلد|"
        "الإصدار|عدد الصفحات|عام النشر|العام|مكان النشر|بلد النشر|موضوع الدورية|نوع المصدر|نوع المستند|"
        "قاعدة البيانات|"
        "اللغة|卷|期|页数|出版年份|出版年|出版物地点|出版物国家/地区|期刊主题|来源类型|文档类型|数据库|"
        "语言|卷期|頁數|出版地|"
        "出版國家/地區|期刊主題|來源類型|文件類型|資料庫|語言|巻|号|ページ数|出版国|学術誌の主題|リソースタイプ|"
        "ドキュメントのタイプ|データベース|言語|권|호|페이지 수|출판 연도|연도|출판 지역|출판 국가|"
        "저널 주제|원본 유형|문서 형식|"
        "데이터베이스|언어|Kötet|Szám|Oldalszám|Publikáció éve|Év|Publikáció helye|Publikáció országa|Forrástípus|"
        "Dokumentum típusa|Adatbázis|Nyelv|Volum|Utgave|Antall sider|Utgivelsesår|Utgivelsessted|Utgivelsesland|"
        "Kildetype|Dokumenttype|Språk|Tom|Wydanie|Liczba stron|Rok publikacji|Rok|Miejsce publikacji|Kraj publikacji|"
        "Typ źródła|Rodzaj dokumentu|Baza danych|Język|Edisi|Jumlah halaman|Tahun publikasi|Tempat publikasi|"
        "Negara publikasi|Jenis sumber|Jenis dokumen|Basis data"
    ),
}

_OTHER_THAN_WORDS = late_pattern(r"[\W_]+")
_LABEL = late_pattern(r"[ \t]*([^\W\d_][^:：\n]{0,60}?)[ \t]*[:：][ \t]*(.*)", re.DOTALL)


def _key(label: str) -> str:
    return _OTHER_THAN_WORDS.sub("", label.casefold())


def _by_key(kinds: dict[str, str]) -> dict[str, str]:
    return {_key(label): kind for kind, labels in kinds.items() for label in labels.split("|")}


_KINDS: Final = _by_key(_TAIL) | _by_key(_FRONT_OF_TAIL) | _by_key(_HEAD)
HEAD: Final = frozenset(_HEAD)
"""The kinds of labels before the text."""
FRONT_OF_TAIL: Final = frozenset(_FRONT_OF_TAIL)
"""The kinds of labels that follow the text at once. They may also be words of a text."""
TAIL: Final = frozenset(_TAIL)
"""The kinds of labels that follow those."""


def field_of(line: str) -> tuple[str, str] | None:
    """Return the kind of the label at the start of a line, and its value; None if it has no label of ProQuest."""
    found = _LABEL.match(line[:200])
    if not found:
        return None
    label = found[1].casefold()
    kind = _KINDS.get(_key(label))
    value = line[found.start(2) :].strip()
    if kind is None and "proquest" in label and value.replace("-", "").isdigit():
        kind = "document_id"
    elif kind is None and value.startswith(("http://", "https://")) and len(label) < 40 and "docview" in value:
        kind = "url"
    return (kind, value) if kind else None


_BODY_LABELS: Final = frozenset(_HEAD["body"].lower().split("|"))
_PUBLICATION_LABELS: Final = frozenset(
    "|".join((_TAIL["outlet"], _TAIL["published"], _HEAD["info"])).lower().split("|")
)


def has_labels(labels: Iterable[str]) -> bool:
    """Return whether there are labels of a full text and of its publication among these, given in lower case."""
    labels = frozenset(labels)
    return not _BODY_LABELS.isdisjoint(labels) and not _PUBLICATION_LABELS.isdisjoint(labels)
