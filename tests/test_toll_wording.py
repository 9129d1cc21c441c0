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


def test_a_count_of_the_year_is_no_toll() -> None:
    document = linked_document(
        "This year the count stood at [[KILLED:1|257]] by Sunday, when [[KILLED:1|a]] 16-year-old [[TARGET:1|boy]] was "
        "[[EVENT:1|shot dead]] on Elm Street."
    )
    assert totals(event_tolls(DocumentIndex(document), document.events[0])).killed == CountRange(1, 1)


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


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[[TARGET:1|Danish Rahimi]] was [[EVENT:1|killed]] in the attack. [[KILLED:1|A]] senior Afghan "
            "[[TARGET:1|officer]] died with him.",
            ((2, 2), None),
            id="died with him",
        ),
        pytest.param(
            "[[TARGET:1|Sheikh Rashid]] was [[EVENT:1|killed]] in a blast. [[KILLED:1|Two]] of his "
            "[[TARGET:1|guards]] died in the attack.",
            ((3, 3), None),
            id="two of his",
        ),
        pytest.param(
            "[[TARGET:1|Sheikh Rashid]] was [[EVENT:1|shot dead]] on Monday, along with [[KILLED:1|two]] "
            "[[TARGET:1|guards]].",
            ((3, 3), None),
            id="along with",
        ),
        pytest.param(
            "[[TARGET:1|Ahmed Ali]] was killed by a [[EVENT:1|bomb]]. The blast also killed [[KILLED:1|two]] "
            "[[TARGET:1|soldiers]].",
            ((3, 3), None),
            id="also killed",
        ),
        pytest.param(
            "The [[EVENT:1|strike]] killed [[TARGET:1|Abdullah Mutahar]], his [[TARGET:1|wife]] and their "
            "[[KILLED:1|four]] [[TARGET:1|children]].",
            ((6, 6), None),
            id="his wife and their children",
        ),
        pytest.param(
            "The [[EVENT:1|strike]] hit a house, killing a [[TARGET:1|couple]] and their [[KILLED:1|three]] "
            "[[TARGET:1|children]].",
            ((5, 5), None),
            id="a couple and their children",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] [[TARGET:1|Sheikh Rashid]], his [[TARGET:1|brother]] and "
            "his [[TARGET:1|driver]].",
            ((3, 3), None),
            id="his brother and his driver",
        ),
        pytest.param(
            "The death toll of the [[EVENT:1|blast]] rose to [[KILLED:1|81]] after [[KILLED:1|three]] more "
            "[[TARGET:1|people]] died.",
            ((81, 81), None),
            id="rose after more died",
        ),
        pytest.param(
            "[[KILLED:1|Three]] more [[TARGET:1|people]] died of the [[EVENT:1|blast]] and the toll rose to "
            "[[KILLED:1|81]].",
            ((81, 81), None),
            id="more died and it rose",
        ),
        pytest.param(
            "The death toll of the [[EVENT:1|blast]] stands at [[KILLED:1|81]] after [[KILLED:1|three]] more "
            "[[TARGET:1|people]] died.",
            ((81, 81), None),
            id="stands at",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|30]] [[TARGET:1|people]], police said. [[KILLED:1|Four]] "
            "[[TARGET:1|students]] died.",
            ((30, 30), None),
            id="a group of a speaker's whole",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] wounded [[WOUNDED:1|30]] [[TARGET:1|people]], police said. [[WOUNDED:1|Four]] "
            "[[TARGET:1|firefighters]] were hurt.",
            (None, (30, 30)),
            id="a group of a speaker's hurt",
        ),
        pytest.param(
            "[[ATTACKER:1|A gunman]] [[EVENT:1|shot dead]] [[KILLED:1|18]] [[TARGET:1|people]]. He killed "
            "[[KILLED:1|seven]] [[TARGET:1|people]] at a bowling alley.",
            ((18, 18), None),
            id="one scene of several",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] killed [[KILLED:1|70]] [[TARGET:1|people]]. [[KILLED:1|Three]] others died in "
            "hospital.",
            ((73, 73), None),
            id="others died in hospital",
        ),
        pytest.param(
            "[[KILLED:1|Two]] of its [[KILLED:1|eight]] [[TARGET:1|crew]] were [[EVENT:1|killed]].",
            ((2, 2), None),
            id="of its crew",
        ),
        pytest.param(
            "[[WOUNDED:1|Eight]] [[TARGET:1|children]] survived the [[EVENT:1|attack]], [[WOUNDED:1|five]] of "
            "them with bullet wounds.",
            (None, (5, 5)),
            id="survived",
        ),
        pytest.param(
            "[[KILLED:1|A]] helicopter was [[EVENT:1|shot down]] in Idlib.",
            (None, None),
            id="a helicopter",
        ),
        pytest.param(
            "[[KILLED:1|A]] drone was [[EVENT:1|shot down]], and [[KILLED:1|two]] [[TARGET:1|soldiers]] died.",
            ((2, 2), None),
            id="a drone and two soldiers",
        ),
        pytest.param(
            "[[ATTACKER:1|Troops]] [[EVENT:1|killed]] [[KILLED:1|25]] [[TARGET:1|rebels]] in a raid and lost "
            "[[KILLED:1|two]] [[ATTACKER:1|men]].",
            ((27, 27), None),
            id="lost two men",
        ),
    ],
)
def test_toll_beside_persons_wholes_and_things(marked: str, expected: tuple[Range, Range]) -> None:
    document = linked_document(marked)
    for mention in document.mentions:
        mention.score = 0.9
    total = totals(event_tolls(DocumentIndex(document), document.events[0]))
    assert tuple(None if c is None else (c.low, c.high) for c in (total.killed, total.wounded)) == expected


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("[[ATTACKER:1|Troops]] [[EVENT:1|killed]] [[KILLED:1|25]] [[TARGET:1|rebels]] and lost [[KILLED:1|two]] "
         "[[TARGET:1|men]].", "attacker"),
        ("[[ATTACKER:1|Rebels]] [[EVENT:1|attacked]] a post and [[TARGET:1|police]] lost [[KILLED:1|two]] "
         "[[TARGET:1|men]].", "target"),
    ],
)  # fmt: skip
def test_who_lost_men(sentence: str, side: str) -> None:
    document = linked_document(sentence)
    for mention in document.mentions:
        mention.score = 0.9
    assert event_tolls(DocumentIndex(document), document.events[0])[-1].side == side
