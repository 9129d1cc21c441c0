"""Fitting of heads on items whose right answers follow a plain rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from frontwire.model.heads import Head
from frontwire.training.head_examples import Example
from frontwire.training.head_fitting import fit_network, fit_softmax

pytestmark = pytest.mark.usefixtures("one_thread")

SIZE = 3


def told_by_a_feature(*, count: int = 600, weight: Callable[[int], float] = lambda number: 1.0) -> list[Example]:
    """ "yes" where the feature "sign" is positive; "noise" says nothing."""
    random = np.random.default_rng(5)
    signs = random.choice([-1.0, 1.0], size=count)
    return [
        Example({"sign": float(s), "noise": float(random.normal())}, {}, "yes" if s > 0 else "no", weight(number))
        for number, s in enumerate(signs)
    ]


def told_by_a_vector(*, count: int = 600) -> list[Example]:
    random = np.random.default_rng(6)
    answers = random.choice(["a", "b", "c"], size=count)
    return [
        Example({"one": 1.0}, {"EVENT": np.eye(SIZE, dtype=np.float32)["abc".index(answer)]}, str(answer))
        for answer in answers
    ]


def score_of(head: Head, **features: float) -> float:
    return float(head.scores(head.inputs([features], [{}], SIZE))[0, 0])


def fit_yes(examples: list[Example], *, seed: int = 1) -> Head:
    return fit_network(examples, positive="yes", seed=seed)


def test_softmax_learns_from_features() -> None:
    head = fit_softmax(told_by_a_feature(), classes=("no", "yes"), slots=(), vector_size=SIZE)
    rows = head.scores(head.inputs([{"sign": -1.0}, {"sign": 1.0}], [{}, {}], SIZE))
    assert rows.argmax(axis=1).tolist() == [0, 1]
    assert head.features == ("noise", "sign")


def test_softmax_learns_from_vectors() -> None:
    head = fit_softmax(told_by_a_vector(), classes=("a", "b", "c"), slots=("EVENT", "WEAPON"), vector_size=SIZE)
    vectors = [{"EVENT": row} for row in np.eye(SIZE, dtype=np.float32)]
    rows = head.scores(head.inputs([{}] * 3, vectors, SIZE))
    assert rows.argmax(axis=1).tolist() == [0, 1, 2]
    assert not head.weights[0][:, 1 + SIZE :].any(), "a slot that is never filled weighs nothing"


def test_a_class_without_examples_is_not_chosen() -> None:
    head = fit_softmax(told_by_a_feature(), classes=("no", "rare", "yes"), slots=(), vector_size=SIZE)
    rows = head.scores(head.inputs([{"sign": -1.0}, {}, {"sign": 1.0}], [{}] * 3, SIZE))
    assert 1 not in rows.argmax(axis=1)


def test_weights_decide_between_examples_that_contradict_each_other() -> None:
    examples = [Example({"f": 1.0}, {}, "yes", 9.0), Example({"f": 1.0}, {}, "no", 1.0)] * 100
    head = fit_softmax(examples, classes=("no", "yes"), slots=(), vector_size=SIZE)
    assert head.scores(head.inputs([{"f": 1.0}], [{}], SIZE)).argmax() == 1


def test_a_network_learns_and_reads_raw_features() -> None:
    head = fit_yes(told_by_a_feature(count=3000))
    assert score_of(head, sign=1.0) > 0 > score_of(head, sign=-1.0)


def test_equal_seeds_give_equal_weights_and_leave_torch_alone() -> None:
    torch = pytest.importorskip("torch")
    examples = told_by_a_feature()
    torch.manual_seed(8)
    expected = torch.rand(3).tolist()
    torch.manual_seed(8)
    first = fit_yes(examples)
    assert torch.rand(3).tolist() == expected
    for mine, other in zip(first.weights, fit_yes(examples).weights, strict=True):
        np.testing.assert_array_equal(mine, other)
    assert not np.array_equal(first.weights[0], fit_yes(examples, seed=2).weights[0])
    softmax = [fit_softmax(told_by_a_vector(), classes="abc", slots=("EVENT",), vector_size=SIZE) for _ in range(2)]
    np.testing.assert_array_equal(softmax[0].weights[0], softmax[1].weights[0])
