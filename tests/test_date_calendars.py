"""Dates of the Islamic calendars, the future reading, and what several dates of one event give together."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.normalize import date_calendars as calendars
from frontwire.normalize.dates import combine_dates, parse_date
from frontwire.schema import DateRange

WEDNESDAY = "2015-05-20"


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1357, 11, 22), "1979-02-11"),
        ((1371, 2, 8), "1992-04-28"),
        ((1395, 12, 30), "2017-03-20"),
        ((1399, 1, 1), "2020-03-20"),
        ((1400, 1, 1), "2021-03-21"),
        ((1403, 1, 1), "2024-03-20"),
        ((1404, 1, 1), "2025-03-21"),
    ],
)
def test_solar_days(solar: tuple[int, int, int], gregorian: str) -> None:
    assert calendars.solar_day(*solar).isoformat() == gregorian


@pytest.mark.parametrize(
    ("lunar", "gregorian"),
    [((1421, 1, 1), "2000-04-06"), ((1444, 1, 1), "2022-07-30"), ((1445, 9, 1), "2024-03-11")],
)
def test_lunar_days(lunar: tuple[int, int, int], gregorian: str) -> None:
    assert calendars.lunar_day(*lunar).isoformat() == gregorian


@given(st.sampled_from(["lunar", "solar"]), st.integers(1178, 1600), st.integers(1, 12))
def test_months_follow_each_other(calendar: str, year: int, month: int) -> None:
    _, last = calendars.dates_of(calendar, year, month, 0)
    after = calendars.dates_of(calendar, year + month // 12, month % 12 + 1, 0)[0]
    assert after - last == timedelta(days=1)
    first_of_year, last_of_year = calendars.dates_of(calendar, year, 0, 0)
    assert (last_of_year - first_of_year).days + 1 in ((354, 355) if calendar == "lunar" else (365, 366))


@given(st.sampled_from(["lunar", "solar"]), st.dates(date(1800, 1, 1), date(2200, 1, 1)))
def test_a_gregorian_year_lies_in_the_years_around_it(calendar: str, day: date) -> None:
    years = calendars.years_around(calendar, day.year)
    assert any(first <= day <= last for first, last in (calendars.dates_of(calendar, y, 0, 0) for y in years))


@pytest.mark.parametrize("wrong", [(1445, 13, 1), (1445, 9, 31), (0, 1, 1), (1445, 9, 0)])
def test_days_that_do_not_exist(wrong: tuple[int, int, int]) -> None:
    for convert in (calendars.lunar_day, calendars.solar_day):
        if not (convert is calendars.solar_day and wrong == (1445, 9, 31)):
            with pytest.raises(ValueError, match="no day"):
                convert(*wrong)
    with pytest.raises(ValueError, match="no day"):
        calendars.solar_day(1399, 7, 31)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("ramadan", ("lunar", 9, 0)),
        ("ramzan", ("lunar", 9, 0)),
        ("rabi al-awwal", ("lunar", 3, 0)),
        ("rabi us sani", ("lunar", 4, 0)),
        ("jumada al-akhira", ("lunar", 6, 0)),
        ("dhul-qa'da", ("lunar", 11, 0)),
        ("zilhajjah", ("lunar", 12, 0)),
        ("eid al-adha", ("lunar", 12, 10)),
        ("eid ul-fitr", ("lunar", 10, 1)),
        ("nowruz", ("solar", 1, 1)),
        ("mordad", ("solar", 5, 0)),
        ("saur", ("solar", 2, 0)),
    ],
)
def test_names(name: str, meaning: tuple[str, int, int]) -> None:
    assert calendars.named(name) == meaning
    assert re.fullmatch(calendars.PATTERN, name)


def test_other_words_are_no_names() -> None:
    with pytest.raises(ValueError, match="no month"):
        calendars.named("monday")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12 Ramadan 1435", "2014-07-10..2014-07-10 day"),
        ("the 3rd of Dhu al-Hijja 1435", "2014-09-28..2014-09-28 day"),
        ("Safar 12, 1436", "2014-12-05..2014-12-05 day"),
        ("1 Shawwal 1435 AH", "2014-07-29..2014-07-29 day"),
        ("Ramadan 1435", "2014-06-29..2014-07-28 range"),
        ("first week of Ramadan 1435", "2014-06-29..2014-07-05 range"),
        ("1436 AH", "2014-10-25..2015-10-14 range"),
        ("AH 1436", "2014-10-25..2015-10-14 range"),
        ("Ramadan 2014", "2014-06-29..2014-07-28 range"),
        ("Eid al-Fitr 2014", "2014-07-29..2014-07-29 day"),
        ("last Ramadan", "2014-06-29..2014-07-28 range"),
        ("8 Saur 1371", "1992-04-28..1992-04-28 day"),
        ("12 Mordad", "2014-08-03..2014-08-03 day"),
        ("Mordad 1393", "2014-07-23..2014-08-22 range"),
        ("Nowruz", "2015-03-21..2015-03-21 day"),
        ("27th of Ramadan, 24 July 2014", "2014-07-24..2014-07-24 day"),
        ("27th of Ramadan", None),
        ("Ramadan", None),
        ("last Friday of Ramadan", None),
        ("Eid", None),
        ("31 Mehr 1393", None),
        ("Asad", None),
        ("2014 AH", None),
    ],
)
def test_expressions(words: str, expected: str | None) -> None:
    found = parse_date(words, published=WEDNESDAY)
    assert (found and f"{found.start}..{found.end} {found.precision}") == expected


def test_without_a_publication_date_only_years_place_them() -> None:
    assert parse_date("last Ramadan", published=None) is None
    assert parse_date("12 Mordad", published=None) is None
    assert parse_date("12 Ramadan 1435", published=None) == DateRange("2014-07-10", "2014-07-10", "day")


@pytest.mark.parametrize(
    ("words", "latest", "next_one"),
    [
        ("June 7", "2014-06-07", "2015-06-07"),
        ("May 20", "2015-05-20", "2015-05-20"),
        ("29 February", "2012-02-29", "2016-02-29"),
        ("Friday", "2015-05-15", "2015-05-22"),
        ("on Wednesday", "2015-05-20", "2015-05-20"),
        ("last Friday", "2015-05-15", "2015-05-15"),
        ("May", "2015-05-01", "2015-05-01"),
        ("late May", "2014-05-21", "2015-05-21"),
        ("3 June 2011", "2011-06-03", "2011-06-03"),
    ],
)
def test_the_future_reading(words: str, latest: str, next_one: str) -> None:
    past = parse_date(words, published=WEDNESDAY)
    future = parse_date(words, published=WEDNESDAY, future=True)
    assert past is not None
    assert future is not None
    assert (past.start, future.start) == (latest, next_one)


def test_a_fiscal_year_is_read_as_the_year() -> None:
    assert parse_date("last fiscal year", published=WEDNESDAY) == parse_date("last year", published=WEDNESDAY)


def test_of_equally_exact_dates_the_one_said_most_often_is_meant() -> None:
    first, second = (DateRange(day, day, "day") for day in ("2015-05-11", "2015-05-12"))
    assert combine_dates([first, second, second]) == second
    assert combine_dates([first, second]) == first
    assert combine_dates([DateRange("2015-05-01", "2015-05-31", "month")] * 3 + [first]) == first


def test_long_runs_of_month_names_are_read_in_linear_time() -> None:
    start = time.process_time()
    for words in ("rabi " * 60, "jumada al " * 30, "dhu al " * 40, "eid " * 70, "1445 ramadan " * 20):
        parse_date(words, published=WEDNESDAY)
    assert time.process_time() - start < 2
