"""The words in which passages are written as Web Annotations, besides those of the W3C: for writing and for reading.

The namespace is a URN, since the project has no address of its own.
"""

from __future__ import annotations

from typing import Any, Final

W3C_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE: Final = "urn:x-peacereader:"
PASSAGE: Final = f"{NAMESPACE}passage:"
ARTICLE: Final = f"{NAMESPACE}article:"
OWN_CONTEXT: Final[dict[str, Any]] = {
    "@version": 1.1,  # JSON-LD 1.1 has values that are plain JSON, as the evidence is
    "peacereader": f"{NAMESPACE}term:",
    "article": "peacereader:article",
    "articleId": "peacereader:articleId",
    "articleTitle": "dcterms:title",
    "articleOutlet": "dcterms:publisher",
    "articleDate": "dcterms:date",
    "articleAuthors": {"@id": "dcterms:creator", "@container": "@list"},
    "articleUrl": "peacereader:url",
    "sourceName": "peacereader:sourceName",
    "textSha256": "peacereader:textSha256",
    "anchoring": "peacereader:anchoring",
    "evidence": {"@id": "peacereader:evidence", "@type": "@json"},
    "event": {"@id": "peacereader:event", "@type": "@json"},
}
"""What each of our own words means. `dcterms` is defined by the W3C's context."""
