"""Bootstrap intervals over documents (percentile method; Efron 1979).

Documents are drawn with replacement, as many as there are, and every score is computed anew from the summed counts of
the drawn ones. The document is the unit because the errors inside one text depend on each other.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

CONFIDENCE: Final = 0.95

#: Cells of the matrix (samples × documents) that is held at a time: 32 MB.
_BLOCK_CELLS: Final = 4_000_000


def bootstrap_intervals(
    counts: NDArray[np.int64], *, samples: int, seed: int, confidence: float = CONFIDENCE
) -> NDArray[np.float64]:
    """Lower and upper ends of the intervals of precision, recall and F1.

    Args:
        counts: (documents, measures, 3), the last axis being matched, predicted, gold.
        samples: How often documents are drawn, at least 1.
        seed: Of the draw; equal seeds give equal intervals.
        confidence: Share of the samples inside an interval, 0..1.

    Returns:
        (measures, 3, 2), the second axis being precision, recall, F1. A sample in which a measure has neither gold nor
        prediction says nothing about it and is left out; where no sample has any, both ends are NaN.
    """
    documents, measures, _ = counts.shape
    flat = counts.reshape(documents, -1).astype(
        np.float64
    )  # whole numbers below 2**53: sums stay exact, and BLAS is used
    rng = np.random.default_rng(seed)
    share = np.full(documents, 1 / documents)
    per_block = max(1, _BLOCK_CELLS // documents)
    sums = np.concatenate(
        [
            rng.multinomial(documents, share, size=min(per_block, samples - done)) @ flat
            for done in range(0, samples, per_block)
        ]
    )
    scores = _scores(sums.reshape(samples, measures, 3))
    tail = (1 - confidence) / 2
    intervals = np.full((measures, 3, 2), np.nan)
    for measure in range(measures):
        said = scores[~np.isnan(scores[:, measure, 0]), measure]
        if len(said):
            intervals[measure] = np.quantile(said, (tail, 1 - tail), axis=0).T
    return intervals


def _scores(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Precision, recall, F1 of (…, 3) counts: 0 for an empty divisor, NaN where both gold and prediction are empty."""
    matched, predicted, gold = np.moveaxis(sums, -1, 0)
    precision = np.divide(matched, predicted, out=np.zeros_like(matched), where=predicted > 0)
    recall = np.divide(matched, gold, out=np.zeros_like(matched), where=gold > 0)
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(matched), where=total > 0)
    scores = np.stack([precision, recall, f1], axis=-1)
    scores[(predicted == 0) & (gold == 0)] = np.nan
    return scores
