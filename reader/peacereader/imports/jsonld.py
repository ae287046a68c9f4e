"""Annotations by the W3C Web Annotation Data Model (2017) as JSON-LD: our own, and any with a TextQuoteSelector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.imported_passage import ImportedPassage
from peacereader.imports.selectors import has_type, selectors, text_quote
from peacereader.imports.values import WrongValueError, event, number, objects, text, texts
from peacereader.web_annotation import ARTICLE, PASSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_DEPTH = 20


def is_annotation(value: Any) -> bool:
    """Return whether a value of JSON is an annotation, or a collection or page of such."""
    if not isinstance(value, dict):
        return False
    kinds = ("Annotation", "AnnotationCollection", "AnnotationPage")
    return "@context" in value or "@graph" in value or any(has_type(value, kind) for kind in kinds)


def annotations_in(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the annotations of a document: a single one, a list, a collection or page (section 5), or a graph."""
    if depth > _MAX_DEPTH:
        raise WrongValueError("its collections lie in each other too deep")
    for one in objects(value):
        if has_type(one, "Annotation"):
            yield one
        else:
            for name in ("first", "items", "@graph", "next"):
                if name in one:
                    yield from annotations_in(one[name], depth + 1)


def passages(annotation: Mapping[str, Any]) -> Iterator[ImportedPassage]:
    """Yield the passages of an annotation: one for each of its targets with a quote.

    Raise WrongValueError if there is none, or if a value is of another kind.
    """
    name = text(annotation, "id") or text(annotation, "@id")
    note, labels = _bodies(annotation)
    quotes = [(target, quote) for target in objects(annotation.get("target")) if (quote := text_quote(target))]
    if not quotes:
        raise WrongValueError("it has no target with the words of a text (a TextQuoteSelector)")
    for count, (target, quote) in enumerate(quotes):
        about = article if isinstance(article := target.get("article"), dict) else {}
        evidence = about.get("evidence")
        url = _address(target.get("source"))
        text_hash = text(about, "textSha256")
        start, end = _positions(target) if text_hash else (None, None)
        yield ImportedPassage(
            quote=quote.exact,
            prefix=quote.prefix,
            suffix=quote.suffix,
            id=name.removeprefix(PASSAGE) if name.startswith(PASSAGE) and not count else "",
            origin=f"{name} {count}" if name else "",
            article_id=text(about, "articleId") or (url.removeprefix(ARTICLE) if url.startswith(ARTICLE) else ""),
            start=start,
            end=end,
            text_hash=text_hash,
            source_hash=text(evidence, "sha256") if isinstance(evidence, dict) else "",
            note=note,
            labels=labels,
            created=text(annotation, "created"),
            title=text(about, "articleTitle"),
            outlet=text(about, "articleOutlet"),
            date=text(about, "articleDate"),
            authors=texts(about, "articleAuthors"),
            url=text(about, "articleUrl") or ("" if url.startswith(ARTICLE) else url),
            source=text(about, "sourceName"),
            user=_creator(annotation.get("creator")),
            event=event(annotation, "event") if name.startswith(PASSAGE) else None,
        )


def _bodies(annotation: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the note and the labels: the bodies that comment, and those that tag (section 3.3.5)."""
    notes, labels = [text(annotation, "bodyValue")], []
    is_tagging = "tagging" in texts(annotation, "motivation")
    for body, purposes in _parts(annotation.get("body"), ()):
        if isinstance(body, str):  # the address of something that says more
            notes.append(body)
        elif isinstance(body, dict):
            source = body.get("source")
            within = text(source, "value") if isinstance(source, dict) else ""
            value = text(body, "value") or within or _address(source) or text(body, "id")
            if "tagging" in purposes or (is_tagging and not purposes):
                labels.append(value)
            else:
                notes.append(value)
        elif body is not None:
            raise WrongValueError("its body is neither a text nor an object")
    return "\n\n".join(note for note in notes if note), tuple(labels)


def _parts(body: Any, above: tuple[str, ...], depth: int = 0) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield each body with its purposes: those in a list, and those of a choice or another set (section 5.3)."""
    if depth > _MAX_DEPTH:
        raise WrongValueError("its bodies lie in each other too deep")
    for one in body if isinstance(body, list) else [body]:
        purposes = (texts(one, "purpose") or above) if isinstance(one, dict) else above
        if isinstance(one, list):
            yield from _parts(one, purposes, depth + 1)
        elif isinstance(one, dict) and isinstance(one.get("items"), list):
            yield from _parts(one["items"], purposes, depth + 1)
        else:
            yield one, purposes


def _positions(target: Mapping[str, Any]) -> tuple[int | None, int | None]:
    for selector in selectors(target.get("selector")):
        if has_type(selector, "TextPositionSelector"):
            return number(selector, "start"), number(selector, "end")
    return None, None


def _address(source: Any) -> str:
    if isinstance(source, dict):
        return text(source, "id") or text(source, "@id")
    return source if isinstance(source, str) else ""


def _creator(value: Any) -> str:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            return text(one, "name") or text(one, "nickname") or text(one, "id")
        if isinstance(one, str):
            return one
    return ""
