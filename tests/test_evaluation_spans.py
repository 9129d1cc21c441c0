from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.evaluation.counts import Counts
from frontwire.evaluation.spans import count_spans, match_overlapping, spans_by_label
from inline_documents import inline_document

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        pytest.param([], [(0, 3)], [], id="nothing to find"),
        pytest.param([(0, 3)], [], [], id="nothing found"),
        pytest.param([(0, 3)], [(0, 3)], [(0, 0)], id="equal"),
        pytest.param([(0, 3)], [(3, 6)], [], id="adjacent spans share no character"),
        pytest.param([(3, 6)], [(0, 3)], [], id="adjacent on the left"),
        pytest.param([(0, 4)], [(3, 6)], [(0, 0)], id="one character"),
        pytest.param([(0, 9)], [(1, 3), (4, 8)], [(0, 1)], id="one gold span is found once, the longest stretch wins"),
        pytest.param([(1, 3), (4, 8)], [(0, 9)], [(1, 0)], id="one prediction is used once"),
        pytest.param([(0, 5), (5, 10)], [(3, 10)], [(1, 0)], id="longest first, not first come"),
        pytest.param(
            [(0, 2), (4, 8)], [(1, 3), (3, 5), (6, 7)], [(1, 2), (0, 0)], id="equal stretches go to the later span"
        ),
        pytest.param([(0, 20)], [(0, 1), (18, 30), (2, 4)], [(0, 1)], id="order of the input does not matter"),
        pytest.param([(5, 6)], [(0, 10), (1, 2)], [(0, 0)], id="a long span before a short one still reaches"),
        pytest.param([(5, 8), (0, 9)], [(0, 10), (1, 5)], [(1, 0)], id="adjacent to a short one after a long one"),
    ],
)
def test_match_overlapping(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert match_overlapping(gold, predicted) == expected


@given(gold=SPANS, predicted=SPANS)
def test_matches_are_one_to_one_and_share_a_character(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    pairs = match_overlapping(gold, predicted)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    shared = [set(range(*gold[i])) & set(range(*predicted[j])) for i, j in pairs]
    assert all(shared)
    assert [len(s) for s in shared] == sorted((len(s) for s in shared), reverse=True)
    # Greedy to the end: nothing that overlaps is left on both sides.
    left = [span for i, span in enumerate(gold) if i not in {i for i, _ in pairs}]
    right = [span for j, span in enumerate(predicted) if j not in {j for _, j in pairs}]
    assert not [(a, b) for a in left for b in right if set(range(*a)) & set(range(*b))]


@given(gold=SPANS, predicted=SPANS)
def test_number_of_matches_does_not_depend_on_the_order(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    found = [(gold[i], predicted[j]) for i, j in match_overlapping(gold, predicted)]
    turned = [(gold[::-1][i], predicted[::-1][j]) for i, j in match_overlapping(gold[::-1], predicted[::-1])]
    assert sorted(found) == sorted(turned)


def test_many_spans_are_matched_without_comparing_all_pairs() -> None:
    spans = [(10 * i, 10 * i + 5) for i in range(20_000)]  # 400 million pairs otherwise
    assert len(match_overlapping(spans, spans)) == 20_000


def test_count_spans_by_label() -> None:
    gold = inline_document(
        "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] [[KILLED:1|two]] [[TARGET:1|men]].", "1|incident|other"
    )
    predicted = inline_document("[[ATTACKER:1|Gunmen]] [[EVENT:1|shot two]] [[KILLED:1|men]].", "1|incident|other")
    assert count_spans(gold, predicted) == {
        "ATTACKER": (Counts(1, 1, 1), Counts(1, 1, 1)),
        "EVENT": (Counts(0, 1, 1), Counts(1, 1, 1)),
        "KILLED": (Counts(0, 1, 1), Counts(0, 1, 1)),  # "men" is not "two": labels agree, characters do not
        "TARGET": (Counts(0, 0, 1), Counts(0, 0, 1)),
    }


def test_a_span_given_twice_counts_once() -> None:
    document = inline_document("[[EVENT:1|attack]]", "1|incident|other")
    assert spans_by_label([*document.mentions, *document.mentions]) == {"EVENT": [(0, 6)]}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(Counts(2, 4, 8), (0.5, 0.25, 1 / 3), id="usual"),
        pytest.param(Counts(3, 3, 3), (1.0, 1.0, 1.0), id="perfect"),
        pytest.param(Counts(0, 0, 5), (0.0, 0.0, 0.0), id="nothing predicted"),
        pytest.param(Counts(0, 5, 0), (0.0, 0.0, 0.0), id="nothing in gold"),
        pytest.param(Counts(), (0.0, 0.0, 0.0), id="nothing at all"),
    ],
)
def test_precision_recall_f1(counts: Counts, expected: tuple[float, float, float]) -> None:
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx(expected)


def test_counts_add_up() -> None:
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)
