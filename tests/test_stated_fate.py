"""Counts of a tagger read by the verb beside them: dead, hurt, shot, taken, or no people at all."""

from __future__ import annotations

import time

import pytest

from frontwire.events.document_index import DocumentIndex
from frontwire.events.stated_fate import stated_outcome
from frontwire.events.tolls import event_tolls
from frontwire.normalize.tolls import totals
from frontwire.schema import Document, Event, Mention, Toll
from gold_links import linked_document

Range = tuple[int, int | None] | None


def tolls_of(marked: str, *, tagged: bool = True) -> list[Toll]:
    document = linked_document(marked)
    for mention in document.mentions:
        mention.score = 0.9 if tagged else None
    return event_tolls(DocumentIndex(document), document.events[0])


def figures(marked: str, *, tagged: bool = True) -> tuple[Range, Range]:
    """Killed and wounded."""
    total = totals(tolls_of(marked, tagged=tagged))
    killed, wounded = (None if c is None else (c.low, c.high) for c in (total.killed, total.wounded))
    return killed, wounded


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|guards]] were tied up and beaten in the [[EVENT:1|raid]].",
            (None, (2, 2)),
            id="beaten",
        ),
        pytest.param(
            "[[KILLED:1|One]] [[TARGET:1|nurse]] was wounded and [[KILLED:1|several]] of her [[TARGET:1|patients]] killed.",
            ((3, 9), (1, 1)),
            id="the verb behind each",
        ),
        pytest.param(
            "[[EVENT:1|Gunmen]] broke in, wounding [[KILLED:1|four]] [[TARGET:1|clerks]] and killing [[KILLED:1|another]].",
            ((1, 1), (4, 4)),
            id="the verb in front of each",
        ),
        pytest.param(
            "[[WOUNDED:1|Three]] killed and [[WOUNDED:1|two]] wounded in a [[EVENT:1|blast]].",
            ((3, 3), (2, 2)),
            id="killed behind a count of wounded",
        ),
        pytest.param(
            "[[WOUNDED:1|One]] [[TARGET:1|driver]] was injured in the [[EVENT:1|ambush]] and later died.",
            ((1, 1), None),
            id="died of it",
        ),
        pytest.param(
            "[[WOUNDED:1|A]] [[TARGET:1|toddler]] was fatally wounded in the [[EVENT:1|shelling]].",
            ((1, 1), None),
            id="fatally wounded",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|people]] are in custody after a deadly [[EVENT:1|shooting]]. It killed "
            "[[KILLED:1|one]] [[TARGET:1|person]].",
            ((1, 1), None),
            id="arrested",
        ),
        pytest.param(
            "The [[EVENT:1|raid]] freed [[KILLED:1|200]] [[TARGET:1|peasants]] and killed [[KILLED:1|71]] bandits.",
            ((71, 71), None),
            id="freed",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] hurt [[WOUNDED:1|three]] [[TARGET:1|men]]. [[WOUNDED:1|Two]] [[TARGET:1|clerks]] were "
            "not injured.",
            (None, (3, 3)),
            id="not injured",
        ),
        pytest.param(
            "[[EVENT:1|Shells]] killed [[KILLED:1|a]] [[TARGET:1|shepherd]] and [[KILLED:1|11]] of his sheep.",
            ((1, 1), None),
            id="sheep",
        ),
        pytest.param(
            "Neighbours heard [[KILLED:1|more than 30]] shots in the [[EVENT:1|attack]].", (None, None), id="shots"
        ),
        pytest.param(
            "Vera Moss, [[KILLED:1|71]], who kept the shop, saw the [[EVENT:1|raid]].", (None, None), id="an age"
        ),
        pytest.param(
            "[[WOUNDED:1|2]]-year-old [[TARGET:1|Ana Ruiz]] was hurt in the [[EVENT:1|crossfire]].",
            (None, (1, 1)),
            id="an age as a count",
        ),
        pytest.param(
            "[[KILLED:1|An]] [[TARGET:1|officer]] admitted to [[KILLED:1|two]] [[TARGET:1|policemen]] dead in the "
            "[[EVENT:1|clash]].",
            ((2, 2), None),
            id="a speaker",
        ),
        pytest.param(
            "The state put the [[TARGET:1|dead]] of the [[EVENT:1|mutiny]] at [[KILLED:1|13]], and the captives at "
            "[[KILLED:1|six]].",
            ((13, 13), None),
            id="captives",
        ),
        pytest.param(
            "[[WOUNDED:1|Nine]] [[TARGET:1|people]] were hurt in the [[EVENT:1|blast]], police said, but the hospital alone "
            "reports [[KILLED:1|twelve]].",
            (None, (9, 12)),
            id="a bare figure set against another",
        ),
        pytest.param(
            "[[KILLED:1|4]]-[[KILLED:1|6]] killed in a [[EVENT:1|strike]].", ((4, 6), None), id="a range cut in two"
        ),
    ],
)
def test_the_verb_beside_a_count_decides(marked: str, expected: tuple[Range, Range]) -> None:
    assert figures(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[[KILLED:1|Three]] [[TARGET:1|people]] were [[EVENT:1|shot]] on Elm Street.",
            (None, (3, 3)),
            id="no dead told",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|people]] were [[EVENT:1|shot]], one fatally, on Elm Street.",
            ((1, 1), (3, 3)),
            id="one fatally",
        ),
        pytest.param(
            "[[KILLED:1|Seven]] [[TARGET:1|people]] were [[EVENT:1|shot]], leaving [[KILLED:1|one]] [[TARGET:1|person]] dead.",
            ((1, 1), (6, 6)),
            id="the dead counted",
        ),
        pytest.param(
            "[[KILLED:1|Seven]] [[TARGET:1|people]] were [[EVENT:1|shot]] in a bar. It left [[KILLED:1|a]] [[TARGET:1|man]] "
            "dead and [[WOUNDED:1|six]] others hurt.",
            ((1, 1), (6, 6)),
            id="the dead and the hurt counted",
        ),
        pytest.param(
            "[[WOUNDED:1|A]] [[TARGET:1|boy]] was [[EVENT:1|shot]] on Elm Street. He was taken to a hospital, where he died.",
            ((1, 1), None),
            id="one who died later",
        ),
        pytest.param(
            "[[KILLED:1|A]] [[TARGET:1|boy]] was killed in the [[EVENT:1|shooting]]. [[WOUNDED:1|Another]] [[TARGET:1|teen]] "
            "was shot in the foot.",
            ((1, 1), (1, 1)),
            id="another one, in the foot",
        ),
        pytest.param(
            "A [[TARGET:1|clerk]] was [[EVENT:1|shot]] twice in the neck on Elm Street.", (None, (1, 1)), id="a person"
        ),
        pytest.param(
            "The [[ATTACKER:1|gunman]] killed [[KILLED:1|two]] [[TARGET:1|clerks]] in the [[EVENT:1|attack]] before turning the "
            "gun on himself.",
            ((3, 3), None),
            id="the attacker's suicide",
        ),
        pytest.param(
            "[[KILLED:1|Three]] [[TARGET:1|people]], including the gunman, died in the [[EVENT:1|attack]]. The "
            "[[ATTACKER:1|gunman]] then killed himself.",
            ((3, 3), None),
            id="the attacker's suicide counted",
        ),
    ],
)
def test_people_shot(marked: str, expected: tuple[Range, Range]) -> None:
    assert figures(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[[WOUNDED:1|Four]] [[TARGET:1|people]] were hurt in the [[EVENT:1|attack]]. [[WOUNDED:1|A]] 16-year-old "
            "[[TARGET:1|boy]] was hit in the leg. [[WOUNDED:1|Another]] [[TARGET:1|man]] was cut by glass.",
            (None, (4, 4)),
            id="single persons of a whole",
        ),
        pytest.param(
            "[[WOUNDED:1|A]] 21-year-old [[TARGET:1|woman]] was hurt in the [[EVENT:1|attack]]. [[WOUNDED:1|A]] 25-year-old "
            "[[TARGET:1|woman]] was hurt too.",
            (None, (2, 2)),
            id="two ages are two persons",
        ),
        pytest.param(
            "[[WOUNDED:1|Nine]] [[TARGET:1|people]] were hurt in the [[EVENT:1|attack]]. Officers found [[WOUNDED:1|six]] "
            "[[TARGET:1|victims]] at the scene.",
            (None, (9, 9)),
            id="found out of a whole",
        ),
        pytest.param(
            "The [[EVENT:1|attack]] killed [[KILLED:1|one]] [[TARGET:1|person]] and hurt [[WOUNDED:1|five]] others. Among the "
            "[[WOUNDED:1|six]] [[TARGET:1|victims]] was a nurse.",
            ((1, 1), (5, 5)),
            id="a sum of both",
        ),
        pytest.param(
            "[[KILLED:1|Five]] are dead: [[KILLED:1|a]] [[TARGET:1|waiter]] and his [[TARGET:1|guests]], after the "
            "[[EVENT:1|attack]].",
            ((5, 5), None),
            id="listed behind a colon",
        ),
        pytest.param(
            "The [[EVENT:1|strike]] killed [[KILLED:1|24]] [[TARGET:1|people]], bringing the weekend death toll to "
            "[[KILLED:1|58]].",
            ((24, 24), None),
            id="a toll of several events",
        ),
        pytest.param(
            "[[KILLED:1|Five]] [[TARGET:1|civilians]] died in a [[EVENT:1|strike]] that killed [[KILLED:1|12]] "
            "[[TARGET:1|people]].",
            ((12, 12), None),
            id="the whole in a relative clause",
        ),
        pytest.param(
            "[[KILLED:1|4]] [[EVENT:1|killed]]. [[KILLED:1|6]] others from nearby cars died too.",
            ((10, 10), None),
            id="others on top",
        ),
        pytest.param(
            "[[TARGET:1|Omar Noor]] was killed with [[KILLED:1|13]] others in the [[EVENT:1|strike]].",
            ((14, 14), None),
            id="killed with others",
        ),
    ],
)
def test_parts_wholes_and_sums(marked: str, expected: tuple[Range, Range]) -> None:
    assert figures(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[[WOUNDED:1|One]] of [[WOUNDED:1|four]] [[TARGET:1|women]] hurt in the [[EVENT:1|blast]] has died. Ada was one of "
            "[[KILLED:1|four]] [[TARGET:1|women]] hit at a market.",
            ((1, 1), (3, 3)),
            id="one of so many has died",
        ),
        pytest.param(
            "[[WOUNDED:1|Five]] [[TARGET:1|people]] were [[EVENT:1|shot]] at a fair. [[KILLED:1|Three]] of the "
            "[[TARGET:1|victims]] died. All [[WOUNDED:1|five]] [[TARGET:1|people]] had been hit from behind.",
            ((3, 3), (2, 2)),
            id="three of those shot",
        ),
        pytest.param(
            "[[WOUNDED:1|Nine]] [[TARGET:1|people]] were hurt in the [[EVENT:1|blast]]. [[KILLED:1|One]] of the wounded later "
            "died.",
            ((1, 1), (8, 8)),
            id="one of the wounded",
        ),
        pytest.param(
            "[[KILLED:1|One]] [[TARGET:1|clerk]] was killed and [[WOUNDED:1|nine]] others were hurt in the [[EVENT:1|blast]]. "
            "[[KILLED:1|One]] of the victims was buried on Monday.",
            ((1, 1), (9, 9)),
            id="the dead and the hurt told apart",
        ),
        pytest.param(
            "[[KILLED:1|Five]] [[TARGET:1|guards]] were killed in the [[EVENT:1|blast]]. [[KILLED:1|One]] of the five men was "
            "a cook.",
            ((5, 5), None),
            id="all of them dead",
        ),
    ],
)
def test_who_died_of_it_is_not_among_the_hurt(marked: str, expected: tuple[Range, Range]) -> None:
    assert figures(marked) == expected


def test_an_age_told_roughly_counts_nobody() -> None:
    marked = (
        "[[KILLED:1|Eleven]] [[TARGET:1|dead]] had come in after the [[EVENT:1|attack]], among them a [[TARGET:1|boy]] of "
        "[[KILLED:1|about ten]]."
    )
    assert figures(marked) == ((11, 11), None)


def test_the_length_of_a_video_counts_nobody() -> None:
    marked = (
        "2:[[KILLED:1|21]] [[TARGET:1|Boy]] killed on Elm Street\n1:05 [[KILLED:1|Two]] [[TARGET:1|guards]] "
        "[[EVENT:1|killed]] at a bank"
    )
    assert figures(marked) == ((2, 2), None)


@pytest.mark.parametrize(
    ("marked", "killed"),
    [
        pytest.param(
            "His 4-year-old [[TARGET:1|son]] and 6-year-old [[TARGET:1|daughter]] [[EVENT:1|died]].", 2, id="ages"
        ),
        pytest.param("The [[TARGET:1|mayor]] and his [[TARGET:1|driver]] were [[EVENT:1|shot dead]].", 2, id="owned"),
        pytest.param("A [[TARGET:1|teacher]] and [[TARGET:1|activist]] was [[EVENT:1|shot dead]].", 1, id="one person"),
        pytest.param(
            "The [[TARGET:1|imam]] was [[EVENT:1|shot]] in his yard by two men and died on the way.",
            1,
            id="died on the way",
        ),
        pytest.param(
            "One [[TARGET:1|deminer]] was [[EVENT:1|abducted]] in May and later beheaded.", 1, id="abducted and killed"
        ),
    ],
)
def test_persons_without_a_count(marked: str, killed: int) -> None:
    assert figures(marked)[0] == (killed, killed)


def test_a_persons_label_is_not_doubted() -> None:
    marked = "[[KILLED:1|Three]] [[TARGET:1|people]] were [[EVENT:1|shot]] on Elm Street."
    assert figures(marked, tagged=False) == ((3, 3), None)


def test_an_undivided_count_stays_undivided() -> None:
    count = Mention("m1", "CASUALTIES", 0, 5, "Seven", 0.9)
    assert stated_outcome("Seven people were hurt.", count, None, (0, 23), [count]) == "casualties"


@pytest.mark.parametrize(
    "unit", ["reportedly ", "were ", "of the ", "a, ", "(x) ", "died and ", "people ", "in the leg "]
)
def test_long_texts_are_read_in_bounded_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    spans = range(0, len(text) - 1_000, 1_000)
    labels = ("KILLED", "WOUNDED", "TARGET", "EVENT")
    mentions = [
        Mention(f"m{at}", labels[n % 4], at, at + 4, text[at : at + 4], 0.9, events=["e1"])
        for n, at in enumerate(spans)
    ]
    document = Document("d", text, mentions=mentions, events=[Event("e1")])
    start = time.perf_counter()
    event_tolls(DocumentIndex(document), document.events[0])
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "A [[EVENT:1|shooting]] hurt [[WOUNDED:1|five]] [[TARGET:1|people]] at a bar. Two were carried out and "
            "[[WOUNDED:1|three]] others were later transported to the hospital.",
            (None, (5, 5)),
            id="others taken to hospital are of the toll",
        ),
        pytest.param(
            "[[WOUNDED:1|Three]] others were hurt in the [[EVENT:1|shooting]]. [[WOUNDED:1|Two]] [[TARGET:1|other victims]], a "
            "man and a woman, were listed in serious condition.",
            (None, (3, 3)),
            id="an apposition before they are listed",
        ),
        pytest.param(
            "The [[EVENT:1|blast]] hurt [[WOUNDED:1|five]] [[TARGET:1|people]]. [[WOUNDED:1|Six]] others were taken to a clinic.",
            (None, (11, 11)),
            id="more than the toll are no part of it",
        ),
        pytest.param(
            "[[WOUNDED:1|Two]] [[TARGET:1|victims]] remain in critical condition after the [[EVENT:1|shooting]]. Police said "
            "[[KILLED:1|a]] [[TARGET:1|girl]] is dead and [[WOUNDED:1|five]] others are hurt.",
            ((1, 1), (5, 5)),
            id="those in hospital, then the toll of another voice",
        ),
        pytest.param(
            "1 dead, [[WOUNDED:1|1]] hurt in a [[EVENT:1|shooting]]\n\nA man died and [[WOUNDED:1|another]] was wounded in a "
            "[[EVENT:1|shooting]] on Elm Street.",
            (None, (1, 1)),
            id="the headline's one and another",
        ),
        pytest.param(
            "[[WOUNDED:1|Two]] [[TARGET:1|teenagers]], one [[WOUNDED:1|16]] and the other [[WOUNDED:1|17]], were hurt in the "
            "[[EVENT:1|shooting]].",
            (None, (2, 2)),
            id="bare ages",
        ),
        pytest.param(
            "The [[EVENT:1|shooting]] hurt [[WOUNDED:1|five]] [[TARGET:1|people]]. None of the other [[WOUNDED:1|eight]] "
            "[[TARGET:1|people]] inside were injured.",
            (None, (5, 5)),
            id="none of them",
        ),
    ],
)
def test_people_counted_before_are_not_counted_again(marked: str, expected: tuple[Range, Range]) -> None:
    assert figures(marked) == expected
