"""Which predicted event is which gold event.

Events are aligned one to one so that the sum of shared mentions is largest: an assignment problem (Kuhn 1955), solved
by ``scipy.optimize.linear_sum_assignment``. Shared mentions are overlapping spans of one label; one that names the act
(``EVENT``) weighs three. A pair that shares nothing is no pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from frontwire.errors import DependencyError
from frontwire.evaluation.spans import Span, match_overlapping

#: The spans of one event under each label.
Arguments = Mapping[str, Sequence[Span]]

EVENT_WEIGHT: Final = 3


def shared_arguments(gold: Arguments, predicted: Arguments) -> dict[str, int]:
    """Number of one-to-one overlapping spans under each label that both events have."""
    return {
        label: len(match_overlapping(spans, predicted[label])) for label, spans in gold.items() if label in predicted
    }


def align_events(gold: Sequence[Arguments], predicted: Sequence[Arguments]) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) of aligned events, in the order of gold.

    Raises:
        DependencyError: scipy is not installed.
    """
    if not gold or not predicted:
        return []
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise DependencyError("scipy", "train", "scoring events") from None
    weights = np.array([[_similarity(left, right) for right in predicted] for left in gold], dtype=np.float64)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def _similarity(gold: Arguments, predicted: Arguments) -> int:
    return sum(
        (EVENT_WEIGHT if label == "EVENT" else 1) * count for label, count in shared_arguments(gold, predicted).items()
    )
