"""Points of one expression → one period: parts, distances, spans, lists and doublets.

"late 2014", "first half of May"; "two days before Christmas"; "between Monday and Wednesday", "since May"; "11 and
12 May"; "Monday, 14 April", "Tuesday last week".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from frontwire.normalize import periods
from frontwire.normalize.date_parts import PARTS
from frontwire.normalize.date_points import Anchors, Point, settle
from frontwire.normalize.date_rules import read_points
from frontwire.normalize.date_words import Token
from frontwire.normalize.period_arithmetic import count_from, hull, latest_year_of
from frontwire.normalize.periods import Period


@dataclass(slots=True)
class _Line:
    """The symbols of an expression and, at the same places, what they stand for."""

    symbols: str
    values: list[Point | Token]

    def point(self, index: int) -> Point:
        value = self.values[index]
        return value if isinstance(value, Point) else Point()

    def token(self, index: int) -> Token:
        value = self.values[index]
        return value if isinstance(value, Token) else Token("?")

    def dates(self) -> bool:
        """Whether a point is a date of its own, not counted from the publication day."""
        return any(isinstance(v, Point) and v.period is not None and v.kind == "date" for v in self.values)

    def put(self, start: int, end: int, period: Period | None, kind: str = "date") -> None:
        """Replace a stretch by one point."""
        self.symbols = f"{self.symbols[:start]}{'Z' if period is None else 'X'}{self.symbols[end:]}"
        self.values[start:end] = [Point(period, kind)]

    def keep(self, wanted: str) -> None:
        kept = [index for index, symbol in enumerate(self.symbols) if symbol in wanted]
        self.symbols, self.values = "".join(self.symbols[i] for i in kept), [self.values[i] for i in kept]


_TIME_ONLY: Final = re.compile(r"(?=.*[Pt])[PtebrcCUhmBFd&-]*")
_NEIGHBOURS: Final = re.compile(r"(X)[Pte]*(?=([-&]?)[Pteoq]*(X))")
_NIGHT_BEFORE: Final = re.compile(r"P[bcrC]\Z")
_DAYS_OF_WEEK: Final = 7
_NIGHT_TO: Final = re.compile(r"[^XZD]{0,4}?(P)-e?(X)")
_DISTANCE: Final = re.compile(r"(D)(X)")


def assemble(tokens: list[Token], anchors: Anchors, *, onward: bool) -> Period | None:
    """The period that the tokens of one expression mean, ``None`` where they name no day that can be known.

    ``onward`` says that the words end in "on" or "onwards", which makes "from May" a "since May".

    Raises:
        ValueError, OverflowError: the words name a day that does not exist.
    """
    if any(token.symbol == "!" for token in tokens):
        return None
    line = _Line(*read_points(tokens, anchors))
    if _TIME_ONLY.fullmatch(line.symbols):
        anchor = anchors.reference or anchors.published
        return None if anchor is None else _last_day(anchor)
    if line.symbols in ("m", "h"):  # "at the same time", "this time"
        return anchors.reference if line.symbols == "m" else anchors.published
    if "Z" in line.symbols and any(token.symbol == "J" for token in tokens) and not line.dates():
        return None  # "last Friday of Ramadan"
    _demote_overnight(line)
    _share_years(line)
    line.values = [settle(value, anchors) if isinstance(value, Point) else value for value in line.values]
    _begin_on_the_eve(line)
    _apply_parts(line, anchors)
    _apply_distances(line, anchors)
    if re.search(r"[cC]X|(?:^|[^XZPt])-X", line.symbols):
        return None
    if "s" in line.symbols or ("F" in line.symbols and onward and "-" not in line.symbols):
        return _since(line, anchors)
    line.keep("XZ-&")
    return _joined(line)


def _last_day(period: Period) -> Period | None:
    """The day that a time of day told after ``period`` belongs to; of a longer one than a week it is not known."""
    if period.last is None or period.precision not in ("day", "range") or (period.days or 0) > _DAYS_OF_WEEK:
        return None
    return periods.single_day(period.last, year_known=period.year_known)


def is_time_of_day(tokens: list[Token]) -> bool:
    """Whether the words say only when in a day ("around 8 pm", "before dawn"), not on which ("the night before")."""
    symbols = "".join(token.symbol for token in tokens)
    return _TIME_ONLY.fullmatch(symbols) is not None and _NIGHT_BEFORE.search(symbols) is None


def _share_years(line: _Line) -> None:
    """Give "3 May to 5 June 2012", "May and June 2014", "28 September last year": a year said once holds for both."""
    for match in list(_NEIGHBOURS.finditer(line.symbols)):
        left, right = line.point(match.start(1)), line.point(match.start(3))
        if left.yearless == right.yearless or left.period is None or right.period is None:
            continue
        index, bare, dated = (
            (match.start(1), left, right.period) if left.yearless else (match.start(3), right, left.period)
        )
        if bare.period is None or not dated.year_known or (dated.precision == "day" and not match[2]):
            continue
        placed = periods.placed_inside(bare.period, dated)
        if placed is None and match[2]:
            placed = latest_year_of(bare.period, dated.first)
            if not left.yearless:
                placed = placed if placed.first >= dated.first else placed.in_year(placed.first.year + 1)
        if placed is not None:
            line.values[index] = Point(placed)


def _demote_overnight(line: _Line) -> None:
    """Let "overnight" beside a day say only the time of day: "overnight Sunday to Monday", "overnight on 3 May"."""
    nights = [i for i, value in enumerate(line.values) if isinstance(value, Point) and value.kind == "overnight"]
    if sum(symbol in "XZD" for symbol in line.symbols) > len(nights):
        for index in nights:
            line.values[index] = Token("P", name="night")
        line.symbols = "".join("P" if i in nights else symbol for i, symbol in enumerate(line.symbols))


def _begin_on_the_eve(line: _Line) -> None:
    """Read "the night to Friday", "overnight into Friday": such a night begins on Thursday."""
    match = _NIGHT_TO.match(line.symbols)
    if match is None or line.token(match.start(1)).name != "night":
        return
    day = line.point(match.start(2)).period
    if day is not None and day.precision == "day":
        eve = periods.single_day(day.first - timedelta(days=1), year_known=day.year_known)
        line.put(*match.span(1), eve)


def _apply_parts(line: _Line, anchors: Anchors) -> None:
    """Replace a date and the words that take a part of it, or the week around it, by that part."""
    for pattern, part in PARTS:
        while match := pattern.search(line.symbols):
            stretch = line.values[match.start() : match.end()]
            whole = line.point(match.end() - 1)
            tokens = [value for value in stretch if isinstance(value, Token)]
            period = None if whole.period is None else part(whole.period, tokens)
            if (
                period
                and whole.period
                and whole.recurs
                and anchors.published
                and period.first > anchors.published.first
            ):
                # "late May" in a paper of 5 May is that of last year
                period = part(whole.period.in_year(whole.period.first.year - 1), tokens)
            line.put(*match.span(), period, whole.kind)


def _apply_distances(line: _Line, anchors: Anchors) -> None:
    """Count "two days before Christmas" from the day named and "two days before" from the reference.

    "two days before the vote" is unknown: what follows is no date.
    """
    while match := _DISTANCE.search(line.symbols):
        whole, (number, unit, exact) = line.point(match.start(2)).period, line.point(match.start(1)).distance
        line.put(*match.span(), None if whole is None else count_from(whole, number, unit, exact=exact))
    while (index := line.symbols.find("D")) >= 0:
        number, unit, exact = line.point(index).distance
        followed = line.symbols[index + 1 : index + 2] in ("?", "Z")
        anchor = None if followed else anchors.reference
        line.put(
            index, index + 1, None if anchor is None else count_from(anchor, number, unit, exact=exact), "relative"
        )


def _since(line: _Line, anchors: Anchors) -> Period | None:
    """From the first day on to the publication day; open without one."""
    index = line.symbols.find("X")
    start = line.point(index).period if index >= 0 else None
    if start is None:
        return None
    published = anchors.published
    if published is None or published.year_known != start.year_known:
        return Period(start.first, None, "range", start.year_known)
    if published.first < start.first and start.year_known:
        return None
    precision = "day" if start.first == published.last else "range"
    return Period(start.first, published.last, precision, start.year_known)


def _joined(line: _Line) -> Period | None:
    """One period of what is left: doublets merged, then spans and lists from first to last."""
    if re.search(r"Z[-&]|[-&]Z", line.symbols):
        return None
    line.keep("X-&")
    while match := re.search("XX", line.symbols):
        merged = _merge(line.point(match.start()), line.point(match.start() + 1))
        line.put(*match.span(), merged.period, merged.kind)
    points = [value for value in line.values if isinstance(value, Point)]
    ordered = "-" in line.symbols
    while len(points) > 1:
        points[-2:] = [_span(points[-2], points[-1], ordered=ordered)]
    return points[0].period if points else None


def _span(left: Point, right: Point, *, ordered: bool) -> Point:
    """From ``left`` to ``right``; a weekday that falls behind is that of the week before."""
    if left.period is None or right.period is None:
        return Point()
    if left.period.year_known != right.period.year_known:
        return Point()
    first = left.period
    while left.kind == "weekday" and first.first > right.period.first:
        first = periods.single_day(first.first - timedelta(days=7))
    if first.year_known and ordered and first.first > (right.period.last or right.period.first):
        return Point()
    if not first.year_known and first.first > right.period.first and ordered:  # over the turn of an unknown year
        later = right.period.in_year(first.first.year + 1)
        return Point(Period(first.first, later.last, "range", False))
    return Point(hull(first, right.period))


def _merge(one: Point, other: Point) -> Point:
    """Two ways to say one time: a weekday picks its day from a week; else the shorter wins.

    Of equally long ones a date wins over relative words and the first over the second.
    """
    if one.period is None or other.period is None:
        return one if other.period is None else other
    for weekday, whole in ((one, other), (other, one)):
        days = whole.period.days if whole.period else None
        if weekday.kind == "weekday" and whole.kind != "weekday" and weekday.period and whole.period and days:
            if whole.kind == "weeks":  # "a week ago on Monday": the latest Monday that long ago
                back = (whole.period.first.weekday() - weekday.period.first.weekday()) % 7
                return replace(weekday, period=count_from(whole.period, -back, "day"))
            if 1 < days <= 8:
                shift = (weekday.period.first.weekday() - whole.period.first.weekday()) % 7
                if shift < days:
                    return replace(weekday, period=periods.single_day(whole.period.first + timedelta(days=shift)))
            return weekday if whole.period.contains(weekday.period) and days > 1 else whole
    lengths = [point.period.days or 10**7 for point in (one, other) if point.period]
    if lengths[0] == lengths[1] and one.kind != "date" and other.kind == "date":
        return other
    return one if lengths[0] <= lengths[1] else other
