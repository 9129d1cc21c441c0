"""Who gives a figure."""

from __future__ import annotations

import pytest

from frontwire.events.claimants import claimant, claimants
from frontwire.events.clauses import clauses_of
from frontwire.events.speakers import PRONOUN, is_paper, subject
from frontwire.text.sentences import sentence_spans


def speakers(text: str, *figures: str) -> list[str | None]:
    """The claimants of figures, named by their words in the text."""
    spans = [(text.index(words), text.index(words) + len(words)) for words in figures]
    return claimants(text, clauses_of(text, sentence_spans(text)), spans)


@pytest.mark.parametrize(
    ("text", "figures", "named"),
    [
        pytest.param(
            "The mayor put the toll at 21; the hospital listed 29.", "21 29", "mayor|hospital", id="put, listed"
        ),
        pytest.param(
            "Four clerks died according to the union and two according to the ministry.",
            "Four two",
            "union|ministry",
            id="according to, twice",
        ),
        pytest.param(
            "The union says nine clerks died, its rivals three.", "nine three", "union|rivals", id="without a verb"
        ),
        pytest.param(
            "Nine girls died, says the bishop; ten cadets, says the air force.",
            "Nine ten",
            "bishop|air force",
            id="inverted",
        ),
        pytest.param("The blast near the mill claimed 19 lives.", "19", "", id="claimed lives"),
        pytest.param(
            "Residents of Ardu say that they buried 26 neighbours; the police admit to 14.",
            "26 14",
            "Residents of Ardu|police",
            id="a pronoun for the speaker of its own clause",
        ),
        pytest.param(
            "The allegation by the rebels' agency that 14 patients were killed is propaganda.",
            "14",
            "rebels' agency",
            id="an allegation",
        ),
        pytest.param(
            "Radio Ardu, according to which four guards died, keeps quiet about the rest.",
            "four",
            "Radio Ardu",
            id="according to which",
        ),
        pytest.param(
            "They died with 27 others, by the register of the hospital.", "27", "hospital", id="by the register"
        ),
        pytest.param("Police: two guards are dead.", "two", "Police", id="colon"),
        pytest.param(
            "Omar Noor, who owns the inn, counted seven dead.", "seven", "Omar Noor", id="a remark on the speaker"
        ),
        pytest.param(
            "The owner of the inn, Omar Noor, tells us that seven died.", "seven", "Omar Noor", id="description, name"
        ),
        pytest.param("Seven died, the county sheriff, Omar Noor, said.", "Seven", "Omar Noor", id="name behind"),
        pytest.param("A nurse spoke first. She put the dead at nine.", "nine", "nurse", id="a pronoun's speaker"),
        pytest.param(
            "An army spokesman said two died. The spokesman said six fell.",
            "two six",
            "army spokesman|army spokesman",
            id="named again",
        ),
        pytest.param(
            "Seven clerks died in Gao on Monday, reports The Daily Globe.", "Seven", "", id="a relaying paper"
        ),
        pytest.param("The Daily Globe reports that seven clerks died.", "seven", "", id="a relaying paper in front"),
        pytest.param("Seven died, according to our report.", "Seven", "", id="the text's own report"),
        pytest.param("Seven died, according to a report by the union.", "Seven", "union", id="a report by somebody"),
        pytest.param("Seven died, according to a UN report.", "Seven", "UN", id="somebody's report"),
        pytest.param("According to the UN report, seven died.", "seven", "UN", id="somebody's report in front"),
        pytest.param("Seven died, according to media reports.", "Seven", "media reports", id="reports of nobody"),
        pytest.param("Seven died, according to figures compiled by Adra.", "Seven", "Adra", id="figures by somebody"),
        pytest.param("A clinic, run by a Dutch charity, received 20 dead.", "20", "clinic", id="a remark without -ed"),
        pytest.param(
            "Gao said nine died in the raid, while Ardu reported three dead.",
            "nine three",
            "Gao|Ardu",
            id="a verb behind while",
        ),
        pytest.param(
            "The rebels said they shelled Gao, where two clerks were hurt, the ambulance service said.",
            "two",
            "ambulance service",
            id="closing speaker behind where",
        ),
        pytest.param(
            "Police said gunmen stormed the inn, where two died.", "two", "Police", id="where without a closing speaker"
        ),
        pytest.param("The governor reports seven clerks dead.", "seven", "governor", id="reporting is speaking"),
        pytest.param("By the reckoning of the bishop seven died.", "seven", "bishop", id="reckoning, in front"),
        pytest.param("Seven died by Moscow's reckoning.", "Seven", "Moscow", id="reckoning, behind"),
        pytest.param("Neighbours laid out eight bodies.", "eight", "Neighbours", id="laid out"),
        pytest.param("The mortuary has 18 bodies.", "18", "mortuary", id="has bodies"),
        pytest.param("The raid has killed 18 clerks.", "18", "", id="an act is no speaker"),
        pytest.param("Rebels have put forty clerks out of action.", "forty", "", id="put out of action"),
        pytest.param("The bus burned and police said six died.", "six", "police", id="a clause before"),
        pytest.param("On Monday, a doctor in Gao said six died.", "six", "doctor in Gao", id="a day before"),
        pytest.param("Six died on Monday, but police said two were hurt.", "Six", "", id="speaks of something else"),
        pytest.param("It said six died.", "six", "", id="a pronoun for nobody"),
        pytest.param("We say six died.", "six", "", id="we"),
    ],
)
def test_claimants(text: str, figures: str, named: str) -> None:
    expected = [name or None for name in named.split("|")]
    assert speakers(text, *figures.split()) == expected


def test_a_speaker_reaches_over_a_semicolon_only_at_its_start() -> None:
    text = "There was no fight, the army said; 20 men died there; in the morgue I saw nine."
    assert speakers(text, "20", "nine") == ["army", None]


def test_outside_of_every_sentence_nobody_speaks() -> None:
    assert claimants("", [], [(0, 0)]) == [None]
    assert claimant("police said six died", 99) is None


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("They", PRONOUN),
        ("", None),
        ("In Gao the provincial governor", "provincial governor"),
        ("16.45 A Burundian officer", "Burundian officer"),
        ("[TEXT] A GOVERNMENT SPOKESMAN", "GOVERNMENT SPOKESMAN"),
        ("the guards were killed", None),
        ("alpha two three four five six seven eight nine ten", None),
        ("local leaders and the mission", "local leaders and the mission"),
    ],
)
def test_subject(before: str, speaker: str | None) -> None:
    assert subject(before) == speaker


@pytest.mark.parametrize(
    ("words", "paper"), [("The Gao Times", True), ("police", False), ("times", False), ("", False)]
)
def test_is_paper(words: str, paper: bool) -> None:
    assert is_paper(words) is paper


def test_clauses_cover_their_sentence() -> None:
    text = "[Note. Col. Noor said so. It was late]; nobody came."
    clauses = clauses_of(text, [(0, len(text))])
    assert [text[c.start : c.end] for c in clauses] == [
        "[Note. ",
        "Col. Noor said so. ",
        "It was late]; ",
        "nobody came.",
    ]
    assert [c.goes_on for c in clauses] == [False, False, False, True]
