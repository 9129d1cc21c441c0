"""Templates against keys, counted by hand: perfect, empty, split, merged, optional, alternatives, duplicates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.public.templates.keys import FIELD_SLOTS, Fill, Key
from benchmarks.public.templates.scores import (
    Filled,
    count_as_gtt,
    count_fields,
    count_fillers,
    distinct,
    is_exact,
)
from frontwire.evaluation.counts import Counts
from frontwire.evaluation.role_entities import MUC4_ROLES
from template_messages import key


def filled(type_: str = "BOMBING", **given: list[str]) -> Filled:
    roles = {role: [[name] for name in given[role]] for role in MUC4_ROLES if role in given}
    return Filled(type_, roles, {name: values for name, values in given.items() if name in FIELD_SLOTS})


BRIDGE = key(PerpInd=["rebels|armed rebels"], Target=["bridge", "mast"])

FILLER_CASES = [
    pytest.param([BRIDGE], [filled(PerpInd=["rebels"], Target=["bridge", "mast"])], (4, 4, 4), id="perfect"),
    pytest.param([BRIDGE], [filled(PerpInd=["The armed rebels"], Target=["mast"])], (3, 3, 4), id="alternatives"),
    pytest.param([BRIDGE], [], (0, 0, 4), id="empty prediction"),
    pytest.param([], [filled(Target=["bridge"])], (0, 2, 0), id="empty key"),
    pytest.param([], [], (0, 0, 0), id="both empty"),
    pytest.param(
        [BRIDGE], [filled(PerpInd=["rebels"], Target=["bridge"]), filled(Target=["mast"])], (3, 5, 4), id="split"
    ),
    pytest.param(
        [key(Target=["bridge"]), key(Target=["mast", "wall"])],
        [filled(Target=["bridge", "mast", "wall"])],
        (3, 4, 5),
        id="merged",
    ),
    pytest.param(
        [BRIDGE], [filled(Target=["bridge"]), filled(Target=["bridge"])], (2, 4, 4), id="predicted duplicates"
    ),
    pytest.param(
        [key(Target=["mast"], date=["1988-05-01"]), key(Target=["mast"], date=["1988-05-02"])],
        [filled(Target=["mast"])],
        (2, 2, 4),
        id="keys that differ in the day alone are two",
    ),
    pytest.param([BRIDGE], [filled("ATTACK", Target=["bridge"])], (1, 2, 4), id="wrong type is aligned all the same"),
    pytest.param([key("BOMBING|ATTACK")], [filled("ATTACK")], (1, 1, 1), id="types in the alternative"),
    pytest.param([key(optional=True, Target=["mast"])], [], (0, 0, 0), id="optional key not given"),
    pytest.param(
        [key(optional=True, Target=["mast", "wall"])],
        [filled(Target=["mast"])],
        (2, 2, 2),
        id="optional key given in part",
    ),
    pytest.param(
        [key(Target=["mast", "?wall"])], [filled(Target=["mast"])], (2, 2, 2), id="optional fill not given"
    ),
    pytest.param(
        [key(Target=["mast", "?wall"])], [filled(Target=["wall", "hut"])], (2, 3, 3), id="optional fill given"
    ),
    pytest.param([key(Target=["mast|tower"])], [filled(Target=["mast", "tower"])], (2, 3, 2), id="one fill given twice"),
    pytest.param(
        [key(Target=["mast|tower", "tower"])], [filled(Target=["tower", "mast"])], (3, 3, 3), id="best pairs in a role"
    ),
    pytest.param([key(Target=["mast"])], [filled(Target=["..."])], (1, 2, 2), id="a name without letters is wrong"),
    pytest.param(
        [key(Target=["mast"]), key("ARSON", Target=["hut"])],
        [filled("ARSON", Target=["hut"]), filled(Target=["mast"])],
        (4, 4, 4),
        id="order does not matter",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "predicted", "expected"), FILLER_CASES)
def test_fillers(keys: list[Key], predicted: list[Filled], expected: tuple[int, int, int]) -> None:
    assert sum(count_fillers(keys, predicted).values(), Counts()) == Counts(*expected)


def test_an_entity_with_a_name_of_another_fill_is_wrong() -> None:
    template = Filled("BOMBING", {"Target": [["mast", "bridge"]]})
    assert count_fillers([BRIDGE], [template])["Target"] == Counts(0, 1, 2)


@pytest.mark.parametrize(
    ("keys", "predicted", "expected"),
    [
        pytest.param(
            [key(stage=["ACCOMPLISHED"], numbers=["1", "1", "PLURAL|5"])],
            [filled(stage=["ACCOMPLISHED"], numbers=["1", "5"])],
            (3, 3, 3),
            id="perfect",
        ),
        pytest.param([key(stage=["ACCOMPLISHED"])], [], (0, 0, 2), id="empty"),
        pytest.param([key()], [filled(place=["klow"])], (1, 2, 1), id="given where the key has none"),
        pytest.param([key(place=["?klow"])], [filled()], (1, 1, 1), id="optional not given"),
        pytest.param([key(place=["?klow"])], [filled(place=["klow"])], (2, 2, 2), id="optional given"),
        pytest.param([key(place=["?klow"])], [filled(place=["dbrnouk"])], (1, 2, 1), id="optional given wrongly"),
        pytest.param([key(optional=True, place=["klow"])], [], (0, 0, 0), id="optional key not given"),
        pytest.param(
            [key(date=["1988-05-01"]), key(date=["1988-05-02"])],
            [filled(date=["1988-05-02"]), filled(date=["1988-05-01"])],
            (4, 4, 4),
            id="keys that differ in the day alone are two",
        ),
        pytest.param([key(date=["1988-05-01"])], [filled(date=["1988-05-01"])] * 2, (2, 4, 2), id="duplicates"),
    ],
)
def test_fields(keys: list[Key], predicted: list[Filled], expected: tuple[int, int, int]) -> None:
    assert sum(count_fields(keys, predicted).values(), Counts()) == Counts(*expected)


@pytest.mark.parametrize(
    ("name", "fills", "given", "expected"),
    [
        pytest.param("names", ["ana roja", "?luis"], ["Ana Roja"], True, id="optional name left out"),
        pytest.param("names", ["ana roja", "luis"], ["Ana Roja"], False, id="a name missing"),
        pytest.param("names", ["ana|ana roja"], ["Ana", "Ana Roja"], False, id="one person given twice"),
        pytest.param("effects", ["DEATH", "INJURY"], ["INJURY", "DEATH"], True, id="set in any order"),
        pytest.param("effects", ["DEATH"], ["DEATH", "INJURY"], False, id="a value too many"),
        pytest.param("effects", ["DEATH", "INJURY"], ["DEATH"], False, id="a value too few"),
        pytest.param("effects", ["DEATH|INJURY", "DEATH"], ["DEATH"], True, id="one value for two fills"),
        pytest.param("date", ["1988-05-01|..1988-05-02"], ["..1988-05-02"], True, id="one value of several right"),
        pytest.param("date", ["1988-05-01|1988-05-02"], ["1988-05-01", "1988-05-02"], False, id="two for one value"),
    ],
)
def test_is_exact(name: str, fills: list[str], given: list[str], expected: bool) -> None:
    made = [Fill(frozenset(value.lstrip("?").split("|")), value.startswith("?")) for value in fills]
    assert is_exact(name, made, given) is expected


def test_distinct() -> None:
    first, second = key(Target=["mast"], date=["1988-05-01"]), key(Target=["mast"], date=["1988-05-02"])
    assert distinct([first, key("ARSON", Target=["mast"]), second]) == [first, key("ARSON", Target=["mast"])]


@pytest.mark.parametrize(
    ("keys", "predicted", "precision", "recall"),
    [
        pytest.param([BRIDGE], [filled(Target=["bridge"])], (2, 2), (2, 4), id="in part"),
        pytest.param([BRIDGE], [filled("ATTACK", Target=["bridge"])], (0, 2), (0, 4), id="another type is no pair"),
        pytest.param([key(optional=True)], [], (0, 0), (0, 1), id="optional keys must be found"),
        pytest.param(
            [key(Target=["mast|tower"])], [filled(Target=["mast", "tower"])], (3, 3), (2, 2), id="several for one fill"
        ),
        pytest.param([key(), key()], [filled()], (1, 1), (1, 1), id="equal keys are one"),
    ],
)
def test_as_gtt(keys: list[Key], predicted: list[Filled], precision: tuple[int, int], recall: tuple[int, int]) -> None:
    right, found = (sum(counts.values(), Counts()) for counts in count_as_gtt(keys, predicted))
    assert (right.matched, right.predicted) == precision
    assert (found.matched, found.gold) == recall


NAMES = st.lists(st.sampled_from(["mast", "hut", "wall"]), unique=True, max_size=3)
TYPES = st.sampled_from(["BOMBING", "ARSON"])


@given(st.lists(st.tuples(TYPES, NAMES, st.booleans()), max_size=3), st.lists(st.tuples(TYPES, NAMES), max_size=3))
def test_counts_stay_in_bounds(keys: list[tuple[str, list[str], bool]], predicted: list[tuple[str, list[str]]]) -> None:
    gold = [key(type_, optional=optional, Target=names) for type_, names, optional in keys]
    templates = [filled(type_, Target=names) for type_, names in predicted]
    for count in (count_fillers, count_fields):
        total = sum(count(gold, templates).values(), Counts())
        assert 0 <= total.matched <= min(total.predicted, total.gold)
        perfect = [filled(type_, Target=names) for type_, names, _ in keys]
        assert sum(count(gold, perfect).values(), Counts()).recall in (0.0, 1.0)
