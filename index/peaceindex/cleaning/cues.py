"""Words that show the purpose of a line: notices, pointers, forms, captions, bylines, in about ten languages.

Each cue is a list of phrases over the normalised line (lower case, single spaces, no punctuation), looked up word by
word. A cue is evidence, never a verdict: the rules and the model decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PHRASES_BY_CUE: dict[str, str] = {
    # The line states who owns the text.
    "rights": (
        "copyright|all rights reserved|rights reserved|alle rechte vorbehalten|tous droits réservés|"
        "droits réservés|todos los derechos reservados|todos os direitos reservados|"
        "derechos reservados|tutti i diritti riservati|tüm hakları saklıdır|her hakkı saklıdır|"
        "bütün hakları|telif hakkı|wszelkie prawa zastrzeżone|все права защищены|усі права захищені|"
        "всі права захищені|všechna práva vyhrazena|alla rättigheter|alle rettigheter|"
        "alle rettigheder|alle rechten voorbehouden|جميع الحقوق محفوظة|כל הזכויות שמורות|"
        "legal warning|legal notice|yasal uyarı|aviso legal|mentions légales|note legali|"
        "reproduced with permission|reproduction prohibited|reproduction is prohibited|"
        "reproduction without|may not be published|may not be reproduced|may not be copied|"
        "may be reproduced|may be quoted|may be republished|without prior|without permission|"
        "without the permission|without written|without express|without the written|without a written|"
        "originally published|originally appeared|при использовании материалов|при цитировании|"
        "перепечатка|використання матеріалів|передрук|nachdruck|vervielfältigung|any use of materials|"
        "use of the materials|hyperlink to|izinsiz|alıntı yapılamaz"
    ),
    # The line points to other texts.
    "more": (
        "read more|read also|also read|see also|read next|read this|keep reading|continue reading|"
        "more on this|related|you may also like|you might also like|recommended|up next|don t miss|"
        "more stories|more from|more in|more news|more about|more like this|latest|breaking news|"
        "most read|most popular|most viewed|most shared|most recent|trending|top stories|top news|"
        "popular|editors picks|editor s picks|editors pick|editor s choice|editors choice|what s hot|"
        "around the web|from the web|promoted|sponsored|in case you|what to read next|next article|"
        "previous article|next story|previous story|other news|explore more|read full|lesen sie auch|"
        "lesen sie hier|lesen sie mehr|mehr zum thema|mehr dazu|das könnte sie|auch interessant|"
        "weitere artikel|weitere meldungen|meistgelesen|meist gelesen|zum thema|lesetipp|weiterlesen|"
        "mehr aus|lire aussi|à lire|lire la suite|à voir aussi|voir aussi|les plus lus|"
        "sur le même sujet|articles liés|lea también|lea tambien|leer más|lee también|"
        "le puede interesar|te puede interesar|más noticias|lo más leído|noticias relacionadas|"
        "más información|ver también|relacionado|leia também|leia mais|saiba mais|veja também|"
        "mais lidas|leggi anche|leggi tutto|potrebbe interessarti|articoli correlati|i più letti|"
        "lees ook|lees meer|meest gelezen|läs mer|läs också|läs även|les også|les mer|læs også|"
        "læs mere|mest lest|mest läst|ilgili haberler|ayrıca okuyun|devamını oku|çok okunanlar|"
        "son haberler|öne çıkan|günün manşet|czytaj także|czytaj też|czytaj więcej|zobacz też|"
        "zobacz także|najczęściej czytane|čtěte také|čtěte více|přečtěte si|související|nejčtenější|"
        "читайте также|читать далее|читать еще|по теме|материалы по теме|смотрите также|"
        "самое читаемое|популярное|последние новости|главные новости|другие новости|читайте ще|"
        "читайте також|читати далі|дивіться також|останні новини|головні новини|популярні|інші новини|"
        "за темою|اقرأ أيضا|اقرأ المزيد|مواضيع ذات صلة|الأكثر قراءة|أخبار ذات صلة|קראו עוד|"
        "כתבות נוספות|עוד בנושא|הנקראות"
    ),
    # The line belongs to a form: comments, letters by mail, signing in, search.
    "form": (
        "your e mail|sign me up|subscribers|subscriber|free trial|members only|for members|"
        "become a member|paying member|gift this|forward it|enjoying this|add a comment|leave a reply|"
        "leave a comment|cancel reply|post a comment|join the conversation|view comments|"
        "show comments|hide comments|no comments|comments closed|comments are closed|comment|comments|"
        "sort by|login to|log in to|sign in to|sign up|subscribe|newsletter|newsletters|unsubscribe|"
        "your email|email address|e mail address|enter your|create an account|create account|login|"
        "log in|signin|sign in|type above|press enter|press esc|forgot password|forgot your password|"
        "already a member|already a subscriber|register now|get the latest|daily briefing|"
        "in your inbox|breaking news alerts|push notifications|support us|donate|kommentar|kommentare|"
        "kommentieren|jetzt anmelden|anmelden|registrieren|abonnieren|abonnent|jetzt abonnieren|"
        "s inscrire|s abonner|abonnez vous|inscrivez vous|je m abonne|commentaire|commentaires|"
        "suscríbete|suscribirse|comentario|comentarios|iniciar sesión|regístrate|iscriviti|abbonati|"
        "commenti|inscreva se|assine|comentários|abonneer|reacties|prenumerera|logga in|kommentarer|"
        "abonner|logg inn|yorumlar|yorum yap|abone ol|üye ol|giriş yap|komentarze|zaloguj|zapisz się|"
        "komentáře|přihlásit|diskuse|комментарии|подписаться|подпишитесь|войти|оставить комментарий|"
        "коментарі|підписатися|підписуйтесь|підпишіться|увійти|اشترك|تعليقات|سجل|הרשמה|תגובות|התחבר"
    ),
    # The line is for sharing, printing or following.
    "share": (
        "share|share this|share on|share via|tweet|print|email|facebook|twitter|linkedin|pinterest|"
        "whatsapp|telegram|instagram|youtube|tiktok|reddit|flipboard|follow us|follow me|copy link|"
        "link copied|bookmark|save|listen|teilen|drucken|merken|folgen sie|partager|imprimer|"
        "suivez nous|compartir|síguenos|imprimir|condividi|stampa|compartilhar|compartilhe|siga nos|"
        "delen|dela|del på|paylaş|takip et|udostępnij|sdílet|поделиться|поширити|شارك|שתפו|viber|"
        "vkontakte|messenger|mastodon|bluesky|threads|x twitter"
    ),
    # The line asks for consent or is about the site's own terms.
    "consent": (
        "cookie|cookies|privacy policy|privacy notice|privacy settings|terms of use|terms of service|"
        "terms and conditions|gdpr|consent|do not sell|accept all|datenschutz|datenschutzerklärung|"
        "impressum|agb|politique de confidentialité|mentions légales|conditions générales|"
        "política de privacidad|aviso legal|términos|informativa|privacy|gizlilik|çerez|kvkk|"
        "polityka prywatności|ochrana|soukromí|конфиденциальности|конфіденційності|javascript|"
        "ad blocker|adblocker|adblock|contact us|about us|advertise with us|accessibility|sitemap|"
        "help center|faq|careers"
    ),
    # The line belongs to an advertisement, or stands where one was.
    "advert": (
        "advertisement|advertisements|advertising|article continues|story continues|continues below|"
        "sponsored|ad|affiliate|commission|anzeige|werbung|publicité|publicidad|publicidade|"
        "pubblicità|advertentie|annons|annonse|reklam|reklama|реклама|إعلان|פרסומת|buy now|shop now|"
        "deal of the day|scroll to continue"
    ),
    # The line says what a picture shows, or whose it is.
    "caption": (
        "image|photo|photos|picture|pictured|photograph|file photo|foto|fotos|bild|symbolbild|"
        "archivbild|illustration|getty|getty images|afp|reuters|ap photo|epa|shutterstock|istock|"
        "alamy|imago|picture alliance|dpa|unsplash|courtesy|credit|screenshot|screengrab|handout|"
        "video still|fotoğraf|фото|скриншот|ілюстрація|zdj|quelle|photo by|image by|crédit|crédito|"
        "via getty|wikimedia|صورة|צילום|watch|video|gallery|bilderstrecke|videos"
    ),
    # The line says who wrote the text or when.
    "byline": (
        "by|von|par|por|di|door|av|af|autor|autorin|auteur|author|written by|reported by|reporting by|"
        "edited by|staff writer|staff reporter|correspondent|editor|contributor|автор|авторка|yazar|"
        "haber|muhabir|redakcja|published|updated|posted|last updated|first published|last modified|"
        "veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|pubblicato|"
        "aggiornato|atualizado|gepubliceerd|publicerad|uppdaterad|publisert|oppdatert|opdateret|yayın|"
        "güncelleme|oluşturulma|giriş|opublikowano|aktualizacja|опубликовано|обновлено|опубліковано|"
        "оновлено|min read|mins read|minute read|minutes read|min lesezeit|minuten|uhr|ist|gmt|نشر|"
        "تحديث|כתב|فורסם|פורסם|est|edt|utc|cet|pm|am"
    ),
    # The line is about its writer.
    "about_author": (
        "is a reporter|is a writer|is a journalist|is an editor|is a freelance|is a senior|is a staff|"
        "senior reporter|senior writer|is a columnist|has written for|has worked for|has reported for|"
        "follow him|follow her|about the author|about the authors|contributed to this|"
        "contributed reporting|additional reporting|he covers|she covers|they cover|covers politics|"
        "covering|is the author of|views expressed|opinions expressed|über den autor|zum autor|"
        "l auteur|sobre el autor|об авторе|про автора|reach him|reach her|reach them|reach us|"
        "can be reached|got a tip|tips to|our standards"
    ),
}
NAMES: Final = tuple(_PHRASES_BY_CUE)

_PHRASES_BY_FIRST_WORD: Final[dict[str, tuple[list[str], dict[str, list[tuple[list[str], str]]]]]] = {}
"""For each first word of a phrase: the cues that it gives alone, and, by the second word, the rest and its cue."""
for _cue, _phrases in _PHRASES_BY_CUE.items():
    for _phrase in _phrases.split("|"):
        _first, *_rest = _phrase.split()
        _alone, _longer = _PHRASES_BY_FIRST_WORD.setdefault(_first, ([], {}))
        if _rest:
            _longer.setdefault(_rest[0], []).append((_rest[1:], _cue))
        else:
            _alone.append(_cue)
_FIRST_WORDS: Final = frozenset(_PHRASES_BY_FIRST_WORD)
_KEY_WORDS: Final = frozenset(word for word, (alone, _) in _PHRASES_BY_FIRST_WORD.items() if alone).union(
    *(longer for _, longer in _PHRASES_BY_FIRST_WORD.values())
)
"""The words that are a phrase by themselves, and the second words of the others. Each phrase contains one of them."""

_MAX_WORDS = 40


def cues_in(words: list[str]) -> dict[str, int]:
    """Return the cues that a line shows, each with the place of its first word.

    `words` are those of its normalised text. Only the first 40 are read.
    """
    found: dict[str, int] = {}
    if _FIRST_WORDS.isdisjoint(words) or _KEY_WORDS.isdisjoint(words):
        return found
    for place in [k for k, word in enumerate(words[:_MAX_WORDS]) if word in _FIRST_WORDS]:
        alone, longer = _PHRASES_BY_FIRST_WORD[words[place]]
        for name in alone:
            found.setdefault(name, place)
        if longer and place + 1 < len(words):
            for rest, name in longer.get(words[place + 1], ()):
                if words[place + 2 : place + 2 + len(rest)] == rest:
                    found.setdefault(name, place)
    return found


_LEGAL_WORDS: Final = frozenset(
    """rights right reserved copyright licence license licensed permission consent reproduce reproduced reproduction
    copy copied copying redistributed redistribution republished written contract subscription subscribers prior legal
    notice warning text pictures photos videos film material rechte vorbehalten vervielfältigung genehmigung
    schriftlich schriftliche zustimmung weiterverbreitung verwendung urheberrecht derechos reservados reproducción
    autorización permiso prohibida prohibido escrito droits réservés reproduction autorisation écrite interdite diritti
    riservati riproduzione autorizzazione vietata scritta hak hakkı hakları saklıdır izin izni izinsiz yazılı sözleşme
    telif kopyalanamaz kullanılamaz yayımlanamaz yayımlayamaz yayınlanamaz abone abonelik korunmaktadır görseller права
    защищены использование использовании разрешения копирование перепечатка письменного материалов захищені
    використання дозволу копіювання передрук письмового матеріалів prawa zastrzeżone kopiowanie zgody pisemnej
    حقوق محفوظة إذن זכויות שמורות""".split()  # noqa: SIM905
)


def legal_words(words: Iterable[str]) -> int:
    """Return how many different words of legal notices are among these."""
    return len(_LEGAL_WORDS.intersection(words))
