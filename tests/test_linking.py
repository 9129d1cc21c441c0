"""Linking: which mentions tell of one act, what kind and type of act it is."""

from __future__ import annotations

import pytest

from frontwire.events import weights
from frontwire.events.features import weigh
from frontwire.events.kinds import kind_features
from frontwire.events.linking import link
from frontwire.events.typing_rules import event_type, trigger_type
from frontwire.events.units import split_at_triggers, units_of
from frontwire.events.weights import KIND
from frontwire.schema import Document, Mention
from gold_links import groups, linked_document, stripped

ONE_ACT = (
    "[[ATTACKER:1|Gunmen]] [[EVENT:1|attacked]] a [[TARGET:1|checkpost]] in [[LOCATION:1|Maidan Shahr]] on "
    "[[DATE:1|Monday]]. [[KILLED:1|Four]] [[TARGET:1|guards]] died in the [[EVENT:1|attack]]. The [[ATTACKER:1|gunmen]] "
    "fled after the [[EVENT:1|attack]]."
)
SEPARATE = (
    "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot dead]] [[KILLED:1|a]] [[TARGET:1|judge]] in [[LOCATION:1|Herat]] on "
    "[[DATE:1|Monday]].\n\nIn a separate incident, a [[WEAPON:2|roadside bomb]] [[EVENT:2|exploded]] in "
    "[[LOCATION:2|Khost]] on [[DATE:2|Sunday]], injuring [[WOUNDED:2|two]] [[TARGET:2|farmers]]."
)
BACKGROUND = (
    "A [[WEAPON:1|car bomb]] [[EVENT:1|exploded]] near a [[TARGET:1|bank]] in [[LOCATION:1|Gao]] on "
    "[[DATE:1|Tuesday]], killing [[KILLED:1|five]] [[TARGET:1|people]]. The [[EVENT:1|blast]] also damaged a "
    "[[TARGET:1|school]].\n\nIn [[DATE:2|2013]], [[ATTACKER:2|rebels]] [[EVENT:2|abducted]] six "
    "[[TARGET:2|nurses]] in [[LOCATION:2|Kidal]]."
)


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(ONE_ACT, id="one act told three times"),
        pytest.param(SEPARATE, id="in a separate incident"),
        pytest.param(BACKGROUND, id="background of another year"),
        pytest.param("[[KILLED:1|Six]] [[TARGET:1|people]] died in [[LOCATION:1|Mopti]].", id="no trigger at all"),
    ],
)
def test_mentions_come_together_as_marked(marked: str) -> None:
    gold = linked_document(marked)
    predicted = stripped(gold)
    link(predicted)
    assert groups(predicted) == groups(gold)


@pytest.mark.parametrize(
    ("marked", "types"),
    [
        pytest.param(ONE_ACT, ["armed_assault"], id="assault"),
        pytest.param(SEPARATE, ["armed_assault", "bombing"], id="shooting and bomb"),
        pytest.param(BACKGROUND, ["bombing", "abduction"], id="bomb and abduction"),
    ],
)
def test_types_in_text_order(marked: str, types: list[str]) -> None:
    document = stripped(linked_document(marked))
    link(document)
    assert [event.type for event in document.events] == types
    assert [event.id for event in document.events] == [f"e{n}" for n in range(1, len(types) + 1)]


def test_a_place_and_day_told_once_serve_both_acts_of_the_sentence() -> None:
    document = stripped(
        linked_document(
            "In [[LOCATION:1|Herat]] on [[DATE:1|Monday]], [[ATTACKER:1|gunmen]] [[EVENT:1|shot]] a [[TARGET:1|judge]] "
            "dead. [[ATTACKER:2|Militants]] [[EVENT:2|abducted]] a [[TARGET:2|nurse]] in [[LOCATION:2|Khost]], and in "
            "another incident [[ATTACKER:3|rebels]] [[EVENT:3|torched]] a [[TARGET:3|truck]]."
        )
    )
    link(document)
    last = document.events[-1]
    assert [m.text for m in document.mentions_of(last, "EVENT")] == ["torched"]
    assert [m.text for m in document.mentions_of(last, "LOCATION")] == ["Khost"]


def test_links_that_stood_there_are_replaced() -> None:
    document = linked_document(ONE_ACT.replace(":1|", ":1,2|", 3))
    link(document)
    again = Document.from_dict(document.to_dict())
    link(again)
    assert again.to_dict() == document.to_dict()
    document.check()


def test_nothing_comes_of_nothing() -> None:
    document = Document("d", "The talks went on.")
    link(document)
    assert document.events == []


def test_an_event_is_scored_by_its_triggers() -> None:
    document = stripped(linked_document("[[ATTACKER:1|Gunmen]] [[EVENT:1|attacked]] a [[TARGET:1|bus]]."))
    for mention, score in zip(document.mentions, (0.4, 0.9, 0.5), strict=True):
        mention.score = score
    link(document)
    assert document.events[0].score == 0.9


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "[[LOCATION:2|Bamako]] is hot.\n\nThe talks failed.\n\nOn [[DATE:1|Monday]] [[ATTACKER:1|gunmen]] "
            "[[EVENT:1|attacked]] a [[TARGET:1|bus]] in [[LOCATION:1|Gao]].",
            id="a place before the event",
        ),
        pytest.param(
            "On [[DATE:1|Monday]] [[ATTACKER:1|gunmen]] [[EVENT:1|attacked]] a [[TARGET:1|bus]] in "
            "[[LOCATION:1|Gao]].\n\nThe talks failed.\n\nIn [[DATE:2|2013]] [[TARGET:2|he]] went home.",
            id="a day and a person after it",
        ),
    ],
)
def test_what_tells_of_no_act_is_no_event(marked: str) -> None:
    document = stripped(linked_document(marked))
    link(document)
    assert [event.id for event in document.events] == ["e1"]
    assert all(mention.events == ["e1"] for mention in document.mentions)


def test_a_place_alone_stays_an_event() -> None:
    document = stripped(linked_document("In [[LOCATION:1|Gao]] all was quiet."))
    link(document)
    assert [mention.events for mention in document.mentions] == [["e1"]]


@pytest.mark.parametrize(
    ("lead", "score", "events"),
    [
        pytest.param(0.3, None, 2, id="gold mentions go by the weights"),
        pytest.param(0.3, 0.9, 1, id="a small lead of the new event is not enough"),
        pytest.param(0.8, 0.9, 2, id="a large lead is"),
    ],
)
def test_a_taggers_mentions_need_more_for_a_new_event(
    monkeypatch: pytest.MonkeyPatch, lead: float, score: float | None, events: int
) -> None:
    monkeypatch.setattr(weights, "LINK", {"new": lead})
    document = stripped(linked_document("The [[EVENT:1|raid]] failed. A [[EVENT:2|blast]] followed."))
    for mention in document.mentions:
        mention.score = score
    link(document)
    assert len(document.events) == events


def test_without_mention_scores_an_event_has_none() -> None:
    document = stripped(linked_document(ONE_ACT))
    link(document)
    assert document.events[0].score is None


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        pytest.param(ONE_ACT, "incident", id="one attack"),
        pytest.param(
            "[[ATTACKER:1|Rebels]] have carried out dozens of [[EVENT:1|attacks]] on [[TARGET:1|villages]] since "
            "[[DATE:1|last year]].",
            "aggregate",
            id="dozens of attacks since last year",
        ),
        pytest.param(
            "[[KILLED:1|Thousands]] of [[TARGET:1|civilians]] have died in the [[EVENT:1|war]] in [[LOCATION:1|Mali]].",
            "aggregate",
            id="a war's dead",
        ),
    ],
)
def test_kind(marked: str, kind: str) -> None:
    document = stripped(linked_document(marked))
    link(document)
    assert [event.kind for event in document.events] == [kind]


def test_every_kind_feature_can_be_weighed() -> None:
    (unit,) = units_of(linked_document("[[ATTACKER:1|Gunmen]] [[EVENT:1|attacked]] a [[TARGET:1|bus]]."))
    features = kind_features([unit], first=True, only=True)
    assert set(KIND) <= set(features), "a weight without a feature is dead"
    assert weigh(features, {"only": 2.0, "unheard of": 5.0}) == 2.0


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        pytest.param([("EVENT", "attack"), ("WEAPON", "car bomb")], "bombing", id="weapon decides an open word"),
        pytest.param([("EVENT", "attack"), ("ATTACKER", "suicide bomber")], "suicide_bombing", id="attacker decides"),
        pytest.param([("EVENT", "suicide bombing")], "suicide_bombing", id="narrow before wide"),
        pytest.param([("EVENT", "airstrikes")], "air_strike", id="air strike"),
        pytest.param([("EVENT", "bombing"), ("ATTACKER", "Russian forces")], "air_strike", id="a state bombs"),
        pytest.param([("EVENT", "fired"), ("WEAPON", "mortar shells")], "shelling", id="mortar"),
        pytest.param([("EVENT", "attack"), ("WEAPON", "rocket launchers")], "armed_assault", id="launchers"),
        pytest.param([("EVENT", "kidnapped")], "abduction", id="kidnapped"),
        pytest.param([("EVENT", "clashes"), ("EVENT", "opened fire")], "armed_clash", id="both sides fight"),
        pytest.param([("EVENT", "overran")], "seizure", id="overran"),
        pytest.param([("EVENT", "clash"), ("EVENT", "captured")], "seizure", id="a clash ends in a capture"),
        pytest.param([("EVENT", "set ablaze")], "arson", id="set ablaze"),
        pytest.param([("EVENT", "tortured")], "other", id="torture"),
        pytest.param([("EVENT", "attack")] * 5 + [("WEAPON", "IED")], "bombing", id="repeats do not outvote"),
        pytest.param([("ATTACKER", "rebels")], "armed_assault", id="an armed actor and no word"),
        pytest.param([("TARGET", "people")], "other", id="nothing said"),
        pytest.param([], "other", id="no mention"),
    ],
)
def test_event_type(mentions: list[tuple[str, str]], expected: str) -> None:
    assert event_type([Mention(f"m{i}", label, 0, 1, text) for i, (label, text) in enumerate(mentions)]) == expected


def test_context_names_what_no_mention_does() -> None:
    mentions = [Mention("m1", "EVENT", 0, 1, "blew")]
    assert event_type(mentions, context="A man blew himself up at the gate.") == "suicide_bombing"


@pytest.mark.parametrize(("words", "kind"), [("blast", "bombing"), ("attack", None), ("killed", None), ("", None)])
def test_trigger_type(words: str, kind: str | None) -> None:
    assert trigger_type(words) == kind


def test_a_sentence_is_split_between_its_clauses() -> None:
    document = linked_document(
        "[[ATTACKER:1|Gunmen]] [[EVENT:1|shot]] a [[TARGET:1|judge]] in [[LOCATION:1|Herat]] while a [[WEAPON:2|mine]] "
        "[[EVENT:2|went off]] in [[LOCATION:2|Khost]]."
    )
    found = split_at_triggers(document.text, document.mentions)
    assert [[m.text for m in group] for group in found] == [
        ["Gunmen", "shot", "judge", "Herat"],
        ["mine", "went off", "Khost"],
    ]
