"""The names that the columns of tables have in many languages, and what each column holds."""

from __future__ import annotations

import unicodedata
from typing import Final

from peaceindex.sources.field_labels import LABELS
from peaceindex.startup.late_pattern import late_pattern

_NAMES: Final[dict[str, str]] = {
    "text": (
        "maintext|main text|plaintext|plain text|article body|body text|cleaned text|clean text|article text|"
        "full text|fulltext|content text|story text|news text|post text|tweet text|text|body|content|"
        "content encoded|article content|news content|page content|raw text|selftext|paragraphs|transcript|"
        "volltext|artikeltext|haupttext|textinhalt|nachrichtentext|beitragstext|fließtext|artikelinhalt|inhalt|"
        "texte intégral|texte de l'article|texte complet|contenu de l'article|corps du texte|corps de l'article|"
        "texte|contenu|corps|"
        "texto completo|texto íntegro|texto de la noticia|texto del artículo|cuerpo del texto|cuerpo de la noticia|"
        "texto|cuerpo|contenido|"
        "texto integral|texto da notícia|texto da matéria|corpo do texto|corpo da notícia|conteúdo|corpo|"
        "testo completo|testo integrale|testo dell'articolo|testo articolo|corpo del testo|testo|contenuto|"
        "volledige tekst|artikeltekst|tekst van het artikel|hoofdtekst|tekst|inhoud|"
        "полный текст|текст статьи|текст новости|текст публикации|текст сообщения|основной текст|текст|содержание|"
        "содержимое|контент|"
        "повний текст|текст статті|текст новини|текст публікації|основний текст|зміст|вміст|"
        "tam metin|haber metni|makale metni|metin|haber içeriği|içerik|gövde|yazı|"
        "النص الكامل|نص المقال|نص الخبر|النص|نص|المحتوى|محتوى|المتن|متن|"
        "متن کامل|متن خبر|متن مقاله|محتوای خبر|محتوا|"
        "正文|全文|正文内容|文章内容|文章正文|新闻正文|新闻内容|新聞內容|報導內容|报道内容|内文|內文|本文|文本|内容|內容|"
        "pełny tekst|tekst artykułu|treść artykułu|pełna treść|treść|zawartość|"
        "記事本文|テキスト|본문|기사 본문|본문 내용|텍스트|내용|תוכן הכתבה|גוף הכתבה|טקסט|תוכן|κείμενο|περιεχόμενο|"
        "celý text|text článku|obsah|szöveg|teljes szöveg|tartalom|conținut|textul|sadržaj|садржај|brödtext|innehåll|"
        "indhold|innhold|teksti|sisältö|पाठ|सामग्री|isi berita|teks|isi|konten|nội dung|văn bản|mətn|"
        "message|tweet|post|story|article|nachricht|artikel|article de presse|noticia|artículo|nota|notícia|matéria|"
        "articolo|bericht|статья|сообщение|стаття|повідомлення|haber|makale|الخبر|المقال|خبر|مقاله|文章|artykuł|記事"
    ),
    "markup": "content html|html content|html|raw html|article html|page source|body html|html body|html text",
    "title": (
        "title|headline|article title|news title|web title|title page|webtitle|"
        "titel|überschrift|schlagzeile|artikeltitel|titre|titre de l'article|gros titre|"
        "título|titular|título de la noticia|título da notícia|manchete|titolo|titolo articolo|titolo dell'articolo|"
        "kop|koptekst|krantenkop|заголовок|заголовок статьи|название|заглавие|заголовок статті|назва|"
        "başlık|haber başlığı|manşet|العنوان|عنوان|عنوان المقال|عنوان الخبر|تیتر|عنوان خبر|سرتیتر|"
        "标题|標題|题目|題目|新闻标题|新聞標題|文章标题|tytuł|nagłówek|tytuł artykułu|見出し|タイトル|제목|기사 제목|"
        "כותרת|τίτλος|titulek|nadpis|název|cím|titlu|naslov|наслов|overskrift|otsikko|शीर्षक|judul|tiêu đề|başlıq|"
        "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|тема|konu|temat|name"
    ),
    "outlet": (
        "outlet|outlet name|media outlet|news outlet|newspaper|newspaper name|publication|publication title|"
        "publication name|publisher|media name|medium|media|source name|source title|source|news source|site name|"
        "sitename|meta site name|source hostname|"
        "zeitung|zeitungsname|quelle|quellenname|publikation|herausgeber|"
        "journal|nom du journal|média|titre de presse|éditeur|nom de la source|"
        "fuente|medio|periódico|diario|nombre del medio|publicación|"
        "fonte|veículo|jornal|publicação|nome do veículo|testata|giornale|nome testata|pubblicazione|"
        "bron|krant|publicatie|naam krant|bronnaam|источник|издание|газета|сми|название сми|название издания|"
        "джерело|видання|змі|назва видання|kaynak|gazete|yayın organı|kaynak adı|yayın|"
        "المصدر|مصدر|الصحيفة|صحيفة|الجريدة|اسم المصدر|اسم الصحيفة|الوسيلة|منبع|روزنامه|رسانه|خبرگزاری|نام رسانه|"
        "来源|來源|媒体|媒體|报纸|報紙|报刊|媒体名称|媒體名稱|新闻来源|出处|"
        "źródło|gazeta|nazwa gazety|tytuł prasowy|wydawca|dziennik|"
        "媒体名|新聞|新聞社|出典|情報源|언론사|매체|신문|신문사|출처|מקור|עיתון|πηγή|εφημερίδα|zdroj|deník|forrás|"
        "ziar|sursa|izvor|извор|avis|lehti|स्रोत|समाचार पत्र|sumber|nguồn|mənbə|website|site|agency"
    ),
    "published": (
        "publish date|date publish|published at|publication date|date published|published date|published|"
        "published on|publishing date|pub date|pubdate|web publication date|article date|news date|date posted|"
        "posted at|posted on|posted|date|"
        "veröffentlichungsdatum|erscheinungsdatum|publikationsdatum|veröffentlicht am|veröffentlicht|erschienen am|"
        "erschienen|datum|date de publication|date de parution|publié le|publié|"
        "fecha de publicación|fecha publicación|publicado el|publicado|fecha|"
        "data de publicação|data da publicação|publicado em|data di pubblicazione|data pubblicazione|pubblicato il|"
        "pubblicato|data|publicatiedatum|datum publicatie|gepubliceerd op|gepubliceerd|verschijningsdatum|"
        "дата публикации|дата выхода|опубликовано|дата|дата публікації|дата виходу|опубліковано|"
        "yayın tarihi|yayınlanma tarihi|yayım tarihi|haber tarihi|tarih|"
        "تاريخ النشر|نشر في|التاريخ|تاريخ|تاریخ انتشار|تاریخ خبر|تاریخ|"
        "发布日期|发布时间|發布日期|發佈日期|發佈時間|发表日期|发表时间|發表日期|出版日期|刊登日期|刊发日期|日期|"
        "data publikacji|data wydania|opublikowano|公開日|発行日|掲載日|配信日|日付|게시일|발행일|작성일|날짜|일자|"
        "תאריך פרסום|תאריך|ημερομηνία|datum vydání|megjelenés|dátum|data publicării|datum objave|датум|dato|päivämäärä|"
        "दिनांक|तारीख|tanggal|ngày đăng|ngày|datetime|date time|timestamp|时间|時間|日時|time|sent|"
        "created at|created utc"
    ),
    "modified": "last updated|updated at|date modify|更新时间|更新日期|güncelleme tarihi|تاريخ التحديث|gewijzigd",
    "url": (
        "url|article url|story url|news url|page url|web url|web address|canonical url|permalink|link|"
        "webadresse|internetadresse|lien|url de l'article|enlace|vínculo|dirección web|dirección|endereço|ligação|"
        "indirizzo|indirizzo web|collegamento|webadres|ссылка|адрес|адрес страницы|посилання|адреса|"
        "bağlantı|bağlantı adresi|adres|الرابط|رابط|رابط المقال|پیوند|لینک|نشانی|آدرس|"
        "链接|網址|网址|連結|原文链接|文章链接|新闻链接|地址|odnośnik|łącze|adres url|リンク|링크|주소|קישור|"
        "σύνδεσμος|odkaz|hivatkozás|poveznica|tautan|liên kết|address|adresse|uri|href|source url"
    ),
    "authors": (
        "authors|author|author name|byline|writers|writer|reporter|journalist|"
        "autoren|autor|autorin|verfasser|verfasserin|auteur|auteurs|journaliste|autora|autores|periodista|redactor|"
        "jornalista|repórter|autore|autori|giornalista|firma|schrijver|автор|авторы|журналист|автори|журналіст|"
        "yazar|yazarlar|muhabir|gazeteci|الكاتب|كاتب|المؤلف|الصحفي|المحرر|نویسنده|نویسندگان|خبرنگار|"
        "作者|记者|記者|撰稿人|文章作者|autorzy|autorka|dziennikarz|著者|執筆者|筆者|기자|저자|작성자|כותב|מחבר|"
        "συντάκτης|szerző|penulis|tác giả|creator"
    ),
    "language": (
        "language|lang|taal|sprache|langue|idioma|lingua|язык|мова|dil|اللغة|زبان|语言|語言|język|言語|언어|שפה"
    ),
    "tags": (
        "tags|keywords|topics|trefwoorden|palavras chave|etiquetas|الكلمات المفتاحية|وسوم|کلیدواژه ها|برچسب ها|"
        "关键词|關鍵詞|标签|標籤|słowa kluczowe|anahtar kelimeler|キーワード|키워드"
    ),
    "lead": (
        "lead paragraph|abstract note|abstract|summary|description|snippet|teaser|excerpt|sommario|resumo|samenvatting|"
        "аннотация|анотація|الملخص|ملخص|چکیده|خلاصه|摘要|简介|streszczenie|zajawka|要約|요약"
    ),
    "section": "section|rubrik|ressort|rubrique|sección|seção|sezione|rubriek|рубрика|раздел|розділ|القسم|栏目|dział",
    "page": "page|page number|seite|seitenzahl|página|pagina|страница|сторінка|sayfa|الصفحة|صفحه|版面|strona",
    "edition": "edition|ausgabe|édition|edición|edição|edizione|editie|baskı|الطبعة",
    "words": "word count|wordcount|words|wortzahl|wörter|nombre de mots|número de palabras|字数|字數|liczba słów",
    "document_id": "document id|doc id|accession number|accession no|access number",
    "retrieved": (
        "retrieved at|retrieved|date download|download date|downloaded at|scraped at|scrape date|crawled at|crawl date|"
        "fetched at|indexed date|collected at|accessed|access date|date accessed|collect date|abgerufen am|abrufdatum|"
        "consulté le|дата сбора|采集时间|抓取时间|爬取时间"
    ),
    "key": "id|uuid|guid|article id|stories id|story id|key|nr|no|编号",
}
"""The names of columns by what they hold. Of several columns that hold the same, the one named first here counts."""

_FROM_LABELS = {
    "body": "text", "title": "title", "outlet": "outlet", "date": "published", "modified": "modified", "url": "url",
    "authors": "authors", "tags": "tags", "lead": "lead", "language": "language", "crawl": "retrieved",
}  # fmt: skip
_CAMEL_CASE = late_pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN_WORDS = late_pattern(r"[\s_\-.:/\\]+")
_DOTLESS = str.maketrans({"ı": "i", "’": "'", "\u200c": " ", "ي": "ی", "ك": "ک"})


def plain(name: str) -> str:
    """Return the plain name of a column, without case and accents: `publish date` for `publishDate`."""
    spaced = _BETWEEN_WORDS.sub(" ", _CAMEL_CASE.sub(" ", name)).strip(" \"'*#[]()")
    letters = unicodedata.normalize("NFKD", spaced.casefold()).translate(_DOTLESS)
    return "".join(c for c in letters if not unicodedata.combining(c)).strip()


def _known_names() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for kind, names in _NAMES.items():
        for rank, name in enumerate(names.split("|")):
            known.setdefault(plain(name), (kind, rank))
    for label, label_kind in LABELS.items():
        if kind := _FROM_LABELS.get(label_kind, ""):
            known.setdefault(plain(label), (kind, 1000))
    return known


KNOWN: Final = _known_names()
"""What a column with this plain name holds, and its rank among those that hold the same (the lowest counts)."""
