"""How news tells tolls: figures that rise, own losses, those who died of wounds, numbers that a tagger cut."""

from __future__ import annotations

import pytest

from frontwire.events.claimants import claimant
from frontwire.events.document_index import DocumentIndex
from frontwire.events.figure_revisions import is_revision
from frontwire.events.tolls import event_tolls
from frontwire.normalize.tolls import totals
from frontwire.schema import CountRange
from gold_links import linked_document

Range = tuple[int, int | None] | None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "Investigators put the death toll of the [[EVENT:1|attack]] at [[KILLED:1|133]], up from "
            "[[KILLED:1|93]] earlier in the day.",
            ((93, 133), None),
            id="up from an earlier figure",
        ),
        pytest.param(
            "The number of [[TARGET:1|people]] [[EVENT:1|killed]] in Sunday's attack on a mosque climbed to "
            "[[KILLED:1|27]] from [[KILLED:1|13]].",
            ((13, 27), None),
            id="climbed to one from another",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] [[KILLED:1|nine]] at dawn; by evening the toll was "
            "[[KILLED:1|12]].",
            ((9, 12), None),
            id="by evening the toll was",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|40]] [[TARGET:1|people]], the ministry said, raising an "
            "earlier toll of [[KILLED:1|35]].",
            ((35, 40), None),
            id="raising an earlier toll",
        ),
        pytest.param(
            "[[KILLED:1|A]] Palestinian [[ATTACKER:1|gunman]] [[EVENT:1|wounded]] [[WOUNDED:1|three]] "
            "[[TARGET:1|Israelis]] before soldiers shot him dead.",
            ((1, 1), (3, 3)),
            id="an attacker's own verb",
        ),
        pytest.param(
            "[[KILLED:1|Two]] tribal [[TARGET:1|elders]] were [[EVENT:1|gunned down]] in Kech. [[WOUNDED:1|A]] "
            "[[TARGET:1|passer-by]] was injured.",
            ((2, 2), (1, 1)),
            id="gunned down",
        ),
        pytest.param(
            "[[KILLED:1|32]] [[TARGET:1|people]] were killed in the [[EVENT:1|bombing]], police said. A spokesman "
            "said [[KILLED:1|one]] [[TARGET:1|soldier]] was killed and the rest were civilians.",
            ((32, 32), None),
            id="one of a whole by another voice",
        ),
        pytest.param(
            "The [[ATTACKER:1|RSF]] [[EVENT:1|attacked]] the village, killing at least [[KILLED:1|100]] "
            "[[TARGET:1|people]], activists said. The RSF said it had lost [[KILLED:1|eight]] of its own "
            "[[TARGET:1|men]].",
            ((108, None), None),
            id="its own men",
        ),
        pytest.param(
            "[[ATTACKER:1|Taliban fighters]] [[EVENT:1|attacked]] a [[TARGET:1|police post]], killing "
            "[[KILLED:1|five]] [[TARGET:1|policemen]]. [[KILLED:1|At least 12]] [[TARGET:1|Taliban fighters]] were "
            "also killed.",
            ((17, None), None),
            id="attackers labelled as targets",
        ),
        pytest.param(
            "The [[ATTACKER:1|United States]] launched a [[EVENT:1|strike]] that killed [[KILLED:1|five]] "
            "[[TARGET:1|men]].",
            ((5, 5), None),
            id="United States is no verb",
        ),
        pytest.param(
            "[[KILLED:1|Ten]] [[TARGET:1|soldiers]] were killed in the [[EVENT:1|ambush]], a source said. The "
            "ministry put its losses at [[KILLED:1|two]].",
            ((2, 10), None),
            id="put its losses at",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|40]] [[TARGET:1|people]], doctors said. Police put the figure "
            "at [[KILLED:1|47]].",
            ((40, 47), None),
            id="put the figure at",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|10]] [[TARGET:1|people]] and wounded [[WOUNDED:1|22]]. "
            "[[KILLED:1|Two]] of the wounded died overnight, taking the death toll to [[KILLED:1|12]].",
            ((12, 12), (22, 22)),
            id="died of wounds and the new toll",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|10]] [[TARGET:1|people]] and wounded [[WOUNDED:1|22]]. "
            "[[KILLED:1|Two]] of the wounded died overnight.",
            ((12, 12), (22, 22)),
            id="died of wounds",
        ),
        pytest.param(
            "The bodies of [[KILLED:1|11]] [[TARGET:1|men]] who were [[EVENT:1|abducted]] last week were found in a "
            "well.",
            ((11, 11), None),
            id="bodies of the abducted",
        ),
        pytest.param(
            "[[KILLED:1|A]] [[TARGET:1|farmer]] was [[EVENT:1|killed]] in the raid. His [[TARGET:1|brother]] also "
            "died.",
            ((2, 2), None),
            id="also died",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[ATTACKER:1|terrorists]] were killed in the [[EVENT:1|clash]]. [[TARGET:1|Lance "
            "Naik Sohail]] also embraced martyrdom.",
            ((5, 5), None),
            id="also died on the other side",
        ),
        pytest.param(
            "Residents put the number of dead in the [[EVENT:1|massacre]] at [[KILLED:1|between]] [[KILLED:1|80 and "
            "100]].",
            ((80, 100), None),
            id="between, cut in two",
        ),
        pytest.param(
            "Between [[KILLED:1|12 and 15]] [[TARGET:1|people]] were [[EVENT:1|killed]].",
            ((12, 15), None),
            id="between outside the span",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|nine]] [[TARGET:1|people]]. [[WOUNDED:1|Another]] "
            "[[WOUNDED:1|63]] [[TARGET:1|people]] were wounded.",
            ((9, 9), (63, 63)),
            id="another, cut in two",
        ),
        pytest.param(
            "The [[EVENT:1|attack]] killed [[KILLED:1|two]] [[TARGET:1|soldiers]]. No injuries among civilians were "
            "reported.",
            ((2, 2), None),
            id="no injuries among civilians",
        ),
        pytest.param(
            "The [[EVENT:1|attack]] killed [[KILLED:1|two]] [[TARGET:1|soldiers]]. No civilians were hurt.",
            ((2, 2), None),
            id="no civilians hurt",
        ),
        pytest.param(
            "[[ATTACKER:1|Fighters]] [[EVENT:1|killed]] [[KILLED:1|five]] [[TARGET:1|civilians]] in Lamu. "
            "[[KILLED:1|One]] [[TARGET:1|man]] was beheaded. [[KILLED:1|Three]] others were killed, the fifth was "
            "shot.",
            ((5, 5), None),
            id="others within the whole",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|terrorists]] were [[EVENT:1|killed]], while [[TARGET:1|Lance Naik Aamir Sohail]], 32, a "
            "resident of Attock, embraced martyrdom.",
            ((5, 5), None),
            id="a soldier's martyrdom beside terrorists",
        ),
        pytest.param(
            "The [[ATTACKER:1|TTP]], who also [[EVENT:1|killed]] [[KILLED:1|two]] [[TARGET:1|guards]], fled.",
            ((2, 2), None),
            id="who also killed",
        ),
        pytest.param(
            "A bomber went off before five [[ATTACKER:1|gunmen]] [[EVENT:1|stormed]] the hotel. Police said [[KILLED:1|32]] "
            "[[TARGET:1|people]] died. Security forces killed all [[KILLED:1|five]].",
            ((37, 37), None),
            id="all five of the attackers",
        ),
    ],
)
def test_toll(marked: str, expected: tuple[Range, Range]) -> None:
    document = linked_document(marked)
    for mention in document.mentions:
        mention.score = 0.9
    total = totals(event_tolls(DocumentIndex(document), document.events[0]))
    assert tuple(None if c is None else (c.low, c.high) for c in (total.killed, total.wounded)) == expected


def test_own_losses_are_on_the_side_of_who_lost_them() -> None:
    document = linked_document(
        "The [[ATTACKER:1|RSF]] [[EVENT:1|attacked]] the village, killing [[KILLED:1|100]] [[TARGET:1|people]]. The RSF said it "
        "had lost [[KILLED:1|eight]] of its own [[TARGET:1|men]]."
    )
    for mention in document.mentions:
        mention.score = 0.9
    total = totals(event_tolls(DocumentIndex(document), document.events[0]))
    assert total.killed_attackers is not None
    assert total.killed_targets is not None
    assert (total.killed_attackers.low, total.killed_targets.low) == (8, 100)


def test_who_loses_its_own_is_the_subject_by_name_or_initials() -> None:
    document = linked_document(
        "The paramilitary [[ATTACKER:1|Rapid Support Forces]] [[EVENT:1|attacked]] a village, killing [[KILLED:1|100]] "
        "[[TARGET:1|people]]. The RSF said it had attacked an [[TARGET:1|army camp]], losing [[KILLED:1|eight]] of its own "
        "[[TARGET:1|men]]."
    )
    for mention in document.mentions:
        mention.score = 0.9
    assert totals(event_tolls(DocumentIndex(document), document.events[0])).killed_attackers == CountRange(8, 8)


def test_attackers_that_a_tagger_took_for_targets_are_on_their_side() -> None:
    document = linked_document(
        "[[ATTACKER:1|Taliban fighters]] [[EVENT:1|attacked]] a post, killing [[KILLED:1|five]] [[TARGET:1|policemen]]. "
        "[[KILLED:1|Twelve]] [[TARGET:1|Taliban fighters]] were also killed."
    )
    for mention in document.mentions:
        mention.score = 0.9
    total = totals(event_tolls(DocumentIndex(document), document.events[0]))
    assert (total.killed_attackers, total.killed_targets) == (CountRange(12, 12), CountRange(5, 5))


@pytest.mark.parametrize(
    ("before", "revised"),
    [
        ("the toll at 133, up from ", True),
        ("climbed to 27 from at least ", True),
        ("raising an earlier toll of ", True),
        ("by evening the death toll was ", True),
        ("the toll had climbed to ", True),
        ("he freed men from ", False),
        ("they killed ", False),
        ("gunmen took ", False),
    ],
)
def test_is_revision(before: str, revised: bool) -> None:
    assert is_revision(before) is revised


@pytest.mark.parametrize(
    ("sentence", "figure", "speaker"),
    [
        ("The United States launched a strike that killed five men.", "five", None),
        (
            "Police spokesman Sani Yusufari confirmed the attack but said nine died.",
            "nine",
            "Police spokesman Sani Yusufari",
        ),
        ("Investigators on Saturday put the death toll at 133.", "133", "Investigators"),
        ("The army previously said 12 died.", "12", "army"),
        ("The ministry said 40 people died, raising an earlier toll of 35.", "35", "ministry"),
        ("United Nations officials said eight died.", "eight", "United Nations officials"),
    ],
)
def test_speaker(sentence: str, figure: str, speaker: str | None) -> None:
    assert claimant(sentence, sentence.index(figure)) == speaker
