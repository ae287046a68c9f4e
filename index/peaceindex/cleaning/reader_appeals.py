"""Lines by which a site sends readers to the full text or asks them to subscribe, as phrases in many languages.

In a phrase, `…` stands for any words. To add a language, add a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL_TEXT_PHRASES: Final = {
    "en": "continue reading|keep reading|read more at|read more on|read the full story|read the full article|"
    "read the full post|read the full text|read the full report|read the whole story|read the original article|"
    "read the complete article|read full story|read full article|view the full article|see the full story|"
    "click here to read|click here to continue|click to read more|the post … appeared first on …|"
    "the post … first appeared on …|the article … appeared first on …|the article … first appeared on …|"
    "this article first appeared on …|this article first appeared in …|this article originally appeared on …|"
    "this article originally appeared in …|this article was originally published …|this article was first published …|"
    "this story was originally published …|this story first appeared …|this post first appeared …",
    "de": "weiterlesen|hier weiterlesen|jetzt weiterlesen|den ganzen artikel lesen|den vollständigen artikel lesen|"
    "lesen sie den ganzen artikel|lesen sie weiter|der beitrag … erschien zuerst auf …|"
    "der artikel … erschien zuerst auf …",
    "fr": "lire la suite|lire l article complet|lire l article original|lire l intégralité|continuer la lecture|"
    "poursuivre la lecture|l article … est apparu en premier sur …|cet article … est apparu en premier sur …",
    "es": "seguir leyendo|sigue leyendo|continuar leyendo|continúa leyendo|leer más|leer la nota completa|"
    "leer el artículo completo|leer noticia completa|la entrada … se publicó primero en …|"
    "la entrada … apareció primero en …|el artículo … apareció primero en …",
    "pt": "continue lendo|continue a ler|continuar a ler|leia mais|leia na íntegra|leia o artigo completo|"
    "ler mais|o post … apareceu primeiro em …|o conteúdo … aparece primeiro em …",
    "it": "continua a leggere|leggi tutto|leggi l articolo completo|leggi l articolo intero|continua la lettura|"
    "l articolo … proviene da …|l articolo … sembra essere il primo su …",
    "nl": "lees verder|lees meer|lees het hele artikel|het bericht … verscheen eerst op …",
    "sv": "läs mer|läs vidare|läs hela artikeln|inlägget … dök först upp på …",
    "no": "les mer|les hele saken|les videre|innlegget … dukket først opp på …",
    "da": "læs mere|læs hele artiklen|læs videre|indlægget … blev først udgivet på …",
    "fi": "lue lisää|lue koko juttu|jatka lukemista",
    "pl": "czytaj dalej|czytaj więcej|czytaj cały artykuł|artykuł … pochodzi z serwisu …",
    "cs": "číst dále|číst celý článek|čtěte dále|celý článek",
    "hu": "tovább olvasom|olvass tovább|teljes cikk",
    "ro": "citește mai departe|citeste mai departe|citește tot articolul|articolul … apare prima dată în …",
    "tr": "devamını oku|devamını okumak için|haberin devamı|yazının devamı",
    "ru": "читать далее|читать дальше|читать полностью|читать полный текст|читать продолжение|читайте далее|"
    "запись … впервые появилась …|сообщение … появились сначала на …",
    "uk": "читати далі|читати повністю|читати більше|читайте далі|запис … спочатку з явився на …",
    "ar": "اقرأ المزيد|متابعة القراءة|لقراءة المزيد|للمزيد|قراءة الخبر كاملا",
    "fa": "ادامه مطلب|بیشتر بخوانید|متن کامل خبر",
    "he": "קרא עוד|קראו עוד|המשך קריאה|להמשך קריאה|לכתבה המלאה",
    "el": "διαβάστε περισσότερα|διαβάστε ολόκληρο|συνεχίστε την ανάγνωση",
    "hi": "आगे पढ़ें|पूरा पढ़ें|और पढ़ें|पूरी खबर पढ़ें",
    "zh": "阅读全文|閱讀全文|查看全文|阅读更多|繼續閱讀|继续阅读|点击阅读全文",
    "ja": "続きを読む|全文を読む|この記事の続き",
    "ko": "계속 읽기|더 보기|전문 보기|기사 원문 보기",
    "id": "baca selengkapnya|baca juga|selengkapnya",
}
"""Lines that begin with one of these, and say little more, send readers to the full text."""

_PITCH_PHRASES: Final = {
    "en": "subscribe … to read|subscribe … to continue|subscribe … for full access|subscribe … newsletter|"
    "subscribe to read|subscribe to continue|subscribe to unlock|subscribe for full access|subscribe now|"
    "subscribe today|sign up … newsletter|sign up … inbox|sign up to read|sign up for free|register to read|"
    "register to continue|register now|register for free|log in to read|log in to continue|sign in to read|"
    "sign in to continue|become a member|become a subscriber|already a subscriber|already have a subscription|"
    "already a member|already a reader … log in|already have an account|already registered|"
    "article is for subscribers|article is only for subscribers|"
    "article is available to subscribers|article is available only to subscribers|article is reserved for|"
    "story is for subscribers|content is for subscribers|content is available to members|subscriber only content|"
    "subscribers only|for subscribers only|you have reached your limit|you ve reached your limit|"
    "free articles remaining|free articles left|of your free articles|support our journalism … donation|"
    "support our journalism by|support independent journalism|get unlimited access",
    "de": "jetzt abonnieren|jetzt anmelden|jetzt registrieren|jetzt testen|abonnieren sie|bereits abonnent|"
    "schon abonnent|artikel ist nur für abonnenten|artikel ist exklusiv für|mit einem abo|mit … abo weiterlesen|"
    "newsletter abonnieren|zum newsletter anmelden|für den newsletter an",
    "fr": "abonnez vous|inscrivez vous … newsletter|article est réservé aux abonnés|article réservé aux abonnés|"
    "est réservée aux abonnés|réservé à nos abonnés|déjà abonné|pour lire la suite de cet article",
    "es": "suscríbete|suscríbase|suscribirse para leer|contenido exclusivo para suscriptores|solo para suscriptores|"
    "ya eres suscriptor|ya es suscriptor|para seguir leyendo … suscri|regístrate gratis",
    "pt": "assine para|seja assinante|já é assinante|conteúdo exclusivo para assinantes|exclusivo para assinantes|"
    "assine a newsletter|inscreva se na newsletter",
    "it": "abbonati per|abbonati a|sei già abbonato|contenuto riservato agli abbonati|riservato agli abbonati|"
    "iscriviti alla newsletter",
    "nl": "neem een abonnement|word abonnee|al abonnee|alleen voor abonnees|schrijf je in voor de nieuwsbrief",
    "sv": "bli prenumerant|redan prenumerant|endast för prenumeranter|prenumerera på",
    "no": "bli abonnent|allerede abonnent|kun for abonnenter|meld deg på nyhetsbrevet",
    "da": "bliv abonnent|allerede abonnent|kun for abonnenter|tilmeld dig nyhedsbrevet",
    "pl": "wykup dostęp|wykup subskrypcję|tylko dla prenumeratorów|tylko dla subskrybentów|zaprenumeruj|"
    "masz już prenumeratę|zapisz się na newsletter",
    "cs": "předplaťte si|pouze pro předplatitele|už jste předplatitel|přihlaste se k odběru",
    "tr": "abone olun|abone ol|abonelere özel|zaten abone misiniz|bültenimize abone",
    "ru": "подпишитесь на|подписывайтесь на|только для подписчиков|оформите подписку|уже есть подписка",
    "uk": "підпишіться на|підписуйтесь на|підписуйтеся на|лише для передплатників|оформіть передплату",
    "ar": "اشترك الآن|اشترك في|للمشتركين فقط|سجل الآن",
    "fa": "مشترک شوید|ویژه مشترکان|عضو شوید",
    "he": "הירשמו ל|למנויים בלבד|כבר מנוי",
    "el": "γίνετε συνδρομητής|μόνο για συνδρομητές|εγγραφείτε στο newsletter",
    "zh": "订阅后阅读|仅限订阅|立即订阅|訂閱後閱讀|僅限訂閱|立即訂閱|登录后阅读全文",
    "ja": "会員限定|有料会員限定|この記事は有料|会員登録する|無料会員登録",
    "ko": "구독자 전용|구독하기|지금 구독|회원 전용",
    "id": "berlangganan sekarang|khusus pelanggan",
}
"""Lines that contain one of these ask readers to subscribe, to sign in, or to donate."""


def _pattern(phrase: str) -> str:
    words = [".{1,300}?" if word == "…" else re.escape(word) for word in phrase.split()]
    return " ".join(words).replace(" .{1,300}? ", " (?:.{1,300}? )?").replace(" .{1,300}?", "(?: .{1,300})?")


def _any_of(phrases: dict[str, str]) -> str:
    return "|".join(_pattern(phrase) for line in phrases.values() for phrase in line.split("|"))


_FULL_TEXT_ALONE: Final = (
    "read more|see more|view more|show more|load more|read on|more|view this post|view this post on instagram|"
    "open in app|"
    "embedded post is no longer available|this post is unavailable|this tweet is unavailable|video unavailable|"
    "mehr|mehr lesen|lire plus|voir plus|ver más|ver mais|"
    "altro|meer|mer|mere|więcej|více|daha fazla|подробнее|далее|ещё|детальніше|далі|المزيد|بیشتر|עוד"
)
"""Phrases that do the same, but only in a line that says nothing else."""
FULL_TEXT: Final = late_pattern(rf"(?:{_any_of(_FULL_TEXT_PHRASES)})(?: .{{1,120}})?|{_FULL_TEXT_ALONE}")
"""Matches a whole normalised line."""
PITCH: Final = late_pattern(rf"\b(?:{_any_of(_PITCH_PHRASES)})")
"""Matches anywhere in a normalised line."""


OF_READING: Final = late_pattern(
    r"subscri|newsletter|inbox|\b(?:articles?|story|stories|content|journalism|account|log in|sign in)\b|to read\b|"
    r"\b(?:full|unlimited) access|\babo\b|abon|suscri|assin|abbonat|iscriviti|inscri|abonn|prenum|předplat|odběr|"
    r"nieuwsbrief|nyhedsbrev|nyhetsbrev|подпис|підпис|передплат|اشترك|مشترک|مشترك|عضو|מנוי|συνδρομ|会員|有料|订阅|訂閱|"
    r"全文|구독|회원|berlangganan|pelanggan"
)
"""The subjects of a pitch in a normalised line, apart from the request itself."""


def _first_words(phrases: dict[str, str]) -> frozenset[str]:
    return frozenset(phrase.split()[0] for line in phrases.values() for phrase in line.split("|"))


def _longest_word(phrase: str) -> str:
    """Return the longest word of a phrase, which is more distinctive than its first.

    The last word is excluded, because a line may contain another form of it.
    """
    first, *others = phrase.split()
    return max((first, *others[:-1]), key=len)


_PITCH_WORDS: Final = frozenset(_longest_word(phrase) for line in _PITCH_PHRASES.values() for phrase in line.split("|"))
_FULL_TEXT_FIRST_WORDS: Final = _first_words(_FULL_TEXT_PHRASES | {"alone": _FULL_TEXT_ALONE})
_FIRST_UNSPACED_CHARACTER: Final = "\u3040"


def may_pitch(words: Sequence[str]) -> bool:
    """Return whether a line of these words can contain a pitch, without the pattern, which takes much longer.

    The answer means nothing for a line `in_unspaced_script`.
    """
    return not _PITCH_WORDS.isdisjoint(words)


def may_send_on(words: Sequence[str]) -> bool:
    """Return whether a line of these words can be a pointer to the full text, also without the pattern."""
    return words[0] in _FULL_TEXT_FIRST_WORDS


def in_unspaced_script(key: str) -> bool:
    """Return whether a normalised line is, at least in part, in a script without spaces between words."""
    return not key.isascii() and max(key) >= _FIRST_UNSPACED_CHARACTER
