"""Totals of toll lines: the one place that says how figures add up.

A toll line is one figure for one group of people. Lines of the same outcome, side and ``victims`` words (letter case
aside) are figures for the same people, from several sources or hours: their total spans them. Lines that differ in
side or victims are different people: their totals add up. ``casualties`` lines, dead and wounded undivided, enter
neither total.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from frontwire.normalize.counts import add_counts, span_counts
from frontwire.schema import CountRange, Toll

_COUNTED: Final = ("killed", "wounded")


@dataclass(frozen=True, slots=True)
class TollTotals:
    """Totals in people; ``None`` where no line says anything (unknown, not 0).

    ``disputed``: figures for the same people differ.
    """

    killed: CountRange | None = None
    wounded: CountRange | None = None
    killed_attackers: CountRange | None = None
    killed_targets: CountRange | None = None
    wounded_attackers: CountRange | None = None
    wounded_targets: CountRange | None = None
    disputed: bool = False


def totals(tolls: Iterable[Toll]) -> TollTotals:
    """Span the figures for the same people, add the groups. The order of the lines makes no difference."""
    groups: dict[tuple[str, str, str], list[CountRange]] = {}
    for toll in tolls:
        if toll.outcome in _COUNTED:
            key = (toll.outcome, toll.side, " ".join((toll.victims or "").casefold().split()))
            groups.setdefault(key, []).append(CountRange(toll.low, toll.high))
    spans = {key: span for key, figures in groups.items() if (span := span_counts(figures)) is not None}

    def total(outcome: str, side: str | None = None) -> CountRange | None:
        chosen = [spans[key] for key in sorted(spans) if key[0] == outcome and side in (None, key[1])]
        return add_counts(chosen) if chosen else None

    return TollTotals(
        killed=total("killed"),
        wounded=total("wounded"),
        killed_attackers=total("killed", "attacker"),
        killed_targets=total("killed", "target"),
        wounded_attackers=total("wounded", "attacker"),
        wounded_targets=total("wounded", "target"),
        disputed=any(len({(f.low, f.high) for f in figures}) > 1 for figures in groups.values()),
    )
