"""Groups of units from pair scores, and links from heads in place of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from frontwire.events import clustering
from frontwire.events.clustering import MOST_UNITS, REACH, average_linkage, can_cluster, near_pairs
from frontwire.events.heads import KIND, KINDS, SAME_EVENT, TYPE, UNIT_KIND, UNIT_TYPE, DocumentHeads, Vectors
from frontwire.events.linking import cluster_units, link
from frontwire.events.units import units_of
from frontwire.ontology import EVENT_TYPES
from frontwire.schema import Document
from gold_links import groups, linked_document, stripped

STORY = (
    "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] a [[TARGET:1|judge]] in [[LOCATION:1|Herat]].\n\nA [[WEAPON:2|bomb]] "
    "[[EVENT:2|exploded]] in [[LOCATION:2|Khost]].\n\nThe [[EVENT:1|shooting]] of the [[TARGET:1|judge]] was condemned."
)


class FixedScorer:
    """Heads that say the same of everything, and of pairs what ``same`` says of their features."""

    def __init__(self, *, same: float | None = None, type: str | None = None, kind: str | None = None) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        self._same, self._best = same, {TYPE: type, KIND: kind, UNIT_TYPE: "bombing", UNIT_KIND: "incident"}
        if same is not None:
            self._classes |= {UNIT_TYPE: EVENT_TYPES, UNIT_KIND: KINDS, SAME_EVENT: ("same",)}
        if type is not None:
            self._classes[TYPE] = EVENT_TYPES
        if kind is not None:
            self._classes[KIND] = KINDS

    def classes(self, head: str) -> tuple[str, ...]:
        return self._classes.get(head, ())

    def scores(
        self, head: str, features: Sequence[Mapping[str, float]], vectors: Sequence[Vectors]
    ) -> NDArray[np.float32]:
        if head == SAME_EVENT:
            return np.full((len(features), 1), self._same, dtype=np.float32)
        row = [float(name == self._best[head]) for name in self.classes(head)]
        return np.array([row] * len(features), dtype=np.float32).reshape(len(features), len(row))


def symmetric(count: int, pairs: Mapping[tuple[int, int], float], rest: float = -1.0) -> NDArray[np.float64]:
    scores = np.full((count, count), rest)
    for (i, j), score in pairs.items():
        scores[i, j] = scores[j, i] = score
    return scores


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(symmetric(0, {}), [], id="nothing"),
        pytest.param(symmetric(1, {}), [0], id="one"),
        pytest.param(symmetric(2, {(0, 1): 0.1}), [0, 0], id="a pair that fits"),
        pytest.param(symmetric(2, {(0, 1): 0.0}), [0, 1], id="at the threshold it does not"),
        pytest.param(symmetric(4, {(0, 2): 1, (1, 3): 2}), [0, 1, 0, 1], id="two stories told in turns"),
        pytest.param(symmetric(3, {(0, 1): 2, (1, 2): 2, (0, 2): -5}), [0, 0, 2], id="the mean decides, not one link"),
        pytest.param(symmetric(3, {(0, 1): 2, (1, 2): 2, (0, 2): -1}), [0, 0, 0], id="a weak no is outvoted"),
        pytest.param(symmetric(3, {(1, 2): 3, (0, 1): 1, (0, 2): -4}), [0, 1, 1], id="the best pair is joined first"),
    ],
)
def test_groups_of_given_scores(scores: NDArray[np.float64], expected: list[int]) -> None:
    before = scores.copy()
    assert average_linkage(scores) == expected
    np.testing.assert_array_equal(scores, before)


@given(st.integers(0, 8), st.data())
def test_groups_are_numbered_by_their_first_item_and_do_not_fit_each_other(count: int, data: st.DataObject) -> None:
    pairs = {(i, j): data.draw(st.integers(-4, 4)) for j in range(count) for i in range(j)}
    scores = symmetric(count, pairs)
    found = average_linkage(scores)
    assert all(group == found.index(group) for group in found)
    members = {group: [i for i, other in enumerate(found) if other == group] for group in set(found)}
    for one in members:
        for other in members:
            if one != other:
                assert scores[np.ix_(members[one], members[other])].mean() <= 1e-9


def test_pairs_within_reach_are_scored_once() -> None:
    assert near_pairs(0) == near_pairs(1) == []
    assert near_pairs(3) == [(0, 1), (0, 2), (1, 2)]
    pairs = near_pairs(REACH + 3)
    assert len(set(pairs)) == len(pairs)
    assert max(later - earlier for earlier, later in pairs) == REACH


def linked(scorer: FixedScorer, marked: str = STORY) -> Document:
    document = stripped(linked_document(marked))
    link(document, DocumentHeads(scorer, {}))
    document.check()
    return document


@pytest.mark.parametrize(
    ("same", "events"), [pytest.param(1.0, 1, id="all one event"), pytest.param(-1.0, 3, id="each its own")]
)
def test_the_pair_head_decides_where_it_is_there(same: float, events: int) -> None:
    assert len(linked(FixedScorer(same=same)).events) == events


def test_what_no_head_decides_the_rules_decide() -> None:
    by_rules = stripped(linked_document(STORY))
    link(by_rules)
    assert linked(FixedScorer()).to_dict() == by_rules.to_dict()
    typed = linked(FixedScorer(type="arson", kind="aggregate"))
    assert groups(typed) == groups(by_rules)
    assert {(event.type, event.kind) for event in typed.events} == {("arson", "aggregate")}


class NoisyScorer(FixedScorer):
    """Scores that follow from the features and mean nothing."""

    def scores(
        self, head: str, features: Sequence[Mapping[str, float]], vectors: Sequence[Vectors]
    ) -> NDArray[np.float32]:
        wave = np.array([sum(map(sum, zip(map(len, row), row.values(), strict=True))) for row in features])
        rows = np.sin(np.outer(wave, np.arange(1, len(self.classes(head)) + 1)) * 7.3)
        return rows.astype(np.float32).reshape(len(features), len(self.classes(head)))


@given(st.lists(st.sampled_from(STORY.split("\n\n")), max_size=5), st.floats(0, 1))
def test_any_scores_give_a_valid_document_and_the_same_one_twice(parts: list[str], score: float) -> None:
    document = stripped(linked_document("\n\n".join(parts)))
    for mention in document.mentions:
        mention.score = score
    heads = DocumentHeads(NoisyScorer(same=0.0, type="other", kind="incident"), {})
    link(document, heads)
    document.check()
    assert all(mention.events for mention in document.mentions)
    assert all(document.mentions_of(event) for event in document.events)
    again = Document.from_dict(document.to_dict())
    link(again, heads)
    assert again.to_dict() == document.to_dict()


def test_books_are_linked_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    units = units_of(stripped(linked_document(STORY)))
    heads = DocumentHeads(FixedScorer(same=1.0), {})
    assert can_cluster(heads, units)
    assert not can_cluster(heads, [])
    assert not can_cluster(heads, units * MOST_UNITS)
    monkeypatch.setattr(clustering, "MOST_UNITS", len(units) - 1)
    assert not can_cluster(heads, units)


def test_units_far_apart_are_taken_to_be_different(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "REACH", 1)
    heads = DocumentHeads(FixedScorer(same=1.0), {})
    units = units_of(stripped(linked_document(STORY)))
    scores = clustering.pair_scores(units, cluster_units(units), heads, published=None)
    assert len(units) == 3
    assert scores[0, 1] == scores[1, 2] == 1.0
    assert scores[0, 2] == clustering.FAR_APART
