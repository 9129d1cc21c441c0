"""What the rules of the date grammar take and give: anchors, token groups, points in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from frontwire.normalize.date_words import Token
from frontwire.normalize.period_arithmetic import latest_year_of, next_year_of
from frontwire.normalize.periods import Period


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative words count from: the publication day and the day that the text refers to.

    ``future``: dates without a year and bare weekdays are the next ones, not the latest.
    """

    published: Period | None
    reference: Period | None
    future: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A resolved stretch of words; ``period`` is ``None`` where the words name a date that cannot be known.

    ``symbol`` is ``X``, or ``D`` for a distance that still looks for its day ("two days before"). ``yearless`` periods
    stand in a stand-in year until :func:`settle` or a neighbour gives them theirs.
    """

    period: Period | None = None
    kind: str = "date"  # date, weekday or relative
    symbol: str = "X"
    yearless: bool = False
    recurs: bool = False  # its year was chosen by the publication day
    distance: tuple[int, str, bool] = (0, "day", False)  # how many, which unit, to the day


#: The named groups of a match: token lists.
Groups = dict[str, list[Token]]
#: ``None``: the rule does not fit after all.
Handler = Callable[[Groups, Anchors], Point | None]

UNKNOWN: Final = Point()


def settle(point: Point, anchors: Anchors) -> Point:
    """Give a yearless point the latest year that lets it begin on or before the publication day.

    With ``anchors.future`` it is the year that lets it end on or after that day.
    """
    published = anchors.published
    if not point.yearless or point.period is None or published is None or not published.year_known:
        return point
    if anchors.future:
        return replace(point, period=next_year_of(point.period, published.first), yearless=False)
    return replace(point, period=latest_year_of(point.period, published.first), yearless=False, recurs=True)
