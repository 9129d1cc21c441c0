"""Words of a date expression → tokens of the vocabulary in :mod:`~frontwire.normalize.date_words`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from text_to_num import text2num

from frontwire.normalize import date_calendars
from frontwire.normalize.date_words import FEASTS, FILLERS, LEXICON, NAMED, Token

_ONES: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_CARDINALS: Final = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:" + "|".join(_ONES) + r"))?"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|" + "|".join(_ONES)
)
_ORDINAL_LIST: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS: Final = tuple(_ORDINAL_LIST.split())
_ORDINAL_WORDS: Final = {
    **{word: number for number, word in enumerate(_ORDINALS, start=1)},
    **{f"twenty {word}": 20 + number for number, word in enumerate(_ORDINALS[:9], start=1)},
    "thirtieth": 30,
    "thirty first": 31,
}


def _any_of(phrases: Iterable[str]) -> str:
    """Alternatives of a pattern, the longer first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


_SPELLING: Final = (
    (re.compile(r"\b([ap]) ?\. ?m\b\.?"), r"\1m"),
    (re.compile(r"\ba ?\. ?d\b\.?"), "ad"),
    (re.compile(r"\b(?:prior to|ahead of)\b"), "before"),
    (re.compile(r"\b(?:more than|well over)\b"), "over"),
    (re.compile(r"\bless than\b"), "under"),
    (re.compile(r"\beve of\b"), "day before"),
    (re.compile(r"\bfirst light\b"), "dawn"),
    (re.compile(r"\brush hours?\b"), "daytime"),
    (re.compile(r"\b(?:earlier|later) (?:in|on in) the day\b"), "daytime"),
    (re.compile(r"\bmidweek\b"), "mid-week"),
)
_TRANSLATION: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "‘": "'", "`": "'"})

# Every alternative is bounded, so the scan is linear; the order of the alternatives is the order of belief.
_LEXER: Final = re.compile(
    rf"""
      (?P<named>\b(?:{_any_of(NAMED)})\b(?!/))
    | (?P<feast>\b(?:{_any_of(FEASTS)})\b)
    | (?P<other>\b(?:{date_calendars.PATTERN})\b)
    | (?P<iso>[0-9]{{4}}\ ?[-/.]\ ?[0-9]{{1,2}}\ ?[-/.]\ ?[0-9]{{1,2}}(?![0-9])(?:t[0-9:.+z-]{{0,30}})?)
    | (?P<numeric>[0-9]{{1,2}}\ ?[-/.]\ ?[0-9]{{1,2}}\ ?[-/.]\ ?(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9]))
    | (?P<clock>[0-9]{{1,2}}(?:\ ?:\ ?|\.)[0-9]{{2}}(?![0-9])(?:\ ?:\ ?[0-9]{{2}}(?![0-9]))?(?:\ ?[ap]m\b)?
        | [0-9]{{1,2}}\ ?(?:[ap]m|o'clock)\b | [0-9]{{1,2}}h[0-9]{{2}}\b
        | [0-9]{{3,4}}\ ?(?:hours|hrs|h|gmt|utc|z|local)\b )
    | (?P<spaced_clock>[0-9]{{1,2}}\ [0-5][0-9]\ ?[ap]m\b)
    | (?P<day_month>[0-9]{{1,2}}/[0-9]{{1,2}}(?![/0-9])(?!\ (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))
    | (?P<decade>(?:'?(?:[12][0-9])?[0-9]0\ ?'?s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b)
    | (?P<years>[12][0-9]{{3}}\ ?[-/ ]\ ?[0-9]{{2}}(?![0-9]))
    | (?P<short_year>'[0-9]{{2}}(?![0-9]))
    | (?P<ordinal>[0-9]{{1,2}}\ ?(?:st|nd|rd|th)\b)
    | (?P<decimal>[0-9]+\.[0-9]+)
    | (?P<number>[0-9]+)
    | (?P<ordinal_word>\b(?:(?:twenty|thirty)[ -])?(?:{_any_of([*_ORDINALS, "thirtieth"])})\b)
    | (?P<cardinal>\b(?:{_CARDINALS})\b)
    | (?P<word>[^\W\d_]+)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_LATEST_YEAR: Final = 2100
_TENS_OF_DECADE: Final = {"twen": 20, "thir": 30, "for": 40, "fif": 50, "six": 60, "seven": 70, "eigh": 80, "nine": 90}
#: Smaller numbers are times of the day ("1130"), as long as they can be: news tells of nothing that old.
_FIRST_YEAR_OF_NEWS: Final = 1800
_HIJRI: Final = frozenset({"ah", "hijri"})
#: After a bare "2000" these say that it is a time of day: "2000 on 11 November", "1620 this afternoon".
_AFTER_TIME: Final = frozenset({"on", "today", "yesterday", "tonight", "this", "last", "that"})


def full_year(short: int, latest: int | None) -> int:
    """Make "89" 1989: the latest such year up to ``latest``; without one the POSIX pivot (69–99 → 19xx)."""
    if latest is None:
        return short + (1900 if short >= 69 else 2000)
    year = latest - latest % 100 + short
    return year if year <= latest else year - 100


def tokenize(words: str, *, latest_year: int | None = None) -> list[Token]:
    """Tokens of ``words``; ``latest_year``, the publication's, tells years from times and completes short years."""
    text = " ".join(words.translate(_TRANSLATION).lower().split())
    for pattern, spelling in _SPELLING:
        text = pattern.sub(spelling, text)
    tokens: list[Token] = []
    matches = list(_LEXER.finditer(text))
    for index, match in enumerate(matches):
        following = matches[index + 1].group() if index + 1 < len(matches) else ""
        preceding = matches[index - 1].group() if index else ""
        tokens += _tokens_of(match, preceding, following, tokens, latest_year)
    return _times_in_pairs(tokens)


def _tokens_of(
    match: re.Match[str], preceding: str, following: str, before: list[Token], latest_year: int | None
) -> list[Token]:
    kind, text = match.lastgroup, match.group()
    numbers = [int(digits) for digits in re.findall(r"[0-9]{1,4}", text)]
    if kind in ("word", "mark"):
        return _word(text)
    if kind in ("named", "feast"):
        return [Token("H", name=text)]
    if kind == "other":
        return [Token("J", name=text)]
    if kind == "iso":
        return [Token("i", parts=(numbers[0], numbers[1], numbers[2]))]
    if kind == "numeric":
        year = numbers[2] if re.search(r"[0-9]{4}$", text) else full_year(numbers[2], latest_year)
        return [_day_first(numbers[0], numbers[1], year)]
    if kind == "day_month":
        return [_day_first(numbers[0], numbers[1], 0)]
    if kind == "spaced_clock":  # "October 9 10 pm": behind a month the first number is a day
        return [_number(numbers[0], text), Token("t")] if before and before[-1].symbol == "M" else [Token("t")]
    if kind == "clock":
        return [Token("t")]
    if kind == "decade":
        return [_decade(text, numbers, latest_year)]
    if kind == "years":
        dated = bool(before) and before[-1].symbol in "MJdo"  # "June 24 2017 10 ..." is no pair of years
        return [Token("y", numbers[0]), _number(numbers[1], text[-2:])] if dated else _years(numbers, text)
    if kind == "short_year":
        return [Token("y", full_year(numbers[0], latest_year))]
    if kind == "ordinal":
        return [Token("o", numbers[0])]
    if kind == "ordinal_word":
        return [Token("o", _ORDINAL_WORDS.get(text.replace("-", " "), 0))]
    if kind == "cardinal":
        return [Token("n", int(text2num(text, "en")))]
    if kind == "number":
        dated = bool(before) and before[-1].symbol in "MJ"  # "January 2017" is never a quarter past eight
        in_date = any(token.symbol in "MJ" for token in before)
        return [_bare_number(text, preceding, following, None if dated else latest_year, in_date=in_date)]
    return [Token("?")]


def _word(text: str) -> list[Token]:
    if text in LEXICON:
        return [LEXICON[text]]
    return [] if text in FILLERS or not text.isalpha() else [Token("?")]


def _day_first(first: int, second: int, year: int) -> Token:
    """Read "14/04/2015": the day first, as most of the world writes, unless only the American order gives a date."""
    day, month = (second, first) if second > 12 >= first else (first, second)
    return Token("i", parts=(year, month, day))


def _decade(text: str, numbers: list[int], latest_year: int | None) -> Token:
    number = numbers[0] if numbers else _TENS_OF_DECADE[text.removesuffix("ties")]
    return Token("x", number if number >= 100 else full_year(number, latest_year))


def _years(numbers: list[int], text: str) -> list[Token]:
    """Read "2009-10": two years when they follow each other, else a year and month; "1975-90": the years between.

    "2009 25" is none of these.
    """
    year, second = numbers
    if second == (year + 1) % 100:
        return [Token("Y", year)]
    if "-" in text and 1 <= second <= 12:
        return [Token("M", second), Token("y", year)]
    if "-" in text and second > year % 100:
        return [Token("y", year), Token("-"), Token("y", year - year % 100 + second)]
    return [Token("y", year), Token("?")]


def _number(value: int, digits: str) -> Token:
    return Token("d" if 1 <= value <= 31 else "n", value, digits)


def _bare_number(text: str, preceding: str, following: str, latest_year: int | None, *, in_date: bool) -> Token:
    if len(text) > 4:
        return Token("?")
    value = int(text)
    if len(text) < 3 or (len(text) == 3 and preceding != "ad"):
        return _number(value, text)
    is_time = len(text) == 4 and value // 100 < 24 and value % 100 < 60
    is_year = preceding == "ad" or (
        len(text) == 4 and 1000 <= value <= (latest_year + 1 if latest_year else _LATEST_YEAR)
    )
    bare = not in_date and latest_year is not None and _HIJRI.isdisjoint((preceding, following))
    if is_time and (
        not is_year or preceding == "at" or following in _AFTER_TIME or (bare and value < _FIRST_YEAR_OF_NEWS)
    ):
        return Token("t", value)
    return Token("y", value) if is_year else Token("?")


def _times_in_pairs(tokens: list[Token]) -> list[Token]:
    """Read "1900 and 2000 on Friday", "0800 1400 GMT": a year that is joined to a time of day is a time too."""
    result = list(tokens)
    for index in range(len(result) - 2, -1, -1):
        follower = index + 1 + (result[index + 1].symbol in "-&")
        if result[index].symbol == "y" and result[index].number % 100 < 60 and result[index].number < 2400:
            months = index and result[index - 1].symbol in "Mdo"
            if follower < len(result) and result[follower].symbol == "t" and not months:
                result[index] = Token("t", result[index].number)
    return result
