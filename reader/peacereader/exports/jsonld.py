"""Passages as Web Annotations (W3C Web Annotation Data Model, 23 February 2017) in JSON-LD.

The document is an AnnotationCollection with all annotations in its first page (section 5). Each has the note as a
TextualBody that comments and each label as one that tags (sections 3.2.4 and 3.3.5), and a target (section 4) with a
TextQuoteSelector (4.2.4) and a TextPositionSelector (4.2.5). The target's `article` has the same id as its source, so
that it tells of that what the W3C has no words for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peacereader import __version__
from peacereader.output import to_json
from peacereader.web_annotation import ARTICLE, NAMESPACE, OWN_CONTEXT, PASSAGE, W3C_CONTEXT

if TYPE_CHECKING:
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peacereader.exports.contents import PassageExport


def jsonld(export: PassageExport) -> str:
    """Return the passages as one document. All that `passages --json` tells of them can be read back from it."""
    collection = f"{NAMESPACE}passages"
    items = [_annotation(passage, export.evidence.get(passage.article_id)) for passage in export.passages]
    document = {
        "@context": [W3C_CONTEXT, OWN_CONTEXT],
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Passages",
        "generator": {
            "id": f"{NAMESPACE}program", "type": "Software", "name": f"peacereader {__version__}",
        },
        "total": len(items),
        "first": {
            "id": f"{collection}:1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items,
        },
    }  # fmt: skip
    return f"{to_json(document, indent=1)}\n"


def _annotation(passage: Passage, evidence: Evidence | None) -> dict[str, Any]:
    notes = [{"type": "TextualBody", "value": passage.note, "format": "text/plain", "purpose": "commenting"}]
    labels = [{"type": "TextualBody", "value": label, "purpose": "tagging"} for label in passage.labels]
    bodies = [*(notes if passage.note else ()), *labels]
    return {
        "id": f"{PASSAGE}{passage.id}",
        "type": "Annotation",
        "motivation": "bookmarking",
        "created": passage.created,
        **({"creator": {"type": "Person", "name": passage.annotator}} if passage.annotator else {}),
        **({"body": bodies} if bodies else {}),
        "target": _target(passage, evidence),
    }


def _target(passage: Passage, evidence: Evidence | None) -> dict[str, Any]:
    source = passage.url or f"{ARTICLE}{passage.article_id}"
    known = {
        "articleTitle": passage.title,
        "articleOutlet": passage.outlet,
        "articleDate": passage.date,
        "articleAuthors": list(passage.authors),
        "articleUrl": passage.url,
        "evidence": evidence.as_record(passage.url) if evidence else None,
    }
    return {
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": passage.quote,
                "prefix": passage.prefix,
                "suffix": passage.suffix,
            },
            {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        ],
        "article": {
            "id": source,
            "articleId": passage.article_id,
            **{name: value for name, value in known.items() if value},
            "sourceName": passage.source,
            "textSha256": passage.text_hash,
            "anchoring": passage.anchoring,
        },
    }
