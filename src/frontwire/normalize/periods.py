"""Calendar periods (a day, a week, May 2014, the 1990s) and the arithmetic that news dates need, also without a year.

A period whose year is not known ("April 14") is kept in a stand-in year, a common one unless it begins on 29 February,
and written the EDTF way: ``XXXX-04-14``. Results outside the years 1 to 9999 raise ``ValueError`` or ``OverflowError``
like :mod:`datetime` itself.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from frontwire.schema import DateRange

UNKNOWN_YEAR: Final = "XXXX"
_COMMON_YEAR: Final = 2001
_LEAP_YEAR: Final = 2000
_ISO: Final = re.compile(r"(XXXX|[0-9]{4})-([0-9]{2})-([0-9]{2})")

#: First month of each season on the northern half of the globe.
SEASON_STARTS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (``None``: open) with the precision of the words; ``year_known`` says if the year is meant."""

    first: date
    last: date | None
    precision: str
    year_known: bool = True

    @property
    def days(self) -> int | None:
        """Length in days, ``None`` where the end is open."""
        return None if self.last is None else (self.last - self.first).days + 1

    def contains(self, other: Period) -> bool:
        return self.first <= other.first and (self.last is None or (other.last is not None and other.last <= self.last))

    def in_year(self, year: int) -> Period:
        """The same period begun in ``year``, as a known one; ``ValueError`` for 29 February of a common year."""
        if self.precision == "month":
            return month_period(year, self.first.month)
        if self.precision == "season":
            return season_period(year, self.first.month)
        shift = year - self.first.year
        last = None if self.last is None else self.last.replace(year=self.last.year + shift)
        return replace(self, first=self.first.replace(year=year), last=last, year_known=True)

    def to_range(self) -> DateRange:
        return DateRange(self._iso(self.first), None if self.last is None else self._iso(self.last), self.precision)

    def _iso(self, day: date) -> str:
        return day.isoformat() if self.year_known else f"{UNKNOWN_YEAR}-{day:%m-%d}"


def period_of_range(given: DateRange) -> Period | None:
    """The period behind a range, ``None`` where its days are no dates. One unknown year makes both unknown."""
    first = _read_day(given.start)
    last = None if given.end is None else _read_day(given.end)
    if first is None or (given.end is not None and last is None):
        return None
    known = UNKNOWN_YEAR not in given.start + (given.end or "")
    try:
        start = _day(*first, known=known)
        end = None if last is None else _day(*last, known=known)
        if end is not None and end < start:  # XXXX-12-30..XXXX-01-02 runs over the turn of the year
            if known:
                return None
            end = end.replace(year=start.year + 1)
    except ValueError:
        return None
    return Period(start, end, given.precision or ("day" if end == start else "range"), known)


def placed_inside(bare: Period, whole: Period) -> Period | None:
    """``bare`` in the year that puts it inside ``whole``; ``None`` where no year does."""
    for year in (whole.first.year, (whole.last or whole.first).year):
        try:
            placed = bare.in_year(year)
        except ValueError:  # 29 February
            continue
        if whole.contains(placed):
            return placed
    return None


def _read_day(iso: str) -> tuple[int, int, int] | None:
    match = _ISO.fullmatch(iso[:10])
    return None if match is None else (int(match[1].replace(UNKNOWN_YEAR, "0")), int(match[2]), int(match[3]))


def _day(year: int, month: int, day: int, *, known: bool) -> date:
    return (
        date(year, month, day) if known else date(_LEAP_YEAR if (month, day) == (2, 29) else _COMMON_YEAR, month, day)
    )


def day_period(year: int | None, month: int, day: int, last_day: int | None = None) -> Period:
    """One day, or the days ``day`` to ``last_day`` of a month; ``ValueError`` where there is no such day."""
    known = year is not None
    first = _day(year or 0, month, day, known=known)
    last = first if last_day is None else first.replace(day=last_day)
    return Period(first, last, "day" if first == last else "range", known)


def single_day(day: date, *, year_known: bool = True) -> Period:
    return Period(day, day, "day", year_known)


def month_period(year: int | None, month: int) -> Period:
    """A whole month; February without a year has 28 days."""
    first = _day(year or 0, month, 1, known=year is not None)
    return Period(first, first.replace(day=calendar.monthrange(first.year, month)[1]), "month", year is not None)


def season_period(year: int | None, start_month: int) -> Period:
    """Three months from ``start_month``; winter begins in December of ``year``."""
    first = month_period(year, start_month).first
    return Period(first, last_of_month(first, 2), "season", year is not None)


def year_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def decade_period(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 9, 12, 31), "decade")


def week_period(day: date, *, year_known: bool = True) -> Period:
    """Monday to Sunday around ``day``."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week", year_known)


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_of_month(day: date, months: int = 0) -> date:
    """The last day of the month ``months`` after that of ``day``."""
    then = add_months(day.replace(day=1), months)
    return then.replace(day=calendar.monthrange(then.year, then.month)[1])
