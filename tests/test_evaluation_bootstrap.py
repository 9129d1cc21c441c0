from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from frontwire.evaluation import bootstrap
from frontwire.evaluation.bootstrap import bootstrap_intervals
from frontwire.evaluation.counts import Counts


def some_counts(documents: int, measures: int, seed: int = 0) -> NDArray[np.int64]:
    rng = np.random.default_rng(seed)
    gold = rng.integers(0, 30, size=(documents, measures))
    predicted = rng.integers(0, 30, size=(documents, measures))
    matched = rng.binomial(np.minimum(gold, predicted), 0.7)
    return np.stack([matched, predicted, gold], axis=-1)


def test_same_as_drawing_and_scoring_one_by_one() -> None:
    counts = some_counts(12, 3)
    draws = np.random.default_rng(5).multinomial(12, np.full(12, 1 / 12), size=200)
    f1 = [[Counts(*(int(x) for x in (draw @ counts[:, m]))).f1 for m in range(3)] for draw in draws]
    found = bootstrap_intervals(counts, samples=200, seed=5)
    np.testing.assert_allclose(found[:, 2, :].T, np.quantile(f1, (0.025, 0.975), axis=0))


def test_intervals_contain_the_point_and_are_ordered() -> None:
    counts = some_counts(40, 20)
    intervals = bootstrap_intervals(counts, samples=1000, seed=0)
    totals = [Counts(*(int(x) for x in total)) for total in counts.sum(axis=0)]
    points = np.array([(total.precision, total.recall, total.f1) for total in totals])
    assert (intervals[..., 0] < points).all()
    assert (points < intervals[..., 1]).all()
    assert (intervals >= 0).all()
    assert (intervals <= 1).all()


def test_reproducible_with_a_seed_and_different_without() -> None:
    counts = some_counts(30, 4)
    first, again, other = (bootstrap_intervals(counts, samples=300, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = some_counts(30, 4)
    whole = bootstrap_intervals(counts, samples=100, seed=1)
    monkeypatch.setattr(bootstrap, "_BLOCK_CELLS", 30 * 7)  # 100 is no multiple of 7
    assert np.array_equal(bootstrap_intervals(counts, samples=100, seed=1), whole)


def test_more_documents_make_narrower_intervals() -> None:
    few, many = some_counts(20, 1), np.tile(some_counts(20, 1), (25, 1, 1))
    width = [float(np.ptp(bootstrap_intervals(counts, samples=500, seed=0)[0, 2])) for counts in (few, many)]
    assert width[1] == pytest.approx(width[0] / 5, rel=0.3)  # with the square root of their number


def test_one_document_has_no_spread() -> None:
    intervals = bootstrap_intervals(np.array([[[1, 2, 4]]]), samples=50, seed=0)
    assert intervals[0].tolist() == [[0.5, 0.5], [0.25, 0.25], [1 / 3, 1 / 3]]


def test_perfect_stays_perfect_though_most_samples_miss_the_only_document() -> None:
    counts = np.zeros((50, 1, 3), dtype=np.int64)
    counts[7, 0] = 3
    assert (bootstrap_intervals(counts, samples=200, seed=0) == 1.0).all()


def test_measure_without_any_item_has_no_interval() -> None:
    assert np.isnan(bootstrap_intervals(np.zeros((5, 2, 3), dtype=np.int64), samples=20, seed=0)).all()


def test_nothing_predicted_is_zero_and_not_undefined() -> None:
    counts = np.array([[[0, 0, 3]], [[0, 0, 2]]])
    assert (bootstrap_intervals(counts, samples=20, seed=0) == 0.0).all()


def test_a_thousand_samples_of_sixty_documents_take_less_than_a_second() -> None:
    counts = some_counts(60, 40)
    start = time.perf_counter()
    bootstrap_intervals(counts, samples=1000, seed=0)
    assert time.perf_counter() - start < 1
