"""Tokens of a date expression → points in time: each rule reads a stretch of token symbols and resolves it.

The rules are regular expressions over the symbols of :mod:`~frontwire.normalize.date_words` (one letter per token),
tried in order at every token; the first that matches wins. All are bounded, so reading is linear in the tokens.
"""

from __future__ import annotations

import re
from typing import Final

from frontwire.normalize import date_absolute as absolute
from frontwire.normalize import date_relative as relative
from frontwire.normalize.date_points import Anchors, Groups, Handler, Point
from frontwire.normalize.date_words import Token

_COUNT: Final = r"(?P<count>(?P<article>A?)(?:[nd](?:[-&]+[nd])?)?)"
_WHICH: Final = r"(?P<which>[lphfgvm]?)"
_RULES: Final[tuple[tuple[re.Pattern[str], Handler], ...]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"(?P<unit>[UP])cl", relative.before_last),
        (r"(?P<weekday>W)c(?P<before>l?)(?=$|-)", relative.weekday_before),
        (r"=?" + _COUNT + r"(?P<unit>U)a(?:(?P<day>[TW])|h(?P<week>U))", relative.anniversary),
        (r"h(?P<unit>U)(?P<year>y)", relative.in_other_year),
        (r"(?P<bound>[<>=]?)(?P<half>q?)" + _COUNT + r"(?P<unit>U)(?P<direction>[abcrC])", relative.counted),
        (r"(?P<bound>[<>=]?)(?P<article>A)(?P<half>q)(?P<count>)(?P<unit>U)(?P<direction>[abcrC])", relative.counted),
        (r"[lpv](?P<vague>)(?P<count>A?[nd])(?P<unit>U)(?![MyU])", relative.span_of_units),
        (r"[lpv](?P<count>[nd])P", relative.nights),
        (r"p(?P<vague>A?V?)(?P<count>)(?P<unit>U)", relative.span_of_units),
        (r"l(?P<vague>A?V)(?P<count>)(?P<unit>U)", relative.span_of_units),
        (r"[br]?(?P<which>[lhvfgm])(?P<unit>U)(?![MyU])", relative.within_calendar),
        (
            r"b(?P<unit>U)|(?:(?<=e)|(?<=e-)|(?<=[ol]q)|(?<=[ol]U)|(?<=[ol][nd]U))(?P<bare>U)(?=$|[-&])",
            relative.running_unit,
        ),
        (r"(?<!M)(?P<count>(?P<article>A)|[nd])(?P<unit>P)(?P<direction>[abcrC])(?!t)", relative.night_before),
        (r"(?P<unit>P)(?P<direction>[cC])(?!t)", relative.night_before),
        (r"[br]?e?(?P<which>[lphvfgm])e?(?P<unit>P)", relative.part_of_day),
        (r"(?P<day>[TON])", relative.deictic_day),
        (
            _WHICH + r"(?P<days>(?:[do][-&]*){0,30}[do])(?P<month>M)(?P<year>(?:y|n|d(?![M&-]))?)",
            absolute.days_of_month,
        ),
        (_WHICH + r"(?P<month>M)(?P<days>[do](?:[-&]*[do](?!M)){0,30})(?P<year>y?)", absolute.days_of_month),
        (_WHICH + r"(?P<month>M)(?P<year>[yn]?)", absolute.month),
        (_WHICH + r"(?P<season>S)(?P<pair>y)-(?P<second>y)", absolute.season),
        (_WHICH + r"(?P<season>S)(?:(?P<year>y)|(?P<pair>Y))?", absolute.season),
        (_WHICH + r"(?P<date>i)", absolute.numeric),
        (_WHICH + r"(?P<feast>H)(?P<year>)(?P<unit>U)", absolute.weekend_of_feast),
        (_WHICH + r"(?P<feast>H)(?P<year>y?)", absolute.feast),
        (
            _WHICH + r"(?P<days>[do]?)(?P<name>J)(?P<after>(?:[do](?=[yE?-]|$))?)(?P<year>(?:y|(?<=J)n)?)E?",
            absolute.hijri,
        ),
        (r"(?P<name>)(?P<year>y)E", absolute.hijri),
        (r"(?P<name>)E(?P<year>y)", absolute.hijri),
        (_WHICH + r"(?P<weekday>W)", relative.weekday),
        (r"(?P<unit>U)", relative.weekend),
        (r"(?P<year>y)", absolute.year),
        (r"(?P<pair>Y)", absolute.two_years),
        (r"(?P<decade>x)", absolute.decade),
    )
)
#: Groups that handlers look for and not every pattern has.
_OPTIONAL: Final = (
    "which", "year", "half", "bound", "count", "article", "vague", "pair", "second", "days", "after", "before", "unit",
    "bare", "day", "week",
)  # fmt: skip
_DAY_ALONE: Final = re.compile(r"(?P<days>o)")
#: "the 5th", "Tuesday the 16th at dawn", "the early hours of the 5th"; not "the first night".
_ONLY_A_DAY: Final = re.compile(r"[PtecCU]{0,6}W?o|Wo[Pte]{0,4}")


def read_points(tokens: list[Token], anchors: Anchors) -> tuple[str, list[Point | Token]]:
    """Replace what the rules read by points; the new symbols (``Z``: a date that cannot be known) and their values."""
    symbols = "".join(token.symbol for token in tokens)
    rules = _RULES
    if _ONLY_A_DAY.fullmatch(symbols):
        rules = (*_RULES, (_DAY_ALONE, absolute.day_alone))
    result: list[Point | Token] = []
    read = ""
    position = 0
    while position < len(symbols):
        for pattern, handler in rules:
            match = pattern.match(symbols, position)
            point = handler(_groups(match, tokens), anchors) if match else None
            if match and point:
                result.append(point)
                read += point.symbol if point.period is not None or point.symbol == "D" else "Z"
                position = match.end()
                break
        else:
            result.append(tokens[position])
            read += symbols[position]
            position += 1
    return read, result


def _groups(match: re.Match[str], tokens: list[Token]) -> Groups:
    found = {
        name: tokens[match.start(name) : match.end(name)] for name in match.re.groupindex if match.start(name) >= 0
    }
    return {**{name: [] for name in _OPTIONAL}, **found}
