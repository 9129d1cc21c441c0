"""Thresholds chosen on the development part, one after the other, for the sum of both measures' F1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from benchmarks.public.templates.filling import Analysis, Thresholds, fill
from benchmarks.public.templates.joining import Aliases
from benchmarks.public.templates.keys import LAYERS
from benchmarks.public.templates.scores import count_fields, count_fillers
from frontwire.evaluation.counts import Counts

_STEPS: Final = (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
_SHARES: Final = (0.0, 0.3, 0.5, 0.7, 0.9)
_ROUNDS: Final = 2


def totals(analyses: Sequence[Analysis], thresholds: Thresholds, aliases: Aliases) -> tuple[Counts, Counts]:
    """Counts of fillers and of fields over messages."""
    fillers, fields = Counts(), Counts()
    for analysis in analyses:
        keys, filled = analysis.message.keys, fill(analysis, thresholds, aliases)
        fillers += sum(count_fillers(keys, filled).values(), Counts())
        fields += sum(count_fields(keys, filled).values(), Counts())
    return fillers, fields


def tune(analyses: Sequence[Analysis], aliases: Aliases) -> Thresholds:
    """The best thresholds found by going twice through all of them; of equal ones the lower stands."""

    def score(thresholds: Thresholds) -> float:
        return sum(counts.f1 for counts in totals(analyses, thresholds, aliases))

    best = Thresholds()
    for _ in range(_ROUNDS):
        for name, steps in [("type", _STEPS), ("second", _STEPS), ("bare", _STEPS), *((layer, _STEPS) for layer in LAYERS),
                            ("share", _SHARES), ("instrument", _STEPS), ("effects", _STEPS)]:  # fmt: skip
            best = max((best.changed(name, step) for step in steps), key=score)
        for layer in LAYERS:
            best = max((best, replace(best, heads=best.heads ^ {layer})), key=score)
    return best
