"""What names in the markup of a page indicate: tags, roles, and words in classes and ids, as kinds of places.

A kind is evidence about everything inside an element, never a verdict: the
model weighs how many elements up the nearest place of each kind is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from peaceindex.startup.late_pattern import late_pattern


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text, split at spaces."""
    return frozenset(text.split())


_WORDS_BY_KIND: dict[str, str] = {
    "body": "body articlebody storybody bodytext bodycopy articletext entrycontent postcontent richtext prose "
    "paragraphs copy rte",
    "content": "content contents contenu inhalt contenido conteudo contenuto icerik",
    "article": "article story artikel articulo articolo haber news post entry hentry blogpost noticia nota beitrag "
    "artigo",
    "text": "text texte texto testo tekst paragraph para absatz paragraf wysiwyg html markup",
    "main": "main primary hauptinhalt maincontent",
    "title": "title headline heading titre titel titulo titolo headlines hed kicker overline header-title baslik",
    "summary": "summary lead lede lead-in deck dek standfirst subtitle subheadline subheading subhead excerpt intro "
    "abstract description chapo vorspann teasertext sapo spot bajada entradilla sommario chapeau",
    "byline": "byline author authors autor auteur autore bylines writer contributor contributors signature firma "
    "yazar creator redactor",
    "date": "date time timestamp datetime published publish pubdate updated modified datum fecha dateline posted tarih",
    "meta": "meta metadata info infos details byl postmeta",
    "bio": "bio biography profile aboutauthor authorbox authorbio about",
    "comment": "comment comments kommentar kommentare commentaire commentaires comentarios disqus respond discussion "
    "reply replies livefyre coral opinions reader yorum commenting conversation",
    "related": "related relatedarticles relatedposts recommended recommendation recommendations recommends more "
    "morenews also popular trending latest mostread mostpopular viewed recent readmore readnext next "
    "previous prev similar further weitere suggested suggestions picks relacionadas relacionados "
    "verwandte linked keepreading upnext recirc recirculation ilgili onward additional explore discover "
    "seealso lire aussi leggi anche",
    "teaser": "teaser teasers card cards tile tiles item items grid feed stream river carousel slider swiper "
    "listing archive loop promo promos promoted package collection collections headline-list newslist "
    "row-list curation",
    "nav": "nav navigation navbar menu menus breadcrumb breadcrumbs crumb topbar masthead toolbar tab tabs "
    "submenu sitenav pagination pager hamburger dropdown ticker skip skiplink header sitehead flyout "
    "megamenu",
    "footer": "footer foot bottom copyright legal colophon sitefooter imprint disclaimer rights endnote",
    "share": "share sharing social socials follow facebook twitter whatsapp sharebar addtoany addthis sharedaddy "
    "sharethis linkedin pinterest bookmark bookmarks print email tools toolbox actions action utility",
    "advert": "ad ads adv advert advertisement advertising adslot adunit adbox sponsor sponsored sponsors banner "
    "outbrain taboola dfp gpt anzeige werbung publicidad pub reklam commercial promotion affiliate "
    "partner partners shopping deals marketplace",
    "letter": "newsletter newsletters signup subscribe subscription subscriptions subscriber paywall piano register "
    "registration login signin regwall meter donate donation membership abo cta optin mailchimp "
    "inscription",
    "caption": "caption captions figcaption credit credits copyright-image legend photocredit imagecaption "
    "bildunterschrift wp-caption attribution crédit byline-image",
    "media": "image images img photo photos picture figure media gallery galleries slideshow slide video videos "
    "player audio thumbnail thumb podcast embed youtube lightbox jwplayer brightcove multimedia foto hero",
    "sidebar": "sidebar aside rail right rightcol left leftcol secondary complementary side column-right sidecol "
    "widget widgets widgetarea marginalia module modules",
    "tags": "tag tags topic topics keyword keywords category categories taxonomy label labels section-label "
    "tagcloud etiquetas schlagworte hashtags subject subjects",
    "quote": "pullquote quote quotes blockquote zitat citation pull cita",
    "consent": "cookie cookies consent gdpr privacy modal popup overlay lightbox-overlay dialog notice onetrust cmp "
    "interstitial alert toast notification notifications",
    "box": "box infobox factbox factfile sidebar-box inset callout highlight highlights keypoints takeaways "
    "bullets summarybox readingtime aside-box fact facts glossary timeline",
    "toc": "toc tableofcontents contents-list jump index",
    "social": "tweet tweets instagram tiktok twitter-tweet embedded oembed social-embed",
    "hidden": "hidden hide sr visuallyhidden visually screen screenreader invisible offscreen noshow print-only "
    "hideme a11y",
    "live": "live liveblog liveticker ticker-item update updates",
    "end": "correction corrections tagline trust source sources about-text boilerplate footnote footnotes "
    "editorsnote endmark shirttail",
    "list": "list liste ul links link menu-list",
    "search": "search suche buscar recherche query",
    "page": "page container wrapper wrap layout site app root region",
}
_TAGS_BY_KIND: dict[str, str] = {
    "<article>": "article", "<main>": "main", "<aside>": "aside", "<nav>": "nav", "<footer>": "footer",
    "<header>": "header", "<section>": "section", "<form>": "form fieldset label button legend",
    "<figure>": "figure picture", "<figcaption>": "figcaption caption", "<li>": "li dd dt",
    "<ul>": "ul ol dl menu", "<table>": "table", "<td>": "td th", "<p>": "p", "<h1>": "h1", "<h2>": "h2",
    "<h3>": "h3", "<h4>": "h4 h5 h6", "<blockquote>": "blockquote q", "<a>": "a", "<div>": "div",
    "<strong>": "strong b", "<em>": "em i cite", "<span>": "span font", "<time>": "time",
    "<details>": "details summary dialog", "<small>": "small sub sup", "<pre>": "pre code",
}  # fmt: skip
KINDS: Final = (*_WORDS_BY_KIND, *_TAGS_BY_KIND, "articleBody", "off")
"""All kinds, in the order of their bits. Libraries store the bits, so new kinds go to the end. `off`: not displayed."""

_BITS = {name: 1 << n for n, name in enumerate(KINDS)}
_TAG_BITS = {tag: _BITS[kind] for kind, tags in _TAGS_BY_KIND.items() for tag in tags.split()}
WORD_BITS: dict[str, int] = {}
for _kind, _words in _WORDS_BY_KIND.items():
    for _word in _words.split():
        WORD_BITS[_word] = WORD_BITS.get(_word, 0) | _BITS[_kind]
_LONG_WORDS = sorted((w for w in WORD_BITS if len(w) >= 5), key=len, reverse=True)
_NAME_WORD = late_pattern(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])")
_BODY_NAMES = frozenset({"articlebody", "article-body", "article_body", "reviewbody", "storybody", "story-body"})


def tag_kinds(tag: str) -> int:
    """Return the kinds that the tag of an element indicates, as bits."""
    return _TAG_BITS.get(tag, 0)


@lru_cache(maxsize=20_000)
def name_kinds(names: str) -> int:
    """Return the kinds that the words in a class, id or role indicate, as bits. Words may be joined in any way."""
    bits = 0
    for word in _NAME_WORD.findall(names[:300]):
        bits |= _word_kinds(word.lower())
    if not _BODY_NAMES.isdisjoint(names.lower().split()):
        bits |= _BITS["articleBody"]
    return bits


_CONSENT_NOTICE = late_pattern(
    r"onetrust|cookie[-_]?(?:consent|banner|notice|policy|law|modal|bar|pop)|(?:^|[\s_-])cookies?(?:$|[\s_-])|didomi|usercentrics|"
    r"cookiebot|quantcast|qc-cmp|cmp[-_](?:container|banner|modal|wrapper|box)|(?:^|[\s_-])(?:gdpr|ccpa|klaro|cky|ot-sdk)(?:$|[\s_-])|truste|consent[-_]?(?:banner|modal|manager|box)|"
    r"privacy[-_](?:banner|notice|modal|center|manager)|sp_message|evidon|trustarc|borlabs|iubenda",
    re.IGNORECASE,
)
_MAY_BE_CONSENT_NOTICE = late_pattern(
    "onetrust|cookie|didomi|usercentrics|quantcast|cmp|gdpr|ccpa|klaro|cky|ot-sdk|truste|consent|privacy|sp_message|"
    "evidon|trustarc|borlabs|iubenda"
)
_COMMENTS = late_pattern(
    r"(?:^|\s)(?:comments?|comment-?(?:list|section|area|wrapper|thread|container)|disqus[_-]?thread|respond|livefyre\S*|"
    r"fb-comments|coral\S*thread|spot-?im\S*|viafoura\S*|commentlist)(?:$|\s)",
    re.IGNORECASE,
)


_MAY_BE_COMMENTS = late_pattern("comment|disqus|respond|livefyre|coral|spot|viafoura")


@lru_cache(maxsize=20_000)
def exclusion_reason(names: str) -> str:
    """Return what an element with these names holds if it is never part of an article, or "" if it may be."""
    small = names.lower()
    if _MAY_BE_CONSENT_NOTICE.search(small) and _CONSENT_NOTICE.search(names):
        return "consent or site notice"
    if _MAY_BE_COMMENTS.search(small) and _COMMENTS.search(names):
        return "comments"
    return ""


OFF: Final = _BITS["off"]
HEADING: Final = _BITS["<h1>"] | _BITS["<h2>"] | _BITS["<h3>"] | _BITS["<h4>"]


def bit(kind: str) -> int:
    """Return the bit of a kind."""
    return _BITS[kind]


@lru_cache(maxsize=20_000)
def _word_kinds(word: str) -> int:
    if found := WORD_BITS.get(word) or WORD_BITS.get(word.removesuffix("s")):
        return found
    if len(word) < 7:
        return 0
    return next((WORD_BITS[part] for part in _LONG_WORDS if part in word), 0)
