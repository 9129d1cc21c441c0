"""Date expressions of news → first and last day, by the table of the annotation guidelines.

Words become tokens (:mod:`~frontwire.normalize.date_words`), tokens points in time
(:mod:`~frontwire.normalize.date_points`), points one period (:mod:`~frontwire.normalize.date_assembly`).

Decided where the guidelines are silent: an ambiguous numeric date has the day first; "two months ago" is that whole
month, "a year later" that whole year, unless "exactly" stands with it; "more than a month ago" runs from the month
beyond to a month ago; the running week, month or year ends with the publication day; a time of day alone belongs to the
reference day (the last of a few), else to the publication day, and "overnight" beside a day is such a time; "the start of
the year" is of the running one; an open-ended "before May", "after May" or "until May" is no date, nor is an
Islamic lunar date without a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontwire.errors import DataError
from frontwire.normalize.date_assembly import assemble, is_time_of_day
from frontwire.normalize.date_combination import combine_dates
from frontwire.normalize.date_points import Anchors
from frontwire.normalize.date_tokens import tokenize
from frontwire.normalize.dateline import dateline_date
from frontwire.normalize.periods import Period, period_of_range
from frontwire.schema import DateRange

__all__ = ["combine_dates", "dateline_date", "in_year", "parse_date", "parse_dates", "says_a_day"]

#: A DATE span is a few words; whatever is longer is none, and the bound keeps every parse cheap.
MAX_CHARACTERS: Final = 300
_ONWARD: Final = re.compile(r"\b(?:on|onwards?)[\s.,]*\Z", re.IGNORECASE)


def parse_date(
    words: str, *, published: str | None, reference: DateRange | None = None, future: bool = False
) -> DateRange | None:
    """First and last day of a DATE span's words; ``None`` where they name no day that can be known.

    ``published`` is the publication date (ISO, or ``XXXX-MM-DD`` where only day and month are known), ``reference`` the
    day that "the following day" or "two weeks earlier" counts from. ``future`` takes dates without a year and bare
    weekdays for the next ones: events of the news lie behind it, announcements do not. ``basis`` of the result is left
    ``None``.

    Raises:
        DataError: ``published`` is no date.
    """
    anchors = Anchors(_publication(published), None if reference is None else period_of_range(reference), future)
    if len(words) > MAX_CHARACTERS:
        return None
    year = anchors.published.first.year if anchors.published and anchors.published.year_known else None
    try:
        tokens = tokenize(words, latest_year=year)
        period = assemble(tokens, anchors, onward=_ONWARD.search(words) is not None)
    except (ValueError, OverflowError):  # 31 June, or a day before year 1 or after 9999
        return None
    return None if period is None else period.to_range()


def parse_dates(spans: Sequence[str], *, published: str | None, reference: DateRange | None = None) -> DateRange | None:
    """The date of an event from the words of all its DATE spans, in text order; otherwise as :func:`parse_date`.

    Spans that only say a time of day ("late night" next to "March 13") count when no other says a day.
    """
    with_day = [words for words in spans if says_a_day(words)]
    for group in (with_day, spans):
        ranges = [parse_date(words, published=published, reference=reference) for words in group]
        combined = combine_dates([found for found in ranges if found is not None])
        if combined is not None:
            return combined
    return None


def says_a_day(words: str) -> bool:
    """Whether a DATE span says on which day, not only when in a day ("around 8 pm", "late night")."""
    return not is_time_of_day(tokenize(words[:MAX_CHARACTERS]))


def in_year(date: DateRange, year: int) -> DateRange:
    """A date of unknown year put into ``year``; others, and 29 February in a common year, stay as they are."""
    period = period_of_range(date)
    if period is None or period.year_known:
        return date
    try:
        return replace(period.in_year(year).to_range(), basis=date.basis)
    except ValueError:
        return date


def _publication(published: str | None) -> Period | None:
    if published is None:
        return None
    period = period_of_range(DateRange(published, published, "day"))
    if period is None:
        raise DataError(f"publication date is {published!r}; expected YYYY-MM-DD")
    return period
