"""Named evidence and its weight in a log-linear model."""

from __future__ import annotations

from collections.abc import Mapping

#: Values by name, of about unit size; what is not there is 0.
Features = dict[str, float]


def weigh(features: Features, table: Mapping[str, float]) -> float:
    """The sum of the features by their weights; a name without a weight counts nothing."""
    return sum(table.get(name, 0.0) * value for name, value in features.items())
