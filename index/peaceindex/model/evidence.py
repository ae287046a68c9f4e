"""The evidence for an article: when its source was retrieved, which file it is, and where in the file it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from peaceindex.model.safe_text import EMPTY, SafeText, neutralise

if TYPE_CHECKING:
    from collections.abc import Mapping

RetrievedBy = Literal["", "web archive", "saved page", "mail", "export", "record", "file"]
"""What states when a source was retrieved: the date of its record in a web archive, of the saved page (MHTML), of the
mail, of the export of a database, a field of its record, or the file's time of modification. "" if nothing does."""

WEB_ARCHIVE: Final = "https://web.archive.org/web"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How to find the source of an article again, and to prove that it is the same.

    `retrieved` is a day or a time in ISO 8601 (with its offset where it is known), or "". `sha256` is that of the bytes
    of the whole file, in hex digits, or "" for standard input. `record`, `page` and `line` count from 1; 0 means that
    they are not known or say nothing. `line` is the first line of the article in the text of the file.
    """

    retrieved: SafeText = EMPTY
    retrieved_by: RetrievedBy = ""
    sha256: str = ""
    record: int = 0
    page: int = 0
    line: int = 0

    @classmethod
    def of_file(cls, mtime: float | None, sha256: str = "") -> Evidence:
        """Return the evidence that a file alone gives: its time of modification (seconds since 1970), and its hash."""
        if mtime is None:
            return cls(sha256=sha256)
        moment = datetime.fromtimestamp(max(0.0, min(mtime, 4e9)), UTC)
        return cls(neutralise(moment.isoformat(timespec="seconds").replace("+00:00", "Z")), "file", sha256)

    @property
    def place(self) -> str:
        """The place in the file, in words: `record 3, line 120`; "" for the whole file."""
        parts = (("record", self.record), ("page", self.page), ("line", self.line))
        return ", ".join(f"{word} {number}" for word, number in parts if number)

    def archive_address(self, url: str | None) -> str | None:
        """Return the address at which the Internet Archive may have the page of `url` as of the time of retrieval.

        It is formed without asking the archive. None for an address that is not http, or without a time. The archive
        leads from such an address to the copy that is nearest in time.
        """
        digits = "".join(c for c in self._utc() if c.isdigit())
        if not url or not url.lower().startswith(("http://", "https://")) or len(digits) < 8:
            return None
        return f"{WEB_ARCHIVE}/{digits[:14]:0<14}/{url}"

    def _utc(self) -> str:
        try:
            moment = datetime.fromisoformat(self.retrieved)
        except ValueError:
            return ""
        return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M:%S")

    def as_record(self, url: str | None = None) -> dict[str, Any]:
        """Return the values that JSON output shows; only those that are known. `url` is the address of the article."""
        known: dict[str, Any] = {
            "retrieved": self.retrieved,
            "retrieved_by": self.retrieved_by,
            "sha256": self.sha256,
            "record": self.record,
            "page": self.page,
            "line": self.line,
            "archive_url": self.archive_address(url),
        }
        return {name: value for name, value in known.items() if value}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Evidence:
        """Return the evidence in an object that `as_record` made. Values of another kind are left out."""
        texts = {name: str(record.get(name) or "")[:200] for name in ("retrieved", "retrieved_by", "sha256")}
        numbers = {
            name: value if isinstance(value := record.get(name), int) and value > 0 else 0
            for name in ("record", "page", "line")
        }
        by = texts["retrieved_by"] if texts["retrieved_by"] in RetrievedBy.__args__ else ""  # type: ignore[attr-defined]
        return cls(neutralise(texts["retrieved"]), by, neutralise(texts["sha256"]), **numbers)  # type: ignore[arg-type]


NO_EVIDENCE: Final = Evidence()
NO_DETAILS: Final[Mapping[str, SafeText]] = MappingProxyType({})
