"""Date expressions against the guidelines' table, each case counted by hand on the calendar of spring 2015."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontwire.errors import DataError
from frontwire.normalize.date_words import FEASTS, LEXICON
from frontwire.normalize.dates import combine_dates, dateline_date, in_year, parse_date, parse_dates
from frontwire.schema import DateRange

WEDNESDAY = "2015-05-20"  # the publication day P
REFERENCE = DateRange("2015-05-04", "2015-05-04", "day")  # a Monday


def span(found: DateRange | None) -> str | None:
    return None if found is None else f"{found.start}..{found.end} {found.precision}"


def days(first: str, last: str | None = None, precision: str | None = None) -> str:
    return f"{first}..{last or first} {precision or ('range' if last else 'day')}"


FROM_PUBLICATION = {
    "Tuesday": days("2015-05-19"),
    "on Wednesday": days("2015-05-20"),
    "last Wednesday": days("2015-05-13"),
    "last Tuesday night": days("2015-05-19"),
    "next Tuesday": days("2015-05-26"),
    "today": days("2015-05-20"),
    "Yesterday,": days("2015-05-19"),
    "last night": days("2015-05-19"),
    "late last night": days("2015-05-19"),
    "overnight": days("2015-05-19", "2015-05-20"),
    "this morning": days("2015-05-20"),
    "TONIGHT": days("2015-05-20"),
    "0800 1400 GMT THIS MORNING": days("2015-05-20"),
    "the day before yesterday": days("2015-05-18"),
    "night of Monday": days("2015-05-18"),
    "early on Monday": days("2015-05-18"),
    "early hours of Monday": days("2015-05-18"),
    "around 1:00 am Tuesday": days("2015-05-19"),
    "2:00 am (0100 GMT) on Wednesday": days("2015-05-20"),
    "between 6 and 7 pm on Friday": days("2015-05-15"),
    "from late morning to early evening on Thursday": days("2015-05-14"),
    "the night between Monday and Tuesday": days("2015-05-18", "2015-05-19"),
    "late Monday or early Tuesday": days("2015-05-18", "2015-05-19"),
    "Saturday and Sunday": days("2015-05-16", "2015-05-17"),
    "from Monday to Friday": days("2015-05-11", "2015-05-15"),
    "the past 24 hours": days("2015-05-19", "2015-05-20"),
    "past 48 hours": days("2015-05-18", "2015-05-20"),
    "PAST FEW HOURS": days("2015-05-19", "2015-05-20"),
    "past three days": days("2015-05-17", "2015-05-20"),
    "last one month": days("2015-04-20", "2015-05-20"),
    "past week": days("2015-05-13", "2015-05-20"),
    "this week": days("2015-05-18", "2015-05-20", "week"),
    "last week": days("2015-05-11", "2015-05-17", "week"),
    "the week before last": days("2015-05-04", "2015-05-10", "week"),
    "Tuesday last week": days("2015-05-12"),
    "the weekend": days("2015-05-16", "2015-05-17"),
    "THIS PAST WEEKEND": days("2015-05-16", "2015-05-17"),
    "earlier this month": days("2015-05-01", "2015-05-20", "month"),
    "last month": days("2015-04-01", "2015-04-30", "month"),
    "this year": days("2015-01-01", "2015-05-20", "year"),
    "last year": days("2014-01-01", "2014-12-31", "year"),
    "last decade": days("2000-01-01", "2009-12-31", "decade"),
    "the 5th of this month": days("2015-05-05"),
    "three weeks ago": days("2015-04-29"),
    "a couple of days ago": days("2015-05-18"),
    "11 DAYS AGO": days("2015-05-09"),
    "15-20 minutes ago": days("2015-05-20"),
    "two months ago": days("2015-03-01", "2015-03-31", "month"),
    "PRECISELY 1 MONTH AGO": days("2015-04-20"),
    "more than a month ago": days("2015-03-01", "2015-04-20"),
    "half a year ago": days("2014-11-01", "2014-11-30", "month"),
    "2 YEARS AGO": days("2013-01-01", "2013-12-31", "year"),
    "April": days("2015-04-01", "2015-04-30", "month"),
    "September": days("2014-09-01", "2014-09-30", "month"),
    "last May": days("2014-05-01", "2014-05-31", "month"),
    "last September": days("2014-09-01", "2014-09-30", "month"),
    "LAST 9 AUGUST": days("2014-08-09"),
    "20 May": days("2015-05-20"),
    "21 May": days("2014-05-21"),
    "29 February": days("2012-02-29"),
    "late May": days("2014-05-21", "2014-05-31"),
    "spring": days("2015-03-01", "2015-05-31", "season"),
    "last winter": days("2014-12-01", "2015-02-28", "season"),
    "28 September last year": days("2014-09-28"),
    "since April 3": days("2015-04-03", "2015-05-20"),
    "from 3 April on": days("2015-04-03", "2015-05-20"),
    "since Friday": days("2015-05-15", "2015-05-20"),
    "December 30 to January 2": days("2014-12-30", "2015-01-02"),
    "Christmas Eve": days("2014-12-24"),
    "Easter Sunday": days("2015-04-05"),
    "Good Friday": days("2015-04-03"),
    "26 NOV 89": days("1989-11-26"),
    "2000 ON 11 NOVEMBER": days("2014-11-11"),
    "1130 on 11 November": days("2014-11-11"),
    "Tuesday 1545": days("2015-05-19"),
    "2130": days("2015-05-20"),
    "overnight Sunday to Monday": days("2015-05-17", "2015-05-18"),
    "overnight on Sunday": days("2015-05-17"),
    "overnight Friday into Saturday": days("2015-05-15", "2015-05-16"),
    "Saturday overnight into Sunday": days("2015-05-16", "2015-05-17"),
    "overnight between Sunday and Monday": days("2015-05-17", "2015-05-18"),
    "overnight into Monday": days("2015-05-17", "2015-05-18"),
    "overnight into 4 May": days("2015-05-03", "2015-05-04"),
    "overnight last Friday": days("2015-05-15"),
    "the night to Friday": days("2015-05-14", "2015-05-15"),
    "a week ago on Monday": days("2015-05-11"),
    "Sunday two weeks ago": days("2015-05-03"),
    "Seventeen years ago today": days("1998-05-20"),
    "year ago today": days("2014-05-20"),
    "exactly a year ago today": days("2014-05-20"),
    "a month ago today": days("2015-04-20"),
    "a week ago today": days("2015-05-13"),
    "40 years ago this week": days("1975-05-19", "1975-05-25", "week"),
    "40 years ago this month": days("1975-05-01", "1975-05-31", "month"),
    "two years ago on Monday": days("2013-05-18"),
    "this day in 1984": days("1984-05-20"),
    "this week in 1984": days("1984-05-14", "1984-05-20", "week"),
    "between Christmas and New Year": days("2014-12-25", "2015-01-01"),
    "over the New Year weekend": days("2015-01-03", "2015-01-04"),
    "Easter weekend": days("2015-04-04", "2015-04-05"),
    "the weekend before last": days("2015-05-09", "2015-05-10"),
    "past two nights": days("2015-05-18", "2015-05-19"),
    "two nights ago": days("2015-05-18"),
    "half an hour ago": days("2015-05-20"),
    "previous 24 hours": days("2015-05-19", "2015-05-20"),
    "earlier in the day": days("2015-05-20"),
    "earlier in the week": days("2015-05-18", "2015-05-20", "week"),
    "Monday, earlier in the week": days("2015-05-18"),
    "earlier in the year": days("2015-01-01", "2015-05-20", "year"),
    "midweek": days("2015-05-18", "2015-05-20", "week"),
    "the beginning of the year": days("2015-01-01", "2015-03-31"),
    "since the start of the year": days("2015-01-01", "2015-05-20"),
    "first quarter of the year": days("2015-01-01", "2015-03-31"),
    "first two months of the year": days("2015-01-01", "2015-02-28"),
    "the Friday before last": days("2015-05-08"),
    "the early hours of the 18th": days("2015-05-18"),
    "Monday the 18th at dawn": days("2015-05-18"),
    "Monday's morning rush hour": days("2015-05-18"),
    "first light": days("2015-05-20"),
    "the first night": None,
    "since 0530 this morning": days("2015-05-20"),
    "evening": days("2015-05-20"),
    "the evening before the parade": None,
    "three days before the elections": None,
}

ABSOLUTE = {
    "14 April 2015": days("2015-04-14"),
    "Monday, 14 April 2015": days("2015-04-14"),
    "April the 14th , 2015": days("2015-04-14"),
    "Apr . 14 , 2015": days("2015-04-14"),
    "14th of April, 2015,": days("2015-04-14"),
    "the morning of 14 April 2015": days("2015-04-14"),
    "9:02 a.m. on April 14, 2015": days("2015-04-14"),
    "2015-04-14": days("2015-04-14"),
    "2015-04-14T09:02:00Z": days("2015-04-14"),
    "14/04/2015": days("2015-04-14"),
    "04/14/2015": days("2015-04-14"),
    "3/4/2015": days("2015-04-03"),
    "14.04.2015": days("2015-04-14"),
    "14 APR 15": days("2015-04-14"),
    "April 14": days("XXXX-04-14"),
    "twenty-first of March": days("XXXX-03-21"),
    "February": days("XXXX-02-01", "XXXX-02-28", "month"),
    "29 February": days("XXXX-02-29"),
    "April 3-5": days("XXXX-04-03", "XXXX-04-05"),
    "between 3 and 5 April": days("XXXX-04-03", "XXXX-04-05"),
    "night of 5/6 April": days("XXXX-04-05", "XXXX-04-06"),
    "11, 12, AND 13 NOVEMBER": days("XXXX-11-11", "XXXX-11-13"),
    "intervening night of November 24 25": days("XXXX-11-24", "XXXX-11-25"),
    "around 7 30 pm on October 9": days("XXXX-10-09"),
    "October 9 10 pm": days("XXXX-10-09"),
    "two days before Christmas": days("XXXX-12-23"),
    "30 December to 2 January": days("XXXX-12-30", "XXXX-01-02"),
    "3 May to 5 June 2012": days("2012-05-03", "2012-06-05"),
    "May and June 2014": days("2014-05-01", "2014-06-30"),
    "January 2017 – March 2018": days("2017-01-01", "2018-03-31"),
    "September 2015": days("2015-09-01", "2015-09-30", "month"),
    "early May 2014": days("2014-05-01", "2014-05-10"),
    "mid-May 2014": days("2014-05-11", "2014-05-20"),
    "end of May 2014": days("2014-05-21", "2014-05-31"),
    "last week of May 2014": days("2014-05-25", "2014-05-31"),
    "first two weeks of May 2014": days("2014-05-01", "2014-05-14"),
    "second half of May 2014": days("2014-05-16", "2014-05-31"),
    "late 2014": days("2014-10-01", "2014-12-31"),
    "first half of 2016": days("2016-01-01", "2016-06-30"),
    "last quarter of 1989": days("1989-10-01", "1989-12-31"),
    "last three months of 2014": days("2014-10-01", "2014-12-31"),
    "summer 2014": days("2014-06-01", "2014-08-31", "season"),
    "winter of 2010-11": days("2010-12-01", "2011-02-28", "season"),
    "2015": days("2015-01-01", "2015-12-31", "year"),
    "2007 and 2012": days("2007-01-01", "2012-12-31"),
    "2009-10": days("2009-01-01", "2010-12-31"),
    "1975-90": days("1975-01-01", "1990-12-31"),
    "winter of 2010-2011": days("2010-12-01", "2011-02-28", "season"),
    "overnight on 3 May 2014": days("2014-05-03"),
    "overnight into 4 May": days("XXXX-05-03", "XXXX-05-04"),
    "around A.D. 550": days("0550-01-01", "0550-12-31", "year"),
    "the 1990s": days("1990-01-01", "1999-12-31", "decade"),
    "'80s": days("1980-01-01", "1989-12-31", "decade"),
    "the late 1990s": days("1997-01-01", "1999-12-31"),
    "since 2011": "2011-01-01..None range",
    "from April 3 onwards": "XXXX-04-03..None range",
    "9/11": days("2001-09-11"),
    "World War II": days("1939-09-01", "1945-09-02"),
    "Easter 2016": days("2016-03-27"),
    "Tuesday": None,
    "yesterday": None,
    "around 1 pm": None,
    "31 June": None,
    "30 February 2014": None,
    "2015-02-29": None,
    "recent weeks": None,
    "recently": None,
    "in the past": None,
    "few days ago": None,
    "days later": None,
    "27th of Ramadan": None,
    "Bloody Friday": None,
    "550 BC": None,
    "before May 2014": None,
    "until May 3": None,
    "dinner time": None,
    "": None,
}

FROM_REFERENCE = {
    "the following day": days("2015-05-05"),
    "next morning": days("2015-05-05"),
    "day later": days("2015-05-05"),
    "that day": days("2015-05-04"),
    "SAME NIGHT": days("2015-05-04"),
    "same time": days("2015-05-04"),
    "previous evening": days("2015-05-03"),
    "DAY BEFORE": days("2015-05-03"),
    "two days earlier": days("2015-05-02"),
    "10 days later": days("2015-05-14"),
    "hours later": days("2015-05-04"),
    "the previous Friday": days("2015-05-01"),
    "the following Tuesday": days("2015-05-05"),
    "less than a week later": days("2015-05-04", "2015-05-11"),
    "a month earlier": days("2015-04-01", "2015-04-30", "month"),
    "a year later": days("2016-01-01", "2016-12-31", "year"),
    "exactly a year later": days("2016-05-04"),
    "the previous week": days("2015-04-27", "2015-05-03", "week"),
    "around 8 pm": days("2015-05-04"),
    "earlier in the day": days("2015-05-04"),
    "half an hour later": days("2015-05-04"),
    "two nights later": days("2015-05-06"),
    "a night earlier": days("2015-05-03"),
    "the Friday before": days("2015-05-01"),
    "that March": days("2015-03-01", "2015-03-31", "month"),
    "that September": days("2014-09-01", "2014-09-30", "month"),
}


@pytest.mark.parametrize("words", FROM_PUBLICATION)
def test_relative_to_the_publication_day(words: str) -> None:
    assert span(parse_date(words, published=WEDNESDAY)) == FROM_PUBLICATION[words]


@pytest.mark.parametrize("words", ABSOLUTE)
def test_without_publication_day(words: str) -> None:
    assert span(parse_date(words, published=None)) == ABSOLUTE[words]


@pytest.mark.parametrize("words", FROM_REFERENCE)
def test_relative_to_the_reference_day(words: str) -> None:
    assert span(parse_date(words, published=WEDNESDAY, reference=REFERENCE)) == FROM_REFERENCE[words]


@pytest.mark.parametrize("words", ["the following day", "two days earlier", "a year later", "that day"])
def test_no_reference_no_date(words: str) -> None:
    assert parse_date(words, published=WEDNESDAY) is None


@pytest.mark.parametrize(
    ("words", "reference", "expected"),
    [
        pytest.param("the previous evening", "XXXX-01-26", days("XXXX-01-25"), id="day"),
        pytest.param("the following day", "XXXX-12-31", days("XXXX-01-01"), id="turn-of-year"),
        pytest.param("a month earlier", "XXXX-03-15", days("XXXX-02-01", "XXXX-02-28", "month"), id="month"),
        pytest.param("the previous Friday", "XXXX-01-26", None, id="weekday-unknowable"),
    ],
)
def test_reference_of_unknown_year(words: str, reference: str, expected: str | None) -> None:
    assert span(parse_date(words, published=None, reference=DateRange(reference, reference, "day"))) == expected


@pytest.mark.parametrize("words", ["the same morning", "around 8 pm"])
def test_what_follows_on_several_days_belongs_to_the_last(words: str) -> None:
    told = DateRange("2015-05-02", "2015-05-04", "range")
    assert span(parse_date(words, published=WEDNESDAY, reference=told)) == days("2015-05-04")


def test_a_time_of_day_after_a_month_is_of_no_day() -> None:
    may = DateRange("2015-05-01", "2015-05-31", "month")
    assert parse_date("around 8 pm", published=WEDNESDAY, reference=may) is None


def test_without_publication_day_a_day_of_the_month_is_of_the_month_told_of() -> None:
    told = DateRange("XXXX-10-13", "XXXX-10-13", "day")
    assert span(parse_date("noon of the 15th", published=None, reference=told)) == days("XXXX-10-15")


def test_a_month_as_reference_keeps_months() -> None:
    may = DateRange("2015-05-01", "2015-05-31", "month")
    assert span(parse_date("a year later", published=None, reference=may)) == days("2016-05-01", "2016-05-31", "month")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param("2015-05-16", days("2015-05-09", "2015-05-10"), id="on-saturday"),
        pytest.param("2015-05-18", days("2015-05-16", "2015-05-17"), id="on-monday"),
    ],
)
def test_last_weekend_is_over(published: str, expected: str) -> None:
    assert span(parse_date("last weekend", published=published)) == expected


@pytest.mark.parametrize("published", ["2014-12-26", "2014-12-31", "2015-01-03"])
def test_new_year_is_the_one_about_to_come(published: str) -> None:
    found = parse_date("between Christmas and New Year", published=published)
    assert span(found) == days("2014-12-25", "2015-01-01")


@pytest.mark.parametrize("published", ["yesterday", "2015-13-01", "2015", ""])
def test_a_publication_day_that_is_none(published: str) -> None:
    with pytest.raises(DataError, match="expected YYYY-MM-DD"):
        parse_date("today", published=published)


def test_basis_is_left_open() -> None:
    found = parse_date("today", published=WEDNESDAY)
    assert found is not None
    assert found.basis is None


# --- properties ---------------------------------------------------------------------------------------------------------

_VOCABULARY = st.sampled_from(
    [
        *LEXICON,
        *FEASTS,
        "3",
        "31",
        "29",
        "1990",
        "2015",
        "89",
        "5th",
        "0800",
        "5 pm",
        "14/04",
        "1990s",
        ",",
        "the",
        "of",
    ]
)
EXPRESSIONS = st.lists(_VOCABULARY, max_size=9).map(" ".join) | st.text(max_size=60)
PUBLISHED = st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)).map(date.isoformat)


def is_day(iso: str) -> bool:
    if re.fullmatch(r"XXXX-\d\d-\d\d", iso):
        iso = iso.replace("XXXX", "2000")
    return date.fromisoformat(iso).isoformat() == iso


@given(EXPRESSIONS, PUBLISHED, PUBLISHED)
@example("31 31 may - may 31 2015", None, None)
@example("since 9999 + 4 decades later", "2015-05-20", "2015-05-20")
def test_every_result_is_a_valid_range(words: str, published: str | None, reference: str | None) -> None:
    anchor = DateRange(reference, reference, "day") if reference else None
    found = parse_date(words, published=published, reference=anchor)
    if found is None:
        return
    assert is_day(found.start)
    assert found.end is None or is_day(found.end)
    assert found.precision in {"day", "week", "month", "season", "year", "decade", "range"}
    assert found.start == found.end or found.precision != "day"
    if found.end is not None:
        assert found.start.startswith("XXXX") == found.end.startswith("XXXX")
        if not found.start.startswith("XXXX"):
            assert found.start <= found.end


@given(st.lists(_VOCABULARY, max_size=9).map(" ".join), PUBLISHED)
def test_letter_case_and_edges_do_not_matter(words: str, published: str | None) -> None:
    found = parse_date(words, published=published)
    assert parse_date(words.upper(), published=published) == found
    assert parse_date(f"  in the {words} ,", published=published) == parse_date(f"in the {words}", published=published)


@given(EXPRESSIONS)
def test_absolute_dates_survive_their_own_iso_form(words: str) -> None:
    found = parse_date(words, published=None)
    if found is not None and found.precision == "day" and found.start[0].isdigit():
        again = parse_date(found.start, published=None)
        assert again is not None
        assert again.start == found.start


ADVERSARIAL = {
    "days": "3 and " * 20_000,
    "months": "May " * 25_000,
    "to": "- " * 50_000,
    "digits": "1" * 100_000,
    "clocks": "1:" * 50_000,
    "brackets": "(12 May 2016" * 8_000,
    "place": "A, " * 33_000,
    "early": "early 3 may to " * 7_000,
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_long_input_is_read_fast(name: str) -> None:
    text = ADVERSARIAL[name]
    start = time.perf_counter()
    for words in (text, text[:300]):
        parse_date(words, published=WEDNESDAY, reference=REFERENCE)
        parse_dates([words], published=WEDNESDAY)
        dateline_date(words)
    assert time.perf_counter() - start < 2.0


# --- several spans ------------------------------------------------------------------------------------------------------


def ranges(*spans: str) -> list[DateRange]:
    return [DateRange(first, last or None, "range") for first, _, last in (text.partition("..") for text in spans)]


@pytest.mark.parametrize(
    ("given_ranges", "expected"),
    [
        pytest.param(["2015-01-01..2015-12-31", "2015-05-03..2015-05-03"], "2015-05-03", id="contained"),
        pytest.param(["2015-05-03..2015-05-03", "2015-05-07..2015-05-07"], "2015-05-03", id="incompatible-first"),
        pytest.param(["2015-05-01..", "2015-05-03..2015-05-09"], "2015-05-03", id="open-is-widest"),
        pytest.param(["XXXX-05-03..XXXX-05-03", "2015-05-03..2015-05-03"], "2015-05-03", id="known-year-wins"),
        pytest.param(["XXXX-05-03..XXXX-05-03", "2015-01-01..2015-12-31"], "2015-05-03", id="year-lent"),
        pytest.param(["XXXX-05-03..XXXX-05-03", "2015-06-01..2015-06-30"], "XXXX-05-03", id="year-not-lent"),
        pytest.param(["XXXX-02-29..XXXX-02-29", "2015-01-01..2015-12-31"], "XXXX-02-29", id="no-such-day-there"),
        pytest.param(["2015-06-31..2015-06-31"], None, id="no-date"),
        pytest.param([], None, id="none"),
    ],
)
def test_combine_dates(given_ranges: list[str], expected: str | None) -> None:
    found = combine_dates(ranges(*given_ranges))
    assert (found and found.start) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(["late night", "March 13", "around 10 p.m."], days("2015-03-13"), id="time-beside-day"),
        pytest.param(["around 10 p.m.", "the night before last"], days("2015-05-18"), id="a-night-is-a-day"),
        pytest.param(["0150", "0650 GMT"], days("2015-05-20"), id="times-only"),
        pytest.param(["this month", "May 9"], days("2015-05-09"), id="specific"),
        pytest.param(["recently", "few days ago"], None, id="vague"),
        pytest.param([], None, id="none"),
    ],
)
def test_parse_dates(spans: list[str], expected: str | None) -> None:
    assert span(parse_dates(spans, published=WEDNESDAY)) == expected


# --- datelines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SANTA ROSA, 16 JUN 89 (RADIO ALPHA) -- [TEXT] TWO MEN", "1989-06-16"),
        ("Santa Rosa, 23 Aug 88 (Alpha Domestic Service) -- [Text] Two men", "1988-08-23"),
        ("KABUL, March 3, 2014 (Agency) — Two men", "2014-03-03"),
        ("Islamabad, Pakistan, May 3, 2014: Two men", "2014-05-03"),
        ("Published: 12 May 2016\nTwo men", "2016-05-12"),
        ("Two men shot\nLast updated: 3 May 2014 10:30", "2014-05-03"),
        ("May 3, 2011 | Two men", "2011-05-03"),
        ("Two men shot\n\nTuesday, 12 May 2016\n\nTwo men", "2016-05-12"),
        ("On 3 May 2014 gunmen attacked", None),
        ("Gunmen attacked Lahore, 3 May 2014, and left", None),
        ("In Kabul, May 3, 2014 (a Saturday) - two men", None),
        ("KABUL, March 3 (Agency) — Two men", None),
        ("KABUL, June 31, 2014 (Agency) — Two men", None),
        ("3 May 2014 - 5 June 2014 was the worst time", None),
        ("May 3, 2011 - a bomb\nMay 5, 2011 - another", None),
        ("Published on 3 May 2014, the report says", None),
        ("x" * 290 + "\n12 May 2016\n", None),
        ("", None),
    ],
)
def test_dateline_date(text: str, expected: str | None) -> None:
    assert dateline_date(text) == expected


@given(st.text(max_size=400))
def test_any_text_has_a_valid_dateline_or_none(text: str) -> None:
    found = dateline_date(text)
    assert found is None or is_day(found)


# --- the annotated documents --------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_agreement_with_the_annotated_documents(shared: Path) -> None:
    """Incidents whose only DATE words and day are annotated: what is left are words like "a year later"."""
    agreed: Counter[bool] = Counter()
    for line in (shared / "annotated" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for event in document["events"]:
            words = {m["text"] for m in document["mentions"] if m["label"] == "DATE" and event["id"] in m["events"]}
            if event["kind"] == "incident" and len(words) == 1:
                found = parse_date(words.pop(), published=document["date"])
                gold = event["date"] and (event["date"]["start"], event["date"]["end"])
                agreed[(found and (found.start, found.end)) == gold] += 1
    assert agreed.total() > 300
    assert agreed[True] / agreed.total() >= 0.95


@pytest.mark.parametrize(
    ("start", "end", "placed"),
    [
        ("XXXX-05-12", "XXXX-05-12", "2014-05-12..2014-05-12 day"),
        ("XXXX-12-30", "XXXX-01-02", "2014-12-30..2015-01-02 range"),
        ("XXXX-05-12", None, "2014-05-12..None range"),
        ("XXXX-02-29", "XXXX-02-29", "XXXX-02-29..XXXX-02-29 day"),
        ("2012-05-12", "2012-05-12", "2012-05-12..2012-05-12 day"),
    ],
)
def test_a_date_is_put_into_a_year(start: str, end: str | None, placed: str) -> None:
    given_date = DateRange(start, end, "day" if start == end else "range", "mention")
    found = in_year(given_date, 2014)
    assert span(found) == placed
    assert found.basis == "mention"
