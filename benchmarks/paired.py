"""Two predictions for the same gold documents: the difference of each score, with a paired bootstrap over documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontwire.evaluation.counts import Counts
from frontwire.evaluation.report import Evaluation
from frontwire.evaluation.scoring import evaluate_documents
from frontwire.schema import Document

#: The event scores that are compared.
MEASURES: Final[Mapping[str, Callable[[Evaluation], Counts]]] = {
    "detection": lambda evaluation: evaluation.event_detection.counts,
    "arguments": lambda evaluation: evaluation.event_arguments.counts,
    "record": lambda evaluation: evaluation.record.counts,
    "type": lambda evaluation: evaluation.fields["type"].counts if "type" in evaluation.fields else Counts(),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 (0..1) of either prediction; ``interval``: 95% of what the second has more, ``None`` without samples."""

    first: float
    second: float
    interval: tuple[float, float] | None


def paired_differences(
    gold: Sequence[Document], first: Sequence[Document], second: Sequence[Document], *, samples: int, seed: int = 0
) -> dict[str, Difference]:
    """By measure; the documents of all three stand in the same order. A drawn document counts for both predictions."""
    tables = [_counts(gold, predicted) for predicted in (first, second)]
    whole = np.ones((1, len(gold)), dtype=np.int64)
    left, right = (_f1(whole, table)[0] for table in tables)
    ends = None
    if samples:
        drawn = np.random.default_rng(seed).multinomial(len(gold), np.full(len(gold), 1 / len(gold)), size=samples)
        ends = np.quantile(_f1(drawn, tables[1]) - _f1(drawn, tables[0]), (0.025, 0.975), axis=0)
    return {
        name: Difference(
            float(left[i]), float(right[i]), None if ends is None else (float(ends[0, i]), float(ends[1, i]))
        )
        for i, name in enumerate(MEASURES)
    }


def _counts(gold: Sequence[Document], predicted: Sequence[Document]) -> NDArray[np.int64]:
    """Matched, predicted and gold *(documents, measures, 3)*."""
    rows = []
    for document, prediction in zip(gold, predicted, strict=True):
        evaluation = evaluate_documents([document], [prediction], samples=0)
        counts = [measure(evaluation) for measure in MEASURES.values()]
        rows.append([(c.matched, c.predicted, c.gold) for c in counts])
    return np.array(rows, dtype=np.int64)


def _f1(drawn: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 *(samples, measures)*: twice the matched over predicted and gold."""
    sums = np.tensordot(drawn, counts, axes=1)
    total = sums[..., 1] + sums[..., 2]
    scores: NDArray[np.float64] = np.divide(2.0 * sums[..., 0], total, out=np.zeros(total.shape), where=total > 0)
    return scores
