"""Tables of addresses without texts fill in what is unknown about the articles of a library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peaceindex import Library
from tests.index.pages import add, page

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """id,indexed_date,language,media_name,media_url,publish_date,title,url
1,2025-06-01,en,Amber Courier,amber.example,2025-05-12,Delegations meet,https://www.amber.example/a1/?utm_source=x#top
2,2025-06-01,en,Another Paper,amber.example,2025-05-13,Another title,http://amber.example/a2
3,2025-06-01,en,Amber Courier,amber.example,2025-05-14,Nobody has this,https://amber.example/a3
"""


def test_a_table_of_addresses_is_joined(library: Library, tmp_path: Path) -> None:
    records = [
        {"url": "http://amber.example/a1", "text": page(1)},
        {
            "url": "https://amber.example/a2",
            "text": page(2),
            "title": "Own title",
            "date": "2024-01-02",
            "outlet": "Own",
        },
    ]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, records)))
    (tmp_path / "a.csv").write_text(TABLE)
    found = add(library, tmp_path)
    assert [one.status for one in found] == ["added", "added", "joined"]
    assert "2 of 3 rows found their article" in found[-1].reason
    for _ in range(2):
        articles = {str(a.url): a for one in found if one.article_id for a in [library.article(one.article_id)]}
        first, second = articles["http://amber.example/a1"], articles["https://amber.example/a2"]
        assert first.title is not None
        assert first.title.startswith("Delegations meet in Ankara"), "it stands above the text"
        assert (first.outlet, first.date) == ("Amber Courier", "2025-05-12")
        assert {first.provenance[name] for name in ("outlet", "date")} == {"stated"}
        assert (second.title, second.outlet, second.date) == ("Own title", "Own", "2024-01-02")
        list(library.ingest.rebuild())
    again = add(library, tmp_path)
    assert [one.status for one in again] == ["unchanged", "unchanged", "joined"]
    assert "nothing to fill in" in again[-1].reason
