"""How toll lines add up: voices dispute, groups of one voice add up, sides add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ontology
from frontwire.normalize.tolls import totals
from frontwire.normalize.victim_words import (
    are_others,
    head_word,
    is_by_age_or_sex,
    is_general,
    names_fighters,
    names_forces,
)
from frontwire.schema import CountRange, Toll


def line(low: int, victims: str | None, voice: str | None = None, side: str = "target", high: int | None = -1) -> Toll:
    """A line of the killed; ``high`` is ``low`` unless given."""
    return Toll("killed", low, low if high == -1 else high, side, victims, None, voice)


@pytest.mark.parametrize(
    ("lines", "killed", "disputed"),
    [
        pytest.param([line(6, "rebels", "army"), line(2, "clerks", "army")], (8, 8), False, id="groups of one voice"),
        pytest.param([line(8, "clerks"), line(9, "clerks")], (8, 9), True, id="one voice revises"),
        pytest.param([line(8, "clerks", "mayor"), line(9, "bodies", "hospital")], (8, 9), True, id="two voices"),
        pytest.param(
            [line(5, "clerks", "mayor"), line(2, "drivers", "mayor"), line(9, None, "union")],
            (7, 9),
            True,
            id="a voice's groups add up before it is disputed",
        ),
        pytest.param(
            [line(22, "guards", "rebels"), line(3, "men", "rebels", "attacker"), line(2, "dead", "police")],
            (5, 25),
            True,
            id="a dispute about one side only",
        ),
        pytest.param(
            [line(9, "clerks", "mayor"), line(9, "porters", "union")],
            (9, 9),
            False,
            id="voices that agree on the number",
        ),
        pytest.param(
            [line(2, "nurses", "mayor"), line(1, "driver")], (3, 3), False, id="the text itself tells of other people"
        ),
        pytest.param(
            [line(2, "nurses", "mayor"), line(5, "people")], (2, 5), True, id="the text itself tells of people"
        ),
        pytest.param(
            [line(12, "villagers"), line(30, "terrorists", "army")],
            (12, 30),
            True,
            id="villagers to one, fighters to another",
        ),
        pytest.param([line(3, "soldiers"), line(20, "conscripts", "radio")], (3, 20), True, id="forces by two names"),
        pytest.param(
            [line(2, "nurses", "mayor"), line(3, "other passengers", "hospital")], (5, 5), False, id="others are on top"
        ),
        pytest.param(
            [line(5, "clerks", "mayor"), line(2, "others", "mayor"), line(9, None, "union")],
            (7, 9),
            True,
            id="others within a voice's account",
        ),
        pytest.param([line(2, "others"), line(3, "other men")], (5, 5), False, id="nothing but others"),
        pytest.param(
            [line(11, "clerks", "mayor", high=None), line(4, "clerks", "union")], (4, None), True, id="open at the top"
        ),
        pytest.param(
            [line(5, "clerks", "mayor", high=None), line(7, "clerks", "union")], (5, 7), True, id="open at the bottom"
        ),
        pytest.param([], None, False, id="no line"),
    ],
)
def test_killed(lines: list[Toll], killed: tuple[int, int | None] | None, disputed: bool) -> None:
    total = totals(lines)
    assert total.killed == (CountRange(*killed) if killed else None)
    assert total.disputed is disputed


def test_casualties_undivided_enter_neither_total() -> None:
    total = totals([Toll("casualties", 30, 30), Toll("wounded", 3, 3)])
    assert (total.killed, total.wounded) == (None, CountRange(3, 3))


lines_strategy = st.lists(
    st.builds(
        lambda outcome, low, more, side, victims, voice: Toll(
            outcome, low, None if more is None else low + more, side, victims, None, voice
        ),
        st.sampled_from(ontology.OUTCOMES),
        st.integers(0, 50),
        st.none() | st.integers(0, 50),
        st.sampled_from(ontology.SIDES),
        st.none() | st.sampled_from(["soldiers", "Soldiers", "rebels", "people", "others", "nurses"]),
        st.none() | st.sampled_from(["police", "Police", "the hospital"]),
    ),
    max_size=7,
)


@given(lines_strategy, st.randoms(use_true_random=False))
def test_order_makes_no_difference(lines: list[Toll], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert totals(shuffled) == totals(lines)


@given(lines_strategy)
def test_a_line_told_twice_changes_nothing(lines: list[Toll]) -> None:
    assert totals([*lines, *lines]) == totals(lines)


@given(lines_strategy)
def test_totals_stay_between_the_smallest_line_and_the_sum(lines: list[Toll]) -> None:
    killed = [t for t in lines if t.outcome == "killed"]
    total = totals(lines).killed
    assert (total is None) == (not killed)
    if total is not None:
        assert min(t.low for t in killed) <= total.low <= sum(t.low for t in killed)
        if total.high is not None:
            assert total.high <= sum(t.high for t in killed if t.high is not None)


@pytest.mark.parametrize(
    ("words", "head", "general", "fighters", "forces"),
    [
        ("members of the Blue Front", "member", False, False, False),
        ("bodies", "body", True, False, False),
        ("", "", True, False, False),
        ("Afghan policemen", "policemen", False, False, True),
        ("so-called terrorists", "terrorist", False, True, False),
        ("civilians", "civilian", True, False, False),
        ("grocer", "grocer", False, False, False),
    ],
)
def test_victim_words(words: str, head: str, general: bool, fighters: bool, forces: bool) -> None:
    assert head_word(words) == head
    assert (is_general(words), names_fighters(words), names_forces(words)) == (general, fighters, forces)


@pytest.mark.parametrize(
    ("words", "others"), [("others", True), ("Other men", True), ("mothers", False), (None, False)]
)
def test_are_others(words: str | None, others: bool) -> None:
    assert are_others(words) is others


@pytest.mark.parametrize(("words", "apart"), [("two-year-old girls", True), ("women", True), ("teachers", False)])
def test_is_by_age_or_sex(words: str, apart: bool) -> None:
    assert is_by_age_or_sex(words) is apart
