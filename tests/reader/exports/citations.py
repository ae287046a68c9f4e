"""Citations for tests: an article from an outlet that does not exist, with what is given changed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from peaceindex.model.evidence import Evidence
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import neutralise
from peacereader.exports.citation import Citation, Quotation

EVIDENCE = Evidence(neutralise("2025-06-05T10:00:00Z"), "saved page", "ab" * 32)


def citation(**changed: Any) -> Citation:
    fields: dict[str, Any] = {
        "article_id": "0123456789ab",
        "title": "Talks end without a ceasefire",
        "outlet": "Harbour Dispatch",
        "date": "2025-06-02",
        "authors": ("Ada Stone",),
        "url": "https://harbourdispatch.example/talks",
        "source": "/pages/one.txt",
        "quotations": (Quotation("They spoke for an hour."),),
    }
    return Citation(**(fields | changed))


def passage(**changed: Any) -> Passage:
    fields: dict[str, Any] = {
        "id": "p1", "article_id": "0123456789ab", "quote": "They spoke for an hour.", "prefix": "", "suffix": "",
        "start": 0, "end": 23, "text_hash": "", "note": "", "labels": (), "created": "2025-06-06T10:00:00Z",
        "title": "Talks end without a ceasefire", "outlet": "Harbour Dispatch", "date": "2025-06-02",
        "authors": ("Ada Stone",), "url": "https://harbourdispatch.example/talks", "source": "/pages/one.txt",
    }  # fmt: skip
    return Passage(**(fields | changed))


lines = st.text(st.sampled_from("aB é{}\\%&$#_^~-'`\",=@;/<>|:ж中ש🕊\u0301"), min_size=1, max_size=30).map(neutralise)
"""Odd texts on one line, of any script, with the signs that formats have for themselves."""
texts = st.text(st.sampled_from("aB é{}\\%&$#-'\",=@;<>|:*ж中ש🕊\n"), min_size=1, max_size=40).map(neutralise)
"""Odd texts of several lines."""
