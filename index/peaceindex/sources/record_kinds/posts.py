"""Posts of social media (Mastodon, X, Reddit): from their archives, their interfaces and collections of them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from peaceindex.sources.record_documents import Record, Skipped
from peaceindex.sources.record_kinds import values
from peaceindex.sources.record_kinds.values import mapping, mappings, text
from peaceindex.startup.late_pattern import late_pattern

_RETWEET = late_pattern(r"RT @(\w{1,20}):")
_REMOVED = frozenset({"[removed]", "[deleted]", "[removed by reddit]", "[deleted by user]"})
_HANDLE = late_pattern(r"https?://([^/\s]+)/(?:users/|@)([\w.-]+)")


def collection(record: Mapping[str, Any]) -> Iterator[Record | Skipped] | None:
    """Return the posts of an archive or a listing; None for a record that is none."""
    if isinstance(items := record.get("orderedItems"), list) and "@context" in record:
        return (_activity(item) for item in mappings(items))
    if record.get("kind") == "Listing" and isinstance(mapping(record, "data").get("children"), list):
        return _listing(record)
    users = {text(user, "id"): user for user in mappings(mapping(record, "includes").get("users"))}
    tweets = mappings(record.get("data"))
    if users and tweets and all("text" in tweet and "author_id" in tweet for tweet in tweets):
        return (_tweet({**tweet, "user": users.get(text(tweet, "author_id"), {})}) for tweet in tweets)
    return None


def record(record: Mapping[str, Any]) -> Record | Skipped | None:
    """Return the post in a record; None for a record that is none."""
    if record.get("kind") in ("t1", "t3", "more") and isinstance(record.get("data"), Mapping):
        return _reddit(record["data"]) if record["kind"] != "more" else Skipped("links to more comments")
    if "subreddit" in record and ("selftext" in record or ("body" in record and "link_id" in record)):
        return _reddit(record)
    if isinstance(tweet := record.get("tweet"), Mapping) and ("full_text" in tweet or "text" in tweet):
        return _tweet(tweet)
    if isinstance(note := record.get("noteTweet"), Mapping):
        return _tweet({
            "id_str": note.get("noteTweetId"), "created_at": note.get("createdAt"),
            "full_text": mapping(note, "core").get("text"),
        })  # fmt: skip
    if "id_str" in record and "created_at" in record and ("full_text" in record or "text" in record):
        return _tweet(record)
    if "acct" in mapping(record, "account") and "content" in record and "created_at" in record:
        return _status(record)
    if record.get("type") in ("Create", "Announce", "Note") and ("attributedTo" in record or "actor" in record):
        return _activity(record)
    return None


# --- Mastodon


def _activity(activity: Mapping[str, Any]) -> Record | Skipped:
    """Return the post of an activity in the vocabulary of ActivityStreams (`outbox.json`)."""
    if activity.get("type") == "Announce":
        return Skipped("boosts of posts by others")
    post = mapping(activity, "object") or activity
    author = text(post, "attributedTo") or text(activity, "actor")
    handle = _HANDLE.match(author)
    tags = [text(tag, "name").lstrip("#") for tag in mappings(post.get("tag")) if tag.get("type") == "Hashtag"]
    languages = list(mapping(post, "contentMap"))
    return _mastodon_post(
        post,
        title=text(post, "name"),
        address=text(post, "url", "id"),
        moment=text(post, "published") or text(activity, "published"),
        account=f"@{handle[2]}@{handle[1]}" if handle else "",
        name="",
        tags=tags,
        language=languages[0] if len(languages) == 1 else "",
        warning=text(post, "summary"),
        reply=text(post, "inReplyTo"),
    )


def _status(status: Mapping[str, Any]) -> Record | Skipped:
    """Return the post in a status, as Mastodon's interface gives it."""
    if status.get("reblog"):
        return Skipped("boosts of posts by others")
    account = mapping(status, "account")
    acct = text(account, "acct")
    if "@" not in acct and (home := _HANDLE.match(text(account, "url"))):
        acct = f"{acct}@{home[1]}"
    return _mastodon_post(
        status,
        title="",
        address=text(status, "url", "uri"),
        moment=text(status, "created_at"),
        account=f"@{acct}",
        name=text(account, "display_name"),
        tags=values.texts(status.get("tags"), "name"),
        language=text(status, "language"),
        warning=text(status, "spoiler_text"),
        reply=text(status, "in_reply_to_id"),
    )


def _mastodon_post(
    post: Mapping[str, Any], *, title: str, address: str, moment: str, account: str, name: str, tags: list[str],
    language: str, warning: str, reply: str,
) -> Record | Skipped:  # fmt: skip
    body = values.plain(values.raw(post, "content"))
    if not body.strip():
        return Skipped("posts without a text")
    stated = {
        "title": title, "outlet": account, "published": moment, "modified": text(post, "edited_at", "updated"),
        "authors": [name] if name else [], "url": address, "tags": tags, "language": language,
    }  # fmt: skip
    details = {"content_warning": warning, "reply_to": reply}
    return Record(address, body, stated=stated, details=details, is_post=True)


# --- X


def _tweet(tweet: Mapping[str, Any]) -> Record | Skipped:
    long = text(mapping(tweet, "extended_tweet"), "full_text")
    body = html.unescape(long or values.raw(tweet, "full_text", "text"))
    user = mapping(tweet, "user")
    if _RETWEET.match(body) or tweet.get("retweeted_status"):
        return Skipped("retweets")
    entities = mapping(tweet, "entities")
    for link in mappings(entities.get("urls")):
        if (short := text(link, "url")) and (full := text(link, "expanded_url")):
            body = body.replace(short, full)
    for picture in [*mappings(entities.get("media")), *mappings(mapping(tweet, "extended_entities").get("media"))]:
        if short := text(picture, "url"):
            body = body.replace(short, "")
    if not body.strip():
        return Skipped("posts without a text")
    number, handle = text(tweet, "id_str", "id"), text(user, "screen_name", "username")
    address = f"https://x.com/{handle or 'i/web'}/status/{number}" if number.isdigit() else ""
    stated = {
        "outlet": f"@{handle}" if handle else "", "published": _tweet_time(text(tweet, "created_at")),
        "authors": values.texts([user], "name"), "url": address, "language": _language(text(tweet, "lang")),
        "tags": values.texts(entities.get("hashtags"), "text", "tag"), "found": ["url"],
    }  # fmt: skip
    to, reply = text(tweet, "in_reply_to_screen_name"), text(tweet, "in_reply_to_status_id_str")
    details = {"reply_to": " ".join(part for part in (f"@{to}" if to else "", reply) if part)}
    return Record(address or number, body.strip(), stated=stated, details=details, is_post=True)


def _tweet_time(written: str) -> str:
    """Return a time like `Mon May 12 09:14:02 +0000 2025` in ISO 8601; any other text unchanged."""
    parts = written.split()
    if len(parts) == 6:
        day, month, date, time, offset, year = parts
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return parsedate_to_datetime(f"{day}, {date} {month} {year} {time} {offset}").isoformat()
    return written


def _language(code: str) -> str:
    return "" if code in ("und", "qme", "qht", "qam", "qct", "qst", "zxx", "art") else code


# --- Reddit


def _listing(listing: Mapping[str, Any]) -> Iterator[Record | Skipped]:
    """Yield the posts and comments of a listing, each comment followed by its replies."""
    waiting = [*reversed(mappings(mapping(listing, "data").get("children")))]
    while waiting:
        thing = waiting.pop()
        yield record(thing) or Skipped("entries of another kind")
        replies = mapping(mapping(thing, "data"), "replies")
        waiting += reversed(mappings(mapping(replies, "data").get("children")))


def _reddit(post: Mapping[str, Any]) -> Record | Skipped:
    body = html.unescape(values.raw(post, "selftext", "body")).strip()
    if body.casefold() in _REMOVED:
        return Skipped("deleted posts")
    if not body:
        return Skipped("links without a text")
    author, path = text(post, "author"), text(post, "permalink")
    address = f"https://www.reddit.com{path}" if path.startswith("/") else path
    flair = text(post, "link_flair_text")
    edited = post.get("edited")
    stated = {
        "title": html.unescape(text(post, "title")), "outlet": f"r/{text(post, 'subreddit')}",
        "published": values.stamp(post.get("created_utc")), "modified": values.stamp(edited),
        "authors": [author] if author and author not in _REMOVED else [], "url": address,
        "tags": [flair] if flair else [],
    }  # fmt: skip
    origin = next((text(one, "permalink") for one in mappings(post.get("crosspost_parent_list"))), "")
    details = {"origin": origin, "reply_to": text(post, "parent_id")}
    retrieved = values.stamp(post.get("retrieved_on") or post.get("retrieved_utc"))
    key = address or text(post, "name", "id")
    return Record(key, body, stated=stated, details=details, is_post=True, retrieved=retrieved)
