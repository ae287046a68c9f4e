"""Explicit evidence that a line is furniture wherever it stands: it says so itself, in words that no article uses so.

Where a source states the body of its article, nothing but this cuts a line: neither its place nor its look does.
"""

from __future__ import annotations

import re
from typing import Final

from peaceindex.cleaning import looks
from peaceindex.cleaning.cues import legal_words
from peaceindex.cleaning.page import Page

PITCH: Final = "pitch for a subscription or newsletter"
_MORE: Final = "pointer to the full text"
_SHARE: Final = "share buttons"
_POINTER: Final = "pointer to another article"
_RIGHTS: Final = "copyright or legal notice"
_CREDIT: Final = "credit of a picture"
_PRINT: Final = "running head or foot of a print"
_EMPTY: Final = "signs without words"

_SHARE_WORDS: Final = frozenset(
    """share tweet print email facebook twitter linkedin pinterest whatsapp telegram instagram youtube tiktok reddit
    flipboard x viber vkontakte messenger mastodon bluesky threads copy link mail sms teilen drucken merken partager
    imprimer compartir imprimir enviar condividi stampa compartilhar compartilhe delen dela paylaş yazdır udostępnij
    sdílet поделиться поширити распечатать роздрукувати شارك مشاركة שתפו שתף on via this article story post auf sur en
    su no na в у""".split()  # noqa: SIM905
)
_NETWORKS: Final = frozenset(
    """facebook twitter linkedin pinterest whatsapp telegram instagram reddit flipboard viber vkontakte messenger mastodon
    bluesky threads tweet share teilen partager compartir condividi compartilhar compartilhe delen dela paylaş udostępnij
    sdílet поделиться поширити شارك مشاركة שתפו שתף""".split()  # noqa: SIM905
)
_FULL_TEXT = re.compile(
    r"""[\W_]*(?:
        (?:continue|keep)\ reading\b.{0,120} | (?:click\ here\ to\ )?(?:read|see|view)\ (?:the\ )?(?:more|(?:full|whole|entire|original|complete)\ (?:story|article|post|text|report|version))\b.{0,100}
      | (?:the\ )?post\ .{1,300}\ (?:first\ appeared|appeared\ first)\ on\ .{1,100} | this\ (?:article|story|post)\ (?:was\ )?(?:first|originally)\ (?:appeared|published)\ (?:on|in|by|at)\ .{1,100}
      | weiterlesen\b.{0,80} | (?:jetzt\ |hier\ )?(?:den\ )?(?:ganzen|vollständigen)\ (?:artikel|beitrag|text)\ (?:hier\ )?lesen.{0,60} | der\ beitrag\ .{1,300}\ erschien\ zuerst\ auf\ .{1,100}
      | lire\ (?:la\ suite|l['’]article\ (?:complet|entier|original)|plus)\b.{0,80} | l['’]article\ .{1,300}\ est\ apparu\ en\ premier\ sur\ .{1,100}
      | (?:seguir\ leyendo|sigue\ leyendo|leer\ (?:más|la\ nota\ completa|el\ artículo\ completo)|continuar\ leyendo|continúa\ leyendo)\b.{0,80} | la\ entrada\ .{1,300}\ (?:se\ publicó\ primero|apareció\ primero)\ en\ .{1,100}
      | (?:continue\ lendo|continuar\ (?:a\ ler|lendo)|leia\ (?:mais|na\ íntegra|o\ artigo\ completo))\b.{0,80} | o\ post\ .{1,300}\ apareceu\ primeiro\ em\ .{1,100}
      | (?:continua\ a\ leggere|leggi\ (?:tutto|l['’]articolo\ (?:completo|intero)))\b.{0,80} | l['’]articolo\ .{1,300}\ proviene\ da\ .{1,100}
      | (?:lees\ (?:verder|meer|het\ hele\ artikel)|läs\ (?:mer|hela\ artikeln)|les\ (?:mer|hele\ saken)|læs\ (?:mere|hele\ artiklen))\b.{0,60}
      | (?:czytaj\ (?:dalej|więcej|cały\ artykuł)|číst\ (?:dále|celý\ článek)|čtěte\ dále)\b.{0,60}
      | (?:читать\ (?:далее|дальше|полностью|полный\ текст|продолжение)|читати\ (?:далі|повністю|більше)|читайте\ (?:далее|далі))\b.{0,60} | (?:запись|сообщение|допис|запис)\ .{1,300}\ (?:впервые\ появилась?|первоначально\ опубликован[ао]?|з['’]явився\ спочатку)\ (?:на|в|у)\ .{1,100}
      | (?:devamını\ oku(?:mak)?|haberin\ devamı|yazının\ devamı)\b.{0,60} | (?:اقرأ\ المزيد|متابعة\ القراءة|لقراءة\ المزيد|المزيد)\b.{0,60} | (?:ادامه\ مطلب|بیشتر\ بخوانید)\b.{0,60} | (?:קרא\ עוד|המשך\ קריאה|להמשך\ קריאה|קראו\ עוד)\b.{0,60}
      | (?:続きを読む|全文を読む|阅读全文|閱讀全文|查看全文|阅读更多|계속\ 읽기|더\ 보기|전문\ 보기).{0,30}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SHORT_ONLY = re.compile(
    r"[\W_]*(?:read more|see more|view more|more|weiterlesen|mehr|lire la suite|lire plus|leer más|leia mais|leggi tutto|"
    r"lees meer|läs mer|les mer|læs mere|czytaj więcej|devamını oku|читать далее|читати далі)[\W_]*",
    re.IGNORECASE,
)
_PITCH = re.compile(
    r"""
        \b(?:subscribe|sign\ up|register|log\ in|sign\ in|become\ a\ (?:member|subscriber))\b.{0,60}\b(?:to\ (?:read|continue|unlock|access|keep\ reading|get)|for\ (?:full|unlimited)\ access|newsletter|inbox)\b
      | \b(?:this|the\ (?:full|rest\ of\ (?:this|the)))\ (?:article|story|content|post)\ is\ (?:only\ )?(?:for|available\ (?:only\ )?(?:to|for)|reserved\ for|exclusive\ to)\b.{0,40}\b(?:subscribers?|members?)\b
      | \balready\ (?:a|have\ a[n]?)\ (?:subscri|member|account) | \b(?:subscriber|member)s?[- ]only\ (?:content|article|story)\b | \byou\ (?:have|['’]ve)\ (?:reached|read)\b.{0,50}\bfree\ articles?\b
      | \b(?:support\ (?:our|independent)\ (?:journalism|work|newsroom))\b.{0,80}\b(?:donat|subscri|contribut|member|today|by)
      | \bjetzt\ (?:abonnieren|anmelden|registrieren|testen|weiterlesen)\b | \bmit\ (?:dem\ )?\S{0,20}abo\b.{0,40}\b(?:lesen|weiterlesen)\b | \b(?:abonnieren|abonniere)\ sie\b | \bdieser\ (?:artikel|inhalt|text)\ ist\ (?:nur\ )?(?:für\ abonnent|exklusiv|kostenpflichtig)
      | \babonnez[- ]vous\b | \b(?:cet\ article|la\ suite|l['’]article)\ est\ réservée?\ (?:à\ nos\ |aux\ )abonn | \bdéjà\ abonné
      | \b(?:suscríb(?:e|a)(?:te|se))\b | \b(?:contenido|artículo|nota)\ (?:exclusivo|exclusiva|solo)\ para\ (?:suscriptores|socios)\b | \b¿?ya\ (?:eres|es)\ suscriptor
      | \b(?:assine|seja\ assinante)\b.{0,60}\b(?:ler|acesso|newsletter|ilimitad|jornal|continuar)\b | \bconteúdo\ (?:exclusivo|só)\ para\ assinantes\b | \b(?:abbonati|iscriviti)\b.{0,60}\b(?:per|alla|leggere|newsletter)\b | \bcontenuto\ (?:riservato|per)\b.{0,20}\babbonati\b
      | \b(?:подпишитесь|подписывайтесь|підпишіться|підписуйтесь)\b | \b(?:только\ для\ подписчиков|лише\ для\ передплатників|для\ передплатників)\b | \b(?:zaprenumeruj|wykup\ (?:dostęp|subskrypcję)|tylko\ dla\ (?:subskrybentów|prenumeratorów))\b
      | \b(?:abone\ ol(?:un|arak)?)\b | (?:اشترك\ (?:في|الآن)|للمشتركين\ فقط) | (?:הירשמו\ ל|למנויים\ בלבד) | (?:会員限定|この記事は有料|有料会員|订阅后|仅限订阅|구독자\ 전용|구독하기)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MOST_WORDS: Final = 40
"""A line of more words tells something besides."""
_OWNER = re.compile(r"(?:©|\(c\)|copyright)\W{0,3}", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_CREDIT_LINE = re.compile(
    r"[(\[]?\s?(?:main |lead |cover |featured |file )?(?:image|photo|picture|foto|bild|фото|credit|crédit)s?(?: credit| source| courtesy)?"
    r"\s?(?::|©|/|\bby\b|\bcourtesy of\b).{2,60}$",
    re.IGNORECASE,
)


def evidence(page: Page, i: int) -> str | None:
    """What a line is if it says itself that it is none of the article, or None. `i` is its index in `page.lines`."""
    line, words = page.lines[i], page.sizes[i]
    text = line.text
    if not line.key:
        return _EMPTY
    if words > 150:
        return None
    if i in page.page_numbers:
        return _PRINT
    if i in page.notices or _is_notice(page, i):
        return _RIGHTS
    if words > _MOST_WORDS:
        return None
    if i in page.pointers and not _is_whole_sentence(page, i):
        return _POINTER
    found = page.words[i]
    if words <= 12 and len(_NETWORKS.intersection(found)) >= min(2, words) and _SHARE_WORDS.issuperset(found):
        return _SHARE
    if _SHORT_ONLY.fullmatch(text) or (_FULL_TEXT.fullmatch(text) and not _is_whole_sentence(page, i, 16)):
        return _MORE
    if _PITCH.search(text) and text[:1] not in "\"“„«'‘":
        return PITCH
    if words <= 9 and _CREDIT_LINE.match(text):
        return _CREDIT
    return None


def _is_notice(page: Page, i: int) -> bool:
    """Whether a line claims rights: it begins so, or names an owner with a year, or speaks of little but rights."""
    seen, words, text = page.cues[i].get("rights", 99), page.sizes[i], page.lines[i].text
    if text[:1] in "\"“„«'‘":
        return False
    if words < 30 and looks.copyright_like(text) and (_OWNER.match(text) or _YEAR.search(text)):
        return True
    return seen < 99 and words < 80 and legal_words(page.words[i]) >= 3 and (seen <= 3 or words <= 30)


def _is_whole_sentence(page: Page, i: int, least: int = 12) -> bool:
    """Whether a line of at least so many words ends as a sentence does: then it may be one of the article's."""
    line = page.lines[i]
    return page.sizes[i] >= least and line.end in (".", "!", "?", "。", "…")
