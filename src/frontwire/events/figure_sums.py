"""Figures that are sums over the dead and the hurt: "one killed and three wounded … the four victims"."""

from __future__ import annotations

from collections.abc import Sequence

from frontwire.events.figures import Figure
from frontwire.normalize.victim_words import is_described


def without_sums(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those of dead, or of hurt, that count both: such a figure equals one of either outcome taken
    together, all three exact, and its own clause speaks of people in general and of no harm.
    """
    exact = {
        outcome: {
            f.counts.low for f in figures if f.outcome == outcome and f.counts.low == f.counts.high and f.counts.low
        }
        for outcome in ("killed", "wounded")
    }

    def is_sum(figure: Figure) -> bool:
        other = {"killed": "wounded", "wounded": "killed"}.get(figure.outcome)
        if other is None or figure.stated or not (figure.general or is_described(figure.head)):
            return False
        if figure.counts.high != figure.counts.low:
            return False
        return any(part + rest == figure.counts.low for part in exact[figure.outcome] for rest in exact[other])

    return [figure for figure in figures if not is_sum(figure)]
