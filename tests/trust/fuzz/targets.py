"""The fuzzing targets: each takes bytes, as a stranger may have written them, and must raise nothing.

`PeaceindexError` is how the program says that something cannot be read, and is allowed wherever it may be raised. If a
source format yields one in place of a document, its message must not ask the user to report a fault.
"""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import PeaceindexError
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import neutralise, neutralise_values
from tests.trust.fuzz import seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUICK: Final = 12.0
"""The weight of a target that takes about a millisecond."""
SLOW: Final = 0.2
"""The weight of a target that takes over thirty milliseconds."""
_HARMFUL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Target:
    """A fuzzing target. `run` raises if something is wrong; `seeds` returns inputs that mean something to it."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    weight: float = 1.0
    """Its share of a long run: `QUICK` targets take more inputs, in much the same time."""
    most: int = 4_000
    """Longest input in bytes; longer ones would find nothing more and take long."""


def text_of(data: bytes) -> str:
    """Return any text: valid UTF-8 as it is; bytes that are not UTF-8 become lone surrogates."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def run(target: Target, data: bytes) -> None:
    """Try an input. Raise what `target` raises, except a PeaceindexError, which is meant for users."""
    with suppress(PeaceindexError):
        target.run(data)


# --- sources


def _source(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        from peaceindex.sources import Markup, Source, read
        from peaceindex.sources.registry import documents_of

        source = Source(f"x{suffix}", None, 0.0, data[:4096], BytesIO(data[4096:]), named=True)
        members = []
        for count, found in enumerate(documents_of(source)):
            document = read(found) if isinstance(found, Markup) else found
            if isinstance(document, PeaceindexError):
                assert "report it" not in str(document), str(document)
                assert not _HARMFUL.search(str(document)), repr(str(document))
            else:
                members.append(document.member)
                assert not _HARMFUL.search(document.text), repr(document.text)[:200]
                document.text.encode()
            if count > 200:
                break
        assert len(members) == len(set(members)), "two documents of one name"

    return read


def _packed_again(pack: Callable[[bytes], bytes], suffix: str) -> Callable[[bytes], None]:
    """Return a target that packs the changed data correctly, so that the changes reach what is inside."""
    read = _source(suffix)
    return lambda data: read(pack(data))


def _decode(data: bytes) -> None:
    from peaceindex.text.decoding import decode
    from peaceindex.text.encodings import SHOWN

    names = ["", *SHOWN]
    found = decode(data[1:], "x", names[data[0] % len(names)] if data else "")
    assert not _HARMFUL.search(found.text)


def _decode_markup(data: bytes) -> None:
    from peaceindex.sources.markup import decode_markup

    charset, _, page = data.partition(b"\n")
    decode_markup(page, "x", charset.decode("latin-1"))


def _encoding_names(data: bytes) -> None:
    from peaceindex.text.encodings import codec_of

    codec_of(text_of(data))


# --- cleaning


@cache
def _cleaner() -> Any:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.cleaning.outlets import Outlets
    from peaceindex.names import Names

    return Cleaner(Outlets.load(), topics=Names.load().topics)


def _clean_text(data: bytes) -> None:
    from peaceindex.cleaning.siblings import page_fingerprints
    from peaceindex.ingest.quality_flags import doubts
    from peaceindex.model.article import RawDocument
    from peaceindex.near_duplicates.minhash import packed_bands
    from peaceindex.storage.serialization import PackedArticle

    document = RawDocument("x", neutralise(text_of(data)))
    article = _cleaner().clean(document)
    packed = PackedArticle.of(article, document, packed_bands(article.text), page_fingerprints(document.text, article))
    doubts(packed.date, packed.words, packed.losses, 0)
    assert packed.raw.document("x").text == document.text
    json.dumps(article.as_record())


def _clean_page(data: bytes) -> None:
    from peaceindex.model.article import RawDocument
    from peaceindex.sources.bounds import check_markup
    from peaceindex.sources.html.facts import unpack_facts
    from peaceindex.sources.html.reading import read_page

    markup = data.decode("utf-8", "replace")
    check_markup(markup, "x")
    text, facts = read_page(markup)
    assert not _HARMFUL.search(text)
    _cleaner().clean(RawDocument("x", neutralise(text), facts=facts))
    again = unpack_facts(facts.packed(text), text)
    assert again is not None
    assert again.statements == facts.statements
    assert [block.text for block in again.tree.blocks] == [block.text for block in facts.tree.blocks]


def _clean_fragment(data: bytes) -> None:
    from peaceindex.model.article import RawDocument
    from peaceindex.sources.bodies import plain_or_markup
    from peaceindex.sources.html.reading import read_fragment

    first, _, body = data.decode("utf-8", "replace").partition("\n")
    text, facts = read_fragment(plain_or_markup(body)[0])
    names = ("title", "outlet", "published", "modified", "url", "language")
    says = neutralise_values(dict.fromkeys(names, first))
    _cleaner().clean(RawDocument("x", neutralise(text), facts=facts, stated=says))


def _json_ld(data: bytes) -> None:
    page = b'<html><head><script type="application/ld+json">%s</script></head><body><p>Words of a text.' % data
    _clean_page(page)


def _dates(data: bytes) -> None:
    from peaceindex.cleaning import dates
    from peaceindex.cleaning.dates import labels
    from peaceindex.sources.formats.feed import stamp

    text = text_of(data)[:300]
    for language in (None, "en", "en-US", "th", "ja", "zh-TW", "ar", "fa", "he", "uk"):
        for month_first in (None, True, False):
            hits = dates.find_all(text, language=language, month_first=month_first)
            labels.is_date_line(text, hits)
    dates.as_readable_date(text)
    dates.in_url(text)
    dates.month_before(text)
    stamp(text)


def _stored_facts(data: bytes) -> None:
    from peaceindex.sources.html import facts

    text, _, wire = data.partition(b"\0")
    found = neutralise(text.decode("utf-8", "replace"))
    packer = zlib.compressobj(1, zdict=facts._zlib_dictionary(found))
    facts.unpack_facts(facts._LAYOUT + bytes(4) + packer.compress(wire) + packer.flush(), found)
    facts.unpack_facts(data, found)


def _sentences(data: bytes) -> None:
    from peaceindex.near_duplicates.minhash import packed_bands
    from peaceindex.text.sentences import sentence_spans

    text = text_of(data).encode("utf-8", "replace").decode()
    end = 0
    for start, stop in sentence_spans(text, "en"):
        assert end <= start <= stop <= len(text)
        end = stop
    packed_bands(text)


def _anchors(data: bytes) -> None:
    from peaceindex.annotations.anchoring import anchor, context

    text, _, rest = data.decode("utf-8", "replace").partition("\0")
    quote, _, place = rest.partition("\0")
    start = sum(map(ord, place[:4]))
    prefix, suffix = context(text, min(start, len(text)), min(start + len(quote), len(text)))
    found = anchor(text, quote, prefix, suffix, start, start + len(quote))
    assert 0 <= found.start <= found.end


# --- searching


@cache
def _index() -> tuple[Any, Any]:
    from peaceindex.model.article import Article
    from peaceindex.names import Names
    from peaceindex.search.index import SearchIndex

    folder = TemporaryDirectory(prefix="fuzz-")  # goes with this process
    index = SearchIndex(Path(folder.name), Names.load())
    articles = [
        Article(
            "x", f"{n:012x}", neutralise(f"Talks in {place}"), neutralise(outlet), neutralise(f"2025-0{n}-12"),
            published=None, modified=None, authors=(neutralise("Ann"),), tags=(neutralise("peace"),),
            topics=(neutralise(place),), url=None, language=None, lead=None, cuts=(), provenance={},
            paragraphs=(neutralise(f"Kyiv and Kiev. Nord Stream, cease-fire in {place}."),),
        )
        for n, (place, outlet) in enumerate((("Kyiv", "Amed Post"), ("Minsk", ""), ("Riyadh", "Courier")), 1)
    ]  # fmt: skip
    index.write(list(enumerate(articles, 1)))
    return index, folder


def _query(data: bytes) -> None:
    from peaceindex.model.search import Request

    text = text_of(data)
    index, _folder = _index()
    states = {"read": {1}, "bookmarked": set[int](), "cut": {2}, "new": {1}}
    for exact in (False, True):
        request = Request(text, exact=exact)
        found = index.search(request, states=states.__getitem__)
        assert 0 <= found.total <= 3
        if not exact:
            index.advised(found)
        highlighter = index.highlighter(request)
        highlighter.snippet("Talks in Kyiv, " + text[:200].encode("utf-8", "ignore").decode())
        highlighter.spans("Talks in Kyiv", title=True)
    index.complete(text, len(text) // 2, 8)
    index.complete(text, len(text), 8)


def _saved_requests(data: bytes) -> None:
    from peaceindex.model.saved_search import request_from_record

    with suppress(ValueError, RecursionError):  # the code that reads the table handles these
        value = json.loads(data)
        if isinstance(value, dict):
            request_from_record(value)


# --- files that people write


def _yaml(load: Callable[[Path], object]) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = _file()
        path.write_bytes(data)
        load(path)

    return read


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="fuzz-")


def _file() -> Path:
    return Path(_folder().name) / "x.yaml"


def _config(path: Path) -> None:
    from peaceindex.text.yaml_file import load_yaml
    from peacereader.config import Config

    load_yaml(path, Config).fields.as_mapping()


def _pack(path: Path) -> None:
    from peaceindex.names import Names
    from peaceindex.names.packs import read_pack

    names = Names.of(read_pack(path).names)
    names.topics("Near Jordan and Amman, Kyiv and Kiev.")
    names.variants("Jordan", "Amman")


def _names(path: Path) -> None:
    from peaceindex.names import Names

    names = Names.load(path, ())
    names.topics("Kyiv and Kiev. Nord Stream, cease-fire.")
    names.variants("Kiev")


def _outlets(path: Path) -> None:
    from peaceindex.cleaning.outlets import Outlets

    outlets = Outlets.load(path)
    outlets.by_host("https://news.courier.example/a")
    outlets.by_name("Courier")


def _theme(path: Path) -> None:
    from peacereader.tui.themes import load_theme

    load_theme(path)


# --- what goes out


def _passage(data: bytes) -> Passage:
    parts = [part.decode("utf-8", "replace") for part in data.split(b"\0")]
    parts += [""] * (9 - len(parts))
    quote, note, title, outlet, date, author, url, source, label = parts[:9]
    return Passage(
        id="0", article_id="0", quote=quote, prefix="", suffix="", start=0, end=len(quote), text_hash="", note=note,
        labels=(label,) if label else (), created="2025-05-12T10:00:00Z", title=title or None, outlet=outlet or None,
        date=date or None, authors=(author,) if author else (), url=url or None, source=source,
    )  # fmt: skip


def _exports(data: bytes) -> None:
    from peaceindex.annotations.passage_query import PassageQuery
    from peacereader import wording
    from peacereader.cli.common import to_json
    from peacereader.exports.citation import citation_of_passage
    from peacereader.exports.contents import PassageExport
    from peacereader.exports.formats import FORMATS
    from peacereader.exports.obsidian import page, page_name
    from peacereader.exports.styles import STYLES

    passage = _passage(data)
    citation = citation_of_passage(passage)
    for form in FORMATS.values():
        if form.passages:
            list(form.passages(PassageExport([passage, passage], {})))
    for style in STYLES.values():
        style.write(citation)
    page(citation)
    page_name(citation)
    json.loads(to_json(passage.as_record()))
    list(PassageQuery(passage.note).matching([passage]))
    for words in (wording.long_date, wording.short_date, wording.short_month):
        words(passage.date or "")


def _methods(data: bytes) -> None:
    from peaceindex.model.saved_search import LoggedSearch
    from peaceindex.model.search import Request
    from peacereader.exports.methods import markdown

    text = data.decode("utf-8", "replace")
    markdown([LoggedSearch(1, "2025-05-12T10:00:00Z", Request(text), 1, {text: (text,)}, newest=text[:10] or None)])


def _targets() -> Iterator[Target]:
    for suffix, examples in seeds.FORMATS:
        yield Target(f"source{suffix}", _source(suffix), examples)
    for pack, suffix, examples in seeds.PACKED:
        yield Target(f"packed{suffix}", _packed_again(pack, suffix), examples)
    yield Target("decode", _decode, seeds.texts, QUICK)
    yield Target("decode-markup", _decode_markup, seeds.pages)
    yield Target("encoding-names", _encoding_names, seeds.words, QUICK, most=200)
    yield Target("clean-text", _clean_text, seeds.texts)
    yield Target("clean-page", _clean_page, seeds.pages)
    yield Target("clean-fragment", _clean_fragment, seeds.fragments, QUICK)
    yield Target("json-ld", _json_ld, seeds.json_ld)
    yield Target("dates", _dates, seeds.dates, QUICK, most=200)
    yield Target("stored-facts", _stored_facts, seeds.facts, QUICK)
    yield Target("sentences", _sentences, seeds.texts, QUICK)
    yield Target("anchors", _anchors, seeds.anchors, QUICK)
    yield Target("query", _query, seeds.queries, SLOW, most=300)
    yield Target("saved-requests", _saved_requests, seeds.requests, QUICK)
    yield Target("config.yaml", _yaml(_config), seeds.configs, QUICK)
    yield Target("names.yaml", _yaml(_names), seeds.names, SLOW, most=2000)
    yield Target("packs of names", _yaml(_pack), seeds.packs, SLOW, most=2000)
    yield Target("outlets.yaml", _yaml(_outlets), seeds.outlets, QUICK)
    yield Target("theme.yaml", _yaml(_theme), seeds.themes, QUICK)
    yield Target("exports", _exports, seeds.passages, QUICK)
    yield Target("methods", _methods, seeds.queries, QUICK)


TARGETS = {target.name: target for target in _targets()}
