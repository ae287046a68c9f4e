"""Passages as pages of Markdown for Obsidian: one for each article, with its facts as properties (YAML front matter).

A page belongs to the program while nobody else has changed it: its last property holds the SHA-256 of the rest. Only
such pages are written anew. All others stay as they are, and are named.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from peaceindex.model.safe_text import shown
from peaceindex.private_files import make_private_folder, replace_private
from peacereader import wording
from peacereader.exports.markdown import attribution, escaped, quoted, remarks
from peacereader.output import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from peacereader.exports.citation import Citation

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|#^\[\]%]+')
"""What file systems forbid in names, and what has a meaning in Obsidian's links."""
_MAX_TITLE_BYTES: Final = 120
_SEAL = re.compile(r"^peacereader-page: ([0-9A-Za-z-]+) ([0-9a-f]{64})\n", re.MULTILINE)


class Written(NamedTuple):
    """What became of the pages: how many were written, and those that were left as they are."""

    written: int
    left: tuple[Path, ...]


def write_folder(citations: Iterable[Citation], folder: Path) -> Written:
    """Write a page for each article into `folder`, which is made if it is missing. Raise OSError.

    The page of an article keeps the name that it has in the folder, since other pages may link to it.
    """
    make_private_folder(folder)
    there = {path.stem.rpartition(" ")[2]: path for path in sorted(folder.glob("*.md"))}
    written, left = 0, []
    for citation in citations:
        path = there.get(citation.name_in_files) or folder / page_name(citation)
        text = page(citation)
        if not path.exists() and not path.is_symlink():
            write_file(path, text)
        elif _is_own(path, citation.name_in_files):
            replace_private(path, text)
        else:
            left.append(path)
            continue
        written += 1
    return Written(written, tuple(left))


def page_name(citation: Citation) -> str:
    """Return the name of an article's page: date, title and article id, without what a file's name may not have."""
    title = _NOT_IN_A_NAME.sub(" ", shown(citation.title or wording.TITLE_NOT_KNOWN))
    title = title.encode("utf-8", "ignore")[:_MAX_TITLE_BYTES].decode("utf-8", "ignore")
    date = "-".join(f"{number:02}" for number in citation.date_parts)
    return " ".join(f"{date} {title} {citation.name_in_files}".split()).lstrip(".") + ".md"


def page(citation: Citation) -> str:
    """Return the page of an article, with its seal."""
    evidence = citation.evidence
    properties: dict[str, str | tuple[str, ...] | None] = {
        "title": citation.title,
        "authors": citation.authors,
        "outlet": citation.outlet,
        "date": citation.date,
        "url": citation.url,
        "archive": citation.archive_url,
        "retrieved": citation.retrieved,
        "source": citation.source,
        "sha256": evidence.sha256,
        "article": citation.article_id,
        "tags": tuple(filter(None, map(_tag, citation.labels))),
        "labels": citation.labels,
    }
    # A JSON string or list of strings is YAML too, and needs no rules of its own for odd characters.
    lines = [f"{name}: {_yaml(value)}" for name, value in properties.items() if value]
    body = [f"# {escaped(' '.join((citation.title or wording.TITLE_NOT_KNOWN).split()))}", attribution(citation)]
    for quotation in citation.quotations:
        body += [quoted(quotation.quote), *remarks(quotation)]
    if words := wording.evidence_words(evidence, citation.url):
        body += ["---", escaped(words)]
    if citation.text:
        body += ["## Text", escaped(citation.text)]
    text = shown("\n".join(["---", *lines, "---", "", "\n\n".join(body), ""]))
    head, end, rest = text.partition("\n---\n")
    return f"{head}\npeacereader-page: {citation.name_in_files} {_hash(text)}{end}{rest}"


def _is_own(path: Path, name: str) -> bool:
    """Return whether a file is the page of this article as the program wrote it."""
    with suppress(OSError, UnicodeDecodeError):
        if path.is_symlink() or not path.is_file():
            return False
        text = path.read_bytes().decode()
        seal = _SEAL.search(text)
        return seal is not None and seal[1] == name and seal[2] == _hash(_SEAL.sub("", text, count=1))
    return False


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _yaml(value: str | tuple[str, ...] | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tag(label: str) -> str:
    """Return a label as a tag of Obsidian, which has letters, digits, `_`, `-` and `/`, and is not a number alone."""
    tag = re.sub(r"[^\w/-]+", "-", label).strip("-/")
    return "" if tag.isdecimal() else tag
