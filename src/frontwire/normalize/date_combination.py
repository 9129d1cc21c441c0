"""Several dates said of one event → the one that its record carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontwire.normalize.periods import Period, period_of_range, placed_inside
from frontwire.schema import DateRange

_OPEN_DAYS: Final = 10**7
#: A longer period says too little to lend its year.
_LENDING_DAYS: Final = 366


def combine_dates(ranges: Sequence[DateRange]) -> DateRange | None:
    """The most specific of several dates of one event: the shortest, of several the one said most often, then the first.

    A date of unknown year takes the year of another that has room for it: ``XXXX-08-17`` with 2015, or with 17 August
    2015, is 17 August 2015. Dates that exclude each other are not joined: on the annotated documents the first of the
    most specific agrees with the annotators more often than the span over all. ``None`` where no date is given.
    """
    read = [(given, period) for given in ranges if (period := period_of_range(given)) is not None]
    known = [period for _, period in read if period.year_known and (period.days or _OPEN_DAYS) <= _LENDING_DAYS]
    dated = [(_with_year(given, period, known), period) for given, period in read]
    if not dated:
        return None
    said = Counter((given.start, given.end) for given, _ in dated)

    def rank(pair: tuple[DateRange, Period]) -> tuple[int, bool, int]:
        given, period = pair
        return period.days or _OPEN_DAYS, not _has_year(given), -said[given.start, given.end]

    return min(dated, key=rank)[0]


def _has_year(given: DateRange) -> bool:
    return given.start[:1].isdigit()


def _with_year(given: DateRange, period: Period, known: Sequence[Period]) -> DateRange:
    if period.year_known:
        return given
    for whole in known:
        placed = placed_inside(period, whole)
        if placed is not None:
            return replace(placed.to_range(), basis=given.basis)
    return given
