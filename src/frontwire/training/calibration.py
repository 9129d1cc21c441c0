"""Fitting the map from a tagger's span evidence to probabilities, on documents that it did not learn from.

How well the map does is measured by cross-validation over documents; the map that is kept is fitted on all of them. The
documents have also chosen the epoch, which flatters a little: scores of documents that chose nothing are measured by
``benchmarks/calibration.py``.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from frontwire.corpora.whole_files import write_whole
from frontwire.evaluation.reliability import (
    ScoredMentions,
    bin_edges,
    brier_score,
    calibration_error,
    log_loss,
    operating_points,
    scored_mentions,
)
from frontwire.model.calibration import CALIBRATION, FEATURES, Calibration, bend
from frontwire.model.decoding import DecodedSpan, make_mentions
from frontwire.ontology import LABELS
from frontwire.schema import Document

FOLDS: Final = 5
#: Values of ``--min-score`` that a model card lists.
THRESHOLDS: Final = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
#: Values among which the default of ``--min-score`` is chosen, by strict F1.
CANDIDATES: Final = tuple(round(0.05 * step, 2) for step in range(13))
#: Fewer predicted mentions than this, or fewer right or wrong ones than a tenth of it, and scores stay raw.
LEAST_MENTIONS: Final = 100
#: Ridge penalties: labels share an intercept unless their own mentions say otherwise; weights are all but free.
_LABEL_PENALTY: Final = 2.0
_WEIGHT_PENALTY: Final = 0.05
#: The curve has up to so many knots, each of at least so many mentions.
_KNOTS: Final = 10
_MENTIONS_OF_A_KNOT: Final = 50
_STEPS: Final = 50
_CONVERGED: Final = 1e-8


@dataclass(frozen=True, slots=True)
class FittedCalibration:
    """A calibration and what ``training.json`` says of it: documents, errors before and after, precision and recall."""

    calibration: Calibration
    record: dict[str, Any]


def fit_calibration(
    documents: Sequence[Document], spans: Sequence[Sequence[DecodedSpan]], *, folds: int = FOLDS
) -> FittedCalibration | None:
    """Fit on gold documents and the spans that the tagger gives for their texts (:meth:`~frontwire.model.tagger.Tagger.spans`).

    None where there are too few predicted mentions, or too few right or wrong ones, to learn from.
    """
    raw = _judge(documents, spans)
    count, right = len(raw.right), int(raw.right.sum())
    if count < LEAST_MENTIONS or min(right, count - right) < LEAST_MENTIONS // 10 or len(documents) < folds:
        return None
    rows = _design([span for found in spans for span in found])
    fold_of = _folds(documents, folds)[raw.documents]
    held_out = np.zeros(count)
    for fold in range(folds):
        mine = fold_of == fold
        held_out[mine] = _fit(rows[~mine], raw.right[~mine]).probabilities(rows[mine])
    validated = raw.with_scores(held_out)
    best = max(operating_points(validated, CANDIDATES), key=lambda point: (round(point.f1, 4), -point.min_score))
    calibration = _fit(rows, raw.right).calibration(min_score=best.min_score)
    record = {
        "documents": len(documents),
        "mentions": count,
        "right": right,
        "folds": folds,
        "raw": _errors(raw),
        "cross_validated": _errors(validated),
        "min_score": best.min_score,
        "operating_points": [_rounded(asdict(point)) for point in operating_points(validated, THRESHOLDS)],
    }
    return FittedCalibration(calibration, record)


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write ``calibration.json`` into a model folder, whole or not at all."""
    path = folder / CALIBRATION
    write_whole(path, json.dumps(calibration.to_dict(), indent=1) + "\n")
    path.chmod(0o644)


def _judge(documents: Sequence[Document], spans: Sequence[Sequence[DecodedSpan]]) -> ScoredMentions:
    predicted = [make_mentions(document.text, found) for document, found in zip(documents, spans, strict=True)]
    return scored_mentions([document.mentions for document in documents], predicted)


def _folds(documents: Sequence[Document], folds: int) -> NDArray[np.int64]:
    """The fold of each document, all of one size within 1; it follows from the ids, not from their order."""
    order = sorted(range(len(documents)), key=lambda i: hashlib.sha256(documents[i].id.encode()).digest())
    result = np.zeros(len(documents), dtype=np.int64)
    result[order] = np.arange(len(documents)) % folds
    return result


def _design(spans: Sequence[DecodedSpan]) -> NDArray[np.float64]:
    """Rows *(n, features + 1 + labels)*: log-odds, a one for the common intercept, a one for the label's own."""
    rows = np.zeros((len(spans), len(FEATURES) + 1 + len(LABELS)))
    for row, span in zip(rows, spans, strict=True):
        row[: len(FEATURES)] = span.evidence.log_odds()
        row[len(FEATURES)] = 1
        row[len(FEATURES) + 1 + LABELS.index(span.label)] = 1
    return rows


@dataclass(frozen=True, slots=True)
class _Fit:
    """Coefficients *(columns,)* of the first step and knots of the second."""

    coefficients: NDArray[np.float64]
    curve: tuple[tuple[float, float], ...]

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        return _logistic(np.array([bend(self.curve, odds) for odds in (rows @ self.coefficients).tolist()]))

    def calibration(self, *, min_score: float) -> Calibration:
        weights, common, labels = np.split(self.coefficients, [len(FEATURES), len(FEATURES) + 1])
        return Calibration(
            weights=dict(zip(FEATURES, weights.tolist(), strict=True)),
            intercepts=dict(zip(LABELS, (labels + common).tolist(), strict=True)),
            curve=self.curve,
            min_score=min_score,
        )


def _fit(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> _Fit:
    coefficients = _ridge(rows, right)
    return _Fit(coefficients, fit_curve(rows @ coefficients, right))


def fit_curve(odds: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Knots of bins of as many mentions each: mean log-odds given, log-odds of being right found.

    Bins that would make the curve fall are pooled with their neighbours (pool adjacent violators, Ayer et al. 1955).
    """
    bins = min(_KNOTS, max(1, len(odds) // _MENTIONS_OF_A_KNOT))
    index = np.searchsorted(bin_edges(odds, "equal_mass", bins=bins), odds, side="right")
    pools: list[tuple[int, float, int]] = []  # mentions, their summed log-odds, how many of them are right
    for number in np.unique(index):
        here = index == number
        pools.append((int(here.sum()), float(odds[here].sum()), int(right[here].sum())))
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return tuple((pool[1] / pool[0], math.log(_share(pool) / (1 - _share(pool)))) for pool in pools)


def _share(pool: tuple[int, float, int]) -> float:
    count, _, right = pool
    return (right + 0.5) / (count + 1)  # neither 0 nor 1, whose log-odds are infinite


def _ridge(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Ridge logistic regression whose feature weights are at least 0: the lowest negative one is fixed at 0 in turn."""
    free = np.ones(rows.shape[1], dtype=np.bool_)
    while True:
        coefficients = np.zeros(rows.shape[1])
        coefficients[free] = _newton(rows[:, free], right, _penalties()[free])
        lowest = int(coefficients[: len(FEATURES)].argmin())
        if coefficients[lowest] >= 0:
            return coefficients
        free[lowest] = False


def _newton(rows: NDArray[np.float64], right: NDArray[np.bool_], penalties: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method with halved steps; the loss is convex, so it ends at the one minimum."""
    coefficients = np.zeros(rows.shape[1])
    loss = _loss(rows, right, penalties, coefficients)
    for _ in range(_STEPS):
        found = _logistic(rows @ coefficients)
        gradient = rows.T @ (found - right) + penalties * coefficients
        curvature = (rows * (found * (1 - found))[:, None]).T @ rows + np.diag(penalties)
        step = np.linalg.solve(curvature, gradient)
        scale = 1.0
        while (new := _loss(rows, right, penalties, coefficients - scale * step)) > loss and scale > _CONVERGED:
            scale /= 2
        coefficients = coefficients - scale * step
        if loss - new <= _CONVERGED * abs(loss):
            break
        loss = new
    return coefficients


def _loss(
    rows: NDArray[np.float64],
    right: NDArray[np.bool_],
    penalties: NDArray[np.float64],
    coefficients: NDArray[np.float64],
) -> float:
    odds = rows @ coefficients
    return float((np.logaddexp(0, odds) - right * odds).sum() + (penalties * coefficients**2).sum() / 2)


def _penalties() -> NDArray[np.float64]:
    # The common intercept has next to none: it only keeps the curvature regular.
    return np.array([_WEIGHT_PENALTY] * len(FEATURES) + [1e-6] + [_LABEL_PENALTY] * len(LABELS))


def _logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.exp(-np.logaddexp(0, -odds))
    return result


def _errors(mentions: ScoredMentions) -> dict[str, float]:
    scores, right = mentions.scores, mentions.right
    return _rounded(
        {
            "calibration_error_equal_mass": calibration_error(scores, right, "equal_mass"),
            "calibration_error_equal_width": calibration_error(scores, right, "equal_width"),
            "brier": brier_score(scores, right),
            "log_loss": log_loss(scores, right),
        }
    )


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
