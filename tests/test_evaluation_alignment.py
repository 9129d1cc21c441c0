from __future__ import annotations

import sys
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.errors import DependencyError
from frontwire.evaluation.alignment import Arguments, align_events, shared_arguments

A, B, C, D = (0, 5), (10, 15), (20, 25), (30, 35)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        pytest.param([], [{"EVENT": [A]}], [], id="no gold"),
        pytest.param([{"EVENT": [A]}], [], [], id="no prediction"),
        pytest.param([{}], [{}], [], id="events without mentions share nothing"),
        pytest.param([{"EVENT": [A]}], [{"TARGET": [A]}], [], id="the label counts"),
        pytest.param([{"EVENT": [A]}], [{"EVENT": [(5, 10)]}], [], id="adjacent mentions are not shared"),
        pytest.param(
            [{"EVENT": [A]}, {"EVENT": [B]}], [{"EVENT": [B]}, {"EVENT": [A]}], [(0, 1), (1, 0)], id="crossed"
        ),
        pytest.param(
            [{"EVENT": [A], "DATE": [B]}, {"EVENT": [C], "DATE": [B]}],
            [{"DATE": [B], "EVENT": [C]}],
            [(1, 0)],
            id="a shared date does not outweigh the act",
        ),
        pytest.param(
            [{"EVENT": [A], "TARGET": [B, C]}],
            [{"TARGET": [B, C]}, {"EVENT": [A]}],
            [(0, 1)],
            id="the act weighs more than two other mentions",
        ),
        pytest.param(
            [{"EVENT": [A], "TARGET": [A, B, C], "DATE": [A]}],
            [{"TARGET": [A, B, C], "DATE": [A]}, {"EVENT": [A]}],
            [(0, 0)],
            id="but less than four",
        ),
    ],
)
def test_align_events(gold: list[Arguments], predicted: list[Arguments], expected: list[tuple[int, int]]) -> None:
    assert align_events(gold, predicted) == expected


def test_the_sum_decides_and_not_the_best_single_pair() -> None:
    # The best pair alone is (0, 0) with 3 + 1, and leaves nothing for event 1; the crossed pairs share 3 + 3.
    gold = [{"EVENT": [A, B], "DATE": [C]}, {"EVENT": [D]}]
    predicted = [{"EVENT": [A, D], "DATE": [C]}, {"EVENT": [B]}]
    assert align_events(gold, predicted) == [(0, 1), (1, 0)]


def test_shared_arguments_are_one_to_one() -> None:
    assert shared_arguments({"TARGET": [(0, 20)], "EVENT": [A]}, {"TARGET": [A, B, C], "EVENT": [B]}) == {
        "TARGET": 1,
        "EVENT": 0,
    }


SPAN = st.integers(0, 12).map(lambda start: (start, start + 3))
ARGUMENTS = st.dictionaries(
    st.sampled_from(["EVENT", "TARGET", "DATE"]), st.lists(SPAN, unique=True, max_size=3), max_size=3
)
EVENTS = st.lists(ARGUMENTS, max_size=3)


def total_weight(gold: list[Arguments], predicted: list[Arguments], pairs: list[tuple[int, int]]) -> int:
    return sum(
        (3 if label == "EVENT" else 1) * count
        for i, j in pairs
        for label, count in shared_arguments(gold[i], predicted[j]).items()
    )


@given(gold=EVENTS, predicted=EVENTS)
def test_no_other_alignment_shares_more(gold: list[Arguments], predicted: list[Arguments]) -> None:
    pairs = align_events(gold, predicted)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(sum(shared_arguments(gold[i], predicted[j]).values()) for i, j in pairs)
    padded = [*range(len(predicted)), *([None] * len(gold))]
    best = max(
        total_weight(gold, predicted, [(i, j) for i, j in enumerate(choice) if j is not None])
        for choice in permutations(padded, len(gold))
    )
    assert total_weight(gold, predicted, pairs) == best


def test_missing_scipy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(DependencyError, match=r"scipy.*frontwire\[train\]"):
        align_events([{"EVENT": [A]}], [{"EVENT": [A]}])
