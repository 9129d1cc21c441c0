"""CEAF-REE on cases counted by hand and against a search through all alignments."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.errors import DependencyError
from frontwire.evaluation.counts import Counts
from frontwire.evaluation.role_entities import count_entities, normalise_name, score_entities

HARBOUR = ["Harbour office", "office", "port authority building"]
BRIDGE = ["iron bridge"]
MAST = ["radio mast", "mast"]


@pytest.mark.parametrize(
    ("gold", "predicted", "matched"),
    [
        pytest.param([HARBOUR, BRIDGE], [HARBOUR, BRIDGE], 2, id="perfect with all names"),
        pytest.param([HARBOUR, BRIDGE], [["office"], ["iron bridge"]], 2, id="perfect with one name each"),
        pytest.param([HARBOUR, BRIDGE], [], 0, id="empty prediction"),
        pytest.param([], [["office"]], 0, id="empty gold"),
        pytest.param([], [], 0, id="both empty"),
        pytest.param([HARBOUR, BRIDGE, MAST], [["office", "iron bridge"], ["mast"]], 1, id="two gold entities merged"),
        pytest.param([HARBOUR], [["Harbour office"], ["office"]], 1, id="one gold entity split"),
        pytest.param([HARBOUR, BRIDGE], [["office"], ["office"], ["iron bridge"]], 2, id="duplicate prediction"),
        pytest.param([BRIDGE, BRIDGE], [["iron bridge"]], 1, id="duplicate gold"),
        pytest.param([BRIDGE, BRIDGE], [["iron bridge"], ["iron bridge"]], 2, id="duplicates on both sides"),
        pytest.param([HARBOUR], [[]], 0, id="empty cluster"),
        pytest.param([HARBOUR], [[""]], 0, id="cluster of an empty name"),
        pytest.param([["the"]], [["a"]], 0, id="nothing left of a name"),
        pytest.param([HARBOUR], [["office", "cellar"]], 0, id="one wrong name beside a right one"),
        pytest.param([HARBOUR], [["harbour"]], 0, id="part of a name"),
        pytest.param([HARBOUR], [["the HARBOUR office."]], 1, id="case, article, full stop"),
        pytest.param([["a two-storey house"]], [["twostorey house"]], 1, id="hyphen and article"),
        pytest.param([HARBOUR, BRIDGE], [["iron bridge"], ["office"]], 2, id="other order"),
    ],
)
def test_hand_counted(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]], matched: int) -> None:
    counts = count_entities({"Target": gold}, {"Target": predicted}, roles=["Target"])
    assert counts == {"Target": Counts(matched, len(predicted), len(gold))}


def test_alignment_is_the_best_one_not_the_first() -> None:
    # Greedy in the order given would pair the first prediction with the first gold entity and lose the second.
    gold = [["convoy", "trucks"], ["convoy"]]
    assert (
        count_entities({"Target": gold}, {"Target": [["convoy"], ["trucks"]]}, roles=["Target"])["Target"].matched == 2
    )


def test_a_gold_entity_without_names_is_none() -> None:
    assert count_entities({"Victim": [[], ["mayor"]]}, {}, roles=["Victim"])["Victim"] == Counts(0, 0, 1)


def test_roles_do_not_mix_and_sums_are_micro() -> None:
    gold = [{"PerpInd": [["gunmen"]], "PerpOrg": [["Red Column"]]}, {"Weapon": [["mortar"], ["rifle"]]}]
    predicted = [{"PerpOrg": [["gunmen"], ["Red Column"]]}, {"Weapon": [["mortar"]], "Other": [["ignored"]]}]
    scores = score_entities(gold, predicted)
    assert scores["PerpInd"] == Counts(0, 0, 1)
    assert scores["PerpOrg"] == Counts(1, 2, 1)
    assert scores["Weapon"] == Counts(1, 1, 2)
    assert scores["Target"] == scores["Victim"] == Counts()
    assert scores["micro"] == Counts(2, 3, 4)
    assert scores["micro"].precision == pytest.approx(2 / 3)
    assert scores["micro"].recall == pytest.approx(1 / 2)


def test_documents_do_not_mix() -> None:
    gold, predicted = [{"Victim": [["clerk"]]}, {}], [{}, {"Victim": [["clerk"]]}]
    assert score_entities(gold, predicted)["micro"] == Counts(0, 1, 1)


def test_unequal_numbers_of_documents_are_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        score_entities([{}], [])


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(DependencyError, match=r"frontwire\[train\]"):
        score_entities([{"Victim": [["clerk"]]}], [{"Victim": [["clerk"]]}])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("The Mayor's  car", "mayors car", id="apostrophe"),
        pytest.param("AN anteroom", "anteroom", id="article as the beginning of a word stays"),
        pytest.param("u.s. embassy", "us embassy", id="points"),
        pytest.param("a-b the c", "ab c", id="punctuation goes before articles"),
        pytest.param(" the ", "", id="nothing left"),
    ],
)
def test_normalised_names(name: str, expected: str) -> None:
    assert normalise_name(name) == expected


_NAMES = st.sampled_from(["m1", "m2", "m3", "m4", "the m1", "M2"])
_ENTITIES = st.lists(st.lists(_NAMES, min_size=1, max_size=3), max_size=4)


@given(gold=_ENTITIES, predicted=_ENTITIES)
def test_no_alignment_is_better(gold: list[list[str]], predicted: list[list[str]]) -> None:
    found = count_entities({"Target": gold}, {"Target": predicted}, roles=["Target"])["Target"]
    right = [[{normalise_name(n) for n in p} <= {normalise_name(n) for n in g} for g in gold] for p in predicted]
    if len(predicted) > len(gold):
        right = [list(column) for column in zip(*right, strict=True)] if gold else []
    width = len(right[0]) if right else 0
    best = max(
        (
            sum(row[j] for row, j in zip(right, order, strict=True))
            for order in itertools.permutations(range(width), len(right))
        ),
        default=0,
    )
    assert found == Counts(best, len(predicted), len(gold))


@given(entities=_ENTITIES)
def test_gold_itself_is_perfect(entities: list[list[str]]) -> None:
    found = count_entities({"Target": entities}, {"Target": entities}, roles=["Target"])["Target"]
    assert found == Counts(len(entities), len(entities), len(entities))


@given(gold=_ENTITIES, predicted=_ENTITIES, order=st.randoms(use_true_random=False))
def test_order_does_not_matter(gold: list[list[str]], predicted: list[list[str]], order: object) -> None:
    before = count_entities({"Target": gold}, {"Target": predicted}, roles=["Target"])
    shuffled = [sorted(entity, reverse=True) for entity in predicted]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count_entities({"Target": gold[::-1]}, {"Target": shuffled}, roles=["Target"]) == before


@given(gold=_ENTITIES, predicted=_ENTITIES)
def test_fewer_names_never_hurt(gold: list[list[str]], predicted: list[list[str]]) -> None:
    full = count_entities({"Target": gold}, {"Target": predicted}, roles=["Target"])["Target"]
    single = count_entities({"Target": gold}, {"Target": [entity[:1] for entity in predicted]}, roles=["Target"])[
        "Target"
    ]
    assert single.matched >= full.matched
