"""The reasons for which cleaning cuts a line.

Libraries store the values, and readers see them: never change one. Some reasons are made of two parts, such as "before
the article: menu" and "field: author"; those are plain text with one of the prefixes below.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why a line was cut, in plain words."""

    # What its words and its form show.
    NOTICE = "copyright or legal notice"
    PITCH = "pitch for a subscription or newsletter"
    FULL_TEXT_POINTER = "pointer to the full text"
    ARTICLE_POINTER = "pointer to another article"
    ARTICLES_POINTER = "pointer to other articles"
    SHARE_BUTTONS = "share buttons"
    CONSENT = "consent or site notice"
    ADVERTISEMENT = "advertisement"
    READER_FORM = "form for readers (comments, newsletter, sign-in)"
    CAPTION = "caption"
    PICTURE_CREDIT = "credit of a picture"
    PICTURE_DESCRIPTION = "description of a picture"
    BYLINE = "byline"
    BYLINE_OR_DATE = "byline or date line"
    DATE_LINE = "date line"
    DATELINE = "dateline"
    ABOUT_AUTHOR = "about the author"
    HASHTAGS = "hashtags"
    NO_WORDS = "signs without words"
    RUNNING_HEAD = "running head or foot of a print"
    BREADCRUMB_TRAIL = "breadcrumb trail"
    REPEATED_LINE = "repeated line"
    MENU = "menu"
    MENU_OR_LABEL = "menu or label"
    HEADING_OR_TEASER = "heading or teaser"
    OTHER_TEXT = "text that is not of this article"
    TITLE = "title"
    TITLE_REPEATED = "title repeated"

    # What its place in the markup of its page shows.
    NOT_OF_ARTICLE = "not of the article"
    OVERLAY = "window over the page"
    OTHER_ARTICLE = "another article on the page"
    LINK = "link"
    COMMENTS = "comments"
    PAGE_HEAD = "head of the page"
    PAGE_FOOT = "foot of the page"
    TEASER = "teaser"
    NEWSLETTER_FORM = "form for readers (newsletter, sign-in)"
    FORM = "form"
    PAGE_TAGS = "tags of the page"
    SIDEBAR = "beside the article"
    LIVE_UPDATES = "live updates"
    MEDIA = "media"
    SEARCH = "search"

    # What a scraper wrote there instead of text.
    EXPORT_FIELD = "field of the export"
    IMAGE_ADDRESS = "image address"
    WEB_ADDRESS = "web address"
    ADDRESS_AND_DATE = "address and date of the page"
    TIME_STAMP = "time stamp"
    YEAR_FIELD = "year field"
    LOCALE_CODE = "locale code"
    NUMBERS_FIELD = "numbers of a machine field"
    TYPE_FIELD = "type of a machine field"
    CONTACT_LINE = "contact line"
    OUTLET_NAME = "name of the outlet"
    KEYWORD_LIST = "list of keywords"
    FIELD_LABEL = "field label"
    TITLE_FIELD = "field: title"
    LEAD_FIELD = "field: lead"
    AUTHOR_FIELD = "field: author"
    TAG_FIELD = "field: tag"
    TAG_REPEATED = "tag repeated"
    FIELD_REPEATED = "repeated machine field"
    FIELD_RULE = "rule line"
    BODY_FIELD = "text"

    # What others say: the other pages of the outlet, and the user.
    REPEATS_ON_SIBLINGS = "repeats on other pages of this outlet"
    AFTER_SIBLINGS_END = "behind the end that other pages of this outlet have"
    CUT_BY_USER = "cut by you"


BEFORE_ARTICLE: Final = "before the article: "
AFTER_ARTICLE: Final = "after the end of the article: "
FIELD: Final = "field: "
"""The prefixes of reasons made of two parts."""
