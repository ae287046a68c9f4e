"""The query language: from text as a person types it, even if unfinished, to a Whoosh query tree.

- Words are joined by AND; `OR`, `NOT` or `-`, parentheses.
- `"a phrase"`, `"a phrase"~3` (each word at most three places after the one before it, in this order).
- `cease*`, `ne?otiate`; `zelenski~` for similar words (`~1`, `~2` give the number of letters that may differ).
- `=Kiev`, `="Kiev talks"`: only this spelling. Otherwise other spellings of known names count too, and outside
  quotation marks also the other forms of a word (talks, talked).
- `title:` `outlet:` `tag:` `author:` `url:` `lang:` before a word, a phrase or a bracket.
- `date:2025`, `date:2025-05`, `date:2025-05-12`, `date:2025-05..2025-06`, `date:2025-05..`, `date:..2024`,
  `date:none` for undated articles. `after:2025-05-12` includes that day, and `before:2025-05-12` ends on the day
  before, so that the two together leave out no day and count none twice.
- `added:` with the same, for the day on which an article was added, and `added:today`, `added:yesterday`, `added:7d`
  (the last seven days). Days are those of the user's time zone.
- `is:unread`, `is:read`, `is:starred`, `is:later`, `is:bookmarked`; `is:new` for what is new in the saved search that
  is looked at, otherwise in any; `is:cut` for articles from which text may have been cut by mistake.
- `label:` before a label, for articles with a passage that has it or one below it in the codebook; `mine:` before one
  of the user's tags on articles. After either, `any` and `none`.

No text that can be typed raises an error. Anything unusual is reported in a hint. What cannot be answered once it is
finished (an impossible date, an unknown field, an open phrase) has a refusal too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from whoosh.qparser import QueryParser

from peaceindex.search.query import field_plugins, joining, plugins
from peaceindex.search.query.nodes import searched_words
from peaceindex.search.query.parser import Family, LanguagesOfForm, ParsedQuery, Parser, States
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.names import Names
    from peaceindex.search.query.spellings import HasTerm

_HEBREW_INITIALS = late_pattern(r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
"""The mark in the initials צה"ל, which most people type as a quotation mark. It neither opens nor closes a phrase."""

_PLUGINS = [
    field_plugins.FieldsPlugin(),
    field_plugins.DatesPlugin(),
    field_plugins.StatesPlugin(),
    field_plugins.OwnPlugin(),
    plugins.PhrasePlugin(),
    plugins.BracketsPlugin(),
    plugins.ConnectivesPlugin(),
    plugins.WordsPlugin(),
    joining.JoiningPlugin(),
]


@cache
def _taggers_and_filters() -> tuple[list[Any], list[Any]]:
    """Return all taggers and filters.

    They hold no state of a query, so they are arranged only once. Arranging them for each query took half of the time.
    """
    plain = QueryParser(None, None, plugins=_PLUGINS)
    return plain.taggers(), plain.filters()


def parser(
    names: Names | None,
    states: States,
    family: Family,
    has_term: HasTerm = lambda term: False,
    languages_of_form: LanguagesOfForm = lambda word, form: (),
) -> Parser:
    """Return a parser for one query, with all plug-ins."""
    return Parser(names, states, family, _PLUGINS, _taggers_and_filters(), searched_words, has_term, languages_of_form)


def parse_query(
    text: str,
    names: Names | None,
    states: States = lambda name: None,
    family: Family = lambda word: (),
    has_term: HasTerm = lambda word: False,
    languages_of_form: LanguagesOfForm = lambda word, form: (),
) -> ParsedQuery:
    """Return what a text means so far.

    `names` is None if other spellings and forms should not count; `family` returns
    the other forms of a folded word, and of several words with spaces between them the one word that they may be;
    `has_term` returns whether the index has a term, `languages_of_form` the languages
    of the articles in which a form of a word counts.
    """
    return parser(names, states, family, has_term, languages_of_form).parse_query(_HEBREW_INITIALS.sub("\u05f4", text))
