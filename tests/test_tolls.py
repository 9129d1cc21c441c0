"""Toll lines: which figures count, how they add up, whose they are and who gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ontology
from frontwire.events.claimants import claimant
from frontwire.events.document_index import DocumentIndex
from frontwire.events.named_victims import is_one_person
from frontwire.events.tolls import event_tolls
from frontwire.normalize.tolls import TollTotals, totals
from frontwire.schema import CountRange, Toll
from gold_links import linked_document


def tolls_of(marked: str, event: str = "e1") -> list[Toll]:
    document = linked_document(marked)
    chosen = next(e for e in document.events if e.id == event)
    return event_tolls(DocumentIndex(document), chosen)


def ranges(total: TollTotals) -> tuple[tuple[int, int | None] | None, tuple[int, int | None] | None]:
    killed, wounded = ((r.low, r.high) if r else None for r in (total.killed, total.wounded))
    return killed, wounded


@pytest.mark.parametrize(
    ("marked", "killed", "wounded"),
    [
        pytest.param(
            "[[KILLED:1|Six]] [[ATTACKER:1|rebels]] and [[KILLED:1|two]] [[TARGET:1|soldiers]] died in the "
            "[[EVENT:1|clash]].",
            (8, 8),
            None,
            id="different groups add up, whatever their side",
        ),
        pytest.param(
            "[[KILLED:1|Six]] [[TARGET:1|soldiers]] died in an [[EVENT:1|ambush]]. The [[KILLED:1|six]] "
            "[[TARGET:1|soldiers]] were on patrol when the [[EVENT:1|ambush]] began.",
            (6, 6),
            None,
            id="the same people told again",
        ),
        pytest.param(
            "[[KILLED:1|Twelve]] [[TARGET:1|people]], including [[KILLED:1|three]] [[TARGET:1|children]], were killed "
            "in the [[EVENT:1|raid]].",
            (12, 12),
            None,
            id="a part told with its whole",
        ),
        pytest.param(
            "[[KILLED:1|At least 21]] [[TARGET:1|people]] ([[KILLED:1|13]] [[TARGET:1|foreigners]] and "
            "[[KILLED:1|eight]] [[TARGET:1|locals]]) died in the [[EVENT:1|attack]].",
            (21, None),
            None,
            id="parts in brackets that add up",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|nurses]] died in the [[EVENT:1|blast]]. In all, [[KILLED:1|20]] "
            "[[TARGET:1|people]] died in the [[EVENT:1|blast]].",
            (20, 20),
            None,
            id="the whole toll after its part",
        ),
        pytest.param(
            "The ministry said [[KILLED:1|eight]] [[TARGET:1|soldiers]] died in the [[EVENT:1|attack]]. The rebels "
            "claimed that [[KILLED:1|20]] [[TARGET:1|soldiers]] died in the [[EVENT:1|attack]].",
            (8, 20),
            None,
            id="disputed figures span",
        ),
        pytest.param(
            "Police said [[KILLED:1|eight]] [[TARGET:1|soldiers]] died in the [[EVENT:1|attack]]. Rebels claimed "
            "[[KILLED:1|at least 20]] [[TARGET:1|soldiers]] died in the [[EVENT:1|attack]].",
            (8, None),
            None,
            id="at least on the largest leaves high open",
        ),
        pytest.param(
            "The [[EVENT:1|raid]] killed [[KILLED:1|two]] [[TARGET:1|guards]] and wounded [[WOUNDED:1|dozens]].",
            (2, 2),
            (24, 99),
            id="killed and wounded apart",
        ),
        pytest.param(
            "The [[EVENT:1|raids]] left [[CASUALTIES:1|37]] [[TARGET:1|guards]] killed or wounded.",
            None,
            None,
            id="casualties undivided give neither",
        ),
        pytest.param(
            "A [[WEAPON:1|bomb]] [[EVENT:1|exploded]] near a [[TARGET:1|post]]. There were no casualties.",
            (0, 0),
            (0, 0),
            id="no casualties in the next sentence",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|fired at]] a [[TARGET:1|bus]]; no one was injured.",
            None,
            (0, 0),
            id="nobody injured says nothing of the dead",
        ),
        pytest.param(
            "[[TARGET:1|Mullah Wali]] was [[EVENT:1|shot dead]] in [[LOCATION:1|Herat]].",
            (1, 1),
            None,
            id="a victim by name",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] [[TARGET:1|Karim Wali]] (52), a [[TARGET:1|tribal elder]].",
            (1, 1),
            None,
            id="a name and a description are one person",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] [[TARGET:1|Karim Wali]] (52) and [[TARGET:1|Omar Noor]] (30).",
            (2, 2),
            None,
            id="two names",
        ),
        pytest.param(
            "The [[EVENT:1|murder]] of [[TARGET:1|Karim Wali]] shocked the town.", (1, 1), None, id="murder of a name"
        ),
        pytest.param(
            "He survived an attempted [[EVENT:1|murder]] of [[TARGET:1|Karim Wali]].", None, None, id="an attempt"
        ),
        pytest.param(
            "[[ATTACKER:1|Rebels]] [[EVENT:1|killed]] [[TARGET:1|civilians]].",
            None,
            None,
            id="a bare plural is unknown",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|officers]] died in the [[EVENT:1|attack]]. [[KILLED:1|127]] "
            "[[TARGET:1|officers]] have been [[EVENT:1|killed]] so far this year.",
            (2, 2),
            None,
            id="a year's total is no toll of the event",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|nurses]] and [[KILLED:1|eight]] [[TARGET:1|clerks]] died in the deadliest "
            "[[EVENT:1|attack]] this year. A [[TARGET:1|guard]] was among [[KILLED:1|ten]] dead.",
            (10, 10),
            None,
            id="the deadliest this year is one event",
        ),
        pytest.param(
            "[[KILLED:1|127]] [[TARGET:1|officers]] have been [[EVENT:1|killed]] since 2019.",
            (127, 127),
            None,
            id="a longer time's total that stands alone",
        ),
        pytest.param(
            "[[WOUNDED:1|Twenty]] - seven [[TARGET:1|clerks]] were hurt in the [[EVENT:1|blast]].",
            None,
            (27, 27),
            id="a number cut at its hyphen",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed at least [[KILLED:1|nine]] [[TARGET:1|clerks]].",
            (9, None),
            None,
            id="a bound left outside the span",
        ),
        pytest.param(
            "[[KILLED:1|11]] [[TARGET:1|people]] died in the [[EVENT:1|raid]], police said. The hospital counted "
            "[[KILLED:1|14]] [[TARGET:1|bodies]] after the [[EVENT:1|raid]].",
            (11, 14),
            None,
            id="people and bodies are the same",
        ),
        pytest.param("[[EVENT:1|Clashes]] went on in [[LOCATION:1|Gao]].", None, None, id="no word at all"),
    ],
)
def test_totals_of_a_text(
    marked: str, killed: tuple[int, int | None] | None, wounded: tuple[int, int | None] | None
) -> None:
    assert ranges(totals(tolls_of(marked))) == (killed, wounded)


def test_sides_follow_the_noun_that_is_counted() -> None:
    tolls = tolls_of(
        "[[KILLED:1|Six]] [[ATTACKER:1|rebels]] and [[KILLED:1|two]] [[TARGET:1|soldiers]] died in the [[EVENT:1|clash]]."
    )
    assert [(t.side, t.victims, t.low) for t in tolls] == [("attacker", "rebels", 6), ("target", "soldiers", 2)]
    total = totals(tolls)
    assert (total.killed_attackers, total.killed_targets) == (CountRange(6, 6), CountRange(2, 2))
    assert not total.disputed


def test_a_figure_for_two_events_is_no_more_than_an_upper_bound() -> None:
    marked = (
        "[[KILLED:1,2|Nine]] [[TARGET:1,2|people]] died in [[EVENT:1,2|attacks]] in [[LOCATION:1|Gao]] and "
        "[[LOCATION:2|Kidal]]."
    )
    assert [(t.low, t.high) for t in tolls_of(marked)] == [(0, 9)]


def test_a_dispute_names_one_group_and_both_speakers() -> None:
    tolls = tolls_of(
        "Eight died, but [[KILLED:1|eight]] [[TARGET:1|soldiers]] died in the [[EVENT:1|raid]], according to the army. "
        "[[KILLED:1|Twenty]] [[TARGET:1|soldiers]] died in the [[EVENT:1|raid]], rebels said."
    )
    assert [t.victims for t in tolls] == ["soldiers", "soldiers"]
    assert [t.claimed_by for t in tolls] == ["army", "rebels"]
    assert totals(tolls).disputed


def test_no_casualties_is_a_line_without_mention() -> None:
    tolls = tolls_of("A [[WEAPON:1|bomb]] [[EVENT:1|exploded]] without casualties.")
    assert [(t.outcome, t.low, t.high, t.mention) for t in tolls] == [("killed", 0, 0, None), ("wounded", 0, 0, None)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        pytest.param("Eight soldiers died, police said.", "police", id="police said"),
        pytest.param("According to the defence ministry, eight died.", "defence ministry", id="according to, in front"),
        pytest.param("Eight died, according to Mayor Ana Ruiz.", "Mayor Ana Ruiz", id="according to, at the end"),
        pytest.param("Eight died, said Mayor Ana Ruiz.", "Mayor Ana Ruiz", id="said before the name"),
        pytest.param("A hospital spokesman told reporters eight had died.", "hospital spokesman", id="told reporters"),
        pytest.param("He said eight had died.", None, id="a pronoun is nobody"),
        pytest.param("Eight soldiers died in the raid.", None, id="nobody speaks"),
        pytest.param("", None, id="empty"),
    ],
)
def test_claimant(sentence: str, speaker: str | None) -> None:
    assert claimant(sentence, max(0, sentence.lower().find("eight"))) == speaker


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("Karim Wali", True),
        ("judge", True),
        ("Colonel Ruiz", True),
        ("member of the Blue Front", True),
        ("soldiers", False),
        ("police", False),
        ("people", False),
        ("Border Security Force", False),
        ("hospital", False),
        ("Blue Oven Bakery", False),
        ("", False),
        ("-", False),
    ],
)
def test_is_one_person(words: str, one: bool) -> None:
    assert is_one_person(words) is one


tolls_strategy = st.lists(
    st.builds(
        lambda outcome, low, more, side, victims: Toll(
            outcome, low, None if more is None else low + more, side, victims
        ),
        st.sampled_from(ontology.OUTCOMES),
        st.integers(0, 50),
        st.none() | st.integers(0, 50),
        st.sampled_from(ontology.SIDES),
        st.none() | st.sampled_from(["soldiers", "Soldiers", "rebels", "people"]),
    ),
    max_size=6,
)


@given(tolls_strategy, st.randoms(use_true_random=False))
def test_order_makes_no_difference(tolls: list[Toll], random: object) -> None:
    shuffled = list(tolls)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert totals(shuffled) == totals(tolls)


@given(tolls_strategy)
def test_sides_stay_within_the_whole(tolls: list[Toll]) -> None:
    total = totals(tolls)
    sides = [r for r in (total.killed_attackers, total.killed_targets) if r is not None]
    if sides:
        assert total.killed is not None
        assert sum(r.low for r in sides) <= total.killed.low
    assert (total.killed is None) == all(t.outcome != "killed" for t in tolls)
