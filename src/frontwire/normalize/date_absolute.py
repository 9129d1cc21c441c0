"""Rules for dates that name their day, month, season, year or decade."""

from __future__ import annotations

from datetime import date, timedelta

from frontwire.normalize import date_calendars, periods
from frontwire.normalize.date_points import UNKNOWN, Anchors, Groups, Point, settle
from frontwire.normalize.date_tokens import full_year
from frontwire.normalize.date_words import FEASTS, NAMED, Token
from frontwire.normalize.period_arithmetic import easter_sunday, latest_year_of, weekend_of
from frontwire.normalize.periods import Period, single_day


def _year_of(groups: Groups, anchors: Anchors) -> int | None:
    """The year token of a date; of two digits where it stands as "89" or, behind day and month, "14"."""
    if not groups["year"]:
        return None
    token = groups["year"][0]
    if token.symbol == "y":
        return token.number
    if len(token.name) != 2:
        return None
    published = anchors.published
    return full_year(token.number, published.first.year if published and published.year_known else None)


def _absolute(period: Period, groups: Groups, anchors: Anchors) -> Point:
    """A date as it stands, or, without a year, with the "last", "this" or "next" in front of it applied."""
    if period.year_known:
        return Point(period)
    which = groups["which"][0].symbol if groups["which"] else ""
    published, reference = anchors.published, anchors.reference
    if which == "m" and reference is not None and reference.year_known:  # "That September, ..."
        told = period.in_year(reference.first.year)
        if published is None or not published.year_known or told.first <= published.first:
            return Point(told)
    if which in ("l", "p") and published is not None and published.year_known:
        unit_start = published.first.replace(day=1) if period.precision in ("month", "season") else published.first
        return Point(latest_year_of(period, unit_start, whole=True))
    if which == "h" and published is not None and published.year_known and period.precision in ("month", "season"):
        return Point(latest_year_of(period, published.first))
    if which in ("f", "g") and published is not None and published.year_known:
        placed = latest_year_of(period, published.first)
        return Point(placed.in_year(placed.first.year + 1))
    return Point(period, yearless=True)


def days_of_month(groups: Groups, anchors: Anchors) -> Point:
    """Read "14 April 2015", "April the 14th", "April 3-5", "11, 12 and 13 November"."""
    days = [token.number for token in groups["days"] if token.symbol in "do"]
    month = groups["month"][0].number
    period = periods.day_period(_year_of(groups, anchors), month, min(days), max(days))
    return _absolute(period, groups, anchors)


def month(groups: Groups, anchors: Anchors) -> Point:
    return _absolute(periods.month_period(_year_of(groups, anchors), groups["month"][0].number), groups, anchors)


def season(groups: Groups, anchors: Anchors) -> Point | None:
    start = periods.SEASON_STARTS[groups["season"][0].name]
    if groups["second"] and groups["second"][0].number != groups["pair"][0].number + 1:
        return None  # "summer 2015 - 2019" is no one season
    pair = groups["pair"][0].number if groups["pair"] else None  # "winter of 2010-11"
    return _absolute(periods.season_period(pair or _year_of(groups, anchors), start), groups, anchors)


def numeric(groups: Groups, anchors: Anchors) -> Point:
    year, month, day = groups["date"][0].parts
    return _absolute(periods.day_period(year or None, month, day), groups, anchors)


def year(groups: Groups, anchors: Anchors) -> Point:
    return Point(periods.year_period(groups["year"][0].number))


def two_years(groups: Groups, anchors: Anchors) -> Point:
    year = groups["pair"][0].number
    return Point(Period(date(year, 1, 1), date(year + 1, 12, 31), "range"))


def decade(groups: Groups, anchors: Anchors) -> Point:
    return Point(periods.decade_period(groups["decade"][0].number))


def feast(groups: Groups, anchors: Anchors) -> Point:
    name = groups["feast"][0].name
    if name in NAMED:
        first, last = (date.fromisoformat(day) for day in NAMED[name])
        return Point(Period(first, last, "day" if first == last else "range"))
    month, day = FEASTS[name]
    year = _year_of(groups, anchors)
    if name == "new year" and year is None and _in_last_days_of_year(anchors.published):
        groups = {**groups, "which": [Token("f")]}
    if month:
        return _absolute(periods.day_period(year, month, day), groups, anchors)
    if year is None and (anchors.published is None or not anchors.published.year_known):
        return UNKNOWN
    if year is not None:
        return Point(single_day(easter_sunday(year) + timedelta(days=day)))
    latest = anchors.published.first if anchors.published else date.max
    strict = bool(groups["which"]) and groups["which"][0].symbol in "lp"
    for candidate in (latest.year, latest.year - 1):
        found = easter_sunday(candidate) + timedelta(days=day)
        if found < latest or (found == latest and not strict):
            return Point(single_day(found))
    return UNKNOWN


def weekend_of_feast(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "the New Year weekend": the Saturday and Sunday nearest to the day, of two equally near the later."""
    if groups["unit"][0].name != "weekend":
        return None
    point = feast(groups, anchors)
    if point.period is None:
        return point
    settled = settle(point, anchors).period or point.period
    if not settled.year_known:
        return UNKNOWN
    # from Wednesday on the weekend after the day is the nearest
    return Point(weekend_of(single_day(settled.first + timedelta(days=3))))


def _in_last_days_of_year(published: Period | None) -> bool:
    """Whether "New Year" is the one about to come, as in "between Christmas and New Year" on 30 December."""
    return published is not None and (published.first.month, published.first.day) >= (12, 25)


def day_alone(groups: Groups, anchors: Anchors) -> Point:
    """Read "the 5th": the latest such day of a month on or before P, without P in the month told of."""
    published, reference = anchors.published, anchors.reference
    if published is None and reference is not None:
        told = reference.first.replace(day=groups["days"][0].number)
        return Point(single_day(told, year_known=reference.year_known))
    if published is None or not published.year_known:
        return UNKNOWN
    day = groups["days"][0].number
    for back in range(4):
        month = periods.add_months(published.first.replace(day=1), -back)
        if day <= periods.last_of_month(month).day and month.replace(day=day) <= published.first:
            return Point(single_day(month.replace(day=day)))
    return UNKNOWN


def hijri(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "12 Ramadan 1445", "Mordad 1399", "Eid al-Fitr 2019", "last Ramadan", "1445 AH".

    The year is Hijri or, from 1600 on, Gregorian. A lunar date without one is unknown unless "last" or "this" stands
    before it: the story's year is often not meant. A solar one without a year is the latest on or before P, where it has
    a day: the bare names of those months are also those of people.
    """
    year = groups["year"][0].number if groups["year"] else None
    if not groups["name"]:
        return _in_hijri_year("lunar", year or 0, 0, 0) if year and year < date_calendars.FIRST_GREGORIAN else UNKNOWN
    calendar, month, day = date_calendars.named(groups["name"][0].name)
    day = next((token.number for token in (*groups["days"], *groups["after"])), day)
    if year is not None and year < date_calendars.FIRST_GREGORIAN:
        return _in_hijri_year(calendar, year, month, day)
    which = groups["which"][0].symbol if groups["which"] else ""
    published = anchors.published
    if calendar == "solar" and not (day or year):
        return None
    if year is not None:
        spans = [date_calendars.dates_of(calendar, y, month, day) for y in date_calendars.years_around(calendar, year)]
        found = next((span for span in spans if span[0].year == year), None)
    elif published is None or not published.year_known or (calendar == "lunar" and not which):
        found = None
    else:
        years = date_calendars.years_around(calendar, published.first.year)
        spans = [date_calendars.dates_of(calendar, y, month, day) for y in years]
        past = [s for s in spans if (s[1] < published.first if which in ("l", "p") else s[0] <= published.first)]
        found = past[-1] if past else None
    return Point(_hijri_period(*found)) if found else UNKNOWN


def _in_hijri_year(calendar: str, year: int, month: int, day: int) -> Point:
    return Point(_hijri_period(*date_calendars.dates_of(calendar, year, month, day)))


def _hijri_period(first: date, last: date) -> Period:
    """A range even where it is a month: parts of months are cut by the Gregorian calendar."""
    return Period(first, last, "day" if first == last else "range")
