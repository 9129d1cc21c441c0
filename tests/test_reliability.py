"""Calibration errors, reliability tables and thresholds, on scores whose figures are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.evaluation.reliability import (
    BINNINGS,
    Binning,
    ScoredMentions,
    bootstrap_interval,
    brier_score,
    calibration_error,
    log_loss,
    operating_points,
    reliability_table,
    scored_mentions,
    strictly_right,
)
from frontwire.schema import Mention


def mention(label: str, start: int, end: int, score: float | None = None) -> Mention:
    return Mention("m1", label, start, end, "x" * (end - start), score=score)


def some_mentions(*, documents: int = 20, each: int = 15, seed: int = 0) -> ScoredMentions:
    """Mentions that are right exactly as often as their scores say."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(size=documents * each)
    right = rng.uniform(size=len(scores)) < scores
    gold = np.full(documents, each, dtype=np.int64)
    return ScoredMentions(scores, right, np.repeat(np.arange(documents), each), gold)


@pytest.mark.parametrize(
    ("predicted", "right"),
    [
        pytest.param(mention("DATE", 3, 9), True, id="the same"),
        pytest.param(mention("EVENT", 3, 9), False, id="other label"),
        pytest.param(mention("DATE", 3, 8), False, id="other end"),
        pytest.param(mention("DATE", 2, 9), False, id="other start"),
    ],
)
def test_right_is_strict(predicted: Mention, right: bool) -> None:
    assert strictly_right([mention("DATE", 3, 9), mention("EVENT", 0, 2)], [predicted]) == [right]


def test_mentions_are_judged_document_by_document() -> None:
    gold = [[mention("DATE", 0, 3)], [mention("DATE", 5, 8), mention("DATE", 5, 8)], []]
    predicted = [[mention("DATE", 5, 8, 0.25)], [], [mention("DATE", 0, 3, 0.5)]]
    found = scored_mentions(gold, predicted)
    assert found.scores.tolist() == [0.25, 0.5]
    assert found.right.tolist() == [False, False]
    assert found.documents.tolist() == [0, 2]
    assert found.gold.tolist() == [1, 1, 0]


def test_mentions_without_scores_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="has no score"):
        scored_mentions([[]], [[mention("DATE", 0, 3)]])


@pytest.mark.parametrize(
    ("scores", "right", "expected"),
    [
        pytest.param([0.75] * 4, [1, 1, 1, 0], 0.0, id="as said"),
        pytest.param([1.0] * 4, [1, 1, 1, 0], 0.25, id="too sure"),
        pytest.param([0.05] * 2 + [0.95] * 2, [1, 1, 0, 0], 0.95, id="upside down"),
        pytest.param([0.2, 0.9, 0.9], [0, 1, 1], 0.4 / 3, id="two bins"),
        pytest.param([0.0, 1.0], [0, 1], 0.0, id="the very ends"),
    ],
)
@pytest.mark.parametrize("binning", BINNINGS)
def test_calibration_errors_by_hand(scores: list[float], right: list[int], expected: float, binning: Binning) -> None:
    assert calibration_error(np.array(scores), np.array(right, dtype=bool), binning) == pytest.approx(expected)


def test_bins_of_one_width_cancel_only_inside() -> None:
    scores, right = np.array([0.41, 0.49, 0.51]), np.array([False, True, True])
    assert calibration_error(scores, right, "equal_width") == pytest.approx((abs(0.9 - 1) + 0.49) / 3)


@pytest.mark.parametrize("measure", [calibration_error, brier_score, log_loss])
def test_of_nothing_nothing_is_said(measure: object) -> None:
    assert math.isnan(measure(np.zeros(0), np.zeros(0, dtype=bool)))  # type: ignore[operator]


def test_brier_and_log_loss_by_hand() -> None:
    scores, right = np.array([0.8, 0.4]), np.array([True, False])
    assert brier_score(scores, right) == pytest.approx((0.04 + 0.16) / 2)
    assert log_loss(scores, right) == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert math.isfinite(log_loss(np.array([0.0, 1.0]), np.array([True, False])))


scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(pairs=scored, binning=st.sampled_from(BINNINGS), bins=st.integers(1, 12))
def test_tables_and_errors_agree(pairs: list[tuple[float, bool]], binning: Binning, bins: int) -> None:
    scores = np.array([score for score, _ in pairs])
    right = np.array([truth for _, truth in pairs])
    table = reliability_table(scores, right, binning, bins=bins)
    assert sum(row.mentions for row in table) == len(pairs)
    assert 1 <= len(table) <= bins
    assert all(row.low - 1e-12 <= row.score <= row.high + 1e-12 and 0 <= row.right <= 1 for row in table)
    error = calibration_error(scores, right, binning, bins=bins)
    assert error == pytest.approx(sum(row.mentions * abs(row.score - row.right) for row in table) / len(pairs))
    assert 0 <= error <= 1
    order = np.random.default_rng(0).permutation(len(pairs))
    assert calibration_error(scores[order], right[order], binning, bins=bins) == pytest.approx(error)


def test_equal_mass_bins_hold_equally_many() -> None:
    found = some_mentions(documents=40, each=25)
    assert {row.mentions for row in reliability_table(found.scores, found.right, "equal_mass")} == {100}


def test_thresholds_trade_recall_for_precision() -> None:
    right = np.array([False, True, True, True])
    found = ScoredMentions(np.array([0.2, 0.5, 0.7, 0.9]), right, np.zeros(4, dtype=np.int64), np.array([6]))
    points = operating_points(found, (0.0, 0.5, 0.95))
    assert [(p.kept, p.precision, p.recall) for p in points] == [(4, 0.75, 0.5), (3, 1.0, 0.5), (0, None, 0.0)]
    assert [p.f1 for p in points] == pytest.approx([0.6, 2 / 3, 0.0])


def test_without_gold_there_is_no_recall() -> None:
    empty = ScoredMentions(
        np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.zeros(2, dtype=np.int64)
    )
    [point] = operating_points(empty, (0.5,))
    assert (point.kept, point.precision, point.recall, point.f1) == (0, None, None, 0.0)


def test_the_interval_is_that_of_drawn_documents() -> None:
    found = some_mentions(documents=8, each=3)
    draws = np.random.default_rng(4)
    values = []
    for _ in range(50):
        rows = np.concatenate([np.flatnonzero(found.documents == i) for i in draws.integers(0, 8, size=8)])
        values.append(brier_score(found.scores[rows], found.right[rows]))
    expected = np.quantile(values, (0.025, 0.975))
    assert bootstrap_interval(found, brier_score, samples=50, seed=4) == pytest.approx(tuple(expected))


def test_an_interval_of_documents_without_mentions_is_unknown() -> None:
    empty = ScoredMentions(
        np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.zeros(2, dtype=np.int64)
    )
    assert all(map(math.isnan, bootstrap_interval(empty, brier_score, samples=5, seed=0)))
