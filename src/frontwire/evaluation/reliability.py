"""How far scores of mentions mean what they say: calibration errors, reliability tables, precision and recall over thresholds.

A score is read as the probability that a predicted mention is strictly right: a gold mention of the document has its label,
start and end. Calibration says nothing of mentions that were missed; recall over thresholds does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from frontwire.evaluation.bootstrap import CONFIDENCE
from frontwire.schema import Mention

BINS: Final = 10
#: Bins of one width between 0 and 1, or of (nearly) as many mentions each.
Binning = Literal["equal_width", "equal_mass"]
BINNINGS: Final[tuple[Binning, ...]] = ("equal_width", "equal_mass")


@dataclass(frozen=True, slots=True)
class ScoredMentions:
    """Scores *(n,)* of predicted mentions, whether each is strictly right *(n,)*, its document *(n,)* counted from 0.

    ``gold`` holds the number of gold mentions of every document, those without predictions included.
    """

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    documents: NDArray[np.int64]
    gold: NDArray[np.int64]

    def with_scores(self, scores: NDArray[np.float64]) -> ScoredMentions:
        """The same mentions scored otherwise."""
        return ScoredMentions(scores, self.right, self.documents, self.gold)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Mentions with scores from ``low`` to ``high``: how many, their mean score and the share of them that is right."""

    low: float
    high: float
    mentions: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Precision and recall (0..1) when mentions scored below ``min_score`` are dropped; ``kept`` mentions are left.

    Precision is None where nothing is left, recall where there is no gold.
    """

    min_score: float
    kept: int
    precision: float | None
    recall: float | None
    f1: float


def strictly_right(gold: Iterable[Mention], predicted: Iterable[Mention]) -> list[bool]:
    """For each predicted mention of one text, whether a gold mention has its label, start and end."""
    spans = {(mention.label, mention.start, mention.end) for mention in gold}
    return [(mention.label, mention.start, mention.end) in spans for mention in predicted]


def scored_mentions(gold: Sequence[Sequence[Mention]], predicted: Sequence[Sequence[Mention]]) -> ScoredMentions:
    """Judge predicted mentions, which must all have scores, by gold; one entry per document in both."""
    scores: list[float] = []
    right: list[bool] = []
    documents: list[int] = []
    for number, (wanted, found) in enumerate(zip(gold, predicted, strict=True)):
        right += strictly_right(wanted, found)
        documents += [number] * len(found)
        for mention in found:
            if mention.score is None:
                raise ValueError(f"mention {mention.id!r} of document {number} has no score; expected predictions")
            scores.append(mention.score)
    return ScoredMentions(
        np.array(scores, dtype=np.float64),
        np.array(right, dtype=np.bool_),
        np.array(documents, dtype=np.int64),
        np.array([len({(m.label, m.start, m.end) for m in wanted}) for wanted in gold], dtype=np.int64),
    )


def bin_edges(scores: NDArray[np.float64], binning: Binning, *, bins: int = BINS) -> NDArray[np.float64]:
    """Inner edges of the bins, at most ``bins - 1``; a score on an edge belongs above it, so equal scores share a bin."""
    if binning == "equal_width" or not len(scores):
        return np.linspace(0, 1, bins + 1)[1:-1]
    return np.unique(np.quantile(scores, np.linspace(0, 1, bins + 1)[1:-1]))


def calibration_error(
    scores: NDArray[np.float64], right: NDArray[np.bool_], binning: Binning = "equal_mass", *, bins: int = BINS
) -> float:
    """Expected calibration error (Naeini et al. 2015), 0..1: mean over mentions of \\|mean score - share right\\| of their bin.

    It is biased upwards on small samples: perfectly calibrated scores have an error above 0 by chance. NaN without mentions.
    """
    if not len(scores):
        return float("nan")
    index = np.searchsorted(bin_edges(scores, binning, bins=bins), scores, side="right")
    gaps = np.bincount(index, weights=scores - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(scores))


def brier_score(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean squared distance of score and truth (Brier 1950), 0..1, lower is better. NaN without mentions."""
    return float(((scores - right) ** 2).mean()) if len(scores) else float("nan")


def log_loss(scores: NDArray[np.float64], right: NDArray[np.bool_], *, floor: float = 1e-4) -> float:
    """Mean negative log-likelihood in nats; scores are kept ``floor`` from 0 and 1. NaN without mentions."""
    if not len(scores):
        return float("nan")
    kept = scores.clip(floor, 1 - floor)
    return float(-np.log(np.where(right, kept, 1 - kept)).mean())


def reliability_table(
    scores: NDArray[np.float64], right: NDArray[np.bool_], binning: Binning = "equal_mass", *, bins: int = BINS
) -> list[ReliabilityBin]:
    """The bins that hold a mention, in order of scores."""
    inner = bin_edges(scores, binning, bins=bins)
    index = np.searchsorted(inner, scores, side="right")
    edges = [0.0, *inner.tolist(), 1.0]
    table = []
    for number in np.unique(index).tolist():
        here = index == number
        table.append(
            ReliabilityBin(
                edges[number], edges[number + 1], int(here.sum()), float(scores[here].mean()), float(right[here].mean())
            )
        )
    return table


def operating_points(mentions: ScoredMentions, thresholds: Iterable[float]) -> list[OperatingPoint]:
    """Strict precision and recall of the mentions at or above each threshold."""
    wanted = int(mentions.gold.sum())
    points = []
    for threshold in thresholds:
        kept = mentions.scores >= threshold
        left, matched = int(kept.sum()), int(mentions.right[kept].sum())
        points.append(
            OperatingPoint(
                min_score=threshold,
                kept=left,
                precision=matched / left if left else None,
                recall=matched / wanted if wanted else None,
                f1=2 * matched / (left + wanted) if left + wanted else 0.0,
            )
        )
    return points


def bootstrap_interval(
    mentions: ScoredMentions,
    measure: Callable[[NDArray[np.float64], NDArray[np.bool_]], float],
    *,
    samples: int,
    seed: int,
    confidence: float = CONFIDENCE,
) -> tuple[float, float]:
    """Percentile interval of a measure of (scores, right), documents drawn with replacement; bins are laid anew each time.

    For a calibration error the interval lies high: every draw adds chance gaps to those that the sample has. NaN where
    no sample holds a mention.
    """
    total = len(mentions.gold)
    order = np.argsort(mentions.documents, kind="stable")
    bounds = np.searchsorted(mentions.documents[order], np.arange(total + 1))
    rows = [order[start:end] for start, end in itertools.pairwise(bounds)]
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(samples):
        drawn = [rows[i] for i in rng.integers(0, total, size=total)] if total else []
        chosen = np.concatenate(drawn) if drawn else np.zeros(0, dtype=np.int64)
        if len(chosen):
            values.append(measure(mentions.scores[chosen], mentions.right[chosen]))
    if not values:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, (tail, 1 - tail))
    return float(low), float(high)
