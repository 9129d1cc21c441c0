"""Which figures of a text count, and for whom: parts and wholes, repeats, rival accounts, persons, nobody."""

from __future__ import annotations

import time

import pytest

from frontwire.events.document_index import DocumentIndex
from frontwire.events.no_casualties import denies, denies_all
from frontwire.events.tolls import event_tolls
from frontwire.normalize.tolls import totals
from frontwire.schema import CountRange, Document, Event, Mention, Toll
from gold_links import linked_document


def tolls_of(marked: str) -> list[Toll]:
    document = linked_document(marked)
    return event_tolls(DocumentIndex(document), document.events[0])


def killed(marked: str) -> tuple[int, int | None] | None:
    total = totals(tolls_of(marked)).killed
    return (total.low, total.high) if total else None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "The minister put the [[TARGET:1|dead]] of the [[EVENT:1|blast]] at [[KILLED:1|21]]; the hospital listed "
            "[[KILLED:1|29]].",
            (21, 29),
            id="two voices, the second without a noun",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|clerks]] died in the [[EVENT:1|blast]] according to the union and "
            "[[KILLED:1|two]] according to the ministry.",
            (2, 4),
            id="two voices in one clause",
        ),
        pytest.param(
            "Rebels said they [[EVENT:1|killed]] [[KILLED:1|22]] [[TARGET:1|guards]] and lost [[KILLED:1|three]] "
            "[[ATTACKER:1|men]]. Police acknowledged [[KILLED:1|two]] [[TARGET:1|dead]].",
            (5, 25),
            id="a dispute about one side leaves the other",
        ),
        pytest.param(
            "Police say that [[KILLED:1|five]] [[TARGET:1|clerks]] and [[KILLED:1|two]] [[TARGET:1|drivers]] died in "
            "the [[EVENT:1|blast]]; the union says [[KILLED:1|nine]] in all.",
            (7, 9),
            id="a voice's groups add up before they are disputed",
        ),
        pytest.param(
            "The army said it [[EVENT:1|killed]] [[KILLED:1|30]] [[TARGET:1|terrorists]]. Elders said "
            "[[KILLED:1|four]] [[TARGET:1|herders]] died.",
            (4, 30),
            id="fighters to one, herders to the other",
        ),
        pytest.param(
            "[[KILLED:1|Ten]] [[TARGET:1|policemen]] died in the [[EVENT:1|siege]], the mayor said. "
            "[[KILLED:1|At least 10]] [[TARGET:1|officers]] died in the [[EVENT:1|siege]], the governor said.",
            (10, None),
            id="at least as many, said by another",
        ),
        pytest.param(
            "[[KILLED:1|At least five]] [[TARGET:1|people]] died in the [[EVENT:1|blast]], the mayor said. "
            "[[KILLED:1|Seven]] [[TARGET:1|people]] died in the [[EVENT:1|blast]], the hospital said.",
            (5, 7),
            id="at least on the smaller figure",
        ),
        pytest.param(
            "[[KILLED:1|12]] [[TARGET:1|people]] died in the [[EVENT:1|blast]]. The toll rose to [[KILLED:1|15]].",
            (12, 15),
            id="rose to 15: the superseded figure counts too",
        ),
        pytest.param(
            "The number of [[TARGET:1|dead]] of the [[EVENT:1|blast]] has gone up to [[KILLED:1|five]].",
            (5, 5),
            id="gone up to is no up to",
        ),
        pytest.param(
            "[[KILLED:1|A]] [[TARGET:1|clerk]] hurt in the [[EVENT:1|blast]] died on Monday, raising the death toll to "
            "[[KILLED:1|two]].",
            (2, 2),
            id="raising the toll holds the one who died",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|clerks]] died in the [[EVENT:1|blast]] and [[KILLED:1|a]] fifth died later.",
            (5, 5),
            id="a fifth",
        ),
        pytest.param(
            "[[KILLED:1|A]] [[TARGET:1|corporal]] and [[KILLED:1|three]] of the [[ATTACKER:1|gunmen]] died in the "
            "[[EVENT:1|clash]].",
            (4, 4),
            id="three of the gunmen are no part of a corporal",
        ),
        pytest.param(
            "[[KILLED:1|Three]] [[TARGET:1|robbers]] died in the [[EVENT:1|shooting]]. [[KILLED:1|Two]] of the "
            "[[TARGET:1|suspects]] died in the kitchen.",
            (3, 3),
            id="two of the suspects are a part",
        ),
        pytest.param(
            "[[KILLED:1|Six]] [[TARGET:1|clerks]] died in the [[EVENT:1|blast]], [[KILLED:1|one]] of them a "
            "[[TARGET:1|trainee]].",
            (6, 6),
            id="one of them",
        ),
        pytest.param(
            "[[KILLED:1|Four]] [[TARGET:1|people]], [[KILLED:1|one]] a [[TARGET:1|grocer]], died in the [[EVENT:1|blast]].",
            (4, 4),
            id="one a grocer",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|guards]] died in the [[EVENT:1|raid]]. [[KILLED:1|Another]] "
            "[[TARGET:1|guard]] died on Monday.",
            (3, 3),
            id="another",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|nurses]] died in the [[EVENT:1|raid]], the mayor said. [[KILLED:1|Three]] "
            "other [[TARGET:1|passengers]] also died, the hospital said.",
            (5, 5),
            id="others, by another voice",
        ),
        pytest.param(
            "The [[EVENT:1|raid]] killed [[KILLED:1|a]] [[TARGET:1|couple]] and their [[KILLED:1|three]] "
            "[[TARGET:1|children]].",
            (5, 5),
            id="a couple and their three children",
        ),
        pytest.param("A [[WEAPON:1|bomb]] [[EVENT:1|killed]] a [[TARGET:1|couple]].", (2, 2), id="a couple uncounted"),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] the [[TARGET:1|mayor]] and [[KILLED:1|two]] "
            "[[TARGET:1|peasants]]. [[TARGET:1|Mayor Omar Noor]] and the [[KILLED:1|two]] [[TARGET:1|peasants]] were "
            "[[EVENT:1|killed]] at home.",
            (3, 3),
            id="a person beside a count, told twice",
        ),
        pytest.param(
            "The [[EVENT:1|raid]] killed [[KILLED:1|a]] [[TARGET:1|miller]], his [[TARGET:1|brother]] and "
            "[[KILLED:1|a]] [[TARGET:1|neighbour]].",
            (3, 3),
            id="his brother, in a list",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] shot [[KILLED:1|a]] [[TARGET:1|lecturer]], [[TARGET:1|Omar Noor]], and his "
            "[[TARGET:1|driver]].",
            (2, 2),
            id="a description, a name and a driver",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|hostages]], a [[TARGET:1|foreman]] and the [[TARGET:1|cook]], were "
            "[[EVENT:1|killed]].",
            (2, 2),
            id="the two who were counted",
        ),
        pytest.param(
            "A [[TARGET:1|wall]] fell on a [[TARGET:1|kiosk]] and [[KILLED:1|four]] [[TARGET:1|clerks]] died in the "
            "[[EVENT:1|blast]].",
            (4, 4),
            id="a thing that is no victim",
        ),
        pytest.param(
            "[[KILLED:1|Two]] [[TARGET:1|guards]] and the [[TARGET:1|driver]] escaped after the [[EVENT:1|raid]].",
            (2, 2),
            id="who escaped is not counted",
        ),
        pytest.param(
            "A [[ATTACKER:1|youth]] [[EVENT:1|blew up]] his bag, killing himself and [[KILLED:1|two]] "
            "[[TARGET:1|guards]].",
            (3, 3),
            id="himself",
        ),
        pytest.param(
            "[[TARGET:1|Ana Ruiz]], 61, who sold eggs, and her [[TARGET:1|grandson]] were [[EVENT:1|gunned down]].",
            (2, 2),
            id="a name and her grandson",
        ),
        pytest.param(
            "[[TARGET:1|Omar Noor]], a 36-year-old [[TARGET:1|Latino]], was [[EVENT:1|shot dead]].",
            (1, 1),
            id="a capitalised description",
        ),
        pytest.param(
            "[[TARGET:1|Karim Wali]], also known as [[TARGET:1|Abu Zed]], was [[EVENT:1|killed]].",
            (1, 1),
            id="an alias",
        ),
        pytest.param(
            "[[ATTACKER:1|Men]] [[EVENT:1|shot]] [[TARGET:1|Karim Wali]] at his gate. He died in hospital.",
            (1, 1),
            id="he died",
        ),
        pytest.param("The [[TARGET:1|body]] was found by a herder.", (1, 1), id="a body found"),
        pytest.param(
            "[[KILLED:1|Three]] [[TARGET:1|clerks]] died in the [[EVENT:1|blast]], [[KILLED:1|two]] of whom were on leave.",
            (3, 3),
            id="two of whom",
        ),
        pytest.param(
            "The governor put the [[TARGET:1|dead]] of the [[EVENT:1|raid]] at [[KILLED:1|23]] [[TARGET:1|clerks]] and "
            "[[KILLED:1|eight]] [[TARGET:1|guards]].",
            (31, 31),
            id="put at two groups",
        ),
        pytest.param(
            "[[EVENT:1|Blast]] leaves [[KILLED:1|two]] dead in Gao [[KILLED:1|two]] [[TARGET:1|guards]] died on Monday",
            (2, 2),
            id="a headline that runs into the text",
        ),
        pytest.param(
            "[[ATTACKER:1|Gunmen]] [[EVENT:1|killed]] [[KILLED:1|two]] [[TARGET:1|guards]]. Officials said "
            "[[KILLED:1|three]] [[TARGET:1|clerks]] also died.",
            (5, 5),
            id="also died, said by another voice",
        ),
        pytest.param(
            "[[KILLED:1|12]] [[TARGET:1|people]] died in the [[EVENT:1|blast]], police said. A doctor said [[KILLED:1|two]] "
            "[[TARGET:1|children]] were killed.",
            (12, 12),
            id="children are parts of anybody's whole",
        ),
        pytest.param("The [[EVENT:1|shelling]] left no victims.", (0, 0), id="no victims"),
        pytest.param("The [[TARGET:1|post]] was [[EVENT:1|taken]] without the loss of a man.", (0, 0), id="not a man"),
        pytest.param("A [[WEAPON:1|mine]] [[EVENT:1|went off]]; there were no injuries.", None, id="no injuries"),
        pytest.param(
            "Rebels [[EVENT:1|fired at]] a [[TARGET:1|convoy]] without casualties. They say they wounded "
            "[[WOUNDED:1|some]] [[TARGET:1|guards]].",
            None,
            id="casualties that a count contradicts",
        ),
    ],
)
def test_killed_of_a_text(marked: str, expected: tuple[int, int | None] | None) -> None:
    assert killed(marked) == expected


@pytest.mark.parametrize(
    ("marked", "sides"),
    [
        pytest.param(
            "The [[ATTACKER:1|rebels]] were beaten off with [[KILLED:1|31]] dead at the [[TARGET:1|post]] after the "
            "[[EVENT:1|attack]].",
            {"attacker"},
            id="beaten off",
        ),
        pytest.param(
            "[[TARGET:1|Vigilantes]] beat [[ATTACKER:1|raiders]] in a [[EVENT:1|clash]], losing [[KILLED:1|one]].",
            {"target"},
            id="losing",
        ),
        pytest.param(
            "The [[EVENT:1|clash]] killed [[KILLED:1|four]] [[ATTACKER:1|rebels]] and wounded [[WOUNDED:1|five]] near "
            "the [[TARGET:1|post]].",
            {"attacker"},
            id="the people of the count before",
        ),
        pytest.param(
            "The army admits the loss of [[KILLED:1|80]] [[ATTACKER:1|men]] in the [[EVENT:1|battle]]; the "
            "[[TARGET:1|town]] says [[KILLED:1|at least 200]].",
            {"attacker"},
            id="a rival figure",
        ),
        pytest.param(
            "The mayor put the losses of the [[ATTACKER:1|rebels]] in the [[EVENT:1|battle]] for the [[TARGET:1|town]] "
            "at [[KILLED:1|nine]].",
            {"target"},
            id="the noun nearest to its figure",
        ),
    ],
)
def test_sides(marked: str, sides: set[str]) -> None:
    assert {toll.side for toll in tolls_of(marked)} == sides


def test_a_dispute_has_a_line_for_each_voice() -> None:
    tolls = tolls_of(
        "The army said [[KILLED:1|six]] [[TARGET:1|rebels]] died in the [[EVENT:1|raid]]. Neighbours counted "
        "[[KILLED:1|eight]] [[TARGET:1|bodies]]."
    )
    assert [(t.low, t.high, t.side, t.victims, t.claimed_by) for t in tolls] == [
        (6, 6, "target", "rebels", "army"),
        (8, 8, "target", "bodies", "Neighbours"),
    ]
    assert totals(tolls).disputed


def test_other_people_keep_the_words_apart() -> None:
    tolls = tolls_of(
        "[[KILLED:1|Two]] [[TARGET:1|guards]] died in the [[EVENT:1|raid]]. [[KILLED:1|Another]] [[TARGET:1|guards]] "
        "died. [[KILLED:1|One more]] died. [[KILLED:1|Another]] died."
    )
    assert len({t.victims for t in tolls}) == len(tolls)


@pytest.mark.parametrize(
    ("words", "everybody", "dead", "hurt"),
    [
        ("There were no casualties.", True, False, False),
        ("It went off without causing us a single casualty.", True, False, False),
        ("Only material damage was done.", True, False, False),
        ("Nobody was killed in the raid.", False, True, False),
        ("No loss of life was reported.", False, True, False),
        ("No officers were injured.", False, False, True),
        ("Drivers unhurt.", True, False, False),
        ("Two guards died.", False, False, False),
        ("There is no news of the raid.", False, False, False),
    ],
)
def test_denials(words: str, everybody: bool, dead: bool, hurt: bool) -> None:
    assert (denies_all(words), denies(words, "killed"), denies(words, "wounded")) == (everybody, dead, hurt)


@pytest.mark.parametrize(
    "unit", ["a ", "1 ", "; A", "A, ", "no one ", "(a) ", "police said, ", "Karim Wali, 3, ", "[", "-"]
)
def test_long_texts_are_read_in_bounded_time(unit: str) -> None:
    """Twice the text may take four times as long at most: no pattern is exponential."""
    took = []
    for length in (10_000, 20_000):
        text = (unit * length)[:length]
        labels = ("KILLED", "TARGET", "ATTACKER", "WOUNDED")
        mentions = [
            Mention(f"m{at}", labels[at // 500 % 4], at, at + 4, text[at : at + 4], events=["e1"])
            for at in range(0, length - 500, 500)
        ]
        document = Document("d", text, mentions=mentions, events=[Event("e1")])
        start = time.perf_counter()
        event_tolls(DocumentIndex(document), document.events[0])
        took.append(time.perf_counter() - start)
    assert took[1] < max(2.0, 8 * took[0])


def test_a_figure_may_stand_at_the_very_end() -> None:
    assert killed("[[EVENT:1|Killed]]: [[KILLED:1|2]]") == (2, 2)
    assert CountRange(2, 2) == totals(tolls_of("[[KILLED:1|2]]")).killed
