"""Dates as CLDR writes them in 53 languages: how many are read right, in how many milliseconds, beside dateparser.

    python -m tests.bench.dates [--limit N]

For each language 24 days, each in CLDR's long, medium and short format (the
short one with a year of four digits). They are met in three ways:

* *language stated*: the date alone, with its language told, as a page tells it.
  CLDR's English is that of the United States, so it is told as `en-US`.
* *nothing stated*: the date alone. A short date that can be read in two ways
  is left unread by us.
* *in a page*: an HTML page of three paragraphs that states its language, with
  the date on a line below the title: what `clean` makes of it.

Right is the very day, wrong another day, none no day. The milliseconds are CPU
time for a date (for a page in the last row); both programs take turns.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import get_date_format, parse_pattern

from peaceindex.cleaning import dates
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.model.article import RawDocument
from peaceindex.sources import Markup, read

Form = Literal["long", "medium", "short"]

LANGUAGES = (
    "en", "es", "pt", "fr", "de", "it", "nl", "ca", "ro", "pl", "cs", "sk", "hu", "sl", "hr", "bs", "sr", "mk", "bg",
    "sq", "el", "tr", "ru", "uk", "be", "lt", "lv", "et", "fi", "sv", "nb", "da", "ka", "hy", "az", "kk", "uz", "ar",
    "he", "fa", "ps", "ur", "hi", "bn", "ta", "th", "vi", "id", "zh", "ja", "ko", "am", "sw",
)  # fmt: skip
FORMATS: tuple[Form, ...] = ("long", "medium", "short")
_PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">
<title>{title} | The Courier</title></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><main><h1>{title}</h1><p>{shown}</p>
<p>The envoys met in the harbour town on Monday and agreed to open the road for grain, officials of both sides said.</p>
<p>Observers counted three violations along the river during the night, but the truce held, the monitors said.</p>
<p>Another round of talks is planned for next week, and each side is to bring a list of its prisoners.</p>
</main><footer>The Courier</footer></body></html>"""

Read = Callable[[str], date | None]


@dataclass(slots=True)
class Tally:
    """What came of the dates that one program was asked for, and its CPU seconds."""

    right: int = 0
    wrong: int = 0
    none: int = 0
    seconds: float = 0.0
    missed: dict[str, int] = field(default_factory=dict)

    def add(self, wanted: date, found: date | None, seconds: float, language: str) -> None:
        """Count one answer."""
        self.seconds += seconds
        self.right += found == wanted
        self.wrong += found not in (None, wanted)
        self.none += found is None
        if found != wanted:
            self.missed[language] = self.missed.get(language, 0) + 1

    def row(self) -> str:
        """Shares and milliseconds as the cells of a table."""
        count = self.right + self.wrong + self.none
        shares = (f"{n / count:.3f}" for n in (self.right, self.wrong, self.none))
        return " | ".join((*shares, f"{self.seconds / count * 1000:.3f}"))


def days(count: int = 24) -> list[date]:
    """Days of all months from 1990 to 2026, the same each time."""
    chance = random.Random(53)
    return [date(chance.randrange(1990, 2026), 1 + n % 12, chance.randrange(1, 29)) for n in range(count)]


def written(language: str, form: Form, day: date) -> str:
    """A day in a format of CLDR, the year in full."""
    pattern = get_date_format(form, language)
    if form == "short" and "yyyy" not in pattern.pattern:
        pattern = parse_pattern(pattern.pattern.replace("yy", "y"))
    return str(pattern.apply(day, Locale.parse(language)))


def stated(language: str) -> str:
    """The language as a page of it states it."""
    return "en-US" if language == "en" else language


def ours(language: str | None) -> Read:
    """Our reading of a date alone."""

    def read(text: str) -> date | None:
        found = dates.find_all(text, language=language)
        return found[0].day if found and not found[0].ambiguous else None

    return read


def in_a_page(language: str) -> Read:
    """Our reading of a date in a page."""
    cleaner = Cleaner()

    def read_in_page(text: str) -> date | None:
        markup = _PAGE.format(language=stated(language), title="Envoys agree to open the harbour road", shown=text)
        document = read(Markup("page.html", markup.encode()))
        assert isinstance(document, RawDocument)
        found = cleaner.clean(document).date
        return date.fromisoformat(found) if found else None

    return read_in_page


def theirs(language: str | None) -> Read:
    """What dateparser reads; None where it does not know the language."""
    import dateparser  # type: ignore[import-untyped,unused-ignore]

    def read(text: str) -> date | None:
        try:
            found = dateparser.parse(text, languages=[language] if language else None)
        except ValueError:
            return None
        return found.date() if found else None

    return read


def texts(language: str, count: int) -> Iterator[tuple[str, date]]:
    """The dates of a language as they are written, with the day of each."""
    for form in FORMATS:
        for day in days(count):
            yield written(language, form, day), day


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=24, help="days for each language")
    count = parser.parse_args().limit
    dates.find_all("12 May 2025")  # the table of words is read once, before anything is measured
    theirs("en")("12 May 2025")
    rows = {
        (how, who): Tally()
        for how in ("language stated", "nothing stated", "in a page")
        for who in ("peacereader", "dateparser")
    }
    for language in LANGUAGES:
        readers: dict[tuple[str, str], Read] = {
            ("language stated", "peacereader"): ours(stated(language)),
            ("language stated", "dateparser"): theirs(language),
            ("nothing stated", "peacereader"): ours(None),
            ("nothing stated", "dateparser"): theirs(None),
            ("in a page", "peacereader"): in_a_page(language),
        }
        for text, day in texts(language, count):
            for key, reader in readers.items():
                start = time.process_time()
                found = reader(text)
                rows[key].add(day, found, time.process_time() - start, language)
    print(f"{len(LANGUAGES)} languages: {' '.join(LANGUAGES)}")
    print(f"{len(FORMATS)} formats of {count} days each\n")
    print("| | | right | wrong | none | ms |\n|---|---|---|---|---|---|")
    for (how, who), tally in rows.items():
        if tally.seconds:
            print(f"| {how} | {who} | {tally.row()} |")
    for (how, who), tally in rows.items():
        if tally.missed:
            most = sorted(tally.missed.items(), key=lambda item: -item[1])
            print(f"\n{who}, {how}: not right in {', '.join(f'{name} {n}' for name, n in most[:20])}")


if __name__ == "__main__":
    main()
