"""Exports of services and reference managers, as their makers write them, and what should be read of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

ONE = "The ferry to the northern shore sails again after two years, the harbour office said on Monday."
TWO = "Fishermen had asked for the crossing since the truce was signed in the winter."
BOTH = f"{ONE}\n\n{TWO}"
HTML = f"<p>{ONE}</p>\n<p>{TWO}</p>"
TITLE = "Ferry sails again"
URL = "https://pier.example/ferry"
ZONED = {"date": "2025-05-12T23:30:00", "date_unixtime": "1747085400"}


@dataclass(frozen=True)
class Export:
    """A file, the values of each of its articles, and the kinds of the records that are skipped."""

    name: str
    data: str
    articles: list[dict[str, Any]]
    skipped: list[str] = field(default_factory=list)


def article(**values: Any) -> dict[str, Any]:
    return {"text": BOTH, **values}


def as_json(name: str, value: object, *articles: dict[str, Any], skipped: list[str] | None = None) -> Export:
    return Export(name, json.dumps(value), list(articles), skipped or [])


def telegram(*messages: dict[str, Any], **chat: Any) -> dict[str, Any]:
    about = {"name": "Shore News", "type": "public_channel", "id": 77, **chat}
    return {**about, "messages": [{"id": n, "type": "message", **ZONED, **m} for n, m in enumerate(messages, 1)]}


TELEGRAM = {
    "a title in bold": as_json(
        "result.json",
        telegram({"text": [{"type": "bold", "text": TITLE}, f"\n\n{BOTH} ", {"type": "link", "text": URL}]}),
        {
            "title": TITLE, "outlet": "Shore News", "published": "2025-05-12T23:30:00+02:00", "text": f"{BOTH} {URL}",
            "url": "https://t.me/c/77/1", "authors": None,
        },
    ),
    "bold words that are no title": as_json(
        "result.json", telegram({"text": [{"type": "bold", "text": ONE[:9]}, f"{ONE[9:]}\n\n{TWO}"]}),
        article(title=None),
    ),
    "a caption, a service message, a picture alone": as_json(
        "result.json",
        telegram(
            {"type": "service", "action": "pin_message", "text": ""},
            {"photo": "(File not included.)", "text": BOTH, "author": "Ana Torlak"},
            {"photo": "photos/1.jpg", "text": ""},
        ),
        article(authors=["Ana Torlak"], outlet="Shore News", record=2),
        skipped=["service messages", "messages without a text"],
    ),
    "forwards, replies, changes": as_json(
        "result.json",
        telegram(
            {"text": BOTH, "forwarded_from": "Valley Echo", "edited": "2025-05-13T08:00:00",
             "edited_unixtime": "1747116000"},
            {"text": TWO, "forwarded_from": None, "reply_to_message_id": 1, "from": "Mira Tallinn"},
            type="public_supergroup",
        ),
        article(origin="Valley Echo", outlet="Shore News", modified="2025-05-13T08:00:00+02:00"),
        {"text": TWO, "origin": "forwarded, origin unknown", "reply_to": "message 1", "authors": None},
    ),
    "all chats of an account": as_json(
        "result.json",
        {
            "about": "Here is the data you requested.", "contacts": {"list": [{"first_name": "Mira"}]},
            "chats": {"list": [
                telegram({"text": BOTH}),
                telegram({"text": TWO, "from": "Mira Tallinn"}, name="Harbour talk", type="private_supergroup", id=8),
                telegram({"text": ONE, "from": "Ilan Morek"}, name="Ilan Morek", type="personal_chat", id=9),
            ]},
            "left_chats": {"list": [telegram({"text": f"{TWO} {ONE}"}, name="Old Pier", id=10)]},
        },
        article(outlet="Shore News", authors=None),
        {"text": TWO, "outlet": "Harbour talk", "authors": ["Mira Tallinn"], "url": "https://t.me/c/8/1"},
        {"text": ONE, "outlet": "Ilan Morek", "authors": None, "url": None},
        {"text": f"{TWO} {ONE}", "outlet": "Old Pier"},
    ),
    "entities without a text": as_json(
        "result.json", telegram({"text_entities": [{"type": "plain", "text": BOTH}]}), article()
    ),
    "escapes that are none of JSON": Export(
        "result.json", json.dumps(telegram({"text": BOTH + "@@"}), indent=1).replace("@@", "\\x0B"), [article()]
    ),
}  # fmt: skip


def messages_page(*messages: str) -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body onload="x();">'
        '<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">\nShore News\n'
        '</div></div></div><div class="page_body chat_page"><div class="history">' + "".join(messages)
        + "</div></div></div></body></html>"
    )  # fmt: skip


def message(number: int, text: str, before: str = "", kind: str = "default clearfix", name: str = "Shore News") -> str:
    sender = f'<div class="from_name">\n{name}\n</div>' if name else ""
    return (
        f'<div class="message {kind}" id="message{number}"><div class="body"><div class="pull_right date details" '
        f'title="12.05.2025 23:30:00 UTC+02:00">23:30</div>{sender}{before}{text}</div></div>'
    )


TELEGRAM["pages"] = Export(
    "messages.html",
    messages_page(
        '<div class="message service" id="message-1"><div class="body details">12 May 2025</div></div>',
        '<div class="message service" id="message3"><div class="body details">Channel created</div></div>',
        message(4, f'<div class="text">\n<strong>{TITLE}</strong><br><br>{ONE}<br><br>{TWO}\n</div>'),
        message(
            5, "", '<div class="media_wrap clearfix"><div class="title bold">Photo</div></div>', "default joined", ""
        ),
        message(
            6, "",
            '<div class="forwarded body"><div class="from_name">Valley Echo<span class="date details" title="1"> 1'
            f'</span></div><div class="text">{ONE}<br>{TWO}</div></div>',
        ),
    ),
    [
        {"title": TITLE, "text": BOTH, "outlet": "Shore News", "published": "2025-05-12T23:30:00+02:00"},
        {"text": f"{ONE}\n{TWO}", "outlet": "Shore News", "origin": "Valley Echo", "authors": None},
    ],
    ["service messages", "messages without a text"],
)  # fmt: skip

NEWS = {
    "Event Registry": as_json(
        "er.json",
        {"articles": {"totalResults": 400, "pages": 4, "results": [{
            "uri": "811", "lang": "eng", "isDuplicate": False, "date": "2025-05-13", "time": "01:00:00",
            "dateTime": "2025-05-13T01:00:00Z", "dateTimePub": "2025-05-12T09:14:00Z", "url": URL, "title": TITLE,
            "body": BOTH, "source": {"uri": "pier.example", "title": "Pier Post"}, "authors": [{"name": "Ana Torlak"}],
            "concepts": [{"uri": "x", "type": "loc", "label": {"eng": "Northern Shore"}}],
        }]}},
        article(title=TITLE, outlet="Pier Post", published="2025-05-12T09:14:00Z", authors=["Ana Torlak"], url=URL,
                tags=["Northern Shore"], language="en", document_id="811"),
    ),
    "Event Registry, by key": as_json(
        "er.json",
        {n: {"info": {"uri": n, "title": TITLE, "body": text, "url": f"{URL}/{n}",
                      "source": {"uri": "pier.example", "title": f"Pier {n}"}}}
         for n, text in (("1", BOTH), ("2", TWO))},
        article(outlet="Pier 1"), {"text": TWO, "outlet": "Pier 2"},
    ),
    "the Guardian": as_json(
        "guardian.json",
        {"response": {"status": "ok", "total": 1, "results": [{
            "id": "world/ferry", "type": "article", "sectionName": "World news", "webTitle": "no", "webUrl": URL,
            "webPublicationDate": "2025-05-12T09:14:00Z",
            "fields": {"headline": TITLE, "byline": "Ana Torlak in Pier", "body": HTML, "bodyText": f"{ONE} {TWO}",
                       "trailText": "In short.", "publication": "theguardian.com", "wordcount": "31"},
            "tags": [{"type": "contributor", "webTitle": "Ana Torlak"}, {"type": "keyword", "webTitle": "Ferries"}],
        }]}},
        article(title=TITLE, outlet="The Guardian", authors=["Ana Torlak"], tags=["Ferries"], section="World news"),
    ),
    "the New York Times": as_json(
        "nyt.json",
        {"status": "OK", "response": {"meta": {"hits": 1}, "docs": [{
            "web_url": URL, "snippet": "s", "abstract": "a", "lead_paragraph": ONE, "source": "The Pier Times",
            "headline": {"main": TITLE, "print_headline": "no"}, "pub_date": "2025-05-12T09:14:02+0000",
            "byline": {"original": "By Ana Torlak and Ilan Morek"},
            "keywords": [{"name": "glocations", "value": "Pier"}],
            "print_section": "A", "print_page": "4",
        }]}},
        {"text": ONE, "title": TITLE, "outlet": "The Pier Times", "authors": ["Ana Torlak", "Ilan Morek"],
         "extent": "only a summary", "page": "A4"},
    ),
    "NewsAPI": as_json(
        "newsapi.json",
        {"status": "ok", "totalResults": 2, "articles": [
            {"source": {"id": None, "name": "Pier Post"}, "author": "Ana Torlak", "title": f"{TITLE} - Pier Post",
             "url": URL, "publishedAt": "2025-05-12T09:14:00Z", "description": ONE[:50],
             "content": f"{ONE}… [+1234 chars]"},
            {"source": {"id": None, "name": "[Removed]"}, "author": None, "title": "[Removed]",
             "url": "https://x.example", "publishedAt": "1970-01-01T00:00:00Z", "description": "[Removed]",
             "content": "[Removed]"},
        ]},
        {"text": f"{ONE}…", "title": TITLE, "outlet": "Pier Post", "extent": "only a summary"},
        skipped=["articles that the service removed"],
    ),
    "GDELT": as_json(
        "gdelt.json",
        {"articles": [{"url": URL, "title": TITLE, "seendate": "20250512T091400Z", "domain": "pier.example"}]},
        skipped=["addresses without a text"],
    ),
    "a list far inside": as_json(
        "deep.json",
        {"export": {"made": "2025-06-01", "parts": [{"batch": {"entries_found": [
            {"headline": TITLE, "body": BOTH, "link": URL, "published_at": "2025-05-12",
             "comments": [{"title": "no", "text": "A comment of a reader.", "date": "2025-05-13"}]},
            {"headline": "Second", "body": TWO, "link": f"{URL}/2", "published_at": "2025-05-13"},
        ]}}]}},
        article(title=TITLE, url=URL, published="2025-05-12", record=1), {"text": TWO, "title": "Second", "record": 2},
    ),
    "news-please": Export(
        "np.jsonl",
        json.dumps({"title": TITLE, "maintext": BOTH, "url": URL, "date_publish": "2025-05-12 09:14:00",
                    "date_download": "2025-06-01 00:00:00", "source_domain": "pier.example"}),
        [article(title=TITLE, published="2025-05-12 09:14:00", retrieved="2025-06-01 00:00:00")],
    ),
    "a record cut out of a web archive": Export(
        "cc.jsonl",
        json.dumps({"title": TITLE, "text": BOTH, "url": URL, "date": "2025-06-01", "warc_filename": "x.warc.gz"}),
        [article(title=TITLE, published=None, retrieved="2025-06-01")],
    ),
}  # fmt: skip

POSTS = {
    "Mastodon's archive": as_json(
        "outbox.json",
        {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "totalItems": 2,
         "orderedItems": [
            {"type": "Create", "actor": "https://shore.example/users/pier", "published": "2025-05-12T09:14:00Z",
             "object": {"type": "Note", "url": "https://shore.example/@pier/1", "published": "2025-05-12T09:14:00Z",
                        "attributedTo": "https://shore.example/users/pier", "content": HTML,
                        "tag": [{"type": "Hashtag", "name": "#ferry"}], "contentMap": {"en": HTML}}},
            {"type": "Announce", "actor": "https://shore.example/users/pier", "object": "https://other.example/1"}]},
        article(outlet="@pier@shore.example", tags=["ferry"], url="https://shore.example/@pier/1", title=None),
        skipped=["boosts of posts by others"],
    ),
    "X": Export(
        "tweets.js",
        "window.YTD.tweets.part0 = " + json.dumps([
            {"tweet": {"id_str": "179", "created_at": "Mon May 12 09:14:02 +0000 2025", "lang": "en",
                       "full_text": f"{ONE} &amp; more https://t.co/a https://t.co/m",
                       "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": URL}],
                                    "media": [{"url": "https://t.co/m"}], "hashtags": [{"text": "ferry"}]}}},
            {"tweet": {"id_str": "180", "created_at": "Mon May 12 09:15:02 +0000 2025",
                       "full_text": f"RT @pier: {TWO}"}},
        ]),
        [{"text": f"{ONE} & more {URL}", "published": "2025-05-12T09:14:02+00:00", "tags": ["ferry"],
          "url": "https://x.com/i/web/status/179", "outlet": None}],
        ["retweets"],
    ),
    "X, deleted": Export(
        "deleted-tweets.js",
        "window.YTD.deleted_tweets.part0 = " + json.dumps([{"tweet": {"id_str": "1", "full_text": ONE}}]),
        [], ["deleted posts"],
    ),
    "Reddit": as_json(
        "thread.json",
        [{"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {
            "title": TITLE, "selftext": BOTH, "subreddit": "pier", "author": "torlak", "created_utc": 1747041240.0,
            "permalink": "/r/pier/comments/1/ferry/", "name": "t3_1"}}]}},
         {"kind": "Listing", "data": {"children": [
            {"kind": "t1", "data": {
                "body": TWO, "subreddit": "pier", "author": "[deleted]", "created_utc": 1747041300, "link_id": "t3_1",
                "permalink": "/r/pier/comments/1/ferry/2/",
                "replies": {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": {
                    "body": "[removed]", "subreddit": "pier", "author": "x", "created_utc": 1747041301}}]}}}},
            {"kind": "more", "data": {"count": 3}}]}}],
        article(title=TITLE, outlet="r/pier", authors=["torlak"], published="2025-05-12T09:14:00+00:00"),
        {"text": TWO, "title": None, "authors": None, "url": "https://www.reddit.com/r/pier/comments/1/ferry/2/"},
        skipped=["deleted posts", "links to more comments"],
    ),
}  # fmt: skip

REFERENCE = {"title": TITLE, "outlet": "Pier Post", "authors": ["Ana Torlak", "Ilan Morek"], "published": "2025-05-12",
             "url": URL, "extent": "only a summary"}  # fmt: skip
REFERENCES = {
    "CSL JSON": as_json(
        "csl.json",
        [{"id": "t1", "type": "article-newspaper", "title": TITLE, "container-title": "Pier Post", "abstract": BOTH,
          "author": [{"family": "Torlak", "given": "Ana"}, {"literal": "Ilan Morek"}], "URL": URL, "page": "A4",
          "issued": {"date-parts": [["2025", 5, 12]]}, "accessed": {"date-parts": [[2025, 6, 1]]}, "note": "PMID: 1"},
         {"id": "t2", "type": "article-newspaper", "title": "Without", "issued": {"date-parts": [[2025]]}}],
        article(**REFERENCE, page="A4", retrieved="2025-06-01"), skipped=["references without an abstract or a note"],
    ),
    "Better BibTeX JSON": as_json(
        "zotero.json",
        {"config": {}, "collections": {}, "items": [
            {"itemType": "newspaperArticle", "title": TITLE, "publicationTitle": "Pier Post", "date": "2025-05-12",
             "creators": [{"creatorType": "author", "firstName": "Ana", "lastName": "Torlak"},
                          {"creatorType": "author", "name": "Ilan Morek"}],
             "abstractNote": BOTH, "url": URL, "accessDate": "2025-06-01T10:00:00Z", "tags": [{"tag": "ferries"}],
             "notes": [{"note": "<p>My own thoughts about this piece, which are no text of it.</p>"}]},
            {"itemType": "attachment", "title": "Snapshot"}]},
        article(**REFERENCE, tags=["ferries"], retrieved="2025-06-01T10:00:00Z"), skipped=["attachments of references"],
    ),
    "Zotero's interface": as_json(
        "api.json",
        [{"key": "AB", "version": 3, "data": {"key": "AB", "itemType": "webpage", "title": TITLE,
          "websiteTitle": "Pier Post", "date": "2025-05-12", "url": URL, "abstractNote": BOTH, "creators": []}},
         {"key": "CD", "version": 4, "data": {
             "key": "CD", "itemType": "note", "parentItem": "AB", "note": "<p>x</p>"}}],
        article(title=TITLE, outlet="Pier Post", url=URL, authors=None), skipped=["notes of references"],
    ),
    "RIS": Export(
        "refs.ris",
        "\ufeffTY  - NEWS\r\nAU  - Torlak, Ana\r\nA1  - Morek, Ilan\r\nTI  - Ferry sails\r\n again\r\n"
        "T2  - Pier Post\r\n"
        f"DA  - 2025/05/12/\r\nSP  - A4\r\nUR  - {URL}\r\nAB  - {ONE}\r\n\r\n{TWO}\r\nKW  - ferries\r\nKW  - truce\r\n"
        "Y2  - 2025/06/01/\r\nER  -\r\n\r\nTY  - JOUR\r\nTI  - Without\r\nN1  - Last updated - 2025-06-01, by "
        "nobody at all who is known to the office\r\nER  - \r\n",
        [article(**REFERENCE, tags=["ferries", "truce"], page="A4", retrieved="2025-06-01")],
        ["references without an abstract or a note"],
    ),
    "RIS of ProQuest, as text": Export(
        "ProQuest.txt",
        'Provider: ProQuest\nContent: text/plain; charset="UTF-8"\n\n'
        f"TY  - NEWS\nT1  - {TITLE}\nA1  - Torlak, Ana\nA1  - Morek, Ilan\nJF  - Pier Post\nY1  - 2025/05/12/\n"
        f"UR  - {URL}\nN2  - {BOTH}\nN1  - Copyright - Copyright Pier Press 2025, of which all the "
        "rights are reserved\n"
        "AN  - 32001\nER  - \n",
        [article(**REFERENCE, document_id="32001")],
    ),
    "BibTeX": Export(
        "refs.bib",
        '@comment{jabref-meta: x}\n@string{pier = "Pier Post"}\n@preamble{"\\newcommand{x}"}\n'
        f"@Article{{t1,\n  author = {{Torlak, Ana and Ilan Morek}},\n  title = {{{{Ferry}} sails again}},\n"
        "  journal = pier, year = 2025, month = may # \"\", day = {12},\n"
        f"  url = {{{URL}}}, urldate = {{2025-06-01}},\n  abstract = {{{ONE}\n\n{TWO}}},\n"
        " keywords = {ferries; truce}\n}\n"
        "@misc{t2, title = {Without}, note = {Accessed 2025-06-01}}\n",
        [article(**REFERENCE, tags=["ferries", "truce"], retrieved="2025-06-01")],
        ["references without an abstract or a note"],
    ),
    "BibLaTeX with accents": Export(
        "refs.bib",
        "% made by hand\n@online{m, author={M{\\\"u}ller, J{\\'o}zef and {The Pier Agency}}, date={2025-05-12},\n"
        "title={Stra{\\ss}e \\& {\\v{S}}ibenik}, journaltitle={P\\'erip\\'eties}, note={The note is all that there is "
        "of a text here, and it ends --- at last.}}",
        [{"title": "Straße & Šibenik", "authors": ["Józef Müller", "The Pier Agency"], "outlet": "Péripéties",
          "published": "2025-05-12", "extent": None,
          "text": "The note is all that there is of a text here, and it ends — at last."}],
    ),
}  # fmt: skip
