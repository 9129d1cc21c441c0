"""Counts of one-to-one matches and the scores that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items were ``predicted``, how many stand in ``gold``, how many of both are ``matched`` one to one."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Matched share of the predicted items, 0..1; 0 where nothing is predicted."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Matched share of the gold items, 0..1; 0 where there is no gold."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0..1; 0 where nothing is matched."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper end of a bootstrap interval, both 0..1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of counts. Intervals are ``None`` where none were asked for or nothing is scored."""

    counts: Counts
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None

    @property
    def precision(self) -> float:
        return self.counts.precision

    @property
    def recall(self) -> float:
        return self.counts.recall

    @property
    def f1(self) -> float:
        return self.counts.f1

    def to_dict(self) -> dict[str, Any]:
        record: dict[str, Any] = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        for name in ("precision_interval", "recall_interval", "f1_interval"):
            interval: Interval | None = getattr(self, name)
            record[name] = None if interval is None else [interval.low, interval.high]
        return record | {"matched": self.counts.matched, "predicted": self.counts.predicted, "gold": self.counts.gold}
