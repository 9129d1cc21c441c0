"""A public benchmark as the runner sees it: examples of three parts, and how logits become predictions and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.public.examples import Example
from benchmarks.public.scheme import Scheme
from frontwire.evaluation.counts import Counts

Part = Literal["dev", "test"]
#: Logits *(words, columns)* of every example of a part.
Logits = Sequence[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Examples:
    """The three parts. ``files``: what they were read from; ``notes``: what was done to them, and numbers of spans that
    cannot be tagged."""

    train: list[Example]
    dev: list[Example]
    test: list[Example]
    files: list[Path]
    notes: dict[str, int | str] = field(default_factory=dict)


class Task(Protocol):
    """One benchmark. Its first measure chooses epoch, settings and learning rate, on dev alone."""

    name: str
    protocol: str
    scheme: Scheme
    examples: Examples

    def tune(self, logits: Logits) -> dict[str, Any]:
        """Settings of decoding that are best on dev, as JSON; empty where there are none."""
        ...

    def predict(self, part: Part, logits: Logits, settings: dict[str, Any]) -> list[Any]:
        """Predictions, one a unit of counting, as JSON."""
        ...

    def count(self, part: Part, predicted: Sequence[Any]) -> dict[str, list[Counts]]:
        """Measure → counts of every unit (sentence or document), the main measure first."""
        ...


def total(counts: Sequence[Counts]) -> Counts:
    """Summed counts, for micro-averaged scores."""
    return sum(counts, Counts())
